// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/database.h"

#include "core/project/sqlite_connection.h"

#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace lathe {

namespace fs = std::filesystem;
using Kind = SqliteConnection::Kind;

struct Database::State {
    Path path;
    Kind readerKind = Kind::ReadOnly;
    std::optional<ScopedFolder> copy;         // of a file whose log cannot be read where it lies
    std::unique_ptr<SqliteConnection> writer; // none when read-only

    std::recursive_mutex writing;       // held for a transaction or one write
    std::atomic<std::thread::id> owner; // of the running transaction
    uint64_t transactions = 0;          // ended so far; guarded by writing

    std::mutex pool;
    std::vector<std::unique_ptr<SqliteConnection>> idle; // readers; guarded by pool

    std::unique_ptr<SqliteConnection> versionReader; // only ever asked for data_version; guarded by versionAccess
    std::mutex versionAccess;

    ~State() {
        versionReader.reset();
        idle.clear();
        if (writer) writer->checkpoint();
    }

    Result<void> openReadOnly();
    Result<void> openCopy();

    [[nodiscard]] bool inTransaction() const { return owner.load() == std::this_thread::get_id(); }

    /// A reader nobody uses, \p preferred if it is idle: it has the caller's statement compiled.
    Result<std::unique_ptr<SqliteConnection>> takeReader(const SqliteConnection* preferred) {
        {
            const std::lock_guard lock(pool);
            auto found =
                std::find_if(idle.begin(), idle.end(), [&](const auto& reader) { return reader.get() == preferred; });
            if (found == idle.end() && !idle.empty()) found = idle.end() - 1;
            if (found != idle.end()) {
                auto reader = std::move(*found);
                idle.erase(found);
                return reader;
            }
        }
        return SqliteConnection::open(path, readerKind);
    }

    void giveBack(std::unique_ptr<SqliteConnection> reader) {
        const std::lock_guard lock(pool);
        idle.push_back(std::move(reader));
    }
};

namespace {

struct Parameter {
    enum class Type { Null, Integer, Real, Text, Blob };
    Type type = Type::Null;
    int64_t integer = 0;
    double real = 0;
    std::string bytes;
};

Result<sqlite3_stmt*> compile(SqliteConnection& connection, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (code != SQLITE_OK) return failure(sqliteError(connection.handle(), code, fmt::format("prepare '{}'", sql)));
    if (statement == nullptr) return fail(ErrorKind::InvalidInput, "'{}' is no SQL statement", sql);
    const std::string_view tail(rest, static_cast<size_t>(sql.data() + sql.size() - rest));
    if (tail.find_first_not_of(" \t\r\n;") == std::string_view::npos) return statement;
    sqlite3_finalize(statement);
    return fail(ErrorKind::InvalidInput, "'{}' is more than one SQL statement", sql);
}

/// The texts stay where they are: SQLite reads them in place until the statement is bound again.
int bindOne(sqlite3_stmt* statement, int index, const Parameter& value) {
    switch (value.type) {
    case Parameter::Type::Null: return sqlite3_bind_null(statement, index);
    case Parameter::Type::Integer: return sqlite3_bind_int64(statement, index, value.integer);
    case Parameter::Type::Real: return sqlite3_bind_double(statement, index, value.real);
    case Parameter::Type::Text:
        return sqlite3_bind_text64(statement, index, value.bytes.data(), value.bytes.size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    case Parameter::Type::Blob:
        return sqlite3_bind_blob64(statement, index, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

} // namespace

/// A statement is compiled for the writer, for a reader, or both, and runs on the one that the moment of its
/// first step calls for.
struct Statement::State {
    Database::State* database = nullptr;
    std::string sql;
    bool query = false; // changes nothing
    std::vector<Parameter> parameters;
    size_t bound = 0;

    sqlite3_stmt* onWriter = nullptr;
    sqlite3_stmt* onReader = nullptr;
    SqliteConnection* compiledFor = nullptr; // the reader of onReader

    sqlite3_stmt* active = nullptr;                 // the one that has begun
    bool done = false;                              // ran to its end; bind() or reset() begin anew
    std::optional<uint64_t> transaction;            // the one it began in
    std::unique_ptr<SqliteConnection> reader;       // while active on a reader
    std::unique_lock<std::recursive_mutex> writing; // while active on the writer

    ~State() {
        finish();
        sqlite3_finalize(onReader);
        if (onWriter == nullptr) return;
        // The end of a transaction walks the writer's statements; none may vanish under it.
        const std::lock_guard lock(database->writing);
        sqlite3_finalize(onWriter);
    }

    void finish() {
        if (active != nullptr) sqlite3_reset(active);
        active = nullptr;
        transaction.reset();
        if (reader) database->giveBack(std::move(reader));
        if (writing.owns_lock()) writing.unlock();
    }

    Parameter& next() {
        if (done || active != nullptr) {
            finish();
            done = false;
            bound = 0;
        }
        if (bound == parameters.size()) parameters.emplace_back();
        return parameters[bound++];
    }

    Result<void> begin() {
        if (query && !database->inTransaction()) {
            LATHE_CHECK(prepareOnReader());
            active = onReader;
        } else {
            LATHE_CHECK(prepareOnWriter());
            active = onWriter;
        }
        const auto wanted = static_cast<size_t>(sqlite3_bind_parameter_count(active));
        if (wanted != bound) {
            finish();
            return fail(ErrorKind::InvalidInput, "'{}' takes {} parameters, {} are bound", sql, wanted, bound);
        }
        for (size_t i = 0; i < bound; ++i) {
            const int code = bindOne(active, static_cast<int>(i) + 1, parameters[i]);
            if (code != SQLITE_OK) return failed(code);
        }
        return {};
    }

    Result<void> prepareOnReader() {
        LATHE_TRY(reader, database->takeReader(compiledFor));
        if (onReader != nullptr && compiledFor == reader.get()) return {};
        sqlite3_finalize(std::exchange(onReader, nullptr));
        compiledFor = nullptr;
        auto compiled = compile(*reader, sql);
        if (!compiled) {
            finish();
            return failure(std::move(compiled.error()));
        }
        onReader = *compiled;
        compiledFor = reader.get();
        return {};
    }

    Result<void> prepareOnWriter() {
        if (!database->writer)
            return failHint(ErrorKind::Unsupported, "the project is open read-only",
                            "Open it for writing to change it.");
        if (database->inTransaction()) {
            transaction = database->transactions;
        } else {
            writing = std::unique_lock(database->writing);
        }
        if (onWriter != nullptr) return {};
        auto compiled = compile(*database->writer, sql);
        if (!compiled) {
            finish();
            return failure(std::move(compiled.error()));
        }
        onWriter = *compiled;
        return {};
    }

    /// True for a statement whose transaction ended before it did.
    [[nodiscard]] bool outlived() const {
        return transaction && (!database->inTransaction() || *transaction != database->transactions);
    }

    Failure failed(int code) {
        sqlite3* handle = sqlite3_db_handle(active);
        Error error = sqliteError(handle, code, fmt::format("run '{}'", sql));
        finish();
        return failure(std::move(error));
    }
};

Statement::Statement(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Statement::~Statement() = default;
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;

Statement& Statement::bind(int64_t value) {
    auto& parameter = m_state->next();
    parameter.type = Parameter::Type::Integer;
    parameter.integer = value;
    return *this;
}

Statement& Statement::bind(double value) {
    auto& parameter = m_state->next();
    parameter.type = Parameter::Type::Real;
    parameter.real = value;
    return *this;
}

Statement& Statement::bind(std::string_view value) {
    auto& parameter = m_state->next();
    parameter.type = Parameter::Type::Text;
    parameter.bytes = value;
    return *this;
}

Statement& Statement::bindBlob(std::span<const std::byte> value) {
    auto& parameter = m_state->next();
    parameter.type = Parameter::Type::Blob;
    parameter.bytes.assign(reinterpret_cast<const char*>(value.data()), value.size());
    return *this;
}

Statement& Statement::bindNull() {
    m_state->next().type = Parameter::Type::Null;
    return *this;
}

Result<bool> Statement::step() {
    State& state = *m_state;
    if (state.outlived()) {
        state.finish();
        state.done = true;
    }
    if (state.done) return false;
    if (state.active == nullptr) LATHE_CHECK(state.begin());
    const int code = sqlite3_step(state.active);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) return state.failed(code);
    state.finish();
    state.done = true;
    return false;
}

Result<void> Statement::run() {
    for (;;) {
        auto row = step();
        if (row && *row) continue;
        reset();
        if (!row) return failure(std::move(row.error()));
        return {};
    }
}

void Statement::reset() {
    m_state->finish();
    m_state->done = false;
    m_state->bound = 0;
}

bool Statement::isNull(int column) const {
    return m_state->active == nullptr || sqlite3_column_type(m_state->active, column) == SQLITE_NULL;
}

int64_t Statement::integer(int column) const {
    return m_state->active == nullptr ? 0 : sqlite3_column_int64(m_state->active, column);
}

double Statement::real(int column) const {
    return m_state->active == nullptr ? 0 : sqlite3_column_double(m_state->active, column);
}

std::string Statement::text(int column) const {
    const auto bytes = blob(column);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<std::string> Statement::optionalText(int column) const {
    return isNull(column) ? std::nullopt : std::optional(text(column));
}

std::optional<double> Statement::optionalReal(int column) const {
    return isNull(column) ? std::nullopt : std::optional(real(column));
}

std::optional<int64_t> Statement::optionalInteger(int column) const {
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}

std::span<const std::byte> Statement::blob(int column) const {
    if (m_state->active == nullptr) return {};
    const void* bytes = sqlite3_column_blob(m_state->active, column);
    return {static_cast<const std::byte*>(bytes), static_cast<size_t>(sqlite3_column_bytes(m_state->active, column))};
}

namespace {

bool isNotEmpty(const Path& path) {
    std::error_code code;
    return fs::file_size(path, code) > 0 && !code;
}

Path logOf(const Path& path) { return path.string() + "-wal"; }
Path sharedMemoryOf(const Path& path) { return path.string() + "-shm"; }

} // namespace

/// Nobody can be writing a file in a folder that we cannot write and that holds no log beside it: SQLite may
/// then do without locks. A log that it cannot use in place (it would have to make its index there) is read
/// through a private copy.
Result<void> Database::State::openReadOnly() {
    const bool folderWritable = ::access(path.parent_path().empty() ? "." : path.parent_path().c_str(), W_OK) == 0;
    std::error_code code;
    const bool traces = isNotEmpty(logOf(path)) || fs::exists(sharedMemoryOf(path), code);
    readerKind = folderWritable || traces ? Kind::ReadOnly : Kind::Immutable;
    auto reader = SqliteConnection::open(path, readerKind);
    if (!reader && readerKind == Kind::ReadOnly && !folderWritable && reader.error().kind != ErrorKind::Corrupt) {
        LATHE_CHECK(openCopy());
        reader = SqliteConnection::open(path, readerKind);
    }
    if (!reader) return failure(std::move(reader.error()));
    giveBack(std::move(*reader));
    return {};
}

Result<void> Database::State::openCopy() {
    std::error_code code;
    LATHE_TRY(copy, ScopedFolder::create(fs::temp_directory_path(code), "lathe-read-only"));
    const Path copied = copy->path() / path.filename();
    fs::copy_file(path, copied, code);
    if (!code && isNotEmpty(logOf(path))) fs::copy_file(logOf(path), logOf(copied), code);
    if (code) return fail(ErrorKind::Io, "cannot copy '{}' to read it: {}", path.string(), code.message());
    path = copied;
    return {};
}

Database::Database(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const Path& path, Mode mode) {
    std::error_code code;
    const bool exists = fs::exists(path, code);
    if (mode == Mode::Create && exists) return fail(ErrorKind::Conflict, "'{}' exists already", path.string());
    if (mode != Mode::Create && !exists) return fail(ErrorKind::NotFound, "there is no file '{}'", path.string());
    auto state = std::make_unique<State>();
    state->path = path;
    if (mode == Mode::ReadOnly) {
        LATHE_CHECK(state->openReadOnly());
    } else {
        LATHE_TRY(state->writer, SqliteConnection::open(path, mode == Mode::Create ? Kind::Create : Kind::ReadWrite));
    }
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

Result<Statement> Database::prepare(std::string_view sql) {
    auto statement = std::make_unique<Statement::State>();
    statement->database = m_state.get();
    statement->sql = sql;
    if (m_state->inTransaction()) {
        LATHE_TRY(statement->onWriter, compile(*m_state->writer, statement->sql));
        statement->query = sqlite3_stmt_readonly(statement->onWriter) != 0;
        return Statement(std::move(statement));
    }
    LATHE_CHECK(statement->prepareOnReader());
    statement->query = sqlite3_stmt_readonly(statement->onReader) != 0;
    statement->finish();
    return Statement(std::move(statement));
}

Result<void> Database::execute(std::string_view sql) {
    if (m_state->writer) {
        const std::lock_guard lock(m_state->writing);
        return m_state->writer->execute(std::string(sql));
    }
    LATHE_TRY(auto reader, m_state->takeReader(nullptr));
    auto done = reader->execute(std::string(sql));
    m_state->giveBack(std::move(reader));
    return done;
}

namespace {

/// Ends what still runs on the connection; an open query would keep its old view of the file and make the
/// next transaction fail.
void endStatements(sqlite3* handle) {
    for (sqlite3_stmt* each = nullptr; (each = sqlite3_next_stmt(handle, each)) != nullptr;)
        if (sqlite3_stmt_busy(each) != 0) sqlite3_reset(each);
}

} // namespace

Result<void> Database::transact(const std::function<Result<void>()>& work) {
    if (!m_state->writer)
        return failHint(ErrorKind::Unsupported, "the project is open read-only", "Open it for writing to change it.");
    if (m_state->inTransaction()) return fail(ErrorKind::Internal, "a transaction was begun inside another");
    const std::lock_guard lock(m_state->writing);
    SqliteConnection& writer = *m_state->writer;
    LATHE_CHECK(writer.execute("BEGIN IMMEDIATE"));

    /// Rolls back unless committed, whichever way the work ends.
    struct Ending {
        State& state;
        bool committed = false;
        ~Ending() {
            sqlite3* handle = state.writer->handle();
            endStatements(handle);
            if (!committed && sqlite3_get_autocommit(handle) == 0)
                sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
            ++state.transactions;
            state.owner = std::thread::id();
        }
    } ending{*m_state};
    m_state->owner = std::this_thread::get_id();
    LATHE_CHECK(work());
    endStatements(writer.handle());
    LATHE_CHECK(writer.execute("COMMIT"));
    ending.committed = true;
    return {};
}

bool Database::readOnly() const { return m_state->writer == nullptr; }

int64_t Database::changes() const { return m_state->writer ? sqlite3_changes64(m_state->writer->handle()) : 0; }

Result<int64_t> Database::dataVersion() {
    const std::lock_guard lock(m_state->versionAccess);
    if (!m_state->versionReader) {
        LATHE_TRY(m_state->versionReader, SqliteConnection::open(m_state->path, m_state->readerKind));
    }
    LATHE_TRY(sqlite3_stmt * statement, compile(*m_state->versionReader, "PRAGMA data_version"));
    const int code = sqlite3_step(statement);
    const int64_t version = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW) return failure(sqliteError(m_state->versionReader->handle(), code, "look for news"));
    return version;
}

Result<void> Database::backupTo(const Path& target) {
    LATHE_TRY(auto source, m_state->takeReader(nullptr));
    LATHE_TRY(auto copy, SqliteConnection::open(target, Kind::Create));
    int code = SQLITE_ERROR;
    if (sqlite3_backup* backup = sqlite3_backup_init(copy->handle(), "main", source->handle(), "main");
        backup != nullptr) {
        sqlite3_backup_step(backup, -1);
        code = sqlite3_backup_finish(backup);
    }
    m_state->giveBack(std::move(source));
    if (code != SQLITE_OK)
        return failure(sqliteError(copy->handle(), code, "copy the database to '" + target.string() + "'"));
    return {};
}

Result<std::vector<std::string>> Database::integrityProblems(const std::stop_token& stop) {
    LATHE_TRY(auto reader, m_state->takeReader(nullptr));
    sqlite3* handle = reader->handle();
    const auto stopped = [](void* token) {
        return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0;
    };
    constexpr int instructionsBetweenLooks = 10'000;
    sqlite3_progress_handler(handle, instructionsBetweenLooks, stopped, const_cast<std::stop_token*>(&stop));

    std::vector<std::string> problems;
    const auto integrity = [](void* list, int, char** values, char**) {
        if (values[0] != nullptr && std::string_view(values[0]) != "ok")
            static_cast<std::vector<std::string>*>(list)->emplace_back(values[0]);
        return 0;
    };
    const auto foreignKey = [](void* list, int, char** values, char**) {
        static_cast<std::vector<std::string>*>(list)->push_back(
            fmt::format("a row of table {} refers to a row of table {} that is not there", values[0], values[2]));
        return 0;
    };
    int code = sqlite3_exec(handle, "PRAGMA integrity_check", integrity, &problems, nullptr);
    if (code == SQLITE_OK) code = sqlite3_exec(handle, "PRAGMA foreign_key_check", foreignKey, &problems, nullptr);
    sqlite3_progress_handler(handle, 0, nullptr, nullptr);
    Error error = sqliteError(handle, code, "check the database");
    m_state->giveBack(std::move(reader));
    if (code == SQLITE_OK) return problems;
    if (error.kind != ErrorKind::Corrupt) return failure(std::move(error));
    problems.push_back(error.message);
    return problems;
}

} // namespace lathe
