// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/column_pair.h"
#include "core/drift/comparison.h"

#include <string>
#include <vector>

namespace lathe::drift {

inline constexpr size_t mostBins = 40;

/// Both sides over common bins for the eye. Numbers: bins with round edges; far outliers share the first and
/// the last bin, whose edges are infinite then. Categories: the most frequent 39, the rest as "other".
[[nodiscard]] std::vector<OverlaidBin> overlaidHistogram(const ColumnPair& pair, ColumnType type);

/// An edge as people read it: dates and times in ISO 8601, else at most six digits.
[[nodiscard]] std::string edgeText(double edge, ColumnType type);

} // namespace lathe::drift
