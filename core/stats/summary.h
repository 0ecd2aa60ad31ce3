// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace lathe::stats {

/// Count, mean and spread of a sample.
struct Moments {
    uint64_t count = 0;
    double mean = 0;         ///< NaN for no values
    double sumOfSquares = 0; ///< Σ (x − mean)²

    [[nodiscard]] double populationVariance() const; ///< divided by count; NaN for no values
    [[nodiscard]] double sampleVariance() const;     ///< divided by count − 1; NaN for fewer than two
    [[nodiscard]] double populationDeviation() const;
    [[nodiscard]] double sampleDeviation() const;
};

/// Two passes: accurate also when the mean is large beside the spread. REQUIRES no NaN.
[[nodiscard]] Moments moments(std::span<const double> values);

/// The p-quantile of a sorted sample, linear between neighbours (Hyndman-Fan 7). NaN for no values. REQUIRES
/// 0 ≤ p ≤ 1.
[[nodiscard]] double quantile(std::span<const double> sorted, double p);

} // namespace lathe::stats
