// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_pill.h"

#include <QAccessible>
#include <QPainter>

#include "ui/shell/theme.h"

namespace lathe::ui {

namespace {

QColor toneColour(Tone tone) {
    const ThemeTokens& t = tokens();
    switch (tone) {
    case Tone::Neutral: return t.muted;
    case Tone::Accent: return t.accent;
    case Tone::Ok: return t.ok;
    case Tone::Warn: return t.warn;
    case Tone::Bad: return t.bad;
    case Tone::Info: return t.info;
    }
    return t.muted;
}

} // namespace

StatusPill::StatusPill(const QString& text, Tone tone, QWidget* parent) : QWidget(parent), m_text(text), m_tone(tone) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void StatusPill::setState(const QString& text, Tone tone) {
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StatusPill::sizeHint() const { return pillSize(m_text); }

QSize StatusPill::pillSize(const QString& text) {
    return {QFontMetrics(textFont(TextRole::Caption)).horizontalAdvance(text) + 30, 22};
}

void StatusPill::paintPill(QPainter& painter, const QRect& rect, const QString& text, Tone tone) {
    const QSize size = pillSize(text).boundedTo(rect.size());
    const QRectF pill(rect.left(), rect.center().y() - size.height() / 2 + 1, size.width(), size.height());
    const QColor colour = toneColour(tone);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(tokens().surface, colour, tokens().dark ? 0.22 : 0.12));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(pill.left() + 11, pill.center().y()), 3, 3);
    painter.setFont(textFont(TextRole::Caption));
    // The word is set darker (lighter) than the dot: small text needs more contrast than a shape.
    painter.setPen(mixed(colour, tokens().text, 0.25));
    const QRectF words = pill.adjusted(19, 0, -8, 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, int(words.width()) + 2));
    painter.restore();
}

void StatusPill::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintPill(painter, rect(), m_text, m_tone);
}

} // namespace lathe::ui
