// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/item_row.h"

#include <QPainter>

#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {

constexpr int rowHeight = 46;
constexpr int timeWidth = 84;

} // namespace

QString stateText(const std::string& state) {
    if (state == "queued") return ItemRow::tr("queued");
    if (state == "running") return ItemRow::tr("running");
    if (state == "finished") return ItemRow::tr("finished");
    if (state == "failed") return ItemRow::tr("failed");
    if (state == "stopped") return ItemRow::tr("stopped");
    if (state == "starting") return ItemRow::tr("starting");
    if (state == "ready") return ItemRow::tr("ready");
    if (state == "drifted") return ItemRow::tr("drifted");
    return text(state);
}

Tone stateTone(const std::string& state) {
    if (state == "running" || state == "starting") return Tone::Accent;
    if (state == "finished" || state == "ready") return Tone::Ok;
    if (state == "failed") return Tone::Bad;
    if (state == "stopped" || state == "drifted") return Tone::Warn;
    return Tone::Neutral;
}

const char* kindIcon(const std::string& kind) {
    if (kind == "dataset") return "datasets";
    if (kind == "run") return "experiments";
    if (kind == "model") return "models";
    if (kind == "deployment") return "serving";
    return "drift";
}

ItemRow::ItemRow(const SummaryItem& item, QWidget* parent)
    : QAbstractButton(parent), m_item(item), m_stateText(stateText(item.state)), m_tone(stateTone(item.state)) {
    setObjectName(QStringLiteral("item-") + ui::text(item.object.reference));
    setText(ui::text(item.object.title));
    setAccessibleName(m_stateText.isEmpty() ? text() : text() + QStringLiteral(", ") + m_stateText);
    setToolTip(exactTime(item.time));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setMinimumHeight(rowHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ItemRow::sizeHint() const { return {240, rowHeight}; }

void ItemRow::paintEvent(QPaintEvent*) {
    const ThemeTokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.hover);
        painter.drawRoundedRect(rect(), 6, 6);
    }
    paintIcon(painter, QRectF(8, height() / 2.0 - 9, 18, 18), kindIcon(m_item.object.kind), t.muted);
    QRect line = rect().adjusted(38, 5, -8, -5);
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(t.muted);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, relativeTime(m_item.time));
    line.adjust(0, 0, -timeWidth, 0);
    if (!m_stateText.isEmpty()) {
        const QSize pill = StatusPill::pillSize(m_stateText);
        StatusPill::paintPill(painter, QRect(line.right() - pill.width(), line.top(), pill.width(), line.height()),
                              m_stateText, m_tone);
        line.adjust(0, 0, -pill.width() - 10, 0);
    }
    if (m_item.fraction >= 0 && (m_item.state == "running")) {
        const QRectF groove(line.right() - 70, line.center().y() - 1, 70, 5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.border);
        painter.drawRoundedRect(groove, 2.5, 2.5);
        painter.setBrush(t.accent);
        painter.drawRoundedRect(
            QRectF(groove.topLeft(), QSizeF(std::max(4.0, groove.width() * std::min(1.0, m_item.fraction)), 5)), 2.5,
            2.5);
        line.adjust(0, 0, -80, 0);
    }
    QFont name = textFont(TextRole::Body);
    name.setWeight(QFont::DemiBold);
    painter.setFont(name);
    painter.setPen(t.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop,
                     painter.fontMetrics().elidedText(QAbstractButton::text(), Qt::ElideRight, line.width()));
    QString detail = ui::text(m_item.detail);
    if (m_item.object.kind == "dataset") {
        const QString rows = tr("%1 rows").arg(countText(m_item.count));
        detail = detail.isEmpty() ? rows : rows + QStringLiteral(" · ") + detail;
    }
    painter.setFont(textFont(TextRole::Caption));
    painter.setPen(t.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignBottom,
                     painter.fontMetrics().elidedText(detail, Qt::ElideRight, line.width()));
    if (!hasFocus()) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.accent, 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6);
}

} // namespace lathe::ui
