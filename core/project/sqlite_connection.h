// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"

#include <memory>
#include <random>
#include <string>

struct sqlite3;

namespace lathe {

/// Our Error for a SQLite result code; \p db may be null. \p doing ends up in the message: "read", "run
/// 'INSERT…'".
[[nodiscard]] Error sqliteError(sqlite3* db, int code, const std::string& doing);

/// How long any statement waits for other processes before it gives up.
constexpr double busySeconds = 30;

/// One SQLite handle with the settings every connection of ours has. Internal to core/project.
class SqliteConnection {
public:
    enum class Kind {
        ReadWrite,
        Create,    ///< the file must not exist
        ReadOnly,  ///< sees what other processes commit
        Immutable, ///< for a folder that nobody can write: neither locks nor log files are needed
    };

    static Result<std::unique_ptr<SqliteConnection>> open(const Path& path, Kind kind);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    [[nodiscard]] sqlite3* handle() const { return m_handle; }
    /// Runs one or more statements; rows are dropped.
    Result<void> execute(const std::string& sql);
    /// Moves what it can from the log into the file without waiting for anybody.
    void checkpoint();

private:
    SqliteConnection() = default;
    Result<void> configure(Kind kind);
    static int onBusy(void* self, int attempt);

    sqlite3* m_handle = nullptr;
    double m_busySince = 0;
    std::minstd_rand m_random;
};

} // namespace lathe
