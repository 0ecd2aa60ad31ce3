// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace lathe::ui {

/// Asks for the file to export rows to, as any format that can be written. Its ending says the format. Empty when none
/// was chosen.
QString askForExport(QWidget* parent, const QString& title, const QString& name);

} // namespace lathe::ui
