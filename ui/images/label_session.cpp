// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/label_session.h"

namespace lathe::ui {

void LabelSession::set(const std::vector<uint64_t>& rows, const images::LabelEdit& edit) {
    if (rows.empty()) return;
    Step step{{}, edit};
    for (const uint64_t row : rows) {
        const auto known = m_edits.find(row);
        step.before.emplace_back(row, known == m_edits.end() ? std::nullopt : std::optional(known->second));
        m_edits[row] = edit;
    }
    m_steps.resize(m_done);
    m_steps.push_back(std::move(step));
    ++m_done;
    Q_EMIT changed();
}

void LabelSession::undo() {
    if (!canUndo()) return;
    for (const auto& [row, edit] : m_steps[--m_done].before) {
        if (edit) m_edits[row] = *edit;
        else m_edits.erase(row);
    }
    Q_EMIT changed();
}

void LabelSession::redo() {
    if (!canRedo()) return;
    const Step& step = m_steps[m_done++];
    for (const auto& [row, edit] : step.before) m_edits[row] = step.after;
    Q_EMIT changed();
}

void LabelSession::clear() {
    m_steps.clear();
    m_done = 0;
    m_edits.clear();
    Q_EMIT changed();
}

} // namespace lathe::ui
