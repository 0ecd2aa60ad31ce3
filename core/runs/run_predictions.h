// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/data/datasets.h"
#include "core/runs/run_store.h"

namespace lathe {

/// The file with a run's predictions about rows of \p version that its models had not seen: row, truth, prediction and
/// a column `p(CLASS)` for each class. Those of a cross-validated run are about all rows, others about the test rows.
/// Errors: InvalidInput (the run saw other data, is a regression, or has not finished), NotFound (it left no
/// predictions).
Result<Path> predictionsOf(const Project& project, const RunInfo& run, const VersionInfo& version);

/// The runs for which predictionsOf() succeeds, newest first. O(runs), with one small file opened for each that saw the
/// version.
Result<std::vector<RunInfo>> runsWithPredictions(const Project& project, const VersionInfo& version);

/// What a classification run predicted of rows that its models had not seen, line by line in the order of the rows.
struct RunPredictions {
    std::vector<std::string> classes;
    std::vector<uint64_t> rows;      ///< of the version
    std::vector<int> truth;          ///< index into classes
    std::vector<int> predicted;      ///< index into classes
    std::vector<float> confidence;   ///< probability of the predicted class
    std::vector<uint64_t> confusion; ///< classes × classes: rows of a class (line) taken for a class (column)

    /// Lines of class \p given that were taken for \p taken, surest first.
    [[nodiscard]] std::vector<size_t> linesOfCell(int given, int taken) const;
    /// Lines that were taken for another class, surest first.
    [[nodiscard]] std::vector<size_t> mistakes() const;
};

/// Errors: NotFound (the run left no predictions), InvalidInput (a regression), Corrupt, Io.
Result<RunPredictions> readPredictions(const Project& project, const RunInfo& run);

} // namespace lathe
