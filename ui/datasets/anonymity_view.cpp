// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/anonymity_view.h"

#include "core/data/datasets.h"
#include "ui/datasets/step_fields.h"
#include "ui/shell/session.h"
#include "ui/shell/theme.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace lathe::ui {
namespace {

constexpr int groupsHeight = 220;
constexpr int defaultK = 5;
constexpr int mostAlike = 1'000'000;

std::vector<std::string> chosenIn(const ColumnsField* field) {
    Json parameters = Json::object();
    field->write(parameters);
    return parameters.value(field->key(), std::vector<std::string>());
}

/// How a column of this type is made coarser; a beginning that people then change.
Json coarser(const std::string& column, ColumnType type) {
    Json parameters{{"columns", {column}}};
    if (isNumeric(type)) parameters["width"] = 10;
    else if (type == ColumnType::Date || type == ColumnType::Timestamp) parameters["period"] = "year";
    else parameters["prefix"] = 2;
    return parameters;
}

/// The outcome of the recipe in a folder of the project's that goes with it.
struct Outcome {
    std::optional<ScopedFolder> folder;
    std::shared_ptr<const ColumnFile> file;
};

Result<Outcome> outcomeOf(const Project& project, const OpenVersion& version, const Recipe& recipe,
                          const JobContext& job) {
    Outcome outcome;
    if (recipe.steps().empty()) {
        outcome.file = version.file;
        return outcome;
    }
    LATHE_TRY(outcome.folder, project.temporaryFolder("anonymity"));
    const Path target = outcome.folder->path() / "data.h5";
    RecipeContext context;
    context.tables = Datasets(project).tables();
    LATHE_TRY(context.trainRows, recipe.trainRows(*version.file, job));
    LATHE_CHECK(recipe.applyToFile(*version.file, target, job, nullptr, context));
    LATHE_TRY(outcome.file, ColumnFile::open(target));
    return outcome;
}

} // namespace

AnonymityView::AnonymityView(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_groupsModel(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("anonymityView"));
    auto* body = new QWidget;
    auto* inner = new QVBoxLayout(body);
    inner->setContentsMargins(0, 0, 4, 0);
    inner->setSpacing(8);
    inner->addWidget(makeQuestion());
    inner->addWidget(makeAnswer());
    inner->addStretch(1);
    auto* layout = tightColumn(this);
    layout->setSpacing(8);
    layout->addWidget(makeHeader());
    layout->addWidget(makeScrollArea(body), 1);
    invalidate();
}

AnonymityView::~AnonymityView() = default;

QWidget* AnonymityView::makeHeader() {
    auto* header = new QWidget;
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new Label(tr("Can people be recognised?"), TextRole::CardTitle), 1);
    auto* close = makeIconButton(tr("Back to the steps"), "close");
    close->setObjectName(QStringLiteral("closeAnonymityButton"));
    connect(close, &QToolButton::clicked, this, [this] {
        Q_EMIT rowsAtRiskChanged(nullptr);
        Q_EMIT closed();
    });
    layout->addWidget(close);
    return header;
}

QWidget* AnonymityView::makeQuestion() {
    auto* form = new Form;
    m_quasi = new ColumnsField("quasi", StepFieldSpec::Accept::All, false);
    m_quasi->setObjectName(QStringLiteral("quasiField"));
    form->addField(tr("Columns that somebody may know"), m_quasi,
                   tr("Age, postal code, sex: together they may stand for one person only."));
    m_sensitive = new ColumnsField("sensitive", StepFieldSpec::Accept::All, false);
    m_sensitive->setObjectName(QStringLiteral("sensitiveField"));
    form->addField(tr("Columns that nobody should learn"), m_sensitive);
    const auto spin = [this](const char* object, int value) {
        auto* box = new QSpinBox;
        box->setObjectName(QString::fromLatin1(object));
        box->setRange(1, mostAlike);
        box->setValue(value);
        connect(box, &QSpinBox::valueChanged, this, &AnonymityView::invalidate);
        return box;
    };
    m_k = spin("anonymityKBox", defaultK);
    m_k->setToolTip(tr("So many rows at least must be alike in what somebody may know (k-anonymity)."));
    m_l = spin("anonymityLBox", 1);
    m_l->setToolTip(tr("So many different values at least must stand in the rows that are alike (l-diversity)."));
    form->addRow({{tr("Rows alike (k)"), m_k}, {tr("Sensitive values (l)"), m_l}});
    m_afterSteps = new QCheckBox(tr("As the steps of the recipe leave the rows"));
    m_afterSteps->setObjectName(QStringLiteral("anonymityAfterStepsBox"));
    m_afterSteps->setChecked(true);
    form->addWidget(m_afterSteps);
    m_check = makeButton(tr("Check"), "shield", ButtonKind::Primary);
    m_check->setObjectName(QStringLiteral("checkAnonymityButton"));
    form->addWidget(m_check);
    connect(m_quasi, &StepField::edited, this, &AnonymityView::invalidate);
    connect(m_sensitive, &StepField::edited, this, &AnonymityView::invalidate);
    connect(m_afterSteps, &QCheckBox::toggled, this, [this] {
        showColumns();
        invalidate();
    });
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (m_job) m_job->cancel();
        else check();
    });
    return form;
}

QWidget* AnonymityView::makeAnswer() {
    m_answer = new QWidget;
    auto* layout = tightColumn(m_answer);
    layout->setSpacing(8);
    m_verdict = new Label(QString(), TextRole::CardTitle);
    m_verdict->setObjectName(QStringLiteral("anonymityVerdict"));
    m_verdict->setWordWrap(true);
    m_counts = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_counts->setObjectName(QStringLiteral("anonymityCounts"));
    m_counts->setWordWrap(true);
    m_showRows = makeButton(tr("Show the rows at risk"), "filter");
    m_showRows->setObjectName(QStringLiteral("showRowsAtRiskButton"));
    connect(m_showRows, &QPushButton::clicked, this, [this] { showRows(std::nullopt); });
    m_groups = new QTableView;
    m_groups->setObjectName(QStringLiteral("anonymityGroups"));
    m_groups->setModel(m_groupsModel);
    setUpTable(m_groups, tr("Groups at risk, the smallest first"));
    m_groups->setFixedHeight(groupsHeight);
    m_groups->setToolTip(tr("Click a group to see its rows"));
    const auto openGroup = [this](const QModelIndex& index) {
        showRows(index.siblingAtColumn(0).data(Qt::UserRole).toULongLong());
    };
    connect(m_groups, &QTableView::clicked, this, openGroup);
    connect(m_groups, &QTableView::activated, this, openGroup);
    layout->addWidget(m_verdict);
    layout->addWidget(m_counts);
    layout->addWidget(m_groups);
    layout->addWidget(m_showRows, 0, Qt::AlignLeft);
    layout->addWidget(makeSteps());
    return m_answer;
}

QWidget* AnonymityView::makeSteps() {
    auto* steps = new QWidget;
    auto* layout = new QHBoxLayout(steps);
    layout->setContentsMargins(0, 0, 0, 0);
    m_suppress = makeButton(tr("Drop these rows"), "plus");
    m_suppress->setObjectName(QStringLiteral("addSuppressButton"));
    m_suppress->setToolTip(tr("Adds a step to the recipe that leaves out the rows at risk"));
    connect(m_suppress, &QPushButton::clicked, this, [this] {
        Json parameters{{"quasi", m_asked.quasi}, {"k", m_asked.k}, {"l", m_asked.l}};
        if (!m_asked.sensitive.empty()) parameters["sensitive"] = m_asked.sensitive;
        Q_EMIT stepRequested(QStringLiteral("suppress"), parameters);
    });
    layout->addWidget(m_suppress);
    auto* conceal = makeButton(tr("Conceal a column"), "plus");
    conceal->setObjectName(QStringLiteral("concealColumnButton"));
    conceal->setToolTip(tr("Adds a step to the recipe that makes a column coarser, masks it or hashes it"));
    auto* menu = new QMenu(conceal);
    menu->setObjectName(QStringLiteral("concealColumnMenu"));
    connect(conceal, &QPushButton::clicked, this, [this, menu, conceal] {
        fillStepMenu(menu);
        menu->popup(conceal->mapToGlobal(QPoint(0, conceal->height())));
    });
    layout->addWidget(conceal);
    layout->addStretch(1);
    return steps;
}

void AnonymityView::fillStepMenu(QMenu* menu) {
    menu->clear();
    const auto add = [&](const QString& title, const char* kind, const std::string& column, const Json& parameters) {
        QAction* action = menu->addAction(title.arg(text(column)), this, [this, kind, parameters] {
            Q_EMIT stepRequested(QString::fromLatin1(kind), parameters);
        });
        action->setObjectName(QString::fromLatin1(kind) + QLatin1Char(':') + text(column));
    };
    for (const std::string& name : m_asked.quasi) {
        const auto column = std::find_if(m_columnsAfter.begin(), m_columnsAfter.end(),
                                         [&](const ColumnSchema& each) { return each.name == name; });
        if (column == m_columnsAfter.end()) continue;
        add(tr("Make “%1” coarser"), "generalise", name, coarser(name, column->type));
        add(tr("Mask “%1”"), "mask", name, Json{{"columns", {name}}, {"keep_first", 1}});
        add(tr("Hash “%1” with a secret"), "hash", name, Json{{"columns", {name}}, {"salt_from", "LATHE_SALT"}});
        menu->addSeparator();
    }
}

void AnonymityView::setVersion(std::shared_ptr<const OpenVersion> version) {
    if (m_job) m_job->cancel();
    m_version = std::move(version);
    showColumns();
    invalidate();
}

void AnonymityView::setRecipe(const Recipe& recipe, const std::vector<ColumnSchema>& columnsAfter) {
    m_recipe = recipe;
    m_columnsAfter = columnsAfter;
    m_afterSteps->setVisible(!recipe.steps().empty());
    showColumns();
    if (afterSteps()) invalidate();
}

bool AnonymityView::afterSteps() const { return m_afterSteps->isChecked() && !m_recipe.steps().empty(); }

void AnonymityView::showColumns() {
    const std::vector<ColumnSchema> columns = afterSteps() ? m_columnsAfter
                                              : m_version  ? m_version->info.schema
                                                           : std::vector<ColumnSchema>();
    m_quasi->setColumns(columns);
    m_sensitive->setColumns(columns);
}

AnonymityRequest AnonymityView::request() const {
    AnonymityRequest request;
    request.quasi = chosenIn(m_quasi);
    request.sensitive = chosenIn(m_sensitive);
    request.k = static_cast<uint64_t>(m_k->value());
    request.l = static_cast<uint64_t>(m_l->value());
    return request;
}

/// The answer is one to another question now.
void AnonymityView::invalidate() {
    if (!m_answer->isHidden()) Q_EMIT rowsAtRiskChanged(nullptr);
    m_answer->hide();
    m_l->setEnabled(!chosenIn(m_sensitive).empty());
    if (!m_l->isEnabled()) m_l->setValue(1);
    m_check->setEnabled(m_version && !chosenIn(m_quasi).empty());
    m_check->setToolTip(m_check->isEnabled() ? QString() : tr("Tick a column that somebody may know."));
}

void AnonymityView::setBusy(JobHandle* job) {
    m_job = job;
    m_check->setText(tr("Cancel"));
    m_showRows->setEnabled(false);
    connect(job, &JobHandle::finished, this, [this] {
        m_check->setText(tr("Check"));
        m_showRows->setEnabled(true);
    });
}

/// Runs work over the version's rows, or what the steps make of them.
void AnonymityView::runOver(const QString& title,
                            const std::function<Result<void>(const ColumnFile&, const JobContext&)>& work,
                            const std::function<void()>& done) {
    if (!m_version || m_job) return;
    setBusy(m_session.runJob(
        title,
        [project = &m_session.project(), version = m_version, recipe = afterSteps() ? m_recipe : Recipe(),
         work](const JobContext& job) -> Result<void> {
            LATHE_TRY(const Outcome outcome, outcomeOf(*project, *version, recipe, job));
            return work(*outcome.file, job);
        },
        this,
        [this, version = m_version, done](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state == JobState::Succeeded && version == m_version) done();
        }));
}

void AnonymityView::check() {
    m_asked = request();
    auto report = std::make_shared<AnonymityReport>();
    runOver(
        tr("Check anonymity"),
        [asked = m_asked, report](const ColumnFile& file, const JobContext& job) -> Result<void> {
            LATHE_TRY(*report, checkAnonymity(file, asked, job));
            return {};
        },
        [this, report] { showReport(*report); });
}

void AnonymityView::showReport(const AnonymityReport& report) {
    const bool diverse = !m_asked.sensitive.empty();
    const auto counted = [](uint64_t value) { return countText(static_cast<qint64>(value)); };
    m_verdict->setTint(report.holds() ? Tint::Ok : Tint::Bad);
    m_verdict->setText(
        report.holds() ? tr("Nobody stands out.")
                       : tr("%1 of %2 rows can be told apart.").arg(counted(report.rowsAtRisk), counted(report.rows)));
    QString counts =
        tr("%1 groups, the smallest of %2 rows (k = %2)").arg(counted(report.groups), counted(report.smallestGroup));
    if (diverse)
        counts += QStringLiteral(" · ") +
                  tr("at least %1 sensitive values in each (l = %1)").arg(counted(report.leastDiversity));
    if (!report.holds()) counts += QStringLiteral(" · ") + tr("%1 groups at risk").arg(counted(report.groupsAtRisk));
    m_counts->setText(counts);
    m_groupsModel->clear();
    QStringList head;
    for (const std::string& name : m_asked.quasi) head << text(name);
    head << tr("Rows");
    if (diverse) head << tr("Values");
    m_groupsModel->setHorizontalHeaderLabels(head);
    for (const AnonymityGroup& group : report.riskiest) {
        QList<QStandardItem*> row;
        for (const Json& value : group.values)
            row << readOnlyItem(value.is_null() ? tr("missing") : text(value.get<std::string>()));
        row.front()->setData(static_cast<qulonglong>(group.firstRow), Qt::UserRole);
        row << readOnlyItem(counted(group.rows));
        if (diverse) row << readOnlyItem(counted(group.diversity));
        m_groupsModel->appendRow(row);
    }
    m_groups->resizeColumnsToContents();
    m_groups->horizontalHeader()->setStretchLastSection(true);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_groups, m_showRows, m_suppress})
        widget->setVisible(!report.holds());
    m_answer->show();
}

void AnonymityView::showRows(std::optional<uint64_t> alike) {
    auto rows = std::make_shared<std::shared_ptr<const FailingRows>>();
    const QString title = m_asked.sensitive.empty() ? tr("%1 rows alike").arg(countText(static_cast<qint64>(m_asked.k)))
                                                    : tr("%1 rows alike with %2 sensitive values")
                                                          .arg(countText(static_cast<qint64>(m_asked.k)),
                                                               countText(static_cast<qint64>(m_asked.l)));
    runOver(
        tr("Find the rows at risk"),
        [asked = m_asked, alike, title, rows](const ColumnFile& file, const JobContext& job) -> Result<void> {
            LATHE_TRY(auto numbers, rowsAtRisk(file, asked, alike, mostFailingRows + 1, job));
            LATHE_TRY(*rows, readFailingRows(file, std::move(numbers), asked.quasi, title, job));
            return {};
        },
        [this, rows] { Q_EMIT rowsAtRiskChanged(*rows); });
}

} // namespace lathe::ui
