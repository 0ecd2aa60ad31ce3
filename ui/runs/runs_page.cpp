// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_page.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/runs/launcher.h"
#include "ui/images/predictions_view.h"
#include "ui/runs/compare_view.h"
#include "ui/runs/new_run_sheet.h"
#include "ui/runs/register_sheet.h"
#include "ui/runs/run_detail.h"
#include "ui/runs/runs_model.h"
#include "ui/widgets/card.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/status_pill.h"
#include "ui/widgets/table_view.h"

namespace lathe::ui {

namespace {

constexpr int progressWidth = 92;
constexpr int widestText = 104; // of data and model names, so that the figures stay in view

} // namespace

RunsPage::RunsPage(Session& session, QWidget* parent)
    : Page(session, tr("Experiments"), parent), m_model(new RunsModel(this)), m_filter(new RunsFilter(this)) {
    setObjectName(QStringLiteral("runsPage"));
    m_filter->setSourceModel(m_model);
    makeHeader();
    auto* empty = new EmptyState("experiments", tr("No runs yet"),
                                 tr("A run trains a model on a dataset version and keeps everything about it."));
    empty->setButton(tr("New run"), "plus", [this] { newRun(); })->setObjectName(QStringLiteral("emptyNewRunButton"));
    empty->setLink(tr("Import data first"), [this] { Q_EMIT openRequested(QStringLiteral("datasets"), {}); });
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    splitter->addWidget(makeTable());
    splitter->addWidget(makeRight());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({790, 410});
    m_body = new QStackedWidget;
    m_body->addWidget(splitter);
    m_body->addWidget(empty);
    m_predictions = new PredictionsView(session);
    m_body->addWidget(m_predictions);
    body()->addWidget(m_body, 1);
    connectDetail();
}

void RunsPage::makeHeader() {
    auto* search = addSearch(tr("Search runs, data, models…"));
    search->setObjectName(QStringLiteral("runsSearch"));
    connect(search, &SearchField::searchChanged, m_filter, &RunsFilter::setSearch);
    m_state = new QComboBox;
    m_state->setObjectName(QStringLiteral("runsStateBox"));
    m_state->setAccessibleName(tr("Status"));
    m_state->addItem(tr("All statuses"), -1);
    for (const RunState state :
         {RunState::Running, RunState::Queued, RunState::Finished, RunState::Failed, RunState::Stopped})
        m_state->addItem(stateText(state), static_cast<int>(state));
    addHeaderWidget(m_state);
    connect(m_state, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setState(m_state->currentData().toInt()); });
    m_compareButton = addHeaderButton(tr("Compare"), "compare");
    m_compareButton->setObjectName(QStringLiteral("compareButton"));
    m_compareButton->setEnabled(false);
    m_compareButton->setToolTip(tr("Select two or more runs (Ctrl+click) to compare them"));
    connect(m_compareButton, &QPushButton::clicked, this, &RunsPage::compareSelected);
    m_newRunButton = addHeaderButton(tr("New run"), "plus", true);
    m_newRunButton->setObjectName(QStringLiteral("newRunButton"));
    m_newRunButton->setEnabled(!session().readOnly());
    connect(m_newRunButton, &QPushButton::clicked, this, &RunsPage::newRun);
}

QWidget* RunsPage::makeTable() {
    auto* card = new Card;
    card->setFlush(true);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("runsTable"));
    m_table->setModel(m_filter);
    setUpTable(m_table, tr("Runs"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setItemDelegate(new CellDelegate(Tint::Muted, m_table));
    m_table->setItemDelegateForColumn(RunsModel::StateColumn, new PillDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(RunsModel::NameColumn, new NameDelegate(Tint::Text, m_table));
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPage::selectionChanged);
    card->body()->addWidget(m_table);
    return card;
}

QWidget* RunsPage::makeRight() {
    m_right = new QStackedWidget;
    m_detail = new RunDetail(session());
    m_compare = new CompareView(session());
    m_newRun = new NewRunSheet(session());
    m_register = new RegisterSheet(session());
    for (QWidget* widget : {static_cast<QWidget*>(m_detail), static_cast<QWidget*>(m_compare),
                            static_cast<QWidget*>(m_newRun), static_cast<QWidget*>(m_register)})
        m_right->addWidget(widget);
    return m_right;
}

void RunsPage::connectDetail() {
    connect(m_detail, &RunDetail::stopRequested, this, [this](const RunId& run) {
        act(tr("Stopping the run"), [run](const Project& project) -> Result<void> {
            LATHE_CHECK(RunStore(project).requestStop(run));
            LATHE_CHECK(RunLauncher(project).waitFor(run, {})); // its end may come without a change in the store
            return {};
        });
    });
    connect(m_detail, &RunDetail::resumeRequested, this, [this](const RunId& run) {
        act(tr("Resuming the run"), [run](const Project& project) -> Result<void> {
            LATHE_CHECK(RunLauncher(project).resume(run));
            return {};
        });
    });
    connect(m_detail, &RunDetail::reproduceRequested, this, [this](const RunId& run) {
        act(tr("Reproducing the run"), [run](const Project& project) -> Result<void> {
            LATHE_CHECK(RunLauncher(project).reproduce(run));
            return {};
        });
    });
    connect(m_detail, &RunDetail::registerRequested, this, [this](const RunInfo& run) {
        m_register->setRun(run);
        m_register->show();
        m_right->setCurrentWidget(m_register);
    });
    const auto backToDetail = [this] { m_right->setCurrentWidget(m_detail); };
    connect(m_register, &RegisterSheet::registered, this, [this, backToDetail](const QString& reference) {
        backToDetail();
        showMessage({.kind = MessageKind::Success,
                     .text = tr("%1 is registered.").arg(reference),
                     .actionText = tr("Show model"),
                     .action = [this, reference] { Q_EMIT openRequested(QStringLiteral("models"), reference); }});
    });
    connect(m_newRun, &NewRunSheet::started, this, [this, backToDetail](const QString& run) {
        backToDetail();
        m_wanted = run;
        refresh();
    });
    for (SideSheet* sheet : {static_cast<SideSheet*>(m_newRun), static_cast<SideSheet*>(m_register)})
        connect(sheet, &SideSheet::closed, this, [this, backToDetail] {
            backToDetail();
            refresh();
        });
    connect(m_compare, &CompareView::closed, this, backToDetail);
    connect(m_newRun, &NewRunSheet::failed, this, &Page::showError);
    connect(m_newRun, &NewRunSheet::leaking, this, [this](const QString& steps, const std::function<void()>& startAnyway) {
        showMessage(
            {.kind = MessageKind::Warning,
             .text =
                 tr("The data learned from rows that this split tests on, which flatters the result: %1.").arg(steps),
             .hint = tr(
                 "Choose the split that the recipe learned by, leave these steps out (models fill gaps and scale by themselves), or clean again "
                 "with this split under “Learns from”."),
             .actionText = tr("Start anyway"),
             .action = [this, startAnyway] {
                 clearMessage();
                 startAnyway();
             }});
    });
    connect(m_register, &RegisterSheet::failed, this, &Page::showError);
    connect(m_detail, &RunDetail::predictionsRequested, this, [this](const RunInfo& run, int truth, int predicted) {
        m_predictions->showRun(run, truth < 0 ? std::nullopt : std::optional(PredictionsView::Cell{truth, predicted}));
        m_body->setCurrentWidget(m_predictions);
    });
    connect(m_predictions, &PredictionsView::closed, this, [this] { m_body->setCurrentIndex(0); });
    connect(m_predictions, &PredictionsView::failed, this, &Page::showError);
}

void RunsPage::refresh() {
    const auto query = [&project = session().project(),
                        writable = !session().readOnly()]() -> Result<std::vector<RunRow>> {
        if (writable) LATHE_CHECK(RunStore(project).reconcile());
        return loadRuns(project);
    };
    session().load(
        this, QStringLiteral("runs"), query, [this](std::vector<RunRow> runs) { showRuns(std::move(runs)); },
        [this](const Error& error) { showError(error); });
    if (m_right->currentWidget() == m_newRun) m_newRun->refresh();
}

void RunsPage::showRuns(std::vector<RunRow> runs) {
    const auto active =
        std::count_if(runs.begin(), runs.end(), [](const auto& run) { return !isEnded(run.info.state); });
    const QString counted = tr("%n runs", nullptr, static_cast<int>(runs.size()));
    setSubtitle(active > 0 ? tr("%1 · %2 active").arg(counted).arg(active) : counted);
    const bool showForm = m_right->currentWidget() == m_newRun;
    if (m_body->currentWidget() != m_predictions) m_body->setCurrentIndex(runs.empty() && !showForm ? 1 : 0);
    const auto before = selectedRuns();
    const int place = m_table->verticalScrollBar()->value();
    const bool first = m_model->runs().empty();
    const int columns = m_model->columnCount();
    m_model->setRuns(std::move(runs));
    if (first || m_model->columnCount() != columns) setUpColumns();
    if (!before.empty() && !m_table->selectionModel()->hasSelection()) {
        for (const auto& run : before) addToSelection(run.info.id);
        m_table->verticalScrollBar()->setValue(place);
    }
    if (!m_wanted.isEmpty() || !m_table->selectionModel()->hasSelection()) select(m_wanted);
    selectionChanged();
}

void RunsPage::setUpColumns() {
    for (int column = RunsModel::FirstMetricColumn; column < m_model->progressColumn(); ++column)
        m_table->setItemDelegateForColumn(column, new NumberDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(m_model->progressColumn(), new ProgressDelegate(Tint::Text, m_table));
    m_table->setItemDelegateForColumn(m_model->startedColumn(), new CellDelegate(Tint::Muted, m_table));
    m_table->resizeColumnsToContents();
    int widest = 0; // a status that comes later must fit
    for (const RunState state :
         {RunState::Queued, RunState::Running, RunState::Finished, RunState::Failed, RunState::Stopped})
        widest = std::max(widest, StatusPill::pillSize(stateText(state)).width());
    m_table->setColumnWidth(RunsModel::StateColumn, widest + 20);
    for (const int column : {RunsModel::DataColumn, RunsModel::ModelColumn})
        m_table->setColumnWidth(column, std::min(m_table->columnWidth(column), widestText));
    m_table->setColumnWidth(m_model->progressColumn(), progressWidth);
}

void RunsPage::addToSelection(const RunId& run) {
    for (int row = 0; row < m_filter->rowCount(); ++row)
        if (const QModelIndex index = m_filter->index(row, 0);
            index.data(RunsModel::RunIdRole).toString() == text(run.str()))
            m_table->selectionModel()->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void RunsPage::select(const QString& run) {
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, 0);
        const bool named = index.siblingAtColumn(RunsModel::NameColumn).data().toString() == run;
        if (!named && index.data(RunsModel::RunIdRole).toString() != run) continue;
        m_wanted.clear();
        m_table->selectionModel()->setCurrentIndex(index,
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        return;
    }
    if (!m_table->selectionModel()->hasSelection() && m_filter->rowCount() > 0) m_table->selectRow(0);
}

std::vector<RunRow> RunsPage::selectedRuns() const {
    std::vector<RunRow> runs;
    for (const auto& index : m_table->selectionModel()->selectedRows())
        if (const RunRow* run = m_model->find(RunId(index.data(RunsModel::RunIdRole).toString().toStdString())))
            runs.push_back(*run);
    return runs;
}

void RunsPage::selectionChanged() {
    const auto runs = selectedRuns();
    m_compareButton->setEnabled(runs.size() > 1);
    if (runs.size() == 1) m_detail->setRun(runs.front());
    m_detail->setVisible(!runs.empty() || m_right->currentWidget() != m_detail);
    if (m_right->currentWidget() == m_compare && runs.size() > 1) m_compare->setRuns(runs);
}

void RunsPage::compareSelected() {
    m_compare->setRuns(selectedRuns());
    m_right->setCurrentWidget(m_compare);
}

void RunsPage::newRun() {
    m_newRun->show();
    m_right->setCurrentWidget(m_newRun); // first: chosen in a stack that is shown already it kept a size of its own
    m_body->setCurrentIndex(0);
    m_newRun->takeKeyboard();
    m_newRun->refresh();
}

std::vector<Command> RunsPage::commands() {
    std::vector<Command> list;
    if (!session().readOnly())
        list.push_back({.title = tr("New run"), .group = title(), .icon = "plus", .run = [this] { newRun(); }});
    if (m_compareButton->isEnabled())
        list.push_back({.title = tr("Compare selected runs"), .group = title(), .icon = "compare", .run = [this] {
                            compareSelected();
                        }});
    return list;
}

void RunsPage::showObject(const QString& object) {
    if (object.startsWith(QLatin1String("new:"))) {
        newRun();
        const QString reference = object.section(u'?', 0, 0).mid(4);
        m_newRun->setAugmentation(object.section(u'?', 1)); // before the data, which choose the kind of model
        m_newRun->setData(reference);
        return;
    }
    m_wanted = object;
    if (object.isEmpty()) return;
    m_table->clearSelection();
    select(object);
}

QString RunsPage::currentObject() const {
    const auto rows = m_table->selectionModel()->selectedRows();
    return rows.size() == 1 ? rows.front().data(RunsModel::RunIdRole).toString() : QString();
}

void RunsPage::act(const QString& title, std::function<Result<void>(const Project&)> work) {
    session().runJob(
        title, [&project = session().project(), work = std::move(work)](const JobContext&) { return work(project); },
        this,
        [this](JobState, const std::optional<Error>& error) {
            if (error) showError(*error);
        });
}

} // namespace lathe::ui
