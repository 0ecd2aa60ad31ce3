// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace lathe {

class Database;

/// A prepared SQL statement. Parameters are bound in order with bind(), all of them before the first step(). Valid
/// while its Database exists; used on one thread at a time. SQLite's own types stay behind it.
///
/// A query outside a transaction sees everything committed when its first step() runs, and keeps seeing exactly
/// that until it ends. A statement begun inside a transaction ends with it.
class Statement {
public:
    ~Statement();
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;

    Statement& bind(int64_t value);
    Statement& bind(int value) { return bind(static_cast<int64_t>(value)); }
    Statement& bind(bool value) { return bind(static_cast<int64_t>(value)); }
    Statement& bind(double value); ///< NaN is stored as NULL by SQLite; store a flag where NaN matters
    Statement& bind(std::string_view value);
    Statement& bind(const char* value) { return bind(std::string_view(value)); }
    Statement& bind(const std::string& value) { return bind(std::string_view(value)); }
    Statement& bindBlob(std::span<const std::byte> value);
    Statement& bindNull();
    template <typename T>
    Statement& bind(const std::optional<T>& value) {
        return value ? bind(*value) : bindNull();
    }

    /// Moves to the next row; false at the end. Errors: Conflict (a constraint), Io, Corrupt, Locked (busy for 30 s).
    Result<bool> step();
    /// Runs to the end and makes the statement ready for new parameters.
    Result<void> run();
    /// Forgets rows and parameters; the statement can be bound again.
    void reset();

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::optional<std::string> optionalText(int column) const;
    [[nodiscard]] std::optional<double> optionalReal(int column) const;
    [[nodiscard]] std::optional<int64_t> optionalInteger(int column) const;
    /// Valid until the next step(), reset() or the end of the statement.
    [[nodiscard]] std::span<const std::byte> blob(int column) const;

private:
    friend class Database;
    struct State;
    explicit Statement(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// One SQLite file: WAL, foreign keys on, commits durable when they return, and a busy handler that waits a random
/// 0.5–1.5 ms at a time (SQLite's own is unfair between writers), for at most 30 s. Thread safe. Writes go through
/// one connection, which a transaction holds until it ends, so keep transactions short; queries outside it use
/// connections of their own: they never wait for a transaction, and a query left open never makes a later
/// transaction fail. Open one Database per process; several processes may write the same file.
class Database {
public:
    enum class Mode { ReadOnly, ReadWrite, Create };

    /// ReadOnly also opens files on read-only media; what their write-ahead log holds is seen too.
    /// Errors: NotFound, Io, Corrupt, Conflict (Create, and it exists).
    static Result<std::unique_ptr<Database>> open(const Path& path, Mode mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Errors: InvalidInput for wrong SQL (a defect of the caller), Corrupt, Io.
    Result<Statement> prepare(std::string_view sql);
    /// Runs one or more statements without parameters.
    Result<void> execute(std::string_view sql);

    /// Runs \p work between BEGIN IMMEDIATE and COMMIT; rolls back when it returns an error or throws. Not reentrant.
    /// Errors: those of \p work, Locked, Io, Unsupported (read-only).
    Result<void> transact(const std::function<Result<void>()>& work);

    [[nodiscard]] bool readOnly() const;

    /// Rows changed by the last write; meaningful inside a transaction.
    [[nodiscard]] int64_t changes() const;
    /// A number that differs from the last one whenever anybody committed meanwhile, in this process or another; the
    /// cheap way to notice news (microseconds). Never waits for a transaction.
    Result<int64_t> dataVersion();

    /// Copies the committed content to a new file. May be called inside a transaction, whose changes are not copied.
    /// Errors: Io, Conflict (\p target exists).
    Result<void> backupTo(const Path& target);
    /// What SQLite's own integrity and foreign key checks complain about; empty when clean. Errors: Cancelled, Io.
    Result<std::vector<std::string>> integrityProblems(const std::stop_token& stop);

private:
    friend class Statement;
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace lathe
