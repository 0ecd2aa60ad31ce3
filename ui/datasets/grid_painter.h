// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/datasets/grid_layout.h"
#include "ui/datasets/row_source.h"

#include <QColor>
#include <QFont>
#include <QString>

#include <optional>

class QPainter;
class QRect;

namespace lathe::query {
class CellMarks;
}

namespace lathe::ui {

struct GridCell {
    uint64_t row = 0;
    size_t column = 0;
    bool operator==(const GridCell&) const = default;
};

/// A block of cells, ends included. Its columns are places of the layout, not columns.
struct GridSelection {
    GridCell first;
    GridCell last;
    bool empty = true;

    [[nodiscard]] uint64_t cells() const {
        return empty ? 0 : (last.row - first.row + 1) * (last.column - first.column + 1);
    }
};

/// Colours, fonts and measures of a grid, taken from the theme.
struct GridStyle {
    static constexpr int rowHeight = 28;
    static constexpr int nameHeight = 30;
    static constexpr int summaryHeight = 42;
    static constexpr int padding = 10;

    QColor surface, hover, border, text, muted, faint, accent, soft, warn, bad, series, found;
    QFont cell, number, name, caption;

    static GridStyle fromTheme();
};

/// A value as the grid shows it: reals of many digits are shortened, the copy and the tool tip have all of
/// them.
[[nodiscard]] QString shownText(const RowSource& source, size_t column, const RowSlice& slice, uint64_t row);

/// Paints the cells of a grid that are on screen.
class GridPainter {
public:
    struct View {
        uint64_t top = 0;
        uint64_t rows = 0; ///< on screen, a cut one at the bottom included
        int offset = 0;    ///< pixels scrolled to the right
        int gutter = 0;
        GridSelection selection;
        std::optional<GridCell> current;
        std::optional<uint64_t> hoverRow;
        bool focused = false;
        const query::CellMarks* marks = nullptr; ///< cells to mark; may be null
    };

    GridPainter(QPainter& painter, const GridStyle& style, const GridLayout& layout, RowSource& source,
                const View& view);

    /// Returns how many cells are not here yet.
    int paint(const QRect& area);

private:
    void paintBackgrounds(const QRect& area);
    int paintColumns(const std::vector<size_t>& columns, const QRect& clip);
    int paintColumn(size_t column);
    void paintGutter(const QRect& area);
    void paintCurrent();
    [[nodiscard]] QRect cellRect(uint64_t row, size_t column) const;

    QPainter& m_painter;
    const GridStyle& m_style;
    const GridLayout& m_layout;
    RowSource& m_source;
    const View& m_view;
};

} // namespace lathe::ui
