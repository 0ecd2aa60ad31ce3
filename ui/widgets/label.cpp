// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/label.h"

#include <QEvent>
#include <QPainter>

namespace lathe::ui {

Label::Label(const QString& text, TextRole role, Tint tint, QWidget* parent)
    : QLabel(text, parent), m_role(role), m_tint(tint) {
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText); // whatever the background of the parent is
    restyle();
    connect(&Theme::instance(), &Theme::changed, this, &Label::restyle);
}

void Label::setTint(Tint tint) {
    m_tint = tint;
    restyle();
}

void Label::setRole(TextRole role) {
    m_role = role;
    restyle();
}

void Label::setElided(bool elided) {
    m_elided = elided;
    setSizePolicy(elided ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
    updateGeometry();
}

QSize Label::minimumSizeHint() const {
    return m_elided ? QSize(24, QLabel::minimumSizeHint().height()) : QLabel::minimumSizeHint();
}

void Label::paintEvent(QPaintEvent* event) {
    if (!m_elided) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    if (toolTip() == m_wholeText) { // nobody else's
        m_wholeText = shown == text() ? QString() : text();
        setToolTip(m_wholeText);
    }
    painter.drawText(contentsRect(), static_cast<int>(alignment()), shown);
}

void Label::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::EnabledChange) restyle();
}

void Label::restyle() {
    if (m_restyling) return;
    m_restyling = true;
    setFont(textFont(m_role));
    QPalette own = palette();
    own.setColor(QPalette::WindowText, isEnabled() ? color(m_tint) : color(Tint::Faint));
    own.setColor(QPalette::Link, color(Tint::Accent));
    setPalette(own);
    if (textFormat() == Qt::RichText) { // links take their colour when the text is read
        const QString shown = text();
        setText(QString());
        setText(shown);
    }
    m_restyling = false;
}

} // namespace lathe::ui
