// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/data_grid.h"

#include "ui/datasets/grid_header.h"
#include "ui/datasets/linked_plots.h"
#include "ui/widgets/format.h"

#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr int headerHeight = GridStyle::nameHeight + GridStyle::summaryHeight;
constexpr int widestFitted = 320;
constexpr int narrowestFitted = 104; // room for the summary's caption
constexpr uint64_t rowsToFit = 200;

int typicalWidth(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return 84;
    case ColumnType::Integer:
    case ColumnType::Real: return 104;
    case ColumnType::Date: return 104;
    case ColumnType::Timestamp: return 168;
    case ColumnType::Category: return 120;
    case ColumnType::Text: return 160;
    }
    return 120;
}

} // namespace

DataGrid::DataGrid(QWidget* parent)
    : QAbstractScrollArea(parent), m_arrival(std::make_shared<GridArrival>()), m_header(new GridHeader(*this)),
      m_rowField(new QLineEdit(this)) {
    setObjectName(QStringLiteral("dataGrid"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setViewportMargins(0, headerHeight, 0, 0);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Rows"));
    connect(m_arrival.get(), &GridArrival::arrived, this, &DataGrid::cellsArrived, Qt::QueuedConnection);

    m_rowField->setObjectName(QStringLiteral("goToRowField"));
    m_rowField->setAccessibleName(tr("Go to row"));
    m_rowField->setToolTip(tr("The number at the left of the row; #5 is the fifth row in this order"));
    m_rowField->hide();
    m_rowField->installEventFilter(this);
    connect(m_rowField, &QLineEdit::returnPressed, this, &DataGrid::goToTypedRow);
    restyle();
}

DataGrid::~DataGrid() = default;

void DataGrid::setSource(std::shared_ptr<RowSource> source) {
    const auto before = m_source ? m_source->schema() : std::vector<ColumnSchema>();
    const auto leftmost = m_layout.columnAt(m_layout.pinnedWidth(), horizontalOffset());
    const int into = leftmost ? horizontalOffset() + m_layout.pinnedWidth() - m_layout.left(*leftmost) : 0;
    m_source = std::move(source);
    m_top = 0;
    m_current.reset();
    m_anchor.reset();
    m_hoverRow.reset();
    m_wholeRows = false;
    m_failureTold = false;
    m_pendingCells = -1;
    closeRowField();
    estimateWidths(before);
    updateScrollBars();
    keepLeftmost(leftmost && *leftmost < before.size() ? before[*leftmost].name : std::string(), into);
    fitNewColumns();
    requestVisible();
    describeCurrent();
    m_header->update();
    viewport()->update();
}

/// The column at the left stays there where the new rows have it; rows of other columns begin at their first.
void DataGrid::keepLeftmost(const std::string& column, int into) {
    const auto& schema = m_source ? m_source->schema() : std::vector<ColumnSchema>();
    const auto known =
        std::find_if(schema.begin(), schema.end(), [&](const ColumnSchema& c) { return c.name == column; });
    const auto index = static_cast<size_t>(known - schema.begin());
    const bool kept = known != schema.end() && m_layout.isShown(index);
    horizontalScrollBar()->setValue(kept ? m_layout.left(index) - m_layout.pinnedWidth() + into : 0);
}

void DataGrid::setFile(std::shared_ptr<const ColumnFile> file) {
    setSource(std::make_shared<FileRows>(std::move(file), [arrival = m_arrival] { arrival->announce(); }));
}

void DataGrid::setOrder(std::shared_ptr<const ColumnFile> file, RowOrder order) {
    setSource(std::make_shared<OrderedRows>(std::move(file), std::move(order),
                                            [arrival = m_arrival] { arrival->announce(); }));
}

void DataGrid::setCellMarks(std::shared_ptr<const query::CellMarks> marks) {
    m_marks = std::move(marks);
    viewport()->update();
}

void DataGrid::setSortMarks(std::vector<SortMark> marks) {
    m_sortMarks = std::move(marks);
    m_header->update();
}

void DataGrid::setProfile(std::shared_ptr<const DatasetProfile> profile) {
    m_profile = std::move(profile);
    m_header->update();
}

const ColumnProfile* DataGrid::summary(size_t column) const {
    if (!m_profile || !m_source) return nullptr;
    const ColumnSchema& wanted = m_source->schema()[column];
    const auto& columns = m_profile->columns;
    if (column < columns.size() && columns[column].schema == wanted) return &columns[column];
    for (const ColumnProfile& candidate : columns)
        if (candidate.schema == wanted) return &candidate;
    return nullptr;
}

void DataGrid::setLinkedPlots(const LinkedPlots* plots) {
    if (m_linked) disconnect(m_linked, nullptr, m_header, nullptr);
    m_linked = plots;
    if (plots) connect(plots, &LinkedPlots::changed, m_header, qOverload<>(&QWidget::update));
    m_header->update();
}

const LinkedCounts* DataGrid::linked(size_t column) const {
    const ColumnProfile* profile = summary(column);
    return m_linked && profile ? m_linked->of(profile->schema.name) : nullptr;
}

std::vector<ProfileWarning> DataGrid::warnings(size_t column) const {
    const ColumnProfile* profile = summary(column);
    return profile ? m_profile->warningsOf(profile->schema.name) : std::vector<ProfileWarning>();
}

void DataGrid::setAddedColumns(std::vector<std::string> names) {
    m_added = std::move(names);
    m_header->update();
}

bool DataGrid::isAdded(const std::string& column) const {
    return std::find(m_added.begin(), m_added.end(), column) != m_added.end();
}

// Geometry
// ---------------------------------------------------------------------------------------------------

uint64_t DataGrid::visibleRows() const {
    return static_cast<uint64_t>(std::max(1, viewport()->height() / GridStyle::rowHeight));
}

uint64_t DataGrid::lastTop() const {
    const uint64_t rows = m_source ? m_source->rows() : 0;
    return rows > visibleRows() ? rows - visibleRows() : 0;
}

int DataGrid::horizontalOffset() const { return horizontalScrollBar()->value(); }

void DataGrid::updateScrollBars() {
    const uint64_t rows = m_source ? m_source->rows() : 0;
    const uint64_t largest = m_source && rows > 0 ? m_source->largestRowNumber() : 1;
    const int digits = QFontMetrics(m_style.number).horizontalAdvance(QString::number(largest));
    m_gutter = std::max(44, digits + 2 * GridStyle::padding + 4);

    m_scale = RowScale(lastTop());
    m_syncing = true;
    verticalScrollBar()->setRange(0, m_scale.steps());
    verticalScrollBar()->setPageStep(static_cast<int>(visibleRows()));
    verticalScrollBar()->setValue(m_scale.stepOf(m_top));
    const int room = viewport()->width() - m_gutter;
    horizontalScrollBar()->setRange(0, std::max(0, m_layout.totalWidth() - room));
    horizontalScrollBar()->setPageStep(std::max(1, room));
    horizontalScrollBar()->setSingleStep(24);
    m_syncing = false;
    m_header->setGeometry(viewport()->x(), viewport()->y() - headerHeight, viewport()->width(), headerHeight);
}

void DataGrid::resizeEvent(QResizeEvent* event) {
    m_top = std::min(m_top, lastTop());
    const bool inSight = m_current && isInSight(m_current->column, event->oldSize().width());
    updateScrollBars();
    if (inSight) scrollToColumn(m_current->column);
    requestVisible();
    m_rowField->setGeometry(viewport()->x() + m_gutter + 8, viewport()->y() + 8, 180, 32);
}

void DataGrid::scrollContentsBy(int dx, int) {
    if (m_syncing) return;
    if (dx != 0) m_header->update();
    const int step = verticalScrollBar()->value();
    // Where a step stands for many rows the bar's own position must not pull the row the keys moved to.
    if (step != m_scale.stepOf(m_top)) m_top = m_scale.rowOf(step);
    m_pendingCells = -1;
    requestVisible();
    viewport()->update();
}

void DataGrid::setTop(uint64_t row) {
    row = std::min(row, lastTop());
    if (row == m_top) return;
    m_top = row;
    m_pendingCells = -1;
    m_syncing = true;
    verticalScrollBar()->setValue(m_scale.stepOf(m_top));
    m_syncing = false;
    requestVisible();
    viewport()->update();
}

void DataGrid::moveTop(int64_t rows) {
    const uint64_t distance = static_cast<uint64_t>(std::abs(rows));
    setTop(rows < 0 ? (distance > m_top ? 0 : m_top - distance) : m_top + distance);
}

void DataGrid::scrollToRow(uint64_t row) { setTop(row); }

void DataGrid::scrollToColumn(size_t column) {
    if (m_layout.place(column) < m_layout.pinned()) return;
    const int room = viewport()->width() - m_gutter;
    const int left = m_layout.left(column);
    const int right = left + m_layout.width(column);
    if (left < horizontalOffset() + m_layout.pinnedWidth())
        horizontalScrollBar()->setValue(left - m_layout.pinnedWidth());
    else if (right > horizontalOffset() + room)
        horizontalScrollBar()->setValue(std::min(left - m_layout.pinnedWidth(), right - room));
}

void DataGrid::reveal(GridCell cell) {
    if (cell.row < m_top) setTop(cell.row);
    else if (cell.row >= m_top + visibleRows()) setTop(cell.row - visibleRows() + 1);
    if (cell.column < m_layout.columns()) scrollToColumn(cell.column);
}

// Reading and painting
// ---------------------------------------------------------------------------------------

void DataGrid::requestVisible() {
    if (!m_source || m_source->rows() == 0) return;
    const uint64_t last = std::min(m_top + visibleRows(), m_source->rows() - 1);
    m_source->request(m_top, last, m_layout.columnsIn(horizontalOffset(), viewport()->width() - m_gutter));
}

void DataGrid::cellsArrived() {
    if (!m_source) return;
    fitNewColumns();
    viewport()->update();
    if (const auto error = m_source->firstError(); error && !m_failureTold) {
        m_failureTold = true;
        Q_EMIT readFailed(text(error->describe()));
    }
}

void DataGrid::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    if (!m_source) {
        painter.fillRect(viewport()->rect(), m_style.surface);
        return;
    }
    GridPainter::View view;
    view.top = m_top;
    view.rows = std::min(visibleRows() + 1, m_source->rows() - std::min(m_top, m_source->rows()));
    view.offset = horizontalOffset();
    view.gutter = m_gutter;
    view.selection = selection();
    view.current = m_current;
    view.hoverRow = m_hoverRow;
    view.focused = hasFocus();
    view.marks = m_marks.get();
    m_pendingCells = GridPainter(painter, m_style, m_layout, *m_source, view).paint(viewport()->rect());
}

void DataGrid::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) restyle();
}

void DataGrid::restyle() {
    m_style = GridStyle::fromTheme();
    m_header->setStyle(m_style);
    viewport()->update();
}

// Column widths
// ----------------------------------------------------------------------------------------------

void DataGrid::estimateWidths(const std::vector<ColumnSchema>& before) {
    const auto& schema = m_source ? m_source->schema() : std::vector<ColumnSchema>();
    std::vector<int> widths;
    std::vector<bool> fitted;
    for (size_t c = 0; c < schema.size(); ++c) {
        const auto known = std::find(before.begin(), before.end(), schema[c]);
        const size_t old = static_cast<size_t>(known - before.begin());
        const bool keep = known != before.end() && old < m_fitted.size() && m_fitted[old];
        widths.push_back(keep ? m_layout.width(old)
                              : std::clamp(m_header->nameWidth(schema[c]), typicalWidth(schema[c].type), widestFitted));
        fitted.push_back(keep);
    }
    m_layout.setWidths(std::move(widths));
    m_fitted = std::move(fitted);
    arrangeColumns();
}

// Which columns are shown, and where
// --------------------------------------------------------------------------------------------------

void DataGrid::arrangeColumns() {
    if (!m_source) return;
    const auto& schema = m_source->schema();
    const auto in = [](const std::vector<ColumnSchema>& list, const ColumnSchema& column) {
        return std::find(list.begin(), list.end(), column) != list.end();
    };
    std::vector<size_t> order;
    for (const ColumnSchema& column : m_pinned) {
        const auto found = std::find(schema.begin(), schema.end(), column);
        if (found != schema.end() && !in(m_hidden, column))
            order.push_back(static_cast<size_t>(found - schema.begin()));
    }
    const size_t pinned = order.size();
    for (size_t c = 0; c < schema.size(); ++c)
        if (!in(m_hidden, schema[c]) && !in(m_pinned, schema[c])) order.push_back(c);
    m_layout.setShown(std::move(order), pinned);
}

void DataGrid::columnsMoved() {
    arrangeColumns();
    if (m_current && !m_layout.isShown(m_current->column)) m_current->column = m_layout.shown().front();
    if (m_anchor && !m_layout.isShown(m_anchor->column)) m_anchor = m_current;
    m_pendingCells = -1;
    updateScrollBars();
    requestVisible();
    m_header->update();
    viewport()->update();
}

void DataGrid::setColumnShown(size_t column, bool shown) {
    if (!m_source || column >= m_layout.columns() || m_layout.isShown(column) == shown) return;
    const ColumnSchema& schema = m_source->schema()[column];
    if (shown) std::erase(m_hidden, schema);
    else if (m_layout.shown().size() > 1) m_hidden.push_back(schema);
    columnsMoved();
}

void DataGrid::setColumnPinned(size_t column, bool pinned) {
    if (!m_source || column >= m_layout.columns()) return;
    const ColumnSchema& schema = m_source->schema()[column];
    std::erase(m_pinned, schema);
    if (pinned) m_pinned.push_back(schema);
    columnsMoved();
}

int DataGrid::contentWidth(size_t column, uint64_t firstRow, uint64_t count, bool* known) {
    const QFontMetrics metrics(isTextual(m_source->schema()[column].type) ? m_style.cell : m_style.number);
    int widest = 0;
    RowSlice slice;
    const uint64_t last = std::min(firstRow + count, m_source->rows());
    for (uint64_t row = firstRow; row < last; ++row) {
        if (!slice.holds(row)) slice = m_source->slice(column, row);
        if (!slice.holds(row)) return widest;
        if (known) *known = true;
        if (slice.values->isMissing(row - slice.first)) continue;
        widest = std::max(widest, metrics.horizontalAdvance(shownText(*m_source, column, slice, row)));
    }
    return widest;
}

void DataGrid::fitNewColumns() {
    if (!m_source) return;
    bool changed = false;
    const bool inSight = m_current && isInSight(m_current->column, viewport()->width());
    const auto& schema = m_source->schema();
    for (const size_t c : m_layout.columnsIn(horizontalOffset(), viewport()->width() - m_gutter)) {
        if (m_fitted[c]) continue;
        bool known = false;
        const int content = contentWidth(c, m_top, rowsToFit, &known) + 2 * GridStyle::padding + 2;
        if (!known) continue;
        const int name = std::max(m_header->nameWidth(schema[c]), narrowestFitted);
        m_layout.setWidth(c, std::clamp(content, std::min(name, widestFitted), widestFitted));
        m_fitted[c] = true;
        changed = true;
    }
    if (!changed) return;
    updateScrollBars();
    // Wider columns push what was in sight out of it.
    if (inSight) scrollToColumn(m_current->column);
    m_header->update();
}

bool DataGrid::isInSight(size_t column, int viewportWidth) const {
    const int left = m_layout.x(column, horizontalOffset());
    return left >= 0 && left + m_layout.width(column) <= viewportWidth - m_gutter;
}

void DataGrid::fitColumn(size_t column) {
    const int content = contentWidth(column, m_top, visibleRows() + 1) + 2 * GridStyle::padding + 2;
    setColumnWidth(column, std::max(content, m_header->nameWidth(m_source->schema()[column])));
}

void DataGrid::setColumnWidth(size_t column, int width) {
    m_layout.setWidth(column, width);
    m_fitted[column] = true;
    updateScrollBars();
    requestVisible();
    m_header->update();
    viewport()->update();
}

// Going to a row
// ---------------------------------------------------------------------------------------------

void DataGrid::askForRow() {
    if (!m_source || m_source->rows() == 0) return;
    m_rowField->setPlaceholderText(tr("Row number…"));
    m_rowField->clear();
    m_rowField->show();
    m_rowField->raise();
    m_rowField->setFocus();
}

void DataGrid::goToTypedRow() {
    QString typed = m_rowField->text();
    typed.remove(QChar(0x2009)).remove(u' ').remove(u',').remove(u'.');
    const bool place = typed.startsWith(u'#');
    bool valid = false;
    const qulonglong number = (place ? typed.mid(1) : typed).toULongLong(&valid);
    if (!valid || number < 1) {
        m_rowField->selectAll();
        return;
    }
    if (place) return goToRow(std::min<uint64_t>(number, m_source->rows()) - 1);
    // The application outlives the sources' threads; the grid is looked at on its own thread only.
    m_source->findNumber(number, [grid = QPointer<DataGrid>(this), source = std::weak_ptr(m_source),
                                  typed](std::optional<uint64_t> row) {
        QMetaObject::invokeMethod(qApp, [grid, source, typed, row] {
            if (grid && grid->m_rowField->isVisible() && source.lock() == grid->m_source) grid->rowFound(typed, row);
        });
    });
}

void DataGrid::rowFound(const QString& typed, std::optional<uint64_t> row) {
    if (row) return goToRow(*row);
    m_rowField->clear();
    m_rowField->setPlaceholderText(tr("Row %1 is not shown").arg(typed));
}

void DataGrid::goToRow(uint64_t row) {
    closeRowField();
    setTop(row > visibleRows() / 3 ? row - visibleRows() / 3 : 0);
    setCurrent({row, m_current ? m_current->column : 0});
}

void DataGrid::closeRowField() {
    const bool focused = m_rowField->hasFocus();
    m_rowField->hide();
    if (focused) setFocus();
}

// Accessibility
// ----------------------------------------------------------------------------------------------

void DataGrid::describeCurrent() {
    if (!m_source) {
        setAccessibleDescription(tr("No rows"));
        return;
    }
    if (!m_current) {
        setAccessibleDescription(tr("%1 rows, %2 columns")
                                     .arg(countText(static_cast<qint64>(m_source->rows())))
                                     .arg(m_source->schema().size()));
        return;
    }
    const RowSlice slice = m_source->slice(m_current->column, m_current->row);
    QString value = tr("not loaded yet");
    if (slice.holds(m_current->row)) {
        const bool missing = slice.values->isMissing(m_current->row - slice.first);
        value = missing ? tr("missing") : shownText(*m_source, m_current->column, slice, m_current->row);
    }
    const uint64_t number = m_source->rowNumber(m_current->row);
    setAccessibleDescription(tr("Row %1 of %2, column %3: %4")
                                 .arg(number == 0 ? tr("not loaded yet") : countText(static_cast<qint64>(number)),
                                      countText(static_cast<qint64>(m_source->rows())),
                                      text(m_source->schema()[m_current->column].name), value));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

} // namespace lathe::ui
