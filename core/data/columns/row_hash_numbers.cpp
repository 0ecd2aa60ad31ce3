// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/row_hash_numbers.h"

namespace lathe {

size_t RowHashNumbers::slotOf(const RowHash& hash) const {
    const size_t mask = m_hashes.size() - 1;
    size_t slot = hash.low & mask;
    while (m_numbers[slot] != 0 && !(m_hashes[slot] == hash)) slot = (slot + 1) & mask;
    return slot;
}

uint32_t RowHashNumbers::add(const RowHash& hash) {
    if ((m_size + 1) * 3 > m_hashes.size() * 2) grow();
    const size_t slot = slotOf(hash);
    if (m_numbers[slot] == 0) {
        m_hashes[slot] = hash;
        m_numbers[slot] = static_cast<uint32_t>(++m_size);
    }
    return m_numbers[slot] - 1;
}

std::optional<uint32_t> RowHashNumbers::find(const RowHash& hash) const {
    if (m_size == 0) return std::nullopt;
    const uint32_t number = m_numbers[slotOf(hash)];
    return number == 0 ? std::nullopt : std::optional(number - 1);
}

void RowHashNumbers::clear() { *this = {}; }

void RowHashNumbers::grow() {
    constexpr size_t smallest = 1024; // a power of two, as all sizes are
    const size_t size = m_hashes.empty() ? smallest : m_hashes.size() * 2;
    std::vector<RowHash> hashes(size);
    std::vector<uint32_t> numbers(size);
    hashes.swap(m_hashes);
    numbers.swap(m_numbers);
    for (size_t old = 0; old < hashes.size(); ++old) {
        if (numbers[old] == 0) continue;
        const size_t slot = slotOf(hashes[old]);
        m_hashes[slot] = hashes[old];
        m_numbers[slot] = numbers[old];
    }
}

} // namespace lathe
