// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/exif.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/data/images/byte_order.h"

namespace lathe::images {

namespace {

using Bytes = std::span<const uint8_t>;

constexpr uint16_t orientationTag = 0x0112;
constexpr uint16_t shortType = 3;

bool startsWith(Bytes bytes, std::string_view text) {
    return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

/// The EXIF block of a JPEG file: markers follow each other up to the first scan (ITU-T T.81 annex B).
Bytes exifOfJpeg(Bytes bytes) {
    const ByteView view(bytes, true);
    constexpr std::string_view mark("Exif\0\0", 6);
    size_t at = 2;
    while (at + 4 <= view.size() && view.u8(at) == 0xFF) {
        const uint8_t marker = view.u8(at + 1);
        if (marker == 0xFF) {
            ++at; // fill byte
            continue;
        }
        if (marker == 0xDA || marker == 0xD9) return {};
        const size_t length = view.u16(at + 2);
        if (length < 2) return {};
        const Bytes segment = view.part(at + 4, length - 2);
        if (marker == 0xE1 && startsWith(segment, mark)) return segment.subspan(mark.size());
        at += 2 + length;
    }
    return {};
}

Bytes exifOfPng(Bytes bytes) {
    const ByteView view(bytes, true);
    for (size_t at = 8; at + 12 <= view.size();) {
        const size_t length = view.u32(at);
        const Bytes type = view.part(at + 4, 4);
        if (startsWith(type, "eXIf")) return view.part(at + 8, length);
        if (startsWith(type, "IEND") || length > view.size()) return {};
        at += 12 + length;
    }
    return {};
}

Bytes exifOfWebP(Bytes bytes) {
    constexpr std::string_view mark("Exif\0\0", 6);
    const ByteView view(bytes);
    for (size_t at = 12; at + 8 <= view.size();) {
        const size_t length = view.u32(at + 4);
        if (startsWith(view.part(at, 4), "EXIF")) {
            const Bytes block = view.part(at + 8, length);
            return startsWith(block, mark) ? block.subspan(mark.size()) : block; // some writers keep JPEG's mark
        }
        if (length > view.size()) return {};
        at += 8 + length + length % 2;
    }
    return {};
}

} // namespace

int tiffOrientation(Bytes block) {
    if (!startsWith(block, "II") && !startsWith(block, "MM")) return 1;
    const ByteView view(block, block[0] == 'M');
    const size_t directory = view.u32(4);
    const size_t entries = view.u16(directory);
    for (size_t entry = 0; entry < entries; ++entry) {
        const size_t at = directory + 2 + 12 * entry;
        if (at + 12 > view.size()) return 1;
        if (view.u16(at) != orientationTag) continue;
        const int value = view.u16(at + 2) == shortType ? view.u16(at + 8) : 1;
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

int exifOrientation(Format format, Bytes bytes) {
    switch (format) {
    case Format::Jpeg: return tiffOrientation(exifOfJpeg(bytes));
    case Format::Png: return tiffOrientation(exifOfPng(bytes));
    case Format::WebP: return tiffOrientation(exifOfWebP(bytes));
    case Format::Tiff: return tiffOrientation(bytes);
    default: return 1;
    }
}

Raster oriented(Raster stored, int orientation) {
    if (orientation <= 1 || orientation > 8) return stored;
    const bool turned = orientation >= 5; // rows of the file are columns of the picture
    const bool fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Raster seen(turned ? stored.height : stored.width, turned ? stored.width : stored.height, stored.channels);
    const auto channels = static_cast<size_t>(stored.channels);
    for (int y = 0; y < seen.height; ++y) {
        uint8_t* out = seen.row(y);
        for (int x = 0; x < seen.width; ++x, out += channels) {
            int column = turned ? y : x;
            int line = turned ? x : y;
            if (fromRight) column = stored.width - 1 - column;
            if (fromBottom) line = stored.height - 1 - line;
            std::copy_n(stored.row(line) + channels * static_cast<size_t>(column), channels, out);
        }
    }
    return seen;
}

} // namespace lathe::images
