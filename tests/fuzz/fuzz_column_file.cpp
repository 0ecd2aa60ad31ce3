// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the parts of a column file. The first byte chooses: a header, an encoded chunk, or an index,
// which is put into a file with a sound header so that what lies behind the checksum is reached as well.
#include "core/data/column_file_codec.h"
#include "core/data/column_file_format.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

using namespace lathe;
using namespace lathe::columns;

namespace {

void openFile(std::span<const std::byte> index) {
    FileHeader header;
    header.indexOffset = userBlockSize;
    header.indexSize = index.size();
    header.fileSize = userBlockSize + index.size();
    header.indexCrc = checksum(index);
    const auto block = encodeHeader(header);
    const int file = ::memfd_create("columns", 0);
    if (file < 0) return;
    const bool written = ::write(file, block.data(), block.size()) == static_cast<ssize_t>(block.size()) &&
                         ::write(file, index.data(), index.size()) == static_cast<ssize_t>(index.size());
    const auto opened =
        written ? ColumnFile::open(fmt::format("/proc/self/fd/{}", file)) : fail(ErrorKind::Io, "memory");
    if (opened) {
        (void)(*opened)->readTable(0, 100);
        (void)(*opened)->readTable((*opened)->rows() / 2, 70000);
    }
    ::close(file);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2) return 0;
    const auto bytes = std::as_bytes(std::span(data + 2, size - 2));
    static constexpr size_t widths[] = {1, 4, 8, 2};
    std::vector<std::byte> chunk(static_cast<size_t>(data[1]) * 16);
    switch (data[0] % 4) {
    case 0:
        (void)decodeHeader(bytes);
        break;
    case 1:
        (void)decodeChunk(bytes, Compression::Lz4, widths[data[1] % 4], chunk);
        break;
    case 2:
        (void)decodeChunk(bytes, Compression::Deflate, widths[data[1] % 4], chunk);
        break;
    default:
        openFile(bytes);
        break;
    }
    return 0;
}
