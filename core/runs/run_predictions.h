// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/data/datasets.h"
#include "core/runs/run_store.h"

namespace lathe {

/// The file with a run's predictions about rows of \p version that its models had not seen: row, truth, prediction and a
/// column `p(CLASS)` for each class. Those of a cross-validated run are about all rows, others about the test rows.
/// Errors: InvalidInput (the run saw other data, is a regression, or has not finished), NotFound (it left no predictions).
Result<Path> predictionsOf(const Project& project, const RunInfo& run, const VersionInfo& version);

/// The runs for which predictionsOf() succeeds, newest first. O(runs), with one small file opened for each that saw the version.
Result<std::vector<RunInfo>> runsWithPredictions(const Project& project, const VersionInfo& version);

} // namespace lathe
