// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/ordered_rows.h"

namespace lathe::ui {
namespace {

constexpr uint64_t pageRows = 64;
constexpr uint32_t numbersColumn = UINT32_MAX; ///< stands for the numbers of a page's rows

} // namespace

OrderedRows::OrderedRows(std::shared_ptr<const ColumnFile> file, RowOrder order, std::function<void()> arrived)
    : m_file(std::move(file)), m_order(std::move(order)), m_cache(cacheBytes),
      m_loader(
          m_cache, [source = m_file, rows = m_order](PageKey key) { return read(*source, rows, key); },
          std::move(arrived)) {}

Result<Column> OrderedRows::read(const ColumnFile& file, const RowOrder& order, PageKey key) {
    LATHE_TRY(const auto rows, order.rows(key.page * pageRows, pageRows));
    if (key.column == numbersColumn) {
        Column numbers;
        numbers.schema.type = ColumnType::Integer;
        for (const uint64_t row : rows) numbers.integers.push_back(static_cast<int64_t>(row) + 1);
        return numbers;
    }
    LATHE_TRY(Table table, readRows(file, rows, {key.column}, JobContext(), false));
    return std::move(table.columns.front());
}

RowSlice OrderedRows::slice(size_t column, uint64_t row) {
    const PageKey key{row / pageRows, static_cast<uint32_t>(column)};
    RowSlice slice{m_cache.find(key), key.page * pageRows, false};
    if (!slice.values) slice.failed = m_loader.failed(key);
    return slice;
}

uint64_t OrderedRows::rowNumber(uint64_t row) {
    const RowSlice numbers = slice(numbersColumn, row);
    return numbers.holds(row) ? static_cast<uint64_t>(numbers.values->integers[row - numbers.first]) : 0;
}

void OrderedRows::findNumber(uint64_t number, Found found) {
    if (!m_order.sorted()) return found(std::min(m_order.positionOf(number - 1), rows() - 1));
    m_loader.run([order = m_order, number, job = job(), found = std::move(found)] {
        if (const auto place = order.find(number - 1, job)) found(*place);
    });
}

void OrderedRows::request(uint64_t first, uint64_t last, const std::vector<size_t>& columns) {
    std::vector<PageKey> wanted;
    for (uint64_t page = first / pageRows; page <= last / pageRows; ++page) wanted.push_back({page, numbersColumn});
    for (const size_t column : columns)
        for (uint64_t page = first / pageRows; page <= last / pageRows; ++page)
            wanted.push_back({page, static_cast<uint32_t>(column)});
    m_loader.request(wanted);
}

void OrderedRows::fetch(uint64_t first, uint64_t count, std::vector<size_t> columns,
                        std::function<void(Result<Table>)> done) {
    m_loader.run([file = m_file, order = m_order, job = job(), first, count, columns = std::move(columns),
                  done = std::move(done)] {
        const auto rows = order.rows(first, count);
        done(rows ? readRows(*file, *rows, columns, job) : Result<Table>(failure(rows.error())));
    });
}

} // namespace lathe::ui
