// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/data/columns/row_hash.h"
#include "core/stats/sorting.h"

namespace lathe::validation {

/// A key and how often it occurs.
template <typename Key>
struct KeyRun {
    Key key{};
    uint64_t count = 0;
};

inline bool keyLess(int64_t a, int64_t b) { return a < b; }
inline bool keyLess(const RowHash& a, const RowHash& b) { return a.high != b.high ? a.high < b.high : a.low < b.low; }
inline void sortKeys(std::vector<int64_t>& keys) { stats::sortAscending(std::span<int64_t>(keys)); }
inline void sortKeys(std::vector<RowHash>& keys) { sortHashes(keys); }

/// Counts how often each key occurs, exactly and in bounded memory: keys are gathered, sorted and folded into runs.
/// When there are more different keys than fit, a pass keeps the least ones, and the keys are shown once more for
/// those above. Each pass gives its runs in ascending order, and each pass's runs lie above those of the pass before.
/// After a stop of the job, which whoever shows the keys looks for, the runs are of no use.
template <typename Key>
class KeyCounter {
public:
    /// At most about \p mostRuns different keys are kept at once, beside \p gathered keys that are not folded yet.
    explicit KeyCounter(JobContext job, size_t mostRuns = size_t{1} << 23U, size_t gathered = size_t{1} << 21U)
        : m_job(std::move(job)), m_mostRuns(mostRuns), m_gathered(gathered) {}

    void add(const Key& key) {
        if (m_above && !keyLess(*m_above, key)) return;
        if (m_below && !keyLess(key, *m_below)) return;
        m_buffer.push_back(key);
        if (m_buffer.size() >= m_gathered) fold();
    }
    /// Ends a pass. The runs stay valid until the next add().
    const std::vector<KeyRun<Key>>& finishPass() {
        fold();
        return m_runs;
    }
    /// Whether keys above those of the last pass were left out; if so, show all keys again.
    bool again() {
        const bool more = m_below.has_value();
        if (more) m_above = m_runs.back().key;
        m_below.reset();
        m_runs.clear();
        return more;
    }

private:
    void fold() {
        if (m_buffer.empty()) return;
        constexpr size_t lookEvery = size_t{1} << 16U;
        sortKeys(m_buffer);
        std::vector<KeyRun<Key>> merged;
        merged.reserve(m_runs.size() + std::min(m_buffer.size(), m_mostRuns));
        size_t run = 0;
        for (size_t i = 0; i < m_buffer.size();) {
            size_t end = i + 1;
            while (end < m_buffer.size() && m_buffer[end] == m_buffer[i]) ++end;
            while (run < m_runs.size() && keyLess(m_runs[run].key, m_buffer[i])) merged.push_back(m_runs[run++]);
            uint64_t count = end - i;
            if (run < m_runs.size() && m_runs[run].key == m_buffer[i]) count += m_runs[run++].count;
            merged.push_back({m_buffer[i], count});
            if (i / lookEvery != end / lookEvery && m_job.stopRequested()) break;
            i = end;
        }
        merged.insert(merged.end(), m_runs.begin() + static_cast<std::ptrdiff_t>(run), m_runs.end());
        m_buffer.clear();
        if (merged.size() > m_mostRuns) {
            m_below = merged[m_mostRuns].key;
            merged.resize(m_mostRuns);
        }
        m_runs = std::move(merged);
    }

    JobContext m_job;
    size_t m_mostRuns;
    size_t m_gathered;
    std::vector<Key> m_buffer;
    std::vector<KeyRun<Key>> m_runs;
    std::optional<Key> m_above; ///< keys up to here were given by earlier passes
    std::optional<Key> m_below; ///< keys from here on do not fit into this pass
};

} // namespace lathe::validation
