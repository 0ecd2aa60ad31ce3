// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/linked_counts.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <unordered_map>

#include "core/data/query/chunk_work.h"

namespace lathe {

namespace {

/// The bin of a finite number within the histogram.
size_t binOf(const std::vector<HistogramBin>& bins, double number) {
    const auto after = std::upper_bound(bins.begin(), bins.end(), number,
                                        [](double value, const HistogramBin& bin) { return value < bin.from; });
    return static_cast<size_t>(std::max<std::ptrdiff_t>(0, after - bins.begin() - 1));
}

class Counter {
public:
    Counter(const ColumnProfile& profile, const std::vector<std::string>& dictionary) : m_profile(profile) {
        for (size_t i = 0; i < profile.topValues.size(); ++i) m_places.emplace(profile.topValues[i].first, i);
        for (const std::string& entry : dictionary) m_ofCode.push_back(place(entry));
    }

    void add(const Column& column, size_t row, LinkedCounts& counts) const {
        if (column.isMissing(row)) return;
        ++counts.count;
        const ColumnType type = m_profile.schema.type;
        if (!isTextual(type)) {
            const double number = column.number(row);
            if (!m_profile.histogram.empty() && std::isfinite(number))
                ++counts.bins[binOf(m_profile.histogram, number)];
            if (type != ColumnType::Boolean) return;
        }
        const size_t at = type == ColumnType::Category ? m_ofCode[column.codes[row]]
                          : type == ColumnType::Text   ? place(column.text(row))
                                                       : place(column.integers[row] != 0 ? "true" : "false");
        if (at < counts.values.size()) ++counts.values[at];
    }

private:
    [[nodiscard]] size_t place(std::string_view text) const {
        const auto found = m_places.find(text);
        return found == m_places.end() ? SIZE_MAX : found->second;
    }

    const ColumnProfile& m_profile;
    std::unordered_map<std::string_view, size_t> m_places;
    std::vector<size_t> m_ofCode;
};

} // namespace

Result<LinkedCounts> countLinked(const ColumnFile& file, size_t column, const ColumnProfile& profile,
                                 const RowSelection* rows, const JobContext& job) {
    const LinkedCounts none{0, std::vector<uint64_t>(profile.histogram.size()),
                            std::vector<uint64_t>(profile.topValues.size())};
    const Counter counter(profile, file.dictionary(column));
    LinkedCounts total = none;
    std::mutex mutex;
    LATHE_CHECK(query::forEachChunk(file, rows, job, 0, [&](uint64_t chunk) -> Result<void> {
        LATHE_TRY(const Column piece, file.read(column, chunk * chunkRows, chunkRows, false));
        LinkedCounts counts = none;
        query::forEachRow(file, rows, chunk, [&](size_t row) { counter.add(piece, row, counts); });
        const std::lock_guard lock(mutex);
        total.count += counts.count;
        for (size_t i = 0; i < counts.bins.size(); ++i) total.bins[i] += counts.bins[i];
        for (size_t i = 0; i < counts.values.size(); ++i) total.values[i] += counts.values[i];
        return {};
    }));
    return total;
}

} // namespace lathe
