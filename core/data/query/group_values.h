// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: what of the values of groups needs them in order.
#pragma once

#include "core/data/query/group_index.h"

namespace lathe::query {

struct OrderedValues {
    uint64_t distinct = 0;
    double below = 0, above = 0; ///< the values in the middle; of columns that are not textual
};

/// The different values and the middle of each group of \p index in column \p column; \p counts: values in each group.
/// Groups are worked on together as long as their values fit into 200 MB; for the next ones the data are read again.
Result<std::vector<OrderedValues>> orderValues(const ColumnFile& file, const GroupIndex& index, size_t column,
                                               const std::vector<uint64_t>& counts, const RowSelection* rows,
                                               const JobContext& job, size_t threads);

} // namespace lathe::query
