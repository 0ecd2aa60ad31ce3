// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/label_session.h"

namespace lathe::ui {

LabelStep::LabelStep(const LabelDecisions& decided, const std::vector<std::pair<uint64_t, LabelDecision>>& decisions)
    : before(decided) {
    std::vector<std::pair<uint64_t, LabelDecision>> changes;
    for (const auto& [row, decision] : decisions)
        if (decided.at(row) != decision) {
            changes.emplace_back(row, decision);
            rows.push_back(row);
        }
    after = decided.with(changes);
}

void LabelSession::set(const std::vector<uint64_t>& rows, const images::LabelEdit& edit) {
    std::vector<std::pair<uint64_t, LabelDecision>> decisions;
    for (const uint64_t row : rows) decisions.emplace_back(row, edit);
    apply(decisions);
}

void LabelSession::apply(const std::vector<std::pair<uint64_t, LabelDecision>>& decisions) {
    take(LabelStep(m_edits, decisions));
}

bool LabelSession::take(LabelStep step) {
    if (!step.before.isSame(m_edits)) return false;
    if (step.rows.empty()) return true;
    m_steps.erase(m_steps.begin() + static_cast<std::ptrdiff_t>(m_done), m_steps.end());
    m_steps.push_back(std::move(step));
    redo();
    return true;
}

void LabelSession::undo() {
    if (!canUndo()) return;
    const LabelStep& step = m_steps[--m_done];
    m_edits = step.before;
    Q_EMIT changed(step.rows);
}

void LabelSession::redo() {
    if (!canRedo()) return;
    const LabelStep& step = m_steps[m_done++];
    m_edits = step.after;
    Q_EMIT changed(step.rows);
}

void LabelSession::clear() {
    std::vector<uint64_t> rows;
    for (const auto& [row, edit] : m_edits.all()) rows.push_back(row);
    m_steps.clear();
    m_done = 0;
    m_edits = {};
    Q_EMIT changed(rows);
}

} // namespace lathe::ui
