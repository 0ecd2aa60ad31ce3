// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stat_tile.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/label.h"

namespace lathe::ui {

StatTile::StatTile(const QString& label, QWidget* parent) : Card(parent) {
    body()->setContentsMargins(14, 10, 14, 10);
    body()->setSpacing(1);
    m_label = new Label(label, TextRole::Caption, Tint::Muted, this);
    m_value = new Label(QStringLiteral("–"), TextRole::Figure, Tint::Text, this);
    m_noteText = new Label(QString(), TextRole::Caption, Tint::Muted, this);
    for (Label* part : {m_label, m_value, m_noteText}) {
        part->setElided(true);
        body()->addWidget(part);
    }
    setAccessibleName(label);
}

void StatTile::setLabel(const QString& label) {
    m_label->setText(label);
    setAccessibleName(label);
}

void StatTile::setValue(const QString& value, const QString& note, Tone tone) {
    static constexpr std::array<Tint, 6> tints{Tint::Muted, Tint::Accent, Tint::Ok, Tint::Warn, Tint::Bad, Tint::Info};
    m_value->setText(value);
    m_noteText->setText(note);
    m_noteText->setTint(tints[static_cast<size_t>(tone)]);
    setAccessibleDescription(note.isEmpty() ? value : value + QStringLiteral(", ") + note);
}

void StatTile::setClickable(bool clickable) {
    m_clickable = clickable;
    setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
    setAttribute(Qt::WA_Hover, clickable);
    setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void StatTile::mouseReleaseEvent(QMouseEvent* event) {
    if (m_clickable && event->button() == Qt::LeftButton && rect().contains(event->pos())) Q_EMIT clicked();
}

void StatTile::keyPressEvent(QKeyEvent* event) {
    const bool press = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_clickable && press) Q_EMIT clicked();
    else Card::keyPressEvent(event);
}

void StatTile::paintEvent(QPaintEvent* event) {
    Card::paintEvent(event);
    if (!m_clickable || (!underMouse() && !hasFocus())) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(tokens().accent, 1.5) : QPen(tokens().borderStrong, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 10, 10);
}

} // namespace lathe::ui
