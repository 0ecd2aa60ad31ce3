// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/delegates.h"

#include <QApplication>
#include <QPainter>

#include "ui/widgets/format.h"

namespace lathe::ui {

namespace {
constexpr int padding = 8;
} // namespace

CellDelegate::CellDelegate(Tint tint, QObject* parent) : QStyledItemDelegate(parent), m_tint(tint) {}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem background(option);
    background.index = index;
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &background, painter, option.widget);
    painter->save();
    paintContent(*painter, option, index);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + 2 * padding, size.height()};
}

QRect CellDelegate::contentRect(const QStyleOptionViewItem& option) {
    return option.rect.adjusted(padding, 0, -padding, 0);
}

void CellDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    paintText(painter, contentRect(option), index, textFont(TextRole::Body),
              alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
}

void CellDelegate::paintText(QPainter& painter, const QRect& rect, const QModelIndex& index, const QFont& textFont,
                             Qt::Alignment alignment) const {
    const QVariant tint = index.data(TintRole);
    painter.setFont(textFont);
    painter.setPen(color(tint.isValid() ? static_cast<Tint>(tint.toInt()) : m_tint));
    const QString shown =
        painter.fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, rect.width());
    painter.drawText(rect, static_cast<int>(alignment | Qt::AlignVCenter), shown);
}

void NumberDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const {
    paintText(painter, contentRect(option), index, textFont(TextRole::Number), Qt::AlignRight);
}

QSize PillDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    Q_UNUSED(option)
    return StatusPill::pillSize(index.data().toString()) + QSize(2 * padding, 0);
}

void PillDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString text = index.data().toString();
    if (!text.isEmpty())
        StatusPill::paintPill(painter, contentRect(option), text, static_cast<Tone>(index.data(ToneRole).toInt()));
}

void ProgressDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option,
                                    const QModelIndex& index) const {
    const QRect rect = contentRect(option);
    const double fraction = index.data(FractionRole).toDouble();
    if (fraction < 0) {
        paintText(painter, rect, index, textFont(TextRole::Caption), Qt::AlignLeft);
        return;
    }
    const ThemeTokens& t = tokens();
    const std::array<QColor, 6> tones{t.faint, t.accent, t.ok, t.warn, t.bad, t.info};
    constexpr int figureWidth = 44;
    const QRectF groove(rect.left(), rect.center().y() - 2, std::max(8, rect.width() - figureWidth), 5);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.border);
    painter.drawRoundedRect(groove, 2.5, 2.5);
    painter.setBrush(tones[static_cast<size_t>(std::clamp(index.data(ToneRole).toInt(), 0, 5))]);
    if (fraction > 0)
        painter.drawRoundedRect(
            QRectF(groove.topLeft(), QSizeF(std::max(5.0, groove.width() * std::min(fraction, 1.0)), 5)), 2.5, 2.5);
    painter.setFont(textFont(TextRole::Number));
    painter.setPen(t.muted);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, percentText(fraction));
}

void NameDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QRect rect = contentRect(option);
    const QVariant decoration = index.data(Qt::DecorationRole);
    if (decoration.isValid()) {
        decoration.value<QIcon>().paint(&painter, QRect(rect.left(), rect.center().y() - 8, 16, 16));
        rect.adjust(24, 0, 0, 0);
    }
    QFont name = textFont(TextRole::Body);
    name.setWeight(QFont::DemiBold);
    paintText(painter, rect, index, name, Qt::AlignLeft);
}

} // namespace lathe::ui
