// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_view.h"

#include "core/data/writers/export.h"
#include "ui/datasets/export_choice.h"
#include "ui/datasets/filter_bar.h"
#include "ui/datasets/filter_editor.h"
#include "ui/datasets/find_bar.h"
#include "ui/datasets/group_sheet.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/layouts.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollArea>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace lathe::ui {

GridView::GridView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_query(session), m_grid(new DataGrid), m_filters(new FilterBar(m_query)),
      m_find(new FindBar(session, m_query)), m_editor(new FilterEditor(session, m_query)),
      m_groups(new GroupSheet(session, m_query)), m_top(new QWidget), m_columnsMenu(new QMenu(this)) {
    setObjectName(QStringLiteral("gridView"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 4, 0);
    bar->setSpacing(0);
    bar->addWidget(m_filters, 1);
    bar->addWidget(makeTools());
    auto* top = tightColumn(m_top);
    top->setSpacing(0);
    m_top->setMinimumWidth(100); // else the tools push a sheet beside the rows out of the window
    top->addLayout(bar);
    top->addWidget(m_filters->chips());
    auto* rows = new QVBoxLayout;
    rows->setSpacing(0);
    rows->addWidget(m_top);
    rows->addWidget(m_find);
    rows->addWidget(m_grid, 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(rows, 1);
    layout->addWidget(m_editor);
    layout->addWidget(m_groups);

    connect(&m_query, &GridQuery::asked, this, &GridView::showMarks);
    connect(&m_query, &GridQuery::rowsChanged, this, &GridView::showRows);
    connect(&m_query, &GridQuery::failed, this, &GridView::failed);
    connect(m_filters, &FilterBar::addRequested, this, &GridView::addFilter);
    connect(m_filters, &FilterBar::editRequested, this, [this](int condition) {
        m_groups->hide();
        m_editor->edit(condition);
    });
    connect(m_grid, &DataGrid::sortRequested, this, [this](int column, bool further) {
        m_query.toggleSort(m_query.file()->schema()[static_cast<size_t>(column)].name, further);
    });
    connect(m_grid, &DataGrid::columnMenuRequested, this, &GridView::columnMenu);
    m_find->setPlace(
        [this]() -> std::optional<ViewCell> {
            if (const auto cell = m_grid->current()) return ViewCell{cell->row, cell->column};
            return std::nullopt;
        },
        [this] { return m_grid->columnLayout().shown(); });
    connect(m_find, &FindBar::found, this, &GridView::goTo);
    connect(m_find, &FindBar::marksChanged, m_grid, &DataGrid::setCellMarks);
    connect(m_find, &FindBar::closed, m_grid, qOverload<>(&QWidget::setFocus));
    addShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_F, &GridView::addFilter);
    addShortcut(QKeySequence(Qt::Key_F3), &GridView::findForwards);
    addShortcut(Qt::SHIFT | Qt::Key_F3, &GridView::findBackwards);
    m_grid->installEventFilter(this);
}

QWidget* GridView::makeTools() {
    auto* tools = new QWidget;
    auto* layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    const auto add = [&](const QString& name, const char* icon, const char* objectName) {
        auto* button = makeIconButton(name, icon);
        button->setObjectName(QLatin1String(objectName));
        layout->addWidget(button);
        return button;
    };
    connect(add(tr("Find in cells (Ctrl+F)"), "search", "findButton"), &QToolButton::clicked, this,
            &GridView::openFind);
    auto* columns = add(tr("Columns"), "columns", "columnsButton");
    m_columnsMenu->setObjectName(QStringLiteral("columnsMenu"));
    columns->setMenu(m_columnsMenu);
    columns->setPopupMode(QToolButton::InstantPopup);
    connect(m_columnsMenu, &QMenu::aboutToShow, this, &GridView::fillColumnsMenu);
    connect(add(tr("Group rows"), "bars", "groupButton"), &QToolButton::clicked, this, &GridView::openGroups);
    connect(add(tr("Export these rows"), "download", "exportSeenButton"), &QToolButton::clicked, this,
            &GridView::exportSeen);
    return tools;
}

void GridView::addShortcut(const QKeySequence& keys, void (GridView::*action)()) {
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
}

/// In the grid Ctrl+F finds in cells, elsewhere it searches the page: the window's shortcut has to wait.
bool GridView::eventFilter(QObject* watched, QEvent* event) {
    const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (watched == m_grid && key && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        if (event->type() == QEvent::KeyPress) openFind();
        event->accept();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

// What is shown
// -----------------------------------------------------------------------------------------------------

void GridView::setFile(std::shared_ptr<const ColumnFile> file) {
    if (shows(file)) return;
    const bool same = file == m_query.file();
    m_preview = false;
    m_top->show();
    m_grid->setSortable(true);
    if (same) {
        showMarks();
        showRows();
        return;
    }
    m_editor->hide();
    m_groups->hide();
    m_query.setFile(std::move(file));
}

void GridView::setPreview(std::shared_ptr<RowSource> rows) {
    m_preview = true;
    for (QWidget* widget :
         {m_top, static_cast<QWidget*>(m_find), static_cast<QWidget*>(m_editor), static_cast<QWidget*>(m_groups)})
        widget->hide();
    m_grid->setSortable(false);
    m_grid->setSortMarks({});
    m_grid->setCellMarks(nullptr);
    m_grid->setSource(std::move(rows));
}

void GridView::clear() {
    m_editor->hide();
    m_groups->hide();
    m_grid->setSource(nullptr);
}

void GridView::showRows() {
    if (m_preview) return;
    const auto current = m_grid->current();
    const auto before = current ? m_grid->source()->schema()[current->column].name : std::string();
    if (m_query.isPlain()) m_grid->setFile(m_query.file());
    else m_grid->setOrder(m_query.file(), m_query.order());
    if (const auto column = m_query.file()->find(before); current && column) m_grid->setCurrent({0, *column});
}

void GridView::showMarks() {
    if (m_preview) return;
    std::vector<DataGrid::SortMark> marks;
    for (const SortKey& key : m_query.sortKeys())
        if (const auto column = m_query.file()->find(key.column)) marks.push_back({*column, key.descending});
    m_grid->setSortMarks(std::move(marks));
}

void GridView::goTo(quint64 position, int column) {
    const uint64_t third = m_grid->visibleRows() / 3;
    if (position < m_grid->topRow() || position >= m_grid->topRow() + m_grid->visibleRows())
        m_grid->scrollToRow(position > third ? position - third : 0);
    m_grid->setCurrent({position, static_cast<size_t>(column)});
}

// What is done
// -----------------------------------------------------------------------------------------------------

void GridView::addFilter() {
    if (m_preview || !m_query.file()) return;
    m_groups->hide();
    const auto current = m_grid->current();
    m_editor->add(m_query.file()->schema()[current ? current->column : 0].name);
}

void GridView::openFind() {
    if (!m_preview && m_query.file()) m_find->open();
}

void GridView::findNext(bool backward) {
    if (!m_preview) m_find->findNext(backward);
}

void GridView::openGroups() {
    if (m_preview || !m_query.file()) return;
    m_editor->hide();
    m_groups->open();
}

void GridView::exportSeen() {
    if (m_preview || !m_query.file()) return;
    const QString target = askForExport(this, tr("Export these rows"), QStringLiteral("rows"));
    if (target.isEmpty()) return;
    const RowOrder order = m_query.order();
    m_session.runJob(
        tr("Export rows"),
        [file = m_query.file(), order, columns = m_grid->columnLayout().shown(), target](const JobContext& job) {
            const Path path = target.toStdString();
            return exportRows(*file, order, columns, exportFormatFor(path), path, job);
        },
        this,
        [this, target, rows = order.size()](JobState state, const std::optional<Error>& error) {
            if (error && state != JobState::Cancelled) Q_EMIT failed(*error);
            if (state == JobState::Succeeded) Q_EMIT exported(target, rows);
        });
}

void GridView::fillColumnsMenu() {
    m_columnsMenu->clear();
    if (!m_grid->source()) return;
    const auto& schema = m_grid->source()->schema();
    for (size_t column = 0; column < schema.size(); ++column) {
        QAction* action = m_columnsMenu->addAction(
            text(schema[column].name), this, [this, column](bool shown) { m_grid->setColumnShown(column, shown); });
        action->setCheckable(true);
        action->setChecked(m_grid->columnLayout().isShown(column));
    }
    m_columnsMenu->addSeparator();
    m_columnsMenu->addAction(tr("Show all columns"), this, [this, count = schema.size()] {
        for (size_t column = 0; column < count; ++column) m_grid->setColumnShown(column, true);
    });
}

void GridView::columnMenu(int column, const QPoint& global) {
    const auto index = static_cast<size_t>(column);
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("columnMenu"));
    if (!m_preview) {
        const std::string name = m_query.file()->schema()[index].name;
        menu.addAction(tr("Sort ascending"), this, [this, name] { m_query.setSortKeys({{name, false}}); });
        menu.addAction(tr("Sort descending"), this, [this, name] { m_query.setSortKeys({{name, true}}); });
        menu.addAction(tr("Order of the data"), this, [this] { m_query.setSortKeys({}); })
            ->setEnabled(!m_query.sortKeys().empty());
        menu.addSeparator();
        menu.addAction(tr("Filter…"), this, [this, name] {
            m_groups->hide();
            m_editor->add(name);
        });
    }
    const bool pinned = m_grid->isPinned(index);
    menu.addAction(pinned ? tr("Unpin column") : tr("Pin column"), this,
                   [this, index, pinned] { m_grid->setColumnPinned(index, !pinned); });
    menu.addAction(tr("Hide column"), this, [this, index] { m_grid->setColumnShown(index, false); })
        ->setEnabled(m_grid->columnLayout().shown().size() > 1);
    menu.exec(global);
}

std::vector<Command> GridView::commands() {
    const QString group = tr("Rows");
    return {{.title = tr("Filter rows…"),
             .group = group,
             .icon = "filter",
             .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F),
             .run = [this] { addFilter(); }},
            {.title = tr("Find in cells…"), .group = group, .icon = "search", .run = [this] { openFind(); }},
            {.title = tr("Sort by the current column"),
             .group = group,
             .icon = "chevron-up",
             .run =
                 [this] {
                     if (const auto cell = m_grid->current(); cell && !m_preview)
                         m_query.toggleSort(m_query.file()->schema()[cell->column].name, false);
                 }},
            {.title = tr("Group rows…"), .group = group, .icon = "bars", .run = [this] { openGroups(); }},
            {.title = tr("Export these rows…"), .group = group, .icon = "download", .run = [this] { exportSeen(); }}};
}

} // namespace lathe::ui
