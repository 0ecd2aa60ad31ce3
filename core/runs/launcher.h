// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "core/base/ids.h"
#include "core/base/job.h"
#include "core/data/recipe/leakage.h"
#include "core/runs/run_config.h"
#include "core/runs/run_store.h"

namespace lathe {

/// Starts lathe-worker for runs. The worker lives on when the caller ends.
class RunLauncher {
public:
    /// \p worker: the program; empty looks for lathe-worker beside this program (or in LATHE_WORKER).
    explicit RunLauncher(const Project& project, Path worker = {});

    /// Creates the run (resolving and pinning the data version) and starts its worker. Returns before the worker has
    /// done anything; how long the look for leakage before takes, see findLeakage(). Errors: InvalidInput
    /// (configuration), NotFound (data, worker), Conflict (leakageError(), unless the configuration allows it),
    /// Cancelled.
    Result<RunInfo> start(const std::string& configYaml, const std::string& configName,
                          const JobContext& job = {}) const;
    /// What findLeakage() says of a configuration's data, target and split, whether it allows that or not.
    Result<std::vector<LeakingStep>> leakingSteps(const std::string& configYaml, const std::string& configName,
                                                  const JobContext& job) const;
    Result<RunInfo> resume(const RunId& run) const;
    /// Starts a run with the same configuration, data hash and seed as a finished one.
    Result<RunInfo> reproduce(const RunId& run) const;
    /// Blocks until the run ended, reporting its progress; a cancelled job stops the run.
    Result<RunInfo> waitFor(const RunId& run, const JobContext& job) const;

private:
    Result<void> checkWorker() const;
    Result<void> spawn(const RunInfo& run, bool resume) const;
    const Project* m_project;
    Path m_worker;
};

} // namespace lathe
