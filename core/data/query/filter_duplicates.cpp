// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/data/columns/row_hash.h"
#include "core/data/query/entry_sort.h"
#include "core/data/query/filter_tests.h"

namespace lathe::query {

namespace {

/// The keys are hashes without the bits that the row's number takes: more than 90 for up to 2³⁷ rows, so that two
/// different rows of a billion are taken for equal with a chance below 10⁻⁹.
Result<void> hashEntries(const ColumnFile& file, const std::vector<size_t>& columns, unsigned bits, uint64_t chunk,
                         std::vector<Entry>& entries) {
    LATHE_TRY(const Table table, file.readTable(chunk * chunkRows, chunkRows, columns));
    const std::vector<RowHash> hashes = hashRows(table);
    for (size_t row = 0; row < hashes.size(); ++row) {
        const Entry hash = Entry{hashes[row].high} << 64U | hashes[row].low;
        entries.push_back(hash >> bits << bits | (chunk * chunkRows + row));
    }
    return {};
}

} // namespace

Result<RowSelection> selectDuplicates(const ColumnFile& file, const DuplicatesCondition& condition, const JobContext& job,
                                      size_t threads) {
    std::vector<size_t> columns;
    for (const std::string& name : condition.columns) {
        LATHE_TRY(const size_t column, columnNamed(file.schema(), name));
        columns.push_back(column);
    }
    const unsigned bits = rowBits(file.rows());
    std::vector<uint64_t> kept(static_cast<size_t>(file.chunks()) * RowSelection::wordsPerChunk);
    const auto keep = [&](Entry entry) {
        const uint64_t row = rowOf(entry, bits);
        kept[row / 64] |= uint64_t{1} << (row % 64);
    };

    // The run of equal keys that is being read; it may go on in the next part.
    Entry first = 0;
    uint64_t length = 0;
    const auto endRun = [&] {
        if (length == 1 && condition.keep == DuplicatesCondition::Keep::Unique) keep(first);
        if (length > 1 && condition.keep == DuplicatesCondition::Keep::All) keep(first);
    };
    const auto use = [&](std::span<const Entry> sorted) -> Result<void> {
        for (const Entry entry : sorted) {
            if (length > 0 && (entry >> bits) == (first >> bits)) {
                ++length;
                if (condition.keep != DuplicatesCondition::Keep::Unique) keep(entry);
                continue;
            }
            endRun();
            first = entry;
            length = 1;
        }
        return {};
    };
    const EntrySource source{file, nullptr, file.rows(),
                             [&](uint64_t chunk, std::vector<Entry>& entries) {
                                 return hashEntries(file, columns, bits, chunk, entries);
                             }};
    LATHE_CHECK(forEachSorted(source, job, threads, use));
    endRun();
    return RowSelection(file.rows(), std::move(kept));
}

} // namespace lathe::query
