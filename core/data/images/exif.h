// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/data/images/pixels.h"

namespace lathe::images {

/// The EXIF orientation (1…8) that an encoded picture of \p format carries; 1 when it carries none or a wrong one.
/// Looks into JPEG's APP1 segments, PNG's eXIf and WebP's EXIF chunk, and TIFF's first directory. Any bytes are safe.
[[nodiscard]] int exifOrientation(Format format, std::span<const uint8_t> bytes);

/// The orientation in a TIFF structure, as EXIF blocks are (EXIF 2.32 §4.6.2, tag 0x0112).
[[nodiscard]] int tiffOrientation(std::span<const uint8_t> block);

/// The picture as it should be seen: stored pixels turned and mirrored as \p orientation says.
[[nodiscard]] Raster oriented(Raster stored, int orientation);

} // namespace lathe::images
