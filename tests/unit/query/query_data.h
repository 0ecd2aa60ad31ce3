// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/row_selection.h"

namespace lathe::test {

/// Rows of every type with missing values, repeated values, extremes and texts that share their beginnings.
inline Table queryRows(uint64_t rows, uint64_t seed = 1) {
    Random random(seed);
    Table table;
    const std::pair<const char*, ColumnType> schema[] = {
        {"flag", ColumnType::Boolean}, {"number", ColumnType::Integer},   {"small", ColumnType::Integer},
        {"real", ColumnType::Real},    {"colour", ColumnType::Category},  {"note", ColumnType::Text},
        {"day", ColumnType::Date},     {"moment", ColumnType::Timestamp}, {"rising", ColumnType::Integer}};
    for (const auto& [name, type] : schema) {
        table.columns.emplace_back();
        table.columns.back().schema = {name, type};
        table.columns.back().missing.assign(rows, 0);
    }
    table.columns[4].dictionary = {"red", "green", "Blue", "grün"};
    for (uint64_t row = 0; row < rows; ++row) {
        for (size_t c = 0; c < table.columns.size(); ++c) {
            Column& column = table.columns[c];
            const bool missing = c != 8 && random.below(13) == 0;
            column.missing[row] = missing ? 1 : 0;
            const uint64_t value = random.next();
            switch (c) {
            case 0: column.integers.push_back(missing ? 0 : static_cast<int64_t>(value % 2)); break;
            case 1:
                column.integers.push_back(missing             ? 0
                                          : value % 1000 == 0 ? INT64_MIN
                                          : value % 1000 == 1 ? INT64_MAX
                                                              : static_cast<int64_t>(value % 100'000) - 50'000);
                break;
            case 2: column.integers.push_back(missing ? 0 : static_cast<int64_t>(value % 24)); break;
            case 3:
                column.reals.push_back(missing            ? std::nan("")
                                       : value % 500 == 0 ? -0.0
                                       : value % 500 == 1 ? HUGE_VAL
                                       : value % 500 == 2 ? -HUGE_VAL
                                                          : random.bell() * 1e3);
                break;
            case 4: column.codes.push_back(missing ? 0 : static_cast<uint32_t>(value % 4)); break;
            case 5:
                column.texts.push(missing ? std::string()
                                          : std::string(value % 3 == 0 ? "https://example.org/items/" : "Item ") +
                                                std::to_string(value % 5000) + std::string(value % 4, 'x'));
                break;
            case 6: column.integers.push_back(missing ? 0 : static_cast<int64_t>(value % 4000) + 12'000); break;
            case 7:
                column.integers.push_back(missing ? 0 : static_cast<int64_t>(value % 100'000'000'000'000ULL));
                break;
            default: column.integers.push_back(static_cast<int64_t>(row / 3));
            }
        }
    }
    table.columns[8].missing.clear();
    return table;
}

/// A table and a column file of the same rows.
class QueryData {
public:
    explicit QueryData(Table rows) : m_rows(std::move(rows)) {
        auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-query");
        m_folder.emplace(std::move(*folder));
        auto writer = ColumnFileWriter::create(m_folder->path() / "rows.h5", m_rows.schema());
        EXPECT_TRUE((*writer)->append(m_rows).has_value());
        EXPECT_TRUE((*writer)->finish().has_value());
        m_file = *ColumnFile::open(m_folder->path() / "rows.h5");
    }
    [[nodiscard]] const Table& rows() const { return m_rows; }
    [[nodiscard]] const ColumnFile& file() const { return *m_file; }
    [[nodiscard]] const std::shared_ptr<const ColumnFile>& sharedFile() const { return m_file; }
    [[nodiscard]] const Path& folder() const { return m_folder->path(); }
    [[nodiscard]] const Column& column(const std::string& name) const { return m_rows.columns[*m_rows.find(name)]; }

    /// The rows that pass, found one by one.
    [[nodiscard]] RowSelection bruteForce(const std::function<bool(size_t)>& keep) const {
        std::vector<uint64_t> words((m_rows.rows() + chunkRows - 1) / chunkRows * RowSelection::wordsPerChunk);
        for (size_t row = 0; row < m_rows.rows(); ++row)
            if (keep(row)) words[row / 64] |= uint64_t{1} << (row % 64);
        return {m_rows.rows(), std::move(words)};
    }

private:
    Table m_rows;
    std::optional<ScopedFolder> m_folder;
    std::shared_ptr<const ColumnFile> m_file;
};

/// 150 000 rows, made once.
inline const QueryData& queryData() {
    static const QueryData data(queryRows(150'000));
    return data;
}

} // namespace lathe::test
