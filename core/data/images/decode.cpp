// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/decode.h"

#include <algorithm>

#include "core/data/images/exif.h"

namespace lathe::images {

namespace {

Result<Decoded> decodeStored(Format format, Bytes bytes, const DecodeOptions& options) {
    switch (format) {
    case Format::Png: return decodePng(bytes, options);
    case Format::Jpeg: return decodeJpeg(bytes, options);
    case Format::Bmp: return decodeBmp(bytes, options);
    case Format::Gif: return decodeGif(bytes, options);
    case Format::Tiff: return decodeTiff(bytes, options);
    case Format::WebP: return decodeWebP(bytes, options);
    case Format::Unknown: break;
    }
    return failHint(ErrorKind::Unsupported,
                    bytes.empty() ? "the file is empty" : "the file is no picture of a known format",
                    "PNG, JPEG, BMP, GIF, TIFF and WebP are read.");
}

void shrink(Raster& raster, int longestSide) {
    const int longest = std::max(raster.width, raster.height);
    if (longestSide <= 0 || longest <= longestSide) return;
    const auto scaled = [&](int side) {
        return std::max(1, static_cast<int>((static_cast<int64_t>(side) * longestSide + longest / 2) / longest));
    };
    raster = resized(raster, scaled(raster.width), scaled(raster.height));
}

} // namespace

Result<void> checkSize(int64_t width, int64_t height) {
    if (width <= 0 || height <= 0)
        return fail(ErrorKind::Corrupt, "the picture has no pixels ({} × {})", width, height);
    if (width > mostPixels / height)
        return fail(ErrorKind::Unsupported, "the picture is too large: {} × {} pixels, at most {} are read", width,
                    height, mostPixels);
    return {};
}

Result<Decoded> decode(Bytes bytes, const DecodeOptions& options) {
    const Format format = formatOf(bytes);
    LATHE_TRY(Decoded decoded, decodeStored(format, bytes, options));
    decoded.header.format = format;
    decoded.header.orientation = exifOrientation(format, bytes);
    shrink(decoded.raster, options.longestSide); // before turning: fewer pixels to move
    decoded.raster = oriented(std::move(decoded.raster), decoded.header.orientation);
    if (decoded.header.orientation >= 5) std::swap(decoded.header.width, decoded.header.height);
    return decoded;
}

} // namespace lathe::images
