// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/stoppable_sort.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <utility>

#include "core/base/random.h"

using namespace lathe;

namespace {

using Item = std::pair<uint64_t, size_t>; // what it is sorted by, and where it was

std::vector<Item> randomItems(size_t count, uint64_t kinds) {
    Random random(count);
    std::vector<Item> items;
    for (size_t i = 0; i < count; ++i) items.emplace_back(random.below(kinds), i);
    return items;
}

TEST(StoppableSort, EqualsTheStableSort) {
    for (const size_t count : {0, 1, 2, 4095, 4096, 4097, 8192, 12'289, 100'003}) {
        std::vector<Item> items = randomItems(count, 500);
        std::vector<Item> expected = items;
        const auto before = [](const Item& a, const Item& b) { return a.first < b.first; };
        std::stable_sort(expected.begin(), expected.end(), before);
        ASSERT_TRUE(sortStably(std::span(items), before, JobContext()));
        EXPECT_EQ(items, expected) << count;
    }
}

/// After the request it compares no more than a run's worth.
TEST(StoppableSort, StopsSoon) {
    constexpr size_t count = 400'000;
    for (const size_t instant : {1, 50'000, 3'000'000, 6'000'000}) {
        std::stop_source stop;
        size_t compared = 0;
        std::vector<Item> items = randomItems(count, count);
        const auto outcome = sortStably(
            std::span(items),
            [&](const Item& a, const Item& b) {
                if (++compared == instant) stop.request_stop();
                return a < b;
            },
            JobContext(stop.get_token(), nullptr));
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().kind, ErrorKind::Cancelled);
        EXPECT_LT(compared - instant, 60'000U) << instant; // 4096 · log2(4096), and the merge behind
    }
}

} // namespace
