// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace lathe {

/// A real as an integer that stands in the numbers' order, and back. 0 and -0 are one.
inline int64_t keyOf(double value) {
    const int64_t bits = std::bit_cast<int64_t>(value + 0.0);
    return bits ^ ((bits >> 63) & std::numeric_limits<int64_t>::max());
}
inline double realOf(int64_t key) {
    return std::bit_cast<double>(key ^ ((key >> 63) & std::numeric_limits<int64_t>::max()));
}

} // namespace lathe
