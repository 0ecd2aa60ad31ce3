// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/row_hash_numbers.h"

#include <algorithm>

namespace lathe {

size_t RowHashNumbers::slotOf(const Part& part, const RowHash& wanted) const {
    const size_t mask = part.slots.size() - 1;
    size_t slot = wanted.low & mask;
    while (part.slots[slot] != none && !(hash(part.slots[slot]) == wanted)) slot = (slot + 1) & mask;
    return slot;
}

uint32_t RowHashNumbers::add(const RowHash& hash) {
    Part& part = m_parts[partOfHash(hash)];
    if ((part.used + 1) * 3 > part.slots.size() * 2) grow(part);
    uint32_t& number = part.slots[slotOf(part, hash)];
    if (number != none) return number;
    if (m_size % blockHashes == 0) {
        m_blocks.emplace_back();
        if (m_size > 0) m_blocks.back().reserve(blockHashes); // few hashes take little memory
    }
    m_blocks.back().push_back(hash);
    ++part.used;
    number = static_cast<uint32_t>(m_size++);
    return number;
}

std::optional<uint32_t> RowHashNumbers::find(const RowHash& hash) const {
    const Part& part = m_parts[partOfHash(hash)];
    if (part.slots.empty()) return std::nullopt;
    const uint32_t number = part.slots[slotOf(part, hash)];
    return number == none ? std::nullopt : std::optional(number);
}

void RowHashNumbers::grow(Part& part) {
    constexpr size_t smallest = 16;
    const std::vector<uint32_t> old = std::move(part.slots);
    part.slots.assign(std::max(smallest, old.size() * 2), none);
    for (const uint32_t number : old)
        if (number != none) part.slots[slotOf(part, hash(number))] = number;
}

} // namespace lathe
