// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: the one way in which rows are brought into order. A row's key and its number make one 128-bit number,
// the number of the row in the lowest bits, so that all are different and equal keys keep the order of the rows.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/row_selection.h"

namespace lathe::query {

__extension__ typedef unsigned __int128 Entry;

/// Bits that the number of a row of \p file takes.
[[nodiscard]] inline unsigned rowBits(uint64_t rows) {
    return rows < 2 ? 1 : static_cast<unsigned>(std::bit_width(rows - 1));
}
[[nodiscard]] inline uint64_t rowOf(Entry entry, unsigned bits) {
    return static_cast<uint64_t>(entry) & ((uint64_t{1} << bits) - 1);
}

/// Ascending, with vector instructions.
void sortEntries(std::span<Entry> entries);

/// Entries held at once, 16 bytes each.
inline constexpr uint64_t heldEntries = uint64_t{12} << 20U;

struct EntrySource {
    const ColumnFile& file;
    const RowSelection* rows = nullptr; ///< null: all
    /// Entries expected, at most one per row; sets the sizes of the parts.
    uint64_t expected = 0;
    /// The entries of a chunk, all different, in any order. Called from several threads and, for a chunk, several
    /// times.
    std::function<Result<void>(uint64_t chunk, std::vector<Entry>& entries)> entries;
    uint64_t held = heldEntries; ///< the most at once
};

/// Calls \p use with the entries of \p source in ascending order, part by part, from one thread at a time. More entries
/// than may be held are read in several passes. Errors: those of the source and of \p use, Cancelled.
Result<void> forEachSorted(const EntrySource& source, const JobContext& job, size_t threads,
                           const std::function<Result<void>(std::span<const Entry>)>& use);

/// Calls \p use(first entry, entries) for each run of entries that are equal but for their lowest \p bits, ascending.
Result<void> forEachRun(const EntrySource& source, unsigned bits, const JobContext& job, size_t threads,
                        const std::function<void(Entry first, uint64_t count)>& use);

/// Bits in the order of the numbers; 0 and -0 are the same. Missing values need a mark of their own.
[[nodiscard]] inline uint64_t orderedBits(int64_t value) { return static_cast<uint64_t>(value) ^ (uint64_t{1} << 63U); }
[[nodiscard]] inline uint64_t orderedBits(double value) {
    const auto bits = std::bit_cast<uint64_t>(value + 0.0);
    return (bits >> 63U) != 0 ? ~bits : bits | (uint64_t{1} << 63U);
}
[[nodiscard]] inline int64_t integerFromBits(uint64_t ordered) {
    return static_cast<int64_t>(ordered ^ (uint64_t{1} << 63U));
}
[[nodiscard]] inline double realFromBits(uint64_t ordered) {
    return std::bit_cast<double>((ordered >> 63U) != 0 ? ordered ^ (uint64_t{1} << 63U) : ~ordered);
}

} // namespace lathe::query
