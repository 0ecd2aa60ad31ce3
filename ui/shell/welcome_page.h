// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

class QVBoxLayout;

namespace lathe::ui {

/// What is shown while no project is open: create, open, take the sample, or go on where one was.
class WelcomePage : public PageFrame {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);
    /// Shows the recent projects as they are now.
    void showRecent();
    /// Asks for a project with the weather sample in a folder that is free.
    void askSample();

Q_SIGNALS:
    /// A folder was chosen.
    void createRequested(const QString& folder);
    void openRequested(const QString& folder);
    void sampleRequested(const QString& folder);

private:
    QWidget* makeChoice(const char* iconName, const QString& title, const QString& sentence, const QString& buttonText,
                        const QString& name, bool primary, void (WelcomePage::*chosen)());
    void askCreate();
    void askOpen();
    QVBoxLayout* m_recent = nullptr;
};

} // namespace lathe::ui
