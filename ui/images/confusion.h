// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lathe::ui {

class HeatMap;

inline constexpr size_t readableClasses = 40; ///< in a confusion matrix

/// Shows how many rows of a class (line) were taken for a class (column), as shares of the line. \p counts: classes ×
/// classes.
void showConfusion(HeatMap& map, const std::vector<std::string>& classes, const std::vector<uint64_t>& counts);

} // namespace lathe::ui
