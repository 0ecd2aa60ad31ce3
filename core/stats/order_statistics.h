// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace lathe {

/// Exact quantiles of numbers that are seen in several passes, in bounded memory: each pass either counts numbers by
/// their next 16 bits, in the numbers' order, or, when few enough are left, gathers and sorts them. Usually two passes;
/// five at most. The result does not depend on the order of the numbers.
class StreamingQuantiles {
public:
    /// \p probabilities in [0, 1]. At most \p gatherLimit numbers are held at once.
    explicit StreamingQuantiles(std::vector<double> probabilities, size_t gatherLimit = size_t{1} << 22U);

    void beginPass();
    /// \p value must be a number.
    void observe(double value);
    /// Whether the numbers must be shown once more.
    bool endPass();

    [[nodiscard]] uint64_t count() const { return m_count; }
    /// One per probability, by linear interpolation between the two numbers around (n - 1) p; NaN without numbers.
    /// REQUIRES that endPass() returned false.
    [[nodiscard]] std::vector<double> values() const;

private:
    struct Rank {
        uint64_t rank = 0;   ///< 0-based, among the numbers that begin with prefix
        uint64_t prefix = 0; ///< the bits known so far
        double value = 0;
    };
    enum class Phase { Counting, Gathering, Done };

    void chooseRanks();
    bool narrow();
    void pick();

    std::vector<double> m_probabilities;
    size_t m_gatherLimit;
    Phase m_phase = Phase::Counting;
    unsigned m_knownBits = 0;
    bool m_firstPass = true;
    uint64_t m_count = 0;
    std::vector<Rank> m_ranks; // two per probability: below and above
    std::map<uint64_t, std::vector<uint64_t>> m_counts;
    std::map<uint64_t, std::vector<double>> m_gathered;
};

} // namespace lathe
