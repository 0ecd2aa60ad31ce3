// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>
#include <vector>

#include "ui/shell/command.h"

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace lathe::ui {

class EmptyState;

/// How well \p pattern matches \p text as a subsequence, ignoring case: 0 for not at all; letters in a row and at
/// the start of words count more, shorter texts win ties.
int fuzzyScore(const QString& pattern, const QString& text);

/// Ctrl+K: type a few letters, Return does it. Escape or a click elsewhere closes it.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* window);
    void open(std::vector<Command> commands);
    /// Adds commands to the open palette (objects that were still being read).
    void add(std::vector<Command> commands);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter();
    void run();
    void closePalette();
    void place();

    std::vector<Command> m_commands;
    QLineEdit* m_field = nullptr;
    QListView* m_list = nullptr;
    EmptyState* m_nothing = nullptr;
    QStandardItemModel* m_model = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace lathe::ui
