// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/row_selection.h"

namespace lathe {

enum class Aggregate {
    Count, ///< values that are there
    Missing,
    Distinct, ///< different values that are there
    Min,
    Max,
    Sum,
    Mean,
    Std,    ///< of a sample: divided by count - 1; missing below two values
    Median, ///< of an even number of values the mean of the two in the middle
};
const char* toString(Aggregate aggregate); ///< "count", "missing", "distinct", "min", …

/// One column of a summary.
struct Measure {
    std::string column;
    Aggregate aggregate = Aggregate::Mean;
    bool operator==(const Measure&) const = default;
};
/// "mean(count)" and the like. Errors: InvalidInput with what is known.
Result<Measure> parseMeasure(std::string_view text);
[[nodiscard]] std::string toString(const Measure& measure);

struct GroupSummary {
    uint64_t groups = 0; ///< all there are
    Table table;         ///< the first of them
};

/// Rows of equal \p keys as one row each: the keys, "rows" (how many there are) and the measures, named as toString()
/// does; by the keys ascending, missing keys (a group of their own) last; the first \p most of them. Without keys one
/// row for all. \p rows null: every row. count, missing, distinct work for every type; min and max for all that are not
/// textual, in the column's type; the others for numbers. A sum of whole numbers is a whole number (Real in all rows
/// when one does not fit into 64 bits); sums of reals are added chunk by chunk and then in order, compensated (Neumaier
/// 1974), so that the result does not depend on the threads. Exact; parallel. Memory: 512 MiB and the result, whatever
/// the groups: when they are more than some hundred thousand they are counted and sorted first (sortRows(), with \p
/// scratch) and worked on in portions, for each of which the data are read again. Errors: NotFound, InvalidInput (a
/// measure that does not suit its column), Corrupt, Io, Cancelled.
Result<GroupSummary> groupRows(const ColumnFile& file, const std::vector<std::string>& keys,
                               const std::vector<Measure>& measures, const RowSelection* rows, size_t most,
                               const Path& scratch, const JobContext& job, size_t threads = 0);

} // namespace lathe
