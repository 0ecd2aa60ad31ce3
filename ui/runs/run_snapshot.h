// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <map>
#include <vector>

#include "core/runs/run_store.h"
#include "ui/widgets/status_pill.h"

namespace lathe::ui {

/// A run with the final values of its metrics.
struct RunRow {
    RunInfo info;
    std::map<std::string, MetricSummary> metrics;

    /// NaN when the run has no such metric.
    [[nodiscard]] double metric(const std::string& key) const;
};

/// All runs of a project, newest first. Off the GUI thread.
Result<std::vector<RunRow>> loadRuns(const Project& project);

/// The at most \p count metrics that tell most about these runs: test before validation before training, the usual
/// ones first.
std::vector<std::string> leadingMetrics(const std::vector<RunRow>& runs, size_t count);

/// "Test AUC" for "test_auc".
QString metricTitle(const std::string& key);
/// "AUC" for "test_auc": the metric without the part it was measured on.
QString metricName(const std::string& key);
/// True for losses and errors, where less is better.
bool lessIsBetter(const std::string& key);

QString stateText(RunState state);
Tone stateTone(RunState state);
QString modelKindText(const std::string& kind);

} // namespace lathe::ui
