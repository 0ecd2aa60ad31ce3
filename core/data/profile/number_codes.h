// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "core/data/profile/column_scan.h"
#include "core/data/profile/number_key.h"

namespace lathe {

/// Numbers of a column as 32-bit codes that stand in the numbers' order: whole numbers within a range, times that are
/// multiples of a second or the like, reals of few decimals (prices, shares).
class NumberCodes {
public:
    /// \p keys: some of the column's keys (keyOf() of reals), by which the unit of all is found. Empty when they, or
    /// the range of the column, allow no codes.
    static std::optional<NumberCodes> find(const ColumnScan& scan, std::span<const int64_t> keys);

    /// How many codes there are: all are less.
    [[nodiscard]] uint64_t size() const { return m_size; }
    /// REQUIRES codes.size() >= keys.size(). False, with \p codes undefined, when a key lies outside of the range or
    /// between two units.
    bool encode(std::span<const int64_t> keys, std::span<uint32_t> codes) const;
    [[nodiscard]] int64_t keyAt(uint64_t code) const {
        if (m_real) return keyOf(static_cast<double>(m_least + static_cast<int64_t>(code)) / m_scale);
        return m_least + static_cast<int64_t>(code) * m_step;
    }

private:
    bool setRange(double least, double greatest);
    bool encodeWhole(std::span<const int64_t> keys, std::span<uint32_t> codes) const;
    bool encodeSteps(std::span<const int64_t> keys, std::span<uint32_t> codes) const;
    bool encodeDecimals(std::span<const int64_t> keys, std::span<uint32_t> codes) const;

    bool m_real = false;
    double m_scale = 1;  ///< of reals: each is a whole number over it
    int64_t m_step = 1;  ///< of others: each is the least plus a multiple of it
    int64_t m_least = 0; ///< of reals times the scale
    uint64_t m_size = 0;
};

} // namespace lathe
