// SPDX-License-Identifier: GPL-3.0-or-later
// What the values of one column are among chosen rows: the counts beside a filter and behind a plot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/filter.h"

namespace lathe {

struct ValueCount {
    std::string value; ///< as Column::display() writes it
    uint64_t count = 0;
    bool operator==(const ValueCount&) const = default;
};

/// The values of a column of any type and how often each occurs; most frequent first, equal counts in the order of
/// first appearance (categories, booleans: in the order of their texts).
struct ValueFacet {
    std::vector<ValueCount> values; ///< at most as many as were asked for
    uint64_t distinct = 0;          ///< all different values, exact
    uint64_t count = 0;             ///< rows with a value, after the search
    uint64_t missing = 0;
};
struct ValueFacetOptions {
    size_t most = 100;
    std::optional<TextPattern> search; ///< only values that match; `distinct` and `count` too
};

/// Numbers counted in bins of equal width; the last one is closed on both sides. Bins of Boolean and Integer columns
/// begin at whole numbers and are whole numbers wide, so that each holds equally many of them; there may be fewer than
/// asked for.
struct NumberFacet {
    double min = 0, max = 0;   ///< of all numbers; NaN without any
    std::vector<double> edges; ///< one more than counts; empty without numbers
    std::vector<uint64_t> counts;
    uint64_t count = 0; ///< rows with a number
    uint64_t missing = 0;
};
struct NumberFacetOptions {
    size_t bins = 40;
    std::optional<double> from, to; ///< where the bins begin and end; default: min and max
};

enum class TimeUnit { Second, Minute, Hour, Day, Week, Month, Quarter, Year };
const char* toString(TimeUnit unit); ///< "second", "minute", …

/// Dates or timestamps counted by calendar unit (UTC; weeks begin on Monday); units without a row are there with 0.
struct TimeFacet {
    TimeUnit unit = TimeUnit::Day;
    int64_t step = 1; ///< units in a bin; above 1 only of years
    struct Bin {
        int64_t from = 0, to = 0; ///< [from, to): days of a Date, µs of a Timestamp
        uint64_t count = 0;
        bool operator==(const Bin&) const = default;
    };
    std::vector<Bin> bins;
    int64_t min = 0, max = 0; ///< meaningful when count > 0
    uint64_t count = 0;
    uint64_t missing = 0;
};
struct TimeFacetOptions {
    std::optional<TimeUnit> unit; ///< default: the smallest with at most mostBins bins
    size_t mostBins = 60;         ///< a unit asked for is made larger when it would need more than 100 000
};

/// Each counts the rows of \p rows (null: all). For a facet in a filter stack give
/// selectRows(file, filter.withoutColumn(name), job). Exact; parallel; the result does not depend on the threads.
/// valueFacet() of Text, Integer, Real and time columns holds at most 200 MB whatever the number of values.
/// Errors: InvalidInput for a column of the wrong type, Corrupt, Io, Cancelled.
Result<ValueFacet> valueFacet(const ColumnFile& file, size_t column, const RowSelection* rows,
                              const ValueFacetOptions& options, const JobContext& job, size_t threads = 0);
Result<NumberFacet> numberFacet(const ColumnFile& file, size_t column, const RowSelection* rows,
                                const NumberFacetOptions& options, const JobContext& job, size_t threads = 0);
Result<TimeFacet> timeFacet(const ColumnFile& file, size_t column, const RowSelection* rows,
                            const TimeFacetOptions& options, const JobContext& job, size_t threads = 0);

} // namespace lathe
