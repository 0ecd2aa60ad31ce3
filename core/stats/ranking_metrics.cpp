// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/metrics.h"
#include "core/stats/sorting.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lathe::metrics {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The scores of both classes, each sorted: everything about ranking follows from merging the two.
struct RankedScores {
    std::vector<double> positives;
    std::vector<double> negatives;
    bool valid = false; ///< no NaN among the scores

    RankedScores(std::span<const uint8_t> positive, std::span<const double> score) {
        for (size_t i = 0; i < score.size(); ++i) {
            if (std::isnan(score[i])) return;
            (positive[i] ? positives : negatives).push_back(score[i]);
        }
        stats::sortAscending(positives);
        stats::sortAscending(negatives);
        valid = true;
    }

    [[nodiscard]] bool bothClasses() const { return valid && !positives.empty() && !negatives.empty(); }

    /// Calls visit(threshold, positives ≥ threshold, negatives ≥ threshold) for each distinct score, highest
    /// first.
    template <typename Visit>
    void descend(Visit visit) const {
        size_t p = positives.size(), n = negatives.size();
        while (p > 0 || n > 0) {
            const double threshold =
                std::max(p > 0 ? positives[p - 1] : -infinity, n > 0 ? negatives[n - 1] : -infinity);
            while (p > 0 && positives[p - 1] == threshold) --p;
            while (n > 0 && negatives[n - 1] == threshold) --n;
            visit(threshold, positives.size() - p, negatives.size() - n);
        }
    }
};

template <typename Point>
void thin(std::vector<Point>& points, size_t maxPoints) {
    if (maxPoints < 2 || points.size() <= maxPoints) return;
    std::vector<Point> kept;
    kept.reserve(maxPoints);
    for (size_t i = 0; i < maxPoints; ++i) kept.push_back(points[i * (points.size() - 1) / (maxPoints - 1)]);
    points = std::move(kept);
}

/// Mean of metric(class against the rest) over the classes that occur.
template <typename Metric>
double meanOverClasses(std::span<const uint32_t> truth, std::span<const double> probabilities, size_t classes,
                       size_t leastClasses, Metric metric) {
    std::vector<uint8_t> occurs(classes);
    for (const uint32_t label : truth) occurs[label] = 1;
    const auto occurring = static_cast<size_t>(std::count(occurs.begin(), occurs.end(), 1));
    if (occurring < leastClasses) return nan;
    std::vector<uint8_t> positive(truth.size());
    std::vector<double> score(truth.size());
    double sum = 0;
    for (size_t label = 0; label < classes; ++label) {
        if (!occurs[label]) continue;
        for (size_t i = 0; i < truth.size(); ++i) {
            positive[i] = truth[i] == label;
            score[i] = probabilities[i * classes + label];
        }
        sum += metric(positive, score);
    }
    return sum / static_cast<double>(occurring);
}

} // namespace

double rocAuc(std::span<const uint8_t> positive, std::span<const double> score) {
    const RankedScores ranked(positive, score);
    if (!ranked.bothClasses()) return nan;
    uint64_t twicePairs = 0; // twice the pairs in which the positive scores higher, ties counting one
    size_t above = 0, negativesAbove = 0;
    ranked.descend([&](double, size_t positives, size_t negatives) {
        twicePairs += (negatives - negativesAbove) * (above + positives);
        above = positives;
        negativesAbove = negatives;
    });
    const double pairs = static_cast<double>(ranked.positives.size()) * static_cast<double>(ranked.negatives.size());
    return static_cast<double>(twicePairs) / 2 / pairs;
}

double rocAucMacro(std::span<const uint32_t> truth, std::span<const double> probabilities, size_t classes) {
    return meanOverClasses(truth, probabilities, classes, 2, rocAuc);
}

double averagePrecision(std::span<const uint8_t> positive, std::span<const double> score) {
    const RankedScores ranked(positive, score);
    if (!ranked.valid || ranked.positives.empty()) return nan;
    double sum = 0;
    size_t found = 0;
    ranked.descend([&](double, size_t positives, size_t negatives) {
        sum += static_cast<double>(positives - found) * static_cast<double>(positives) /
               static_cast<double>(positives + negatives);
        found = positives;
    });
    return sum / static_cast<double>(ranked.positives.size());
}

double averagePrecisionMacro(std::span<const uint32_t> truth, std::span<const double> probabilities, size_t classes) {
    return meanOverClasses(truth, probabilities, classes, 1, averagePrecision);
}

std::vector<RocPoint> rocCurve(std::span<const uint8_t> positive, std::span<const double> score, size_t maxPoints) {
    const RankedScores ranked(positive, score);
    if (!ranked.bothClasses()) return {};
    const auto positives = static_cast<double>(ranked.positives.size());
    const auto negatives = static_cast<double>(ranked.negatives.size());
    std::vector<RocPoint> points{{infinity, 0, 0}};
    ranked.descend([&](double threshold, size_t truePositives, size_t falsePositives) {
        points.push_back({threshold, static_cast<double>(falsePositives) / negatives,
                          static_cast<double>(truePositives) / positives});
    });
    thin(points, maxPoints);
    return points;
}

std::vector<PrecisionRecallPoint> precisionRecallCurve(std::span<const uint8_t> positive, std::span<const double> score,
                                                       size_t maxPoints) {
    const RankedScores ranked(positive, score);
    if (!ranked.valid || ranked.positives.empty()) return {};
    const auto positives = static_cast<double>(ranked.positives.size());
    std::vector<PrecisionRecallPoint> points{{infinity, 0, 1}};
    ranked.descend([&](double threshold, size_t truePositives, size_t falsePositives) {
        const auto right = static_cast<double>(truePositives);
        points.push_back({threshold, right / positives, right / (right + static_cast<double>(falsePositives))});
    });
    thin(points, maxPoints);
    return points;
}

} // namespace lathe::metrics
