// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/histogram.h"

#include <algorithm>
#include <cmath>

namespace lathe::stats {

std::vector<double> equalWidthEdges(double low, double high, size_t bins) {
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    const double step = (high - low) / static_cast<double>(bins);
    std::vector<double> edges(bins + 1);
    for (size_t i = 0; i < bins; ++i) edges[i] = static_cast<double>(i) * step + low;
    edges[bins] = high;
    return edges;
}

std::vector<double> sturgesEdges(double low, double high, uint64_t count, double leastWidth) {
    const double range = high - low;
    const double width = std::max(leastWidth, range / (std::log2(static_cast<double>(count)) + 1));
    const double bins = width > 0 ? std::ceil(range / width) : 1;
    return equalWidthEdges(low, high, static_cast<size_t>(std::max(1.0, bins)));
}

std::vector<uint64_t> histogram(std::span<const double> sorted, std::span<const double> edges) {
    std::vector<uint64_t> counts(edges.size() - 1);
    auto from = std::lower_bound(sorted.begin(), sorted.end(), edges.front());
    for (size_t i = 0; i < counts.size(); ++i) {
        const bool last = i + 1 == counts.size();
        const auto to = last ? std::upper_bound(from, sorted.end(), edges[i + 1])
                             : std::lower_bound(from, sorted.end(), edges[i + 1]);
        counts[i] = static_cast<uint64_t>(to - from);
        from = to;
    }
    return counts;
}

ValueCounts countValues(std::span<const double> firstSorted, std::span<const double> secondSorted) {
    ValueCounts result;
    size_t i = 0, j = 0;
    while (i < firstSorted.size() || j < secondSorted.size()) {
        const bool fromFirst =
            j == secondSorted.size() || (i < firstSorted.size() && firstSorted[i] <= secondSorted[j]);
        const double value = fromFirst ? firstSorted[i] : secondSorted[j];
        const size_t firstBegin = i, secondBegin = j;
        while (i < firstSorted.size() && firstSorted[i] == value) ++i;
        while (j < secondSorted.size() && secondSorted[j] == value) ++j;
        result.values.push_back(value);
        result.first.push_back(i - firstBegin);
        result.second.push_back(j - secondBegin);
    }
    return result;
}

} // namespace lathe::stats
