// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/expression/expression.h"

namespace lathe::validation {

/// Which rows an expectation is about.
struct RowCondition {
    std::string text; ///< as an expression of ours
    Expression expression;
    std::vector<size_t> columns; ///< those that it reads
};

/// The rows of one chunk; each column is read once, when somebody first asks for it. Not thread safe.
class ChunkRows {
public:
    ChunkRows(const ColumnFile& file, uint64_t chunk);

    [[nodiscard]] const ColumnFile& file() const { return *m_file; }
    [[nodiscard]] uint64_t chunk() const { return m_chunk; }
    [[nodiscard]] uint64_t firstRow() const { return m_chunk * chunkRows; }
    [[nodiscard]] size_t rows() const { return m_rows; }

    /// A Category's dictionary is the file's. Errors: Corrupt, Io.
    Result<const Column*> column(size_t index);
    /// One byte per row, 1 where the condition holds; null for no condition.
    Result<const std::vector<uint8_t>*> included(const RowCondition* condition);

private:
    const ColumnFile* m_file;
    uint64_t m_chunk;
    size_t m_rows;
    std::map<size_t, Column> m_columns;
    std::map<std::string, std::vector<uint8_t>> m_included;
};

} // namespace lathe::validation
