// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/narrow_counts.h"

#include <algorithm>
#include <cmath>

namespace lathe {

namespace {

constexpr double widest = 0x1p20;  ///< so many different values at most
constexpr double largest = 0x1p51; ///< below, adding roundUp leaves a whole number in the low bits
constexpr double roundUp = 0x1.8p52;
constexpr std::array<double, 7> scales = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

double rounded(double value) { return (value + roundUp) - roundUp; }

bool isWholeOver(std::span<const int64_t> keys, double scale) {
    return std::all_of(keys.begin(), keys.end(), [&](int64_t key) { return rounded(realOf(key) * scale) / scale == realOf(key); });
}

} // namespace

NarrowCounts::NarrowCounts(const ColumnScan& scan)
    : m_real(scan.schema.type == ColumnType::Real), m_range(scan.range.value_or(std::pair(0.0, HUGE_VAL))), m_rows(scan.rows) {
    // Spread wider than that even as whole numbers.
    m_failed = !(m_range.second - m_range.first < std::min(widest, 4 * static_cast<double>(m_rows) + 4096));
}

/// Finds the scale by the first keys.
bool NarrowCounts::begin(std::span<const int64_t> keys) {
    m_scale = 1;
    if (m_real) {
        const auto found = std::find_if(scales.begin(), scales.end(), [&](double scale) { return isWholeOver(keys, scale); });
        if (found == scales.end()) return false;
        m_scale = *found;
    }
    const double least = rounded(m_range.first * m_scale);
    const double width = rounded(m_range.second * m_scale) - least;
    if (!(std::fabs(least) < largest) || !(width < std::min(widest, 4 * static_cast<double>(m_rows) + 4096))) return false;
    m_least = static_cast<int64_t>(least);
    m_counts.resize(static_cast<size_t>(width) + 1);
    return true;
}

bool NarrowCounts::count(std::span<const int64_t> keys) {
    if (m_scale == 0 && !begin(keys)) return false;
    m_places.resize(std::max(m_places.size(), keys.size()));
    if (!(m_real ? countDecimals(keys) : countWhole(keys))) return false;
    for (size_t i = 0; i < keys.size(); ++i) ++m_counts[m_places[i]];
    return true;
}

/// False when a key lies outside the range that the file states.
bool NarrowCounts::countWhole(std::span<const int64_t> keys) {
    const uint64_t size = m_counts.size();
    bool outside = false;
    for (size_t i = 0; i < keys.size(); ++i) {
        const uint64_t place = static_cast<uint64_t>(keys[i]) - static_cast<uint64_t>(m_least);
        outside |= place >= size;
        m_places[i] = static_cast<uint32_t>(place);
    }
    return !outside;
}

/// False also when a value has more decimals than the first ones.
bool NarrowCounts::countDecimals(std::span<const int64_t> keys) {
    const auto low = static_cast<double>(m_least);
    const double high = low + static_cast<double>(m_counts.size() - 1);
    const int64_t base = std::bit_cast<int64_t>(roundUp) + m_least;
    bool other = false;
    for (size_t i = 0; i < keys.size(); ++i) {
        const double value = realOf(keys[i]);
        const double shifted = value * m_scale + roundUp;
        const double whole = shifted - roundUp;
        other |= !(whole / m_scale == value) | !(whole >= low) | !(whole <= high);
        m_places[i] = static_cast<uint32_t>(std::bit_cast<int64_t>(shifted) - base);
    }
    return !other;
}

} // namespace lathe
