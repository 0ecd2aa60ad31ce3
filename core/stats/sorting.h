// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lathe::stats {

/// Sorts in place, vectorised (about 8 ns a value). REQUIRES no NaN among \p values.
void sortAscending(std::span<double> values);
void sortAscending(std::span<int64_t> values);
void sortAscending(std::span<uint32_t> values);

/// A sorted copy without the NaN among \p values.
[[nodiscard]] std::vector<double> sortedCopy(std::span<const double> values);

/// Distinct values of a sorted sample.
[[nodiscard]] size_t distinctCount(std::span<const double> sorted);

} // namespace lathe::stats
