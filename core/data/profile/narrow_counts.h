// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/profile/column_scan.h"
#include "core/data/profile/number_key.h"

namespace lathe {

/// Whole numbers within a narrow range, and reals of few decimals within one (prices, shares), counted instead of sorted:
/// their order then costs nothing, in memory or in time. What does not turn out to be such is given back.
class NarrowCounts {
public:
    explicit NarrowCounts(const ColumnScan& scan);

    /// Counts the keys (keyOf() of reals). False when they are not to be counted, and none after them; those counted
    /// before then go to \p take first.
    template <typename Take>
    bool add(std::span<const int64_t> keys, Take take) {
        if (m_failed || keys.empty()) return !m_failed;
        if (count(keys)) return true;
        giveBack(take);
        return false;
    }

    [[nodiscard]] bool failed() const { return m_failed; }

    /// Gives \p consumer repeated(key, times) in ascending order of the keys.
    template <typename Consumer>
    void show(Consumer& consumer) const {
        for (size_t i = 0; i < m_counts.size(); ++i)
            if (m_counts[i] > 0) consumer.repeated(keyAt(i), m_counts[i]);
    }

private:
    bool count(std::span<const int64_t> keys);
    bool begin(std::span<const int64_t> keys);
    bool countWhole(std::span<const int64_t> keys);
    bool countDecimals(std::span<const int64_t> keys);
    [[nodiscard]] int64_t keyAt(size_t place) const {
        const int64_t value = m_least + static_cast<int64_t>(place);
        return m_real ? keyOf(static_cast<double>(value) / m_scale) : value;
    }

    template <typename Take>
    void giveBack(Take take) {
        m_failed = true;
        std::vector<int64_t> keys;
        for (size_t i = 0; i < m_counts.size(); ++i) {
            for (uint64_t left = m_counts[i]; left > 0;) {
                const uint64_t part = left < chunkRows - keys.size() ? left : chunkRows - keys.size();
                keys.insert(keys.end(), part, keyAt(i));
                left -= part;
                if (keys.size() < chunkRows) continue;
                take(std::span<const int64_t>(keys));
                keys.clear();
            }
        }
        take(std::span<const int64_t>(keys));
        m_counts = {};
    }

    bool m_real;
    bool m_failed = false;
    double m_scale = 0; ///< every value is a whole number over it; 0: not known yet
    std::pair<double, double> m_range;
    uint64_t m_rows;
    int64_t m_least = 0;
    std::vector<uint64_t> m_counts;
    std::vector<uint32_t> m_places; ///< of a block's keys
};

} // namespace lathe
