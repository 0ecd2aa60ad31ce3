// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QString>
#include <functional>

namespace lathe::ui {

/// Something a person can do, listed in the command palette.
struct Command {
    QString title;           ///< "Import a file"
    QString group;           ///< "Datasets"; shown muted beside the title
    const char* icon = "";   ///< icon name
    QKeySequence shortcut{}; ///< shown, not installed
    std::function<void()> run;
};

} // namespace lathe::ui
