// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_painter.h"

#include "core/base/text.h"
#include "core/data/query/text_matcher.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr size_t exactDigits = 10;
constexpr int shownDigits = 7;
constexpr int longestShownText = 400;

} // namespace

QString shownText(const RowSource& source, size_t column, const RowSlice& slice, uint64_t row) {
    std::string text = cellText(source, column, slice, row);
    if (slice.values->schema.type == ColumnType::Real && text.size() > exactDigits)
        text = shortNumber(slice.values->reals[row - slice.first], shownDigits);
    QString shown = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    if (shown.size() > longestShownText) shown.truncate(longestShownText);
    for (QChar& c : shown)
        if (c < u' ') c = u' ';
    return shown;
}

GridPainter::GridPainter(QPainter& painter, const GridStyle& style, const GridLayout& layout, RowSource& source,
                         const View& view)
    : m_painter(painter), m_style(style), m_layout(layout), m_source(source), m_view(view) {}

QRect GridPainter::cellRect(uint64_t row, size_t column) const {
    const int y = static_cast<int>(row - m_view.top) * GridStyle::rowHeight;
    return {m_view.gutter + m_layout.x(column, m_view.offset), y, m_layout.width(column), GridStyle::rowHeight};
}

int GridPainter::paint(const QRect& area) {
    m_painter.fillRect(area, m_style.surface);
    std::vector<size_t> columns = m_layout.columnsIn(m_view.offset, area.width() - m_view.gutter);
    const auto scrolled = columns.begin() + static_cast<std::ptrdiff_t>(m_layout.pinned());
    const std::vector<size_t> pinned(columns.begin(), scrolled);
    columns.erase(columns.begin(), scrolled);
    const int edge = m_view.gutter + m_layout.pinnedWidth();
    int pending = paintColumns(columns, QRect(edge, 0, area.width() - edge, area.height()));
    if (!pinned.empty()) {
        pending += paintColumns(pinned, QRect(m_view.gutter, 0, m_layout.pinnedWidth(), area.height()));
        m_painter.fillRect(QRect(edge - 1, 0, 1, area.height()), m_style.border);
    }
    paintGutter(area);
    return pending;
}

int GridPainter::paintColumns(const std::vector<size_t>& columns, const QRect& clip) {
    m_painter.save();
    m_painter.setClipRect(clip);
    paintBackgrounds(clip);
    int pending = 0;
    for (const size_t column : columns) pending += paintColumn(column);
    const bool current =
        m_view.current && std::find(columns.begin(), columns.end(), m_view.current->column) != columns.end();
    if (m_view.focused && current) paintCurrent();
    m_painter.restore();
    return pending;
}

void GridPainter::paintBackgrounds(const QRect& area) {
    if (m_view.hoverRow && *m_view.hoverRow >= m_view.top && *m_view.hoverRow < m_view.top + m_view.rows) {
        const int y = static_cast<int>(*m_view.hoverRow - m_view.top) * GridStyle::rowHeight;
        m_painter.fillRect(QRect(area.left(), y, area.width(), GridStyle::rowHeight), m_style.hover);
    }
    const GridSelection& chosen = m_view.selection;
    if (chosen.empty || chosen.last.row < m_view.top || chosen.first.row >= m_view.top + m_view.rows) return;
    const uint64_t first = std::max(chosen.first.row, m_view.top);
    const uint64_t last = std::min(chosen.last.row, m_view.top + m_view.rows - 1);
    for (size_t place = chosen.first.column; place <= chosen.last.column; ++place) {
        const size_t column = m_layout.shown()[place];
        m_painter.fillRect(cellRect(first, column).united(cellRect(last, column)), m_style.soft);
    }
}

int GridPainter::paintColumn(size_t column) {
    const ColumnType type = m_source.schema()[column].type;
    const bool number = isNumeric(type) && type != ColumnType::Boolean;
    const bool tabular = number || type == ColumnType::Date || type == ColumnType::Timestamp;
    const int align = Qt::AlignVCenter | Qt::TextSingleLine | (number ? Qt::AlignRight : Qt::AlignLeft);
    const QFont& font = tabular ? m_style.number : m_style.cell;
    const QFontMetrics metrics(font);
    m_painter.setFont(font);
    int pending = 0;
    RowSlice slice;
    for (uint64_t row = m_view.top; row < m_view.top + m_view.rows; ++row) {
        if (row == m_view.top || !slice.holds(row)) slice = m_source.slice(column, row);
        const QRect cell = cellRect(row, column);
        const QRect inner = cell.adjusted(GridStyle::padding, 0, -GridStyle::padding, 0);
        if (m_source.changed(column, row)) {
            m_painter.fillRect(cell.adjusted(1, 1, -1, -1), m_style.soft);
            m_painter.fillRect(QRect(cell.left() + 1, cell.top() + 5, 2, cell.height() - 10), m_style.accent);
        }
        if (!slice.holds(row)) {
            m_painter.setPen(slice.failed ? m_style.bad : m_style.faint);
            m_painter.drawText(inner, align, slice.failed ? QStringLiteral("!") : QStringLiteral("…"));
            pending += slice.failed ? 0 : 1;
        } else if (slice.values->isMissing(row - slice.first)) {
            m_painter.setPen(m_style.faint);
            m_painter.drawText(inner, align, QStringLiteral("–"));
        } else {
            if (m_view.marks && m_view.marks->marks(*slice.values, column, row - slice.first))
                m_painter.fillRect(cell.adjusted(1, 1, -1, -1), m_style.found);
            QString text = shownText(m_source, column, slice, row);
            // Measuring costs as much as painting: only what may be too long is measured.
            if (text.size() * metrics.averageCharWidth() * 2 > inner.width() &&
                metrics.horizontalAdvance(text) > inner.width())
                text = metrics.elidedText(text, Qt::ElideRight, inner.width());
            m_painter.setPen(m_style.text);
            m_painter.drawText(inner, align, text);
        }
    }
    return pending;
}

void GridPainter::paintGutter(const QRect& area) {
    m_painter.fillRect(QRect(0, 0, m_view.gutter, area.height()), m_style.surface);
    m_painter.setFont(m_style.number);
    for (uint64_t i = 0; i < m_view.rows; ++i) {
        const uint64_t row = m_view.top + i;
        const QRect cell(0, static_cast<int>(i) * GridStyle::rowHeight, m_view.gutter, GridStyle::rowHeight);
        const bool chosen =
            !m_view.selection.empty && row >= m_view.selection.first.row && row <= m_view.selection.last.row;
        if (chosen) m_painter.fillRect(cell, m_style.soft);
        else if (m_view.hoverRow == row) m_painter.fillRect(cell, m_style.hover);
        m_painter.setPen(chosen ? m_style.text : m_style.faint);
        const uint64_t number = m_source.rowNumber(row);
        m_painter.drawText(cell.adjusted(0, 0, -GridStyle::padding, 0), Qt::AlignRight | Qt::AlignVCenter,
                           number == 0 ? QStringLiteral("…") : QString::number(number));
    }
    m_painter.fillRect(QRect(m_view.gutter - 1, 0, 1, area.height()), m_style.border);
}

void GridPainter::paintCurrent() {
    if (!m_view.current || m_view.current->row < m_view.top || m_view.current->row >= m_view.top + m_view.rows) return;
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(m_style.accent, 1.5));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(QRectF(cellRect(m_view.current->row, m_view.current->column)).adjusted(1, 1, -1, -1), 4,
                              4);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace lathe::ui
