// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lathe::stats {

/// \p bins + 1 edges at equal distances from \p low to \p high; one unit wide around \p low when both are
/// equal.
[[nodiscard]] std::vector<double> equalWidthEdges(double low, double high, size_t bins);

/// Edges by Sturges' rule, as numpy.histogram_bin_edges(values, "sturges"): width = (high − low)/(log₂ count
/// + 1), but at least \p leastWidth (NumPy 2 uses 1 for integers). REQUIRES count ≥ 1.
[[nodiscard]] std::vector<double> sturgesEdges(double low, double high, uint64_t count, double leastWidth = 0);

/// Values per bin; bins are [e₀, e₁), …, the last one closed; values outside count nowhere. O(bins·log n).
/// REQUIRES \p sorted and \p edges ascending.
[[nodiscard]] std::vector<uint64_t> histogram(std::span<const double> sorted, std::span<const double> edges);

/// The distinct values of both samples and how often each occurs in either.
struct ValueCounts {
    std::vector<double> values;
    std::vector<uint64_t> first, second;
};
[[nodiscard]] ValueCounts countValues(std::span<const double> firstSorted, std::span<const double> secondSorted);

} // namespace lathe::stats
