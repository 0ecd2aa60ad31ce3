// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that come in pieces of any length, cut into the chunks of a column file.
#pragma once

#include "core/data/readers/text_dictionary.h"
#include "core/data/table.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace lathe::readers {

/// Not thread safe: rows are added in their order.
class ChunkAssembler {
public:
    explicit ChunkAssembler(const std::vector<ColumnSchema>& schema);

    /// A full chunk and its number.
    using Placed = std::vector<std::pair<uint64_t, Table>>;

    /// Adds the rows of \p table, whose categories get the file's codes. What fills a chunk is moved to \p placed.
    void add(Table table, Placed& placed);
    /// The rows that wait for their chunk to fill; they are the last chunk.
    [[nodiscard]] const Table& rest() const { return m_carry; }
    [[nodiscard]] uint64_t restChunk() const { return m_nextChunk; }
    [[nodiscard]] const TextDictionary& dictionary(size_t column) const { return m_dictionaries[column]; }
    [[nodiscard]] uint64_t rows() const { return m_rows; }

private:
    std::vector<TextDictionary> m_dictionaries;
    Table m_carry;
    uint64_t m_nextChunk = 0;
    uint64_t m_rows = 0;
};

} // namespace lathe::readers
