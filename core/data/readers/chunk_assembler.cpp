// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/chunk_assembler.h"

#include "core/data/column_file.h"

namespace lathe::readers {

namespace {

void recode(Column& column, TextDictionary& dictionary) {
    std::vector<uint32_t> codes;
    codes.reserve(column.dictionary.size());
    for (const auto& text : column.dictionary) codes.push_back(dictionary.code(text));
    for (size_t row = 0; row < column.codes.size(); ++row)
        if (!column.isMissing(row)) column.codes[row] = codes[column.codes[row]];
    column.dictionary.clear();
}

template <typename T>
std::vector<T> slice(const std::vector<T>& values, size_t first, size_t count) {
    if (values.empty()) return {};
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

Column slice(const Column& column, size_t first, size_t count) {
    Column part;
    part.schema = column.schema;
    part.integers = slice(column.integers, first, count);
    part.reals = slice(column.reals, first, count);
    part.codes = slice(column.codes, first, count);
    part.missing = slice(column.missing, first, count);
    if (column.schema.type != ColumnType::Text) return part;
    const uint64_t begin = first == 0 ? 0 : column.texts.ends[first - 1];
    part.texts.ends = slice(column.texts.ends, first, count);
    const uint64_t end = count == 0 ? begin : part.texts.ends.back();
    part.texts.bytes = column.texts.bytes.substr(begin, end - begin);
    for (uint64_t& textEnd : part.texts.ends) textEnd -= begin;
    return part;
}

Table slice(const Table& table, size_t first, size_t count) {
    Table part;
    for (const auto& column : table.columns) part.columns.push_back(slice(column, first, count));
    return part;
}

void appendRows(Table& head, const Table& tail) {
    for (size_t i = 0; i < head.columns.size(); ++i) append(head.columns[i], tail.columns[i]);
}

} // namespace

ChunkAssembler::ChunkAssembler(const std::vector<ColumnSchema>& schema) : m_dictionaries(schema.size()) {
    for (const auto& column : schema) m_carry.columns.push_back(Column{.schema = column});
}

void ChunkAssembler::add(Table table, Placed& placed) {
    for (size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].schema.type == ColumnType::Category) recode(table.columns[i], m_dictionaries[i]);
    const size_t count = table.rows();
    m_rows += count;
    if (m_carry.rows() == 0 && count == chunkRows) {
        placed.emplace_back(m_nextChunk++, std::move(table));
        return;
    }
    for (size_t taken = 0; taken < count;) {
        const size_t wanted = std::min<size_t>(chunkRows - m_carry.rows(), count - taken);
        appendRows(m_carry, taken == 0 && wanted == count ? std::move(table) : slice(table, taken, wanted));
        taken += wanted;
        if (m_carry.rows() < chunkRows) continue;
        Table full = slice(m_carry, 0, 0);
        std::swap(full, m_carry);
        placed.emplace_back(m_nextChunk++, std::move(full));
    }
}

} // namespace lathe::readers
