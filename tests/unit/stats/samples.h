// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/sorting.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

/// Samples that any language can make again: Knuth's 64-bit congruential generator,
/// s ← 6364136223846793005·s + 1442695040888963407, u = ⌊s/2¹¹⌋/2⁵³, first value after one step.
namespace lathe::test {

class Generator {
public:
    explicit Generator(uint64_t seed) : m_state(seed) {}
    double uniform() {
        m_state = m_state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<double>(m_state >> 11) * 0x1p-53;
    }
    double normal(double mean = 0, double deviation = 1) {
        const double u1 = uniform(), u2 = uniform();
        return mean + deviation * std::sqrt(-2 * std::log(u1)) * std::cos(2 * std::numbers::pi * u2);
    }
    /// First index whose cumulative probability exceeds u; the last one when rounding leaves none.
    size_t category(std::span<const double> probabilities) {
        const double u = uniform();
        double cumulative = 0;
        for (size_t i = 0; i < probabilities.size(); ++i) {
            cumulative += probabilities[i];
            if (cumulative > u) return i;
        }
        return probabilities.size() - 1;
    }

private:
    uint64_t m_state;
};

inline std::vector<double> normals(uint64_t seed, size_t count, double mean = 0, double deviation = 1) {
    Generator generator(seed);
    std::vector<double> values(count);
    for (double& value : values) value = generator.normal(mean, deviation);
    return values;
}

inline std::vector<double> sorted(std::vector<double> values) {
    stats::sortAscending(values);
    return values;
}

inline std::vector<uint64_t> categoryCounts(uint64_t seed, size_t rows, std::span<const double> probabilities,
                                            size_t categories) {
    Generator generator(seed);
    std::vector<uint64_t> counts(categories);
    for (size_t i = 0; i < rows; ++i) ++counts[generator.category(probabilities)];
    return counts;
}

} // namespace lathe::test
