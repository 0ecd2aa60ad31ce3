// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/label.h"

namespace lathe::ui {

Card::Card(const QString& title, QWidget* parent) : QFrame(parent) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 1, 1, 1);
    outer->setSpacing(0);
    m_header = new QWidget(this);
    m_headerLayout = new QHBoxLayout(m_header);
    m_headerLayout->setContentsMargins(14, 10, 10, 2);
    m_headerLayout->setSpacing(10);
    m_title = new Label(title, TextRole::CardTitle, Tint::Text, m_header);
    m_note = new Label(QString(), TextRole::Caption, Tint::Muted, m_header);
    m_note->setElided(true);
    m_note->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred); // as wide as its text where there is room
    m_headerLayout->addWidget(m_title);
    m_headerLayout->addWidget(m_note);
    m_headerLayout->addStretch(1);
    m_header->setVisible(!title.isEmpty());
    outer->addWidget(m_header);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(14, 10, 14, 12);
    m_body->setSpacing(8);
    outer->addLayout(m_body, 1);
}

void Card::setTitle(const QString& title) {
    m_title->setText(title);
    m_header->setVisible(!title.isEmpty());
}

void Card::setNote(const QString& note) { m_note->setText(note); }

void Card::addHeaderWidget(QWidget* widget) {
    m_headerLayout->addWidget(widget);
    m_header->show();
}

void Card::setFlush(bool flush) {
    if (flush) m_body->setContentsMargins(1, 4, 1, 8);
    else m_body->setContentsMargins(14, 10, 14, 12);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().border, 1));
    painter.setBrush(tokens().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
}

} // namespace lathe::ui
