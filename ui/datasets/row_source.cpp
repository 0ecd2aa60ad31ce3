// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/row_source.h"

#include <algorithm>
#include <numeric>

namespace lathe::ui {
namespace {

/// A block of a column file's chunks, so that a jump decodes little more than what it shows.
constexpr uint64_t filePageRows = 4096;

} // namespace

FileRows::FileRows(std::shared_ptr<const ColumnFile> file, std::function<void()> arrived, size_t cacheBytes)
    : m_file(std::move(file)), m_cache(cacheBytes),
      m_loader(
          m_cache,
          [source = m_file](PageKey key) {
              return source->read(key.column, key.page * filePageRows, filePageRows, false);
          },
          std::move(arrived)) {}

RowSlice FileRows::slice(size_t column, uint64_t row) {
    const PageKey key{row / filePageRows, static_cast<uint32_t>(column)};
    RowSlice slice{m_cache.find(key), key.page * filePageRows, false};
    if (!slice.values) slice.failed = m_loader.failed(key);
    return slice;
}

void FileRows::request(uint64_t first, uint64_t last, const std::vector<size_t>& columns) {
    std::vector<PageKey> wanted;
    for (uint64_t page = first / filePageRows; page <= last / filePageRows; ++page)
        for (const size_t column : columns) wanted.push_back({page, static_cast<uint32_t>(column)});
    m_loader.request(wanted);
}

void FileRows::fetch(uint64_t first, uint64_t count, std::vector<size_t> columns,
                     std::function<void(Result<Table>)> done) {
    m_loader.run([file = m_file, first, count, columns = std::move(columns), done = std::move(done)] {
        done(file->readTable(first, count, columns));
    });
}

TableRows::TableRows(Table table) : m_rows(table.rows()), m_schema(table.schema()) {
    for (Column& column : table.columns) m_columns.push_back(std::make_shared<const Column>(std::move(column)));
}

RowSlice TableRows::slice(size_t column, uint64_t) { return {m_columns[column], 0, false}; }

void TableRows::fetch(uint64_t first, uint64_t count, std::vector<size_t> columns,
                      std::function<void(Result<Table>)> done) {
    const uint64_t last = std::min(m_rows, first + count);
    std::vector<uint64_t> rows(last > first ? last - first : 0);
    std::iota(rows.begin(), rows.end(), first);
    Table block;
    for (const size_t column : columns) block.columns.push_back(gather(*m_columns[column], rows));
    done(std::move(block));
}

bool TableRows::changed(size_t column, uint64_t row) const {
    return column < m_changes.size() && row < m_changes[column].size() && m_changes[column][row] != 0;
}

uint64_t TableRows::rowNumber(uint64_t row) { return (row < m_rowNumbers.size() ? m_rowNumbers[row] : row) + 1; }

void TableRows::findNumber(uint64_t number, Found found) {
    if (m_rowNumbers.empty()) return RowSource::findNumber(number, std::move(found));
    const auto place = std::find(m_rowNumbers.begin(), m_rowNumbers.end(), number - 1);
    found(place == m_rowNumbers.end() ? std::nullopt
                                      : std::optional(static_cast<uint64_t>(place - m_rowNumbers.begin())));
}

std::string cellText(const RowSource& source, size_t column, const RowSlice& slice, uint64_t row) {
    const size_t index = row - slice.first;
    const Column& values = *slice.values;
    if (values.schema.type != ColumnType::Category) return values.display(index);
    if (values.isMissing(index)) return {};
    // Pages of a file come without the dictionary: it may be large, and all pages share it.
    const auto& words = source.dictionary(column);
    const uint32_t code = values.codes[index];
    return code < words.size() ? words[code] : std::string();
}

std::string tabSeparated(const Table& table) {
    const auto append = [](std::string& out, std::string_view text) {
        if (text.find_first_of("\t\n\r\"") == std::string_view::npos) {
            out += text;
            return;
        }
        out += '"';
        for (const char c : text) out.append(c == '"' ? 2 : 1, c);
        out += '"';
    };
    std::string out;
    const auto endCell = [&](size_t column) { out += column + 1 < table.columns.size() ? '\t' : '\n'; };
    for (size_t c = 0; c < table.columns.size(); ++c) {
        append(out, table.columns[c].schema.name);
        endCell(c);
    }
    for (size_t row = 0; row < table.rows(); ++row)
        for (size_t c = 0; c < table.columns.size(); ++c) {
            append(out, table.columns[c].display(row));
            endCell(c);
        }
    return out;
}

} // namespace lathe::ui
