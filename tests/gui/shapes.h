// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures made for tests of the window.
#pragma once

#include <cmath>

#include "core/base/random.h"
#include "core/data/images/pixels.h"

namespace lathe::ui::test {

/// A coloured shape on a textured ground: 0 disc, 1 square, 2 stripes.
inline images::Raster shape(int kind, int number) {
    Random random(static_cast<uint64_t>(kind * 1000 + number));
    images::Raster picture(96, 72, 3);
    const double x0 = 30 + random.uniform() * 36;
    const double y0 = 26 + random.uniform() * 20;
    const double size = 12 + random.uniform() * 12;
    const int hue = static_cast<int>(random.below(3));
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            const double dx = x - x0;
            const double dy = y - y0;
            const bool inside = kind == 0   ? std::hypot(dx, dy) < size
                                : kind == 1 ? std::max(std::abs(dx), std::abs(dy)) < size
                                            : static_cast<int>((x + y) / (size / 2)) % 2 == 0;
            for (int c = 0; c < 3; ++c) {
                const int ground = 60 + static_cast<int>(random.below(40)) + y / 2;
                picture.row(y)[3 * x + c] = static_cast<uint8_t>(inside ? (c == hue ? 230 : 90 + 40 * c) : ground);
            }
        }
    return picture;
}

inline images::Raster grey(uint8_t level) {
    images::Raster picture(96, 72, 3);
    std::fill(picture.samples.begin(), picture.samples.end(), level);
    return picture;
}

} // namespace lathe::ui::test
