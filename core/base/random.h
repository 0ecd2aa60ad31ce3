// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace lathe {

/// The project's source of reproducible random numbers: xoshiro256** (Blackman and Vigna 2018) seeded by SplitMix64.
/// Equal seeds give equal sequences with every compiler and library, which the standard distributions do not
/// promise. Not for secrets. Not thread safe.
class Random {
public:
    explicit Random(uint64_t seed) {
        for (uint64_t& word : m_state) {
            seed += 0x9E3779B97F4A7C15ULL;
            uint64_t mixed = seed;
            mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
            mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
            word = mixed ^ (mixed >> 31U);
        }
    }

    uint64_t next() {
        const uint64_t result = rotated(m_state[1] * 5, 7) * 9;
        const uint64_t shifted = m_state[1] << 17U;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = rotated(m_state[3], 45);
        return result;
    }

    /// Uniform in [0, 1): a multiple of 2^-53.
    double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    /// Uniform in [0, bound), without bias (Lemire 2019). REQUIRES bound > 0.
    uint64_t below(uint64_t bound) {
        __extension__ using Wide = unsigned __int128;
        Wide product = static_cast<Wide>(next()) * bound;
        if (static_cast<uint64_t>(product) < bound) {
            const uint64_t threshold = (0 - bound) % bound;
            while (static_cast<uint64_t>(product) < threshold) product = static_cast<Wide>(next()) * bound;
        }
        return static_cast<uint64_t>(product >> 64U);
    }

    /// Nearly normal with mean 0 and standard deviation 1, within ±6: twelve uniform numbers added up. Exact
    /// arithmetic, so the same on every machine, which logarithms and cosines of a C library are not.
    double bell() {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += uniform();
        return sum;
    }

    /// Fisher–Yates: every order equally likely.
    template <typename T>
    void shuffle(std::vector<T>& values) {
        for (size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[static_cast<size_t>(below(i))]);
    }

private:
    static constexpr uint64_t rotated(uint64_t value, unsigned bits) {
        return (value << bits) | (value >> (64U - bits));
    }
    uint64_t m_state[4] = {};
};

} // namespace lathe
