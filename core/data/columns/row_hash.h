// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/data/columns/table.h"

namespace lathe {

/// 128 bits that stand for a row's values. Two different rows of n get the same with a chance below n² / 2¹²⁸
/// (a billion rows: 10⁻²⁰), so equal hashes are taken for equal rows. Not for data chosen by an adversary.
struct alignas(16) RowHash {
    uint64_t low = 0;
    uint64_t high = 0;
    bool operator==(const RowHash&) const = default;
};

/// Hash of bytes (MurmurHash3 x64 128, A. Appleby, public domain algorithm).
RowHash hashBytes(std::string_view bytes);
/// The same, quicker where more can be read than is hashed: \p readable bytes, at least as many as there are.
RowHash hashBytes(std::string_view bytes, size_t readable);

/// One hash per row over the columns \p columns of \p table (all when empty). It depends on values alone: not on
/// dictionaries, not on the place of the row. Equal reals hash equally, 0 and -0 included.
std::vector<RowHash> hashRows(const Table& table, const std::vector<size_t>& columns = {});

/// Ascending by the 128 bits as one number, with vector instructions.
void sortHashes(std::span<RowHash> hashes);

/// Tables of hashes are parted, so that one that grows does so in small steps.
inline constexpr size_t hashParts = 64;
[[nodiscard]] constexpr size_t partOfHash(const RowHash& hash) {
    return static_cast<size_t>((hash.low ^ hash.high) * 0x9E3779B97F4A7C15ULL >> 58U);
}

/// A set of hashes: 16 bytes each, filled to two thirds at most. No call takes long, however many there are.
class RowHashSet {
public:
    /// True when the hash was not there yet.
    bool insert(const RowHash& hash);
    [[nodiscard]] size_t size() const { return m_size; }
    void clear() { *this = {}; }

private:
    struct Part {
        std::vector<RowHash> slots; ///< all zero: free
        size_t used = 0;
    };
    static void grow(Part& part);

    std::array<Part, hashParts> m_parts;
    size_t m_size = 0;
    bool m_hasZero = false;
};

} // namespace lathe
