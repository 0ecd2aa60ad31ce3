// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/job.h"
#include "core/data/profile/profile.h"
#include "core/data/query/row_selection.h"

namespace lathe {

/// How many of the chosen rows fall into each bar of a profile's plots.
struct LinkedCounts {
    uint64_t count = 0;           ///< rows with a value
    std::vector<uint64_t> bins;   ///< one per ColumnProfile::histogram
    std::vector<uint64_t> values; ///< one per ColumnProfile::topValues
};

/// \p profile is that of column \p column; \p rows chooses (null: all). O(rows). Errors: Corrupt, Io, Cancelled.
Result<LinkedCounts> countLinked(const ColumnFile& file, size_t column, const ColumnProfile& profile,
                                 const RowSelection* rows, const JobContext& job);

} // namespace lathe
