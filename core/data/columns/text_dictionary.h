// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lathe {

/// Texts and their numbers in the order of first appearance. O(1) a text.
class TextDictionary {
public:
    uint32_t code(std::string_view text) {
        if (m_texts.size() * 2 >= m_slots.size()) grow();
        const size_t hash = std::hash<std::string_view>{}(text);
        size_t at = hash & (m_slots.size() - 1);
        for (; m_slots[at].code != free; at = (at + 1) & (m_slots.size() - 1))
            if (m_slots[at].hash == hash && m_texts[m_slots[at].code] == text) return m_slots[at].code;
        const auto code = static_cast<uint32_t>(m_texts.size());
        m_texts.emplace_back(text);
        m_slots[at] = {hash, code};
        return code;
    }
    [[nodiscard]] const std::vector<std::string>& texts() const { return m_texts; }
    [[nodiscard]] std::vector<std::string> takeTexts() { return std::move(m_texts); }
    [[nodiscard]] size_t size() const { return m_texts.size(); }

private:
    static constexpr uint32_t free = UINT32_MAX;
    struct Slot {
        size_t hash = 0;
        uint32_t code = free;
    };

    void grow() {
        std::vector<Slot> old(std::max<size_t>(m_slots.size() * 4, 16));
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.code == free) continue;
            size_t at = slot.hash & (m_slots.size() - 1);
            while (m_slots[at].code != free) at = (at + 1) & (m_slots.size() - 1);
            m_slots[at] = slot;
        }
    }

    std::vector<std::string> m_texts;
    std::vector<Slot> m_slots; // none at first, for there may be 100 000 columns
};

} // namespace lathe
