// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/launcher.h"

#include "core/base/log.h"
#include "core/base/process.h"
#include "core/data/datasets.h"

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace lathe {

namespace {

constexpr auto pollInterval = std::chrono::milliseconds(50);
constexpr auto stoppingInterval = std::chrono::milliseconds(5); // for whoever waits for the answer to a stop

/// The shorter one once \p job is asked to stop, which also ends the longer one.
void pause(const JobContext& job) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    if (job.stopRequested()) std::this_thread::sleep_for(stoppingInterval);
    else never.wait_for(lock, job.stopToken(), pollInterval, [] { return false; });
}

Path defaultWorker() {
    if (const char* chosen = std::getenv("LATHE_WORKER"); chosen != nullptr && *chosen != '\0') return chosen;
    return programFolder() / "lathe-worker";
}

Result<RunConfig> readConfig(const std::string& yaml, const std::string& name) {
    LATHE_TRY(const ConfigNode node, ConfigNode::parse(yaml, name));
    return RunConfig::parse(node);
}

Result<std::vector<LeakingStep>> leakageOf(const Datasets& datasets, const VersionInfo& data, const RunConfig& config,
                                           const JobContext& job) {
    LATHE_TRY(const SplitSpec split, config.splitSpec());
    return findLeakage(datasets, data, config.target, split, job);
}

} // namespace

RunLauncher::RunLauncher(const Project& project, Path worker)
    : m_project(&project), m_worker(worker.empty() ? defaultWorker() : std::move(worker)) {}

Result<RunInfo> RunLauncher::start(const std::string& configYaml, const std::string& configName,
                                   const JobContext& job) const {
    LATHE_TRY(const RunConfig config, readConfig(configYaml, configName));
    const Datasets datasets(*m_project);
    LATHE_TRY(const VersionInfo version, datasets.resolve(config.data));
    if (!config.allowLeakage) {
        LATHE_TRY(const auto leaks, leakageOf(datasets, version, config, job));
        if (!leaks.empty()) return failure(leakageError(leaks));
    }
    NewRun run;
    run.experiment = config.experiment;
    run.config = configYaml;
    run.data = version.reference();
    run.dataHash = version.contentHash;
    run.modelKind = config.modelKind;
    run.target = config.target;
    LATHE_CHECK(checkWorker());
    const RunStore store(*m_project);
    LATHE_TRY(const RunInfo created, store.create(run));
    LATHE_CHECK(spawn(created, false));
    return created;
}

Result<std::vector<LeakingStep>> RunLauncher::leakingSteps(const std::string& configYaml, const std::string& configName,
                                                           const JobContext& job) const {
    LATHE_TRY(const RunConfig config, readConfig(configYaml, configName));
    const Datasets datasets(*m_project);
    LATHE_TRY(const VersionInfo version, datasets.resolve(config.data));
    return leakageOf(datasets, version, config, job);
}

Result<RunInfo> RunLauncher::resume(const RunId& run) const {
    LATHE_CHECK(checkWorker());
    const RunStore store(*m_project);
    LATHE_CHECK(store.reconcile());
    LATHE_CHECK(store.requeue(run));
    LATHE_TRY(const RunInfo queued, store.find(run.str()));
    LATHE_CHECK(spawn(queued, true));
    return queued;
}

Result<RunInfo> RunLauncher::reproduce(const RunId& run) const {
    const RunStore store(*m_project);
    LATHE_TRY(const RunInfo original, store.find(run.str()));
    if (original.state != RunState::Finished)
        return failHint(ErrorKind::Conflict, fmt::format("run {} is {}", original.name, toString(original.state)),
                        "Only a finished run can be reproduced.");
    LATHE_TRY(const RunConfig config, readConfig(original.config, "run " + original.name));
    // The very data, however many versions there are by now.
    const std::string dataset = original.data.substr(0, original.data.find('@'));
    LATHE_TRY(const VersionInfo version, Datasets(*m_project).resolve(dataset + "@sha256:" + original.dataHash));
    LATHE_CHECK(checkWorker());
    LATHE_TRY(const RunInfo created, store.create({config.experiment,
                                                   {},
                                                   original.config,
                                                   version.reference(),
                                                   version.contentHash,
                                                   config.modelKind,
                                                   config.target,
                                                   original.id.str()}));
    LATHE_CHECK(spawn(created, false));
    return created;
}

Result<RunInfo> RunLauncher::waitFor(const RunId& run, const JobContext& job) const {
    const RunStore store(*m_project);
    bool stopSent = false;
    std::string stage;
    for (;;) {
        LATHE_TRY(const RunInfo info, store.find(run.str()));
        if (isEnded(info.state)) {
            LATHE_CHECK(store.reconcile());
            return store.find(run.str());
        }
        if (job.stopRequested() && !stopSent) {
            stopSent = true;
            if (auto asked = store.requestStop(run); !asked && asked.error().kind != ErrorKind::Conflict)
                return failure(asked.error());
        }
        if (info.progressStage != stage) {
            stage = info.progressStage;
            job.beginStage(stage, info.progressTotal, "");
        }
        job.setTotal(info.progressTotal);
        job.setDone(info.progressDone);
        pause(job);
    }
}

Result<void> RunLauncher::checkWorker() const {
    std::error_code code;
    if (std::filesystem::is_regular_file(m_worker, code)) return {};
    return failHint(ErrorKind::NotFound, fmt::format("the program that trains is not there: '{}'", m_worker.string()),
                    "Install lathe-worker beside lathe, or name it in the variable LATHE_WORKER.");
}

Result<void> RunLauncher::spawn(const RunInfo& run, bool resume) const {
    const RunStore store(*m_project);
    ProcessOptions options;
    options.program = m_worker;
    options.arguments = {"run", "--project", m_project->folder().string(), "--run", run.id.str()};
    if (resume) options.arguments.emplace_back("--resume");
    options.outputFile = store.folder(run.id) / "log.txt";
    options.detached = true;
    // OpenMP's threads otherwise spin while they wait, which takes the processor from whoever else works on this
    // machine.
    options.environment = {{"OMP_WAIT_POLICY", "PASSIVE"}};
    auto started = ChildProcess::start(options);
    if (!started) {
        if (auto ended = store.end(run.id, RunState::Failed, started.error().message); !ended)
            logWarning("run {} could not be marked as failed: {}", run.name, ended.error().message);
        return failure(std::move(started.error()).within("while starting run " + run.name));
    }
    LATHE_CHECK(store.assignWorker(run.id, started->pid()));
    // Collects the worker when it ends while this process still runs, so that no zombie is left.
    std::thread([child = std::move(*started)]() mutable { child.wait(); }).detach();
    return {};
}

} // namespace lathe
