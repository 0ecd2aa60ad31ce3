// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/warnings.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QVBoxLayout;

namespace lathe::ui {

/// What deserves a look, gravest first: each line leads to its column. A few at first, all on request.
class WarningList : public QWidget {
    Q_OBJECT

public:
    explicit WarningList(QWidget* parent = nullptr);
    void showWarnings(std::vector<ProfileWarning> warnings);

Q_SIGNALS:
    void columnChosen(const QString& name);

private:
    void rebuild();
    QWidget* makeLine(const ProfileWarning& warning);

    std::vector<ProfileWarning> m_warnings;
    bool m_all = false;
    QVBoxLayout* m_lines;
    QPushButton* m_more;
};

} // namespace lathe::ui
