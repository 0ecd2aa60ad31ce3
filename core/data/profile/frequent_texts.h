// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/data/columns/row_hash.h"
#include "core/data/columns/table.h"

namespace lathe {

/// Counts the texts that come first, up to a bounded number of different ones: a column of phrases that repeat is then
/// done after one look, and of another the frequent texts, which come early, need not be sorted.
class FrequentTexts {
public:
    struct Entry {
        RowHash hash;
        uint64_t times = 0; ///< 0: the slot is free
        uint64_t place = 0; ///< of the text among the texts kept
    };

    FrequentTexts();

    /// Counts the text; false when it is none of those kept and there is no room for another.
    bool add(const RowHash& hash, std::string_view text) {
        for (size_t slot = hash.low & m_mask;; slot = (slot + 1) & m_mask) {
            Entry& entry = m_slots[slot];
            if (entry.times == 0) return keep(entry, hash, text);
            if (entry.hash == hash) {
                ++entry.times;
                return true;
            }
        }
    }
    /// Null when add() took no text with this hash.
    [[nodiscard]] const Entry* find(const RowHash& hash) const {
        for (size_t slot = hash.low & m_mask; m_slots[slot].times != 0; slot = (slot + 1) & m_mask)
            if (m_slots[slot].hash == hash) return &m_slots[slot];
        return nullptr;
    }
    /// Has the processor fetch what add() and find() will look at.
    void prefetch(const RowHash& hash) const { __builtin_prefetch(&m_slots[hash.low & m_mask]); }

    [[nodiscard]] size_t size() const { return m_texts.size(); }
    [[nodiscard]] std::string_view text(const Entry& entry) const { return m_texts.at(entry.place); }
    template <typename Use>
    void each(Use use) const {
        for (const Entry& entry : m_slots)
            if (entry.times > 0) use(entry);
    }
    /// Forgets all texts and takes no more.
    void close();

private:
    static constexpr size_t mostTexts = 65536;
    bool keep(Entry& entry, const RowHash& hash, std::string_view text);
    void grow();

    bool m_full = false;
    std::vector<Entry> m_slots; ///< filled to three quarters at most: of few texts they stay in the processor's cache
    size_t m_mask;
    TextValues m_texts;
};

} // namespace lathe
