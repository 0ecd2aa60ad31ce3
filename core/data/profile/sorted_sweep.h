// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/row_hash.h"
#include "core/stats/sorting.h"

/// Keys in ascending order in bounded memory: sorted at once when they fit, else read once more for each range of keys
/// that fits (a sample tells the ranges).
namespace lathe {

inline bool keyBefore(int64_t a, int64_t b) { return a < b; }
inline bool keyBefore(const RowHash& a, const RowHash& b) { return a.high != b.high ? a.high < b.high : a.low < b.low; }
inline void sortKeys(std::vector<int64_t>& keys) { stats::sortAscending(std::span<int64_t>(keys)); }
inline void sortKeys(std::vector<RowHash>& keys) { sortHashes(keys); }

/// Keys gathered as sorted runs, none of which takes longer to sort than a stop may wait.
template <typename Key>
class KeyRuns {
public:
    static constexpr size_t runBytes = size_t{64} << 20U;
    static constexpr size_t runKeys = runBytes / sizeof(Key);

    explicit KeyRuns(uint64_t expected) : m_expected(expected) { begin(); }

    void add(std::span<const Key> keys) {
        while (!keys.empty()) {
            const size_t part = std::min(keys.size(), runKeys - m_runs.back().size());
            m_runs.back().insert(m_runs.back().end(), keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(part));
            keys = keys.subspan(part);
            if (m_runs.back().size() == runKeys) {
                sortKeys(m_runs.back());
                begin();
            }
        }
    }

    /// Gives all keys to \p consumer: sorted(span) and repeated(key, times) in ascending order.
    template <typename Consumer>
    Result<void> show(const JobContext& job, Consumer& consumer) {
        LATHE_CHECK(job.checkStop());
        sortKeys(m_runs.back());
        if (m_runs.size() == 1) {
            consumer.sorted(std::span<const Key>(m_runs.front()));
            return {};
        }
        return merge(job, consumer);
    }

private:
    void begin() {
        m_runs.emplace_back().reserve(std::min<uint64_t>(runKeys, m_expected - std::min(m_expected, m_gathered)));
        m_gathered += runKeys;
    }

    /// Keys that part all runs together into ranges of about half a run.
    std::vector<Key> splitters() const {
        std::vector<Key> candidates;
        constexpr size_t step = runKeys / 64;
        for (const auto& run : m_runs)
            for (size_t i = step; i < run.size(); i += step) candidates.push_back(run[i]);
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
                const auto first = m_runs[i].begin() + static_cast<std::ptrdiff_t>(at[i]);
                const auto [low, high] = std::equal_range(first, m_runs[i].end(), splitter,
                                                          [](const Key& a, const Key& b) { return keyBefore(a, b); });
                range.insert(range.end(), first, low);
                equal += static_cast<uint64_t>(high - low);
                at[i] = static_cast<size_t>(high - m_runs[i].begin());
            }
            sortKeys(range);
            consumer.sorted(std::span<const Key>(range));
            if (equal > 0) consumer.repeated(splitter, equal);
        }
        range.clear();
        for (size_t i = 0; i < m_runs.size(); ++i)
            range.insert(range.end(), m_runs[i].begin() + static_cast<std::ptrdiff_t>(at[i]), m_runs[i].end());
        sortKeys(range);
        consumer.sorted(std::span<const Key>(range));
        return {};
    }

    uint64_t m_expected;
    uint64_t m_gathered = 0;
    std::vector<std::vector<Key>> m_runs; // all but the last are full and sorted
};

/// \p scan(take) shows all keys once, in blocks, to take(span); at most \p rows keys. \p ready() is called after the
/// first scan. Then \p consumer gets all keys in ascending order: sorted(span) and repeated(key, times), each key in
/// one call only.
template <typename Key, typename Scan, typename Ready, typename Consumer>
Result<void> sweepSorted(uint64_t rows, uint64_t memoryBytes, const JobContext& job, Scan scan, Ready ready,
                         Consumer& consumer) {
    constexpr uint64_t sampleKeys = 65536;
    const uint64_t room = std::max<uint64_t>(memoryBytes / sizeof(Key), sampleKeys);
    if (rows <= room) {
        KeyRuns<Key> runs(rows);
        LATHE_CHECK(scan([&](std::span<const Key> block) { runs.add(block); }));
        ready();
        return runs.show(job, consumer);
    }
    std::vector<Key> sample;
    const uint64_t stride = rows / sampleKeys;
    uint64_t next = 0;
    LATHE_CHECK(scan([&](std::span<const Key> block) {
        for (; next < block.size(); next += stride) sample.push_back(block[next]);
        next -= block.size();
    }));
    ready();
    sortKeys(sample);
    // A sample of this size finds the ranges within a few per cent; a tenth is left free for that.
    const uint64_t ranges = rows / (room - room / 10) + 1;
    std::vector<Key> bounds;
    for (uint64_t i = 1; i < ranges && !sample.empty(); ++i) {
        const Key& bound = sample[i * sample.size() / ranges];
        if (bounds.empty() || keyBefore(bounds.back(), bound)) bounds.push_back(bound);
    }
    for (size_t range = 0; range <= bounds.size(); ++range) {
        const Key* low = range == 0 ? nullptr : &bounds[range - 1];
        const Key* high = range == bounds.size() ? nullptr : &bounds[range];
        KeyRuns<Key> runs(room);
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
