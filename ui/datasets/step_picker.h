// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <string>

class QListWidget;

namespace lathe::ui {

class SearchField;

/// All kinds of steps in groups, with a search over their names and what they do. Opens below a button; arrow keys
/// choose while the search has the focus.
class StepPicker : public QFrame {
    Q_OBJECT

public:
    explicit StepPicker(QWidget* parent);
    void openBelow(QWidget* button);

Q_SIGNALS:
    void chosen(const std::string& kind);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void choose();
    void moveBy(int rows);

    SearchField* m_search;
    QListWidget* m_list;
};

} // namespace lathe::ui
