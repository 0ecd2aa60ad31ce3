// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/row_selection.h"

namespace lathe {

/// The rows of a view of a column file, position by position: all of them, those that a filter left, or sorted ones.
/// A sorted order of more than 16 million rows lies in a file without a name (4 or 5 bytes a row) and not in memory.
/// Immutable and cheap to copy; thread safe.
class RowOrder {
public:
    RowOrder() = default; ///< no rows
    static RowOrder all(uint64_t rows);
    static RowOrder of(std::shared_ptr<const RowSelection> selection);

    [[nodiscard]] uint64_t size() const { return m_size; }
    /// Whether the rows come in another order than in the data.
    [[nodiscard]] bool sorted() const { return m_store != nullptr; }
    /// The rows at positions [first, first + count), clipped to the end. Errors: Io.
    Result<std::vector<uint64_t>> rows(uint64_t first, uint64_t count) const;
    /// Of an order that is not sorted: the position of \p row, or of the next row that is there.
    [[nodiscard]] uint64_t positionOf(uint64_t row) const;

    /// Where \p row is in any order; none when it is not there. Of a sorted one all is looked through: some 3 ms a
    /// million rows. Errors: Io, Cancelled.
    Result<std::optional<uint64_t>> find(uint64_t row, const JobContext& job) const;
    /// Of an order that is not sorted: whether \p row is there.
    [[nodiscard]] bool contains(uint64_t row) const { return m_selection ? m_selection->contains(row) : row < m_size; }

    class Store; ///< where a sorted order lies; for sortRows()
    explicit RowOrder(std::shared_ptr<const Store> store);

private:
    uint64_t m_size = 0;
    std::shared_ptr<const RowSelection> m_selection; ///< null: all rows, or sorted
    std::shared_ptr<const Store> m_store;
};

/// The rows \p rows, in that order, of some columns (empty: all). Each chunk is read once, by up to \p threads threads.
/// Categories come with their dictionary unless \p withDictionary is false. Errors: Corrupt, Io, Cancelled.
Result<Table> readRows(const ColumnFile& file, std::span<const uint64_t> rows, const std::vector<size_t>& columns,
                       const JobContext& job, bool withDictionary = true, size_t threads = 0);

struct SortKey {
    std::string column;
    bool descending = false;
    bool operator==(const SortKey&) const = default;
};

/// "a,-b" as keys: columns separated by commas, a minus before those that descend; names with commas or a leading minus
/// in backquotes. Errors: InvalidInput.
Result<std::vector<SortKey>> parseSortKeys(std::string_view text);

/// The rows \p rows (null: all) by \p keys, the first one first. Stable: equal rows stay in the order of the data.
/// Numbers by value, texts by their code points, missing values last whichever the direction. Deterministic whatever
/// the threads. Holds about 350 MB at most whatever the number of rows; beyond 12 million the data are read several
/// times. A long order is kept in a nameless file in \p scratch (empty: the system's folder for temporary files).
/// Errors: NotFound for an unknown column, InvalidInput without keys or for one that comes twice, Corrupt, Io,
/// Cancelled.
Result<RowOrder> sortRows(const ColumnFile& file, const std::vector<SortKey>& keys, const RowSelection* rows,
                          const Path& scratch, const JobContext& job, size_t threads = 0);

} // namespace lathe
