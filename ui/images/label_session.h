// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <vector>

#include "core/data/images/label_edits.h"

namespace lathe::ui {

/// Label decisions that are not saved yet, with undo and redo.
class LabelSession : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const images::LabelEdits& edits() const { return m_edits; }
    [[nodiscard]] bool canUndo() const { return m_done > 0; }
    [[nodiscard]] bool canRedo() const { return m_done < m_steps.size(); }

    /// Decides about several rows in one step.
    void set(const std::vector<uint64_t>& rows, const images::LabelEdit& edit);
    /// Decides about each row by itself in one step; none takes back what was decided about it.
    void apply(const std::vector<std::pair<uint64_t, std::optional<images::LabelEdit>>>& decisions);
    void undo();
    void redo();
    void clear();

Q_SIGNALS:
    /// What was decided about these rows is another than before.
    void changed(const std::vector<uint64_t>& rows);

private:
    using Decision = std::optional<images::LabelEdit>; ///< none: the row was not decided about
    struct Change {
        uint64_t row;
        Decision before;
        Decision after;
    };
    void put(uint64_t row, const Decision& decision);
    void tell(const std::vector<Change>& step);

    std::vector<std::vector<Change>> m_steps;
    size_t m_done = 0;
    images::LabelEdits m_edits;
};

} // namespace lathe::ui
