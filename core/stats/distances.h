// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/two_sample.h"

#include <cstdint>
#include <span>
#include <vector>

/// Distances and tests between two tables of counts over the same bins or categories: bin i of both sides is
/// the same bin. Pure functions, thread safe, O(bins). REQUIRES both sides to have the same number of bins
/// and at least one row.
namespace lathe::stats {

using Counts = std::span<const uint64_t>;

/// Counts divided by their sum.
[[nodiscard]] std::vector<double> shares(Counts counts);

/// Population stability index Σ (r − c)·ln(r/c) over shares whose zeros were filled: by 0.0001, or by a
/// millionth of the smallest other share when that is at most 0.0001. Not normalised again (Evidently's
/// definition).
[[nodiscard]] double populationStabilityIndex(Counts reference, Counts current);

/// Kullback-Leibler divergence Σ r·ln(r/c) in nats, zeros filled as above, then normalised.
[[nodiscard]] double kullbackLeibler(Counts reference, Counts current);

/// √ of the Jensen-Shannon divergence in nats: a metric, at most √ln 2 = 0.8326 (scipy's jensenshannon). No
/// zero filling.
[[nodiscard]] double jensenShannonDistance(Counts reference, Counts current);

/// Jensen-Shannon divergence in bits, 0…1 (TensorFlow Data Validation's definition).
[[nodiscard]] double jensenShannonDivergenceBits(Counts reference, Counts current);

/// √(1 − Σ √(r·c)), 0…1.
[[nodiscard]] double hellinger(Counts reference, Counts current);

/// ½·Σ |r − c|, 0…1.
[[nodiscard]] double totalVariation(Counts reference, Counts current);

/// max |r − c|.
[[nodiscard]] double chebyshev(Counts reference, Counts current);

/// max |a − b| / (Σ a + Σ b) on the counts themselves (TensorFlow Data Validation).
[[nodiscard]] double normalizedAbsoluteDifference(Counts reference, Counts current);

/// Pearson's chi-squared test of the current counts against the reference's shares scaled to the current
/// total. A category that the reference lacks gives p = 0. One category alone gives p = 1.
[[nodiscard]] TestResult chiSquared(Counts reference, Counts current);

/// Two-sided z test of two proportions with pooled variance: \p marked of \p total rows on each side. Equal
/// shares give p = 1.
[[nodiscard]] TestResult zTwoProportions(uint64_t referenceMarked, uint64_t referenceTotal, uint64_t currentMarked,
                                         uint64_t currentTotal);

/// Log-likelihood ratio test of the current counts against the reference's shares scaled to the current
/// total, otherwise as chiSquared().
[[nodiscard]] TestResult gTest(Counts reference, Counts current);

/// Fisher's exact test of the table {{a, b}, {c, d}}, two-sided: the probability of all tables with the same
/// margins that are at most as probable. The statistic is the sample odds ratio. O(smallest margin).
[[nodiscard]] TestResult fisherExact(uint64_t a, uint64_t b, uint64_t c, uint64_t d);

} // namespace lathe::stats
