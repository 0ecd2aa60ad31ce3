// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/writers/row_feed.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <map>

namespace lathe::writers {

namespace {

/// Quoted as SQL names are.
std::string sqlName(const std::string& name) {
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

const char* declaredType(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return "BOOLEAN";
    case ColumnType::Integer: return "INTEGER";
    case ColumnType::Real: return "REAL";
    case ColumnType::Category:
    case ColumnType::Text: return "TEXT";
    case ColumnType::Date: return "DATE";
    case ColumnType::Timestamp: return "TIMESTAMP";
    }
    return "";
}

/// SQLite takes names that differ in the case of ASCII letters for one.
Result<void> checkNames(const std::vector<ColumnSchema>& schema) {
    std::map<std::string, std::string> known;
    for (const auto& column : schema) {
        const auto [entry, isNew] = known.emplace(lowered(column.name), column.name);
        if (!isNew)
            return failHint(
                ErrorKind::InvalidInput,
                fmt::format("columns '{}' and '{}' would have the same name in SQLite", entry->second, column.name),
                "Rename one of them, or leave it out.");
    }
    return {};
}

class Database {
public:
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() {
        sqlite3_finalize(m_insert);
        sqlite3_close(m_database);
    }

    Result<void> open(const Path& file) {
        // A file that nobody else sees, and that is thrown away unless it is finished, needs no journal.
        constexpr const char* settings =
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; BEGIN";
        if (sqlite3_open_v2(file.c_str(), &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) !=
            SQLITE_OK)
            return error();
        return run(settings);
    }
    Result<void> run(const std::string& sql) {
        if (sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error();
        return {};
    }
    Result<void> prepareInsert(const std::string& table, size_t columns) {
        std::string sql = "INSERT INTO " + sqlName(table) + " VALUES (?";
        for (size_t i = 1; i < columns; ++i) sql += ",?";
        if (sqlite3_prepare_v2(m_database, (sql + ")").c_str(), -1, &m_insert, nullptr) != SQLITE_OK) return error();
        return {};
    }
    Result<void> insert(const Table& rows, size_t row) {
        for (size_t i = 0; i < rows.columns.size(); ++i)
            if (bind(static_cast<int>(i) + 1, rows.columns[i], row) != SQLITE_OK) return error();
        if (sqlite3_step(m_insert) != SQLITE_DONE || sqlite3_reset(m_insert) != SQLITE_OK) return error();
        return {};
    }

private:
    int bind(int place, const Column& column, size_t row) {
        if (column.isMissing(row)) return sqlite3_bind_null(m_insert, place);
        switch (column.schema.type) {
        case ColumnType::Boolean:
        case ColumnType::Integer: return sqlite3_bind_int64(m_insert, place, column.integers[row]);
        case ColumnType::Real: return sqlite3_bind_double(m_insert, place, column.reals[row]);
        case ColumnType::Category:
        case ColumnType::Text: return bindText(place, column.text(row), SQLITE_STATIC);
        case ColumnType::Date:
        case ColumnType::Timestamp: return bindText(place, column.display(row), SQLITE_TRANSIENT);
        }
        return SQLITE_MISUSE;
    }
    int bindText(int place, std::string_view text, sqlite3_destructor_type lifetime) {
        return sqlite3_bind_text64(m_insert, place, text.data() == nullptr ? "" : text.data(), text.size(), lifetime,
                                   SQLITE_UTF8);
    }
    [[nodiscard]] Failure error() const {
        const int code = sqlite3_errcode(m_database) & 0xFF;
        const std::string what = fmt::format("cannot write the SQLite file: {}", sqlite3_errmsg(m_database));
        if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN)
            return failHint(ErrorKind::Io, what, "Check that the disk has room and that the folder can be written to.");
        return failHint(ErrorKind::InvalidInput, what, "Another format may hold it.");
    }

    sqlite3* m_database = nullptr;
    sqlite3_stmt* m_insert = nullptr;
};

} // namespace

Result<void> writeSqlite(const RowFeed& rows, const Path& file, const std::string& table, const JobContext& job) {
    LATHE_CHECK(checkNames(rows.schema()));
    std::string columns;
    for (const auto& column : rows.schema())
        columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", sqlName(column.name), declaredType(column.type));
    Database database;
    LATHE_CHECK(database.open(file));
    LATHE_CHECK(database.run(fmt::format("CREATE TABLE {} ({})", sqlName(table), columns)));
    LATHE_CHECK(database.prepareInsert(table, rows.schema().size()));
    auto written = rows.forEach({}, job, [&](const Table& piece, uint64_t first) -> Result<void> {
        for (size_t row = 0; row < piece.rows(); ++row) {
            LATHE_CHECK(database.insert(piece, row));
            if (row % rowsBetweenStops != 0) continue;
            LATHE_CHECK(job.checkStop());
            job.setDone(static_cast<double>(first + row));
        }
        job.setDone(static_cast<double>(first + piece.rows()));
        return {};
    });
    LATHE_CHECK(std::move(written));
    return database.run("COMMIT");
}

} // namespace lathe::writers
