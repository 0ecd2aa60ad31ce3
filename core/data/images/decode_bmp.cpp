// SPDX-License-Identifier: GPL-3.0-or-later
// Windows and OS/2 bitmaps: 1, 2, 4, 8, 16, 24 and 32 bits a pixel, bit fields, run lengths.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "core/data/images/byte_order.h"
#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

enum Compression : uint32_t { Plain = 0, Runs8 = 1, Runs4 = 2, BitFields = 3, AlphaBitFields = 6 };

struct Bitmap {
    ByteView view;
    int width = 0;
    int height = 0;
    bool fromTop = false;
    unsigned bits = 0;
    uint32_t compression = Plain;
    size_t pixels = 0;               ///< where they begin
    std::array<uint32_t, 4> masks{}; ///< red, green, blue, alpha
    std::array<std::array<uint8_t, 3>, 256> palette{};
};

uint8_t scaled(uint32_t pixel, uint32_t mask) {
    if (mask == 0) return 0;
    const auto shift = static_cast<unsigned>(std::countr_zero(mask));
    const uint64_t most = mask >> shift;
    return static_cast<uint8_t>(((pixel & mask) >> shift) * uint64_t{255} / most);
}

void readMasks(Bitmap& bitmap, uint32_t headerSize) {
    if (bitmap.compression == BitFields || bitmap.compression == AlphaBitFields) {
        for (size_t i = 0; i < 3; ++i) bitmap.masks[i] = bitmap.view.u32(54 + 4 * i);
        if (headerSize >= 56 || bitmap.compression == AlphaBitFields) bitmap.masks[3] = bitmap.view.u32(66);
    } else if (bitmap.bits == 16) {
        bitmap.masks = {0x7C00, 0x03E0, 0x001F, 0};
    } else {
        bitmap.masks = {0xFF0000, 0x00FF00, 0x0000FF, 0};
    }
}

void readPalette(Bitmap& bitmap, size_t at, size_t entrySize) {
    const size_t most = bitmap.bits <= 8 ? size_t{1} << bitmap.bits : 0;
    const size_t room = bitmap.pixels > at ? (bitmap.pixels - at) / entrySize : 0;
    for (size_t i = 0; i < std::min(most, room); ++i)
        for (size_t channel = 0; channel < 3; ++channel)
            bitmap.palette[i][channel] = bitmap.view.u8(at + i * entrySize + 2 - channel);
}

Result<Bitmap> readHeader(Bytes bytes) {
    Bitmap bitmap{ByteView(bytes)};
    const ByteView& view = bitmap.view;
    const auto damaged = [](const char* what) {
        return fail(ErrorKind::Corrupt, "the BMP data are damaged: {}", what);
    };
    bitmap.pixels = view.u32(10);
    const uint32_t headerSize = view.u32(14);
    const bool os2 = headerSize == 12;
    if (!os2 && headerSize < 40) return damaged("its header has an unknown size");
    const int64_t width = os2 ? view.u16(18) : static_cast<int32_t>(view.u32(18));
    const int64_t height = os2 ? view.u16(20) : static_cast<int32_t>(view.u32(22));
    bitmap.bits = os2 ? view.u16(24) : view.u16(28);
    bitmap.compression = os2 ? Plain : view.u32(30);
    bitmap.fromTop = height < 0;
    LATHE_CHECK(checkSize(width, std::abs(height)));
    bitmap.width = static_cast<int>(width);
    bitmap.height = static_cast<int>(std::abs(height));
    const unsigned bits = bitmap.bits;
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
        return damaged("it has an unknown number of bits a pixel");
    const bool runs = bitmap.compression == Runs8 || bitmap.compression == Runs4;
    const bool fields = bitmap.compression == BitFields || bitmap.compression == AlphaBitFields;
    if ((runs && bits != (bitmap.compression == Runs8 ? 8U : 4U)) || (fields && bits != 16 && bits != 32))
        return damaged("its bits a pixel do not fit its compression");
    if (!runs && !fields && bitmap.compression != Plain)
        return fail(ErrorKind::Unsupported, "BMP compression {} is not read", bitmap.compression);
    readMasks(bitmap, headerSize);
    readPalette(bitmap, 14 + headerSize, os2 ? 3 : 4);
    return bitmap;
}

uint8_t* rowOf(Raster& raster, const Bitmap& bitmap, int line) {
    return raster.row(bitmap.fromTop ? line : bitmap.height - 1 - line);
}

void paintIndex(uint8_t* row, int x, const Bitmap& bitmap, unsigned index) {
    std::copy_n(bitmap.palette[index & 0xFF].data(), 3, row + 3 * static_cast<ptrdiff_t>(x));
}

void paintPlainRow(uint8_t* row, const Bitmap& bitmap, size_t at, int channels) {
    const ByteView& view = bitmap.view;
    for (int x = 0; x < bitmap.width; ++x) {
        const auto column = static_cast<size_t>(x);
        if (bitmap.bits <= 8) {
            const size_t perByte = 8 / bitmap.bits;
            const auto shift = static_cast<unsigned>((perByte - 1 - column % perByte) * bitmap.bits);
            paintIndex(row, x, bitmap, (view.u8(at + column / perByte) >> shift) & ((1U << bitmap.bits) - 1));
            continue;
        }
        const size_t place = at + column * bitmap.bits / 8;
        uint32_t pixel = view.u16(place);
        if (bitmap.bits == 24) pixel |= static_cast<uint32_t>(view.u8(place + 2)) << 16U;
        if (bitmap.bits == 32) pixel = view.u32(place);
        for (int channel = 0; channel < channels; ++channel)
            row[x * channels + channel] = scaled(pixel, bitmap.masks[static_cast<size_t>(channel)]);
    }
}

size_t strideOf(const Bitmap& bitmap) { return (static_cast<size_t>(bitmap.width) * bitmap.bits + 31) / 32 * 4; }

/// A header of 54 bytes can announce half a gigabyte: of so much there must be some.
Result<void> checkRows(const Bitmap& bitmap) {
    constexpr int part = 64;
    const size_t bytes = bitmap.view.size() - std::min(bitmap.pixels, bitmap.view.size());
    const size_t rows = bytes / strideOf(bitmap);
    if (rows < static_cast<size_t>(bitmap.height / part))
        return fail(ErrorKind::Corrupt, "the BMP data are damaged: the file ends after {} of {} rows", rows,
                    bitmap.height);
    return {};
}

/// Returns how many rows the file has.
int paintPlain(Raster& raster, const Bitmap& bitmap, const std::stop_token& stop) {
    const size_t stride = strideOf(bitmap);
    for (int line = 0; line < bitmap.height; ++line) {
        const size_t at = bitmap.pixels + stride * static_cast<size_t>(line);
        if (at + (static_cast<size_t>(bitmap.width) * bitmap.bits + 7) / 8 > bitmap.view.size()) return line;
        if (line % 64 == 0 && stop.stop_requested()) return line;
        paintPlainRow(rowOf(raster, bitmap, line), bitmap, at, raster.channels);
    }
    return bitmap.height;
}

/// Pairs of bytes: a run, or after 0 an end of line (0), end (1), jump (2) or that many indices as they are.
int paintRuns(Raster& raster, const Bitmap& bitmap) {
    const ByteView& view = bitmap.view;
    const bool nibbles = bitmap.bits == 4;
    const auto paint = [&](int x, int line, unsigned index) {
        if (x < bitmap.width && line < bitmap.height) paintIndex(rowOf(raster, bitmap, line), x, bitmap, index);
    };
    const auto part = [&](uint8_t byte, unsigned i) -> unsigned {
        return !nibbles ? byte : i % 2 == 0 ? byte >> 4U : byte & 15U;
    };
    int x = 0;
    int line = 0;
    size_t at = bitmap.pixels;
    while (line < bitmap.height && at + 1 < view.size()) {
        const unsigned count = view.u8(at);
        const uint8_t value = view.u8(at + 1);
        at += 2;
        if (count > 0) {
            for (unsigned i = 0; i < count && x < bitmap.width; ++i) paint(x++, line, part(value, i));
        } else if (value == 0) {
            x = 0;
            ++line;
        } else if (value == 1) {
            return bitmap.height;
        } else if (value == 2) {
            x = std::min(bitmap.width, x + view.u8(at));
            line += view.u8(at + 1);
            at += 2;
        } else {
            const size_t bytes = nibbles ? (value + 1U) / 2 : value;
            if (at + bytes > view.size()) return line;
            for (unsigned i = 0; i < value && x < bitmap.width; ++i)
                paint(x++, line, part(view.u8(at + (nibbles ? i / 2 : i)), i));
            at += bytes + bytes % 2;
        }
    }
    return std::min(line, bitmap.height);
}

} // namespace

Result<Decoded> decodeBmp(Bytes bytes, const DecodeOptions& options) {
    LATHE_TRY(const Bitmap bitmap, readHeader(bytes));
    const bool runs = bitmap.compression == Runs8 || bitmap.compression == Runs4;
    if (!runs) LATHE_CHECK(checkRows(bitmap));
    Decoded decoded;
    decoded.header.width = bitmap.width;
    decoded.header.height = bitmap.height;
    decoded.header.channels = bitmap.masks[3] != 0 && bitmap.bits > 8 ? 4 : 3;
    decoded.header.bitDepth = bitmap.bits == 16 ? 5 : 8;
    decoded.raster = Raster(bitmap.width, bitmap.height, decoded.header.channels);
    const int rows = runs ? paintRuns(decoded.raster, bitmap) : paintPlain(decoded.raster, bitmap, options.stop);
    if (options.stop.stop_requested()) return fail(ErrorKind::Cancelled, "decoding was stopped");
    if (rows == 0) return fail(ErrorKind::Corrupt, "the BMP data are damaged: the file ends before the first row");
    if (rows < bitmap.height) decoded.damage = fmt::format("the file ends after {} of {} rows", rows, bitmap.height);
    return decoded;
}

} // namespace lathe::images
