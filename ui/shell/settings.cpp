// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings.h"

namespace lathe::ui {

void rememberProject(const QString& folder) {
    constexpr qsizetype most = 10;
    QStringList recent = settings::recentProjects.value();
    recent.removeAll(folder);
    recent.prepend(folder);
    settings::recentProjects.set(recent.mid(0, most));
}

} // namespace lathe::ui
