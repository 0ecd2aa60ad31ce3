// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_store.h"

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/runs/metric_store.h"
#include "core/runs/run_name.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>

namespace lathe {

namespace fs = std::filesystem;

namespace {

constexpr std::array<const char*, 5> stateNames{"queued", "running", "finished", "failed", "stopped"};

constexpr auto runColumns = R"sql(
    id, name, experiment, state, config, data, data_hash, model_kind, target, created_at, started_at, ended_at,
    pid, pid_ticks, host, progress_stage, progress_done, progress_total, environment, error, reproduces, model_hash,
    EXISTS(SELECT 1 FROM run_artifact WHERE run = run.id AND kind = 'checkpoint'), stop_requested FROM run)sql";

/// A process that takes part in a run: the one that created it while it is queued, its worker from then on.
struct Worker {
    int pid = 0;
    int64_t ticks = 0;
    std::string host;

    [[nodiscard]] bool isLocal() const { return pid > 0 && host == hostName(); }
    /// A process of another host cannot be looked at; it counts as alive.
    [[nodiscard]] bool isGone() const { return isLocal() && !isProcessAlive(pid, ticks); }

    [[nodiscard]] bool isSelf() const {
        const Worker own = self();
        return pid == own.pid && ticks == own.ticks && host == own.host;
    }

    static Worker self() {
        const int pid = ::getpid();
        return {pid, processStartTicks(pid).value_or(0), hostName()};
    }
};

struct RunRow {
    RunInfo info;
    RunState stored = RunState::Queued; // info.state tells what is shown
    bool hasCheckpoint = false;
    Worker worker;
};

std::string lostText(RunState stored) {
    return stored == RunState::Queued ? "the run's process ended before it began"
                                      : "the run's process ended without a word: it was killed, or it "
                                        "crashed (see the end of its log)";
}

RunRow rowOf(const Statement& row) {
    RunRow result;
    RunInfo& info = result.info;
    info.id = RunId(row.text(0));
    info.name = row.text(1);
    info.experiment = row.text(2);
    result.stored = runStateFromText(row.text(3)).value_or(RunState::Failed);
    info.config = row.text(4);
    info.data = row.text(5);
    info.dataHash = row.text(6);
    info.modelKind = row.text(7);
    info.target = row.text(8);
    info.createdAt = row.integer(9);
    info.startedAt = row.optionalInteger(10);
    info.endedAt = row.optionalInteger(11);
    result.worker = {static_cast<int>(row.integer(12)), row.integer(13), row.text(14)};
    info.progressStage = row.text(15);
    info.progressDone = row.real(16);
    info.progressTotal = row.real(17);
    info.environment = row.text(18);
    info.error = row.text(19);
    info.reproduces = row.text(20);
    info.modelHash = row.text(21);
    info.state = result.stored;
    if (!isEnded(result.stored) && result.worker.isGone()) {
        const bool asked =
            row.integer(23) != 0; // a stop that comes before there is anything to keep just ends the process
        info.state = asked ? RunState::Stopped : RunState::Failed;
        info.error = asked ? std::string() : lostText(result.stored);
    }
    result.hasCheckpoint = row.integer(22) != 0;
    info.resumable = (info.state == RunState::Failed || info.state == RunState::Stopped) && result.hasCheckpoint;
    return result;
}

Result<std::optional<RunRow>> rowById(Database& database, const RunId& run) {
    LATHE_TRY(auto query, database.prepare(fmt::format("SELECT {} WHERE id = ? AND deleted = 0", runColumns)));
    LATHE_TRY(const bool found, query.bind(run.str()).step());
    return found ? std::optional(rowOf(query)) : std::nullopt;
}

Result<RunRow> requireRow(Database& database, const RunId& run) {
    LATHE_TRY(auto row, rowById(database, run));
    if (!row) return fail(ErrorKind::NotFound, "there is no run '{}'", run.str());
    return *row;
}

Result<std::vector<RunRow>> rowsWhere(Database& database, const std::string& condition,
                                      const std::string& parameter = {}) {
    LATHE_TRY(auto query, database.prepare(fmt::format("SELECT {} WHERE deleted = 0 AND {} ORDER BY rowid DESC",
                                                       runColumns, condition)));
    if (condition.find('?') != std::string::npos) query.bind(parameter);
    std::vector<RunRow> rows;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return rows;
        rows.push_back(rowOf(query));
    }
}

std::string stateJson(RunState state) { return Json{{"state", toString(state)}}.dump(); }

AuditEntry auditOf(const char* action, const RunInfo& run, RunState before, RunState after) {
    return {action, "run " + run.name, stateJson(before), stateJson(after)};
}

Result<void> storeEnd(Database& database, const RunId& run, RunState state, const std::string& error,
                      const std::string& modelHash) {
    LATHE_TRY(auto update, database.prepare("UPDATE run SET state = ?, ended_at = ?, error = ?, model_hash = "
                                            "?, pid = NULL, pid_ticks = NULL WHERE id = ?"));
    return update.bind(toString(state)).bind(nowMicros()).bind(error).bind(modelHash).bind(run.str()).run();
}

Result<void> storeStopRequest(Database& database, const RunId& run) {
    LATHE_TRY(auto update, database.prepare("UPDATE run SET stop_requested = 1 WHERE id = ?"));
    return update.bind(run.str()).run();
}

bool staysInside(const Path& relative) {
    if (relative.empty() || relative.is_absolute()) return false;
    return std::none_of(relative.begin(), relative.end(), [](const Path& part) { return part == ".."; });
}

} // namespace

const char* toString(RunState state) { return stateNames[static_cast<size_t>(state)]; }

std::optional<RunState> runStateFromText(std::string_view text) {
    const auto found = std::find(stateNames.begin(), stateNames.end(), text);
    if (found == stateNames.end()) return std::nullopt;
    return static_cast<RunState>(found - stateNames.begin());
}

Result<RunInfo> RunStore::create(const NewRun& run) const {
    Database& database = m_project->database();
    const RunId id(newIdText("run"));
    const auto insertRun = [&](AuditEntry& entry) -> Result<void> {
        LATHE_TRY(auto count, database.prepare("SELECT count(*) FROM run"));
        LATHE_CHECK(count.step());
        const std::string name = run.name.empty() ? makeRunName(id.str(), count.integer(0) + 1) : run.name;
        entry.object = "run " + name;
        entry.after =
            Json{{"experiment", run.experiment}, {"data", run.data}, {"model", run.modelKind}, {"target", run.target}}
                .dump();
        const Worker creator = Worker::self();
        LATHE_TRY(auto insert, database.prepare("INSERT INTO run(id, name, experiment, state, config, data, data_hash, "
                                                "model_kind, target, created_at, reproduces, pid, pid_ticks, host) "
                                                "VALUES(?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        insert.bind(id.str()).bind(name).bind(run.experiment).bind(run.config).bind(run.data).bind(run.dataHash);
        insert.bind(run.modelKind).bind(run.target).bind(nowMicros()).bind(run.reproduces);
        LATHE_CHECK(insert.bind(creator.pid).bind(creator.ticks).bind(creator.host).run());
        return createFolders(folder(id));
    };
    LATHE_CHECK(m_project->change({"run.create", "", "", ""}, insertRun));
    LATHE_TRY(const RunRow row, requireRow(database, id));
    return row.info;
}

Result<RunInfo> RunStore::find(const std::string& idOrName) const {
    Database& database = m_project->database();
    LATHE_TRY(const auto exact, rowsWhere(database, "?1 IN (id, name)", idOrName));
    if (!exact.empty()) return exact.front().info;
    LATHE_TRY(const auto prefixed,
              rowsWhere(database,
                        "length(?1) > 0 AND (substr(id, 1, length(?1)) = ?1 OR substr(id, 5, length(?1)) = ?1)",
                        idOrName));
    if (prefixed.size() == 1) return prefixed.front().info;
    if (prefixed.size() > 1)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("'{}' is the beginning of {} runs", idOrName, prefixed.size()),
                        "Give more of the id, or the name.");
    LATHE_TRY(const auto all, rowsWhere(database, "1"));
    std::vector<std::string> names;
    for (const auto& row : all) names.push_back(row.info.name);
    const auto nearest = nearestName(idOrName, names);
    return failHint(ErrorKind::NotFound, fmt::format("there is no run '{}'", idOrName),
                    nearest ? fmt::format("Did you mean '{}'?", *nearest) : "See: lathe run list");
}

Result<std::vector<RunInfo>> RunStore::list(const std::string& experiment) const {
    LATHE_TRY(auto rows, rowsWhere(m_project->database(), "(?1 = '' OR experiment = ?1)", experiment));
    std::vector<RunInfo> runs;
    for (auto& row : rows) runs.push_back(std::move(row.info));
    return runs;
}

Result<std::vector<std::string>> RunStore::experiments() const {
    LATHE_TRY(auto query, m_project->database().prepare(
                              "SELECT DISTINCT experiment FROM run WHERE deleted = 0 ORDER BY experiment"));
    std::vector<std::string> names;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return names;
        names.push_back(query.text(0));
    }
}

Result<void> RunStore::begin(const RunId& run, const std::string& environmentJson, bool resume) const {
    Database& database = m_project->database();
    return m_project->change({}, [&](AuditEntry& entry) -> Result<void> {
        LATHE_TRY(const RunRow row, requireRow(database, run));
        const Worker self = Worker::self();
        if (row.stored != RunState::Queued)
            return failHint(ErrorKind::Conflict, fmt::format("run {} is {}", row.info.name, toString(row.info.state)),
                            row.info.resumable ? "Go on with: lathe run resume" : "Start a new run.");
        entry = auditOf(resume ? "run.resume" : "run.begin", row.info, row.stored, RunState::Running);
        LATHE_TRY(auto update,
                  database.prepare("UPDATE run SET state = 'running', started_at = coalesce(started_at, ?), "
                                   "ended_at = NULL, pid = ?, pid_ticks = ?, host = ?, "
                                   "environment = ?, error = '' WHERE id = ?"));
        update.bind(nowMicros()).bind(self.pid).bind(self.ticks).bind(self.host).bind(environmentJson);
        return update.bind(run.str()).run();
    });
}

Result<void> RunStore::assignWorker(const RunId& run, int pid) const {
    LATHE_TRY(auto update, m_project->database().prepare(
                               "UPDATE run SET pid = ?, pid_ticks = ?, host = ? WHERE id = ? AND state = 'queued'"));
    return update.bind(pid).bind(processStartTicks(pid).value_or(0)).bind(hostName()).bind(run.str()).run();
}

Result<void> RunStore::setProgress(const RunId& run, const std::string& stage, double done, double total) const {
    LATHE_TRY(auto update,
              m_project->database().prepare(
                  "UPDATE run SET progress_stage = ?, progress_done = ?, progress_total = ? WHERE id = ?"));
    return update.bind(stage).bind(done).bind(total).bind(run.str()).run();
}

Result<void> RunStore::end(const RunId& run, RunState state, const std::string& error,
                           const std::string& modelHash) const {
    if (!isEnded(state)) return fail(ErrorKind::Internal, "'{}' is no end of a run", toString(state));
    Database& database = m_project->database();
    LATHE_CHECK(database.transact([&] { return MetricStore(database).pack(run); }));
    return m_project->change({}, [&](AuditEntry& entry) -> Result<void> {
        LATHE_TRY(const RunRow row, requireRow(database, run));
        if (isEnded(row.stored))
            return fail(ErrorKind::Conflict, "run {} ended already, as {}", row.info.name, toString(row.stored));
        if (row.stored == RunState::Running && !row.worker.isSelf())
            return fail(ErrorKind::Conflict, "run {} belongs to another process", row.info.name);
        entry = auditOf("run.end", row.info, row.stored, state);
        return storeEnd(database, run, state, error, modelHash);
    });
}

Result<void> RunStore::requeue(const RunId& run) const {
    Database& database = m_project->database();
    return m_project->change({}, [&](AuditEntry& entry) -> Result<void> {
        LATHE_TRY(const RunRow row, requireRow(database, run));
        if (!row.info.resumable)
            return failHint(ErrorKind::Conflict,
                            fmt::format("run {} cannot be resumed: it is {}", row.info.name, toString(row.info.state)),
                            "Only a run that failed or was stopped after its first checkpoint can be resumed.");
        entry = auditOf("run.requeue", row.info, row.stored, RunState::Queued);
        const Worker self = Worker::self();
        LATHE_TRY(auto update,
                  database.prepare("UPDATE run SET state = 'queued', ended_at = NULL, error = '', stop_requested = 0, "
                                   "pid = ?, pid_ticks = ?, host = ? WHERE id = ?"));
        return update.bind(self.pid).bind(self.ticks).bind(self.host).bind(run.str()).run();
    });
}

Result<void> RunStore::requestStop(const RunId& run) const {
    Database& database = m_project->database();
    std::optional<Worker> worker;
    LATHE_CHECK(m_project->change({}, [&](AuditEntry& entry) -> Result<void> {
        LATHE_TRY(const RunRow row, requireRow(database, run));
        if (isEnded(row.info.state))
            return fail(ErrorKind::Conflict, "run {} ended already, as {}", row.info.name, toString(row.info.state));
        entry = {"run.stop", "run " + row.info.name, "", ""};
        if (row.stored == RunState::Running && row.worker.isLocal()) worker = row.worker;
        auto noted = storeStopRequest(database, run);
        // Its process may take long to load; it will find that there is nothing to begin.
        return noted && row.stored == RunState::Queued ? storeEnd(database, run, RunState::Stopped, "", "") : noted;
    }));
    if (worker && !worker->isGone() && worker->pid != ::getpid()) ::kill(worker->pid, SIGTERM);
    return {};
}

Result<bool> RunStore::stopRequested(const RunId& run) const {
    LATHE_TRY(auto query, m_project->database().prepare("SELECT stop_requested FROM run WHERE id = ?"));
    LATHE_TRY(const bool found, query.bind(run.str()).step());
    if (!found) return fail(ErrorKind::NotFound, "there is no run '{}'", run.str());
    return query.integer(0) != 0;
}

Result<void> RunStore::setParameters(const RunId& run, const std::map<std::string, std::string>& parameters) const {
    Database& database = m_project->database();
    return database.transact([&]() -> Result<void> {
        LATHE_TRY(auto insert, database.prepare("INSERT OR REPLACE INTO run_param(run, key, value) VALUES(?, ?, ?)"));
        for (const auto& [key, value] : parameters) LATHE_CHECK(insert.bind(run.str()).bind(key).bind(value).run());
        return {};
    });
}

Result<std::map<std::string, std::string>> RunStore::parameters(const RunId& run) const {
    LATHE_TRY(auto query, m_project->database().prepare("SELECT key, value FROM run_param WHERE run = ?"));
    query.bind(run.str());
    std::map<std::string, std::string> parameters;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return parameters;
        parameters[query.text(0)] = query.text(1);
    }
}

Result<void> RunStore::addArtifact(const RunId& run, const std::string& path, const std::string& kind) const {
    const Path file = folder(run) / path;
    if (!staysInside(path)) return fail(ErrorKind::InvalidInput, "'{}' is not a path below the run's folder", path);
    std::error_code code;
    if (fs::is_directory(file, code))
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is a folder", file.string()),
                        "Register the files in it.");
    LATHE_TRY(const std::string digest, sha256File(file));
    const auto bytes = fs::file_size(file, code);
    if (code) return fail(ErrorKind::Io, "cannot read '{}': {}", file.string(), code.message());
    LATHE_TRY(auto insert,
              m_project->database().prepare(
                  "INSERT OR REPLACE INTO run_artifact(run, path, kind, bytes, sha256) VALUES(?, ?, ?, ?, ?)"));
    return insert.bind(run.str()).bind(path).bind(kind).bind(static_cast<int64_t>(bytes)).bind(digest).run();
}

Result<std::vector<RunArtifact>> RunStore::artifacts(const RunId& run) const {
    LATHE_TRY(auto query, m_project->database().prepare(
                              "SELECT path, kind, bytes, sha256 FROM run_artifact WHERE run = ? ORDER BY path"));
    query.bind(run.str());
    std::vector<RunArtifact> artifacts;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return artifacts;
        artifacts.push_back({query.text(0), query.text(1), static_cast<uint64_t>(query.integer(2)), query.text(3)});
    }
}

Path RunStore::folder(const RunId& run) const { return m_project->folder() / "runs" / run.str(); }

Result<std::string> RunStore::logTail(const RunId& run, size_t bytes) const {
    std::ifstream file(folder(run) / "log.txt", std::ios::binary | std::ios::ate);
    if (!file) return std::string();
    const auto size = static_cast<size_t>(file.tellg());
    const size_t taken = std::min(bytes, size);
    std::string text(taken, '\0');
    file.seekg(static_cast<std::streamoff>(size - taken));
    file.read(text.data(), static_cast<std::streamsize>(taken));
    text.resize(static_cast<size_t>(file.gcount()));
    if (taken < size)
        text.erase(0,
                   text.find('\n') + 1); // begin with a whole line, or, if there is none, with what there is
    return text;
}

Result<int> RunStore::reconcile() const {
    Database& database = m_project->database();
    LATHE_TRY(const auto suspects, rowsWhere(database, "state IN ('queued', 'running')"));
    int lost = 0;
    for (const auto& suspect : suspects) {
        if (!suspect.worker.isGone()) continue;
        LATHE_CHECK(database.transact([&] { return MetricStore(database).pack(suspect.info.id); }));
        const auto stored = m_project->change({}, [&](AuditEntry& entry) -> Result<void> {
            LATHE_TRY(const RunRow row, requireRow(database, suspect.info.id));
            const bool still = !isEnded(row.stored) && row.worker.isGone();
            if (!still) return fail(ErrorKind::Conflict, "run {} went on", row.info.name);
            entry = auditOf("run.lost", row.info, row.stored, row.info.state);
            return storeEnd(database, row.info.id, row.info.state, row.info.error, "");
        });
        if (stored) {
            ++lost;
        } else if (stored.error().kind != ErrorKind::Conflict) {
            return failure(stored.error());
        }
    }
    return lost;
}

Result<void> RunStore::remove(const RunId& run) const {
    LATHE_TRY(const RunRow row, requireRow(m_project->database(), run));
    if (!isEnded(row.info.state))
        return failHint(ErrorKind::Conflict, fmt::format("run {} is {}", row.info.name, toString(row.info.state)),
                        "Stop it first.");
    return m_project->moveToTrash("run", run.str(), row.info.name);
}

} // namespace lathe
