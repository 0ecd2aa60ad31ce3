// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/validation_panel.h"

#include "core/base/text.h"
#include "core/data/validation/expectation_catalog.h"
#include "ui/charts/line_chart.h"
#include "ui/datasets/expectation_texts.h"
#include "ui/datasets/schema_panel.h"
#include "ui/datasets/validation_detail.h"
#include "ui/datasets/validation_list.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/segmented_tabs.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace lathe::ui {
namespace {

constexpr int historyHeight = 190;

/// The name under which a dataset's suite is kept.
std::string suiteName(const OpenVersion& version) { return version.info.datasetName; }

QTableView* historyTable(QStandardItemModel* model) {
    auto* table = new QTableView;
    table->setObjectName(QStringLiteral("checkHistory"));
    table->setModel(model);
    setUpTable(table, ValidationPanel::tr("Earlier checks"));
    return table;
}

} // namespace

ValidationPanel::ValidationPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new ValidationModel(this)),
      m_historyModel(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("checksPanel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_toolBar = makeToolBar();
    layout->addWidget(m_toolBar);
    m_summary = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_summary->setObjectName(QStringLiteral("checksSummary"));
    m_summary->setWordWrap(true);
    layout->addWidget(m_summary);
    m_stack = new QStackedWidget;
    m_stack->addWidget(makeEmptyState());
    m_tabs = new SegmentedTabs;
    m_tabs->setObjectName(QStringLiteral("checksTabs"));
    m_tabs->addTab(makeChecks(), tr("Expectations"));
    m_tabs->addTab(makeHistory(), tr("History"));
    m_stack->addWidget(m_tabs);
    m_schema = new SchemaPanel(session);
    m_stack->addWidget(m_schema);
    connect(m_schema, &SchemaPanel::closed, this, [this] { showSchema(false); });
    layout->addWidget(m_stack, 1);
    connect(&session, &Session::projectChanged, this, &ValidationPanel::loadHistory);
    showSummary();
}

ValidationPanel::~ValidationPanel() = default;

// ---- Widgets --------------------------------------------------------------------------------------------------

QWidget* ValidationPanel::makeToolBar() {
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_run = makeButton(tr("Run checks"), "play", ButtonKind::Primary);
    m_run->setObjectName(QStringLiteral("runChecksButton"));
    connect(m_run, &QPushButton::clicked, this, &ValidationPanel::run);
    layout->addWidget(m_run);
    m_add = makeButton(tr("Add"), "plus");
    m_add->setObjectName(QStringLiteral("addCheckButton"));
    m_add->setToolTip(tr("Add an expectation"));
    auto* menu = new QMenu(m_add);
    menu->setObjectName(QStringLiteral("addCheckMenu"));
    fillAddMenu(menu);
    m_add->setMenu(menu);
    layout->addWidget(m_add);
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("checksProgress"));
    m_progress->setAccessibleName(tr("Progress of the checks"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    layout->addWidget(m_progress, 1);
    m_cancel = makeIconButton(tr("Cancel"), "close");
    m_cancel->setObjectName(QStringLiteral("cancelChecksButton"));
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_job) m_job->cancel();
    });
    layout->addWidget(m_cancel);
    layout->addStretch(1);
    auto* more = makeIconButton(tr("More"), "more");
    more->setObjectName(QStringLiteral("checksMoreButton"));
    auto* moreMenu = new QMenu(more);
    moreMenu->setObjectName(QStringLiteral("checksMoreMenu"));
    fillMoreMenu(moreMenu);
    connect(more, &QToolButton::clicked, moreMenu,
            [more, moreMenu] { moreMenu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
    layout->addWidget(more);
    m_progress->hide();
    m_cancel->hide();
    return bar;
}

void ValidationPanel::fillAddMenu(QMenu* menu) {
    struct Group {
        ExpectationFamily family;
        QString title;
    };
    const Group groups[] = {{ExpectationFamily::ColumnMap, tr("Values of a column")},
                            {ExpectationFamily::Aggregate, tr("Figures of a column")},
                            {ExpectationFamily::Table, tr("The table")},
                            {ExpectationFamily::ColumnPair, tr("Two columns")},
                            {ExpectationFamily::MultiColumn, tr("Several columns")}};
    for (const Group& group : groups) {
        QMenu* part = menu->addMenu(group.title);
        part->setToolTipsVisible(true);
        for (const ExpectationSpec& spec : expectationCatalog()) {
            if (spec.family != group.family) continue;
            QAction* action =
                part->addAction(expectationName(spec.type), this, [this, type = spec.type] { addExpectation(type); });
            action->setObjectName(text(spec.type));
            action->setToolTip(expectationHelp(spec.type));
        }
    }
}

void ValidationPanel::fillMoreMenu(QMenu* menu) {
    menu->addAction(icon("search"), tr("Infer from this version"), this, &ValidationPanel::infer)
        ->setObjectName(QStringLiteral("inferChecksAction"));
    menu->addSeparator();
    menu->addAction(icon("upload"), tr("Open a suite file…"), this, &ValidationPanel::openFile)
        ->setObjectName(QStringLiteral("openSuiteAction"));
    menu->addAction(icon("download"), tr("Save as a file…"), this, &ValidationPanel::saveFile)
        ->setObjectName(QStringLiteral("saveSuiteAction"));
    menu->addSeparator();
    menu->addAction(icon("shield"), tr("Schema and anomalies…"), this, [this] { showSchema(true); })
        ->setObjectName(QStringLiteral("schemaAction"));
}

QWidget* ValidationPanel::makeEmptyState() {
    auto* empty =
        new EmptyState("shield", tr("No checks yet"),
                       tr("Expectations say what good data looks like: ranges, value sets, forms, keys. "
                          "Infer them from this version, correct them, and let every later version be checked."),
                       nullptr, EmptyState::panelWidth);
    empty->setButton(tr("Infer from this version"), "search", [this] { infer(); })
        ->setObjectName(QStringLiteral("inferChecksButton"));
    empty->setLink(tr("Or open a suite of Great Expectations"), [this] { openFile(); });
    return empty;
}

QWidget* ValidationPanel::makeChecks() {
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    m_list = new QListView;
    m_list->setObjectName(QStringLiteral("checkList"));
    m_list->setAccessibleName(tr("Expectations"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ValidationDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setFrameShape(QFrame::NoFrame);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ValidationPanel::showCurrent);
    splitter->addWidget(m_list);
    m_detail = new ValidationDetail;
    connect(m_detail, &ValidationDetail::edited, this, &ValidationPanel::replaceCurrent);
    connect(m_detail, &ValidationDetail::removeRequested, this, &ValidationPanel::removeCurrent);
    connect(m_detail, &ValidationDetail::failingRowsRequested, this, &ValidationPanel::wantFailingRows);
    connect(m_detail, &ValidationDetail::rowChosen, this, [this](quint64 row) {
        const auto columns = m_model->expectations()[static_cast<size_t>(currentRow())].columns();
        Q_EMIT failingRowsChanged(nullptr);
        Q_EMIT rowChosen(row, columns.empty() ? QString() : text(columns.front()));
    });
    splitter->addWidget(makeScrollArea(m_detail));
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 4);
    return splitter;
}

QWidget* ValidationPanel::makeHistory() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 4, 0, 0);
    m_historyHint = new Label(tr("Every run is kept with its version. Here they stand one below the other."),
                              TextRole::Caption, Tint::Muted);
    m_historyHint->setWordWrap(true);
    layout->addWidget(m_historyHint);
    layout->addWidget(makeHistoryChart());
    m_history = historyTable(m_historyModel);
    connect(m_history, &QTableView::clicked, this, [this](const QModelIndex& index) {
        const ValidationId id(index.siblingAtColumn(0).data(Qt::UserRole).toString().toStdString());
        m_session.load(
            this, QStringLiteral("validation"),
            [project = &m_session.project(), id] { return Validations(*project).load(id); },
            [this](ValidationResult result) {
                if (m_version && result.contentHash == m_version->info.contentHash)
                    showResult(std::make_shared<const ValidationResult>(std::move(result)));
            },
            [this](const Error& error) { Q_EMIT failed(error); });
    });
    layout->addWidget(m_history, 1);
    return page;
}

QWidget* ValidationPanel::makeHistoryChart() {
    m_historyPicture = new QWidget;
    auto* layout = tightColumn(m_historyPicture);
    layout->setSpacing(4);
    m_historyChart = new LineChart;
    m_historyChart->setObjectName(QStringLiteral("checkHistoryChart"));
    m_historyChart->setChartName(tr("Checks over versions"));
    m_historyChart->setXTitle(tr("Version"));
    m_historyChart->setFixedHeight(historyHeight);
    for (const QString& name : {tr("met"), tr("errors"), tr("warnings")}) m_historyChart->addSeries(name);
    auto* head = new QHBoxLayout;
    head->addWidget(new ChartLegend(m_historyChart), 1);
    head->addWidget(makeChartMenuButton(m_historyChart));
    layout->addLayout(head);
    layout->addWidget(m_historyChart);
    return m_historyPicture;
}

// ---- The suite ------------------------------------------------------------------------------------------------

void ValidationPanel::setVersion(std::shared_ptr<const OpenVersion> version) {
    const bool sameDataset = m_version && version && m_version->info.dataset == version->info.dataset;
    m_version = std::move(version);
    m_schema->setVersion(m_version);
    if (m_job) m_job->cancel();
    Q_EMIT failingRowsChanged(nullptr);
    showResult(m_version ? DatasetsState::of(m_session).validation(m_version->info.contentHash) : nullptr);
    loadHistory();
    if (sameDataset) return;
    setSuite({});
    loadSuite();
}

void ValidationPanel::loadSuite() {
    if (!m_version) return;
    const auto& drafts = DatasetsState::of(m_session).suites;
    if (const auto draft = drafts.find(m_version->info.dataset.str()); draft != drafts.end())
        return setSuite(draft->second);
    const std::string name = suiteName(*m_version);
    m_session.load(
        this, QStringLiteral("suite"),
        [project = &m_session.project(), name]() -> Result<ExpectationSuite> {
            const Validations validations(*project);
            LATHE_TRY(const auto known, validations.suites());
            for (const SuiteInfo& each : known)
                if (each.name == name) return validations.suite(name);
            return ExpectationSuite{};
        },
        [this, name](ExpectationSuite suite) {
            if (m_version && suiteName(*m_version) == name && m_model->expectations().empty())
                setSuite(std::move(suite));
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void ValidationPanel::setSuite(ExpectationSuite suite) {
    m_suite = std::move(suite);
    setExpectations(std::move(m_suite.expectations), 0);
    m_suite.expectations.clear();
}

void ValidationPanel::setExpectations(std::vector<Expectation> expectations, int current) {
    m_model->setExpectations(std::move(expectations));
    const bool empty = m_model->rowCount() == 0;
    if (m_stack->currentWidget() != m_schema) m_stack->setCurrentIndex(empty ? 0 : 1);
    if (!empty) m_list->setCurrentIndex(m_model->index(std::clamp(current, 0, m_model->rowCount() - 1)));
    showCurrent();
    showSummary();
}

void ValidationPanel::showSchema(bool shown) {
    m_stack->setCurrentIndex(shown ? 2 : m_model->rowCount() == 0 ? 0 : 1);
    m_toolBar->setVisible(!shown);
    m_summary->setVisible(!shown);
}

void ValidationPanel::keepSuite() {
    if (!m_version) return;
    ExpectationSuite suite = m_suite;
    suite.name = suiteName(*m_version);
    suite.expectations = m_model->expectations();
    DatasetsState::of(m_session).suites[m_version->info.dataset.str()] = std::move(suite);
}

void ValidationPanel::addExpectation(const std::string& type) {
    if (!m_version) return;
    Expectation added;
    added.type = type;
    const ExpectationSpec* spec = findExpectation(type);
    const auto& schema = m_version->info.schema;
    for (const ArgumentSpec& argument : spec->arguments) {
        if (!argument.required || schema.empty()) continue;
        if (argument.kind == ArgumentKind::Column)
            added.kwargs[argument.name] = argument.name == "column_B" ? schema.back().name : schema.front().name;
        if (argument.kind == ArgumentKind::Columns) added.kwargs[argument.name] = Json::array();
    }
    std::vector<Expectation> all = m_model->expectations();
    all.push_back(std::move(added));
    const int last = static_cast<int>(all.size()) - 1;
    setExpectations(std::move(all), last);
    m_tabs->setCurrentIndex(0);
    keepSuite();
}

void ValidationPanel::removeCurrent() {
    std::vector<Expectation> all = m_model->expectations();
    const int row = currentRow();
    if (row < 0) return;
    const Expectation removed = all[static_cast<size_t>(row)];
    all.erase(all.begin() + row);
    setExpectations(std::move(all), row);
    keepSuite();
    Toast::show(this, tr("Removed: %1").arg(expectationText(removed)), tr("Undo"), [this, removed, row] {
        std::vector<Expectation> now = m_model->expectations();
        now.insert(now.begin() + std::min<std::ptrdiff_t>(row, static_cast<std::ptrdiff_t>(now.size())), removed);
        setExpectations(std::move(now), row);
        keepSuite();
    });
}

void ValidationPanel::replaceCurrent(const Expectation& expectation) {
    const int row = currentRow();
    if (row < 0) return;
    m_model->replace(row, expectation);
    m_detail->showResult(m_model->result(row));
    keepSuite();
    showSummary();
}

void ValidationPanel::openFile() {
    const QString file = FileChoice::toOpen(this, tr("Open a suite of expectations"), QString(),
                                            tr("Suites (*.yaml *.yml *.json);;All files (*)"));
    if (file.isEmpty()) return;
    auto suite = ExpectationSuite::readFile(file.toStdString());
    if (!suite) {
        Q_EMIT failed(suite.error());
        return;
    }
    setSuite(std::move(*suite));
    keepSuite();
}

void ValidationPanel::saveFile() {
    if (!m_version) return;
    const QString file =
        FileChoice::toSave(this, tr("Save the suite"), text(suiteName(*m_version)) + QStringLiteral(".yaml"),
                           tr("Lathe's form (*.yaml);;Great Expectations 1.x (*.json)"));
    if (file.isEmpty()) return;
    ExpectationSuite suite = m_suite;
    suite.name = suiteName(*m_version);
    suite.expectations = m_model->expectations();
    const bool json = file.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    const auto written =
        writeFileAtomic(file.toStdString(), json ? suite.toGreatExpectations().dump(2) + "\n" : suite.toYaml());
    if (!written) {
        Q_EMIT failed(written.error());
        return;
    }
    Toast::show(this, tr("Saved %1").arg(file));
}

int ValidationPanel::currentRow() const { return m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1; }

void ValidationPanel::showCurrent() {
    const int row = currentRow();
    m_detail->setVisible(row >= 0 && row < m_model->rowCount());
    if (row < 0 || row >= m_model->rowCount() || !m_version) return;
    m_detail->show(m_model->expectations()[static_cast<size_t>(row)], m_model->result(row), m_version->info.schema);
}

} // namespace lathe::ui
