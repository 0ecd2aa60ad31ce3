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
Result<void> hashEntries(const ColumnFile& file, const std::vector<size_t>& columns, const RowSelection* rows,
                         unsigned bits, uint64_t chunk, std::vector<Entry>& entries) {
    LATHE_TRY(const Table table, file.readTable(chunk * chunkRows, chunkRows, columns));
    const std::vector<RowHash> hashes = hashRows(table);
    forEachRow(file, rows, chunk, [&](size_t row) {
        const Entry hash = Entry{hashes[row].high} << 64U | hashes[row].low;
        entries.push_back(hash >> bits << bits | (chunk * chunkRows + row));
    });
    return {};
}

/// A selection that is made row by row.
class Kept {
public:
    explicit Kept(const ColumnFile& file)
        : m_rows(file.rows()), m_words(static_cast<size_t>(file.chunks()) * RowSelection::wordsPerChunk) {}
    void add(uint64_t row) { m_words[row / 64] |= uint64_t{1} << (row % 64); }
    RowSelection finish() { return {m_rows, std::move(m_words)}; }

private:
    uint64_t m_rows;
    std::vector<uint64_t> m_words;
};

} // namespace

Result<RowSelection> selectDuplicates(const ColumnFile& file, const DuplicatesCondition& condition,
                                      const JobContext& job, size_t threads) {
    std::vector<size_t> columns;
    for (const std::string& name : condition.columns) {
        LATHE_TRY(const size_t column, columnNamed(file.schema(), name));
        columns.push_back(column);
    }
    const unsigned bits = rowBits(file.rows());
    Kept kept(file);
    const auto keep = [&](Entry entry) { kept.add(rowOf(entry, bits)); };

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
    const EntrySource source{file, nullptr, file.rows(), [&](uint64_t chunk, std::vector<Entry>& entries) {
                                 return hashEntries(file, columns, nullptr, bits, chunk, entries);
                             }};
    LATHE_CHECK(forEachSorted(source, job, threads, use));
    endRun();
    return kept.finish();
}

Result<RowSelection> selectFirstOfEqual(const ColumnFile& file, const std::vector<size_t>& columns,
                                        const RowSelection* rows, const JobContext& job, size_t threads) {
    const unsigned bits = rowBits(file.rows());
    Kept kept(file);
    const EntrySource source{file, rows, chosen(file, rows), [&](uint64_t chunk, std::vector<Entry>& entries) {
                                 return hashEntries(file, columns, rows, bits, chunk, entries);
                             }};
    LATHE_CHECK(forEachRun(source, bits, job, threads, [&](Entry first, uint64_t) { kept.add(rowOf(first, bits)); }));
    return kept.finish();
}

} // namespace lathe::query
