// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distances.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lathe::stats {

namespace {

double total(Counts counts) { return static_cast<double>(std::accumulate(counts.begin(), counts.end(), uint64_t{0})); }

std::vector<double> filledShares(Counts counts) {
    std::vector<double> result = shares(counts);
    double smallest = std::numeric_limits<double>::infinity();
    for (const double share : result) {
        if (share > 0) smallest = std::min(smallest, share);
    }
    const double filling = smallest <= 0.0001 ? smallest / 1e6 : 0.0001;
    for (double& share : result) {
        if (share == 0) share = filling;
    }
    return result;
}

/// p·ln(p/q), with its limit 0 at p = 0.
double relativeEntropy(double p, double q) { return p > 0 ? p * std::log(p / q) : 0; }

double jensenShannonNats(Counts reference, Counts current) {
    const std::vector<double> r = shares(reference), c = shares(current);
    double sum = 0;
    for (size_t i = 0; i < r.size(); ++i) {
        const double middle = (r[i] + c[i]) / 2;
        sum += relativeEntropy(r[i], middle) + relativeEntropy(c[i], middle);
    }
    return std::max(0.0, sum / 2);
}

} // namespace

std::vector<double> shares(Counts counts) {
    const double sum = total(counts);
    std::vector<double> result(counts.size());
    for (size_t i = 0; i < counts.size(); ++i) result[i] = static_cast<double>(counts[i]) / sum;
    return result;
}

double populationStabilityIndex(Counts reference, Counts current) {
    const std::vector<double> r = filledShares(reference), c = filledShares(current);
    double sum = 0;
    for (size_t i = 0; i < r.size(); ++i) sum += (r[i] - c[i]) * std::log(r[i] / c[i]);
    return sum;
}

double kullbackLeibler(Counts reference, Counts current) {
    const std::vector<double> r = filledShares(reference), c = filledShares(current);
    const double sumR = std::accumulate(r.begin(), r.end(), 0.0), sumC = std::accumulate(c.begin(), c.end(), 0.0);
    double sum = 0;
    for (size_t i = 0; i < r.size(); ++i) sum += relativeEntropy(r[i] / sumR, c[i] / sumC);
    return sum;
}

double jensenShannonDistance(Counts reference, Counts current) {
    return std::sqrt(jensenShannonNats(reference, current));
}

double jensenShannonDivergenceBits(Counts reference, Counts current) {
    return std::min(1.0, jensenShannonNats(reference, current) / std::log(2.0));
}

double hellinger(Counts reference, Counts current) {
    const std::vector<double> r = shares(reference), c = shares(current);
    double overlap = 0;
    for (size_t i = 0; i < r.size(); ++i) overlap += std::sqrt(r[i] * c[i]);
    return std::sqrt(std::max(0.0, 1 - overlap));
}

double totalVariation(Counts reference, Counts current) {
    const std::vector<double> r = shares(reference), c = shares(current);
    double sum = 0;
    for (size_t i = 0; i < r.size(); ++i) sum += std::abs(r[i] - c[i]);
    return sum / 2;
}

double chebyshev(Counts reference, Counts current) {
    const std::vector<double> r = shares(reference), c = shares(current);
    double largest = 0;
    for (size_t i = 0; i < r.size(); ++i) largest = std::max(largest, std::abs(r[i] - c[i]));
    return largest;
}

double normalizedAbsoluteDifference(Counts reference, Counts current) {
    uint64_t largest = 0;
    for (size_t i = 0; i < reference.size(); ++i) {
        largest = std::max(largest, reference[i] > current[i] ? reference[i] - current[i] : current[i] - reference[i]);
    }
    return static_cast<double>(largest) / (total(reference) + total(current));
}

TestResult chiSquared(Counts reference, Counts current) {
    const double scale = total(current) / total(reference);
    double statistic = 0, categories = 0;
    for (size_t i = 0; i < reference.size(); ++i) {
        if (reference[i] == 0 && current[i] == 0) continue;
        ++categories;
        const double expected = static_cast<double>(reference[i]) * scale;
        const double excess = static_cast<double>(current[i]) - expected;
        statistic += expected > 0 ? excess * excess / expected : std::numeric_limits<double>::infinity();
    }
    return {statistic, categories > 1 ? chiSquaredSf(statistic, categories - 1) : 1};
}

TestResult zTwoProportions(uint64_t referenceMarked, uint64_t referenceTotal, uint64_t currentMarked,
                           uint64_t currentTotal) {
    const auto n = static_cast<double>(referenceTotal), m = static_cast<double>(currentTotal);
    const double p = static_cast<double>(referenceMarked) / n, q = static_cast<double>(currentMarked) / m;
    if (p == q) return {0, 1};
    const double pooled = static_cast<double>(referenceMarked + currentMarked) / (n + m);
    const double z = (p - q) / std::sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    return {z, normalTwoSided(z)};
}

TestResult gTest(Counts reference, Counts current) {
    const double scale = total(current) / total(reference);
    double sum = 0, categories = 0;
    for (size_t i = 0; i < reference.size(); ++i) {
        if (reference[i] == 0 && current[i] == 0) continue;
        ++categories;
        sum += relativeEntropy(static_cast<double>(current[i]), static_cast<double>(reference[i]) * scale);
    }
    return {2 * sum, categories > 1 ? chiSquaredSf(2 * sum, categories - 1) : 1};
}

TestResult fisherExact(uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
    const uint64_t row = a + b, other = c + d, column = a + c;
    const double odds =
        static_cast<double>(a) * static_cast<double>(d) / (static_cast<double>(b) * static_cast<double>(c));
    const uint64_t low = column > other ? column - other : 0, high = std::min(row, column);
    if (low == high) return {odds, 1};
    // Probabilities relative to that of the given table, walking away from it in both directions.
    const auto ratioUp = [&](uint64_t k) { // P(k + 1) / P(k)
        return static_cast<double>(row - k) * static_cast<double>(column - k) /
               (static_cast<double>(k + 1) * static_cast<double>(other - column + k + 1));
    };
    constexpr double slack = 1 + 1e-9; // tables as probable as the given one count despite rounding
    double all = 1, asExtreme = 1;
    const auto add = [&](double weight) {
        all += weight;
        if (weight <= slack) asExtreme += weight;
    };
    double weight = 1;
    for (uint64_t k = a; k < high; ++k) add(weight *= ratioUp(k));
    weight = 1;
    for (uint64_t k = a; k > low; --k) add(weight /= ratioUp(k - 1));
    return {odds, std::isinf(all) ? 0 : std::min(1.0, asExtreme / all)};
}

} // namespace lathe::stats
