// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_sheet.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/form.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

namespace lathe::ui {

SideSheet::SideSheet(const QString& title, QWidget* parent) : QFrame(parent) {
    setMinimumWidth(320);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 1, 1, 1);
    outer->setSpacing(0);
    m_header = new QHBoxLayout;
    m_header->setContentsMargins(16, 10, 10, 6);
    m_header->setSpacing(8);
    m_title = new Label(title, TextRole::CardTitle, Tint::Text, this);
    m_note = new Label(QString(), TextRole::Caption, Tint::Muted, this);
    m_header->addWidget(m_title);
    m_header->addWidget(m_note);
    m_header->addStretch(1);
    QToolButton* close = makeIconButton(tr("Close"), "close", this);
    close->setObjectName(QStringLiteral("sideSheetClose"));
    connect(close, &QToolButton::clicked, this, &SideSheet::closeSheet);
    m_header->addWidget(close);
    outer->addLayout(m_header);

    auto* content = new QWidget;
    m_body = new QVBoxLayout(content);
    m_body->setContentsMargins(16, 6, 16, 16);
    m_body->setSpacing(10);
    outer->addWidget(makeScrollArea(content), 1);
}

void SideSheet::setTitle(const QString& title, const QString& note) {
    m_title->setText(title);
    m_note->setText(note);
}

void SideSheet::addHeaderWidget(QWidget* widget) { m_header->insertWidget(m_header->count() - 1, widget); }

void SideSheet::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().border, 1));
    painter.setBrush(tokens().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
}

void SideSheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) closeSheet();
    else QFrame::keyPressEvent(event);
}

void SideSheet::closeSheet() {
    hide();
    Q_EMIT closed();
}

} // namespace lathe::ui
