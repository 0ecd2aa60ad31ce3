// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/column_pair.h"

#include "core/stats/sorting.h"

#include <cmath>
#include <numeric>

namespace lathe::drift {

namespace {

constexpr size_t mostValuesUnbinned = 20;

uint64_t sum(const std::vector<uint64_t>& counts) { return std::accumulate(counts.begin(), counts.end(), uint64_t{0}); }

/// Whether a sorted sample has more than \p limit distinct values; stops as soon as that is known.
bool moreDistinctThan(std::span<const double> sorted, size_t limit) {
    size_t distinct = sorted.empty() ? 0 : 1;
    for (size_t i = 1; i < sorted.size() && distinct <= limit; ++i) distinct += sorted[i] != sorted[i - 1];
    return distinct > limit;
}

} // namespace

uint64_t ColumnPair::referenceRows() const { return kind == Kind::Numbers ? reference.size() : sum(referenceCounts); }

uint64_t ColumnPair::currentRows() const { return kind == Kind::Numbers ? current.size() : sum(currentCounts); }

size_t distinctUpTo(const ColumnPair& pair, size_t limit) {
    if (pair.kind == Kind::Categories) return std::min(pair.labels.size(), limit + 1);
    size_t distinct = 0, i = 0, j = 0;
    while ((i < pair.reference.size() || j < pair.current.size()) && distinct <= limit) {
        const bool fromReference =
            j == pair.current.size() || (i < pair.reference.size() && pair.reference[i] <= pair.current[j]);
        const double value = fromReference ? pair.reference[i] : pair.current[j];
        while (i < pair.reference.size() && pair.reference[i] == value) ++i;
        while (j < pair.current.size() && pair.current[j] == value) ++j;
        ++distinct;
    }
    return distinct;
}

BinnedCounts countedByValue(const ColumnPair& pair) {
    if (pair.kind == Kind::Categories) return {pair.referenceCounts, pair.currentCounts};
    stats::ValueCounts counts = stats::countValues(pair.reference, pair.current);
    return {std::move(counts.first), std::move(counts.second)};
}

BinnedCounts binned(const ColumnPair& pair) {
    if (pair.kind == Kind::Categories || !moreDistinctThan(pair.reference, mostValuesUnbinned))
        return countedByValue(pair);
    const auto edges = stats::sturgesEdges(pair.low(), pair.high(), pair.reference.size() + pair.current.size(),
                                           pair.integral ? 1 : 0);
    return {stats::histogram(pair.reference, edges), stats::histogram(pair.current, edges)};
}

BinnedCounts pooledRare(const ColumnPair& pair) {
    const auto n = static_cast<double>(pair.referenceRows()), m = static_cast<double>(pair.currentRows());
    const double smallerShare = std::min(n, m) / (n + m);
    BinnedCounts result;
    uint64_t rareReference = 0, rareCurrent = 0;
    for (size_t i = 0; i < pair.referenceCounts.size(); ++i) {
        const uint64_t both = pair.referenceCounts[i] + pair.currentCounts[i];
        if (static_cast<double>(both) * smallerShare < 5) {
            rareReference += pair.referenceCounts[i];
            rareCurrent += pair.currentCounts[i];
        } else {
            result.reference.push_back(pair.referenceCounts[i]);
            result.current.push_back(pair.currentCounts[i]);
        }
    }
    if (rareReference + rareCurrent > 0) {
        result.reference.push_back(rareReference);
        result.current.push_back(rareCurrent);
    }
    return result;
}

} // namespace lathe::drift
