// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: groups of rows with equal keys.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/data/columns/row_hash_numbers.h"
#include "core/data/query/chunk_work.h"

namespace lathe::query {

/// Keys of few possible values as one small number: a digit for each column. Immutable.
class KeyDigits {
public:
    /// Nothing when the values, or what is known of them, are not few.
    static std::optional<KeyDigits> of(const ColumnFile& file, const std::vector<size_t>& columns);

    [[nodiscard]] uint32_t possible() const { return m_possible; }
    /// One number below possible() for each row of a chunk.
    Result<std::vector<uint32_t>> numbers(const ColumnFile& file, uint64_t chunk) const;

private:
    struct Digit {
        size_t column = 0;
        uint32_t weight = 1;
        uint32_t missing = 0; ///< what a missing value counts as; the greatest
        int64_t least = 0;
        std::vector<uint32_t> codes; ///< Category: equal texts have equal digits
    };
    static std::optional<Digit> digitOf(const ColumnFile& file, size_t column, uint64_t most);
    static void add(const Digit& digit, const Column& values, std::vector<uint32_t>& numbers);
    std::vector<Digit> m_digits;
    uint32_t m_possible = 1;
};

/// The groups of a chunk's rows, numbered within the chunk.
struct ChunkGroups {
    std::vector<uint32_t> ofRow;    ///< one per chosen row, ascending by row
    std::vector<RowHash> keys;      ///< one per group
    std::vector<uint64_t> firstRow; ///< in the file
};

/// Numbers the groups of a file. Reading is thread safe, adding is not.
class GroupIndex {
public:
    GroupIndex(const ColumnFile& file, std::vector<size_t> keys)
        : m_file(file), m_keys(std::move(keys)), m_digits(KeyDigits::of(file, m_keys)) {}

    /// The groups of chunk \p chunk. Thread safe.
    Result<ChunkGroups> groupsOf(const RowSelection* rows, uint64_t chunk) const;
    /// The numbers of a chunk's groups among all; new ones are added.
    std::vector<uint32_t> add(const ChunkGroups& groups);
    /// The same for groups that were all added before. Thread safe.
    [[nodiscard]] std::vector<uint32_t> numbersOf(const ChunkGroups& groups) const;
    [[nodiscard]] size_t size() const { return m_firstRows.size(); }
    /// A row of each group: the first one of the chunks in the order they were added.
    [[nodiscard]] const std::vector<uint64_t>& firstRows() const { return m_firstRows; }

private:
    const ColumnFile& m_file;
    std::vector<size_t> m_keys;
    std::optional<KeyDigits> m_digits;
    RowHashNumbers m_numbers;
    std::vector<uint64_t> m_firstRows;
};

/// Those of the rows \p rows (null: all) whose keys are the keys of one of the rows \p of: 28 bytes for each of these.
Result<RowSelection> selectGroupsOf(const ColumnFile& file, const std::vector<size_t>& keys,
                                    std::span<const uint64_t> of, const RowSelection* rows, const JobContext& job,
                                    size_t threads);

} // namespace lathe::query
