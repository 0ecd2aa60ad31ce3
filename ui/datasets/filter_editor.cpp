// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/filter_editor.h"

#include "ui/charts/histogram_chart.h"
#include "ui/datasets/expression_edit.h"
#include "ui/datasets/filter_texts.h"
#include "ui/datasets/grid_query.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/search_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr size_t valuesListed = 200;
constexpr int sheetWidth = 300;
constexpr int valueRole = Qt::UserRole + 1;
constexpr int missingRole = Qt::UserRole + 2;

QVBoxLayout* columnIn(QWidget* widget) {
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    return layout;
}

QCheckBox* makeCheck(const QString& shown, const QString& objectName, QVBoxLayout* layout) {
    auto* check = new QCheckBox(shown);
    check->setObjectName(objectName);
    layout->addWidget(check);
    return check;
}

} // namespace

FilterEditor::FilterEditor(Session& session, GridQuery& query, QWidget* parent)
    : SideSheet(tr("Filter"), parent), m_session(session), m_query(query), m_column(new QComboBox),
      m_kind(new QComboBox), m_pages(new QStackedWidget), m_note(new Label({}, TextRole::Caption, Tint::Muted)),
      m_problem(new Label({}, TextRole::Caption, Tint::Bad)),
      m_apply(makeButton(tr("Apply"), "check", ButtonKind::Primary)) {
    setObjectName(QStringLiteral("filterEditor"));
    setFixedWidth(sheetWidth);
    auto* form = new Form;
    m_column->setObjectName(QStringLiteral("filterColumn"));
    m_column->setAccessibleName(tr("Column"));
    form->addField(tr("Column"), m_column);
    m_kind->setObjectName(QStringLiteral("filterKind"));
    m_kind->setAccessibleName(tr("Kind of filter"));
    m_kind->addItems({tr("Values"), tr("Range"), tr("Text"), tr("Missing"), tr("Duplicates"), tr("Expression")});
    form->addField(tr("Kind of filter"), m_kind);
    body()->addWidget(form);
    m_pages->addWidget(makeValues());
    m_pages->addWidget(makeRange());
    m_pages->addWidget(makeText());
    m_pages->addWidget(makeMissing());
    m_pages->addWidget(makeDuplicates());
    m_pages->addWidget(makeExpression());
    body()->addWidget(m_pages, 1);
    m_note->setObjectName(QStringLiteral("filterNote"));
    m_note->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("filterProblem"));
    m_problem->setWordWrap(true);
    body()->addWidget(m_note);
    body()->addWidget(m_problem);
    m_apply->setObjectName(QStringLiteral("applyFilterButton"));
    body()->addWidget(m_apply);
    connect(m_column, &QComboBox::currentIndexChanged, this, &FilterEditor::columnChanged);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FilterEditor::kindChanged);
    connect(m_apply, &QPushButton::clicked, this, &FilterEditor::apply);
    hide();
}

QWidget* FilterEditor::makeValues() {
    auto* page = new QWidget;
    auto* layout = columnIn(page);
    m_search = new SearchField(tr("Search values…"));
    m_search->setObjectName(QStringLiteral("filterValueSearch"));
    connect(m_search, &SearchField::searchChanged, this, &FilterEditor::refreshFacet);
    layout->addWidget(m_search);
    m_values = new QListView;
    m_values->setObjectName(QStringLiteral("filterValues"));
    m_values->setAccessibleName(tr("Values"));
    m_values->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_valueModel = new QStandardItemModel(this);
    m_values->setModel(m_valueModel);
    connect(m_valueModel, &QStandardItemModel::itemChanged, this, &FilterEditor::noteChecked);
    layout->addWidget(m_values, 1);
    m_excludeValues = makeCheck(tr("All but these"), QStringLiteral("filterExcludeValues"), layout);
    return page;
}

QWidget* FilterEditor::makeRange() {
    auto* page = new QWidget;
    auto* layout = columnIn(page);
    m_histogram = new HistogramChart;
    m_histogram->setObjectName(QStringLiteral("filterHistogram"));
    m_histogram->setName(tr("Rows by value"));
    m_histogram->setSelectable(true);
    connect(m_histogram, &HistogramChart::binsChosen, this, &FilterEditor::chooseBins);
    layout->addWidget(m_histogram);
    auto* hint = new Label(tr("Drag over the bars, or type the limits."), TextRole::Caption, Tint::Muted);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    auto* form = new Form;
    m_from = new QLineEdit;
    m_to = new QLineEdit;
    m_from->setObjectName(QStringLiteral("filterFrom"));
    m_to->setObjectName(QStringLiteral("filterTo"));
    m_from->setAccessibleName(tr("From"));
    m_to->setAccessibleName(tr("To"));
    form->addRow({{tr("From"), m_from}, {tr("To"), m_to}});
    layout->addWidget(form);
    layout->addStretch(1);
    for (QLineEdit* field : {m_from, m_to}) {
        connect(field, &QLineEdit::returnPressed, this, &FilterEditor::apply);
        connect(field, &QLineEdit::textChanged, this, [this] { m_problem->setText({}); });
        connect(field, &QLineEdit::textEdited, this, [this] {
            m_range.reset();
            m_histogram->setSelection(-1, -1);
        });
    }
    return page;
}

QWidget* FilterEditor::makeText() {
    auto* page = new QWidget;
    auto* layout = columnIn(page);
    m_text = new QLineEdit;
    m_text->setObjectName(QStringLiteral("filterText"));
    m_text->setAccessibleName(tr("Text"));
    m_text->setPlaceholderText(tr("Text in the cell…"));
    layout->addWidget(m_text);
    m_regex = makeCheck(tr("Regular expression"), QStringLiteral("filterRegex"), layout);
    m_case = makeCheck(tr("Capital and small letters differ"), QStringLiteral("filterCase"), layout);
    m_whole = makeCheck(tr("Whole cell"), QStringLiteral("filterWhole"), layout);
    m_excludeText = makeCheck(tr("Rows without it"), QStringLiteral("filterExcludeText"), layout);
    layout->addStretch(1);
    connect(m_text, &QLineEdit::returnPressed, this, &FilterEditor::apply);
    connect(m_text, &QLineEdit::textChanged, this, [this] { m_problem->setText({}); });
    return page;
}

QWidget* FilterEditor::makeMissing() {
    auto* page = new QWidget;
    auto* layout = columnIn(page);
    m_missing = new QComboBox;
    m_missing->setObjectName(QStringLiteral("filterMissing"));
    m_missing->setAccessibleName(tr("Missing values"));
    m_missing->addItems({tr("Rows where the value is missing"), tr("Rows with a value")});
    layout->addWidget(m_missing);
    layout->addStretch(1);
    return page;
}

QWidget* FilterEditor::makeDuplicates() {
    auto* page = new QWidget;
    auto* layout = columnIn(page);
    m_keep = new QComboBox;
    m_keep->setObjectName(QStringLiteral("filterKeep"));
    m_keep->setAccessibleName(tr("Duplicates"));
    m_keep->addItems(
        {tr("All rows that have an equal"), tr("Repeats, without the first"), tr("Rows without an equal")});
    layout->addWidget(m_keep);
    layout->addWidget(new Label(tr("Equal in these columns (none: in all)"), TextRole::Caption, Tint::Muted));
    m_duplicateColumns = new QListWidget;
    m_duplicateColumns->setObjectName(QStringLiteral("filterDuplicateColumns"));
    m_duplicateColumns->setAccessibleName(tr("Columns to compare"));
    layout->addWidget(m_duplicateColumns, 1);
    return page;
}

QWidget* FilterEditor::makeExpression() {
    auto* page = new QWidget;
    auto* layout = columnIn(page);
    m_expression = new ExpressionEdit;
    m_expression->setObjectName(QStringLiteral("filterExpression"));
    m_expression->setAccessibleName(tr("Expression"));
    layout->addWidget(m_expression);
    layout->addStretch(1);
    connect(m_expression, &ExpressionEdit::checked, this,
            [this](const QString& problem) { m_problem->setText(problem); });
    return page;
}

// What is edited
// -----------------------------------------------------------------------------------------------------

void FilterEditor::fillColumns() {
    m_column->clear();
    m_column->addItem(tr("Any column"), QString());
    m_duplicateColumns->clear();
    for (const ColumnSchema& schema : m_query.file()->schema()) {
        m_column->addItem(text(schema.name), text(schema.name));
        auto* item = new QListWidgetItem(text(schema.name), m_duplicateColumns);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(Qt::Unchecked);
    }
    m_expression->setColumns(m_query.file()->schema());
}

void FilterEditor::add(const std::string& column) {
    m_edited.reset();
    m_chosen.clear();
    m_missingChosen = false;
    m_filling = true;
    fillColumns();
    m_column->setCurrentIndex(std::max(1, m_column->findData(text(column))));
    const auto index = columnIndex();
    const bool textual = !index || isTextual(m_query.file()->schema()[*index].type) ||
                         m_query.file()->schema()[*index].type == ColumnType::Boolean;
    m_kind->setCurrentIndex(textual ? Values : Range);
    m_search->clear();
    m_from->clear();
    m_to->clear();
    m_range.reset();
    m_text->clear();
    for (QCheckBox* check : {m_excludeValues, m_regex, m_case, m_whole, m_excludeText}) check->setChecked(false);
    m_expression->setExpression({});
    m_filling = false;
    setTitle(tr("Add a filter"));
    show();
    kindChanged();
    m_column->setFocus();
}

void FilterEditor::edit(int condition) {
    if (static_cast<size_t>(condition) >= m_query.filter().conditions.size()) return;
    add({});
    m_edited = static_cast<size_t>(condition);
    m_filling = true;
    fill(m_query.filter().conditions[*m_edited]);
    m_filling = false;
    setTitle(tr("Change a filter"));
    kindChanged();
}

void FilterEditor::fill(const FilterCondition& condition) {
    const auto choose = [this](const std::string& column, Kind kind) {
        m_column->setCurrentIndex(std::max(0, m_column->findData(text(column))));
        m_kind->setCurrentIndex(kind);
    };
    if (const auto* values = std::get_if<ValuesCondition>(&condition)) {
        choose(values->column, Values);
        m_chosen = values->values;
        m_missingChosen = values->missing;
        m_excludeValues->setChecked(values->exclude);
    } else if (const auto* range = std::get_if<RangeCondition>(&condition)) {
        choose(range->column, Range);
        setRange(*range);
    } else if (const auto* wanted = std::get_if<TextCondition>(&condition)) {
        choose(wanted->column, Text);
        m_text->setText(text(wanted->pattern.text));
        m_regex->setChecked(wanted->pattern.regex);
        m_case->setChecked(wanted->pattern.matchCase);
        m_whole->setChecked(wanted->pattern.wholeCell);
        m_excludeText->setChecked(wanted->exclude);
    } else if (const auto* missing = std::get_if<MissingCondition>(&condition)) {
        choose(missing->column, Missing);
        m_missing->setCurrentIndex(missing->present ? 1 : 0);
    } else if (const auto* equal = std::get_if<DuplicatesCondition>(&condition)) {
        choose({}, Duplicates);
        m_keep->setCurrentIndex(static_cast<int>(equal->keep));
        for (const std::string& column : equal->columns)
            for (QListWidgetItem* item : m_duplicateColumns->findItems(text(column), Qt::MatchExactly))
                item->setCheckState(Qt::Checked);
    } else if (const auto* expression = std::get_if<ExpressionCondition>(&condition)) {
        choose({}, Expression);
        m_expression->setExpression(text(expression->text));
    }
}

std::string FilterEditor::column() const { return m_column->currentData().toString().toStdString(); }

std::optional<size_t> FilterEditor::columnIndex() const { return m_query.file()->find(column()); }

FilterEditor::Kind FilterEditor::kind() const { return static_cast<Kind>(m_kind->currentIndex()); }

Filter FilterEditor::others() const { return m_edited ? m_query.filter().without(*m_edited) : m_query.filter(); }

void FilterEditor::columnChanged() {
    if (m_filling) return;
    m_chosen.clear();
    m_missingChosen = false;
    m_from->clear();
    m_to->clear();
    m_range.reset();
    const auto index = columnIndex();
    if (index && kind() == Range && isTextual(m_query.file()->schema()[*index].type)) m_kind->setCurrentIndex(Values);
    else if (!index && (kind() == Range || kind() == Values)) m_kind->setCurrentIndex(Text);
    refreshFacet();
}

void FilterEditor::kindChanged() {
    if (m_filling) return;
    m_pages->setCurrentIndex(kind());
    m_column->setEnabled(kind() != Duplicates && kind() != Expression);
    refreshFacet();
}

void FilterEditor::hideEvent(QHideEvent* event) {
    if (m_counting) m_counting->cancel();
    SideSheet::hideEvent(event);
}

// Counts
// -----------------------------------------------------------------------------------------------------

void FilterEditor::refreshFacet() {
    if (m_filling || !isVisible()) return;
    if (m_counting) m_counting->cancel();
    m_problem->setText({});
    m_note->setText({});
    m_valueModel->clear();
    m_histogram->setBins({}, {});
    m_edges.clear();
    const auto index = columnIndex();
    if (!index || (kind() != Values && kind() != Range)) return;
    const ColumnType type = m_query.file()->schema()[*index].type;
    struct Facets {
        std::optional<ValueFacet> values;
        std::optional<NumberFacet> numbers;
        std::optional<TimeFacet> times;
    };
    auto facets = std::make_shared<Facets>();
    ValueFacetOptions options{valuesListed, std::nullopt};
    if (!m_search->text().isEmpty()) options.search = TextPattern{m_search->text().toStdString(), false, false, false};
    m_note->setText(tr("Counting…"));
    m_counting = m_session.runJob(
        tr("Count values of %1").arg(m_column->currentText()),
        [file = m_query.file(), filter = others(), column = *index, type, kind = kind(), options,
         facets](const JobContext& job) -> Result<void> {
            RowSelection selection;
            const RowSelection* rows = nullptr;
            if (!filter.conditions.empty()) {
                LATHE_TRY(selection, selectRows(*file, filter, job));
                rows = &selection;
            }
            if (kind == Values) {
                LATHE_TRY(facets->values, valueFacet(*file, column, rows, options, job));
            } else if (isNumeric(type)) {
                LATHE_TRY(facets->numbers, numberFacet(*file, column, rows, {}, job));
            } else if (!isTextual(type)) {
                LATHE_TRY(facets->times, timeFacet(*file, column, rows, {}, job));
            }
            return {};
        },
        this,
        [this, facets](JobState state, const std::optional<Error>& error) {
            if (state == JobState::Cancelled) return;
            m_note->setText({});
            if (error) m_problem->setText(text(error->message));
            else if (facets->values) showValues(*facets->values);
            else if (facets->numbers) showNumbers(*facets->numbers);
            else if (facets->times) showTimes(*facets->times);
        });
}

void FilterEditor::showValues(const ValueFacet& facet) {
    m_filling = true;
    m_valueModel->clear();
    const auto addItem = [this](const QString& shown, uint64_t count, bool checked) {
        auto* item = new QStandardItem(QStringLiteral("%1  ·  %2").arg(shown, countText(static_cast<qint64>(count))));
        item->setCheckable(true);
        item->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
        m_valueModel->appendRow(item);
        return item;
    };
    for (const ValueCount& value : facet.values) {
        const bool checked = std::find(m_chosen.begin(), m_chosen.end(), value.value) != m_chosen.end();
        addItem(value.value.empty() ? tr("(empty)") : text(value.value), value.count, checked)
            ->setData(text(value.value), valueRole);
    }
    if (facet.missing > 0) addItem(tr("(missing)"), facet.missing, m_missingChosen)->setData(true, missingRole);
    m_filling = false;
    m_note->setText(facet.values.size() < facet.distinct
                        ? tr("The %1 most frequent of %2 values")
                              .arg(countText(static_cast<qint64>(facet.values.size())),
                                   countText(static_cast<qint64>(facet.distinct)))
                        : tr("%1 values").arg(countText(static_cast<qint64>(facet.distinct))));
}

void FilterEditor::showNumbers(const NumberFacet& facet) {
    std::vector<double> counts(facet.counts.begin(), facet.counts.end());
    m_edges = facet.edges;
    m_histogram->setValueText({});
    if (!counts.empty()) m_histogram->setBins(facet.edges, {{tr("rows"), std::move(counts)}});
    m_note->setText(facet.count == 0 ? tr("No values")
                                     : tr("%1 … %2, %3 missing")
                                           .arg(numberText(facet.min), numberText(facet.max),
                                                countText(static_cast<qint64>(facet.missing))));
    m_from->setPlaceholderText(facet.count == 0 ? QString() : numberText(facet.min));
    m_to->setPlaceholderText(facet.count == 0 ? QString() : numberText(facet.max));
}

void FilterEditor::showTimes(const TimeFacet& facet) {
    const ColumnType type = m_query.file()->schema()[*columnIndex()].type;
    std::vector<double> counts;
    std::vector<double> edges;
    for (const TimeFacet::Bin& bin : facet.bins) {
        counts.push_back(static_cast<double>(bin.count));
        edges.push_back(static_cast<double>(bin.from));
    }
    if (!facet.bins.empty()) {
        edges.push_back(static_cast<double>(facet.bins.back().to));
        m_edges = edges;
        // A day is enough on the axis, whatever the column's precision, unless bins are shorter than one.
        const bool days = type == ColumnType::Date || facet.unit >= TimeUnit::Day;
        m_histogram->setValueText([type, days](double value) {
            const QString shown = limitText(static_cast<int64_t>(value), type);
            return days ? shown.left(10) : shown.left(16);
        });
        m_histogram->setBins(std::move(edges), {{tr("rows"), std::move(counts)}});
    }
    m_note->setText(facet.count == 0 ? tr("No values")
                                     : tr("%1 … %2, %3 missing")
                                           .arg(limitText(facet.min, type), limitText(facet.max, type),
                                                countText(static_cast<qint64>(facet.missing))));
    m_from->setPlaceholderText(facet.count == 0 ? QString() : limitText(facet.min, type));
    m_to->setPlaceholderText(facet.count == 0 ? QString() : limitText(facet.max, type));
}

void FilterEditor::noteChecked() {
    if (m_filling) return;
    for (int row = 0; row < m_valueModel->rowCount(); ++row) {
        const QStandardItem* item = m_valueModel->item(row);
        const bool checked = item->checkState() == Qt::Checked;
        if (item->data(missingRole).toBool()) {
            m_missingChosen = checked;
            continue;
        }
        const std::string value = item->data(valueRole).toString().toStdString();
        std::erase(m_chosen, value);
        if (checked) m_chosen.push_back(value);
    }
}

// Applying
// -----------------------------------------------------------------------------------------------------

void FilterEditor::setRange(const RangeCondition& range) {
    const ColumnType type = m_query.file()->schema()[*columnIndex()].type;
    m_from->setText(range.from ? limitText(*range.from, type) : QString());
    m_to->setText(range.to ? limitText(*range.to, type) : QString());
    m_range = range;
}

void FilterEditor::chooseBins(int first, int last) {
    const auto index = columnIndex();
    if (!index || first < 0 || static_cast<size_t>(last) + 1 >= m_edges.size()) {
        m_from->clear();
        m_to->clear();
        m_range.reset();
        return;
    }
    const bool end =
        static_cast<size_t>(last) + 2 == m_edges.size() && isNumeric(m_query.file()->schema()[*index].type);
    setRange(rangeOfBins(m_query.file()->schema()[*index], m_edges[static_cast<size_t>(first)],
                         m_edges[static_cast<size_t>(last) + 1], end));
}

Result<RangeCondition> FilterEditor::range() const {
    const auto index = columnIndex();
    const auto limit = [&](const QLineEdit* field) -> Result<std::optional<NumberLimit>> {
        if (field->text().trimmed().isEmpty()) return std::nullopt;
        const auto value = limitFromText(field->text(), m_query.file()->schema()[*index].type);
        if (!value)
            return fail(ErrorKind::InvalidInput, "{}",
                        tr("“%1” cannot be read as a value of the column.").arg(field->text()).toStdString());
        return value;
    };
    if (!index) return fail(ErrorKind::InvalidInput, "{}", tr("Choose a column.").toStdString());
    if (m_range) return *m_range;
    RangeCondition range{column(), std::nullopt, std::nullopt, false};
    LATHE_TRY(range.from, limit(m_from));
    LATHE_TRY(range.to, limit(m_to));
    if (!range.from && !range.to)
        return fail(ErrorKind::InvalidInput, "{}",
                    tr("Type where the range begins or ends, or choose bars.").toStdString());
    return range;
}

Result<FilterCondition> FilterEditor::condition() const {
    switch (kind()) {
    case Values:
        if (m_chosen.empty() && !m_missingChosen)
            return fail(ErrorKind::InvalidInput, "{}", tr("Choose at least one value.").toStdString());
        return ValuesCondition{column(), m_chosen, m_missingChosen, m_excludeValues->isChecked()};
    case Range: {
        LATHE_TRY(RangeCondition made, range());
        return made;
    }
    case Text:
        if (m_text->text().isEmpty())
            return fail(ErrorKind::InvalidInput, "{}", tr("Type the text to look for.").toStdString());
        return TextCondition{
            column(),
            {m_text->text().toStdString(), m_regex->isChecked(), m_case->isChecked(), m_whole->isChecked()},
            m_excludeText->isChecked()};
    case Missing: return MissingCondition{column(), m_missing->currentIndex() == 1};
    case Duplicates: {
        DuplicatesCondition equal;
        equal.keep = static_cast<DuplicatesCondition::Keep>(m_keep->currentIndex());
        for (int row = 0; row < m_duplicateColumns->count(); ++row)
            if (m_duplicateColumns->item(row)->checkState() == Qt::Checked)
                equal.columns.push_back(m_duplicateColumns->item(row)->text().toStdString());
        return equal;
    }
    case Expression: return ExpressionCondition{m_expression->expression().toStdString()};
    }
    return fail(ErrorKind::Internal, "unknown kind of filter");
}

void FilterEditor::apply() {
    const auto made = condition();
    const auto checked = made ? checkFilter(m_query.file()->schema(), {{*made}}) : Result<void>(failure(made.error()));
    if (!checked) {
        m_problem->setText(text(checked.error().message));
        return;
    }
    Filter filter = m_query.filter();
    if (m_edited) filter.conditions[*m_edited] = *made;
    else filter.conditions.push_back(*made);
    hide();
    Q_EMIT closed();
    m_query.setFilter(std::move(filter));
}

} // namespace lathe::ui
