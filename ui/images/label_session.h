// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <vector>

#include "ui/images/label_decisions.h"

namespace lathe::ui {

/// Decisions made in one go.
struct LabelStep {
    /// Of \p decisions those that change something. Any thread.
    LabelStep(const LabelDecisions& decided, const std::vector<std::pair<uint64_t, LabelDecision>>& decisions);

    std::vector<uint64_t> rows; ///< that are decided in another way
    LabelDecisions before;
    LabelDecisions after;
};

/// Label decisions that are not saved yet, with undo and redo.
class LabelSession : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const LabelDecisions& edits() const { return m_edits; }
    [[nodiscard]] bool canUndo() const { return m_done > 0; }
    [[nodiscard]] bool canRedo() const { return m_done < m_steps.size(); }

    /// Decides about several rows in one step.
    void set(const std::vector<uint64_t>& rows, const images::LabelEdit& edit);
    /// Decides about each row by itself in one step; none takes back what was decided about it.
    void apply(const std::vector<std::pair<uint64_t, LabelDecision>>& decisions);
    /// A step that was made elsewhere of edits(); false, and nothing happens, when they are others by now.
    bool take(LabelStep step);
    void undo();
    void redo();
    void clear();

Q_SIGNALS:
    /// What was decided about these rows is another than before.
    void changed(const std::vector<uint64_t>& rows);

private:
    std::vector<LabelStep> m_steps;
    size_t m_done = 0;
    LabelDecisions m_edits;
};

} // namespace lathe::ui
