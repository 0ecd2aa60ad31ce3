// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <ctime>
#include <exception>

#include <sys/stat.h>
#include <unistd.h>

#include "app/worker/commands.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/data/datasets.h"
#include "core/data/images/image_store.h"
#include "core/learn/environment.h"
#include "core/learn/training.h"
#include "core/registry/lineage.h"
#include "core/runs/run_data.h"
#include "core/runs/run_store.h"

namespace lathe::worker {

namespace {

volatile std::sig_atomic_t stopSignal = 0;
volatile std::sig_atomic_t preparing = 0; ///< nothing is trained that a checkpoint could keep
volatile std::sig_atomic_t stopping = 0;  ///< the training knows, and ends in order

constexpr itimerspec patience{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_nsec = 100'000'000}};
timer_t patienceTimer{};

void noticeSignal(int signal) {
    stopSignal = 1;
    if (signal != SIGTERM) return;
    if (preparing != 0) ::_exit(128 + SIGTERM);
    timer_settime(patienceTimer, 0, &patience, nullptr);
}

void endUnlessStopping(int) {
    if (stopping == 0) ::_exit(128 + SIGTERM);
}

/// SIGTERM and SIGINT stop the training, which then writes a checkpoint. Where that would take long SIGTERM ends the
/// process, which loses what came after the last checkpoint: the store knows that a stop was asked for. That is so
/// while data are read and encoded, whole tables at a time, and within one long step, such as a round of boosting.
void catchSignals() {
    sigevent ring{};
    ring.sigev_notify = SIGEV_SIGNAL;
    ring.sigev_signo = SIGALRM;
    timer_create(CLOCK_MONOTONIC, &ring, &patienceTimer);
    struct sigaction action {};
    action.sa_handler = &endUnlessStopping;
    sigaction(SIGALRM, &action, nullptr);
    action.sa_handler = &noticeSignal;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
}

/// Writes what a training finds into the project store.
class StoreSink final : public RunSink {
public:
    StoreSink(const Project& project, RunId run) : m_store(project), m_run(run), m_writer(project, std::move(run)) {}

    void point(std::string_view key, int64_t step, double value) override { m_writer.add(key, step, value); }

    Result<void> figure(const std::string& key, double value) override { return m_store.setMetric(m_run, key, value); }

    void progress(const std::string& stage, double done, double total) override {
        preparing = stage == "reading data" || stage == "preparing features" ? 1 : 0;
        const double now = monotonicSeconds();
        if (stage == m_stage && now - m_lastProgress < progressInterval && done < total) return;
        m_stage = stage;
        m_lastProgress = now;
        if (auto stored = m_store.setProgress(m_run, stage, done, total); !stored)
            logWarning("progress was not stored: {}", stored.error().message);
    }

    void log(const std::string& text) override { logInfo("{}", text); }

    bool stopRequested() override {
        preparing = 0; // who asks ends in order
        if (!m_stopSeen) m_stopSeen = stopSignal != 0 || isStopStored();
        stopping = m_stopSeen ? 1 : 0;
        return m_stopSeen;
    }

    Result<void> flush() override { return m_writer.flush(); }

    Result<void> artifact(const std::string& path, const std::string& kind) override {
        return m_store.addArtifact(m_run, path, kind);
    }

private:
    bool isStopStored() {
        const double now = monotonicSeconds();
        if (now - m_lastLook < lookInterval) return false;
        m_lastLook = now;
        return m_store.stopRequested(m_run).value_or(false);
    }

    static constexpr double progressInterval = 0.1;
    static constexpr double lookInterval = 0.2;

    RunStore m_store;
    RunId m_run;
    MetricWriter m_writer;
    std::string m_stage;
    double m_lastProgress = 0;
    double m_lastLook = 0;
    bool m_stopSeen = false;
};

std::map<std::string, std::string> parametersOf(const RunConfig& config) {
    const auto text = [](const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); };
    std::map<std::string, std::string> parameters{
        {"kind", config.modelKind}, {"target", config.target},
        {"task", config.task},      {"seed", std::to_string(config.seed)},
        {"device", config.device},  {"threads", std::to_string(config.threads)}};
    for (const auto& [key, value] : config.modelParameters.items()) parameters[key] = text(value);
    if (config.split.is_object())
        for (const auto& [key, value] : config.split.items()) parameters["split." + key] = text(value);
    return parameters;
}

/// The launcher sends standard error to the run's log; a worker started by hand writes it itself.
Result<void> keepLog(const Path& folder) {
    setConsoleLogLevel(LogLevel::Info);
    const Path log = folder / "log.txt";
    struct stat file {};
    struct stat error {};
    const bool same = ::stat(log.c_str(), &file) == 0 && ::fstat(STDERR_FILENO, &error) == 0 &&
                      file.st_ino == error.st_ino && file.st_dev == error.st_dev;
    return same ? Result<void>{} : openLogFile(log);
}

Result<TrainingOutcome> trainInto(const Project& project, const RunStore& store, const RunInfo& run, bool resume) {
    LATHE_TRY(const ConfigNode node, ConfigNode::parse(run.config, "run " + run.name));
    TrainingJob job;
    LATHE_TRY(job.config, RunConfig::parse(node));
    job.name = run.name;
    job.folder = store.folder(run.id);
    job.resume = resume;
    job.environment = describeEnvironment(job.config);
    LATHE_CHECK(store.begin(run.id, job.environment.dump(), resume));
    LATHE_CHECK(store.setParameters(run.id, parametersOf(job.config)));
    LATHE_TRY(const VersionInfo version, versionOfRun(project, run));
    LATHE_TRY(job.data, Datasets(project).open(version));
    if (learnsFromPictures(job.config.modelKind)) {
        LATHE_TRY(job.pictures, images::ImageStores::open(project));
    }
    LATHE_TRY(const std::vector<LineageStep> lineage, lineageOfRun(project, run));
    job.lineage = lineageToJson(lineage);
    logInfo("run {}: {} on {} with {} thread(s), seed {}", run.name, run.modelKind, run.data, job.config.threads,
            job.config.seed);
    if (const std::string warning = slowBlasWarning(); !warning.empty()) logWarning("{}", warning);
    StoreSink sink(project, run.id);
    if (sink.stopRequested()) return fail(ErrorKind::Cancelled, "the run was stopped"); // while this process started
    try {
        auto outcome = train(job, sink);
        LATHE_CHECK(sink.flush());
        return outcome;
    } catch (const std::bad_alloc&) {
        return failHint(ErrorKind::Unsupported, "the training ran out of memory",
                        "use fewer rows or features, or a machine with more memory");
    } catch (const std::exception& error) {
        return fail(ErrorKind::Internal, "the training ended unexpectedly: {}", error.what());
    }
}

} // namespace

Result<RunEnd> trainRun(const RunArguments& arguments) {
    catchSignals();
    LATHE_TRY(const std::unique_ptr<Project> project, Project::open(arguments.project, Project::Access::ReadWrite));
    const RunStore store(*project);
    LATHE_TRY(const RunInfo run, store.find(arguments.run));
    LATHE_CHECK(keepLog(store.folder(run.id)));
    const auto outcome = trainInto(*project, store, run, arguments.resume);
    if (outcome) {
        LATHE_CHECK(store.end(run.id, RunState::Finished, {}, outcome->modelHash));
        logInfo("finished; model {}", outcome->modelHash.substr(0, 16));
        return RunEnd::Finished;
    }
    const Error& error = outcome.error();
    const bool stopped = error.kind == ErrorKind::Cancelled;
    if (stopped) logInfo("stopped; it can be resumed");
    else logError("{}", error.describe());
    LATHE_CHECK(
        store.end(run.id, stopped ? RunState::Stopped : RunState::Failed, stopped ? std::string{} : error.describe()));
    return stopped ? RunEnd::Stopped : RunEnd::Failed;
}

} // namespace lathe::worker
