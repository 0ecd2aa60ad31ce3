// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_choice.h"

#include <QFileDialog>
#include <QRegularExpression>

namespace lathe::ui {

namespace {

/// "csv" of "CSV (*.csv *.csv.gz)".
QString endingOf(const QString& filter) {
    static const QRegularExpression first(QStringLiteral("\\*\\.([\\w.]+)"));
    return first.match(filter).captured(1);
}

} // namespace

FileChoice::Ask& FileChoice::answerOpen() {
    static Ask ask;
    return ask;
}

FileChoice::Ask& FileChoice::answerSave() {
    static Ask ask;
    return ask;
}

QString FileChoice::toOpen(QWidget* parent, const QString& title, const QString& folder, const QString& filter) {
    if (answerOpen()) return answerOpen()(parent, title, folder, filter);
    return QFileDialog::getOpenFileName(parent, title, folder, filter);
}

QString FileChoice::toOpenFolder(QWidget* parent, const QString& title) {
    if (answerOpen()) return answerOpen()(parent, title, {}, {});
    return QFileDialog::getExistingDirectory(parent, title);
}

QString FileChoice::toSave(QWidget* parent, const QString& title, const QString& suggestion, const QString& filter) {
    if (answerSave()) return answerSave()(parent, title, suggestion, filter);
    QFileDialog dialog(parent, title, QString(), filter);
    dialog.setObjectName(QStringLiteral("saveDialog"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.selectFile(suggestion);
    dialog.setDefaultSuffix(endingOf(dialog.selectedNameFilter()));
    // The ending says what is written, so it goes with the kind of file that is chosen.
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString& chosen) {
        const QFileInfo file(dialog.selectedFiles().value(0));
        dialog.setDefaultSuffix(endingOf(chosen));
        dialog.selectFile(file.completeBaseName() + QLatin1Char('.') + endingOf(chosen));
    });
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

} // namespace lathe::ui
