// SPDX-License-Identifier: GPL-3.0-or-later
// The decoders, one for each format. Each gives the stored picture; orientation and final size come after it.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/images/pixels.h"

namespace lathe::images {

using Bytes = std::span<const uint8_t>;

/// See Pixels::decode().
Result<Decoded> decode(Bytes bytes, const DecodeOptions& options);

Result<Decoded> decodePng(Bytes bytes, const DecodeOptions& options);
Result<Decoded> decodeJpeg(Bytes bytes, const DecodeOptions& options);
Result<Decoded> decodeBmp(Bytes bytes, const DecodeOptions& options);
Result<Decoded> decodeGif(Bytes bytes, const DecodeOptions& options);
Result<Decoded> decodeTiff(Bytes bytes, const DecodeOptions& options);
Result<Decoded> decodeWebP(Bytes bytes, const DecodeOptions& options);

/// Errors: Corrupt for an empty picture, Unsupported for one above mostPixels.
Result<void> checkSize(int64_t width, int64_t height);

/// The picture as a PNG file.
std::vector<uint8_t> encodePng(const Raster& raster);

// The work that OpenCV does (pixels_opencv.cpp).
Quality measure(const Raster& raster);
Raster resized(const Raster& raster, int width, int height);
Raster augmented(const Raster& raster, const Augmentation& augmentation, uint64_t seed);
std::vector<float> features(const Raster& raster);

} // namespace lathe::images
