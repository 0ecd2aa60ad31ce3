// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lathe::metrics {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double epsilon = std::numeric_limits<double>::epsilon();

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

double clipped(double probability) { return std::clamp(probability, epsilon, 1 - epsilon); }

} // namespace

uint64_t ConfusionMatrix::truthTotal(size_t label) const {
    const auto row = counts.begin() + static_cast<ptrdiff_t>(label * classes);
    return std::accumulate(row, row + static_cast<ptrdiff_t>(classes), uint64_t{0});
}

uint64_t ConfusionMatrix::predictedTotal(size_t label) const {
    uint64_t sum = 0;
    for (size_t truth = 0; truth < classes; ++truth) sum += at(truth, label);
    return sum;
}

uint64_t ConfusionMatrix::total() const { return std::accumulate(counts.begin(), counts.end(), uint64_t{0}); }

ConfusionMatrix confusionMatrix(std::span<const uint32_t> truth, std::span<const uint32_t> predicted, size_t classes) {
    ConfusionMatrix matrix{classes, std::vector<uint64_t>(classes * classes)};
    for (size_t i = 0; i < truth.size(); ++i) ++matrix.counts[truth[i] * classes + predicted[i]];
    return matrix;
}

double accuracy(std::span<const uint32_t> truth, std::span<const uint32_t> predicted) {
    if (truth.empty()) return nan;
    uint64_t right = 0;
    for (size_t i = 0; i < truth.size(); ++i) right += truth[i] == predicted[i];
    return static_cast<double>(right) / static_cast<double>(truth.size());
}

double accuracy(const ConfusionMatrix& matrix) {
    const uint64_t total = matrix.total();
    if (total == 0) return nan;
    uint64_t right = 0;
    for (size_t label = 0; label < matrix.classes; ++label) right += matrix.at(label, label);
    return static_cast<double>(right) / static_cast<double>(total);
}

double balancedAccuracy(const ConfusionMatrix& matrix) {
    double sum = 0;
    size_t occurring = 0;
    for (size_t label = 0; label < matrix.classes; ++label) {
        const auto support = static_cast<double>(matrix.truthTotal(label));
        if (support == 0) continue;
        sum += static_cast<double>(matrix.at(label, label)) / support;
        ++occurring;
    }
    return occurring == 0 ? nan : sum / static_cast<double>(occurring);
}

ClassQuality classQuality(const ConfusionMatrix& matrix, size_t label) {
    const auto right = static_cast<double>(matrix.at(label, label));
    ClassQuality quality;
    quality.support = matrix.truthTotal(label);
    quality.precision = ratio(right, static_cast<double>(matrix.predictedTotal(label)));
    quality.recall = ratio(right, static_cast<double>(quality.support));
    quality.f1 = ratio(2 * quality.precision * quality.recall, quality.precision + quality.recall);
    return quality;
}

ClassQuality macroQuality(const ConfusionMatrix& matrix) {
    ClassQuality mean;
    double occurring = 0;
    for (size_t label = 0; label < matrix.classes; ++label) {
        if (matrix.truthTotal(label) == 0 && matrix.predictedTotal(label) == 0) continue;
        const ClassQuality one = classQuality(matrix, label);
        mean.precision += one.precision;
        mean.recall += one.recall;
        mean.f1 += one.f1;
        mean.support += one.support;
        ++occurring;
    }
    if (occurring == 0) return {nan, nan, nan, 0};
    mean.precision /= occurring;
    mean.recall /= occurring;
    mean.f1 /= occurring;
    return mean;
}

double logLoss(std::span<const uint32_t> truth, std::span<const double> probabilities, size_t classes) {
    if (truth.empty()) return nan;
    double sum = 0;
    for (size_t i = 0; i < truth.size(); ++i) {
        const auto row = probabilities.subspan(i * classes, classes);
        double rowSum = 0;
        for (const double p : row) rowSum += clipped(p);
        sum -= std::log(clipped(row[truth[i]]) / rowSum);
    }
    return sum / static_cast<double>(truth.size());
}

double binaryLogLoss(std::span<const uint8_t> positive, std::span<const double> probability) {
    if (positive.empty()) return nan;
    double sum = 0;
    for (size_t i = 0; i < positive.size(); ++i) {
        const double p = clipped(probability[i]);
        sum -= std::log(positive[i] ? p : 1 - p);
    }
    return sum / static_cast<double>(positive.size());
}

double brierScore(std::span<const uint8_t> positive, std::span<const double> probability) {
    if (positive.empty()) return nan;
    double sum = 0;
    for (size_t i = 0; i < positive.size(); ++i) {
        const double difference = probability[i] - (positive[i] ? 1.0 : 0.0);
        sum += difference * difference;
    }
    return sum / static_cast<double>(positive.size());
}

} // namespace lathe::metrics
