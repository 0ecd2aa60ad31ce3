// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/data/csv/csv.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace lathe {

/// Imports texts and shows what became of them.
class CsvTest : public testing::Test {
protected:
    Path write(const std::string& bytes, const std::string& name = "rows.csv") const {
        const Path path = m_folder.path() / name;
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        return path;
    }
    Result<CsvOutcome> importFile(const Path& file, const CsvOptions& options = {}) const {
        std::filesystem::remove(target());
        return importCsvFile(file, target(), options, JobContext());
    }
    Result<CsvOutcome> importText(const std::string& bytes, const CsvOptions& options = {}) const {
        return importFile(write(bytes), options);
    }
    Path target() const { return m_folder.path() / "rows.h5"; }
    Table table() const { return *(*ColumnFile::open(target()))->readTable(0, UINT64_MAX); }

    /// What was imported as one text: types, then rows.
    std::string shown() const {
        std::string text;
        const Table all = table();
        for (const auto& column : all.columns)
            text += fmt::format("{}:{} ", column.schema.name, toString(column.schema.type));
        for (size_t row = 0; row < all.rows(); ++row) {
            text += "| ";
            for (const auto& column : all.columns) text += column.display(row) + " ";
        }
        return text;
    }
    /// The same after importing a text; the error's text when that fails.
    std::string shownOf(const std::string& bytes, const CsvOptions& options = {}) const {
        const auto outcome = importText(bytes, options);
        return outcome ? shown() : outcome.error().describe();
    }

    ScopedFolder m_folder = *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-csv");
};

inline bool mentions(const CsvDialect& dialect, const std::string& words) {
    return std::any_of(dialect.reasons.begin(), dialect.reasons.end(),
                       [&](const auto& reason) { return reason.find(words) != std::string::npos; });
}

} // namespace lathe
