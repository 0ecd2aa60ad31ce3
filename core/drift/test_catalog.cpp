// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/test_catalog.h"

#include "core/stats/distances.h"
#include "core/stats/distributions.h"
#include "core/stats/two_sample.h"

#include <algorithm>
#include <cmath>

namespace lathe::drift {

namespace {

Score ks(const ColumnPair& pair) {
    return stats::kolmogorovSmirnovPValue(pair.distances.kolmogorov, pair.reference.size(), pair.current.size());
}

Score ksDistance(const ColumnPair& pair) { return pair.distances.kolmogorov; }

Score wassersteinNormed(const ColumnPair& pair) {
    return pair.distances.wasserstein / std::max(pair.referenceMoments.populationDeviation(), 0.001);
}

Score energy(const ColumnPair& pair) { return stats::energyDistance(pair.reference, pair.current); }

Score tTest(const ColumnPair& pair) {
    if (pair.reference.size() + pair.current.size() < 3) return "the t test needs three values in all";
    const double p = stats::studentT(pair.referenceMoments, pair.currentMoments).pValue;
    if (std::isnan(p)) return "the t test is not defined: both sides are the same constant";
    return p;
}

Score mannWhitneyLess(const ColumnPair& pair) {
    return stats::mannWhitney(pair.reference, pair.current, stats::Alternative::Less).pValue;
}

Score anderson(const ColumnPair& pair) {
    if (pair.reference.size() + pair.current.size() < 4) return "the Anderson-Darling test needs four values in all";
    const double p = stats::andersonDarling(pair.reference, pair.current).pValue;
    if (std::isnan(p)) return "the Anderson-Darling test is not defined: all values are equal";
    return p;
}

Score cramer(const ColumnPair& pair) {
    if (std::min(pair.reference.size(), pair.current.size()) < 2)
        return "the Cramér-von Mises test needs two values on each side";
    return stats::cramerVonMises(pair.reference, pair.current).pValue;
}

Score epps(const ColumnPair& pair) {
    if (std::min(pair.reference.size(), pair.current.size()) < 5)
        return "the Epps-Singleton test needs five values on each side";
    const double p = stats::eppsSingleton(pair.reference, pair.current).pValue;
    if (std::isnan(p)) return "the Epps-Singleton test is not defined: the interquartile range is 0";
    return p;
}

Score psi(const ColumnPair& pair) {
    const BinnedCounts counts = binned(pair);
    return stats::populationStabilityIndex(counts.reference, counts.current);
}

Score kullbackLeibler(const ColumnPair& pair) {
    const BinnedCounts counts = binned(pair);
    return stats::kullbackLeibler(counts.reference, counts.current);
}

Score jensenShannon(const ColumnPair& pair) {
    const BinnedCounts counts = binned(pair);
    return stats::jensenShannonDistance(counts.reference, counts.current);
}

/// Numbers are binned by Sturges' rule over their distinct values, however few (Evidently's binning for this
/// distance).
Score hellinger(const ColumnPair& pair) {
    if (pair.kind == Kind::Categories) return stats::hellinger(pair.referenceCounts, pair.currentCounts);
    const size_t distinct = stats::countValues(pair.reference, pair.current).values.size();
    const auto edges = stats::sturgesEdges(pair.low(), pair.high(), distinct, pair.integral ? 1 : 0);
    return stats::hellinger(stats::histogram(pair.reference, edges), stats::histogram(pair.current, edges));
}

Score totalVariation(const ColumnPair& pair) {
    const BinnedCounts counts = binned(pair);
    return stats::totalVariation(counts.reference, counts.current);
}

Score chiSquare(const ColumnPair& pair) {
    const BinnedCounts counts = countedByValue(pair);
    return stats::chiSquared(counts.reference, counts.current).pValue;
}

Score gTest(const ColumnPair& pair) {
    const BinnedCounts counts = countedByValue(pair);
    return stats::gTest(counts.reference, counts.current).pValue;
}

Score zTest(const ColumnPair& pair) {
    const BinnedCounts counts = countedByValue(pair);
    const uint64_t n = pair.referenceRows(), m = pair.currentRows();
    return stats::zTwoProportions(n - counts.reference.front(), n, m - counts.current.front(), m).pValue;
}

Score fisher(const ColumnPair& pair) {
    const BinnedCounts counts = countedByValue(pair);
    if (counts.reference.size() > 2) return "Fisher's exact test compares two categories; this column has more";
    const uint64_t n = pair.referenceRows(), m = pair.currentRows();
    const uint64_t r = counts.reference.front(), c = counts.current.front();
    return stats::fisherExact(c, m - c, r, n - r).pValue;
}

Score psiPooled(const ColumnPair& pair) {
    const BinnedCounts counts = pooledRare(pair);
    return stats::populationStabilityIndex(counts.reference, counts.current);
}

double inverseSizes(const ColumnPair& pair) {
    return 1 / static_cast<double>(pair.referenceRows()) + 1 / static_cast<double>(pair.currentRows());
}

constexpr double practical = 0.1; // a smaller distance does not matter, however many rows show it

/// Equal distributions stay below with probability 0.999: the Kolmogorov limit law has its 0.1 % point
/// at 1.9495.
double ksDistanceThreshold(const ColumnPair& pair) {
    return std::max(practical, 1.9495 * std::sqrt(inverseSizes(pair)));
}

/// The 0.1 % point of chi-squared by Wilson and Hilferty's cube (within 2 % of the exact one).
double chiSquaredThousandth(double degrees) {
    const double cube = 1 - 2 / (9 * degrees) + 3.0902 * std::sqrt(2 / (9 * degrees));
    return degrees * cube * cube * cube;
}

/// Under equal distributions PSI / (1/n + 1/m) follows the chi-squared law in the limit.
double psiPooledThreshold(const ColumnPair& pair) {
    const auto bins = static_cast<double>(pooledRare(pair).reference.size());
    return bins < 2 ? practical : std::max(practical, chiSquaredThousandth(bins - 1) * inverseSizes(pair));
}

constexpr DriftTest tests[] = {
    {"ks_distance", "KS distance", true, false, false, Edge::AtLeast, practical, ksDistance, ksDistanceThreshold},
    {"psi_pooled", "PSI, rare categories pooled", false, true, false, Edge::AtLeast, practical, psiPooled,
     psiPooledThreshold},
    {"ks", "Kolmogorov-Smirnov p-value", true, false, true, Edge::AtMost, 0.05, ks},
    {"chisquare", "Chi-squared p-value", true, true, true, Edge::Below, 0.05, chiSquare},
    {"z", "Z-test p-value", true, true, true, Edge::Below, 0.05, zTest},
    {"psi", "Population stability index", true, true, false, Edge::AtLeast, 0.1, psi},
    {"jensenshannon", "Jensen-Shannon distance", true, true, false, Edge::AtLeast, 0.1, jensenShannon},
    {"wasserstein", "Wasserstein distance (normed)", true, false, false, Edge::AtLeast, 0.1, wassersteinNormed},
    {"kl_div", "Kullback-Leibler divergence", true, true, false, Edge::AtLeast, 0.1, kullbackLeibler},
    {"hellinger", "Hellinger distance", true, true, false, Edge::AtLeast, 0.1, hellinger},
    {"total_variation", "Total variation distance", true, true, false, Edge::AtLeast, 0.1, totalVariation},
    {"ed", "Energy distance", true, false, false, Edge::Above, 0.1, energy},
    {"t_test", "Student's t p-value", true, false, true, Edge::Below, 0.05, tTest},
    {"mannw", "Mann-Whitney p-value (less)", true, false, true, Edge::Below, 0.05, mannWhitneyLess},
    {"anderson", "Anderson-Darling p-value", true, false, true, Edge::Below, 0.1, anderson},
    {"cramer_von_mises", "Cramér-von Mises p-value", true, false, true, Edge::AtMost, 0.1, cramer},
    {"es", "Epps-Singleton p-value", true, false, true, Edge::Below, 0.05, epps},
    {"g_test", "G-test p-value", true, true, true, Edge::Below, 0.1, gTest},
    {"fisher_exact", "Fisher's exact p-value", true, true, true, Edge::Below, 0.1, fisher},
};

} // namespace

bool DriftTest::drifted(double value, double limit) const {
    switch (edge) {
    case Edge::Below: return value < limit;
    case Edge::AtMost: return value <= limit;
    case Edge::AtLeast: return value >= limit;
    case Edge::Above: return value > limit;
    }
    return false;
}

std::span<const DriftTest> allTests() { return tests; }

const DriftTest* findTest(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(tests), std::end(tests), [&](const DriftTest& test) { return test.name == name; });
    return found == std::end(tests) ? nullptr : found;
}

} // namespace lathe::drift
