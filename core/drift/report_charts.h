// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/comparison.h"

#include <string>

namespace lathe::drift {

/// The overlaid histogram of a column as inline SVG (numbers) or rows of bars (categories); colours come from
/// the page's style. Empty when the column has no histogram.
[[nodiscard]] std::string chart(const ColumnDrift& column);

/// The same without axes, for a table cell.
[[nodiscard]] std::string sparkline(const ColumnDrift& column);

/// "37.5 %", "0.04 %".
[[nodiscard]] std::string percent(double share);

} // namespace lathe::drift
