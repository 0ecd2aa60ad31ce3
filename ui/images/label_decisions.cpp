// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/label_decisions.h"

namespace lathe::ui {

const images::LabelEdit* LabelDecisions::find(uint64_t row) const {
    const size_t block = row / rowsOfBlock;
    if (block >= m_blocks.size() || !m_blocks[block]) return nullptr;
    const auto found = m_blocks[block]->find(row);
    return found == m_blocks[block]->end() ? nullptr : &found->second;
}

LabelDecision LabelDecisions::at(uint64_t row) const {
    const images::LabelEdit* found = find(row);
    return found != nullptr ? LabelDecision(*found) : std::nullopt;
}

LabelDecisions LabelDecisions::with(const std::vector<std::pair<uint64_t, LabelDecision>>& changes) const {
    LabelDecisions after = *this;
    for (auto change = changes.begin(); change != changes.end();) {
        const size_t block = change->first / rowsOfBlock;
        if (block >= after.m_blocks.size()) after.m_blocks.resize(block + 1);
        images::LabelEdits edits = after.m_blocks[block] ? *after.m_blocks[block] : images::LabelEdits();
        after.m_size -= edits.size();
        for (; change != changes.end() && change->first / rowsOfBlock == block; ++change) {
            if (change->second) edits[change->first] = *change->second;
            else edits.erase(change->first);
        }
        after.m_size += edits.size();
        after.m_blocks[block] = std::make_shared<const images::LabelEdits>(std::move(edits));
    }
    return after;
}

images::LabelEdits LabelDecisions::all() const {
    images::LabelEdits all;
    for (const auto& block : m_blocks)
        if (block) all.insert(block->begin(), block->end());
    return all;
}

} // namespace lathe::ui
