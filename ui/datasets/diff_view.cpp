// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/diff_view.h"

#include "ui/datasets/data_grid.h"
#include "ui/shell/session.h"
#include "ui/widgets/back_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/file_choice.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/toast.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

/// The rows of some differences as one table of texts, with marks on the cells that changed.
struct ShownRows {
    Table table;
    std::vector<std::vector<uint8_t>> changes;
    std::vector<uint64_t> numbers;
};

/// What the grid's first column says, in the language of the window; read on the window's thread.
struct Words {
    std::string change = DiffView::tr("Change").toStdString();
    std::vector<std::string> kinds{DiffView::tr("added").toStdString(), DiffView::tr("removed").toStdString(),
                                   DiffView::tr("changed").toStdString()}; ///< as RowDifference::Kind counts
};

/// "old → new" where a cell changed, else what it holds on the side that has it.
std::string cellText(const Column& before, const Column& after, size_t row, RowDifference::Kind kind, bool changed) {
    const auto shown = [row](const Column& column) {
        return column.isMissing(row) ? std::string("–") : column.display(row);
    };
    if (changed) return shown(before) + " → " + shown(after);
    if (kind == RowDifference::Kind::Removed) return before.display(row);
    return after.isMissing(row) ? before.display(row) : after.display(row);
}

ShownRows shownRows(const VersionDiff& diff, const std::vector<RowDifference>& some, const DifferenceRows& rows,
                    const Words& words) {
    ShownRows shown;
    Column kinds;
    kinds.schema = {words.change, ColumnType::Category};
    kinds.dictionary = words.kinds;
    for (const RowDifference& each : some) {
        kinds.codes.push_back(static_cast<uint32_t>(each.kind()));
        shown.numbers.push_back(static_cast<uint64_t>(each.after >= 0 ? each.after : each.before));
    }
    shown.table.columns.push_back(std::move(kinds));
    shown.changes.emplace_back();
    for (size_t i = 0; i < diff.columns.size(); ++i) {
        Column cells;
        cells.schema = {diff.columns[i].name, ColumnType::Text};
        std::vector<uint8_t> marks(some.size());
        for (size_t row = 0; row < some.size(); ++row) {
            const bool changed = rows.isChanged(some, diff, i, row);
            marks[row] = changed || some[row].kind() != RowDifference::Kind::Changed ? 1 : 0;
            cells.texts.push(cellText(rows.before.columns[i], rows.after.columns[i], row, some[row].kind(), changed));
        }
        shown.table.columns.push_back(std::move(cells));
        shown.changes.push_back(std::move(marks));
    }
    return shown;
}

} // namespace

DiffView::DiffView(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName(QStringLiteral("diffView"));
    auto* card = new Card(tr("Differences"));
    auto* back = makeBackButton(QStringLiteral("diffCloseButton"));
    connect(back, &QPushButton::clicked, this, &DiffView::closed);
    m_export = makeButton(tr("Export CSV…"), "download");
    m_export->setObjectName(QStringLiteral("diffExportButton"));
    m_export->setEnabled(false);
    connect(m_export, &QPushButton::clicked, this, &DiffView::exportAll);
    card->addHeaderWidget(m_export);
    card->addHeaderWidget(back);
    card->body()->addWidget(makeChoices());
    card->body()->addWidget(makeFilters());
    m_schema = new Label(QString(), TextRole::Caption, Tint::Warn);
    m_schema->setObjectName(QStringLiteral("diffSchema"));
    m_schema->setWordWrap(true);
    m_schema->hide();
    card->body()->addWidget(m_schema);
    card->body()->addWidget(makeRows(), 1);
    tightColumn(this)->addWidget(card);
}

QWidget* DiffView::makeChoices() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const auto box = [&](const QString& caption, const char* name) {
        layout->addWidget(new Label(caption, TextRole::Caption, Tint::Muted));
        auto* combo = new QComboBox;
        combo->setObjectName(QString::fromLatin1(name));
        combo->setAccessibleName(caption);
        combo->setMinimumContentsLength(12);
        layout->addWidget(combo);
        return combo;
    };
    m_before = box(tr("Before"), "diffBeforeBox");
    m_after = box(tr("After"), "diffAfterBox");
    m_key = box(tr("Rows are named by"), "diffKeyBox");
    m_key->setEditable(true);
    m_key->setInsertPolicy(QComboBox::NoInsert);
    m_key->lineEdit()->setPlaceholderText(tr("nothing: whole rows"));
    m_key->setToolTip(tr(
        "A column, or several separated by commas, whose values name a row. Without one, a row that changed counts as "
        "removed and added."));
    m_key->setMinimumContentsLength(18);
    connect(m_before, &QComboBox::activated, this, &DiffView::offerKeys);
    connect(m_after, &QComboBox::activated, this, &DiffView::offerKeys);
    connect(m_key->lineEdit(), &QLineEdit::returnPressed, this, &DiffView::compare);
    m_run = makeButton(tr("Compare"), "compare", ButtonKind::Primary);
    m_run->setObjectName(QStringLiteral("diffRunButton"));
    connect(m_run, &QPushButton::clicked, this, &DiffView::compare);
    layout->addWidget(m_run);
    layout->addStretch(1);
    return row;
}

QWidget* DiffView::makeFilters() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_filters = new QButtonGroup(this);
    const std::array<const char*, 4> names{"diffAllButton", "diffAddedButton", "diffRemovedButton",
                                           "diffChangedButton"};
    for (size_t i = 0; i < names.size(); ++i) {
        auto* button = makeButton(QString(), "", ButtonKind::Normal);
        button->setObjectName(QString::fromLatin1(names[i]));
        button->setCheckable(true);
        button->setChecked(i == All);
        button->setEnabled(false);
        m_filters->addButton(button, static_cast<int>(i));
        m_filterButtons[i] = button;
        layout->addWidget(button);
    }
    connect(m_filters, &QButtonGroup::idClicked, this, &DiffView::showFilter);
    m_note = new Label(QString(), TextRole::Caption, Tint::Muted);
    m_note->setObjectName(QStringLiteral("diffNote"));
    layout->addSpacing(8);
    layout->addWidget(m_note);
    layout->addStretch(1);
    return row;
}

QWidget* DiffView::makeRows() {
    m_stack = new QStackedWidget;
    m_state = new Label(QString(), TextRole::Body, Tint::Muted);
    m_state->setObjectName(QStringLiteral("diffState"));
    m_state->setAlignment(Qt::AlignCenter);
    m_grid = new DataGrid;
    m_grid->setObjectName(QStringLiteral("diffGrid"));
    m_grid->setAccessibleName(tr("Rows that differ"));
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_grid);
    return m_stack;
}

void DiffView::showVersions(std::vector<VersionInfo> versions, int after) {
    m_versions = std::move(versions);
    for (QComboBox* box : {m_before, m_after}) {
        box->clear();
        for (auto version = m_versions.rbegin(); version != m_versions.rend(); ++version) {
            QString name = text(version->reference());
            for (const std::string& tag : version->tags) name += QStringLiteral(" · ") + text(tag);
            box->addItem(name, version->number);
        }
    }
    const auto chosen = std::find_if(m_versions.begin(), m_versions.end(),
                                     [&](const VersionInfo& each) { return each.number == after; });
    const int before = chosen == m_versions.begin() || chosen == m_versions.end() ? m_versions.front().number
                                                                                  : std::prev(chosen)->number;
    const bool first = before == after && m_versions.size() > 1; // the oldest is compared with the one after it
    m_before->setCurrentIndex(m_before->findData(before));
    m_after->setCurrentIndex(m_after->findData(first ? m_versions[1].number : after));
    m_key->clear();
    offerKeys();
    compare();
}

const VersionInfo* DiffView::version(const QComboBox* box) const {
    const int number = box->currentData().toInt();
    const auto found = std::find_if(m_versions.begin(), m_versions.end(),
                                    [&](const VersionInfo& each) { return each.number == number; });
    return found == m_versions.end() ? nullptr : &*found;
}

/// The columns of both versions; a first guess is the one that is called like a key.
void DiffView::offerKeys() {
    const VersionInfo* before = version(m_before);
    const VersionInfo* after = version(m_after);
    if (!before || !after) return;
    const QString kept = m_key->currentText();
    const bool fresh = m_key->count() == 0;
    m_key->clear();
    m_key->addItem(QString());
    int guess = 0;
    for (const ColumnSchema& column : after->schema) {
        if (std::none_of(before->schema.begin(), before->schema.end(),
                         [&](const ColumnSchema& each) { return each.name == column.name; }))
            continue;
        const QString name = text(column.name);
        m_key->addItem(name);
        const QString lower = name.toLower();
        const bool likely =
            lower == QLatin1String("id") || lower == QLatin1String("key") || lower.endsWith(QLatin1String("_id")) ||
            (m_key->count() == 2 && (column.type == ColumnType::Date || column.type == ColumnType::Timestamp));
        if (guess == 0 && likely) guess = m_key->count() - 1;
    }
    if (fresh) m_key->setCurrentIndex(guess);
    else m_key->setEditText(kept);
}

std::vector<std::string> DiffView::keyColumns() const {
    std::vector<std::string> names;
    for (const QString& name : m_key->currentText().split(u',', Qt::SkipEmptyParts))
        names.push_back(name.trimmed().toStdString());
    return names;
}

void DiffView::compare() {
    const VersionInfo* before = version(m_before);
    const VersionInfo* after = version(m_after);
    if (!before || !after) return;
    if (m_job) m_job->cancel();
    m_state->setText(tr("Comparing %1 with %2…").arg(text(before->reference()), text(after->reference())));
    m_stack->setCurrentWidget(m_state);
    m_export->setEnabled(false);
    auto outcome = std::make_shared<Outcome>();
    JobHandle* job = m_session.runJob(
        tr("Compare %1 with %2").arg(text(before->reference()), text(after->reference())),
        [project = &m_session.project(), before = *before, after = *after, key = keyColumns(),
         outcome](const JobContext& context) -> Result<void> {
            const Datasets datasets(*project);
            LATHE_TRY(outcome->before, datasets.open(before));
            LATHE_TRY(outcome->after, datasets.open(after));
            DiffOptions options;
            options.key = key;
            LATHE_TRY(outcome->diff, diffVersions(*outcome->before, *outcome->after, options, context));
            return {};
        },
        this,
        [this, outcome](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Succeeded) return showOutcome(outcome);
            m_state->setText(error ? text(error->message + (error->hint.empty() ? "" : "\n" + error->hint))
                                   : tr("The comparison was cancelled."));
        });
    m_job = job;
}

void DiffView::showOutcome(OutcomePointer outcome) {
    m_outcome = std::move(outcome);
    const VersionDiff& diff = m_outcome->diff;
    const auto label = [](const QString& word, uint64_t count) {
        return word.arg(countText(static_cast<qint64>(count)));
    };
    m_filterButtons[All]->setText(label(tr("All %1"), diff.added + diff.removed + diff.changed));
    m_filterButtons[Added]->setText(label(tr("Added %1"), diff.added));
    m_filterButtons[Removed]->setText(label(tr("Removed %1"), diff.removed));
    m_filterButtons[Changed]->setText(label(tr("Changed %1"), diff.changed));
    for (QPushButton* button : m_filterButtons) button->setEnabled(true);
    m_export->setEnabled(!diff.rows.empty());
    showSchemaChanges();
    showFilter();
}

void DiffView::showSchemaChanges() {
    QStringList lines;
    for (const DiffColumn& column : m_outcome->diff.columns) {
        if (!column.before) lines << tr("%1 is new").arg(text(column.name));
        if (!column.after) lines << tr("%1 is gone").arg(text(column.name));
        if (column.isRetyped())
            lines << tr("%1 was %2 and is %3 now")
                         .arg(text(column.name), QString::fromLatin1(lathe::toString(column.typeBefore)),
                              QString::fromLatin1(lathe::toString(column.typeAfter)));
    }
    m_schema->setText(tr("Columns: %1").arg(lines.join(QStringLiteral(" · "))));
    m_schema->setVisible(!lines.isEmpty());
}

void DiffView::showFilter() {
    if (!m_outcome) return;
    const int filter = m_filters->checkedId();
    m_session.load(
        this, QStringLiteral("differences"),
        [outcome = m_outcome, filter, words = Words()]() -> Result<ShownRows> {
            std::vector<RowDifference> some;
            for (const RowDifference& each : outcome->diff.rows) {
                if (filter != All && static_cast<int>(each.kind()) != filter - 1) continue;
                some.push_back(each);
                if (some.size() == shownRows) break;
            }
            LATHE_TRY(const DifferenceRows rows,
                      readDifferences(*outcome->before, *outcome->after, outcome->diff, some));
            return lathe::ui::shownRows(outcome->diff, some, rows, words);
        },
        [this](ShownRows rows) {
            const size_t count = rows.numbers.size();
            auto source = std::make_shared<TableRows>(std::move(rows.table));
            source->setChanges(std::move(rows.changes));
            source->setRowNumbers(std::move(rows.numbers));
            m_grid->setSource(std::move(source));
            const VersionDiff& diff = m_outcome->diff;
            QString note = tr("%1 cells changed, %2 rows the same")
                               .arg(countText(static_cast<qint64>(diff.changedCells)),
                                    countText(static_cast<qint64>(diff.unchanged)));
            if (diff.repeatedKeys > 0)
                note += QStringLiteral(" · ") +
                        tr("%1 keys name several rows").arg(countText(static_cast<qint64>(diff.repeatedKeys)));
            if (count == shownRows)
                note += QStringLiteral(" · ") +
                        tr("the first %1 are shown; export for all").arg(countText(static_cast<qint64>(count)));
            m_note->setText(note);
            m_state->setText(diff.rows.empty() ? tr("Both versions hold the same rows.")
                                               : tr("No row differs in this way."));
            m_stack->setCurrentWidget(count == 0 ? static_cast<QWidget*>(m_state) : m_grid);
        },
        [this](const Error& error) { Q_EMIT failed(error); });
}

void DiffView::exportAll() {
    if (!m_outcome) return;
    const QString chosen = FileChoice::toSave(this, tr("Export the differences"), QStringLiteral("differences.csv"),
                                              tr("CSV files (*.csv)"));
    if (chosen.isEmpty()) return;
    m_session.runJob(
        tr("Export the differences"),
        [outcome = m_outcome, target = Path(chosen.toStdString())](const JobContext& job) {
            return exportDifferences(*outcome->before, *outcome->after, outcome->diff, target, job);
        },
        this,
        [this, chosen](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Failed && error) Q_EMIT failed(*error);
            if (state == JobState::Succeeded) Toast::show(this, tr("Exported to %1").arg(chosen));
        });
}

} // namespace lathe::ui
