// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Tail probabilities. Pure functions, thread safe; NaN in gives NaN out. "Sf" is the survival function P(X >
/// x), computed directly where that keeps small values accurate.
namespace lathe::stats {

[[nodiscard]] double normalSf(double z);
/// P(|Z| > |z|).
[[nodiscard]] double normalTwoSided(double z);

/// REQUIRES degrees > 0. 1 for x ≤ 0.
[[nodiscard]] double chiSquaredSf(double x, double degrees);

/// P(|T| > |t|). REQUIRES degrees > 0.
[[nodiscard]] double studentTwoSided(double t, double degrees);

/// Limit of P(√n·Dₙ > x) for n → ∞ (Kolmogorov 1933).
[[nodiscard]] double kolmogorovLimitSf(double x);

/// P(Dₙ⁺ ≥ d) of the one-sided Kolmogorov-Smirnov statistic of n values: the exact sum of Birnbaum and Tingey
/// (1951). O(min(n, 4096)) for all but the smallest n. REQUIRES n ≥ 1.
[[nodiscard]] double smirnovSf(int64_t n, double d);

/// P(Dₙ ≥ d) of the two-sided one-sample statistic of n values, the law scipy calls kstwo and uses with
/// n·m/(n+m) as the asymptotic law of the two-sample statistic. The methods and the regions in which each is
/// used follow Simard and L'Ecuyer (2011): Ruben-Gambino, Marsaglia-Tsang-Wang (2003), twice the one-sided
/// tail (Miller 1956), Pelz-Good (1976). REQUIRES n ≥ 1.
[[nodiscard]] double kolmogorovSf(int64_t n, double d);

/// P(D ≥ d) of the two-sided two-sample statistic when both samples have one law without ties: exact, with
/// small values relatively accurate. For n = m the sum of Gnedenko and Korolyuk (1951), O(n); else the
/// recursion over lattice paths for the probability of leaving the band, O(n·m) at worst (about 40 ms for 10
/// 000 and 9 999). REQUIRES n, m ≥ 1.
[[nodiscard]] double kolmogorovTwoSampleSf(int64_t n, int64_t m, double d);

/// Limit law of the Cramér-von Mises statistic (Csörgő and Faraway 1996, eq. 1.2).
[[nodiscard]] double cramerVonMisesLimitSf(double x);

/// P(X = k) for k marked in a sample of \p drawn out of \p total of which \p marked are marked.
[[nodiscard]] double hypergeometricPmf(uint64_t k, uint64_t drawn, uint64_t marked, uint64_t total);

} // namespace lathe::stats
