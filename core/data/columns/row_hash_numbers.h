// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/data/columns/row_hash.h"

namespace lathe {

/// A hash of the value with hash \p value inside the group of that number.
[[nodiscard]] constexpr RowHash hashInGroup(uint32_t group, const RowHash& value) {
    const uint64_t spread = (uint64_t{group} + 1) * 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio
    return {value.low ^ spread, value.high + spread};
}

/// Gives each different hash a number, 0, 1, 2… in the order in which they come. 22 to 28 bytes for each. No call takes
/// long, however many there are: the table grows part by part. At most 2³² - 2. Not thread safe while add() runs.
class RowHashNumbers {
public:
    /// The number of the hash, a new one when it was not there yet.
    uint32_t add(const RowHash& hash);
    [[nodiscard]] std::optional<uint32_t> find(const RowHash& hash) const;
    /// The hash with that number.
    [[nodiscard]] const RowHash& hash(uint32_t number) const {
        return m_blocks[number / blockHashes][number % blockHashes];
    }
    [[nodiscard]] size_t size() const { return m_size; }
    void clear() { *this = {}; }

private:
    static constexpr size_t blockHashes = size_t{1} << 14U;
    static constexpr uint32_t none = UINT32_MAX;
    struct Part {
        std::vector<uint32_t> slots; ///< numbers, or none; a power of two of them
        size_t used = 0;
    };

    /// The place of the hash, or the free one where it belongs. REQUIRES a free place.
    [[nodiscard]] size_t slotOf(const Part& part, const RowHash& wanted) const;
    void grow(Part& part);

    std::array<Part, hashParts> m_parts;
    std::vector<std::vector<RowHash>>
        m_blocks; ///< the hashes by number; in blocks, for one long list would have to be copied as it grows
    size_t m_size = 0;
};

} // namespace lathe
