// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/data/profile/column_scan.h"
#include "core/data/profile/number_key.h"

namespace lathe {

/// Power sums about the mean, merged block by block in row order (Pébay, "Formulas for robust, one-pass parallel
/// computation of covariances and arbitrary-order statistical moments", 2008).
struct Moments {
    double n = 0;
    double mean = 0;
    double m2 = 0;
    double m3 = 0;
    double m4 = 0;

    void merge(const Moments& b);
};

/// What can be said of a column's numbers without their order.
class NumberSummary {
public:
    explicit NumberSummary(const ColumnScan& scan);

    /// Adds numbers by their keys (keyOf() of reals).
    void add(std::span<const int64_t> keys);
    /// Adds finite numbers, each as often as \p times says. REQUIRES keys.size() == times.size().
    void add(std::span<const int64_t> keys, std::span<const uint32_t> times);

    [[nodiscard]] uint64_t count() const { return m_count; }
    /// Of the finite numbers, which there must be.
    [[nodiscard]] double least() const { return m_least; }
    [[nodiscard]] double greatest() const { return m_greatest; }
    [[nodiscard]] bool anyFinite() const { return m_moments.n > 0; }

    /// Sets counts and moments. REQUIRES profile.distinct to be set.
    void store(ColumnProfile& profile) const;

private:
    [[nodiscard]] double number(int64_t key) const { return m_real ? realOf(key) : static_cast<double>(key); }
    void addTogether(std::span<const int64_t> keys);
    void countSigns(std::span<const int64_t> keys);
    void extend(double value);
    void extend(std::span<const int64_t> keys);
    size_t wholeOf(std::span<const int64_t> keys);
    size_t realsOf(std::span<const int64_t> keys);
    size_t finiteOf(std::span<const int64_t> keys);

    bool m_real;
    bool m_positive; ///< the column's range says that all are finite and greater than 0
    uint64_t m_count = 0;
    uint64_t m_zeros = 0;
    uint64_t m_negative = 0;
    uint64_t m_infinite = 0;
    double m_least = std::numeric_limits<double>::infinity();
    double m_greatest = -std::numeric_limits<double>::infinity();
    Moments m_moments;
    std::vector<double> m_finite;
};

} // namespace lathe
