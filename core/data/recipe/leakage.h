// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/datasets.h"
#include "core/data/split.h"

namespace lathe {

/// A recipe's step that learned from rows which a split keeps for validation or test.
struct LeakingStep {
    std::string version;  ///< that the recipe made: "weather-tidy@2"
    size_t step = 0;      ///< its place in the recipe, from 1
    std::string kind;     ///< "scale"
    std::string summary;  ///< "scale wind (standard)"
    uint64_t rows = 0;    ///< rows kept for validation or test that it learned from
    uint64_t heldOut = 0; ///< all rows kept for validation or test

    [[nodiscard]] Json toJson() const;
};

/// The steps on the way to \p data, newest version first, that learned from rows which \p split keeps for validation or
/// test (with folds: every row that some fold tests). Rows are followed back through recipes, appended rows, label
/// edits and roll-backs; a row that stands for several (group_aggregate) is followed as the first of them. A step of a
/// recipe without fit_on learned from all rows. What joins bring in from other versions is not followed. A version of
/// which a parent is no longer in the project is followed up to there; a recipe with fit_on whose parent is missing
/// counts as if it had learned from all rows, because nobody can tell. Cheap where no recipe on the way learns.
/// Otherwise reads what the split reads, and replays recipes with fit_on that drop, add or repeat rows; 8 bytes of
/// memory for each row. Errors: those of splitRows() and of a replay; Cancelled.
Result<std::vector<LeakingStep>> findLeakage(const Datasets& datasets, const VersionInfo& data,
                                             const std::string& target, const SplitSpec& split, const JobContext& job);

/// What the steps did, as an error with a hint on how to mend it. REQUIRES at least one step.
[[nodiscard]] Error leakageError(const std::vector<LeakingStep>& steps);

} // namespace lathe
