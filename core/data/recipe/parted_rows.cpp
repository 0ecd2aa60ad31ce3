// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/parted_rows.h"

#include <cstring>

#include "core/data/recipe/recipe_operation.h"

namespace lathe::recipe {

namespace {

constexpr size_t mostWaitingBytes = size_t{32} << 20U;

size_t bytesOf(const Column& column) { return column.rows() * (sizeof(uint64_t) + 1) + column.texts.bytes.size(); }

/// Adds each row of \p from to the column that \p target(row) gives.
template <typename Target>
void scatter(const Column& from, const Target& target) {
    for (size_t row = 0; row < from.rows(); ++row) {
        Column& to = target(row);
        to.missing.push_back(from.isMissing(row) ? 1 : 0);
        switch (from.schema.type) {
        case ColumnType::Real: to.reals.push_back(from.reals[row]); break;
        case ColumnType::Category: to.codes.push_back(from.codes[row]); break;
        case ColumnType::Text: to.texts.push(from.texts.at(row)); break;
        default: to.integers.push_back(from.integers[row]);
        }
    }
}

template <typename T>
void put(std::vector<std::byte>& bytes, const T* values, size_t count) {
    const auto* begin = reinterpret_cast<const std::byte*>(values);
    bytes.insert(bytes.end(), begin, begin + count * sizeof(T));
}

/// Values, missing flags, and of texts where they end and their bytes.
void putColumn(std::vector<std::byte>& bytes, const Column& column) {
    put(bytes, column.missing.data(), column.missing.size());
    switch (column.schema.type) {
    case ColumnType::Real: return put(bytes, column.reals.data(), column.reals.size());
    case ColumnType::Category: return put(bytes, column.codes.data(), column.codes.size());
    case ColumnType::Text:
        put(bytes, column.texts.ends.data(), column.texts.ends.size());
        return put(bytes, column.texts.bytes.data(), column.texts.bytes.size());
    default: return put(bytes, column.integers.data(), column.integers.size());
    }
}

template <typename T>
void take(std::span<const std::byte>& bytes, std::vector<T>& values, size_t count) {
    const size_t before = values.size();
    values.resize(before + count);
    std::memcpy(values.data() + before, bytes.data(), count * sizeof(T));
    bytes = bytes.subspan(count * sizeof(T));
}

void takeTexts(std::span<const std::byte>& bytes, TextValues& texts, size_t rows) {
    const uint64_t base = texts.bytes.size();
    const size_t before = texts.ends.size();
    take(bytes, texts.ends, rows);
    const auto length = static_cast<size_t>(texts.ends.back());
    for (size_t i = before; i < texts.ends.size(); ++i) texts.ends[i] += base;
    texts.bytes.append(reinterpret_cast<const char*>(bytes.data()), length);
    bytes = bytes.subspan(length);
}

void takeColumn(std::span<const std::byte>& bytes, Column& column, size_t rows) {
    take(bytes, column.missing, rows);
    switch (column.schema.type) {
    case ColumnType::Real: return take(bytes, column.reals, rows);
    case ColumnType::Category: return take(bytes, column.codes, rows);
    case ColumnType::Text: return takeTexts(bytes, column.texts, rows);
    default: return take(bytes, column.integers, rows);
    }
}

} // namespace

PartedRows::PartedRows(const std::vector<ColumnSchema>& schema, NamelessFile file)
    : m_schema(schema), m_file(std::move(file)), m_blocks(parts), m_dictionaries(schema.size()),
      m_texts(schema.size()) {
    for (size_t part = 0; part < parts; ++part) m_waiting.push_back(emptyTable());
}

Result<PartedRows> PartedRows::create(const std::vector<ColumnSchema>& schema, const Path& scratch) {
    LATHE_TRY(NamelessFile file, NamelessFile::create(scratch));
    return PartedRows(schema, std::move(file));
}

Table PartedRows::emptyTable() const {
    Table table;
    for (const ColumnSchema& column : m_schema) table.columns.push_back(emptyColumn(column.name, column.type));
    return table;
}

Result<void> PartedRows::add(Table rows, std::span<const uint8_t> partOfRow) {
    for (size_t c = 0; c < m_schema.size(); ++c) {
        Column& column = rows.columns[c];
        if (column.schema.type == ColumnType::Category) m_dictionaries.recode(c, column);
        scatter(column, [&](size_t row) -> Column& { return m_waiting[partOfRow[row]].columns[c]; });
        m_waitingBytes += bytesOf(column);
    }
    return m_waitingBytes < mostWaitingBytes ? Result<void>() : write();
}

Result<void> PartedRows::write() {
    std::vector<std::byte> bytes;
    for (size_t part = 0; part < parts; ++part) {
        Table& waiting = m_waiting[part];
        if (waiting.rows() == 0) continue;
        const size_t before = bytes.size();
        for (const Column& column : waiting.columns) putColumn(bytes, column);
        m_blocks[part].push_back({m_end + before, bytes.size() - before, waiting.rows()});
        waiting = emptyTable();
    }
    LATHE_CHECK(m_file.write(m_end, bytes));
    m_end += bytes.size();
    m_waitingBytes = 0;
    return {};
}

Result<void> PartedRows::finish() {
    LATHE_CHECK(write());
    m_waiting.clear();
    for (size_t c = 0; c < m_schema.size(); ++c) m_texts[c] = m_dictionaries.take(c);
    return {};
}

Result<Table> PartedRows::read(size_t part) const {
    Table table = emptyTable();
    std::vector<std::byte> bytes;
    for (const Block& block : m_blocks[part]) {
        bytes.resize(block.bytes);
        LATHE_CHECK(m_file.read(block.place, bytes));
        std::span<const std::byte> rest = bytes;
        for (Column& column : table.columns) takeColumn(rest, column, block.rows);
    }
    for (size_t c = 0; c < m_schema.size(); ++c) table.columns[c].dictionary = m_texts[c];
    return table;
}

} // namespace lathe::recipe
