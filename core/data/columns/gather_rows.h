// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/table.h"

namespace lathe {

/// As gather(), for millions of rows: it looks for a stop on the way. Errors: Cancelled.
Result<Column> gatherRows(const Column& column, std::span<const uint64_t> rows, const JobContext& job);

} // namespace lathe
