// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_predictions.h"

#include <algorithm>

#include "core/data/columns/column_file.h"

namespace lathe {

Result<Path> predictionsOf(const Project& project, const RunInfo& run, const VersionInfo& version) {
    if (run.dataHash != version.contentHash)
        return failHint(ErrorKind::InvalidInput, fmt::format("run '{}' learned from {}, not from {}", run.name, run.data, version.reference()),
                        "Choose a run of this version.");
    if (run.state != RunState::Finished)
        return failHint(ErrorKind::InvalidInput, fmt::format("run '{}' has not finished ({})", run.name, toString(run.state)), "Choose one that has.");
    const Path path = RunStore(project).folder(run.id) / "predictions.h5";
    std::error_code code;
    if (!std::filesystem::exists(path, code))
        return failHint(ErrorKind::NotFound, fmt::format("run '{}' left no predictions", run.name), "It needs test rows or folds.");
    LATHE_TRY(const auto file, ColumnFile::open(path));
    const auto isProbability = [](const ColumnSchema& column) { return column.name.starts_with("p(") && column.type == ColumnType::Real; };
    if (std::none_of(file->schema().begin(), file->schema().end(), isProbability))
        return fail(ErrorKind::InvalidInput, "run '{}' predicts numbers, not classes", run.name);
    return path;
}

Result<std::vector<RunInfo>> runsWithPredictions(const Project& project, const VersionInfo& version) {
    LATHE_TRY(auto runs, RunStore(project).list());
    std::erase_if(runs, [&](const RunInfo& run) { return !predictionsOf(project, run, version); });
    return runs;
}

} // namespace lathe
