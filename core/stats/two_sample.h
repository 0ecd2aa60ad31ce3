// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/summary.h"

#include <cstdint>
#include <span>

/// Tests and distances between two samples of numbers. Pure functions, thread safe.
///
/// REQUIRES of every sample: sorted ascending (stats::sortAscending), no NaN, no infinity; at least one value
/// each, or as many as noted. Sorting once serves all of them: each is then one merge pass, O(n + m), unless
/// noted.
namespace lathe::stats {

struct TestResult {
    double statistic = 0;
    double pValue = 1;
};

enum class KsMethod {
    Auto, ///< exact when the larger sample has at most 10 000 values, else asymptotic (scipy's choice)
    Exact,
    Asymptotic, ///< kolmogorovSf of n·m/(n+m) rounded
};

/// Two-sided two-sample Kolmogorov-Smirnov test; the statistic is max |F − G|.
[[nodiscard]] TestResult kolmogorovSmirnov(std::span<const double> a, std::span<const double> b,
                                           KsMethod method = KsMethod::Auto);

/// W₁ = ∫ |F − G|, the earth mover's distance.
[[nodiscard]] double wasserstein(std::span<const double> a, std::span<const double> b);

/// The Kolmogorov-Smirnov statistic and W₁ from one pass.
struct CdfDistances {
    double kolmogorov = 0;
    double wasserstein = 0;
};
[[nodiscard]] CdfDistances cdfDistances(std::span<const double> a, std::span<const double> b);

/// P-value of a Kolmogorov-Smirnov statistic of samples of these sizes.
[[nodiscard]] double kolmogorovSmirnovPValue(double statistic, size_t n, size_t m, KsMethod method = KsMethod::Auto);

/// √(2·∫ (F − G)²), as scipy's energy_distance.
[[nodiscard]] double energyDistance(std::span<const double> a, std::span<const double> b);

enum class Alternative {
    TwoSided,
    Less, ///< values of the first sample tend to be smaller
    Greater,
};

/// Mann-Whitney U test; the statistic is U of the first sample. Exact law when the smaller sample has at most
/// 8 values, the product of the sizes is at most 10⁶ and there are no ties; else the normal law with
/// corrections for ties and continuity.
[[nodiscard]] TestResult mannWhitney(std::span<const double> a, std::span<const double> b, Alternative alternative);

/// k-sample Anderson-Darling test for k = 2 with midranks (Scholz and Stephens 1987, eq. 7). The p-value is
/// interpolated in their table and confined to [0.001, 0.25]. NaN when all values are equal. REQUIRES n + m
/// ≥ 4.
[[nodiscard]] TestResult andersonDarling(std::span<const double> a, std::span<const double> b);

/// Two-sample Cramér-von Mises test (Anderson 1962): exact when both samples have at most 20 values, else the
/// limit law. REQUIRES two values each.
[[nodiscard]] TestResult cramerVonMises(std::span<const double> a, std::span<const double> b);

/// Epps-Singleton test (1986) at t = 0.4 and 0.8, scaled by half the interquartile range. REQUIRES five
/// values each. NaN when the interquartile range is 0.
[[nodiscard]] TestResult eppsSingleton(std::span<const double> a, std::span<const double> b);

/// Student's t test for equal means, equal variances assumed, two-sided. NaN when both variances are 0 and
/// the means are equal. REQUIRES three values in all.
[[nodiscard]] TestResult studentT(const Moments& a, const Moments& b);

} // namespace lathe::stats
