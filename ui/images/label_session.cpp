// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/label_session.h"

namespace lathe::ui {

void LabelSession::set(const std::vector<uint64_t>& rows, const images::LabelEdit& edit) {
    std::vector<std::pair<uint64_t, Decision>> decisions;
    for (const uint64_t row : rows) decisions.emplace_back(row, edit);
    apply(decisions);
}

void LabelSession::apply(const std::vector<std::pair<uint64_t, Decision>>& decisions) {
    std::vector<Change> step;
    for (const auto& [row, after] : decisions) {
        const auto known = m_edits.find(row);
        const Decision before = known == m_edits.end() ? Decision() : Decision(known->second);
        if (before == after) continue;
        step.push_back({row, before, after});
        put(row, after);
    }
    if (step.empty()) return;
    m_steps.resize(m_done);
    m_steps.push_back(std::move(step));
    ++m_done;
    tell(m_steps.back());
}

void LabelSession::tell(const std::vector<Change>& step) {
    std::vector<uint64_t> rows;
    for (const Change& change : step) rows.push_back(change.row);
    Q_EMIT changed(rows);
}

void LabelSession::put(uint64_t row, const Decision& decision) {
    if (decision) m_edits[row] = *decision;
    else m_edits.erase(row);
}

void LabelSession::undo() {
    if (!canUndo()) return;
    const std::vector<Change>& step = m_steps[--m_done];
    for (auto change = step.rbegin(); change != step.rend(); ++change) put(change->row, change->before);
    tell(step);
}

void LabelSession::redo() {
    if (!canRedo()) return;
    const std::vector<Change>& step = m_steps[m_done++];
    for (const Change& change : step) put(change.row, change.after);
    tell(step);
}

void LabelSession::clear() {
    std::vector<uint64_t> rows;
    for (const auto& [row, edit] : m_edits) rows.push_back(row);
    m_steps.clear();
    m_done = 0;
    m_edits.clear();
    Q_EMIT changed(rows);
}

} // namespace lathe::ui
