// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/summary.h"

#include <array>
#include <cmath>
#include <limits>

namespace lathe::stats {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr size_t lanes = 8; // independent sums: they vectorise, and lose fewer digits than one long sum

template <typename Term>
double laneSum(std::span<const double> values, Term term) {
    std::array<double, lanes> sums{};
    size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes) {
        for (size_t lane = 0; lane < lanes; ++lane) sums[lane] += term(values[i + lane]);
    }
    for (; i < values.size(); ++i) sums[0] += term(values[i]);
    double total = 0;
    for (const double sum : sums) total += sum;
    return total;
}

} // namespace

double Moments::populationVariance() const { return count == 0 ? nan : sumOfSquares / static_cast<double>(count); }

double Moments::sampleVariance() const { return count < 2 ? nan : sumOfSquares / static_cast<double>(count - 1); }

double Moments::populationDeviation() const { return std::sqrt(populationVariance()); }

double Moments::sampleDeviation() const { return std::sqrt(sampleVariance()); }

Moments moments(std::span<const double> values) {
    Moments result;
    result.count = values.size();
    if (values.empty()) {
        result.mean = nan;
        return result;
    }
    const double mean = laneSum(values, [](double x) { return x; }) / static_cast<double>(values.size());
    result.mean = mean;
    result.sumOfSquares = laneSum(values, [mean](double x) { return (x - mean) * (x - mean); });
    return result;
}

double quantile(std::span<const double> sorted, double p) {
    if (sorted.empty()) return nan;
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<size_t>(place);
    const double share = place - static_cast<double>(below);
    if (below + 1 >= sorted.size()) return sorted.back();
    return sorted[below] + (sorted[below + 1] - sorted[below]) * share;
}

} // namespace lathe::stats
