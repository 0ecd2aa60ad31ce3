// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/frequent_texts.h"

#include <utility>

namespace lathe {

namespace {

constexpr size_t mostBytes = size_t{16} << 20U;
constexpr size_t firstSlots = 1024;

} // namespace

FrequentTexts::FrequentTexts() : m_slots(firstSlots), m_mask(firstSlots - 1) {}

bool FrequentTexts::keep(Entry& entry, const RowHash& hash, std::string_view text) {
    m_full = m_full || m_texts.size() == mostTexts || text.size() > mostBytes - m_texts.bytes.size();
    if (m_full) return false;
    entry = {hash, 1, m_texts.size()};
    m_texts.push(text);
    if (4 * m_texts.size() > 3 * m_slots.size()) grow();
    return true;
}

void FrequentTexts::grow() {
    std::vector<Entry> slots(2 * m_slots.size());
    m_mask = slots.size() - 1;
    for (const Entry& entry : m_slots) {
        if (entry.times == 0) continue;
        size_t slot = entry.hash.low & m_mask;
        while (slots[slot].times != 0) slot = (slot + 1) & m_mask;
        slots[slot] = entry;
    }
    m_slots = std::move(slots);
}

void FrequentTexts::close() {
    m_slots.assign(m_slots.size(), Entry());
    m_texts = {};
    m_full = true;
}

} // namespace lathe
