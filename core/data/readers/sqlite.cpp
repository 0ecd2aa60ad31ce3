// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/sqlite.h"

#include "core/base/text.h"
#include "core/data/readers/row_import.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace lathe::readers {

namespace {

constexpr size_t mostRowsAtOnce = 8192;
constexpr size_t pieceBytes = size_t{4} << 20;
constexpr int longestValue = 256 << 20; ///< bytes of a text, a BLOB or a row
/// Rows are counted this far for the list of tables.
constexpr int64_t countedRows = 1'000'000;

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct EndStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using DatabasePtr = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementPtr = std::unique_ptr<sqlite3_stmt, EndStatement>;

std::string quotedName(const std::string& name) {
    std::string quoted = "\"";
    for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

/// The path as an URI, in which ? # and % have a meaning.
std::string immutableUri(const Path& file) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (c == '?' || c == '#' || c == '%') uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else uri += c;
    }
    return uri + "?mode=ro&immutable=1";
}

int allowReading(void*, int action, const char*, const char*, const char*, const char*) {
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    default: return SQLITE_DENY;
    }
}

/// Ends a statement that was asked to stop, or that takes longer than it may.
struct Watch {
    std::stop_token stop;
    int64_t turnsLeft = -1; ///< negative: as many as it needs

    static constexpr int instructionsPerTurn = 100'000; // about a millisecond
    static int look(void* watch) {
        auto& self = *static_cast<Watch*>(watch);
        if (self.turnsLeft > 0) --self.turnsLeft;
        return self.stop.stop_requested() || self.turnsLeft == 0 ? 1 : 0;
    }
};

class SqliteSource final : public CountedSource {
public:
    explicit SqliteSource(std::string name) : m_name(std::move(name)) {}

    Result<void> open(const Path& file) {
        sqlite3* database = nullptr;
        const int code =
            sqlite3_open_v2(immutableUri(file).c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
        m_database.reset(database);
        if (code != SQLITE_OK) return error("open");
        std::error_code none;
        Path log = file;
        log += "-wal";
        if (const auto bytes = std::filesystem::file_size(log, none); !none && bytes > 0)
            m_facts.reasons.emplace_back(
                "A write-ahead log lies beside the file; rows that only it holds are not read. Close the program that uses it.");
        return prepareDatabase();
    }

    Result<void> openImage(std::string_view image) {
        sqlite3* database = nullptr;
        const int code = sqlite3_open(":memory:", &database);
        m_database.reset(database);
        if (code != SQLITE_OK) return error("open");
        auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(image.size() + 1));
        if (copy == nullptr) return fail(ErrorKind::Io, "no memory for '{}'", m_name);
        std::memcpy(copy, image.data(), image.size());
        const auto size = static_cast<sqlite3_int64>(image.size());
        // The library frees the copy, also when it refuses it.
        if (sqlite3_deserialize(database, "main", copy, size, size,
                                SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
            return error("open");
        return prepareDatabase();
    }

    Result<void> choose(const ImportOptions& options) {
        m_query = options.query;
        if (m_query.empty()) LATHE_CHECK(chooseTable(options.table));
        else m_facts.reasons.emplace_back("The rows are those of the query.");
        LATHE_CHECK(rewind());
        const int count = sqlite3_column_count(m_statement.get());
        if (count == 0)
            return failHint(ErrorKind::InvalidInput, fmt::format("the query on '{}' gives no rows", m_name),
                            "Write one SELECT.");
        for (int i = 0; i < count; ++i) {
            m_columns.push_back({sqlite3_column_name(m_statement.get(), i), allKinds, false});
            const char* declared = sqlite3_column_decltype(m_statement.get(), i);
            const std::string type = lowered(declared ? declared : "");
            m_flags.push_back(type == "bool" || type == "boolean");
        }
        return {};
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override { return m_columns; }

    void stopWhen(const std::stop_token& stop) override {
        m_watch.stop = stop;
        m_patience = -1;
        m_watch.turnsLeft = m_patience;
    }

    Result<void> rewind() override {
        m_row = 0;
        m_ended = false;
        m_watch.turnsLeft = m_patience;
        sqlite3_stmt* statement = nullptr;
        const char* rest = nullptr;
        const int code =
            sqlite3_prepare_v2(m_database.get(), m_query.c_str(), static_cast<int>(m_query.size()), &statement, &rest);
        m_statement.reset(statement);
        if (code == SQLITE_AUTH)
            return failHint(ErrorKind::InvalidInput, fmt::format("the query on '{}' does more than read", m_name),
                            "Write one SELECT.");
        if (code != SQLITE_OK) return error("run the query on");
        if (!trimmed(rest).empty() && trimmed(rest) != ";")
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("the query on '{}' is more than one statement", m_name), "Write one SELECT.");
        return {};
    }

    Result<bool> read(Piece& piece, const std::vector<ColumnPlan>& plan, size_t mostRows) override {
        piece.firstRecord = m_row + 1;
        piece.decoded = emptyPiece(plan);
        size_t bytes = 0;
        uint32_t record = 0;
        // A step behind the end would begin again.
        for (; !m_ended && record < std::min(mostRows, mostRowsAtOnce) && bytes < pieceBytes; ++record) {
            const int code = sqlite3_step(m_statement.get());
            m_ended = code == SQLITE_DONE;
            if (m_ended) break;
            if (code == SQLITE_INTERRUPT) return interrupted();
            if (code != SQLITE_ROW) return error("read");
            addRow(piece, record, bytes);
        }
        m_row += record;
        return record > 0;
    }

private:
    /// SQLite's message. A wrong query is the user's; the rest is the file's.
    [[nodiscard]] Failure error(const char* action) const {
        const int code = m_database ? sqlite3_errcode(m_database.get()) : SQLITE_NOMEM;
        const ErrorKind kind = code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? ErrorKind::Corrupt
                               : code == SQLITE_ERROR                          ? ErrorKind::InvalidInput
                               : code == SQLITE_INTERRUPT                      ? ErrorKind::Cancelled
                                                                               : ErrorKind::Io;
        return fail(kind, "cannot {} '{}': {}", action, m_name,
                    m_database ? sqlite3_errmsg(m_database.get()) : "no memory");
    }

    [[nodiscard]] Failure interrupted() const {
        if (m_watch.stop.stop_requested()) return fail(ErrorKind::Cancelled, "cancelled");
        return failHint(ErrorKind::Unsupported,
                        fmt::format("the query on '{}' gives no rows for seconds, so they cannot be shown", m_name),
                        "Import it, or make the query simpler.");
    }

    Result<void> prepareDatabase() {
        sqlite3* database = m_database.get();
        // The schema is foreign: what it calls must be harmless, and no trick may write to the library's own tables.
        sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_limit(database, SQLITE_LIMIT_LENGTH,
                      longestValue); // a view can make texts of a gigabyte out of nothing
        sqlite3_set_authorizer(database, allowReading, nullptr);
        sqlite3_progress_handler(database, Watch::instructionsPerTurn, Watch::look, &m_watch);
        return {};
    }

    Result<std::vector<std::vector<std::string>>> rowsOf(const std::string& sql) {
        sqlite3_stmt* raw = nullptr;
        const int code = sqlite3_prepare_v2(m_database.get(), sql.c_str(), -1, &raw, nullptr);
        const StatementPtr statement(raw);
        if (code != SQLITE_OK) return error("read");
        std::vector<std::vector<std::string>> rows;
        for (;;) {
            const int stepped = sqlite3_step(raw);
            if (stepped == SQLITE_DONE) return rows;
            if (stepped != SQLITE_ROW) return error("read");
            auto& row = rows.emplace_back();
            for (int i = 0; i < sqlite3_column_count(raw); ++i) {
                const auto* text = sqlite3_column_text(raw, i);
                row.emplace_back(text ? reinterpret_cast<const char*>(text) : "");
            }
        }
    }

    /// Errors: Cancelled when it takes long (a view over a large table); those of the view.
    Result<int64_t> countRows(const std::string& table) {
        constexpr int64_t turns = 200;
        m_watch.turnsLeft = turns;
        const auto count =
            rowsOf(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})", quotedName(table), countedRows + 1));
        m_watch.turnsLeft = m_patience;
        if (!count) return failure(count.error());
        return parseInteger(count->at(0).at(0)).value_or(0);
    }

    Result<void> chooseTable(const std::string& wanted) {
        LATHE_TRY(
            const auto tables,
            rowsOf(
                "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"));
        if (tables.empty())
            return failHint(ErrorKind::InvalidInput, fmt::format("'{}' has no tables", m_name),
                            "There is nothing to import.");
        std::vector<std::string> names;
        int64_t most = -1;
        for (const auto& table : tables) {
            names.push_back(table[0]);
            const auto rows = countRows(table[0]); // a view may not run; it is listed all the same
            const std::string shape = !rows
                                          ? rows.error().kind == ErrorKind::Cancelled ? "not counted" : "cannot be read"
                                      : *rows > countedRows ? "more than 1 000 000 rows"
                                                            : fmt::format("{} rows", *rows);
            m_facts.choices.push_back({table[0], table[1], shape});
            if (!wanted.empty() ? table[0] != wanted : !rows || *rows <= most) continue;
            m_facts.chosen = table[0];
            most = rows.value_or(0);
        }
        if (m_facts.chosen.empty() && !wanted.empty())
            return failHint(ErrorKind::NotFound, fmt::format("'{}' has no table '{}'", m_name, wanted),
                            suggestion(wanted, names));
        if (m_facts.chosen.empty()) return fail(ErrorKind::Corrupt, "no table of '{}' can be read", m_name);
        if (wanted.empty() && tables.size() > 1)
            m_facts.reasons.push_back(
                fmt::format("Of {} tables and views, '{}' has the most rows.", tables.size(), m_facts.chosen));
        m_query = "SELECT * FROM " + quotedName(m_facts.chosen);
        m_rows = most <= countedRows ? static_cast<uint64_t>(most) : 0;
        return {};
    }

    void addRow(Piece& piece, uint32_t record, size_t& bytes) {
        DecodedPiece& decoded = *piece.decoded;
        const int count = static_cast<int>(decoded.columns.size());
        for (int i = 0; i < count; ++i) {
            if (sqlite3_column_type(m_statement.get(), i) != SQLITE_TEXT || isValidUtf8(text(i))) continue;
            decoded.rejected.push_back(piece.reject(
                record, fmt::format("column '{}': the text is not UTF-8", m_columns[static_cast<size_t>(i)].name)));
            return;
        }
        for (int i = 0; i < count; ++i) addValue(decoded.columns[static_cast<size_t>(i)], i, bytes);
        decoded.records.push_back(record);
        ++decoded.rows;
    }

    std::string_view text(int column) {
        const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
        return {begin ? begin : "", static_cast<size_t>(sqlite3_column_bytes(m_statement.get(), column))};
    }

    void addValue(ColumnBuilder& builder, int column, size_t& bytes) {
        sqlite3_stmt* statement = m_statement.get();
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: {
            const int64_t value = sqlite3_column_int64(statement, column);
            return m_flags[static_cast<size_t>(column)] ? builder.addFlag(value) : builder.addInteger(value);
        }
        case SQLITE_FLOAT: return builder.addReal(sqlite3_column_double(statement, column));
        case SQLITE_TEXT: {
            const std::string_view value = text(column);
            bytes += value.size();
            return builder.addText(value);
        }
        case SQLITE_BLOB: {
            const auto* begin = static_cast<const unsigned char*>(sqlite3_column_blob(statement, column));
            const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
            std::string hex;
            for (size_t i = 0; i < size; ++i) fmt::format_to(std::back_inserter(hex), "{:02x}", begin[i]);
            bytes += hex.size();
            return builder.addPlainText(hex);
        }
        default: return builder.addMissing();
        }
    }

    std::string m_name;
    int64_t m_patience = 5000; ///< turns for the first rows
    Watch m_watch;             // before the database, whose handler looks at it
    DatabasePtr m_database;
    StatementPtr m_statement;
    std::string m_query;
    std::vector<ColumnPlan> m_columns;
    std::vector<bool> m_flags; ///< columns declared to hold truth values; SQLite knows no such type
    bool m_ended = false;
};

} // namespace

OpenedReader openSqlite(const Path& file, const ImportOptions& options, const JobContext* job) {
    auto source = std::make_unique<SqliteSource>(file.string());
    LATHE_CHECK(source->open(file));
    LATHE_CHECK(source->choose(options));
    if (job) source->stopWhen(job->stopToken());
    return openRows(std::move(source), file, options);
}

Result<std::unique_ptr<RowSource>> openSqliteImage(std::string_view image, const ImportOptions& options) {
    auto source = std::make_unique<SqliteSource>("image");
    LATHE_CHECK(source->openImage(image));
    LATHE_CHECK(source->choose(options));
    return source;
}

} // namespace lathe::readers
