// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace lathe::ui {

/// Lies over a page while a file is dragged onto it.
class DropHint : public QWidget {
    Q_OBJECT

public:
    DropHint(const QString& sentence, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_sentence;
};

} // namespace lathe::ui
