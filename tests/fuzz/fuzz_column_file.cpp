// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the parts of a column file; the first byte chooses: a header, an encoded chunk, an index, or changes of
// a sound file of format 1 or 2. Checksums are made to fit, so that what lies behind them is reached as well.
#include "core/data/columns/column_file_codec.h"
#include "core/data/columns/column_file_format.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_table.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

using namespace lathe;
using namespace lathe::columns;

namespace {

struct Image {
    FileHeader header;
    std::string bytes;
};

/// A file with \p index behind \p body, which begins with a user block.
Image withIndex(std::string body, std::string_view index, uint32_t version) {
    Image image;
    image.header.version = version;
    image.header.indexOffset = body.size();
    image.header.indexSize = index.size();
    image.header.fileSize = body.size() + index.size();
    image.bytes = std::move(body.append(index));
    return image;
}

/// Reads the file and compares it with what it says of itself.
void open(Image image) {
    const auto view = std::as_bytes(std::span(image.bytes));
    image.header.indexCrc = checksum(view.subspan(image.header.indexOffset, image.header.indexSize));
    const auto block = encodeHeader(image.header);
    std::memcpy(image.bytes.data(), block.data(), block.size());
    const int file = ::memfd_create("columns", 0);
    if (file < 0 || ::write(file, image.bytes.data(), image.bytes.size()) != static_cast<ssize_t>(image.bytes.size()))
        std::abort();
    if (const auto opened = ColumnFile::open(fmt::format("/proc/self/fd/{}", file))) {
        (void)(*opened)->readTable(0, 100);
        (void)(*opened)->readTable((*opened)->rows() / 2, 70000);
        if ((*opened)->chunks() < 10) (void)(*opened)->verify({});
    }
    ::close(file);
}

Image soundFile(const Path& path) {
    const auto bytes = readTextFile(path);
    if (!bytes) std::abort();
    const auto header = decodeHeader(std::as_bytes(std::span(*bytes)));
    if (!header) std::abort();
    return {*header, *bytes};
}

Image writtenNow() {
    const Path path = fuzz::scratchFolder() / "sound.h5";
    const Table rows = fuzz::fuzzRows();
    auto writer = ColumnFileWriter::create(path, rows.schema());
    if (!writer || !(*writer)->append(rows) || !(*writer)->finish()) std::abort();
    return soundFile(path);
}

/// Sets single bytes: each three bytes of \p edits are a place, counted from the end where the index is, and a value.
void change(Image& image, std::span<const uint8_t> edits) {
    for (; edits.size() >= 3; edits = edits.subspan(3)) {
        const size_t place = (edits[0] | static_cast<size_t>(edits[1]) << 8) % (image.bytes.size() - userBlockSize);
        image.bytes[image.bytes.size() - 1 - place] = static_cast<char>(edits[2]);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2) return 0;
    static const Image sound[] = {soundFile(LATHE_FIXTURES "/column-file-1.h5"), writtenNow()};
    static constexpr size_t widths[] = {1, 4, 8, 2};
    const std::span input(data + 2, size - 2);
    const auto bytes = std::as_bytes(input);
    std::vector<std::byte> chunk(static_cast<size_t>(data[1]) * 16);
    switch (data[0] % 6) {
    case 0: (void)decodeHeader(bytes); break;
    case 1: (void)decodeChunk(bytes, Compression::Lz4, widths[data[1] % 4], chunk); break;
    case 2: (void)decodeChunk(bytes, Compression::Deflate, widths[data[1] % 4], chunk); break;
    case 3:
        open(withIndex(std::string(userBlockSize, '\0'), {reinterpret_cast<const char*>(input.data()), input.size()},
                       data[1] % 4));
        break;
    default: {
        Image image = sound[data[1] % 2];
        change(image, input);
        open(std::move(image));
    }
    }
    return 0;
}
