// SPDX-License-Identifier: GPL-3.0-or-later
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

constexpr tmsize_t mostBytesAtOnce = tmsize_t{1} << 30;

/// The file in memory, as libtiff asks for it, and the first error it reports.
struct Source {
    Bytes bytes;
    uint64_t at = 0;
    char message[200] = {};
};

tmsize_t onRead(thandle_t handle, void* target, tmsize_t count) {
    auto* source = static_cast<Source*>(handle);
    if (count < 0 || source->at >= source->bytes.size()) return 0;
    const auto given = std::min(static_cast<uint64_t>(count), source->bytes.size() - source->at);
    std::memcpy(target, source->bytes.data() + source->at, given);
    source->at += given;
    return static_cast<tmsize_t>(given);
}

tmsize_t onWrite(thandle_t, void*, tmsize_t) { return 0; }

toff_t onSeek(thandle_t handle, toff_t offset, int whence) {
    auto* source = static_cast<Source*>(handle);
    if (whence == SEEK_CUR) offset += source->at;
    if (whence == SEEK_END) offset += source->bytes.size();
    return source->at = offset;
}

int onClose(thandle_t) { return 0; }

toff_t onSize(thandle_t handle) { return static_cast<Source*>(handle)->bytes.size(); }

int onError(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    auto* source = static_cast<Source*>(user);
    if (source->message[0] == '\0') std::vsnprintf(source->message, sizeof source->message, format, arguments);
    return 1;
}

int onWarning(TIFF*, void*, const char*, const char*, va_list) { return 1; }

struct Delete {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
    void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};
using Tiff = std::unique_ptr<TIFF, Delete>;

Tiff openTiff(Source& source) {
    const std::unique_ptr<TIFFOpenOptions, Delete> options(TIFFOpenOptionsAlloc());
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), mostBytesAtOnce);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), onError, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), onWarning, &source);
    // "m": no memory mapping.
    return Tiff(TIFFClientOpenExt("picture", "rm", &source, onRead, onWrite, onSeek, onClose, onSize, nullptr, nullptr,
                                  options.get()));
}

ImageHeader headerOf(TIFF* tiff) {
    uint32_t width = 0;
    uint32_t height = 0;
    uint16_t bits = 1;
    uint16_t samples = 1;
    uint16_t photometric = PHOTOMETRIC_MINISBLACK;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    ImageHeader header;
    header.width = static_cast<int>(std::min<uint32_t>(width, INT32_MAX));
    header.height = static_cast<int>(std::min<uint32_t>(height, INT32_MAX));
    header.bitDepth = bits;
    header.channels = photometric == PHOTOMETRIC_PALETTE ? 3 : samples;
    return header;
}

/// libtiff's pixels (red in the lowest byte) as grey, colour, or colour with alpha.
Raster unpacked(const std::vector<uint32_t>& pixels, int width, int height, int channels) {
    Raster raster(width, height, channels);
    uint8_t* out = raster.samples.data();
    for (const uint32_t pixel : pixels)
        for (int channel = 0; channel < channels; ++channel) *out++ = static_cast<uint8_t>(pixel >> (8 * channel));
    return raster;
}

} // namespace

Result<Decoded> decodeTiff(Bytes bytes, const DecodeOptions& options) {
    Source source;
    source.bytes = bytes;
    const auto refused = [&] { return fail(ErrorKind::Corrupt, "the TIFF data are damaged: {}", source.message); };
    const Tiff tiff = openTiff(source);
    if (!tiff) return refused();
    Decoded decoded;
    decoded.header = headerOf(tiff.get());
    LATHE_CHECK(checkSize(decoded.header.width, decoded.header.height));
    char reason[1024] = {};
    if (TIFFRGBAImageOK(tiff.get(), reason) == 0)
        return failHint(ErrorKind::Unsupported, fmt::format("this kind of TIFF is not read: {}", reason),
                        "Save it with 8 or 16 bits a sample as grey or colour.");
    if (options.stop.stop_requested()) return fail(ErrorKind::Cancelled, "decoding was stopped");
    const auto width = static_cast<uint32_t>(decoded.header.width);
    const auto height = static_cast<uint32_t>(decoded.header.height);
    std::vector<uint32_t> pixels(size_t{width} * height);
    // As stored: the orientation is applied for all formats alike. 0: go on after an error.
    uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_ORIENTATION, &orientation);
    const int read = TIFFReadRGBAImageOriented(tiff.get(), width, height, pixels.data(), orientation, 0);
    const bool empty = std::all_of(pixels.begin(), pixels.end(), [](uint32_t pixel) { return pixel == 0; });
    if (read == 0 && empty) return refused();
    if (source.message[0] != '\0' || read == 0) decoded.damage = source.message;
    const int stored = decoded.header.channels;
    decoded.raster = unpacked(pixels, decoded.header.width, decoded.header.height,
                              stored == 1   ? 1
                              : stored == 3 ? 3
                                            : 4);
    return decoded;
}

} // namespace lathe::images
