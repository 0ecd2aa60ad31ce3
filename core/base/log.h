// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/base/files.h"
#include "core/base/result.h"

namespace lathe {

enum class LogLevel { Debug, Info, Warning, Error, Off };

/// Reads "debug", "info", "warning", "error" or "off". Errors: InvalidInput with the nearest word.
Result<LogLevel> parseLogLevel(std::string_view text);

/// Where and how much this process logs. Standard error gets `console`, the file, when opened, `file`.
/// Thread safe. Before the first call only warnings and errors go to standard error.
void setConsoleLogLevel(LogLevel level);

/// Appends to `path` from now on, lines "2026-03-01T12:34:56.789Z info  text". Errors: Io.
Result<void> openLogFile(const Path& path, LogLevel level = LogLevel::Info);
void closeLogFile();

void logText(LogLevel level, std::string_view text);

template <typename... Args>
void logInfo(fmt::format_string<Args...> text, Args&&... args) {
    logText(LogLevel::Info, fmt::format(text, std::forward<Args>(args)...));
}
template <typename... Args>
void logWarning(fmt::format_string<Args...> text, Args&&... args) {
    logText(LogLevel::Warning, fmt::format(text, std::forward<Args>(args)...));
}
template <typename... Args>
void logError(fmt::format_string<Args...> text, Args&&... args) {
    logText(LogLevel::Error, fmt::format(text, std::forward<Args>(args)...));
}
template <typename... Args>
void logDebug(fmt::format_string<Args...> text, Args&&... args) {
    logText(LogLevel::Debug, fmt::format(text, std::forward<Args>(args)...));
}

} // namespace lathe
