// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <mutex>
#include <optional>

#include "core/data/columns/row_hash.h"
#include "core/data/query/chunk_work.h"
#include "core/data/query/entry_sort.h"
#include "core/data/query/facet.h"
#include "core/data/query/row_order.h"
#include "core/data/query/text_matcher.h"

namespace lathe {

using namespace query;

namespace {

/// What counting one column's values needs.
struct Counting {
    const ColumnFile& file;
    size_t column;
    const RowSelection* rows;
    const ValueFacetOptions& options;
    std::optional<TextMatcher> matcher;

    [[nodiscard]] ColumnType type() const { return file.schema()[column].type; }
};

/// Category and Boolean: the possible values are known, so one pass counts them.
Result<ValueFacet> countCodes(const Counting& counting, const std::vector<std::string>& texts, const JobContext& job,
                              size_t threads) {
    std::vector<uint64_t> counts(texts.size());
    ValueFacet facet;
    std::mutex mutex;
    job.beginStage("counting", static_cast<double>(counting.file.rows()), "rows");
    const auto count = [&](uint64_t chunk) -> Result<void> {
        LATHE_TRY(const Column column, counting.file.read(counting.column, chunk * chunkRows, chunkRows, false));
        const bool boolean = column.schema.type == ColumnType::Boolean;
        std::vector<uint64_t> here(texts.size());
        uint64_t missing = 0;
        forEachRow(counting.file, counting.rows, chunk, [&](size_t row) {
            if (column.isMissing(row)) ++missing;
            else ++here[boolean ? static_cast<size_t>(column.integers[row] != 0) : column.codes[row]];
        });
        const std::lock_guard lock(mutex);
        for (size_t i = 0; i < here.size(); ++i) counts[i] += here[i];
        facet.missing += missing;
        return {};
    };
    LATHE_CHECK(forEachChunk(counting.file, counting.rows, job, threads, count));
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0 || (counting.matcher && !counting.matcher->matches(texts[i]))) continue;
        facet.values.push_back({texts[i], counts[i]});
        facet.count += counts[i];
    }
    facet.distinct = facet.values.size();
    std::sort(facet.values.begin(), facet.values.end(), [](const ValueCount& a, const ValueCount& b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
    });
    if (facet.values.size() > counting.options.most) facet.values.resize(counting.options.most);
    return facet;
}

constexpr Entry missingMark = Entry{1} << 127U;

/// Entries whose keys are equal for equal values: of texts their hashes, of others the values themselves.
Result<void> valueEntries(const Counting& counting, unsigned bits, uint64_t chunk, std::vector<Entry>& entries) {
    LATHE_TRY(const Column column, counting.file.read(counting.column, chunk * chunkRows, chunkRows, false));
    std::optional<CellMatcher> cells;
    if (counting.matcher) cells.emplace(*counting.matcher, column.schema, counting.file.dictionary(counting.column));
    const auto keyOf = [&](size_t row) -> Entry {
        switch (column.schema.type) {
        case ColumnType::Text: {
            const RowHash hash = hashBytes(column.texts.at(row));
            return (Entry{hash.high} << 64U | hash.low) >> (bits + 1);
        }
        case ColumnType::Real: return orderedBits(column.reals[row]);
        default: return orderedBits(column.integers[row]);
        }
    };
    forEachRow(counting.file, counting.rows, chunk, [&](size_t row) {
        const Entry place = chunk * chunkRows + row;
        if (column.isMissing(row)) entries.push_back(missingMark | place);
        else if (!cells || cells->matches(column, row)) entries.push_back(keyOf(row) << bits | place);
    });
    return {};
}

/// The values that occur most, of those shown so far.
class MostFrequent {
public:
    struct Value {
        uint64_t count = 0;
        uint64_t row = 0; ///< the first one
    };
    explicit MostFrequent(size_t most) : m_most(most) {}

    void add(Value value) {
        if (m_heap.size() == m_most) {
            if (m_most == 0 || !before(value, m_heap.front())) return;
            std::pop_heap(m_heap.begin(), m_heap.end(), before);
            m_heap.pop_back();
        }
        m_heap.push_back(value);
        std::push_heap(m_heap.begin(), m_heap.end(), before);
    }
    std::vector<Value> sorted() {
        std::sort(m_heap.begin(), m_heap.end(), before);
        return std::move(m_heap);
    }

private:
    static bool before(const Value& a, const Value& b) {
        return a.count != b.count ? a.count > b.count : a.row < b.row;
    }
    size_t m_most;
    std::vector<Value> m_heap; ///< the last one in order is on top
};

Result<ValueFacet> countRuns(const Counting& counting, const JobContext& job, size_t threads) {
    ValueFacet facet;
    const unsigned bits = rowBits(counting.file.rows());
    MostFrequent frequent(counting.options.most);
    const EntrySource source{
        counting.file, counting.rows, chosen(counting.file, counting.rows),
        [&](uint64_t chunk, std::vector<Entry>& entries) { return valueEntries(counting, bits, chunk, entries); }};
    LATHE_CHECK(forEachRun(source, bits, job, threads, [&](Entry first, uint64_t count) {
        if ((first & missingMark) != 0) {
            facet.missing = count;
            return;
        }
        ++facet.distinct;
        facet.count += count;
        frequent.add({count, rowOf(first, bits)});
    }));
    const auto values = frequent.sorted();
    std::vector<uint64_t> rows;
    for (const auto& value : values) rows.push_back(value.row);
    LATHE_TRY(const Table table, readRows(counting.file, rows, {counting.column}, job, true, threads));
    for (size_t i = 0; i < values.size(); ++i)
        facet.values.push_back({table.columns.front().display(i), values[i].count});
    return facet;
}

} // namespace

Result<ValueFacet> valueFacet(const ColumnFile& file, size_t column, const RowSelection* rows,
                              const ValueFacetOptions& options, const JobContext& job, size_t threads) {
    Counting counting{file, column, rows, options, std::nullopt};
    if (options.search) {
        LATHE_TRY(counting.matcher, TextMatcher::compile(*options.search));
    }
    if (counting.type() == ColumnType::Category) return countCodes(counting, file.dictionary(column), job, threads);
    if (counting.type() == ColumnType::Boolean) return countCodes(counting, {"false", "true"}, job, threads);
    return countRuns(counting, job, threads);
}

} // namespace lathe
