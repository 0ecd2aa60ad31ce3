// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures made here, with values that other programs can make as well.
#pragma once

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/data/images/decode.h"

namespace lathe::images::test {

/// Grey picture: (3x² + 7y + xy) mod 251.
inline Raster pattern(int width, int height, int channels = 1) {
    Raster raster(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                raster.row(y)[x * channels + c] =
                    c == 3 ? 255 : static_cast<uint8_t>((x * x * 3 + y * 7 + x * y + c * 31) % 251);
    return raster;
}

/// All of one grey level.
inline Raster flat(int width, int height, uint8_t level) {
    Raster raster(width, height, 1);
    std::fill(raster.samples.begin(), raster.samples.end(), level);
    return raster;
}

inline std::string textOf(const std::vector<uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

inline void writePicture(const Path& path, const std::vector<uint8_t>& bytes) {
    ASSERT_TRUE(createFolders(path.parent_path()));
    ASSERT_TRUE(writeFileAtomic(path, textOf(bytes)));
}

/// Programs under test find the module that is built beside `lathe`.
inline void useBuiltModule() { ::setenv("LATHE_PIXELS", LATHE_BIN "/liblathe_pixels.so", 0); }

} // namespace lathe::images::test
