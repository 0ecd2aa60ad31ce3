// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <tl/expected.hpp>

namespace lathe {

/// What kind of thing went wrong. A small closed set: callers branch on it, people read the message.
enum class ErrorKind {
    InvalidInput, ///< what the user gave is wrong: a file's content, a value, a name
    NotFound,     ///< the thing named does not exist
    Conflict,     ///< it exists already, or changed meanwhile
    Locked,       ///< somebody else holds it
    Io,           ///< the operating system refused: permission, disk full, broken device
    Corrupt,      ///< stored content does not match its checksum or format
    Unsupported,  ///< valid, but this build or machine cannot do it
    Cancelled,    ///< the caller asked to stop
    Internal,     ///< a defect of ours
};

/// The kind as a lower-case word ("invalid-input"), stable for machines.
const char* toString(ErrorKind kind);

/// An error says what happened and to what (message), what to do about it (hint), and through which steps it
/// was reached (context, innermost first).
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string message;
    std::string hint;
    std::vector<std::string> context;

    /// Message, hint and context as text for a person; several lines when there is context.
    [[nodiscard]] std::string describe() const;

    /// The same error with the step that failed added, for example "while importing weather.csv".
    [[nodiscard]] Error within(std::string step) && {
        context.push_back(std::move(step));
        return std::move(*this);
    }
    [[nodiscard]] Error withHint(std::string text) && {
        hint = std::move(text);
        return std::move(*this);
    }
};

/// Every function of core that can fail returns this; exceptions of libraries end where the library is called.
template <typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

[[nodiscard]] inline Failure failure(Error error) { return Failure(std::move(error)); }

/// `return fail(ErrorKind::NotFound, "dataset '{}' does not exist", name);`
template <typename... Args>
[[nodiscard]] Failure fail(ErrorKind kind, fmt::format_string<Args...> text, Args&&... args) {
    return Failure(Error{kind, fmt::format(text, std::forward<Args>(args)...), {}, {}});
}

/// As fail(), with the hint that tells what to do.
[[nodiscard]] inline Failure failHint(ErrorKind kind, std::string message, std::string hint) {
    return Failure(Error{kind, std::move(message), std::move(hint), {}});
}

/// An error for the calling thread's errno after a failed system call on `what`.
[[nodiscard]] Error errnoError(const std::string& action, const std::string& what);

} // namespace lathe

#define LATHE_CONCAT_INNER(a, b) a##b
#define LATHE_CONCAT(a, b) LATHE_CONCAT_INNER(a, b)

/// Evaluates a Result<void>; returns its error from the enclosing function.
#define LATHE_CHECK(expression)                                                                                        \
    do {                                                                                                               \
        if (auto lathe_checked = (expression); !lathe_checked)                                                         \
            return ::lathe::failure(std::move(lathe_checked.error()));                                                 \
    } while (false)

/// `LATHE_TRY(auto rows, file.rows());`: declares what a Result holds, or returns its error.
#define LATHE_TRY(declaration, expression)                                                                             \
    auto LATHE_CONCAT(lathe_result_, __LINE__) = (expression);                                                         \
    if (!LATHE_CONCAT(lathe_result_, __LINE__))                                                                        \
        return ::lathe::failure(std::move(LATHE_CONCAT(lathe_result_, __LINE__).error()));                             \
    declaration = std::move(*LATHE_CONCAT(lathe_result_, __LINE__))
