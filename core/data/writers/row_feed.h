// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that are exported, and what a format has to bring to write them.
#pragma once

#include "core/base/job.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/row_order.h"
#include "core/data/sources/byte_sink.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lathe::writers {

/// Rows of some columns of a file, piece by piece and as often as a format goes through them. Columns are counted as
/// they are exported.
class RowFeed {
public:
    RowFeed(const ColumnFile& file, const RowOrder* order, std::vector<size_t> columns);
    /// The rows [first, first + count) of all columns.
    RowFeed(const ColumnFile& file, uint64_t first, uint64_t count);

    [[nodiscard]] const std::vector<ColumnSchema>& schema() const { return m_schema; }
    [[nodiscard]] uint64_t rows() const { return m_rows; }
    /// Of a Category column: all texts that may come.
    [[nodiscard]] const std::vector<std::string>& dictionary(size_t column) const {
        return m_file.dictionary(m_columns[column]);
    }
    /// Whether a value of the column may be missing. Some of its rows may not be exported.
    [[nodiscard]] bool mayMiss(size_t column) const;

    /// Rows from \p first on, some ten thousand at most; empty behind the last. All columns, or those named.
    Result<Table> read(uint64_t first, const std::vector<size_t>& columns, const JobContext& job) const;

    /// Shows all rows piece by piece with the number of each piece's first row.
    using Visit = std::function<Result<void>(const Table& rows, uint64_t first)>;
    Result<void> forEach(const std::vector<size_t>& columns, const JobContext& job, const Visit& visit) const;

private:
    void describe();

    const ColumnFile& m_file;
    const RowOrder* m_order = nullptr; ///< null: rows as they stand, from m_first on
    std::vector<size_t> m_columns;     ///< in the file
    uint64_t m_first = 0;
    uint64_t m_rows = 0;
    std::vector<ColumnSchema> m_schema;
};

/// Rows that are encoded between two looks for a stop.
inline constexpr size_t rowsBetweenStops = 1024;

/// Row number \p row, counted from 0, has a value that no such file can hold.
[[nodiscard]] Failure cannotHold(const std::string& column, uint64_t row, const std::string& why, std::string hint);

// Formats. Each writes all rows to a new file, which the caller publishes.
// ---------------------------------------------

/// What a text format puts before, into and behind its rows.
class TextFormat {
public:
    virtual ~TextFormat() = default;
    [[nodiscard]] virtual std::string head() const { return {}; }
    virtual void append(std::string& text, const Table& rows, size_t row) = 0;
    [[nodiscard]] virtual std::string foot() const { return {}; }
};
[[nodiscard]] std::unique_ptr<TextFormat> csvFormat(const RowFeed& rows, char delimiter);
[[nodiscard]] std::unique_ptr<TextFormat> jsonFormat(const RowFeed& rows, bool lines);
/// Goes through the rows to see how exact their times are.
Result<std::unique_ptr<TextFormat>> arffFormat(const RowFeed& rows, const std::string& relation, const JobContext& job);
Result<void> writeText(const RowFeed& rows, TextFormat& format, ByteSink& sink, const JobContext& job);

Result<void> writeSqlite(const RowFeed& rows, const Path& file, const std::string& table, const JobContext& job);
Result<void> writeHdf5(const RowFeed& rows, const Path& file, const JobContext& job);
Result<void> writeNpz(const RowFeed& rows, const Path& file, const JobContext& job);
Result<void> writeParquet(const RowFeed& rows, const Path& file, const JobContext& job);

} // namespace lathe::writers
