// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace lathe::ui {

/// Asks a person for a file. The dialogs stand behind this so that tests can answer in their place.
struct FileChoice {
    using Ask =
        std::function<QString(QWidget* parent, const QString& title, const QString& suggestion, const QString& filter)>;
    /// Empty when nothing was chosen.
    static QString toOpen(QWidget* parent, const QString& title, const QString& folder, const QString& filter);
    static QString toOpenFolder(QWidget* parent, const QString& title);
    static QString toSave(QWidget* parent, const QString& title, const QString& suggestion, const QString& filter);

    /// Answers in place of the dialogs when set.
    static Ask& answerOpen();
    static Ask& answerSave();
};

} // namespace lathe::ui
