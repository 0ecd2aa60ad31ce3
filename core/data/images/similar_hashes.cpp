// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/similar_hashes.h"

#include "core/data/columns/row_hash_numbers.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace lathe::images {

namespace {

constexpr size_t none = SIZE_MAX;
constexpr size_t comparisonsAtOnce = size_t{1} << 16U; ///< between two looks for a stop

/// The first hashes of the groups so far, found by any of their parts.
class Leaders {
public:
    explicit Leaders(int distance) : m_distance(distance), m_buckets(static_cast<size_t>(distance) + 1) {}

    /// The earliest group whose first hash is near enough; none when there is no such. Adds to \p compared how many it
    /// looked at.
    [[nodiscard]] size_t near(uint64_t hash, size_t& compared) const {
        size_t best = none;
        for (size_t part = 0; part < m_buckets.size(); ++part) {
            const auto bucket = m_buckets[part].find(partOf(hash, part));
            if (bucket == m_buckets[part].end()) continue;
            for (const auto& [leader, group] : bucket->second) {
                if (group >= best) break; // groups ascend within a bucket
                ++compared;
                if (std::popcount(leader ^ hash) <= m_distance) best = group;
            }
        }
        return best;
    }
    void add(uint64_t hash, size_t group) {
        for (size_t part = 0; part < m_buckets.size(); ++part)
            m_buckets[part][partOf(hash, part)].emplace_back(hash, group);
    }

private:
    /// Parts of 64 / (distance + 1) bits; the last takes what is left.
    [[nodiscard]] uint64_t partOf(uint64_t hash, size_t part) const {
        const size_t width = 64 / m_buckets.size();
        if (width == 64) return hash;
        const uint64_t from = hash >> (part * width);
        return part + 1 == m_buckets.size() ? from : from & ((uint64_t{1} << width) - 1);
    }

    int m_distance;
    std::vector<std::unordered_map<uint64_t, std::vector<std::pair<uint64_t, size_t>>>> m_buckets;
};

} // namespace

Result<std::vector<std::vector<size_t>>> membersOf(const std::vector<uint32_t>& groupOf, size_t groups,
                                                   const JobContext& job) {
    constexpr size_t lookEvery = size_t{1} << 14U;
    std::vector<uint32_t> sizes(groups);
    for (const uint32_t group : groupOf) ++sizes[group];
    std::vector<size_t> places(groups, none);
    std::vector<std::vector<size_t>> members;
    for (size_t i = 0; i < groupOf.size(); ++i) {
        if (i % lookEvery == 0) LATHE_CHECK(job.checkStop());
        if (sizes[groupOf[i]] < 2) continue;
        size_t& place = places[groupOf[i]];
        if (place == none) {
            place = members.size();
            members.emplace_back().reserve(sizes[groupOf[i]]);
        }
        members[place].push_back(i);
    }
    return members;
}

Result<std::vector<std::vector<size_t>>> groupSimilar(const std::vector<uint64_t>& hashes, int distance,
                                                      const JobContext& job) {
    std::vector<uint32_t> groupOf;
    RowHashNumbers different; // equal hashes are looked up once
    std::vector<uint32_t> groupOfDifferent;
    Leaders leaders(distance);
    uint32_t groups = 0;
    size_t compared = 0;
    for (const uint64_t hash : hashes) {
        if (compared >= comparisonsAtOnce) {
            compared = 0;
            LATHE_CHECK(job.checkStop());
        }
        ++compared;
        const uint32_t number = different.add({hash * 0x9E3779B97F4A7C15ULL >> 20U, hash});
        if (number == groupOfDifferent.size()) {
            const size_t near = leaders.near(hash, compared);
            if (near == none) leaders.add(hash, groups);
            groupOfDifferent.push_back(near == none ? groups++ : static_cast<uint32_t>(near));
        }
        groupOf.push_back(groupOfDifferent[number]);
    }
    return membersOf(groupOf, groups, job);
}

} // namespace lathe::images
