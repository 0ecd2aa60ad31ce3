// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

namespace lathe::ui {

/// A line edit with a magnifying glass and a clear button. Tells what is searched once typing pauses.
class SearchField : public QLineEdit {
    Q_OBJECT

public:
    explicit SearchField(const QString& prompt, QWidget* parent = nullptr);

Q_SIGNALS:
    /// 150 ms after the last change, and at once on Return.
    void searchChanged(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void announce();
    QTimer m_pause;
    QString m_announced;
};

} // namespace lathe::ui
