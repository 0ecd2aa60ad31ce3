// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/chunk_rows.h"

#include <algorithm>

namespace lathe::validation {

ChunkRows::ChunkRows(const ColumnFile& file, uint64_t chunk)
    : m_file(&file), m_chunk(chunk), m_rows(static_cast<size_t>(std::min(chunkRows, file.rows() - chunk * chunkRows))) {
}

Result<const Column*> ChunkRows::column(size_t index) {
    if (const auto found = m_columns.find(index); found != m_columns.end()) return &found->second;
    LATHE_TRY(Column column, m_file->read(index, firstRow(), m_rows, false));
    return &m_columns.emplace(index, std::move(column)).first->second;
}

Result<const std::vector<uint8_t>*> ChunkRows::included(const RowCondition* condition) {
    if (!condition) return nullptr;
    if (const auto found = m_included.find(condition->text); found != m_included.end()) return &found->second;
    LATHE_TRY(const Table table, m_file->readTable(firstRow(), m_rows, condition->columns));
    LATHE_TRY(const Column truth, condition->expression.evaluate(table, "condition"));
    std::vector<uint8_t> marks(m_rows);
    for (size_t row = 0; row < m_rows; ++row) marks[row] = !truth.isMissing(row) && truth.integers[row] != 0 ? 1 : 0;
    return &m_included.emplace(condition->text, std::move(marks)).first->second;
}

} // namespace lathe::validation
