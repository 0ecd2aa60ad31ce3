// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: what is kept of one column's values in one group.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/data/query/chunk_work.h"

namespace lathe::query {

__extension__ typedef __int128 WideInteger;

/// Which of the moments are asked for; count and missing always are.
struct MomentNeeds {
    bool sum = false;
    bool squares = false; ///< and the mean
    bool extremes = false;
};

struct Moments {
    uint64_t count = 0;
    uint64_t missing = 0;
    uint64_t minimum = UINT64_MAX; ///< ordered bits
    uint64_t maximum = 0;
    WideInteger wholeSum = 0; ///< of whole numbers
    double sum = 0;           ///< of reals, and of all when squares are asked for
    double lost = 0;          ///< what the sum lost to rounding
    double mean = 0;
    double squares = 0; ///< sum of squared distances from the mean

    /// Compensated (Neumaier 1974), by the exact error of D. E. Knuth's TwoSum.
    void addToSum(double value) {
        const double total = sum + value;
        if (std::isfinite(total)) {
            const double part = total - sum;
            lost += (sum - (total - part)) + (value - part);
        }
        sum = total;
    }
    [[nodiscard]] double total() const { return std::isfinite(sum) ? sum + lost : sum; }

    /// Pairwise combination of T. F. Chan, G. H. Golub and R. J. LeVeque (1979).
    void add(const Moments& other) {
        missing += other.missing;
        if (other.count == 0) return;
        minimum = std::min(minimum, other.minimum);
        maximum = std::max(maximum, other.maximum);
        wholeSum += other.wholeSum;
        addToSum(other.sum);
        lost += other.lost;
        const auto here = static_cast<double>(count);
        const auto there = static_cast<double>(other.count);
        const double distance = other.mean - mean;
        count += other.count;
        mean += distance * there / (here + there);
        squares += other.squares + distance * distance * here * there / (here + there);
    }
};

/// The moments of \p values in each of \p groups groups; \p ofRow has the group of each chosen row of the chunk.
std::vector<Moments> momentsOf(const ColumnFile& file, const RowSelection* rows, uint64_t chunk, const Column& values,
                               const std::vector<uint32_t>& ofRow, size_t groups, MomentNeeds needs);

} // namespace lathe::query
