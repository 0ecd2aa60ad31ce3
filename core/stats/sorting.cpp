// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/sorting.h"

#include <hwy/contrib/sort/vqsort.h>

#include <cmath>

namespace lathe::stats {

namespace {

// The sorter owns scratch memory, so each thread keeps one.
hwy::Sorter& sorter() {
    thread_local hwy::Sorter instance;
    return instance;
}

} // namespace

void sortAscending(std::span<double> values) {
    sorter()(values.data(), values.size(), hwy::SortAscending());
}

void sortAscending(std::span<int64_t> values) {
    sorter()(values.data(), values.size(), hwy::SortAscending());
}

std::vector<double> sortedCopy(std::span<const double> values) {
    std::vector<double> copy;
    copy.reserve(values.size());
    for (const double value : values) {
        if (!std::isnan(value)) copy.push_back(value);
    }
    sortAscending(copy);
    return copy;
}

size_t distinctCount(std::span<const double> sorted) {
    if (sorted.empty()) return 0;
    size_t count = 1;
    for (size_t i = 1; i < sorted.size(); ++i) count += sorted[i] != sorted[i - 1];
    return count;
}

} // namespace lathe::stats
