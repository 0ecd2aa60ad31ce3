// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/data/columns/row_hash.h"
#include "core/data/profile/profile.h"
#include "core/data/profile/sort_space.h"

/// Inside of the profile: one column at a time.
namespace lathe {

inline bool keyBefore(int64_t a, int64_t b) { return a < b; }
inline bool keyBefore(uint32_t a, uint32_t b) { return a < b; }
inline bool keyBefore(const RowHash& a, const RowHash& b) { return a.high != b.high ? a.high < b.high : a.low < b.low; }

/// A column that can be read piece by piece as often as needed. Pieces but the last hold a multiple of 65 536 rows.
struct ColumnScan {
    uint64_t rows = 0;
    ColumnSchema schema;
    /// Shows the pieces in the rows' order until the caller returns false.
    std::function<Result<void>(const std::function<bool(const Column&)>&)> each;
    const std::vector<std::string>* dictionary = nullptr; ///< of all pieces; null: each piece has its own
    /// The least and the greatest value where they are known beforehand.
    std::optional<std::pair<double, double>> range;
    uint64_t memoryBytes = 0;
    SortSpace* space = nullptr;
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

/// The keys that occur most often; among equals the least ones, in whatever order they come.
template <typename Key>
class TopRuns {
public:
    using Run = std::pair<Key, uint64_t>;

    void add(const Key& key, uint64_t times) {
        if (m_runs.size() == mostTopValues && times < m_least) return;
        const Run run{key, times};
        m_runs.insert(std::upper_bound(m_runs.begin(), m_runs.end(), run, before), run);
        if (m_runs.size() > mostTopValues) m_runs.pop_back();
        m_least = m_runs.size() == mostTopValues ? m_runs.back().second : 0;
    }
    /// A shorter run need not be shown, nor one as long with a greater key than those shown before.
    [[nodiscard]] uint64_t least() const { return m_least; }
    [[nodiscard]] const std::vector<Run>& runs() const { return m_runs; }

private:
    static bool before(const Run& a, const Run& b) {
        return a.second != b.second ? a.second > b.second : keyBefore(a.first, b.first);
    }

    std::vector<Run> m_runs; // most frequent first
    uint64_t m_least = 0;
};

} // namespace lathe
