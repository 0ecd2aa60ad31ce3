// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite_connection.h"

#include "core/base/clock.h"

#include <sqlite3.h>

#include <chrono>
#include <thread>

namespace lathe {

namespace {

/// A path as a SQLite URI: everything that could be read as syntax is escaped, so any file name works.
std::string fileUri(const Path& path, const char* query) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(path).string()) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '-' || c == '_' || c == '.';
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri + query;
}

int openFlags(SqliteConnection::Kind kind) {
    constexpr int common = SQLITE_OPEN_URI | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (kind) {
    case SqliteConnection::Kind::Create: return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case SqliteConnection::Kind::ReadWrite: return common | SQLITE_OPEN_READWRITE;
    default: return common | SQLITE_OPEN_READONLY;
    }
}

ErrorKind kindOf(int code) {
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: return ErrorKind::Locked;
    case SQLITE_CONSTRAINT: return ErrorKind::Conflict;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorKind::Corrupt;
    case SQLITE_READONLY: return ErrorKind::Unsupported;
    case SQLITE_INTERRUPT: return ErrorKind::Cancelled;
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG: return ErrorKind::InvalidInput;
    case SQLITE_MISUSE:
    case SQLITE_RANGE: return ErrorKind::Internal;
    default: return ErrorKind::Io;
    }
}

std::string hintOf(int code) {
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_PROTOCOL: return "Another program kept the project's database for 30 seconds. Close it or try again.";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "Copy the folder, then restore project.sqlite from a backup, or save what is left with: "
               "sqlite3 project.sqlite .recover";
    case SQLITE_READONLY: return "The project is open read-only, or its folder does not permit writing.";
    case SQLITE_IOERR: return "The disk may be full or failing. Nothing committed is lost.";
    case SQLITE_FULL: return "The disk is full. Free some space and try again; nothing committed is lost.";
    default: return {};
    }
}

} // namespace

Error sqliteError(sqlite3* db, int code, const std::string& doing) {
    const bool fromHandle = db != nullptr && sqlite3_extended_errcode(db) == code;
    const char* text = fromHandle ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    return Error{kindOf(code), fmt::format("cannot {}: {}", doing, text), hintOf(code), {}};
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const Path& path, Kind kind) {
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection);
    connection->m_random.seed(std::random_device{}());
    const std::string uri = fileUri(path, kind == Kind::Immutable ? "?immutable=1" : "");
    const std::string doing = "open '" + path.string() + "'";
    const int code = sqlite3_open_v2(uri.c_str(), &connection->m_handle, openFlags(kind), nullptr);
    if (code != SQLITE_OK) return failure(sqliteError(connection->m_handle, code, doing));
    const bool mayWrite = kind == Kind::ReadWrite || kind == Kind::Create;
    if (mayWrite && sqlite3_db_readonly(connection->m_handle, "main") == 1)
        return failHint(ErrorKind::Io, fmt::format("cannot write '{}'", path.string()),
                        "Open the project read-only, or change the permissions of its folder.");
    if (auto configured = connection->configure(kind); !configured)
        return failure(std::move(configured.error()).within("opening '" + path.string() + "'"));
    return connection;
}

Result<void> SqliteConnection::configure(Kind kind) {
    sqlite3_busy_handler(m_handle, &SqliteConnection::onBusy, this);
    // FULL: a commit is on the disk when it returns, also after a power loss.
    LATHE_CHECK(execute("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF;"));
    if (kind != Kind::Create && kind != Kind::ReadWrite) return execute("SELECT count(*) FROM sqlite_schema");
    LATHE_CHECK(execute("PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=16777216;"));
    std::string mode;
    const auto read = [](void* text, int, char** values, char**) {
        if (values[0] != nullptr) *static_cast<std::string*>(text) = values[0];
        return 0;
    };
    sqlite3_exec(m_handle, "PRAGMA journal_mode", read, &mode, nullptr);
    if (mode == "wal") return {};
    return failHint(ErrorKind::Io, "this file system lacks the shared memory or locks that a project needs",
                    "Copy the project to a local disk, or open it read-only.");
}

SqliteConnection::~SqliteConnection() {
    if (m_handle != nullptr) sqlite3_close_v2(m_handle);
}

Result<void> SqliteConnection::execute(const std::string& sql) {
    const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return {};
    return failure(sqliteError(m_handle, code, fmt::format("run '{}'", sql.substr(0, 80))));
}

void SqliteConnection::checkpoint() {
    sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

/// SQLite's own handler sleeps ever longer and so starves whoever waits longest; short random waits are fair.
int SqliteConnection::onBusy(void* self, int attempt) {
    auto& connection = *static_cast<SqliteConnection*>(self);
    const double now = monotonicSeconds();
    if (attempt == 0) connection.m_busySince = now;
    if (now - connection.m_busySince > busySeconds) return 0;
    std::uniform_int_distribution<int> wait(500, 1500);
    std::this_thread::sleep_for(std::chrono::microseconds(wait(connection.m_random)));
    return 1;
}

} // namespace lathe
