// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_header.h"

#include "ui/datasets/column_types.h"
#include "ui/datasets/data_grid.h"
#include "ui/datasets/warning_texts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr int iconSize = 15;
constexpr int iconGap = 6;
constexpr int edgeReach = 4;
constexpr int sortArrowSize = 13;

} // namespace

GridHeader::GridHeader(DataGrid& grid) : QWidget(&grid), m_grid(grid) {
    setObjectName(QStringLiteral("gridHeader"));
    setMouseTracking(true);
}

void GridHeader::setStyle(const GridStyle& style) {
    m_style = style;
    update();
}

int GridHeader::nameWidth(const ColumnSchema& column) const {
    return QFontMetrics(m_style.name).horizontalAdvance(text(column.name)) + iconSize + iconGap +
           2 * GridStyle::padding + 2;
}

std::optional<size_t> GridHeader::columnAt(int x) const {
    if (!m_grid.source() || x < m_grid.gutterWidth()) return std::nullopt;
    return m_grid.columnLayout().columnAt(x - m_grid.gutterWidth(), m_grid.horizontalOffset());
}

std::optional<size_t> GridHeader::edgeAt(QPoint position) const {
    if (!m_grid.source() || position.x() < m_grid.gutterWidth()) return std::nullopt;
    return m_grid.columnLayout().edgeAt(position.x() - m_grid.gutterWidth(), m_grid.horizontalOffset(), edgeReach);
}

void GridHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_style.surface);
    if (m_grid.source()) {
        const GridLayout& layout = m_grid.columnLayout();
        const int offset = m_grid.horizontalOffset();
        const int gutter = m_grid.gutterWidth();
        const int edge = gutter + layout.pinnedWidth();
        painter.save();
        for (const size_t column : layout.columnsIn(offset, width() - gutter)) {
            const bool pinned = m_grid.isPinned(column);
            painter.setClipRect(QRect(pinned ? gutter : edge, 0, pinned ? edge - gutter : width() - edge, height()));
            paintColumn(painter, column, QRect(gutter + layout.x(column, offset), 0, layout.width(column), height()));
        }
        painter.restore();
        if (layout.pinned() > 0) painter.fillRect(QRect(edge - 1, 0, 1, height()), m_style.border);
        painter.fillRect(QRect(gutter - 1, 0, 1, height()), m_style.border);
    }
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_style.border);
}

void GridHeader::paintColumn(QPainter& painter, size_t column, const QRect& rect) {
    const ColumnSchema& schema = m_grid.source()->schema()[column];
    const auto current = m_grid.current();
    const bool chosen = current && current->column == column;
    if (chosen || m_hovered == column) painter.fillRect(rect, chosen ? m_style.soft : m_style.hover);
    const bool added = m_grid.isAdded(schema.name);

    QRect name = QRect(rect.left(), rect.top(), rect.width(), GridStyle::nameHeight)
                     .adjusted(GridStyle::padding, 4, -GridStyle::padding, 0);
    paintSortMark(painter, column, name);
    const QRectF iconRect(name.left(), name.center().y() - iconSize / 2.0 + 0.5, iconSize, iconSize);
    paintIcon(painter, iconRect, columnTypeIcon(schema.type), added ? m_style.accent : m_style.faint);
    painter.setFont(m_style.name);
    painter.setPen(added ? m_style.accent : m_style.text);
    const QRect textRect = name.adjusted(iconSize + iconGap, 0, 0, 0);
    painter.drawText(textRect, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(schema.name), Qt::ElideRight, textRect.width()));

    const QRect picture = pictureRect(column);
    if (const ColumnProfile* profile = m_grid.summary(column)) {
        if (m_hovered == column && m_hoveredBar)
            painter.fillRect(*m_hoveredBar, mixed(m_style.surface, m_style.text, 0.12));
        paintColumnSummary(painter, picture, *profile, m_style, m_grid.linked(column));
    } else {
        painter.setFont(m_style.caption);
        painter.setPen(m_style.faint);
        painter.drawText(picture, Qt::AlignBottom | Qt::AlignLeft, added ? tr("new") : columnTypeName(schema.type));
    }
    if (m_resized == column || (m_hovered == column && cursor().shape() == Qt::SplitHCursor))
        painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), m_style.accent);
}

/// An arrow at the right end of \p name, which is cut by its width, and the rank where there are several.
void GridHeader::paintSortMark(QPainter& painter, size_t column, QRect& name) {
    const auto& marks = m_grid.sortMarks();
    const auto mark =
        std::find_if(marks.begin(), marks.end(), [&](const DataGrid::SortMark& m) { return m.column == column; });
    if (mark == marks.end()) return;
    painter.setFont(m_style.caption);
    painter.setPen(m_style.accent);
    if (marks.size() > 1) {
        const QString rank = QString::number(mark - marks.begin() + 1);
        painter.drawText(name, Qt::AlignVCenter | Qt::AlignRight, rank);
        name.setRight(name.right() - painter.fontMetrics().horizontalAdvance(rank) - 1);
    }
    const QRectF arrow(name.right() - sortArrowSize, name.center().y() - sortArrowSize / 2.0 + 0.5, sortArrowSize,
                       sortArrowSize);
    paintIcon(painter, arrow, mark->descending ? "chevron-down" : "chevron-up", m_style.accent);
    name.setRight(name.right() - sortArrowSize - 2);
}

QRect GridHeader::pictureRect(size_t column) const {
    const GridLayout& layout = m_grid.columnLayout();
    const int left = m_grid.gutterWidth() + layout.x(column, m_grid.horizontalOffset());
    return QRect(left, GridStyle::nameHeight, layout.width(column), GridStyle::summaryHeight)
        .adjusted(GridStyle::padding, 2, -GridStyle::padding, -5);
}

std::optional<SummaryBar> GridHeader::barAt(QPoint position) const {
    const auto column = columnAt(position.x());
    const ColumnProfile* profile = column && m_grid.sortable() ? m_grid.summary(*column) : nullptr;
    return profile ? summaryBarAt(position, pictureRect(*column), *profile) : std::nullopt;
}

QString GridHeader::tip(size_t column, QPoint position) const {
    const ColumnSchema& schema = m_grid.source()->schema()[column];
    QString tip = QStringLiteral("<b>%1</b> · %2").arg(text(schema.name).toHtmlEscaped(), columnTypeName(schema.type));
    if (const ColumnProfile* profile = m_grid.summary(column)) {
        tip += QStringLiteral("<br>") + summaryText(*profile).toHtmlEscaped();
        for (const ProfileWarning& warning : m_grid.warnings(column))
            tip += QStringLiteral("<br>") + warningText(warning).toHtmlEscaped();
    }
    if (const auto bar = barAt(position))
        tip += QStringLiteral("<br>") + tr("Click the bar to filter: %1").arg(bar->text.toHtmlEscaped());
    if (m_grid.sortable()) tip += QStringLiteral("<br>") + tr("Click the name to sort, with Shift by several columns.");
    return tip;
}

void GridHeader::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto edge = edgeAt(event->pos())) {
        const GridLayout& layout = m_grid.columnLayout();
        m_resized = edge;
        m_grabOffset = layout.width(*edge) - event->pos().x();
        return;
    }
    if (const auto column = columnAt(event->pos().x())) {
        m_grid.setFocus(Qt::MouseFocusReason);
        m_grid.selectColumn(*column);
        if (m_grid.sortable() && event->pos().y() < GridStyle::nameHeight)
            Q_EMIT m_grid.sortRequested(static_cast<int>(*column), event->modifiers().testFlag(Qt::ShiftModifier));
        if (const auto bar = barAt(event->pos()))
            Q_EMIT m_grid.summaryBarChosen(static_cast<int>(*column), bar->filter);
        update();
    }
}

void GridHeader::mouseMoveEvent(QMouseEvent* event) {
    if (m_resized) {
        m_grid.setColumnWidth(*m_resized, event->pos().x() + m_grabOffset);
        return;
    }
    setCursor(edgeAt(event->pos()) ? Qt::SplitHCursor : Qt::ArrowCursor);
    m_hovered = columnAt(event->pos().x());
    const auto bar = barAt(event->pos());
    m_hoveredBar = bar ? std::optional(bar->rect) : std::nullopt;
    update();
}

void GridHeader::mouseReleaseEvent(QMouseEvent*) {
    m_resized.reset();
    update();
}

void GridHeader::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto edge = edgeAt(event->pos())) m_grid.fitColumn(*edge);
    m_resized.reset();
}

void GridHeader::leaveEvent(QEvent*) {
    m_hovered.reset();
    m_hoveredBar.reset();
    update();
}

void GridHeader::contextMenuEvent(QContextMenuEvent* event) {
    if (const auto column = columnAt(event->pos().x()))
        Q_EMIT m_grid.columnMenuRequested(static_cast<int>(*column), event->globalPos());
}

bool GridHeader::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && m_grid.source()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto column = columnAt(help->pos().x());
        if (column) QToolTip::showText(help->globalPos(), tip(*column, help->pos()), this);
        else QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace lathe::ui
