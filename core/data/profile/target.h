// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"
#include "core/data/profile/profile.h"

namespace lathe {

/// How much one column alone tells of the target; figures that do not apply are NaN.
struct FeatureStrength {
    std::string column;
    /// Of the target's entropy, the share that knowing the column takes away: Theil's uncertainty coefficient
    /// I(column; target) / H(target), 0…1. Numbers in at most 32 bins of equal frequency, rare texts taken together,
    /// missing as a value of its own. For targets that are classes.
    double information = 0;
    /// Area under the ROC curve of the column as a score, the better of both directions, 0.5…1. For two classes and a
    /// column of numbers.
    double auc = 0;
    /// |Spearman's ρ|, of a category the correlation ratio η. For targets that are numbers.
    double association = 0;

    [[nodiscard]] double strongest() const;
};

struct TargetReport {
    std::string target;
    bool classes = false;
    uint64_t rowsExamined = 0;             ///< all up to a million, then evenly spaced ones
    std::vector<FeatureStrength> features; ///< strongest first
    std::vector<ProfileWarning> warnings;  ///< TargetLeakage and ImbalancedTarget
    [[nodiscard]] Json toJson() const;
};

/// Looks for columns that give the target away (Kaufman, Rosset, Perlich, Stitelman, "Leakage in data mining:
/// formulation, detection, and avoidance", 2012: a feature too good to be true): information ≥ 0.95, AUC ≥ 0.995 or
/// association ≥ 0.995. Boolean, category and text targets of at most 100 values and integer targets of at most 20 are
/// classes. Errors: NotFound, InvalidInput (a target of dates or free text, or without two values), Cancelled.
Result<TargetReport> examineTarget(const ColumnFile& file, const DatasetProfile& profile, const std::string& target,
                                   const JobContext& job, size_t threads = 0);

} // namespace lathe
