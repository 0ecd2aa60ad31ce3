// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lathe {

/// A row whose given label is probably wrong.
struct LabelSuspect {
    size_t row = 0;
    int given = 0;
    int suggested = 0;
    double selfConfidence = 0; ///< probability of the given label
    double margin = 0;         ///< probability of the suggested label minus that of the given one
};

struct ConfidentLearning {
    /// By class: mean probability of the class over the rows that carry its label; NaN for a class without rows.
    std::vector<double> thresholds;
    /// The confident joint, classes × classes: rows with the given label (line) that confidently belong to the class
    /// (column).
    std::vector<uint64_t> joint;
    std::vector<LabelSuspect> suspects; ///< least self-confident first; ties by row
};

/// Finds wrong labels by confident learning (Northcutt, Jiang, Chuang 2021, "Confident Learning: Estimating Uncertainty
/// in Dataset Labels", eqs. 1 and 2): a row confidently belongs to the class of largest probability among those whose
/// probability reaches the class's threshold; rows off the joint's diagonal are the suspects.
/// \p labels: classes 0…classes−1, −1 for rows without one (they are passed over). \p probabilities: rows × classes,
/// row by row, predicted by models that have not seen the row. Rows with a NaN are passed over. O(rows · classes).
/// REQUIRES probabilities.size() == labels.size() · classes.
[[nodiscard]] ConfidentLearning findLabelErrors(std::span<const int> labels, std::span<const double> probabilities,
                                                size_t classes);

} // namespace lathe
