// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <cstdio>
#include <mutex>
#include <vector>

#include "core/base/clock.h"
#include "core/base/text.h"

namespace lathe {

namespace {

struct LogState {
    std::mutex mutex;
    LogLevel consoleLevel = LogLevel::Warning;
    LogLevel fileLevel = LogLevel::Off;
    std::FILE* file = nullptr;
};

LogState& state() {
    static LogState instance;
    return instance;
}

constexpr const char* levelNames[] = {"debug", "info", "warning", "error", "off"};

void writeLine(std::FILE* stream, LogLevel level, std::string_view text) {
    fmt::print(stream, "{} {:<7} {}\n", isoTime(nowMicros()), levelNames[static_cast<int>(level)], text);
    std::fflush(stream);
}

} // namespace

Result<LogLevel> parseLogLevel(std::string_view text) {
    const std::vector<std::string> names(std::begin(levelNames), std::end(levelNames));
    for (size_t i = 0; i < names.size(); ++i)
        if (names[i] == text) return static_cast<LogLevel>(i);
    return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not a log level", text), suggestion(text, names));
}

void setConsoleLogLevel(LogLevel level) {
    const std::lock_guard lock(state().mutex);
    state().consoleLevel = level;
}

Result<void> openLogFile(const Path& path, LogLevel level) {
    std::FILE* file = std::fopen(path.c_str(), "ae");
    if (file == nullptr) return failure(errnoError("open", path.string()));
    const std::lock_guard lock(state().mutex);
    if (state().file != nullptr) std::fclose(state().file);
    state().file = file;
    state().fileLevel = level;
    return {};
}

void closeLogFile() {
    const std::lock_guard lock(state().mutex);
    if (state().file != nullptr) std::fclose(state().file);
    state().file = nullptr;
}

void logText(LogLevel level, std::string_view text) {
    const std::lock_guard lock(state().mutex);
    if (level >= state().consoleLevel) writeLine(stderr, level, text);
    if (state().file != nullptr && level >= state().fileLevel) writeLine(state().file, level, text);
}

} // namespace lathe
