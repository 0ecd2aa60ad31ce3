// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string_view>

#include "core/data/images/pixels.h"

namespace lathe::images {

const char* toString(Format format) {
    switch (format) {
    case Format::Png: return "png";
    case Format::Jpeg: return "jpeg";
    case Format::Bmp: return "bmp";
    case Format::Gif: return "gif";
    case Format::Tiff: return "tiff";
    case Format::WebP: return "webp";
    case Format::Unknown: break;
    }
    return "unknown";
}

Format formatOf(std::span<const uint8_t> bytes) {
    using namespace std::string_view_literals;
    const std::string_view head(reinterpret_cast<const char*>(bytes.data()), std::min<size_t>(bytes.size(), 16));
    if (head.starts_with("\x89PNG\r\n\x1a\n"sv)) return Format::Png;
    if (head.starts_with("\xff\xd8\xff"sv)) return Format::Jpeg;
    if (head.starts_with("GIF87a"sv) || head.starts_with("GIF89a"sv)) return Format::Gif;
    for (const auto mark : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
        if (head.starts_with(mark)) return Format::Tiff;
    if (head.starts_with("RIFF"sv) && head.size() >= 12 && head.substr(8, 4) == "WEBP"sv) return Format::WebP;
    if (head.starts_with("BM"sv) && bytes.size() >= 26) return Format::Bmp;
    return Format::Unknown;
}

} // namespace lathe::images
