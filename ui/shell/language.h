// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace lathe::ui {

/// Languages the window speaks: "en", "de".
QStringList languages();
/// The language's own name: "Deutsch".
QString languageName(const QString& code);
/// Installs the texts of \p code ("system" follows the desktop). Widgets that live on are told by LanguageChange;
/// the main window builds itself anew.
void setLanguage(const QString& code);
/// The language in use, "en" or "de".
QString currentLanguage();

} // namespace lathe::ui
