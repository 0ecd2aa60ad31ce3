// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/group_values.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include <hwy/contrib/sort/vqsort.h>

#include "core/base/parallel.h"
#include "core/data/query/entry_sort.h"

namespace lathe::query {

namespace {

constexpr size_t heldBytes = size_t{192} << 20U;
/// A stop waits for no longer sort than of so many values; groups with more are sorted in parts.
constexpr uint64_t longestGroup = uint64_t{2} << 20U;

/// A value of a Text is its hash.
template <typename Value>
Value valueOf(const Column& values, size_t row) {
    if constexpr (std::is_same_v<Value, RowHash>) return hashBytes(values.texts.at(row));
    else {
        switch (values.schema.type) {
        case ColumnType::Category: return values.codes[row];
        case ColumnType::Real: return orderedBits(values.reals[row]);
        default: return orderedBits(values.integers[row]);
        }
    }
}

void sortValues(std::span<uint64_t> values) {
    thread_local hwy::Sorter sorter; // it owns scratch memory
    sorter(values.data(), values.size(), hwy::SortAscending());
}
void sortValues(std::span<RowHash> values) {
    thread_local hwy::Sorter sorter;
    sorter(reinterpret_cast<hwy::uint128_t*>(values.data()), values.size(), hwy::SortAscending());
}

/// The values of some groups that follow each other, each group's together.
template <typename Value>
class Band {
public:
    Band(const std::vector<uint64_t>& counts, size_t first, size_t end)
        : m_first(first), m_next(new std::atomic<uint64_t>[end - first]) {
        uint64_t total = 0;
        for (size_t group = first; group < end; ++group) {
            m_next[group - first] = total;
            m_begin.push_back(total);
            total += counts[group];
        }
        m_begin.push_back(total);
        m_values.resize(static_cast<size_t>(total));
    }
    [[nodiscard]] size_t groups() const { return m_begin.size() - 1; }

    /// Thread safe.
    void add(const std::vector<uint32_t>& numbers, const ChunkGroups& chunk, const Column& values,
             std::span<const uint32_t> rows) {
        constexpr uint32_t elsewhere = UINT32_MAX;
        std::vector<uint64_t> next(numbers.size());
        std::vector<uint32_t> here(numbers.size());
        std::vector<uint64_t> count(numbers.size());
        for (size_t at = 0; at < rows.size(); ++at)
            if (!values.isMissing(rows[at])) ++count[chunk.ofRow[at]];
        for (size_t g = 0; g < numbers.size(); ++g) {
            const size_t group = numbers[g] - m_first; // wraps around below the band
            here[g] = group < groups() ? static_cast<uint32_t>(group) : elsewhere;
            if (here[g] != elsewhere) next[g] = m_next[group].fetch_add(count[g], std::memory_order_relaxed);
        }
        for (size_t at = 0; at < rows.size(); ++at) {
            const uint32_t group = chunk.ofRow[at];
            if (here[group] == elsewhere || values.isMissing(rows[at])) continue;
            m_values[static_cast<size_t>(next[group]++)] = valueOf<Value>(values, rows[at]);
        }
    }
    [[nodiscard]] std::span<Value> valuesOf(size_t group) {
        return std::span(m_values).subspan(static_cast<size_t>(m_begin[group]),
                                           static_cast<size_t>(m_begin[group + 1] - m_begin[group]));
    }

private:
    size_t m_first;
    std::unique_ptr<std::atomic<uint64_t>[]> m_next;
    std::vector<uint64_t> m_begin;
    std::vector<Value> m_values;
};

double numberOf(ColumnType type, uint64_t ordered) {
    return type == ColumnType::Real ? realFromBits(ordered) : static_cast<double>(integerFromBits(ordered));
}

class Ordering {
public:
    Ordering(const ColumnFile& file, const GroupIndex& index, size_t column, const std::vector<uint64_t>& counts,
             const RowSelection* rows, const JobContext& job, size_t threads)
        : m_file(file), m_index(index), m_column(column), m_type(file.schema()[column].type), m_counts(counts),
          m_rows(rows), m_job(job), m_threads(threads), m_ordered(counts.size()) {}

    template <typename Value>
    Result<std::vector<OrderedValues>> run() {
        constexpr uint64_t held = heldBytes / sizeof(Value);
        if (std::any_of(m_counts.begin(), m_counts.end(), [](uint64_t count) { return count > longestGroup; })) {
            LATHE_CHECK(sortAll());
            return std::move(m_ordered);
        }
        for (size_t first = 0; first < m_counts.size();) {
            uint64_t total = m_counts[first];
            size_t end = first + 1;
            while (end < m_counts.size() && total + m_counts[end] <= held) total += m_counts[end++];
            LATHE_CHECK(workBand<Value>(first, end));
            first = end;
        }
        return std::move(m_ordered);
    }

private:
    template <typename Value>
    Result<void> workBand(size_t first, size_t end) {
        Band<Value> band(m_counts, first, end);
        m_job.beginStage("grouping", static_cast<double>(m_file.rows()), "rows");
        LATHE_CHECK(forEachChunk(m_file, m_rows, m_job, m_threads, [&](uint64_t chunk) -> Result<void> {
            LATHE_TRY(const ChunkGroups groups, m_index.groupsOf(m_rows, chunk));
            LATHE_TRY(const Column values, m_file.read(m_column, chunk * chunkRows, chunkRows, false));
            std::vector<uint32_t> rows;
            rows.reserve(groups.ofRow.size());
            forEachRow(m_file, m_rows, chunk, [&](size_t row) { rows.push_back(static_cast<uint32_t>(row)); });
            band.add(m_index.numbersOf(groups), groups, values, rows);
            return {};
        }));
        m_job.beginStage("sorting", static_cast<double>(end - first), "groups");
        constexpr size_t groupsPerTask = 16;
        return forEachTask((end - first + groupsPerTask - 1) / groupsPerTask, m_job, m_threads,
                           [&](size_t task) -> Result<void> {
                               const size_t last = std::min(end - first, (task + 1) * groupsPerTask);
                               for (size_t group = task * groupsPerTask; group < last; ++group) {
                                   LATHE_CHECK(m_job.checkStop());
                                   summarise<Value>(band.valuesOf(group), m_ordered[first + group]);
                               }
                               m_job.addDone(static_cast<double>(last - task * groupsPerTask));
                               return {};
                           });
    }

    template <typename Value>
    void summarise(std::span<Value> values, OrderedValues& ordered) const {
        if (values.empty()) return;
        sortValues(values);
        ordered.distinct = 1;
        for (size_t i = 1; i < values.size(); ++i) ordered.distinct += values[i] == values[i - 1] ? 0 : 1;
        if constexpr (std::is_same_v<Value, uint64_t>) {
            if (isTextual(m_type)) return;
            ordered.below = numberOf(m_type, values[(values.size() - 1) / 2]);
            ordered.above = numberOf(m_type, values[values.size() / 2]);
        }
    }

    Result<void> sortAll();
    Result<void> entries(uint64_t chunk, std::vector<Entry>& entries) const;

    const ColumnFile& m_file;
    const GroupIndex& m_index;
    size_t m_column;
    ColumnType m_type;
    const std::vector<uint64_t>& m_counts;
    const RowSelection* m_rows;
    const JobContext& m_job;
    size_t m_threads;
    std::vector<OrderedValues> m_ordered;
};

/// The group, then the value, then the row. Texts are told apart by as many bits of their hashes as there is room for.
Result<void> Ordering::entries(uint64_t chunk, std::vector<Entry>& entries) const {
    const unsigned bits = rowBits(m_file.rows());
    const unsigned groupBits = rowBits(m_index.size());
    LATHE_TRY(const ChunkGroups groups, m_index.groupsOf(m_rows, chunk));
    const std::vector<uint32_t> numbers = m_index.numbersOf(groups);
    LATHE_TRY(const Column values, m_file.read(m_column, chunk * chunkRows, chunkRows, false));
    size_t at = 0;
    forEachRow(m_file, m_rows, chunk, [&](size_t row) {
        const Entry group = numbers[groups.ofRow[at++]];
        if (values.isMissing(row)) return;
        Entry value = 0;
        if (m_type == ColumnType::Text) {
            const RowHash hash = hashBytes(values.texts.at(row));
            value = (Entry{hash.high} << 64U | hash.low) >> (bits + groupBits);
        } else {
            value = valueOf<uint64_t>(values, row);
        }
        entries.push_back(group << (128 - groupBits) | value << bits | (chunk * chunkRows + row));
    });
    return {};
}

/// For groups too large to be held.
Result<void> Ordering::sortAll() {
    const unsigned bits = rowBits(m_file.rows());
    const unsigned groupBits = rowBits(m_index.size());
    size_t group = SIZE_MAX;
    uint64_t before = 0; // values of the group that came before
    const auto use = [&](Entry first, uint64_t count) {
        const auto of = static_cast<size_t>(first >> (128 - groupBits));
        if (of != group) before = 0;
        group = of;
        OrderedValues& ordered = m_ordered[group];
        const uint64_t all = m_counts[group];
        ++ordered.distinct;
        const auto holds = [&](uint64_t rank) { return before <= rank && rank < before + count; };
        if (holds((all - 1) / 2)) ordered.below = numberOf(m_type, static_cast<uint64_t>(first >> bits));
        if (holds(all / 2)) ordered.above = numberOf(m_type, static_cast<uint64_t>(first >> bits));
        before += count;
    };
    const EntrySource source{m_file, m_rows, chosen(m_file, m_rows),
                             [&](uint64_t chunk, std::vector<Entry>& out) { return entries(chunk, out); }};
    return forEachRun(source, bits, m_job, m_threads, use);
}

} // namespace

Result<std::vector<OrderedValues>> orderValues(const ColumnFile& file, const GroupIndex& index, size_t column,
                                               const std::vector<uint64_t>& counts, const RowSelection* rows,
                                               const JobContext& job, size_t threads) {
    Ordering ordering(file, index, column, counts, rows, job, threads);
    return file.schema()[column].type == ColumnType::Text ? ordering.run<RowHash>() : ordering.run<uint64_t>();
}

} // namespace lathe::query
