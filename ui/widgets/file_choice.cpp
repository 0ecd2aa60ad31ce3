// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_choice.h"

#include <QFileDialog>

namespace lathe::ui {

FileChoice::Ask& FileChoice::answerOpen() {
    static Ask ask;
    return ask;
}

FileChoice::Ask& FileChoice::answerSave() {
    static Ask ask;
    return ask;
}

QString FileChoice::toOpen(QWidget* parent, const QString& title, const QString& folder,
                           const QString& filter) {
    if (answerOpen()) return answerOpen()(parent, title, folder, filter);
    return QFileDialog::getOpenFileName(parent, title, folder, filter);
}

QString FileChoice::toOpenFolder(QWidget* parent, const QString& title) {
    if (answerOpen()) return answerOpen()(parent, title, {}, {});
    return QFileDialog::getExistingDirectory(parent, title);
}

QString FileChoice::toSave(QWidget* parent, const QString& title, const QString& suggestion,
                           const QString& filter) {
    if (answerSave()) return answerSave()(parent, title, suggestion, filter);
    return QFileDialog::getSaveFileName(parent, title, suggestion, filter);
}

} // namespace lathe::ui
