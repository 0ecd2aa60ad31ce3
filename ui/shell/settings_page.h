// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

class QComboBox;

namespace lathe::ui {

/// Settings, written as they are changed.
class SettingsPage : public PageFrame {
    Q_OBJECT

public:
    explicit SettingsPage(QWidget* parent = nullptr);

Q_SIGNALS:
    void themeChosen();
    void languageChosen();

private:
    QWidget* makeAppearance();
    QWidget* makeNumbers();
    QWidget* makeTraining();
    QComboBox* makeChoice(const QString& name, const QList<QPair<QString, QString>>& choices, const QString& current);
};

} // namespace lathe::ui
