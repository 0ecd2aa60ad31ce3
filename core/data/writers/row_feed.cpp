// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/writers/row_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace lathe::writers {

namespace {

constexpr uint64_t sortedRowsAtOnce = uint64_t{1} << 20U; // each piece reads nearly every chunk
constexpr uint64_t cellsAtOnce = uint64_t{1} << 23U;
/// Of a chunk so many can be read by themselves (docs/column-file.md).
constexpr uint64_t rowsOfABlock = 4096;

/// Whole blocks of a chunk, so that a piece of a wide table is not much larger than one of a narrow table.
uint64_t rowsAtOnce(size_t columns, uint64_t most) {
    return std::clamp(cellsAtOnce / std::max<uint64_t>(columns, 1) / rowsOfABlock * rowsOfABlock, rowsOfABlock, most);
}

} // namespace

RowFeed::RowFeed(const ColumnFile& file, const RowOrder* order, std::vector<size_t> columns)
    : m_file(file), m_order(order), m_columns(std::move(columns)), m_rows(order->size()) {
    describe();
}

RowFeed::RowFeed(const ColumnFile& file, uint64_t first, uint64_t count)
    : m_file(file), m_columns(file.columns()), m_first(std::min(first, file.rows())) {
    std::iota(m_columns.begin(), m_columns.end(), size_t{0});
    m_rows = std::min(count, file.rows() - m_first);
    describe();
}

void RowFeed::describe() {
    for (const size_t column : m_columns) m_schema.push_back(m_file.schema()[column]);
}

bool RowFeed::mayMiss(size_t column) const {
    for (uint64_t chunk = 0; chunk < m_file.chunks(); ++chunk)
        if (m_file.statistics(m_columns[column], chunk).missing > 0) return true;
    return false;
}

Result<Table> RowFeed::read(uint64_t first, const std::vector<size_t>& columns, const JobContext& job) const {
    if (first >= m_rows) return Table();
    std::vector<size_t> wanted;
    for (const size_t column : columns) wanted.push_back(m_columns[column]);
    if (wanted.empty()) wanted = m_columns;
    if (m_order) {
        LATHE_TRY(const auto rows,
                  m_order->rows(first, rowsAtOnce(wanted.size(), m_order->sorted() ? sortedRowsAtOnce : chunkRows)));
        return readRows(m_file, rows, wanted, job);
    }
    const uint64_t row = m_first + first;
    const uint64_t most = rowsAtOnce(wanted.size(), chunkRows);
    return m_file.readTable(row, std::min(most - row % most, m_rows - first), wanted);
}

Result<void> RowFeed::forEach(const std::vector<size_t>& columns, const JobContext& job, const Visit& visit) const {
    for (uint64_t row = 0; row < m_rows;) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Table table, read(row, columns, job));
        LATHE_CHECK(visit(table, row));
        row += table.rows();
    }
    return {};
}

Failure cannotHold(const std::string& column, uint64_t row, const std::string& why, std::string hint) {
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("row {} of column '{}' cannot be written: {}", row + 1, column, why), std::move(hint));
}

} // namespace lathe::writers
