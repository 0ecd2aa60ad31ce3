// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/linked_counts.h"
#include "core/data/profile/profile.h"
#include "core/data/query/filter.h"
#include "ui/datasets/grid_layout.h"
#include "ui/datasets/grid_painter.h"
#include "ui/datasets/ordered_rows.h"
#include "ui/datasets/row_source.h"

#include <QAbstractScrollArea>
#include <QPointer>

#include <memory>
#include <optional>

class QLineEdit;

namespace lathe::ui {

class GridHeader;
class LinkedPlots;

/// Tells a grid, from any thread, that cells it waits for have come.
class GridArrival : public QObject {
    Q_OBJECT
public:
    void announce() { Q_EMIT arrived(); }
Q_SIGNALS:
    void arrived();
};

/// A table of any number of rows. It asks a RowSource for what is on screen and paints what is there; cells
/// that have not come yet show "…" and are painted when they do. Rows are counted in 64 bits, so there is no
/// limit of height.
class DataGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    static constexpr uint64_t maximumCopiedCells = 2'000'000;

    explicit DataGrid(QWidget* parent = nullptr);
    ~DataGrid() override;

    /// Shows other rows from the top. Widths of columns that have the same name and type stay.
    void setSource(std::shared_ptr<RowSource> source);
    [[nodiscard]] const std::shared_ptr<RowSource>& source() const { return m_source; }
    /// Shows the rows of a column file, read in the background.
    void setFile(std::shared_ptr<const ColumnFile> file);
    /// Shows some rows of a column file in an order; the place from left to right stays.
    void setOrder(std::shared_ptr<const ColumnFile> file, RowOrder order);

    /// Draws the column summaries in the header; matched by name. Null takes them away.
    void setProfile(std::shared_ptr<const DatasetProfile> profile);
    [[nodiscard]] const ColumnProfile* summary(size_t column) const;
    /// What part of the bars in the summaries the shown rows make up; null: of all rows.
    void setLinkedPlots(const LinkedPlots* plots);
    [[nodiscard]] const LinkedCounts* linked(size_t column) const;
    [[nodiscard]] std::vector<ProfileWarning> warnings(size_t column) const;
    /// Names of columns that a preview added; marked in the header.
    void setAddedColumns(std::vector<std::string> names);
    [[nodiscard]] bool isAdded(const std::string& column) const;

    [[nodiscard]] uint64_t topRow() const { return m_top; }
    [[nodiscard]] uint64_t visibleRows() const;
    void scrollToRow(uint64_t row);
    void scrollToColumn(size_t column);

    [[nodiscard]] std::optional<GridCell> current() const { return m_current; }
    void setCurrent(GridCell cell, bool extendSelection = false);
    void selectRows(uint64_t first, uint64_t last);
    void selectColumn(size_t column);
    [[nodiscard]] GridSelection selection() const;

    /// Puts the selection on the clipboard as tab-separated values; large ones are read in the background.
    void copySelection();
    /// Opens the field that asks for a row number.
    void askForRow();

    /// Hidden and pinned columns are remembered by name and type, also for rows shown later. One column stays.
    void setColumnShown(size_t column, bool shown);
    void setColumnPinned(size_t column, bool pinned);
    [[nodiscard]] bool isPinned(size_t column) const { return m_layout.place(column) < m_layout.pinned(); }

    /// What the rows are sorted by, first key first: arrows in the header. Rows that cannot be sorted have none.
    struct SortMark {
        size_t column = 0;
        bool descending = false;
        bool operator==(const SortMark&) const = default;
    };
    void setSortMarks(std::vector<SortMark> marks);
    [[nodiscard]] const std::vector<SortMark>& sortMarks() const { return m_sortMarks; }
    /// Whether clicks on column names ask for another order.
    void setSortable(bool sortable) { m_sortable = sortable; }
    [[nodiscard]] bool sortable() const { return m_sortable; }
    /// Marks cells whose text matches; null: none.
    void setCellMarks(std::shared_ptr<const query::CellMarks> marks);

    void fitColumn(size_t column);
    [[nodiscard]] const GridLayout& columnLayout() const { return m_layout; }
    void setColumnWidth(size_t column, int width);
    [[nodiscard]] int gutterWidth() const { return m_gutter; }
    [[nodiscard]] int horizontalOffset() const;

    /// Whether every cell on screen has its value.
    [[nodiscard]] bool complete() const { return m_source && m_pendingCells == 0; }

Q_SIGNALS:
    void currentChanged(quint64 row, int column);
    void columnChosen(int column);
    /// Asks for another order: by \p column alone, or \p further, after what the rows are sorted by already.
    void sortRequested(int column, bool further);
    void columnMenuRequested(int column, const QPoint& global);
    /// A bar in the summary of \p column was clicked; \p rows are those in it.
    void summaryBarChosen(int column, const lathe::Filter& rows);
    void copied(quint64 cells);
    void copyRefused(const QString& reason);
    void readFailed(const QString& reason);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] uint64_t lastTop() const;
    void setTop(uint64_t row);
    void moveTop(int64_t rows);
    void updateScrollBars();
    void requestVisible();
    void cellsArrived();
    void moveCurrent(int64_t rows, int64_t columns, bool extend);
    void reveal(GridCell cell);
    [[nodiscard]] bool isInSight(size_t column, int viewportWidth) const;
    void keepLeftmost(const std::string& column, int into);
    void chooseForMenu(QPoint position);
    [[nodiscard]] std::optional<GridCell> cellAt(QPoint position) const;
    void showCellTip(QPoint position, QPoint global);
    void describeCurrent();
    void estimateWidths(const std::vector<ColumnSchema>& before);
    void fitNewColumns();
    void arrangeColumns();
    void columnsMoved();
    [[nodiscard]] int contentWidth(size_t column, uint64_t firstRow, uint64_t count, bool* known = nullptr);
    void goToTypedRow();
    void rowFound(const QString& typed, std::optional<uint64_t> row);
    void goToRow(uint64_t row);
    void closeRowField();
    void restyle();

    std::shared_ptr<RowSource> m_source;
    std::shared_ptr<GridArrival> m_arrival;
    std::shared_ptr<const DatasetProfile> m_profile;
    QPointer<const LinkedPlots> m_linked;
    std::vector<std::string> m_added;
    GridHeader* m_header;
    QLineEdit* m_rowField;
    GridStyle m_style;
    GridLayout m_layout;
    RowScale m_scale;
    std::vector<bool> m_fitted; ///< columns whose width follows content that was seen, or that the user set
    uint64_t m_top = 0;
    int m_gutter = 48;
    int m_wheelRemainder = 0;
    int m_pendingCells = -1; ///< of the last painting; negative when what is shown was not painted yet
    bool m_syncing = false;
    bool m_failureTold = false;
    std::optional<GridCell> m_current;
    std::optional<GridCell> m_anchor;
    std::optional<uint64_t> m_hoverRow;
    bool m_wholeRows = false;
    std::vector<ColumnSchema> m_hidden;
    std::vector<ColumnSchema> m_pinned; ///< in the order they were pinned
    std::vector<SortMark> m_sortMarks;
    bool m_sortable = false;
    std::shared_ptr<const query::CellMarks> m_marks;
};

} // namespace lathe::ui
