// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/project/project.h"

namespace lathe {

/// Life of a run: queued → running → finished | failed | stopped. "crashed" is never stored: a running run whose
/// process is gone is shown, and on the next opportunity stored, as failed with what is known; it can be resumed when
/// it has a checkpoint.
enum class RunState { Queued, Running, Finished, Failed, Stopped };
const char* toString(RunState state);
std::optional<RunState> runStateFromText(std::string_view text);
[[nodiscard]] constexpr bool isEnded(RunState state) {
    return state == RunState::Finished || state == RunState::Failed || state == RunState::Stopped;
}

struct RunInfo {
    RunId id;
    std::string name; ///< "amber-falcon-148": two words and the count of runs
    std::string experiment;
    RunState state = RunState::Queued;
    std::string config;   ///< YAML as started
    std::string data;     ///< "weather@2"
    std::string dataHash; ///< content hash of that version
    std::string modelKind;
    std::string target;
    int64_t createdAt = 0;
    std::optional<int64_t> startedAt;
    std::optional<int64_t> endedAt;
    std::string progressStage;
    double progressDone = 0;
    double progressTotal = 0;
    std::string environment; ///< JSON: versions, hardware, threads, BLAS, seed
    std::string error;
    std::string reproduces; ///< run id this run repeats, or empty
    std::string modelHash;  ///< SHA-256 over the model's parameters; equal for equal weights
    bool resumable = false; ///< ended without finishing and has a checkpoint
};

struct MetricPoint {
    int64_t step = 0;
    double value = 0;
    int64_t time = 0; ///< µs UTC
};

struct MetricSample {
    std::string key; ///< "train_loss"
    int64_t step = 0;
    double value = 0;
};

struct MetricSummary {
    std::string key;
    int64_t lastStep = 0;
    double last = 0;
    double min = 0;
    double max = 0;
    uint64_t points = 0;
};

struct RunArtifact {
    std::string path; ///< below runs/<id>/
    std::string kind; ///< "model", "checkpoint", "predictions", "log", "table"
    uint64_t bytes = 0;
    std::string sha256;
};

struct NewRun {
    std::string experiment = "default";
    std::string name; ///< made up when empty
    std::string config;
    std::string data;
    std::string dataHash;
    std::string modelKind;
    std::string target;
    std::string reproduces;
};

/// The runs of a project: states, parameters, metrics and artifacts. Thread safe as the Project is; worker, window
/// and command line use it at the same time from different processes.
class RunStore {
public:
    explicit RunStore(const Project& project) : m_project(&project) {}

    Result<RunInfo> create(const NewRun& run) const;
    /// By id, unambiguous id prefix, or name. Errors: NotFound with the nearest name.
    Result<RunInfo> find(const std::string& idOrName) const;
    /// Newest first; empty \p experiment means all.
    Result<std::vector<RunInfo>> list(const std::string& experiment = {}) const;
    Result<std::vector<std::string>> experiments() const;

    /// Marks the queued run as running in this process. \p resume is what the audit trail says of it. Errors: Conflict
    /// when it is not queued, be it that it was stopped meanwhile.
    Result<void> begin(const RunId& run, const std::string& environmentJson, bool resume = false) const;
    /// Notes the process that is to begin a queued run, so that its end before that is noticed.
    Result<void> assignWorker(const RunId& run, int pid) const;
    Result<void> setProgress(const RunId& run, const std::string& stage, double done, double total) const;
    /// Ends the run and packs its metrics. \p error is the text of a failure. Errors: Conflict when it ended already,
    /// or runs in another process.
    Result<void> end(const RunId& run, RunState state, const std::string& error = {},
                     const std::string& modelHash = {}) const;
    /// Back to queued, for a worker that is about to resume it.
    Result<void> requeue(const RunId& run) const;

    /// Asks the run's process to stop: the flag in the store, then SIGTERM. A run that waits for its process is stopped
    /// with that.
    Result<void> requestStop(const RunId& run) const;
    Result<bool> stopRequested(const RunId& run) const;

    Result<void> setParameters(const RunId& run, const std::map<std::string, std::string>& parameters) const;
    Result<std::map<std::string, std::string>> parameters(const RunId& run) const;

    /// Appends points in one transaction; a point at a step that exists replaces it. ≥ 500 000 points a second in
    /// batches of 10 000.
    Result<void> appendMetrics(const RunId& run, std::span<const MetricSample> samples) const;
    /// One value for the whole run (step 0), such as test_auc.
    Result<void> setMetric(const RunId& run, const std::string& key, double value) const;
    Result<std::vector<MetricSummary>> metrics(const RunId& run) const;
    /// Summaries of all listed runs at once, for tables.
    Result<std::map<std::string, std::vector<MetricSummary>>> metricsOf(std::span<const RunId> runs) const;
    /// Points with step > \p afterStep, ascending.
    Result<std::vector<MetricPoint>> series(const RunId& run, const std::string& key,
                                            int64_t afterStep = INT64_MIN) const;

    /// Registers a file that lies under folder(run); computes its checksum.
    Result<void> addArtifact(const RunId& run, const std::string& path, const std::string& kind) const;
    Result<std::vector<RunArtifact>> artifacts(const RunId& run) const;

    /// runs/<id> below the project; exists once the run was created. The log is folder/log.txt, the model folder/model.
    [[nodiscard]] Path folder(const RunId& run) const;
    /// The last \p bytes of the log.
    Result<std::string> logTail(const RunId& run, size_t bytes = 64 * 1024) const;

    /// Stores as failed every queued or running run whose process is gone. Returns how many.
    Result<int> reconcile() const;
    /// Into the trash; it comes back with Project::restore(). Errors: NotFound, Conflict (not ended).
    Result<void> remove(const RunId& run) const;

private:
    const Project* m_project;
};

/// Collects metric points and writes them in batches at most every 50 ms, from a thread of its own. Thread safe.
class MetricWriter {
public:
    MetricWriter(const Project& project, RunId run);
    ~MetricWriter(); ///< flushes
    void add(std::string_view key, int64_t step, double value);
    /// Waits until all that was added is durable. Errors: the first that a batch met.
    Result<void> flush();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lathe
