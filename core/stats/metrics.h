// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Quality of predictions. Pure functions over spans; thread safe. The definitions are scikit-learn's, so
/// that figures can be compared.
///
/// Conventions for all functions here:
/// - REQUIRES spans of one call to have the same number of rows, and classes below the class count given.
/// - A figure that the data does not define is NaN: no rows, a NaN among the scores, or (where noted) one
/// class only.
/// - Probability matrices are row-major: rows × classes.
namespace lathe::metrics {

/// counts[truth * classes + predicted].
struct ConfusionMatrix {
    size_t classes = 0;
    std::vector<uint64_t> counts;

    [[nodiscard]] uint64_t at(size_t truth, size_t predicted) const { return counts[truth * classes + predicted]; }
    [[nodiscard]] uint64_t truthTotal(size_t label) const;     ///< rows that are of this class
    [[nodiscard]] uint64_t predictedTotal(size_t label) const; ///< rows predicted to be of this class
    [[nodiscard]] uint64_t total() const;
};

[[nodiscard]] ConfusionMatrix confusionMatrix(std::span<const uint32_t> truth, std::span<const uint32_t> predicted,
                                              size_t classes);

/// Share of rows predicted right.
[[nodiscard]] double accuracy(std::span<const uint32_t> truth, std::span<const uint32_t> predicted);
[[nodiscard]] double accuracy(const ConfusionMatrix& matrix);

/// Mean recall of the classes that occur in the truth.
[[nodiscard]] double balancedAccuracy(const ConfusionMatrix& matrix);

struct ClassQuality {
    double precision = 0; ///< right among those predicted; 0 when none was predicted
    double recall = 0;    ///< found among those there; 0 when there is none
    double f1 = 0;        ///< harmonic mean of both; 0 when both are 0
    uint64_t support = 0; ///< rows of the class
};

/// One class against all others. For a binary task pass the positive class.
[[nodiscard]] ClassQuality classQuality(const ConfusionMatrix& matrix, size_t label);

/// Unweighted means over the classes that occur in the truth or among the predictions; support is the row
/// count.
[[nodiscard]] ClassQuality macroQuality(const ConfusionMatrix& matrix);

/// Mean of −ln p(true class). Each probability is clipped to [ε, 1−ε], ε = 2⁻⁵², then each row is divided by
/// its sum.
[[nodiscard]] double logLoss(std::span<const uint32_t> truth, std::span<const double> probabilities, size_t classes);

/// The same for two classes: \p positive is 1 or 0, \p probability that of 1.
[[nodiscard]] double binaryLogLoss(std::span<const uint8_t> positive, std::span<const double> probability);

/// Mean squared difference between probability and outcome (1 or 0).
[[nodiscard]] double brierScore(std::span<const uint8_t> positive, std::span<const double> probability);

/// Area under the ROC curve: the probability that a positive scores above a negative, ties counting one half.
/// Exact (pairs are counted in integers). NaN when only one class occurs. O(n log n).
[[nodiscard]] double rocAuc(std::span<const uint8_t> positive, std::span<const double> score);

/// Mean of the one-against-rest areas over the classes that occur in the truth (scikit-learn's macro OvR,
/// which refuses data in which a class does not occur). NaN when fewer than two classes occur.
[[nodiscard]] double rocAucMacro(std::span<const uint32_t> truth, std::span<const double> probabilities,
                                 size_t classes);

/// Σ (Rᵢ − Rᵢ₋₁)·Pᵢ over the distinct thresholds, highest first; no interpolation. NaN when there is no
/// positive.
[[nodiscard]] double averagePrecision(std::span<const uint8_t> positive, std::span<const double> score);

/// Mean of the one-against-rest average precisions over the classes that occur in the truth.
[[nodiscard]] double averagePrecisionMacro(std::span<const uint32_t> truth, std::span<const double> probabilities,
                                           size_t classes);

struct RocPoint {
    double threshold = 0; ///< rows scoring at least this are called positive; +∞ at the first point
    double falsePositiveRate = 0;
    double truePositiveRate = 0;
};

/// From (0, 0) to (1, 1), one point per distinct score; empty when only one class occurs. With \p maxPoints
/// (at least 2) points are left out evenly; the first and the last stay.
[[nodiscard]] std::vector<RocPoint> rocCurve(std::span<const uint8_t> positive, std::span<const double> score,
                                             size_t maxPoints = 0);

struct PrecisionRecallPoint {
    double threshold = 0; ///< +∞ at the first point
    double recall = 0;
    double precision = 0;
};

/// From recall 0 (precision 1 by convention) to recall 1, one point per distinct score; empty when there is
/// no positive.
[[nodiscard]] std::vector<PrecisionRecallPoint>
precisionRecallCurve(std::span<const uint8_t> positive, std::span<const double> score, size_t maxPoints = 0);

/// √ of the mean squared error.
[[nodiscard]] double rmse(std::span<const double> truth, std::span<const double> predicted);
[[nodiscard]] double meanAbsoluteError(std::span<const double> truth, std::span<const double> predicted);
/// Median of |truth − predicted|; the mean of the middle two for an even count.
[[nodiscard]] double medianAbsoluteError(std::span<const double> truth, std::span<const double> predicted);
/// Mean of |truth − predicted| / max(|truth|, 2⁻⁵²); a share, not a percentage; enormous when a truth is 0.
[[nodiscard]] double meanAbsolutePercentageError(std::span<const double> truth, std::span<const double> predicted);
/// 1 − residual sum of squares / total sum of squares. A constant truth gives 1 when predicted exactly and 0
/// otherwise; fewer than two rows give NaN.
[[nodiscard]] double r2(std::span<const double> truth, std::span<const double> predicted);

} // namespace lathe::metrics
