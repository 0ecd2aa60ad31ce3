// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>
#include <string>

#include "core/data/query/chunk_work.h"
#include "core/data/query/order_store.h"
#include "core/data/query/sort_keys.h"
#include "core/data/query/sort_ties.h"

namespace lathe {

using namespace query;

namespace {

/// A run of ties of more rows is sorted as the whole is; a stop waits for no longer sort than of so many.
constexpr uint64_t longRun = uint64_t{1} << 18U;

/// Rows that are equal up to a place and whose positions in the order follow each other.
struct Section {
    std::shared_ptr<const RowSelection> rows; ///< null: all
    uint64_t position = 0;
    uint64_t count = 0;
    KeyPlace place;
};

class Sorting {
public:
    Sorting(const ColumnFile& file, std::vector<KeyColumn> keys, std::shared_ptr<RowOrder::Store> order,
            const JobContext& job, size_t threads)
        : m_file(file), m_keys(std::move(keys)), m_order(std::move(order)), m_job(job), m_threads(threads) {}

    Result<void> sort(Section whole) {
        m_sections.push_back(std::move(whole));
        while (!m_sections.empty()) {
            Section section = std::move(m_sections.back());
            m_sections.pop_back();
            LATHE_CHECK(sortSection(section));
        }
        return {};
    }

private:
    Result<void> sortSection(Section& section);
    Result<std::optional<std::string>> firstText(const Section& section) const;
    Result<void> skipCommonStart(Section& section) const;
    Result<void> settle(const Section& section, KeyPlace place, const std::vector<uint64_t>& equalToPrevious);
    Result<void> postpone(const TiedRun& run, KeyPlace place);

    const ColumnFile& m_file;
    std::vector<KeyColumn> m_keys;
    std::shared_ptr<RowOrder::Store> m_order;
    const JobContext& m_job;
    size_t m_threads;
    std::vector<Section> m_sections;
};

/// The first of the section's texts that is there.
Result<std::optional<std::string>> Sorting::firstText(const Section& section) const {
    const size_t column = m_keys[section.place.key].column;
    for (uint64_t chunk = 0; chunk < m_file.chunks(); ++chunk) {
        LATHE_CHECK(m_job.checkStop());
        const ChunkStatistics known = m_file.statistics(column, chunk);
        if (chosenIn(m_file, section.rows.get(), chunk) == 0 || known.missing == known.rows) continue;
        LATHE_TRY(const Column values, m_file.read(column, chunk * chunkRows, chunkRows, false));
        std::optional<std::string> text;
        forEachRow(m_file, section.rows.get(), chunk, [&](size_t row) {
            if (!text && !values.isMissing(row)) text = values.texts.at(row);
        });
        if (text) return text;
    }
    return std::nullopt;
}

/// What all texts begin with, be they links or texts that are all equal, is skipped in one pass, whatever its length;
/// there is room for few bytes in an entry.
Result<void> Sorting::skipCommonStart(Section& section) const {
    const KeyColumn& key = m_keys[section.place.key];
    if (!key.isText()) return {};
    LATHE_TRY(const auto first, firstText(section));
    if (!first) { // all are missing
        section.place = {section.place.key + 1, 0};
        return {};
    }
    const std::string_view start = *first;
    std::atomic<size_t> common{start.size()};
    std::atomic<bool> differ{false}; // although all begin with the first one
    const auto compare = [&](uint64_t chunk) -> Result<void> {
        if (common <= section.place.offset) return {}; // nothing to skip
        LATHE_TRY(const Column values, m_file.read(key.column, chunk * chunkRows, chunkRows, false));
        size_t shared = common;
        bool other = false;
        forEachRow(m_file, section.rows.get(), chunk, [&](size_t row) {
            if (values.isMissing(row)) {
                other = true;
                return;
            }
            const std::string_view text = values.texts.at(row);
            other = other || text.size() > start.size();
            const size_t limit = std::min(shared, text.size());
            shared = static_cast<size_t>(
                std::mismatch(start.begin(), start.begin() + static_cast<std::ptrdiff_t>(limit), text.begin()).first -
                start.begin());
        });
        size_t known = common;
        while (shared < known && !common.compare_exchange_weak(known, shared)) {
        }
        if (other) differ = true;
        return {};
    };
    LATHE_CHECK(forEachChunk(m_file, section.rows.get(), m_job, m_threads, compare));
    section.place.offset = std::max<uint64_t>(section.place.offset, common);
    if (common == start.size() && !differ) section.place = {section.place.key + 1, 0};
    return {};
}

Result<void> Sorting::sortSection(Section& section) {
    LATHE_CHECK(skipCommonStart(section));
    if (section.place.key == m_keys.size()) return {}; // equal rows: they are in their order already
    const unsigned bits = rowBits(m_file.rows());
    const KeyLayout layout(m_keys, section.place, bits);
    const bool complete = layout.next().key == m_keys.size();
    std::vector<uint64_t> equalToPrevious(complete ? 0 : static_cast<size_t>(section.count / 64 + 1));
    uint64_t done = 0;
    Entry previous = 0;
    std::vector<uint64_t> rows;
    const auto use = [&](std::span<const Entry> sorted) -> Result<void> {
        rows.resize(sorted.size());
        for (size_t i = 0; i < sorted.size(); ++i) rows[i] = rowOf(sorted[i], bits);
        LATHE_CHECK(m_order->write(section.position + done, rows));
        for (size_t i = 0; !complete && i < sorted.size(); ++i) {
            const uint64_t at = done + i;
            const bool equal = at > 0 && (sorted[i] >> bits) == (previous >> bits) && layout.undecided(sorted[i]);
            equalToPrevious[at / 64] |= static_cast<uint64_t>(equal ? 1 : 0) << (at % 64);
            previous = sorted[i];
        }
        done += sorted.size();
        return {};
    };
    const EntrySource source{m_file, section.rows.get(), section.count,
                             [&](uint64_t chunk, std::vector<Entry>& entries) {
                                 return layout.entries(m_file, section.rows.get(), chunk, entries);
                             }};
    LATHE_CHECK(forEachSorted(source, m_job, m_threads, use));
    return complete ? Result<void>() : settle(section, layout.next(), equalToPrevious);
}

Result<void> Sorting::settle(const Section& section, KeyPlace place, const std::vector<uint64_t>& equalToPrevious) {
    const auto tied = [&](uint64_t at) {
        return at < section.count && (equalToPrevious[at / 64] >> (at % 64) & 1U) != 0;
    };
    std::vector<TiedRun> batch;
    uint64_t rows = 0;
    const auto flush = [&]() -> Result<void> {
        if (batch.empty()) return {};
        LATHE_CHECK(settleTies(m_file, m_keys, place, batch, *m_order, m_job, m_threads));
        batch.clear();
        rows = 0;
        return {};
    };
    m_job.beginStage("comparing equal beginnings", static_cast<double>(section.count), "rows");
    for (uint64_t at = 0; at < section.count;) {
        if (at % 64 == 0 && equalToPrevious[at / 64] == 0 && !tied(at + 64)) {
            at += 64;
            continue;
        }
        uint64_t end = at + 1;
        while (tied(end)) ++end;
        const TiedRun run{section.position + at, end - at};
        if (run.count > longRun) {
            LATHE_CHECK(postpone(run, place));
        } else if (run.count > 1) {
            if (rows + run.count > tiesAtOnce) LATHE_CHECK(flush());
            batch.push_back(run);
            rows += run.count;
        }
        at = end;
        m_job.setDone(static_cast<double>(at));
    }
    return flush();
}

Result<void> Sorting::postpone(const TiedRun& run, KeyPlace place) {
    std::vector<uint64_t> words(static_cast<size_t>(m_file.chunks()) * RowSelection::wordsPerChunk);
    std::vector<uint64_t> rows(longRun);
    for (uint64_t done = 0; done < run.count; done += rows.size()) {
        LATHE_CHECK(m_job.checkStop());
        rows.resize(static_cast<size_t>(std::min(longRun, run.count - done)));
        LATHE_CHECK(m_order->read(run.position + done, rows));
        for (const uint64_t row : rows) words[row / 64] |= uint64_t{1} << (row % 64);
    }
    m_sections.push_back(
        {std::make_shared<RowSelection>(m_file.rows(), std::move(words)), run.position, run.count, place});
    return {};
}

} // namespace

Result<RowOrder> sortRows(const ColumnFile& file, const std::vector<SortKey>& keys, const RowSelection* rows,
                          const Path& scratch, const JobContext& job, size_t threads) {
    LATHE_TRY(auto columns, keyColumns(file, keys));
    const uint64_t count = chosen(file, rows);
    LATHE_TRY(auto store, RowOrder::Store::create(file.rows(), count, scratch));
    Section whole{nullptr, 0, count, {}};
    if (rows)
        whole.rows =
            std::shared_ptr<const RowSelection>(std::shared_ptr<void>(), rows); // borrowed: it outlives the call
    LATHE_CHECK(Sorting(file, std::move(columns), store, job, threads).sort(std::move(whole)));
    return RowOrder(std::move(store));
}

} // namespace lathe
