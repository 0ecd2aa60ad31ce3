// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/group_sheet.h"

#include "ui/datasets/grid_query.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace lathe::ui {
namespace {

constexpr int sheetWidth = 380;
constexpr size_t groupsShown = 1000;
constexpr int listHeight = 120;
constexpr int measuresHeight = 64;

QString cell(const Column& column, size_t row) {
    if (column.isMissing(row)) return QStringLiteral("–");
    return column.schema.type == ColumnType::Real ? numberText(column.reals[row]) : text(column.display(row));
}

} // namespace

GroupSheet::GroupSheet(Session& session, GridQuery& query, QWidget* parent)
    : SideSheet(tr("Group rows"), parent), m_session(session), m_query(query), m_keys(new QListWidget),
      m_aggregate(new QComboBox), m_column(new QComboBox), m_measureList(new QListWidget),
      m_compute(makeButton(tr("Summarise"), "bars", ButtonKind::Primary)),
      m_note(new Label({}, TextRole::Caption, Tint::Muted)), m_table(new QTableView),
      m_model(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("groupSheet"));
    setFixedWidth(sheetWidth);
    auto* form = new Form;
    m_keys->setObjectName(QStringLiteral("groupKeys"));
    m_keys->setAccessibleName(tr("Group by"));
    m_keys->setFixedHeight(listHeight);
    form->addField(tr("Group by"), m_keys);
    m_aggregate->setObjectName(QStringLiteral("groupAggregate"));
    m_aggregate->setAccessibleName(tr("Measure"));
    const QStringList words{tr("count"), tr("missing"), tr("distinct"), tr("min"),   tr("max"),
                            tr("sum"),   tr("mean"),    tr("std"),      tr("median")};
    m_aggregate->addItems(words);
    m_aggregate->setCurrentIndex(static_cast<int>(Aggregate::Mean));
    m_column->setObjectName(QStringLiteral("groupColumn"));
    m_column->setAccessibleName(tr("Column to measure"));
    auto* add = makeIconButton(tr("Add the measure"), "plus");
    add->setObjectName(QStringLiteral("groupAddMeasure"));
    connect(add, &QToolButton::clicked, this, &GroupSheet::addMeasure);
    form->addRow({{tr("Measure"), m_aggregate}, {tr("Column"), m_column}, {QString(), add}});
    m_measureList->setObjectName(QStringLiteral("groupMeasures"));
    m_measureList->setAccessibleName(tr("Measures; press Delete to remove one"));
    m_measureList->setFixedHeight(measuresHeight);
    form->addWidget(m_measureList);
    body()->addWidget(form);
    auto* remove = new QAction(tr("Remove the measure"), m_measureList);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_measureList->addAction(remove);
    m_measureList->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(remove, &QAction::triggered, this, [this] {
        const int row = m_measureList->currentRow();
        if (row < 0) return;
        m_measures.erase(m_measures.begin() + row);
        delete m_measureList->takeItem(row);
    });
    m_compute->setObjectName(QStringLiteral("groupComputeButton"));
    connect(m_compute, &QPushButton::clicked, this, &GroupSheet::compute);
    body()->addWidget(m_compute);
    m_note->setObjectName(QStringLiteral("groupNote"));
    m_note->setWordWrap(true);
    body()->addWidget(m_note);
    m_table->setObjectName(QStringLiteral("groupTable"));
    m_table->setModel(m_model);
    setUpTable(m_table, tr("Groups"));
    body()->addWidget(m_table, 1);
    auto* save = makeIconButton(tr("Export the groups as CSV"), "download");
    save->setObjectName(QStringLiteral("groupExportButton"));
    connect(save, &QToolButton::clicked, this, [this] { lathe::ui::exportCsv(window(), *m_model, tr("groups")); });
    addHeaderWidget(save);
    connect(&query, &GridQuery::rowsChanged, this, [this] {
        if (isVisible() && m_model->rowCount() > 0)
            m_note->setText(tr("The rows have changed since; summarise again."));
    });
    hide();
}

void GroupSheet::open() {
    fillColumns();
    show();
    m_keys->setFocus();
}

void GroupSheet::fillColumns() {
    const auto& schema = m_query.file()->schema();
    if (m_column->count() == static_cast<int>(schema.size()) &&
        m_column->property("file").toString() == text(m_query.file()->contentHash()))
        return;
    m_column->setProperty("file", text(m_query.file()->contentHash()));
    m_keys->clear();
    m_column->clear();
    m_measureList->clear();
    m_measures.clear();
    m_model->clear();
    m_note->setText({});
    for (const ColumnSchema& column : schema) {
        auto* item = new QListWidgetItem(text(column.name), m_keys);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(Qt::Unchecked);
        m_column->addItem(text(column.name));
    }
}

void GroupSheet::addMeasure() {
    const Measure measure{m_column->currentText().toStdString(), static_cast<Aggregate>(m_aggregate->currentIndex())};
    if (std::find(m_measures.begin(), m_measures.end(), measure) != m_measures.end()) return;
    m_measures.push_back(measure);
    m_measureList->addItem(QStringLiteral("%1 (%2)").arg(m_aggregate->currentText(), m_column->currentText()));
}

void GroupSheet::compute() {
    if (m_job) m_job->cancel();
    std::vector<std::string> keys;
    for (int row = 0; row < m_keys->count(); ++row)
        if (m_keys->item(row)->checkState() == Qt::Checked) keys.push_back(m_keys->item(row)->text().toStdString());
    m_note->setTint(Tint::Muted);
    m_note->setText(tr("Counting…"));
    auto summary = std::make_shared<GroupSummary>();
    const Path scratch = m_session.readOnly() ? Path() : m_session.project().folder() / "tmp";
    m_job = m_session.runJob(
        tr("Group rows"),
        [file = m_query.file(), selection = m_query.selection(), keys, measures = m_measures, scratch,
         summary](const JobContext& job) -> Result<void> {
            LATHE_TRY(*summary, groupRows(*file, keys, measures, selection.get(), groupsShown, scratch, job));
            return {};
        },
        this,
        [this, summary](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Cancelled) return m_note->setText({});
            if (error) {
                m_note->setTint(Tint::Bad);
                m_note->setText(text(error->message));
                return;
            }
            showSummary(*summary);
        });
}

void GroupSheet::showSummary(const GroupSummary& summary) {
    m_model->clear();
    QStringList header;
    for (const Column& column : summary.table.columns) header << text(column.schema.name);
    m_model->setHorizontalHeaderLabels(header);
    const size_t shown = summary.table.rows();
    for (size_t row = 0; row < shown; ++row) {
        QList<QStandardItem*> items;
        for (const Column& column : summary.table.columns)
            items << readOnlyItem(cell(column, row), text(column.display(row)));
        m_model->appendRow(items);
    }
    m_note->setText(shown < summary.groups ? tr("The first %1 of %2 groups")
                                                 .arg(countText(static_cast<qint64>(shown)),
                                                      countText(static_cast<qint64>(summary.groups)))
                                           : tr("%1 groups").arg(countText(static_cast<qint64>(shown))));
}

void GroupSheet::hideEvent(QHideEvent* event) {
    if (m_job) m_job->cancel();
    SideSheet::hideEvent(event);
}

} // namespace lathe::ui
