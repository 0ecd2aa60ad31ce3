// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// Gives each different hash a number, 0, 1, 2… in the order in which they come. 30 to 60 bytes for each, in a few blocks, so that a million
/// of them are forgotten at once. At most 2³² - 2. Not thread safe while add() runs.
class RowHashNumbers {
public:
    /// The number of the hash, a new one when it was not there yet.
    uint32_t add(const RowHash& hash);
    [[nodiscard]] std::optional<uint32_t> find(const RowHash& hash) const;
    [[nodiscard]] size_t size() const { return m_size; }
    void clear();

private:
    /// The place of the hash, or the free one where it belongs. REQUIRES a free place.
    [[nodiscard]] size_t slotOf(const RowHash& hash) const;
    void grow();

    std::vector<RowHash> m_hashes;
    std::vector<uint32_t> m_numbers; ///< plus one; 0: the place is free
    size_t m_size = 0;
};

} // namespace lathe
