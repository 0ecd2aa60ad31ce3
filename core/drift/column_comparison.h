// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/column_sample.h"
#include "core/drift/comparison.h"

#include <string>

namespace lathe::drift {

/// Compares one column whose name and role are known. Never fails: what cannot be tested says so in the
/// message. After a stop of \p job, which the caller looks for, it is of no use.
[[nodiscard]] ColumnDrift compareColumn(const std::string& name, const std::string& role, const ColumnSample& reference,
                                        const ColumnSample& current, const DriftOptions& options,
                                        const JobContext& job);

/// Whether the texts of a Text column are needed as categories: Evidently's defaults decide by them, and so
/// does a test of categories that the options name.
[[nodiscard]] bool needsTextLabels(const std::string& name, const DriftOptions& options);

} // namespace lathe::drift
