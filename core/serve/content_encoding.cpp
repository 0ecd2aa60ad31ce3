// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/content_encoding.h"

#include <memory>

#include <zlib.h>

namespace lathe {

Result<std::string> inflateBody(std::string_view body, std::string_view encoding, size_t limit) {
    if (encoding != "gzip" && encoding != "deflate")
        return fail(ErrorKind::Unsupported, "the content encoding '{}' is not understood; use gzip, deflate or none",
                    encoding);
    z_stream stream{};
    constexpr int windowWithEitherHeader = 15 + 32; // zlib.h: 32 detects gzip and zlib headers by itself
    if (::inflateInit2(&stream, windowWithEitherHeader) != Z_OK)
        return fail(ErrorKind::Internal, "cannot prepare decompression");
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, &::inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data())); // zlib reads it only
    stream.avail_in = static_cast<uInt>(body.size());
    std::string content;
    char piece[65536];
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        state = ::inflate(&stream, Z_NO_FLUSH);
        content.append(piece, sizeof piece - stream.avail_out);
        if (content.size() > limit)
            return fail(ErrorKind::InvalidInput, "the body is larger than {} bytes once decompressed", limit);
    }
    if (state != Z_STREAM_END || stream.avail_in != 0)
        return fail(ErrorKind::InvalidInput, "the {} body is damaged", encoding);
    return content;
}

} // namespace lathe
