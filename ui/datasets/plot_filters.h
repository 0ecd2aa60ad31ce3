// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/profile.h"
#include "core/data/query/filter.h"

#include <utility>

namespace lathe::ui {

/// The filter of one condition that the rows in bins \p first to \p last of the column's histogram meet.
[[nodiscard]] Filter binsFilter(const ColumnProfile& column, size_t first, size_t last);

/// The bins that a condition on their column chose, by their middles; -1 for none.
[[nodiscard]] std::pair<int, int> chosenBins(const ColumnProfile& column, const RangeCondition& range);

/// The filter of the rows with the column's most frequent value number \p place.
[[nodiscard]] Filter valueFilter(const ColumnProfile& column, size_t place);

} // namespace lathe::ui
