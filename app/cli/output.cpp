// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <mutex>

#include <unistd.h>

#include "core/base/text.h"

namespace lathe::cli {

namespace {

size_t width(const std::string& text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool looksNumeric(const std::string& text) {
    return !text.empty() &&
           (std::isdigit(static_cast<unsigned char>(text[0])) || (text.size() > 1 && text[0] == '-')) &&
           text.find_first_not_of("0123456789.-+e \u2009%") == std::string::npos;
}

} // namespace

std::string TextTable::text() const {
    const size_t columns = m_rows.front().size();
    std::vector<size_t> widths(columns, 0);
    std::vector<bool> numeric(columns, true);
    for (size_t r = 0; r < m_rows.size(); ++r)
        for (size_t c = 0; c < columns; ++c) {
            widths[c] = std::max(widths[c], width(m_rows[r][c]));
            if (r > 0 && !m_rows[r][c].empty() && m_rows[r][c] != "–" && !looksNumeric(m_rows[r][c]))
                numeric[c] = false;
        }
    std::string text;
    for (const auto& row : m_rows) {
        std::string line;
        for (size_t c = 0; c < columns; ++c) {
            const std::string padding(widths[c] - width(row[c]), ' ');
            line += numeric[c] ? padding + row[c] : row[c] + padding;
            if (c + 1 < columns) line += "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

void Output::result(const Json& value, const std::string& text) const {
    if (json) {
        std::puts(value.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    } else if (!text.empty()) {
        std::fputs(text.c_str(), stdout);
        if (text.back() != '\n') std::fputc('\n', stdout);
    }
    std::fflush(stdout);
}

void Output::error(const Error& error) const {
    if (json) {
        const Json value{{"error",
                          {{"kind", toString(error.kind)},
                           {"message", error.message},
                           {"hint", error.hint},
                           {"context", error.context}}}};
        std::puts(value.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    }
    std::fprintf(stderr, "lathe: %s\n", error.describe().c_str());
}

Result<void> Output::flushed() {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return {};
    return failHint(ErrorKind::Io, "not all could be written to standard output",
                    "The disk may be full, or standard output closed.");
}

void Output::note(const std::string& text) const {
    if (quiet || json) return;
    const char* overProgress = ::isatty(STDERR_FILENO) == 0 ? "" : "\r\033[K";
    std::fprintf(stderr, "%s%s\n", overProgress, text.c_str());
}

std::function<void(const JobProgress&)> Output::progress() const {
    if (quiet || json || ::isatty(STDERR_FILENO) == 0) return {};
    return [](const JobProgress& progress) {
        std::string line = "\r\033[K" + progress.stage;
        if (progress.total > 0) line += fmt::format("  {:3.0f} %", 100 * std::min(1.0, progress.fraction()));
        if (progress.ratePerSecond > 0 && progress.unit == "bytes")
            line += "  " + byteSize(progress.ratePerSecond) + "/s";
        if (progress.secondsLeft >= 1) line += "  " + duration(progress.secondsLeft) + " left";
        const bool ended = progress.total > 0 && progress.done >= progress.total;
        std::fputs((line + (ended ? "\r\033[K" : "")).c_str(), stderr);
        std::fflush(stderr);
    };
}

std::string grouped(uint64_t number) {
    std::string text = std::to_string(number);
    for (int position = static_cast<int>(text.size()) - 3; position > 0; position -= 3)
        text.insert(static_cast<size_t>(position), "\u2009");
    return text;
}

std::string localTime(int64_t micros) {
    const std::time_t time = micros / 1'000'000;
    std::tm local{};
    localtime_r(&time, &local);
    char buffer[32];
    std::strftime(buffer, sizeof buffer, "%Y-%m-%d %H:%M:%S", &local);
    return buffer;
}

std::string duration(double seconds) {
    if (seconds < 60) return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<int64_t>(std::llround(seconds));
    if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

} // namespace lathe::cli
