// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/deployments.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include <sys/wait.h>

#include "core/base/clock.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/registry/registry.h"
#include "core/serve/address.h"
#include "core/serve/deployment_records.h"

namespace lathe {

namespace {

constexpr auto pollPause = std::chrono::milliseconds(20);

/// Takes note of the end of a child of this process, so that it does not stay as a zombie.
void reap(int pid) {
    if (pid > 0) ::waitpid(pid, nullptr, WNOHANG);
}

/// What the server printed last: the reason when it could not say it in the store.
std::string lastWords(const Path& log) {
    const auto text = readTextFile(log);
    if (!text) return "it left no message";
    const auto lines = splitText(trimmed(*text), '\n');
    constexpr size_t shown = 5;
    const size_t first = lines.size() > shown ? lines.size() - shown : 0;
    return joined(std::span(lines).subspan(first), " | ");
}

Result<DeploymentInfo> waitUntilReady(const DeploymentRecords& records, const DeploymentId& id, ChildProcess& server,
                                      const Path& log, const JobContext& job) {
    for (;;) {
        const auto ended = server.poll();
        LATHE_TRY(const DeploymentInfo info, records.get(id));
        if (info.state == DeploymentState::Ready && !ended) return info;
        if (info.state == DeploymentState::Failed || ended) {
            const std::string reason = info.error.empty() || ended.value_or(0) > 1 ? lastWords(log) : info.error;
            LATHE_CHECK(records.end(id, DeploymentState::Failed, reason));
            return fail(ErrorKind::Io, "the server of '{}' did not start: {}", info.name, reason);
        }
        if (job.stopRequested()) {
            server.signal(SIGTERM);
            server.wait(std::chrono::seconds(10));
            LATHE_CHECK(records.end(id, DeploymentState::Stopped));
            return fail(ErrorKind::Cancelled, "starting '{}' was cancelled", info.name);
        }
        std::this_thread::sleep_for(pollPause);
    }
}

/// Waits for the end of a process; false when it still runs.
bool waitForEnd(int pid, double seconds) {
    const auto ticks = processStartTicks(pid);
    const double deadline = monotonicSeconds() + seconds;
    while (ticks && isProcessAlive(pid, *ticks)) {
        if (monotonicSeconds() > deadline) return false;
        std::this_thread::sleep_for(pollPause);
    }
    return true;
}

} // namespace

Deployments::Deployments(const Project& project, Path server) : m_project(&project), m_server(std::move(server)) {}

Path Deployments::folder(const DeploymentId& deployment) const {
    return m_project->folder() / "serving" / deployment.str();
}

Result<DeploymentInfo> Deployments::start(const ServeOptions& options, const JobContext& job) const {
    LATHE_CHECK(checkExposure(options.address, options.token));
    if (options.threads < 1 || options.threads > 256)
        return fail(ErrorKind::InvalidInput, "{} is not a number of threads (1 to 256)", options.threads);
    LATHE_TRY(const ModelVersionInfo model, Registry(*m_project).resolve(options.model));
    Path program = m_server;
    if (program.empty()) {
        LATHE_TRY(program, helperProgram("lathe-server", "LATHE_SERVER"));
    }
    const DeploymentRecords records(*m_project);
    LATHE_TRY(const DeploymentId id,
              records.reserve(options.name.empty() ? model.model : options.name, model.model, model.number));
    job.beginStage("starting the server", 0, {});

    LATHE_CHECK(createFolders(folder(id)));
    ProcessOptions process;
    process.program = program;
    process.arguments = {"--project",    m_project->folder().string(),
                         "--model",      model.reference(),
                         "--deployment", id.str(),
                         "--address",    options.address,
                         "--port",       std::to_string(options.port),
                         "--threads",    std::to_string(options.threads)};
    // In the environment, not among the arguments: those are in the process list for all to read.
    process.environment = {{"LATHE_TOKEN", options.token}};
    process.outputFile = folder(id) / "server.log";
    process.detached = true;
    auto server = ChildProcess::start(process);
    if (!server) {
        LATHE_CHECK(records.end(id, DeploymentState::Failed, server.error().message));
        return failure(std::move(server.error()));
    }
    return waitUntilReady(records, id, *server, process.outputFile, job);
}

Result<DeploymentInfo> Deployments::stop(const std::string& nameOrId) const {
    LATHE_TRY(const DeploymentInfo info, find(nameOrId));
    if (!info.isRunning()) {
        LATHE_TRY(const auto all, list());
        std::vector<std::string> running;
        for (const auto& other : all)
            if (other.isRunning()) running.push_back(other.name);
        const std::string hint =
            running.empty() ? "Nothing is being served." : "Running: " + joined(running, ", ") + ".";
        return failHint(ErrorKind::NotFound,
                        fmt::format("deployment '{}' is not running: it is {}", info.name, toString(info.state)), hint);
    }
    if (::kill(info.pid, SIGTERM) != 0 && errno != ESRCH)
        return failure(errnoError("stop the server process", std::to_string(info.pid)));
    const DeploymentRecords records(*m_project);
    constexpr double drainSeconds = 10;
    std::string remark;
    if (!waitForEnd(info.pid, drainSeconds)) {
        ::kill(info.pid, SIGKILL);
        waitForEnd(info.pid, drainSeconds);
        remark = fmt::format("it did not end within {} s and was killed", drainSeconds);
    }
    reap(info.pid);
    LATHE_CHECK(records.end(info.id, DeploymentState::Stopped, remark));
    return records.get(info.id);
}

Result<std::vector<DeploymentInfo>> Deployments::list() const {
    const DeploymentRecords records(*m_project);
    LATHE_TRY(const auto before, records.list());
    for (const auto& info : before) reap(info.pid);
    if (!m_project->readOnly()) {
        LATHE_CHECK(records.reconcile());
    }
    return records.list();
}

Result<DeploymentInfo> Deployments::find(const std::string& nameOrId) const {
    LATHE_TRY(const auto all, list());
    const DeploymentInfo* found = nullptr;
    std::vector<std::string> names;
    for (const auto& info : all) { // newest first: an earlier one wins unless a later one still runs
        if (info.id.str() == nameOrId) return info;
        if (info.name == nameOrId && (found == nullptr || (info.isRunning() && !found->isRunning()))) found = &info;
        if (std::find(names.begin(), names.end(), info.name) == names.end()) names.push_back(info.name);
    }
    if (found != nullptr) return *found;
    return failHint(ErrorKind::NotFound, fmt::format("there is no deployment '{}'", nameOrId),
                    suggestion(nameOrId, names));
}

Result<Table> Deployments::requestLog(const DeploymentId& deployment, size_t limit) const {
    LATHE_TRY(auto query, m_project->database().prepare(
                              "SELECT file FROM request_segment WHERE deployment = ? ORDER BY number DESC"));
    query.bind(deployment.str());
    std::vector<Table> segments; // newest first
    for (size_t rows = 0; rows < limit; rows += segments.back().rows()) {
        LATHE_TRY(const bool more, query.step());
        if (!more) break;
        LATHE_TRY(const auto file, ColumnFile::open(m_project->folder() / query.text(0)));
        const uint64_t wanted = std::min<uint64_t>(file->rows(), limit - rows);
        LATHE_TRY(auto segment, file->readTable(file->rows() - wanted, wanted));
        segments.push_back(std::move(segment));
    }
    if (segments.empty()) return Table{};
    Table log = std::move(segments.back());
    for (size_t i = segments.size() - 1; i-- > 0;)
        for (size_t column = 0; column < log.columns.size(); ++column)
            append(log.columns[column], segments[i].columns[column]);
    return log;
}

} // namespace lathe
