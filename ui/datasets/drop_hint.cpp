// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/drop_hint.h"

#include "ui/shell/theme.h"

#include <QPainter>

namespace lathe::ui {

DropHint::DropHint(const QString& sentence, QWidget* parent) : QWidget(parent), m_sentence(sentence) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropHint::paintEvent(QPaintEvent*) {
    const ThemeTokens& theme = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = theme.background;
    veil.setAlphaF(0.95F);
    painter.setBrush(veil);
    painter.setPen(QPen(theme.accent, 1.5, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 12, 12);
    const QRect middle(width() / 2 - 14, height() / 2 - 44, 28, 28);
    paintIcon(painter, middle, "download", theme.accent);
    painter.setFont(textFont(TextRole::PageTitle));
    painter.setPen(theme.text);
    painter.drawText(rect(), Qt::AlignCenter, m_sentence);
}

} // namespace lathe::ui
