// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"
#include "ui/datasets/column_summary.h"
#include "ui/datasets/grid_painter.h"

#include <QWidget>

#include <optional>

namespace lathe::ui {

class DataGrid;

/// The two levels above a grid's rows: the column's type and name, and a picture of its values. An edge is
/// dragged to change a width and double-clicked to fit it; a click on a name asks for the rows sorted by it (with
/// Shift: by it as well), a click on a picture chooses the column and, on a bar, asks for its rows alone.
class GridHeader : public QWidget {
    Q_OBJECT

public:
    explicit GridHeader(DataGrid& grid);
    void setStyle(const GridStyle& style);
    /// The width that shows a column's name and type icon whole.
    [[nodiscard]] int nameWidth(const ColumnSchema& column) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] std::optional<size_t> columnAt(int x) const;
    void paintSortMark(QPainter& painter, size_t column, QRect& name);
    [[nodiscard]] std::optional<size_t> edgeAt(QPoint position) const;
    void paintColumn(QPainter& painter, size_t column, const QRect& rect);
    [[nodiscard]] QString tip(size_t column, QPoint position) const;
    [[nodiscard]] QRect pictureRect(size_t column) const;
    /// The bar at a position, where bars can be chosen.
    [[nodiscard]] std::optional<SummaryBar> barAt(QPoint position) const;

    DataGrid& m_grid;
    GridStyle m_style;
    std::optional<size_t> m_resized;
    std::optional<size_t> m_hovered;
    std::optional<QRect> m_hoveredBar;
    int m_grabOffset = 0;
};

} // namespace lathe::ui
