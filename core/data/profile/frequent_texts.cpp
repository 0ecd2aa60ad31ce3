// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/frequent_texts.h"

namespace lathe {

namespace {

constexpr size_t mostBytes = size_t{16} << 20U;

} // namespace

FrequentTexts::FrequentTexts() : m_slots(mask + 1) {}

bool FrequentTexts::keep(Entry& entry, const RowHash& hash, std::string_view text) {
    m_full = m_full || m_texts.size() == mostTexts || text.size() > mostBytes - m_texts.bytes.size();
    if (m_full) return false;
    entry = {hash, 1, m_texts.size()};
    m_texts.push(text);
    return true;
}

void FrequentTexts::close() {
    m_slots.assign(m_slots.size(), Entry());
    m_texts = {};
    m_full = true;
}

} // namespace lathe
