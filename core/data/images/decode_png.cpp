// SPDX-License-Identifier: GPL-3.0-or-later
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <vector>

#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

constexpr png_alloc_size_t mostChunkBytes = png_alloc_size_t{64} << 20; // of text and profiles, which are not used

/// libpng's state with ours around it. libpng leaves by longjmp: nothing with a destructor lives on the way.
struct Reader {
    png_structp png = nullptr;
    png_infop info = nullptr;
    Bytes bytes;
    size_t at = 0;
    const std::stop_token* stop = nullptr;
    bool cancelled = false;
    bool anyRow = false;
    char message[200] = {};

    ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void onError(png_structp png, png_const_charp text) {
    auto* reader = static_cast<Reader*>(png_get_error_ptr(png));
    std::strncpy(reader->message, text, sizeof reader->message - 1);
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

void onRead(png_structp png, png_bytep target, size_t count) {
    auto* reader = static_cast<Reader*>(png_get_io_ptr(png));
    const size_t left = reader->bytes.size() - reader->at;
    if (left == 0) png_error(png, "the file ends too early");
    // libpng reads 8 kB at a time: what is left of a file cut off in between still holds rows.
    const size_t given = std::min(count, left);
    std::memcpy(target, reader->bytes.data() + reader->at, given);
    std::memset(target + given, 0, count - given);
    reader->at += given;
}

bool readHeader(Reader& reader) {
    if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
    png_set_read_fn(reader.png, &reader, onRead);
    png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(reader.png, mostChunkBytes);
    png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(reader.png, reader.info);
    return true;
}

/// Asks libpng for 8 bits a sample, and grey, colour, or colour with alpha. Returns the passes of an interlaced file.
bool chooseOutput(Reader& reader, int* passes) {
    if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
    const int type = png_get_color_type(reader.png, reader.info);
    const bool transparent =
        (type & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(reader.png, reader.info, PNG_INFO_tRNS) != 0;
    png_set_scale_16(reader.png);
    png_set_expand(reader.png);
    if (transparent && (type & PNG_COLOR_MASK_COLOR) == 0) png_set_gray_to_rgb(reader.png);
    *passes = png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
    return true;
}

bool readRows(Reader& reader, uint8_t* samples, size_t stride, int height, int passes) {
    if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
    for (int pass = 0; pass < passes; ++pass) {
        for (int y = 0; y < height; ++y) {
            if (y % 64 == 0 && reader.stop->stop_requested()) {
                reader.cancelled = true;
                return false;
            }
            png_read_row(reader.png, samples + stride * static_cast<size_t>(y), nullptr);
            reader.anyRow = true;
        }
    }
    png_read_end(reader.png, nullptr);
    return true;
}

ImageHeader headerOf(const Reader& reader) {
    ImageHeader header;
    header.width = static_cast<int>(png_get_image_width(reader.png, reader.info));
    header.height = static_cast<int>(png_get_image_height(reader.png, reader.info));
    header.bitDepth = png_get_bit_depth(reader.png, reader.info);
    const int type = png_get_color_type(reader.png, reader.info);
    header.channels = (type & PNG_COLOR_MASK_COLOR) != 0 ? 3 : 1;
    if ((type & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(reader.png, reader.info, PNG_INFO_tRNS) != 0)
        ++header.channels;
    return header;
}

} // namespace

Result<Decoded> decodePng(Bytes bytes, const DecodeOptions& options) {
    Reader reader;
    reader.bytes = bytes;
    reader.stop = &options.stop;
    reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, onError, onWarning);
    reader.info = png_create_info_struct(reader.png);
    const auto refused = [&] { return fail(ErrorKind::Corrupt, "the PNG data are damaged: {}", reader.message); };
    if (!readHeader(reader)) return refused();
    Decoded decoded;
    decoded.header = headerOf(reader);
    LATHE_CHECK(checkSize(decoded.header.width, decoded.header.height));
    int passes = 1;
    if (!chooseOutput(reader, &passes)) return refused();
    decoded.raster = Raster(decoded.header.width, decoded.header.height, png_get_channels(reader.png, reader.info));
    const bool whole =
        readRows(reader, decoded.raster.samples.data(), decoded.raster.stride(), decoded.raster.height, passes);
    if (reader.cancelled) return fail(ErrorKind::Cancelled, "decoding was stopped");
    if (!whole && !reader.anyRow) return refused();
    if (!whole) decoded.damage = reader.message;
    return decoded;
}

std::vector<uint8_t> encodePng(const Raster& raster) {
    png_image image = {};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(raster.width);
    image.height = static_cast<png_uint_32>(raster.height);
    image.format = raster.channels == 1 ? PNG_FORMAT_GRAY : raster.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::vector<uint8_t> bytes(size);
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, raster.samples.data(), 0, nullptr) == 0) return {};
    bytes.resize(size);
    return bytes;
}

} // namespace lathe::images
