// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/column_sample.h"
#include "core/stats/histogram.h"
#include "core/stats/summary.h"
#include "core/stats/two_sample.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lathe::drift {

enum class Kind { Numbers, Categories };

/// Both sides of a column as the tests see them. Has at least one value on each side.
struct ColumnPair {
    Kind kind = Kind::Numbers;
    bool integral = false; ///< both sides hold whole numbers and nothing is missing (pandas' integer column)
    std::span<const double> reference, current; ///< sorted; numbers only
    stats::Moments referenceMoments, currentMoments;
    stats::CdfDistances distances;   ///< numbers only
    std::vector<std::string> labels; ///< categories, in byte order; for numbers the distinct values, when counted
    std::vector<uint64_t> referenceCounts, currentCounts; ///< rows per label

    [[nodiscard]] uint64_t referenceRows() const;
    [[nodiscard]] uint64_t currentRows() const;
    [[nodiscard]] double low() const { return std::min(reference.front(), current.front()); }
    [[nodiscard]] double high() const { return std::max(reference.back(), current.back()); }
};

/// Counts over common bins: the categories; of numbers, Sturges bins over both sides when the reference has
/// more than 20 distinct values, else one bin per value (Evidently's binning).
struct BinnedCounts {
    std::vector<uint64_t> reference, current;
};
[[nodiscard]] BinnedCounts binned(const ColumnPair& pair);

/// Distinct values or categories of both sides, counted up to \p limit + 1.
[[nodiscard]] size_t distinctUpTo(const ColumnPair& pair, size_t limit);

/// One bin per distinct value or category.
[[nodiscard]] BinnedCounts countedByValue(const ColumnPair& pair);

/// The categories of both sides; those expected fewer than five times on the smaller side share one bin, so
/// that the chi-squared law holds for what is computed from the counts.
[[nodiscard]] BinnedCounts pooledRare(const ColumnPair& pair);

} // namespace lathe::drift
