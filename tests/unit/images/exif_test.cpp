// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "core/data/images/exif.h"
#include "tests/unit/images/pictures.h"

using namespace lathe;
using namespace lathe::images;

namespace {

/// A TIFF structure with one entry: the orientation.
std::vector<uint8_t> block(int orientation, bool bigEndian) {
    const auto value = static_cast<uint8_t>(orientation);
    if (bigEndian) return {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0};
    return {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0};
}

std::vector<uint8_t> joined(std::initializer_list<std::vector<uint8_t>> parts) {
    std::vector<uint8_t> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace

TEST(Exif, OrientationIsReadInBothByteOrders) {
    for (int orientation = 1; orientation <= 8; ++orientation)
        for (const bool big : {false, true}) EXPECT_EQ(tiffOrientation(block(orientation, big)), orientation);
    EXPECT_EQ(tiffOrientation(block(0, true)), 1);
    EXPECT_EQ(tiffOrientation(block(9, false)), 1);
    EXPECT_EQ(tiffOrientation({}), 1);
}

TEST(Exif, JpegSegmentsAndChunksAreSearched) {
    const auto exif = joined({{'E', 'x', 'i', 'f', 0, 0}, block(6, true)});
    const auto size = static_cast<uint8_t>(exif.size() + 2);
    const auto jpeg = joined({{0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xE1, 0, size}, exif, {0xFF, 0xD9}});
    EXPECT_EQ(exifOrientation(Format::Jpeg, jpeg), 6);
    const auto tiff = block(3, false);
    const auto png = joined(
        {{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, static_cast<uint8_t>(tiff.size()), 'e', 'X', 'I', 'f'},
         tiff,
         {0, 0, 0, 0}});
    EXPECT_EQ(exifOrientation(Format::Png, png), 3);
    const auto webp = joined(
        {{'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P', 'E', 'X', 'I', 'F', static_cast<uint8_t>(tiff.size()),
          0,   0,   0},
         tiff});
    EXPECT_EQ(exifOrientation(Format::WebP, webp), 3);
}

// The letter F and how each orientation stores it (EXIF 2.32, figure of tag 0x0112): undone, all are the same F.
TEST(Exif, EveryOrientationIsUndone) {
    const std::vector<uint8_t> f{1, 1, 1, 0, 1, 1, 1, 0}; // 2 wide, 4 high: ##/#./##/#.
    const std::vector<uint8_t> upright{1, 1, 1, 0, 1, 1, 1, 0};
    const std::vector<std::vector<uint8_t>> stored{
        upright,
        {1, 1, 0, 1, 1, 1, 0, 1},
        {0, 1, 1, 1, 0, 1, 1, 1},
        {1, 0, 1, 1, 1, 0, 1, 1},
        {1, 1, 1, 1, 1, 0, 1, 0},
        {1, 0, 1, 0, 1, 1, 1, 1},
        {0, 1, 0, 1, 1, 1, 1, 1},
        {1, 1, 1, 1, 0, 1, 0, 1},
    };
    for (int orientation = 1; orientation <= 8; ++orientation) {
        Raster raster(orientation >= 5 ? 4 : 2, orientation >= 5 ? 2 : 4, 1);
        raster.samples = stored[static_cast<size_t>(orientation - 1)];
        const Raster seen = oriented(raster, orientation);
        EXPECT_EQ(seen.width, 2) << orientation;
        EXPECT_EQ(seen.height, 4) << orientation;
        EXPECT_EQ(seen.samples, f) << orientation;
    }
}
