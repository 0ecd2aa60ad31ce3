// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a file that gzip, zstd, bzip2 or zip packed. It unpacks to the same in small pieces as in large ones.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/data/sources/byte_source.h"

using namespace lathe;

namespace {

constexpr size_t mostUnpacked = size_t{1} << 20; // a few bytes can become terabytes

/// What comes out before the end, the limit or an error.
Result<std::string> unpacked(std::string_view bytes, const std::string& member, size_t pieceBytes) {
    LATHE_TRY(const auto source, ByteSource::overBytes(bytes, "fuzz", member));
    std::string content;
    std::string piece(pieceBytes, '\0');
    while (content.size() < mostUnpacked) {
        LATHE_TRY(const size_t count,
                  source->read(piece.data(), std::min(piece.size(), mostUnpacked - content.size())));
        if (count > piece.size()) std::abort();
        if (count == 0) break;
        content.append(piece, 0, count);
        if (!(source->position() >= 0) || !(source->size() >= 0)) std::abort();
    }
    return content;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const char* member : {"", "a.csv"}) {
        const auto large = unpacked(bytes, member, 65536);
        const auto small = unpacked(bytes, member, 61);
        if (large.has_value() != small.has_value()) std::abort();
        if (large && *large != *small) std::abort();
        if (!large && large.error().message.empty()) std::abort();
    }
    return 0;
}
