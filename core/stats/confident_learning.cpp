// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/confident_learning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace lathe {

namespace {

bool usable(int label, std::span<const double> row) {
    return label >= 0 && std::none_of(row.begin(), row.end(), [](double value) { return std::isnan(value); });
}

} // namespace

ConfidentLearning findLabelErrors(std::span<const int> labels, std::span<const double> probabilities, size_t classes) {
    ConfidentLearning result;
    const auto rowOf = [&](size_t row) { return probabilities.subspan(row * classes, classes); };
    std::vector<uint64_t> counts(classes);
    result.thresholds.assign(classes, 0);
    for (size_t row = 0; row < labels.size(); ++row) {
        if (!usable(labels[row], rowOf(row))) continue;
        const auto given = static_cast<size_t>(labels[row]);
        ++counts[given];
        result.thresholds[given] += rowOf(row)[given];
    }
    for (size_t k = 0; k < classes; ++k)
        result.thresholds[k] = counts[k] > 0 ? result.thresholds[k] / static_cast<double>(counts[k])
                                             : std::numeric_limits<double>::quiet_NaN();

    result.joint.assign(classes * classes, 0);
    for (size_t row = 0; row < labels.size(); ++row) {
        const auto values = rowOf(row);
        if (!usable(labels[row], values)) continue;
        size_t confident = classes;
        for (size_t k = 0; k < classes; ++k)
            if (values[k] >= result.thresholds[k] && (confident == classes || values[k] > values[confident]))
                confident = k;
        if (confident == classes) continue;
        const auto given = static_cast<size_t>(labels[row]);
        ++result.joint[given * classes + confident];
        if (confident == given) continue;
        result.suspects.push_back(
            {row, labels[row], static_cast<int>(confident), values[given], values[confident] - values[given]});
    }
    std::sort(result.suspects.begin(), result.suspects.end(), [](const LabelSuspect& left, const LabelSuspect& right) {
        return std::tie(left.selfConfidence, left.row) < std::tie(right.selfConfidence, right.row);
    });
    return result;
}

} // namespace lathe
