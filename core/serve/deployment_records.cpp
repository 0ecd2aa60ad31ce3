// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/deployment_records.h"

#include <algorithm>

#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/process.h"
#include "core/base/text.h"

namespace lathe {

namespace {

constexpr const char* diedError = "the server process ended unexpectedly";

DeploymentState stateFromText(std::string_view text) {
    for (const auto state : {DeploymentState::Starting, DeploymentState::Ready, DeploymentState::Stopped})
        if (text == toString(state)) return state;
    return DeploymentState::Failed;
}

Result<void> checkName(const std::string& name) {
    constexpr size_t longest = 100;
    const auto allowed = [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    };
    if (!name.empty() && name.size() <= longest && std::all_of(name.begin(), name.end(), allowed)) return {};
    return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not a deployment name", name),
                    "Use 1 to 100 letters, digits, '-', '_' and '.': the name is part of the server's addresses.");
}

struct StoredDeployment {
    DeploymentInfo info;
    bool isDead = false; ///< stored as running, but its process is gone
};

StoredDeployment fromRow(const Statement& row) {
    StoredDeployment stored;
    DeploymentInfo& info = stored.info;
    info.id = DeploymentId(row.text(0));
    info.name = row.text(1);
    info.model = row.text(2);
    info.modelVersion = static_cast<int>(row.integer(3));
    info.state = stateFromText(row.text(4));
    info.address = row.text(5);
    info.port = static_cast<int>(row.integer(6));
    info.pid = static_cast<int>(row.integer(7));
    info.startedAt = row.integer(9);
    info.stoppedAt = row.optionalInteger(10);
    info.error = row.text(11);
    info.loggedRows = static_cast<uint64_t>(row.integer(12));
    stored.isDead = info.isRunning() && !isProcessAlive(info.pid, row.integer(8));
    if (stored.isDead) {
        info.state = DeploymentState::Failed;
        info.error = diedError;
    }
    return stored;
}

constexpr std::string_view selection =
    "SELECT id, name, model, model_version, state, address, port, pid, pid_ticks, started_at, stopped_at, error, "
    "(SELECT COALESCE(SUM(rows), 0) FROM request_segment WHERE deployment = id) FROM deployment ";

Result<std::vector<StoredDeployment>> readAll(Database& database) {
    LATHE_TRY(auto query, database.prepare(std::string(selection) + "ORDER BY started_at DESC, rowid DESC"));
    std::vector<StoredDeployment> all;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return all;
        all.push_back(fromRow(query));
    }
}

/// Ends the record unless it has ended; false when it had. Within a transaction.
Result<bool> markEnded(Database& database, const DeploymentId& id, DeploymentState state, const std::string& error) {
    LATHE_TRY(
        auto update,
        database.prepare("UPDATE deployment SET state = ?, error = ?, stopped_at = ?, pid = NULL, pid_ticks = NULL "
                         "WHERE id = ? AND state IN ('starting', 'ready')"));
    LATHE_CHECK(update.bind(toString(state)).bind(error).bind(nowMicros()).bind(id.str()).run());
    return database.changes() == 1;
}

std::string objectOf(const DeploymentId& id) { return "deployment " + id.str(); }

} // namespace

const char* toString(DeploymentState state) {
    switch (state) {
    case DeploymentState::Starting: return "starting";
    case DeploymentState::Ready: return "ready";
    case DeploymentState::Stopped: return "stopped";
    case DeploymentState::Failed: return "failed";
    }
    return "failed";
}

Result<DeploymentId> DeploymentRecords::reserve(const std::string& name, const std::string& model, int version) const {
    LATHE_CHECK(checkName(name));
    LATHE_CHECK(reconcile());
    const DeploymentId id(newIdText("deployment"));
    const Json after{{"name", name}, {"model", fmt::format("{}@{}", model, version)}};
    LATHE_CHECK(
        m_project->change({"deployment.start", objectOf(id), {}, after.dump()}, [&](AuditEntry&) -> Result<void> {
            Database& database = m_project->database();
            LATHE_TRY(const auto all, readAll(database));
            for (const auto& other : all)
                if (other.info.isRunning() && other.info.name == name)
                    return failHint(ErrorKind::Conflict,
                                    fmt::format("a deployment named '{}' is running already", name),
                                    fmt::format("Choose another name, or stop it first: lathe serve stop {}", name));
            LATHE_TRY(auto insert,
                      database.prepare(
                          "INSERT INTO deployment(id, name, model, model_version, state, pid, pid_ticks, started_at) "
                          "VALUES(?, ?, ?, ?, 'starting', ?, ?, ?)"));
            insert.bind(id.str()).bind(name).bind(model).bind(version);
            return insert.bind(static_cast<int64_t>(::getpid()))
                .bind(processStartTicks(::getpid()))
                .bind(nowMicros())
                .run();
        }));
    return id;
}

Result<void> DeploymentRecords::adopt(const DeploymentId& id) const {
    return m_project->database().transact([&]() -> Result<void> {
        Database& database = m_project->database();
        LATHE_TRY(auto update,
                  database.prepare("UPDATE deployment SET pid = ?, pid_ticks = ? WHERE id = ? AND state = 'starting'"));
        LATHE_CHECK(
            update.bind(static_cast<int64_t>(::getpid())).bind(processStartTicks(::getpid())).bind(id.str()).run());
        if (database.changes() == 1) return {};
        return fail(ErrorKind::NotFound, "there is no deployment '{}' that waits for its server", id.str());
    });
}

Result<void> DeploymentRecords::setReady(const DeploymentId& id, const std::string& address, int port) const {
    const Json after{{"address", address}, {"port", port}};
    return m_project->change({"deployment.ready", objectOf(id), {}, after.dump()}, [&](AuditEntry&) -> Result<void> {
        LATHE_TRY(auto update, m_project->database().prepare(
                                   "UPDATE deployment SET state = 'ready', address = ?, port = ? WHERE id = ?"));
        return update.bind(address).bind(port).bind(id.str()).run();
    });
}

Result<void> DeploymentRecords::end(const DeploymentId& id, DeploymentState state, const std::string& error) const {
    LATHE_TRY(const DeploymentInfo before, get(id));
    if (!before.isRunning() && before.error != diedError) return {};
    const Json after{{"state", toString(state)}, {"error", error}};
    const std::string action = state == DeploymentState::Stopped ? "deployment.stop" : "deployment.fail";
    return m_project->change({action, objectOf(id), {}, after.dump()}, [&](AuditEntry&) -> Result<void> {
        LATHE_CHECK(markEnded(m_project->database(), id, state, error));
        return {};
    });
}

Result<std::vector<DeploymentInfo>> DeploymentRecords::list() const {
    LATHE_TRY(const auto all, readAll(m_project->database()));
    std::vector<DeploymentInfo> list;
    for (const auto& stored : all) list.push_back(stored.info);
    return list;
}

Result<DeploymentInfo> DeploymentRecords::get(const DeploymentId& id) const {
    LATHE_TRY(auto query, m_project->database().prepare(std::string(selection) + "WHERE id = ?"));
    LATHE_TRY(const bool found, query.bind(id.str()).step());
    if (!found) return fail(ErrorKind::NotFound, "there is no deployment '{}'", id.str());
    return fromRow(query).info;
}

Result<void> DeploymentRecords::reconcile() const {
    LATHE_TRY(const auto all, readAll(m_project->database()));
    for (const auto& stored : all)
        if (stored.isDead) {
            LATHE_CHECK(end(stored.info.id, DeploymentState::Failed, diedError));
        }
    return {};
}

} // namespace lathe
