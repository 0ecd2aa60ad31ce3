// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/side_sheet.h"

namespace lathe::ui {

/// Keyboard shortcuts, and where to read on.
class HelpSheet : public SideSheet {
    Q_OBJECT

public:
    explicit HelpSheet(QWidget* parent);

private:
    void addShortcut(const QString& keys, const QString& what);
};

} // namespace lathe::ui
