// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/columns/row_hash.h"
#include "core/data/profile/column_scan.h"
#include "core/data/profile/sort_space.h"
#include "core/stats/sorting.h"

/// Keys in ascending order in bounded memory: sorted at once when they fit, else read once more for each range of keys
/// that fits (a sample tells the ranges).
namespace lathe {

inline void sortKeys(std::span<int64_t> keys) { stats::sortAscending(keys); }
inline void sortKeys(std::span<uint32_t> keys) { stats::sortAscending(keys); }
inline void sortKeys(std::span<RowHash> keys) { sortHashes(keys); }

/// Keys gathered as sorted runs, none of which takes longer to sort than a stop may wait.
template <typename Key>
class KeyRuns {
public:
    explicit KeyRuns(SortSpace& space) : m_space(space), m_runKeys(space.bufferBytes() / sizeof(Key)) {}

    void add(std::span<const Key> keys) {
        if (keys.empty()) return;
        if (m_ascending) m_ascending = goesOn(keys);
        while (!keys.empty()) {
            if (m_runs.empty() || m_runs.back().size == m_runKeys) {
                sortLast();
                m_runs.push_back({SortSpace::Buffer(m_space)});
            }
            Run& run = m_runs.back();
            const size_t part = std::min(keys.size(), m_runKeys - run.size);
            std::copy_n(keys.begin(), part, run.keys() + run.size);
            run.size += part;
            m_size += part;
            keys = keys.subspan(part);
        }
    }

    [[nodiscard]] uint64_t size() const { return m_size; }

    void clear() {
        m_runs.clear();
        m_size = 0;
        m_ascending = true;
    }

    /// Gives all keys to \p use, run by run, in no order.
    template <typename Use>
    void each(Use use) const {
        for (const Run& run : m_runs) use(run.span());
    }

    /// Gives all keys to \p consumer: sorted(span) and repeated(key, times) in ascending order.
    template <typename Consumer>
    Result<void> show(const JobContext& job, Consumer& consumer) {
        LATHE_CHECK(job.checkStop());
        sortLast();
        return m_runs.size() <= 1 ? showOnly(job, consumer) : merge(job, consumer);
    }

private:
    struct Run {
        SortSpace::Buffer memory;
        size_t size = 0;
        [[nodiscard]] Key* keys() const { return memory.as<Key>(); }
        [[nodiscard]] std::span<const Key> span() const { return {keys(), size}; }
    };

    /// The one run, in pieces after which a stop is looked for.
    template <typename Consumer>
    Result<void> showOnly(const JobContext& job, Consumer& consumer) {
        constexpr size_t pieceKeys = size_t{1} << 18U;
        std::span<const Key> rest = m_runs.empty() ? std::span<const Key>() : m_runs.front().span();
        if (rest.empty()) consumer.sorted(rest);
        while (!rest.empty()) {
            LATHE_CHECK(job.checkStop());
            size_t size = std::min(pieceKeys, rest.size());
            while (size < rest.size() && rest[size] == rest[size - 1]) ++size;
            consumer.sorted(rest.first(size));
            rest = rest.subspan(size);
        }
        return {};
    }

    /// Identifiers and times often come in order already.
    [[nodiscard]] bool goesOn(std::span<const Key> keys) const {
        bool falls = !m_runs.empty() && keyBefore(keys[0], m_runs.back().span().back());
        for (size_t i = 1; i < keys.size(); ++i) falls |= keyBefore(keys[i], keys[i - 1]);
        return !falls;
    }

    void sortLast() {
        if (!m_ascending && !m_runs.empty()) sortKeys(std::span<Key>(m_runs.back().keys(), m_runs.back().size));
    }

    /// Keys that part all runs together into ranges of about half a run.
    std::vector<Key> splitters() const {
        std::vector<Key> candidates;
        const size_t step = std::max<size_t>(1, m_runKeys / 64);
        for (const Run& run : m_runs)
            for (size_t i = step; i < run.size; i += step) candidates.push_back(run.keys()[i]);
        sortKeys(candidates);
        std::vector<Key> chosen;
        for (size_t i = 32; i < candidates.size(); i += 32)
            if (chosen.empty() || keyBefore(chosen.back(), candidates[i])) chosen.push_back(candidates[i]);
        return chosen;
    }

    template <typename Consumer>
    Result<void> merge(const JobContext& job, Consumer& consumer) {
        std::vector<size_t> at(m_runs.size());
        std::vector<Key> range;
        for (const Key& splitter : splitters()) {
            LATHE_CHECK(job.checkStop());
            range.clear();
            uint64_t equal = 0;
            for (size_t i = 0; i < m_runs.size(); ++i) {
                const std::span<const Key> run = m_runs[i].span();
                const auto [low, high] =
                    std::equal_range(run.begin() + static_cast<std::ptrdiff_t>(at[i]), run.end(), splitter,
                                     [](const Key& a, const Key& b) { return keyBefore(a, b); });
                range.insert(range.end(), run.begin() + static_cast<std::ptrdiff_t>(at[i]), low);
                equal += static_cast<uint64_t>(high - low);
                at[i] = static_cast<size_t>(high - run.begin());
            }
            sortKeys(range);
            consumer.sorted(std::span<const Key>(range));
            if (equal > 0) consumer.repeated(splitter, equal);
        }
        LATHE_CHECK(job.checkStop());
        range.clear();
        for (size_t i = 0; i < m_runs.size(); ++i) {
            const std::span<const Key> rest = m_runs[i].span().subspan(at[i]);
            range.insert(range.end(), rest.begin(), rest.end());
        }
        sortKeys(range);
        consumer.sorted(std::span<const Key>(range));
        return {};
    }

    SortSpace& m_space;
    size_t m_runKeys;
    uint64_t m_size = 0;
    bool m_ascending = true;
    std::vector<Run> m_runs; // all but the last are full and sorted
};

/// How many keys to expect, and where they may lie.
struct SweepRoom {
    SortSpace& space;
    uint64_t rows; ///< at most as many keys
    uint64_t memoryBytes;
    bool fewer = false; ///< there may be far fewer keys than rows
};

/// \p scan(take) shows all keys once, in blocks, to take(span). \p ready() is called after the first scan. Then
/// \p consumer gets all keys in ascending order: sorted(span) and repeated(key, times), each key in one call only.
template <typename Key, typename Scan, typename Ready, typename Consumer>
Result<void> sweepSorted(const SweepRoom& given, const JobContext& job, Scan scan, Ready ready, Consumer& consumer) {
    constexpr uint64_t sampleKeys = 65536;
    const uint64_t rows = given.rows;
    const uint64_t room = std::max<uint64_t>(given.memoryBytes / sizeof(Key), sampleKeys);
    KeyRuns<Key> runs(given.space);
    bool fit = rows <= room || given.fewer;
    std::vector<Key> sample;
    const uint64_t stride = std::max<uint64_t>(1, rows / sampleKeys);
    uint64_t next = 0;
    uint64_t total = 0;
    LATHE_CHECK(scan([&](std::span<const Key> block) {
        total += block.size();
        if (rows > room) {
            for (; next < block.size(); next += stride) sample.push_back(block[next]);
            next -= block.size();
        }
        fit = fit && runs.size() + block.size() <= room;
        if (fit) runs.add(block);
        else if (runs.size() > 0) runs.clear();
    }));
    ready();
    if (fit) return runs.show(job, consumer);
    sortKeys(sample);
    // A sample of this size finds the ranges within a few per cent; a tenth is left free for that.
    const uint64_t ranges = total / (room - room / 10) + 1;
    std::vector<Key> bounds;
    for (uint64_t i = 1; i < ranges && !sample.empty(); ++i) {
        const Key& bound = sample[i * sample.size() / ranges];
        if (bounds.empty() || keyBefore(bounds.back(), bound)) bounds.push_back(bound);
    }
    for (size_t range = 0; range <= bounds.size(); ++range) {
        const Key* low = range == 0 ? nullptr : &bounds[range - 1];
        const Key* high = range == bounds.size() ? nullptr : &bounds[range];
        runs.clear();
        std::vector<Key> inside;
        uint64_t equal = 0;
        LATHE_CHECK(scan([&](std::span<const Key> block) {
            inside.clear();
            for (const Key& key : block) {
                if (low && !keyBefore(*low, key)) continue;
                if (!high || keyBefore(key, *high)) inside.push_back(key);
                else if (key == *high) ++equal;
            }
            runs.add(inside);
        }));
        LATHE_CHECK(runs.show(job, consumer));
        if (equal > 0) consumer.repeated(*high, equal);
    }
    return {};
}

} // namespace lathe
