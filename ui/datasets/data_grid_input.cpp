// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with a grid: mouse, wheel, keys, selection, clipboard and tool tips.
#include "ui/datasets/data_grid.h"
#include "ui/datasets/grid_header.h"
#include "ui/widgets/format.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

namespace lathe::ui {
namespace {

constexpr int rowsPerNotch = 3;
constexpr uint64_t cellsCopiedAtOnce = 20'000;
constexpr int longestTip = 1500;

} // namespace

// Selection
// --------------------------------------------------------------------------------------------------

GridSelection DataGrid::selection() const {
    if (!m_source || !m_current || m_layout.columns() == 0) return {};
    const GridCell anchor = m_anchor.value_or(*m_current);
    const size_t here = m_layout.place(m_current->column);
    const size_t there = m_layout.place(anchor.column);
    GridSelection chosen;
    chosen.empty = false;
    chosen.first = {std::min(anchor.row, m_current->row), std::min(here, there)};
    chosen.last = {std::max(anchor.row, m_current->row), std::max(here, there)};
    if (m_wholeRows) {
        chosen.first.column = 0;
        chosen.last.column = m_layout.shown().size() - 1;
    }
    return chosen;
}

void DataGrid::setCurrent(GridCell cell, bool extendSelection) {
    if (!m_source || m_source->rows() == 0 || m_layout.columns() == 0) return;
    cell.row = std::min(cell.row, m_source->rows() - 1);
    cell.column = std::min(cell.column, m_layout.columns() - 1);
    if (!m_layout.isShown(cell.column)) cell.column = m_layout.shown().front();
    if (!extendSelection) {
        m_anchor = cell;
        m_wholeRows = false;
    }
    m_current = cell;
    reveal(cell);
    describeCurrent();
    m_header->update();
    viewport()->update();
    Q_EMIT currentChanged(cell.row, static_cast<int>(cell.column));
}

void DataGrid::selectRows(uint64_t first, uint64_t last) {
    if (!m_source || m_source->rows() == 0) return;
    const size_t column = m_current ? m_current->column : m_layout.shown().front();
    m_anchor = GridCell{first, column};
    m_wholeRows = true;
    setCurrent({last, column}, true);
}

void DataGrid::selectColumn(size_t column) {
    const uint64_t row = m_current ? m_current->row : m_top;
    setCurrent({row, column});
    Q_EMIT columnChosen(static_cast<int>(column));
}

void DataGrid::copySelection() {
    const GridSelection chosen = selection();
    if (chosen.empty) return;
    if (chosen.cells() > maximumCopiedCells) {
        Q_EMIT copyRefused(tr("%1 cells are too many for the clipboard (at most %2). Export the version instead.")
                               .arg(countText(static_cast<qint64>(chosen.cells())),
                                    countText(static_cast<qint64>(maximumCopiedCells))));
        return;
    }
    const auto shown = m_layout.shown().begin();
    std::vector<size_t> columns(shown + static_cast<std::ptrdiff_t>(chosen.first.column),
                                shown + static_cast<std::ptrdiff_t>(chosen.last.column) + 1);
    const bool single = chosen.cells() == 1;
    m_source->fetch(chosen.first.row, chosen.last.row - chosen.first.row + 1, std::move(columns),
                    [grid = QPointer<DataGrid>(this), cells = chosen.cells(), single](Result<Table> block) {
                        QString content, reason;
                        if (!block) reason = text(block.error().describe());
                        else content = text(single ? block->columns.front().display(0) : tabSeparated(*block));
                        // The application outlives the sources' threads; the grid is looked at on its own
                        // thread only.
                        QMetaObject::invokeMethod(qApp, [grid, cells, content, reason] {
                            if (!grid) return;
                            if (!reason.isEmpty()) {
                                Q_EMIT grid->copyRefused(reason);
                                return;
                            }
                            QApplication::clipboard()->setText(content);
                            Q_EMIT grid->copied(cells);
                        });
                    });
}

// Keys
// -------------------------------------------------------------------------------------------------------

void DataGrid::moveCurrent(int64_t rows, int64_t columns, bool extend) {
    if (!m_source || m_source->rows() == 0 || m_layout.columns() == 0) return;
    const GridCell from = m_current.value_or(GridCell{m_top, m_layout.shown().front()});
    const auto moved = [](uint64_t value, int64_t by, uint64_t limit) {
        const uint64_t distance = static_cast<uint64_t>(std::abs(by));
        if (by < 0) return distance > value ? 0 : value - distance;
        return std::min(value + distance, limit);
    };
    const uint64_t place = moved(m_layout.place(from.column), columns, m_layout.shown().size() - 1);
    setCurrent({moved(from.row, rows, m_source->rows() - 1), m_layout.shown()[static_cast<size_t>(place)]}, extend);
}

void DataGrid::keyPressEvent(QKeyEvent* event) {
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    const int64_t page = static_cast<int64_t>(visibleRows());
    constexpr int64_t far = INT64_MAX / 4;
    if (event->matches(QKeySequence::Copy)) return copySelection();
    if (event->matches(QKeySequence::SelectAll)) {
        if (m_source && m_source->rows() > 0) {
            const uint64_t top = m_top;
            selectRows(0, m_source->rows() - 1);
            setTop(top);
        }
        return;
    }
    if (alt && event->key() == Qt::Key_S && m_sortable && m_current) {
        Q_EMIT sortRequested(static_cast<int>(m_current->column), extend);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up: return moveCurrent(control ? -far : -1, 0, extend);
    case Qt::Key_Down: return moveCurrent(control ? far : 1, 0, extend);
    case Qt::Key_Left: return moveCurrent(0, control ? -far : -1, extend);
    case Qt::Key_Right: return moveCurrent(0, control ? far : 1, extend);
    case Qt::Key_PageUp: moveTop(-page); return moveCurrent(-page, 0, extend);
    case Qt::Key_PageDown: moveTop(page); return moveCurrent(page, 0, extend);
    case Qt::Key_Home: return moveCurrent(control ? -far : 0, control ? 0 : -far, extend);
    case Qt::Key_End: return moveCurrent(control ? far : 0, control ? 0 : far, extend);
    case Qt::Key_G:
        if (control) return askForRow();
        break;
    default: break;
    }
    event->ignore(); // Tab and what the page has shortcuts for
}

bool DataGrid::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_rowField && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        closeRowField();
        return true;
    }
    if (watched == m_rowField && event->type() == QEvent::FocusOut) m_rowField->hide();
    return QAbstractScrollArea::eventFilter(watched, event);
}

void DataGrid::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    if (!m_current && event->reason() != Qt::MouseFocusReason) moveCurrent(0, 0, false);
    viewport()->update();
}

void DataGrid::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

// Mouse
// ------------------------------------------------------------------------------------------------------

std::optional<GridCell> DataGrid::cellAt(QPoint position) const {
    if (!m_source || position.y() < 0) return std::nullopt;
    const uint64_t row = m_top + static_cast<uint64_t>(position.y() / GridStyle::rowHeight);
    if (row >= m_source->rows() || position.x() < m_gutter) return std::nullopt;
    const auto column = m_layout.columnAt(position.x() - m_gutter, horizontalOffset());
    if (!column) return std::nullopt;
    return GridCell{row, *column};
}

void DataGrid::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_source) return;
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier) && m_anchor;
    const uint64_t row = m_top + static_cast<uint64_t>(std::max(0, event->pos().y()) / GridStyle::rowHeight);
    if (event->pos().x() < m_gutter && row < m_source->rows()) {
        selectRows(extend ? m_anchor->row : row, row);
    } else if (const auto cell = cellAt(event->pos())) {
        setCurrent(*cell, extend);
    }
}

void DataGrid::mouseMoveEvent(QMouseEvent* event) {
    const uint64_t row = m_top + static_cast<uint64_t>(std::max(0, event->pos().y()) / GridStyle::rowHeight);
    const bool inside = m_source && row < m_source->rows();
    const auto hover = inside ? std::optional(row) : std::nullopt;
    if (hover != m_hoverRow) {
        m_hoverRow = hover;
        viewport()->update();
    }
    if (!event->buttons().testFlag(Qt::LeftButton) || !m_anchor || !inside) return;
    if (event->pos().y() >= viewport()->height()) moveTop(1);
    else if (event->pos().y() < 0) moveTop(-1);
    if (m_wholeRows) setCurrent({row, m_anchor->column}, true);
    else if (const auto cell = cellAt(event->pos())) setCurrent(*cell, true);
}

void DataGrid::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    if (std::abs(turned.x()) > std::abs(turned.y()) || event->modifiers().testFlag(Qt::ShiftModifier)) {
        const int amount = turned.x() != 0 ? turned.x() : turned.y();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - amount);
    } else {
        // The row itself moves, not the bar: above 2^31 rows one step of the bar is many rows.
        m_wheelRemainder += turned.y() * rowsPerNotch;
        const int rows = m_wheelRemainder / 120;
        m_wheelRemainder -= rows * 120;
        moveTop(-rows);
    }
    event->accept();
}

/// The menu is about the cell under the pointer, or about the selection when the pointer is in it.
void DataGrid::chooseForMenu(QPoint position) {
    const auto cell = cellAt(position);
    if (!cell) return;
    const GridSelection chosen = selection();
    const size_t place = m_layout.place(cell->column);
    const bool selected = !chosen.empty && cell->row >= chosen.first.row && cell->row <= chosen.last.row &&
                          place >= chosen.first.column && place <= chosen.last.column;
    if (!selected) setCurrent(*cell);
}

void DataGrid::contextMenuEvent(QContextMenuEvent* event) {
    if (!m_source) return;
    if (event->reason() == QContextMenuEvent::Mouse) chooseForMenu(event->pos());
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("gridMenu"));
    QAction* copy = menu.addAction(tr("Copy"), this, &DataGrid::copySelection);
    copy->setShortcut(QKeySequence::Copy);
    copy->setEnabled(!selection().empty);
    menu.addAction(tr("Fit column width"), this,
                   [this] {
                       if (m_current) fitColumn(m_current->column);
                   })
        ->setEnabled(m_current.has_value());
    menu.addAction(tr("Go to row…"), this, &DataGrid::askForRow)->setShortcut(Qt::CTRL | Qt::Key_G);
    if (m_current) {
        menu.addSeparator();
        const size_t column = m_current->column;
        const bool pinned = isPinned(column);
        menu.addAction(pinned ? tr("Unpin column") : tr("Pin column"), this,
                       [this, column, pinned] { setColumnPinned(column, !pinned); });
        menu.addAction(tr("Hide column"), this, [this, column] { setColumnShown(column, false); })
            ->setEnabled(m_layout.shown().size() > 1);
    }
    menu.exec(event->globalPos());
}

bool DataGrid::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        showCellTip(help->pos(), help->globalPos());
        return true;
    }
    if (event->type() == QEvent::Leave && m_hoverRow) {
        m_hoverRow.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void DataGrid::showCellTip(QPoint position, QPoint global) {
    QToolTip::hideText();
    const auto cell = cellAt(position);
    if (!cell) return;
    const RowSlice slice = m_source->slice(cell->column, cell->row);
    if (!slice.holds(cell->row) || slice.values->isMissing(cell->row - slice.first)) return;
    QString exact = text(cellText(*m_source, cell->column, slice, cell->row));
    const QString shown = shownText(*m_source, cell->column, slice, cell->row);
    const QFontMetrics metrics(isTextual(slice.values->schema.type) ? m_style.cell : m_style.number);
    const int room = m_layout.width(cell->column) - 2 * GridStyle::padding;
    if (exact == shown && metrics.horizontalAdvance(shown) <= room) return;
    if (exact.size() > longestTip) exact = exact.left(longestTip) + QStringLiteral("…");
    QToolTip::showText(global, QStringLiteral("<span>%1</span>").arg(exact.toHtmlEscaped()), viewport());
}

} // namespace lathe::ui
