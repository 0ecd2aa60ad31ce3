// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace lathe::images {

/// Decoded pixels: rows from the top without padding, samples of 8 bits interleaved.
struct Raster {
    int width = 0;
    int height = 0;
    int channels = 0; ///< 1 grey, 3 red green blue, 4 with alpha (not premultiplied)
    std::vector<uint8_t> samples;

    Raster() = default;
    /// All samples 0.
    Raster(int w, int h, int c)
        : width(w), height(h), channels(c),
          samples(static_cast<size_t>(w) * static_cast<size_t>(h) * static_cast<size_t>(c)) {}
    [[nodiscard]] size_t stride() const { return static_cast<size_t>(width) * static_cast<size_t>(channels); }
    [[nodiscard]] uint8_t* row(int y) { return samples.data() + stride() * static_cast<size_t>(y); }
    [[nodiscard]] const uint8_t* row(int y) const { return samples.data() + stride() * static_cast<size_t>(y); }
};

enum class Format { Unknown, Png, Jpeg, Bmp, Gif, Tiff, WebP };
const char* toString(Format format); ///< "png", "jpeg", "bmp", "gif", "tiff", "webp"; "unknown"

/// The format that the first bytes announce, whatever the file's name says. O(1).
[[nodiscard]] Format formatOf(std::span<const uint8_t> bytes);

/// What the file says of its picture.
struct ImageHeader {
    Format format = Format::Unknown;
    int width = 0; ///< as seen, that is after the EXIF orientation
    int height = 0;
    int channels = 0;    ///< 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha (or CMYK)
    int bitDepth = 0;    ///< bits per sample as stored
    int orientation = 1; ///< EXIF tag 0x0112, 1…8
};

struct Decoded {
    ImageHeader header;
    Raster raster;
    std::string damage; ///< not empty: the picture is incomplete, and why; what could be read is in the raster
};

struct DecodeOptions {
    /// 0: full size. Else the picture is made no larger than this on its longer side, never enlarged; JPEG is decoded
    /// at a fraction of its size, which is several times faster.
    int longestSide = 0;
    std::stop_token stop; ///< looked at between rows of large pictures
};

/// Pictures with more pixels than this are refused: a file of a few kB can announce terabytes.
inline constexpr int64_t mostPixels = int64_t{1} << 27;

/// Figures by which unusable pictures are found, all from the grey picture (ITU-R BT.601 luma) whose longer side is at
/// most \c measuredSide pixels, so that pictures of different sizes compare.
struct Quality {
    double sharpness =
        0; ///< variance of the Laplacian (kernel 0 1 0, 1 -4 1, 0 1 0; border mirrored); small is blurred
    double brightness = 0; ///< mean, 0 black … 1 white
    double contrast = 0;   ///< standard deviation, 0 … 0.5
    double dark = 0;       ///< share of pixels at or below 5 of 255
    double bright = 0;     ///< share of pixels at or above 250 of 255
    /// Perceptual hash (Zauner 2010, as the Python package imagehash 4 computes `phash`, but with area instead of
    /// Lanczos resampling): the picture at 32 × 32, the 8 × 8 lowest coefficients of its DCT, one bit each for above
    /// their median, row by row from the highest bit.
    uint64_t perceptualHash = 0;
};
inline constexpr int measuredSide = 1024;

/// One random change of a picture for training. Each is applied with its probability; amounts are drawn evenly.
struct Augmentation {
    double flipHorizontal = 0.5; ///< probability
    double flipVertical = 0;     ///< probability
    double cropScale = 0.8;      ///< smallest share of the area that a random crop keeps; 1: no crop
    double rotate = 10;          ///< largest angle to either side, degrees
    double brightness = 0.2;     ///< largest change, as a share
    double contrast = 0.2;
    double saturation = 0.2;
    double hue = 0;    ///< largest turn, degrees of the colour circle
    double noise = 0;  ///< standard deviation of normal noise, of 255
    double blur = 0;   ///< largest standard deviation of a Gaussian, pixels
    double cutout = 0; ///< side of a square that is blanked, as a share of the shorter side
    bool operator==(const Augmentation&) const = default;
};

/// What is done with pixels. The work is done by OpenCV in a module that is loaded on first use (see pixels()).
/// Thread safe. Nothing throws.
class Pixels {
public:
    virtual ~Pixels() = default;

    /// Errors: Unsupported (not a known format, or too large), Corrupt (nothing could be decoded), Cancelled.
    virtual Result<Decoded> decode(std::span<const uint8_t> bytes, const DecodeOptions& options) const = 0;

    virtual Quality measure(const Raster& raster) const = 0;

    /// The picture at another size: area average when made smaller, bilinear when larger.
    virtual Raster resized(const Raster& raster, int width, int height) const = 0;

    /// A variant: the same seed gives the same picture. The size stays.
    virtual Raster augmented(const Raster& raster, const Augmentation& augmentation, uint64_t seed) const = 0;

    /// 16 × 16 grey levels and 4 × 4 cells of 8 gradient directions, each part of unit length: enough to tell apparent
    /// classes apart without learning features. 384 numbers.
    virtual std::vector<float> features(const Raster& raster) const = 0;

    /// As a PNG file, for pictures that have none of their own (IDX).
    virtual std::vector<uint8_t> encodePng(const Raster& raster) const = 0;
};
inline constexpr size_t featureCount = 384;

/// The module `liblathe_pixels.so` beside the running program, in `../lib/lathe`, or where LATHE_PIXELS says; loaded by
/// the first call (OpenCV costs 50 ms of start-up time, which commands without pictures need not pay). Thread safe.
/// Errors: NotFound, Unsupported (the module belongs to another build).
Result<const Pixels*> pixels();

/// The module's only exported function is `const PixelsModule* lathe_pixels_module()`.
struct PixelsModule {
    uint64_t interfaceVersion;
    const Pixels* pixels;
};
inline constexpr uint64_t pixelsInterface = 1;

} // namespace lathe::images
