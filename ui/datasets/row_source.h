// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/table.h"
#include "ui/datasets/page_cache.h"
#include "ui/datasets/page_loader.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lathe::ui {

/// Consecutive values of one column that are in memory.
struct RowSlice {
    std::shared_ptr<const Column> values; ///< null when they are not here (yet)
    uint64_t first = 0;                   ///< the row that values' row 0 is
    bool failed = false;                  ///< they cannot be read

    [[nodiscard]] bool holds(uint64_t row) const { return values && row >= first && row - first < values->rows(); }
};

/// The rows a grid shows. Used from the window's thread; no call waits for a disk.
class RowSource {
public:
    virtual ~RowSource() = default;

    [[nodiscard]] virtual uint64_t rows() const = 0;
    [[nodiscard]] virtual const std::vector<ColumnSchema>& schema() const = 0;
    /// The words that the codes of a Category column stand for.
    [[nodiscard]] virtual const std::vector<std::string>& dictionary(size_t column) const = 0;
    /// The values around \p row. When they are not here, request() brings them.
    [[nodiscard]] virtual RowSlice slice(size_t column, uint64_t row) = 0;

    /// Says what is on screen: \p columns of rows [first, last]. Replaces the request before.
    virtual void request(uint64_t first, uint64_t last, const std::vector<size_t>& columns) = 0;

    /// Reads a block and hands it to \p done, on a thread of the source's.
    virtual void fetch(uint64_t first, uint64_t count, std::vector<size_t> columns,
                       std::function<void(Result<Table>)> done) = 0;

    /// Whether a preview changed this cell, or added its column.
    [[nodiscard]] virtual bool changed(size_t column, uint64_t row) const {
        (void)column;
        (void)row;
        return false;
    }
    /// The number people know the row by, from 1; 0 while it is not known yet.
    [[nodiscard]] virtual uint64_t rowNumber(uint64_t row) { return row + 1; }
    [[nodiscard]] virtual uint64_t largestRowNumber() { return rows() == 0 ? 1 : rowNumber(rows() - 1); }
    using Found = std::function<void(std::optional<uint64_t> row)>;
    /// Tells \p found where the row is that people know by \p number, from 1; of rows in the order of the data, which
    /// are found at once, the next one that is there. Others are looked for on a thread of the source's. None: it is
    /// not among these.
    virtual void findNumber(uint64_t number, Found found) { found(std::min(number, rows()) - 1); }

    [[nodiscard]] virtual std::optional<Error> firstError() const { return std::nullopt; }
    /// Whether everything that was asked for has come.
    [[nodiscard]] virtual bool settled() const { return true; }
};

/// The rows of a column file, read page by page in the background.
class FileRows final : public RowSource {
public:
    static constexpr size_t defaultCacheBytes = size_t{96} << 20;

    /// \p arrived is called on the loader's thread whenever a page came.
    FileRows(std::shared_ptr<const ColumnFile> file, std::function<void()> arrived,
             size_t cacheBytes = defaultCacheBytes);

    [[nodiscard]] const ColumnFile& file() const { return *m_file; }
    [[nodiscard]] uint64_t rows() const override { return m_file->rows(); }
    [[nodiscard]] const std::vector<ColumnSchema>& schema() const override { return m_file->schema(); }
    [[nodiscard]] const std::vector<std::string>& dictionary(size_t column) const override {
        return m_file->dictionary(column);
    }
    [[nodiscard]] RowSlice slice(size_t column, uint64_t row) override;
    void request(uint64_t first, uint64_t last, const std::vector<size_t>& columns) override;
    void fetch(uint64_t first, uint64_t count, std::vector<size_t> columns,
               std::function<void(Result<Table>)> done) override;
    [[nodiscard]] std::optional<Error> firstError() const override { return m_loader.firstError(); }
    [[nodiscard]] bool settled() const override { return m_loader.idle(); }

private:
    std::shared_ptr<const ColumnFile> m_file;
    PageCache m_cache;
    PageLoader m_loader; // last: its thread uses the above
};

/// Rows in memory, with marks on what a recipe changed.
class TableRows final : public RowSource {
public:
    explicit TableRows(Table table);

    /// One byte per row for each column, 1 where the cell changed; empty vectors for columns without change.
    void setChanges(std::vector<std::vector<uint8_t>> changes) { m_changes = std::move(changes); }
    /// The numbers of the rows in the data they were taken from, from 0.
    void setRowNumbers(std::vector<uint64_t> numbers) { m_rowNumbers = std::move(numbers); }

    [[nodiscard]] uint64_t rows() const override { return m_rows; }
    [[nodiscard]] const std::vector<ColumnSchema>& schema() const override { return m_schema; }
    [[nodiscard]] const std::vector<std::string>& dictionary(size_t column) const override {
        return m_columns[column]->dictionary;
    }
    [[nodiscard]] RowSlice slice(size_t column, uint64_t row) override;
    void request(uint64_t, uint64_t, const std::vector<size_t>&) override {}
    void fetch(uint64_t first, uint64_t count, std::vector<size_t> columns,
               std::function<void(Result<Table>)> done) override;
    [[nodiscard]] bool changed(size_t column, uint64_t row) const override;
    [[nodiscard]] uint64_t rowNumber(uint64_t row) override;
    void findNumber(uint64_t number, Found found) override;

private:
    uint64_t m_rows = 0;
    std::vector<ColumnSchema> m_schema;
    std::vector<std::shared_ptr<const Column>> m_columns;
    std::vector<std::vector<uint8_t>> m_changes;
    std::vector<uint64_t> m_rowNumbers;
};

/// A cell's value as people read it, exactly; empty when missing.
[[nodiscard]] std::string cellText(const RowSource& source, size_t column, const RowSlice& slice, uint64_t row);

/// Rows as tab-separated values with a header line, the form spreadsheets paste. Texts with tabs, line breaks or
/// quotes stand in quotes, those within doubled.
[[nodiscard]] std::string tabSeparated(const Table& table);

} // namespace lathe::ui
