// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lathe::metrics {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <typename Loss>
double meanLoss(std::span<const double> truth, std::span<const double> predicted, Loss loss) {
    if (truth.empty()) return nan;
    double sum = 0;
    for (size_t i = 0; i < truth.size(); ++i) sum += loss(truth[i], predicted[i]);
    return sum / static_cast<double>(truth.size());
}

double squaredError(double truth, double predicted) { return (truth - predicted) * (truth - predicted); }

} // namespace

double rmse(std::span<const double> truth, std::span<const double> predicted) {
    return std::sqrt(meanLoss(truth, predicted, squaredError));
}

double meanAbsoluteError(std::span<const double> truth, std::span<const double> predicted) {
    return meanLoss(truth, predicted, [](double t, double p) { return std::abs(t - p); });
}

double medianAbsoluteError(std::span<const double> truth, std::span<const double> predicted) {
    if (truth.empty()) return nan;
    std::vector<double> errors(truth.size());
    for (size_t i = 0; i < truth.size(); ++i) {
        errors[i] = std::abs(truth[i] - predicted[i]);
        if (std::isnan(errors[i])) return nan;
    }
    const auto middle = errors.begin() + static_cast<ptrdiff_t>(errors.size() / 2);
    std::nth_element(errors.begin(), middle, errors.end());
    if (errors.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(errors.begin(), middle)) / 2;
}

double meanAbsolutePercentageError(std::span<const double> truth, std::span<const double> predicted) {
    return meanLoss(truth, predicted, [](double t, double p) {
        return std::abs(t - p) / std::max(std::abs(t), std::numeric_limits<double>::epsilon());
    });
}

double r2(std::span<const double> truth, std::span<const double> predicted) {
    if (truth.size() < 2) return nan;
    const double mean = std::accumulate(truth.begin(), truth.end(), 0.0) / static_cast<double>(truth.size());
    double residual = 0, total = 0;
    for (size_t i = 0; i < truth.size(); ++i) {
        residual += squaredError(truth[i], predicted[i]);
        total += squaredError(truth[i], mean);
    }
    if (total == 0) return residual == 0 ? 1 : 0;
    return 1 - residual / total;
}

} // namespace lathe::metrics
