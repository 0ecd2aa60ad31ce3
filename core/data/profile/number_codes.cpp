// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/number_codes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace lathe {

namespace {

constexpr double mostCodes = 0x1p32;
constexpr double largest = 0x1p51; ///< below, adding roundUp leaves a whole number in the low bits
constexpr double roundUp = 0x1.8p52;
constexpr int64_t roundUpBits = 0x4338000000000000;
constexpr std::array<double, 7> scales = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
constexpr std::array<int64_t, 5> microseconds = {86'400'000'000, 3'600'000'000, 60'000'000, 1'000'000,
                                                 1'000}; ///< of a day to a millisecond

double rounded(double value) { return (value + roundUp) - roundUp; }

bool isWholeOver(std::span<const int64_t> keys, double scale) {
    return std::all_of(keys.begin(), keys.end(),
                       [&](int64_t key) { return rounded(realOf(key) * scale) / scale == realOf(key); });
}

std::optional<double> scaleOf(std::span<const int64_t> keys) {
    const auto found =
        std::find_if(scales.begin(), scales.end(), [&](double scale) { return isWholeOver(keys, scale); });
    return found == scales.end() ? std::nullopt : std::optional(*found);
}

/// The longest unit of time of which all keys are multiples from \p least on.
int64_t stepOf(std::span<const int64_t> keys, int64_t least) {
    const auto fits = [&](int64_t unit) {
        return std::all_of(keys.begin(), keys.end(), [&](int64_t key) { return (key - least) % unit == 0; });
    };
    const auto found = std::find_if(microseconds.begin(), microseconds.end(), fits);
    return found == microseconds.end() ? 1 : *found;
}

} // namespace

std::optional<NumberCodes> NumberCodes::find(const ColumnScan& scan, std::span<const int64_t> keys) {
    if (!scan.range) return std::nullopt;
    const auto [least, greatest] = *scan.range;
    if (!(std::fabs(least) < largest) || !(std::fabs(greatest) < largest)) return std::nullopt;
    NumberCodes codes;
    codes.m_real = scan.schema.type == ColumnType::Real;
    if (codes.m_real) {
        const auto scale = scaleOf(keys);
        if (!scale) return std::nullopt;
        codes.m_scale = *scale;
    } else if (scan.schema.type == ColumnType::Timestamp) {
        codes.m_step = stepOf(keys, static_cast<int64_t>(least));
    }
    if (!codes.setRange(rounded(least * codes.m_scale), rounded(greatest * codes.m_scale))) return std::nullopt;
    return codes;
}

bool NumberCodes::setRange(double least, double greatest) {
    if (!(std::fabs(least) < largest) || !(std::fabs(greatest) < largest) || !(greatest - least < largest))
        return false;
    const double last = std::floor((greatest - least) / static_cast<double>(m_step));
    if (!(last < mostCodes)) return false;
    m_least = static_cast<int64_t>(least);
    m_size = static_cast<uint64_t>(last) + 1;
    return true;
}

bool NumberCodes::encode(std::span<const int64_t> keys, std::span<uint32_t> codes) const {
    if (m_real) return encodeDecimals(keys, codes);
    return m_step == 1 ? encodeWhole(keys, codes) : encodeSteps(keys, codes);
}

bool NumberCodes::encodeWhole(std::span<const int64_t> keys, std::span<uint32_t> codes) const {
    bool outside = false;
    for (size_t i = 0; i < keys.size(); ++i) {
        const uint64_t code = static_cast<uint64_t>(keys[i]) - static_cast<uint64_t>(m_least);
        outside |= code >= m_size;
        codes[i] = static_cast<uint32_t>(code);
    }
    return !outside;
}

/// In doubles, which hold all these numbers: dividing integers takes ten times as long.
bool NumberCodes::encodeSteps(std::span<const int64_t> keys, std::span<uint32_t> codes) const {
    const auto step = static_cast<double>(m_step);
    const double perStep = 1 / step;
    const uint64_t end = m_size * static_cast<uint64_t>(m_step);
    bool other = false;
    for (size_t i = 0; i < keys.size(); ++i) {
        const uint64_t offset = static_cast<uint64_t>(keys[i]) - static_cast<uint64_t>(m_least);
        const double away = std::bit_cast<double>(static_cast<int64_t>(offset) + roundUpBits) - roundUp;
        const double shifted = away * perStep + roundUp;
        other |= (offset >= end) | !((shifted - roundUp) * step == away);
        codes[i] = static_cast<uint32_t>(std::bit_cast<int64_t>(shifted) - roundUpBits);
    }
    return !other;
}

bool NumberCodes::encodeDecimals(std::span<const int64_t> keys, std::span<uint32_t> codes) const {
    const auto low = static_cast<double>(m_least);
    const double high = low + static_cast<double>(m_size - 1);
    const int64_t base = roundUpBits + m_least;
    bool other = false;
    for (size_t i = 0; i < keys.size(); ++i) {
        const double value = realOf(keys[i]);
        const double shifted = value * m_scale + roundUp;
        const double whole = shifted - roundUp;
        other |= !(whole / m_scale == value) | !(whole >= low) | !(whole <= high);
        codes[i] = static_cast<uint32_t>(std::bit_cast<int64_t>(shifted) - base);
    }
    return !other;
}

} // namespace lathe
