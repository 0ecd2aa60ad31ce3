// SPDX-License-Identifier: GPL-3.0-or-later
// Every format: written by its own library (or by hand), decoded by ours, whole and cut off.
#include <gtest/gtest.h>

#include <cstdio>

#include <gif_lib.h>
#include <jpeglib.h>
#include <tiffio.h>
#include <webp/encode.h>

#include "core/base/random.h"
#include "tests/unit/images/pictures.h"

using namespace lathe;
using namespace lathe::images;
using namespace lathe::images::test;

namespace {

using Encoded = std::vector<uint8_t>;

Encoded jpegOf(const Raster& raster, int quality = 95) {
    jpeg_compress_struct info;
    jpeg_error_mgr errors;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &buffer, &size);
    info.image_width = static_cast<JDIMENSION>(raster.width);
    info.image_height = static_cast<JDIMENSION>(raster.height);
    info.input_components = raster.channels;
    info.in_color_space = raster.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<JSAMPROW>(raster.row(static_cast<int>(info.next_scanline)));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    Encoded bytes(buffer, buffer + size);
    std::free(buffer);
    jpeg_destroy_compress(&info);
    return bytes;
}

Encoded webpOf(const Raster& raster) {
    uint8_t* out = nullptr;
    const size_t size =
        raster.channels == 4
            ? WebPEncodeLosslessRGBA(raster.samples.data(), raster.width, raster.height, raster.width * 4, &out)
            : WebPEncodeLosslessRGB(raster.samples.data(), raster.width, raster.height, raster.width * 3, &out);
    Encoded bytes(out, out + size);
    WebPFree(out);
    return bytes;
}

Encoded tiffOf(const Raster& raster, int bits, uint16_t compression) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-tiff");
    const Path path = folder->path() / "a.tif";
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, raster.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, raster.height);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, raster.channels);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, raster.channels == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 8);
    std::vector<uint16_t> wide(raster.stride());
    for (int y = 0; y < raster.height; ++y) {
        std::copy_n(raster.row(y), raster.stride(), wide.begin());
        for (uint16_t& sample : wide) sample = static_cast<uint16_t>(sample * 257);
        void* row = bits == 16 ? static_cast<void*>(wide.data()) : const_cast<uint8_t*>(raster.row(y));
        TIFFWriteScanline(tiff, row, static_cast<uint32_t>(y), 0);
    }
    TIFFClose(tiff);
    const std::string text = *readTextFile(path);
    return {text.begin(), text.end()};
}

int writeGif(GifFileType* gif, const GifByteType* bytes, int count) {
    static_cast<Encoded*>(gif->UserData)->insert(static_cast<Encoded*>(gif->UserData)->end(), bytes, bytes + count);
    return count;
}

/// Grey levels as a palette; a second frame that must not be seen.
Encoded gifOf(const Raster& raster, bool interlaced, int transparent) {
    Encoded bytes;
    int error = 0;
    GifFileType* gif = EGifOpen(&bytes, writeGif, &error);
    ColorMapObject* map = GifMakeMapObject(256, nullptr);
    for (int i = 0; i < 256; ++i)
        map->Colors[i] = {static_cast<GifByteType>(i), static_cast<GifByteType>(i), static_cast<GifByteType>(i)};
    EGifSetGifVersion(gif, true);
    EGifPutScreenDesc(gif, raster.width, raster.height, 8, 0, map);
    for (int frame = 0; frame < 2; ++frame) {
        GraphicsControlBlock control{DISPOSAL_UNSPECIFIED, false, 10, transparent};
        GifByteType extension[4];
        EGifGCBToExtension(&control, extension);
        EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, extension);
        EGifPutImageDesc(gif, 0, 0, raster.width, raster.height, interlaced, nullptr);
        const std::vector<std::pair<int, int>> passes =
            interlaced ? std::vector<std::pair<int, int>>{{0, 8}, {4, 8}, {2, 4}, {1, 2}}
                       : std::vector<std::pair<int, int>>{{0, 1}};
        for (const auto& [first, step] : passes)
            for (int y = first; y < raster.height; y += step) {
                std::vector<GifPixelType> row(raster.row(y), raster.row(y) + raster.width);
                if (frame == 1) std::fill(row.begin(), row.end(), 9);
                EGifPutLine(gif, row.data(), raster.width);
            }
    }
    EGifCloseFile(gif, &error);
    GifFreeMapObject(map);
    return bytes;
}

void put(Encoded& out, uint32_t value, int width) {
    for (int i = 0; i < width; ++i) out.push_back(static_cast<uint8_t>(value >> (8 * i)));
}

/// BITMAPFILEHEADER and BITMAPINFOHEADER; bottom row first unless the height is negative.
Encoded bmpHeader(int width, int height, int bits, uint32_t compression, uint32_t colours) {
    Encoded out{'B', 'M'};
    const uint32_t pixels = 54 + colours * 4;
    for (const uint32_t value : {0U, 0U, pixels, 40U, static_cast<uint32_t>(width), static_cast<uint32_t>(height)})
        put(out, value, 4);
    put(out, 1, 2);
    put(out, static_cast<uint32_t>(bits), 2);
    for (const uint32_t value : {compression, 0U, 0U, 0U, colours, 0U}) put(out, value, 4);
    return out;
}

Decoded decoded(const Encoded& bytes, const DecodeOptions& options = {}) {
    auto result = decode(bytes, options);
    EXPECT_TRUE(result) << (result ? "" : result.error().describe());
    return result ? std::move(*result) : Decoded{};
}

void expectSame(const Decoded& found, const Raster& wanted, Format format) {
    EXPECT_EQ(found.header.format, format);
    EXPECT_EQ(found.header.width, wanted.width);
    EXPECT_EQ(found.header.height, wanted.height);
    EXPECT_EQ(found.raster.channels, wanted.channels);
    EXPECT_EQ(found.raster.samples, wanted.samples);
    EXPECT_EQ(found.damage, "");
}

} // namespace

TEST(Decode, PngInGreyColourAndWithAlpha) {
    for (const int channels : {1, 3, 4})
        expectSame(decoded(encodePng(pattern(37, 23, channels))), pattern(37, 23, channels), Format::Png);
}

TEST(Decode, JpegComesNear) {
    Raster smooth(64, 48, 3);
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 64; ++x)
            for (int c = 0; c < 3; ++c) smooth.row(y)[3 * x + c] = static_cast<uint8_t>(2 * x + y + 20 * c);
    const Decoded found = decoded(jpegOf(smooth));
    ASSERT_EQ(found.raster.samples.size(), smooth.samples.size());
    EXPECT_EQ(found.header.channels, 3);
    for (size_t i = 0; i < smooth.samples.size(); ++i) EXPECT_NEAR(found.raster.samples[i], smooth.samples[i], 6) << i;
    EXPECT_EQ(decoded(jpegOf(pattern(16, 16))).raster.channels, 1);
}

TEST(Decode, JpegIsDecodedNoLargerThanAskedFor) {
    const Encoded bytes = jpegOf(pattern(640, 320, 3));
    for (const int side : {1000, 640, 300, 100, 64, 3}) {
        const Decoded found = decoded(bytes, {side, {}});
        EXPECT_EQ(std::max(found.raster.width, found.raster.height), std::min(640, side)) << side;
        EXPECT_EQ(found.header.width, 640);
    }
}

TEST(Decode, WebPWithAndWithoutAlpha) {
    expectSame(decoded(webpOf(pattern(33, 21, 3))), pattern(33, 21, 3), Format::WebP);
    Raster clear = pattern(33, 21, 4);
    clear.samples[7] = 100; // wholly opaque pictures are stored without alpha
    expectSame(decoded(webpOf(clear)), clear, Format::WebP);
}

TEST(Decode, TiffOfEightAndSixteenBits) {
    for (const int bits : {8, 16})
        for (const int channels : {1, 3})
            for (const uint16_t compression : {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE}) {
                const Decoded found = decoded(tiffOf(pattern(31, 29, channels), bits, compression));
                expectSame(found, pattern(31, 29, channels), Format::Tiff);
                EXPECT_EQ(found.header.bitDepth, bits);
            }
}

TEST(Decode, GifGivesItsFirstFrame) {
    for (const bool interlaced : {false, true}) {
        const Decoded found = decoded(gifOf(pattern(30, 19), interlaced, -1));
        ASSERT_EQ(found.raster.channels, 3);
        for (int y = 0; y < 19; ++y)
            for (int x = 0; x < 30; ++x) EXPECT_EQ(found.raster.row(y)[3 * x + 1], pattern(30, 19).row(y)[x]);
    }
    const Decoded clear = decoded(gifOf(flat(8, 8, 7), false, 7));
    ASSERT_EQ(clear.raster.channels, 4);
    EXPECT_EQ(clear.raster.samples[3], 0);
}

TEST(Decode, BmpOfAllDepths) {
    Encoded colour = bmpHeader(2, 2, 24, 0, 0); // bottom row first, each row padded to four bytes, blue green red
    colour.insert(colour.end(), {7, 8, 9, 10, 11, 12, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0});
    EXPECT_EQ(decoded(colour).raster.samples, (Encoded{3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}));
    Encoded fromTop = bmpHeader(1, -2, 32, 0, 0);
    fromTop.insert(fromTop.end(), {1, 2, 3, 0, 4, 5, 6, 0});
    EXPECT_EQ(decoded(fromTop).raster.samples, (Encoded{3, 2, 1, 6, 5, 4}));
    Encoded bits = bmpHeader(3, 1, 1, 0, 2);
    bits.insert(bits.end(), {0, 0, 0, 0, 255, 255, 255, 0, 0b10100000, 0, 0, 0});
    EXPECT_EQ(decoded(bits).raster.samples, (Encoded{255, 255, 255, 0, 0, 0, 255, 255, 255}));
    Encoded packed = bmpHeader(2, 1, 16, 0, 0); // five bits each: red only, blue only
    packed.insert(packed.end(), {0x00, 0x7C, 0x1F, 0x00});
    EXPECT_EQ(decoded(packed).raster.samples, (Encoded{255, 0, 0, 0, 0, 255}));
    Encoded runs = bmpHeader(4, 2, 8, 1, 256); // three of colour 5, one of 6; then two as they are, jump, end
    for (int i = 0; i < 256; ++i) runs.insert(runs.end(), {static_cast<uint8_t>(i), 0, 0, 0});
    runs.insert(runs.end(), {3, 5, 1, 6, 0, 0, 0, 3, 1, 2, 3, 0, 0, 1});
    const Raster run = decoded(runs).raster;
    for (int x = 0; x < 4; ++x) EXPECT_EQ(run.row(1)[3 * x + 2], x < 3 ? 5 : 6);
    for (int x = 0; x < 4; ++x) EXPECT_EQ(run.row(0)[3 * x + 2], x < 3 ? x + 1 : 0);
}

TEST(Decode, CutOffPicturesGiveWhatThereIs) {
    const Raster picture = pattern(200, 200, 3);
    for (const Encoded& whole : {encodePng(picture), jpegOf(picture), webpOf(picture)}) {
        const Encoded half(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(whole.size() * 6 / 10));
        const Decoded found = decoded(half);
        EXPECT_NE(found.damage, "") << toString(found.header.format);
        EXPECT_EQ(found.raster.width, 200);
    }
}

TEST(Decode, NeitherCutsNorFlippedBitsCrash) {
    Random random(5);
    const Raster picture = pattern(40, 30, 3);
    for (const Encoded& whole : {encodePng(picture), jpegOf(picture), webpOf(picture),
                                 tiffOf(picture, 8, COMPRESSION_LZW), gifOf(pattern(40, 30), true, 3)}) {
        for (size_t size = 0; size < whole.size(); size += 1 + whole.size() / 50) {
            const auto cut = decode({whole.data(), size}, {});
            EXPECT_TRUE(cut || !cut.error().message.empty());
        }
        for (int i = 0; i < 200; ++i) {
            Encoded changed = whole;
            changed[random.below(changed.size())] ^= static_cast<uint8_t>(1U << random.below(8));
            const auto result = decode(changed, {});
            EXPECT_TRUE(result || !result.error().message.empty());
        }
    }
}

TEST(Decode, HugePicturesAndOtherFilesAreRefused) {
    EXPECT_EQ(decode(bmpHeader(60000, 60000, 24, 0, 0), {}).error().kind, ErrorKind::Unsupported);
    Encoded promise = bmpHeader(8, 16'000'000, 24, 0, 0); // 384 MB of which there are three rows
    promise.resize(54 + 3 * 24, 7);
    EXPECT_NE(decode(promise, {}).error().message.find("ends after 3 of 16000000 rows"), std::string::npos);
    EXPECT_EQ(decode({}, {}).error().kind, ErrorKind::Unsupported);
    const std::string text = "file,label\na.png,cat\n";
    EXPECT_EQ(decode({reinterpret_cast<const uint8_t*>(text.data()), text.size()}, {}).error().kind,
              ErrorKind::Unsupported);
}

TEST(Decode, StopsWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();
    for (const Encoded& bytes : {encodePng(pattern(300, 300)), jpegOf(pattern(300, 300))})
        EXPECT_EQ(decode(bytes, {0, stop.get_token()}).error().kind, ErrorKind::Cancelled);
}
