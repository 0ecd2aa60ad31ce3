// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe::cli {

/// A table for a terminal: columns as wide as their widest cell (by code points), numbers to the right.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> header) { m_rows.push_back(std::move(header)); }
    void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const { return m_rows.size() == 1; }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

/// What a command says: for machines with --json (exactly one JSON value on standard output), else for people.
class Output {
public:
    bool json = false;
    bool quiet = false;

    void result(const Json& value, const std::string& text) const;
    void error(const Error& error) const;
    /// Whether all that was to go to standard output did. Errors: Io.
    [[nodiscard]] static Result<void> flushed();
    /// A line on standard error, unless --quiet or --json.
    void note(const std::string& text) const;
    /// Progress on standard error when that is a terminal, one line rewritten in place.
    [[nodiscard]] std::function<void(const JobProgress&)> progress() const;
};

std::string grouped(uint64_t number);  ///< "1 234 567"
std::string localTime(int64_t micros); ///< "2026-03-01 12:34:56", local time
std::string duration(double seconds);  ///< "1.2 s", "3:04", "2:00:01"

} // namespace lathe::cli
