// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <bit>

#include "core/base/random.h"
#include "core/data/images/similar_hashes.h"

using namespace lathe;
using namespace lathe::images;

namespace {

/// The definition, word by word: every hash against every leader.
std::vector<std::vector<size_t>> slowGroups(const std::vector<uint64_t>& hashes, int distance) {
    std::vector<std::vector<size_t>> groups;
    for (size_t i = 0; i < hashes.size(); ++i) {
        bool joined = false;
        for (auto& group : groups) {
            if (joined || std::popcount(hashes[group.front()] ^ hashes[i]) > distance) continue;
            group.push_back(i);
            joined = true;
        }
        if (!joined) groups.push_back({i});
    }
    std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
    return groups;
}

} // namespace

TEST(SimilarHashes, EqualTheDefinitionAtEveryDistance) {
    Random random(11);
    std::vector<uint64_t> hashes;
    for (int i = 0; i < 3000; ++i) {
        uint64_t hash = random.next();
        if (!hashes.empty() && random.uniform() < 0.6) {
            hash = hashes[random.below(hashes.size())];
            for (uint64_t flips = random.below(12); flips > 0; --flips) hash ^= uint64_t{1} << random.below(64);
        }
        hashes.push_back(hash);
    }
    for (int distance = 0; distance <= 31; ++distance) {
        const auto groups = groupSimilar(hashes, distance, {});
        ASSERT_TRUE(groups);
        EXPECT_EQ(*groups, slowGroups(hashes, distance)) << distance;
    }
}

TEST(SimilarHashes, NothingGivesNoGroups) {
    EXPECT_TRUE(groupSimilar({}, 4, {})->empty());
    EXPECT_TRUE(groupSimilar({1}, 4, {})->empty());
}
