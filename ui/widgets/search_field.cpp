// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/search_field.h"

#include <QAction>
#include <QKeyEvent>

#include "ui/shell/theme.h"

namespace lathe::ui {

SearchField::SearchField(const QString& prompt, QWidget* parent) : QLineEdit(parent) {
    setPlaceholderText(prompt);
    setAccessibleName(prompt);
    setClearButtonEnabled(true);
    addAction(icon("search"), QLineEdit::LeadingPosition);
    m_pause.setSingleShot(true);
    m_pause.setInterval(150);
    connect(this, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(&m_pause, &QTimer::timeout, this, &SearchField::announce);
    connect(this, &QLineEdit::returnPressed, this, &SearchField::announce);
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        announce();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::announce() {
    m_pause.stop();
    if (text() == m_announced) return;
    m_announced = text();
    Q_EMIT searchChanged(m_announced);
}

} // namespace lathe::ui
