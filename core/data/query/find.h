// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/query/filter.h"
#include "core/data/query/row_order.h"

namespace lathe {

struct FindQuery {
    TextPattern pattern;
    std::vector<size_t> columns; ///< in reading order; empty: all of the file
};

/// A cell of a view: the position of its row and the number of its column in the file.
struct ViewCell {
    uint64_t position = 0;
    size_t column = 0;
    bool operator==(const ViewCell&) const = default;
};

/// The rows of \p rows (null: all) with a matching cell; missing cells never match. Errors: InvalidInput for a regular
/// expression that cannot be read, Corrupt, Io, Cancelled.
Result<RowSelection> matchingRows(const ColumnFile& file, const FindQuery& query, const RowSelection* rows,
                                  const JobContext& job, size_t threads = 0);

/// The matching cell that follows \p from (none: the first one) when \p order is read row by row, or goes before it
/// when \p backward; after the last cell the first one follows. None when no cell matches. Ends at the first match;
/// rows are read in the order of the data, unless that is sorted: then \p matches, what matchingRows() gives for all
/// rows, spares finding it anew. Errors as matchingRows().
Result<std::optional<ViewCell>> findCell(const ColumnFile& file, const RowOrder& order, const FindQuery& query,
                                         std::optional<ViewCell> from, bool backward, const RowSelection* matches,
                                         const JobContext& job, size_t threads = 0);

/// Rows of \p matches at positions of \p order before \p position: the number of a match among all. Errors: Io,
/// Cancelled.
Result<uint64_t> matchesBefore(const RowOrder& order, const RowSelection& matches, uint64_t position,
                               const JobContext& job);

} // namespace lathe
