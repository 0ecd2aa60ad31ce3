// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"

namespace lathe {

/// As std::stable_sort, but millions of items can be left half-way: runs are sorted and merged, with a look for a stop
/// every few thousand comparisons. Takes as much memory again. O(n log n). Errors: Cancelled; the items are of no use
/// then.
template <typename Item, typename Less>
Result<void> sortStably(std::span<Item> items, const Less& less, const JobContext& job) {
    constexpr size_t run = 4096;
    for (size_t begin = 0; begin < items.size(); begin += run) {
        LATHE_CHECK(job.checkStop());
        const auto part = items.subspan(begin, std::min(run, items.size() - begin));
        std::stable_sort(part.begin(), part.end(), less);
    }
    std::vector<Item> buffer(items.size() > run ? items.size() : 0);
    std::span<Item> from = items;
    std::span<Item> to = buffer;
    for (size_t width = run; width < items.size(); width *= 2) {
        for (size_t begin = 0; begin < items.size(); begin += 2 * width) {
            const size_t middle = std::min(begin + width, items.size());
            const size_t end = std::min(begin + 2 * width, items.size());
            size_t left = begin;
            size_t right = middle;
            for (size_t place = begin; place < end; ++place) {
                if (place % run == 0) LATHE_CHECK(job.checkStop());
                const bool takeRight = left == middle || (right < end && less(from[right], from[left]));
                to[place] = std::move(from[takeRight ? right++ : left++]);
            }
        }
        std::swap(from, to);
    }
    if (from.data() != items.data()) std::move(from.begin(), from.end(), items.begin());
    return {};
}

} // namespace lathe
