// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/data/profile/profile.h"

/// Inside of the profile: one column at a time.
namespace lathe {

/// A column that can be read piece by piece as often as needed. Pieces but the last hold a multiple of 65 536 rows.
struct ColumnScan {
    uint64_t rows = 0;
    ColumnSchema schema;
    std::function<Result<void>(const std::function<void(const Column&)>&)> each;
    const std::vector<std::string>* dictionary = nullptr; ///< of all pieces; null: each piece has its own
    uint64_t memoryBytes = 0;
    JobContext job;
};

/// Some of a column's values, evenly spaced, by which its content is judged. Of categories all.
struct ValueSample {
    std::vector<std::pair<std::string, uint64_t>> texts; ///< with how often
    std::vector<int64_t> integers;
    uint64_t textsExamined = 0; ///< the sum of how often
    bool all = true;            ///< every value was looked at
};
inline constexpr uint64_t sampledValues = 8192;

struct ScannedColumn {
    ColumnProfile profile;
    ValueSample sample;
};

Result<void> profileNumbers(const ColumnScan& scan, ScannedColumn& column);
Result<void> profileCategory(const ColumnScan& scan, ScannedColumn& column);
Result<void> profileTexts(const ColumnScan& scan, ScannedColumn& column);

/// The value of an integer-coded type, as Column::display writes it.
std::string displayInteger(ColumnType type, int64_t value);

inline constexpr size_t mostTopValues = 20;

/// The keys that occur most often, found in a sorted stream of runs; among equals those that come first.
template <typename Key>
class TopRuns {
public:
    void add(const Key& key, uint64_t times) {
        if (m_runs.size() == mostTopValues && times <= m_least) return;
        const auto at = std::upper_bound(m_runs.begin(), m_runs.end(), times,
                                         [](uint64_t a, const auto& run) { return a > run.second; });
        m_runs.insert(at, {key, times});
        if (m_runs.size() > mostTopValues) m_runs.pop_back();
        m_least = m_runs.size() == mostTopValues ? m_runs.back().second : 0;
    }
    /// Below this a run need not be shown.
    [[nodiscard]] uint64_t least() const { return m_least; }
    [[nodiscard]] const std::vector<std::pair<Key, uint64_t>>& runs() const { return m_runs; }

private:
    std::vector<std::pair<Key, uint64_t>> m_runs; // most frequent first
    uint64_t m_least = 0;
};

} // namespace lathe
