// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

#include "core/data/query/chunk_work.h"
#include "core/data/query/facet.h"
#include "core/stats/histogram.h"

namespace lathe {

using namespace query;

namespace {

/// The smallest and the greatest value and how many there are.
template <typename T>
struct Range {
    T min = std::numeric_limits<T>::max();
    T max = std::numeric_limits<T>::lowest();
    uint64_t count = 0;
    uint64_t missing = 0;

    void add(T value) {
        min = std::min(min, value);
        max = std::max(max, value);
        ++count;
    }
    void add(const Range& other) {
        min = std::min(min, other.min);
        max = std::max(max, other.max);
        count += other.count;
        missing += other.missing;
    }
};

/// Calls \p use(value) for each value of the chosen rows of a chunk, and returns how many are missing.
template <typename T, typename Use>
uint64_t forEachValue(const ColumnFile& file, const RowSelection* rows, uint64_t chunk, const Column& column,
                      const Use& use) {
    uint64_t missing = 0;
    const auto walk = [&](const auto* values) {
        forEachRow(file, rows, chunk, [&](size_t row) {
            if (column.isMissing(row)) ++missing;
            else use(static_cast<T>(values[row]));
        });
    };
    if (column.schema.type == ColumnType::Real) walk(column.reals.data());
    else walk(column.integers.data());
    return missing;
}

template <typename T>
Result<Range<T>> findRange(const ColumnFile& file, size_t column, const RowSelection* rows, const JobContext& job,
                           size_t threads) {
    Range<T> range;
    std::mutex mutex;
    job.beginStage("finding the range", static_cast<double>(file.rows()), "rows");
    const auto look = [&](uint64_t chunk) -> Result<void> {
        LATHE_TRY(const Column values, file.read(column, chunk * chunkRows, chunkRows, false));
        Range<T> here;
        here.missing = forEachValue<T>(file, rows, chunk, values, [&](T value) { here.add(value); });
        const std::lock_guard lock(mutex);
        range.add(here);
        return {};
    };
    LATHE_CHECK(forEachChunk(file, rows, job, threads, look));
    return range;
}

/// How many values lie in each of the bins [edge, next edge); the last one is closed when \p closed.
template <typename T>
Result<std::vector<uint64_t>> countBins(const ColumnFile& file, size_t column, const RowSelection* rows,
                                        const std::vector<T>& edges, bool closed, const JobContext& job,
                                        size_t threads) {
    const size_t bins = edges.size() - 1;
    const auto first = static_cast<double>(edges.front());
    const double perUnit = static_cast<double>(bins) / (static_cast<double>(edges.back()) - first);
    std::vector<uint64_t> counts(bins);
    std::mutex mutex;
    job.beginStage("counting", static_cast<double>(file.rows()), "rows");
    const auto count = [&](uint64_t chunk) -> Result<void> {
        LATHE_TRY(const Column values, file.read(column, chunk * chunkRows, chunkRows, false));
        std::vector<uint64_t> here(bins);
        forEachValue<T>(file, rows, chunk, values, [&](T value) {
            if (!(value >= edges.front()) || value > edges.back()) return;
            if (value == edges.back()) {
                if (closed) ++here[bins - 1];
                return;
            }
            // The bins are about equally wide: the place is guessed and put right.
            auto bin = std::min(static_cast<size_t>((static_cast<double>(value) - first) * perUnit), bins - 1);
            while (value < edges[bin]) --bin;
            while (value >= edges[bin + 1]) ++bin;
            ++here[bin];
        });
        const std::lock_guard lock(mutex);
        for (size_t i = 0; i < bins; ++i) counts[i] += here[i];
        return {};
    };
    LATHE_CHECK(forEachChunk(file, rows, job, threads, count));
    return counts;
}

/// Edges at whole numbers, equally far from each other, around [low, high].
std::vector<double> wholeEdges(double low, double high, size_t bins) {
    low = std::floor(low);
    const double width = std::max(1.0, std::ceil((std::floor(high) - low + 1) / static_cast<double>(bins)));
    std::vector<double> edges{low};
    while (edges.back() <= high && edges.size() <= bins)
        edges.push_back(low + width * static_cast<double>(edges.size()));
    return edges;
}

// ---- Calendar -------------------------------------------------------------------------------------------------

constexpr int64_t microsPerSecond = 1'000'000;
constexpr int64_t secondsPerDay = 86'400;
constexpr size_t mostBinsEver = 100'000;

int64_t floorDivide(int64_t value, int64_t divisor) { return value / divisor - (value % divisor < 0 ? 1 : 0); }

/// The product, or the nearest there is.
int64_t scaled(int64_t value, int64_t factor) {
    int64_t product = 0;
    if (!__builtin_mul_overflow(value, factor, &product)) return product;
    return value < 0 ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
}

int64_t yearOf(int64_t days) {
    auto year = static_cast<int64_t>(std::floor(static_cast<double>(days) / 365.2425)) + 1970;
    while (days < *daysFromCivil(year, 1, 1)) --year;
    while (days >= *daysFromCivil(year + 1, 1, 1)) ++year;
    return year;
}

int64_t monthNumber(int64_t days) { // months since year 0
    const int64_t year = yearOf(days);
    int month = 12;
    while (*daysFromCivil(year, month, 1) > days) --month;
    return year * 12 + month - 1;
}

int64_t firstDayOfMonth(int64_t number) {
    const int64_t year = floorDivide(number, 12);
    return *daysFromCivil(year, static_cast<int>(number - year * 12) + 1, 1);
}

/// Counts bins of a unit: which one holds a value, and where one begins.
class Calendar {
public:
    Calendar(TimeUnit unit, int64_t step, bool timestamps) : m_unit(unit), m_step(step), m_timestamps(timestamps) {}

    [[nodiscard]] int64_t numberOf(int64_t value) const {
        if (m_unit < TimeUnit::Day) return floorDivide(value, secondsIn() * microsPerSecond);
        const int64_t day = m_timestamps ? floorDivide(value, secondsPerDay * microsPerSecond) : value;
        switch (m_unit) {
        case TimeUnit::Week: return floorDivide(day + 3, 7); // 1970-01-01 was a Thursday
        case TimeUnit::Month: return monthNumber(day);
        case TimeUnit::Quarter: return floorDivide(monthNumber(day), 3);
        case TimeUnit::Year: return floorDivide(yearOf(day), m_step);
        default: return day;
        }
    }
    [[nodiscard]] int64_t begin(int64_t number) const {
        if (m_unit < TimeUnit::Day) return scaled(number, secondsIn() * microsPerSecond);
        int64_t day = number;
        if (m_unit == TimeUnit::Week) day = number * 7 - 3;
        if (m_unit == TimeUnit::Month) day = firstDayOfMonth(number);
        if (m_unit == TimeUnit::Quarter) day = firstDayOfMonth(number * 3);
        if (m_unit == TimeUnit::Year) day = *daysFromCivil(number * m_step, 1, 1);
        return m_timestamps ? scaled(day, secondsPerDay * microsPerSecond) : day;
    }

private:
    [[nodiscard]] int64_t secondsIn() const {
        return m_unit == TimeUnit::Second ? 1 : m_unit == TimeUnit::Minute ? 60 : 3600;
    }
    TimeUnit m_unit;
    int64_t m_step;
    bool m_timestamps;
};

struct Binning {
    TimeUnit unit;
    int64_t step = 1;
};

/// The smallest bins, from \p first on, of which \p most are enough.
Binning chooseBinning(TimeUnit first, size_t most, const Range<int64_t>& range, bool timestamps) {
    const auto fits = [&](const Binning& binning) {
        const Calendar calendar(binning.unit, binning.step, timestamps);
        return static_cast<uint64_t>(calendar.numberOf(range.max) - calendar.numberOf(range.min)) < most;
    };
    for (int unit = static_cast<int>(first); unit < static_cast<int>(TimeUnit::Year); ++unit)
        if (fits({static_cast<TimeUnit>(unit)})) return {static_cast<TimeUnit>(unit)};
    Binning years{TimeUnit::Year};
    while (!fits(years)) years.step *= 10;
    return years;
}

Failure wrongType(const ColumnFile& file, size_t column, const char* wanted) {
    const ColumnSchema& schema = file.schema()[column];
    return fail(ErrorKind::InvalidInput, "column '{}' holds {} values where {} are expected", schema.name,
                toString(schema.type), wanted);
}

} // namespace

const char* toString(TimeUnit unit) {
    static constexpr const char* words[] = {"second", "minute", "hour", "day", "week", "month", "quarter", "year"};
    return words[static_cast<size_t>(unit)];
}

Result<NumberFacet> numberFacet(const ColumnFile& file, size_t column, const RowSelection* rows,
                                const NumberFacetOptions& options, const JobContext& job, size_t threads) {
    const ColumnType type = file.schema()[column].type;
    if (!isNumeric(type)) return wrongType(file, column, "numbers");
    LATHE_TRY(const Range<double> range, findRange<double>(file, column, rows, job, threads));
    NumberFacet facet;
    facet.count = range.count;
    facet.missing = range.missing;
    facet.min = range.count > 0 ? range.min : std::nan("");
    facet.max = range.count > 0 ? range.max : std::nan("");
    const double low = options.from.value_or(facet.min);
    const double high = options.to.value_or(facet.max);
    if (range.count == 0 || !std::isfinite(low) || !std::isfinite(high) || low > high || options.bins == 0)
        return facet;
    const bool whole = type != ColumnType::Real && high - low < 9e15; // beyond it doubles have gaps
    facet.edges = whole ? wholeEdges(low, high, options.bins) : stats::equalWidthEdges(low, high, options.bins);
    LATHE_TRY(facet.counts, countBins<double>(file, column, rows, facet.edges, !whole, job, threads));
    return facet;
}

Result<TimeFacet> timeFacet(const ColumnFile& file, size_t column, const RowSelection* rows,
                            const TimeFacetOptions& options, const JobContext& job, size_t threads) {
    const ColumnType type = file.schema()[column].type;
    if (type != ColumnType::Date && type != ColumnType::Timestamp) return wrongType(file, column, "dates or times");
    const bool timestamps = type == ColumnType::Timestamp;
    LATHE_TRY(const Range<int64_t> range, findRange<int64_t>(file, column, rows, job, threads));
    TimeFacet facet;
    facet.count = range.count;
    facet.missing = range.missing;
    const TimeUnit least = timestamps ? TimeUnit::Second : TimeUnit::Day;
    facet.unit = std::max(options.unit.value_or(least), least);
    if (range.count == 0) return facet;
    facet.min = range.min;
    facet.max = range.max;
    const size_t most = options.unit ? mostBinsEver : std::clamp<size_t>(options.mostBins, 1, mostBinsEver);
    const Binning binning = chooseBinning(facet.unit, most, range, timestamps);
    facet.unit = binning.unit;
    facet.step = binning.step;
    const Calendar calendar(binning.unit, binning.step, timestamps);
    std::vector<int64_t> edges;
    for (int64_t n = calendar.numberOf(range.min); n <= calendar.numberOf(range.max) + 1; ++n)
        edges.push_back(calendar.begin(n));
    LATHE_TRY(const auto counts, countBins<int64_t>(file, column, rows, edges, false, job, threads));
    for (size_t i = 0; i < counts.size(); ++i) facet.bins.push_back({edges[i], edges[i + 1], counts[i]});
    return facet;
}

} // namespace lathe
