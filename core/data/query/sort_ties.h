// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: rows that the first bits of their keys do not tell apart.
#pragma once

#include <vector>

#include "core/data/query/order_store.h"
#include "core/data/query/sort_keys.h"

namespace lathe::query {

/// Rows at consecutive positions of an order.
struct TiedRun {
    uint64_t position = 0;
    uint64_t count = 0;
};

/// Runs that are settled together: at most so many rows.
inline constexpr uint64_t tiesAtOnce = uint64_t{4} << 20U;

/// Brings the rows of each run, equal up to \p place and ascending by number, into their final order in \p order.
/// Errors: Corrupt, Io, Cancelled.
Result<void> settleTies(const ColumnFile& file, const std::vector<KeyColumn>& keys, KeyPlace place,
                        const std::vector<TiedRun>& runs, RowOrder::Store& order, const JobContext& job,
                        size_t threads);

} // namespace lathe::query
