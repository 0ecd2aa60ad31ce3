// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: groups of rows with equal keys.
#pragma once

#include <unordered_map>
#include <vector>

#include "core/data/query/chunk_work.h"
#include "core/data/row_hash.h"

namespace lathe::query {

/// The groups of a chunk's rows, numbered within the chunk.
struct ChunkGroups {
    std::vector<uint32_t> ofRow;   ///< one per chosen row, ascending by row
    std::vector<RowHash> hashes;   ///< one per group
    std::vector<uint64_t> firstRow; ///< in the file
};

/// Numbers the groups of a file. Reading is thread safe, adding is not.
class GroupIndex {
public:
    GroupIndex(const ColumnFile& file, std::vector<size_t> keys) : m_file(file), m_keys(std::move(keys)) {}

    /// The groups of chunk \p chunk. Thread safe.
    Result<ChunkGroups> groupsOf(const RowSelection* rows, uint64_t chunk) const;
    /// The numbers of a chunk's groups among all; new ones are added. Errors: InvalidInput above mostGroups.
    Result<std::vector<uint32_t>> add(const ChunkGroups& groups);
    /// The same for groups that were all added before.
    [[nodiscard]] std::vector<uint32_t> numbersOf(const ChunkGroups& groups) const;
    [[nodiscard]] size_t size() const { return m_firstRows.size(); }
    /// A row of each group: the first one of the chunks in the order they were added.
    [[nodiscard]] const std::vector<uint64_t>& firstRows() const { return m_firstRows; }

private:
    struct Hasher {
        size_t operator()(const RowHash& hash) const { return static_cast<size_t>(hash.low); }
    };
    const ColumnFile& m_file;
    std::vector<size_t> m_keys;
    std::unordered_map<RowHash, uint32_t, Hasher> m_numbers;
    std::vector<uint64_t> m_firstRows;
};

} // namespace lathe::query
