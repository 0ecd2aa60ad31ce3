// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/files.h"
#include "core/data/query/row_order.h"

namespace lathe {

/// Writes the rows of a view as CSV (RFC 4180, UTF-8, header line), the columns \p columns in that order. Whole or not at all;
/// an existing file is replaced. Errors: NotFound (folder), Corrupt, Io, Cancelled.
Result<void> exportCsv(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns, const Path& target,
                       const JobContext& job);

} // namespace lathe
