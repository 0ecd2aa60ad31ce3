// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/sorting.h"

#include <hwy/contrib/sort/vqsort.h>

#include <cmath>
#include <cstring>

namespace lathe::stats {

namespace {

// The sorter owns scratch memory, so each thread keeps one.
hwy::Sorter& sorter() {
    thread_local hwy::Sorter instance;
    return instance;
}

/// Bits of a number as an integer that stands in the numbers' order, and back: negative ones run the other way.
void toggleOrder(std::span<double> values) {
    for (double& value : values) {
        int64_t bits = 0;
        std::memcpy(&bits, &value, sizeof bits);
        if (bits < 0) bits ^= INT64_MAX;
        std::memcpy(&value, &bits, sizeof bits);
    }
}

} // namespace

void sortAscending(std::span<double> values) {
    // As integers: Highway 1.0 turns infinities among doubles into the greatest finite number.
    toggleOrder(values);
    sorter()(reinterpret_cast<int64_t*>(values.data()), values.size(), hwy::SortAscending());
    toggleOrder(values);
}

void sortAscending(std::span<int64_t> values) { sorter()(values.data(), values.size(), hwy::SortAscending()); }

void sortAscending(std::span<uint32_t> values) { sorter()(values.data(), values.size(), hwy::SortAscending()); }

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
