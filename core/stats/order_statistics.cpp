// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/order_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

namespace lathe {

namespace {

constexpr unsigned stepBits = 16;
constexpr size_t buckets = size_t{1} << stepBits;
constexpr uint64_t signBit = uint64_t{1} << 63U;

/// Bits that stand in the numbers' order.
uint64_t orderedBits(double value) {
    const uint64_t bits = std::bit_cast<uint64_t>(value + 0.0);
    return (bits & signBit) != 0 ? ~bits : bits | signBit;
}
double fromOrderedBits(uint64_t bits) { return std::bit_cast<double>((bits & signBit) != 0 ? bits & ~signBit : ~bits); }

uint64_t prefixOf(uint64_t bits, unsigned known) { return known == 0 ? 0 : bits >> (64U - known); }

} // namespace

StreamingQuantiles::StreamingQuantiles(std::vector<double> probabilities, size_t gatherLimit)
    : m_probabilities(std::move(probabilities)), m_gatherLimit(gatherLimit) {}

void StreamingQuantiles::beginPass() {
    m_counts.clear();
    m_gathered.clear();
    if (m_firstPass) {
        m_count = 0;
        m_counts[0].assign(buckets, 0);
        return;
    }
    for (const Rank& rank : m_ranks) {
        if (m_phase == Phase::Counting) m_counts[rank.prefix].assign(buckets, 0);
        else m_gathered[rank.prefix];
    }
}

void StreamingQuantiles::observe(double value) {
    const uint64_t bits = orderedBits(value);
    if (m_firstPass) ++m_count;
    const uint64_t prefix = prefixOf(bits, m_knownBits);
    if (m_phase == Phase::Counting) {
        const auto counts = m_counts.find(prefix);
        if (counts != m_counts.end()) ++counts->second[(bits >> (64U - m_knownBits - stepBits)) & (buckets - 1)];
    } else {
        const auto gathered = m_gathered.find(prefix);
        if (gathered != m_gathered.end()) gathered->second.push_back(value);
    }
}

bool StreamingQuantiles::endPass() {
    if (m_firstPass) chooseRanks();
    m_firstPass = false;
    if (m_count == 0) {
        m_phase = Phase::Done;
    } else if (m_phase == Phase::Counting) {
        if (!narrow()) m_phase = Phase::Done;
    } else {
        pick();
        m_phase = Phase::Done;
    }
    return m_phase != Phase::Done;
}

void StreamingQuantiles::chooseRanks() {
    m_ranks.clear();
    for (const double p : m_probabilities) {
        const double place = p * static_cast<double>(m_count > 0 ? m_count - 1 : 0);
        m_ranks.push_back({static_cast<uint64_t>(std::floor(place)), 0, 0});
        m_ranks.push_back({static_cast<uint64_t>(std::ceil(place)), 0, 0});
    }
}

/// Finds the bucket of each rank and what comes next; false when all bits are known.
bool StreamingQuantiles::narrow() {
    std::map<uint64_t, uint64_t> left;
    for (Rank& rank : m_ranks) {
        const std::vector<uint64_t>& counts = m_counts.at(rank.prefix);
        size_t bucket = 0;
        while (rank.rank >= counts[bucket]) rank.rank -= counts[bucket++];
        rank.prefix = (rank.prefix << stepBits) | bucket;
        left[rank.prefix] = counts[bucket];
    }
    m_knownBits += stepBits;
    if (m_knownBits == 64) {
        for (Rank& rank : m_ranks) rank.value = fromOrderedBits(rank.prefix);
        return false;
    }
    const uint64_t total = std::accumulate(left.begin(), left.end(), uint64_t{0},
                                           [](uint64_t sum, const auto& entry) { return sum + entry.second; });
    if (total <= m_gatherLimit) m_phase = Phase::Gathering;
    return true;
}

void StreamingQuantiles::pick() {
    for (auto& [prefix, values] : m_gathered) std::sort(values.begin(), values.end());
    for (Rank& rank : m_ranks) rank.value = m_gathered.at(rank.prefix)[rank.rank];
    m_gathered.clear();
}

std::vector<double> StreamingQuantiles::values() const {
    std::vector<double> result;
    for (size_t i = 0; i < m_probabilities.size(); ++i) {
        if (m_count == 0) {
            result.push_back(std::nan(""));
            continue;
        }
        const double below = m_ranks[2 * i].value;
        const double above = m_ranks[2 * i + 1].value;
        const double place = m_probabilities[i] * static_cast<double>(m_count - 1);
        result.push_back(below == above ? below : below + (above - below) * (place - std::floor(place)));
    }
    return result;
}

} // namespace lathe
