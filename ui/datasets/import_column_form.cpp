// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/import_column_form.h"

#include "ui/datasets/column_types.h"
#include "ui/datasets/import_form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

#include <utility>

namespace lathe::ui {

ImportColumnForm::ImportColumnForm(QWidget* parent) : Form(parent) {
    m_title = new Label(QString(), TextRole::CardTitle);
    m_title->setElided(true);
    addWidget(m_title);
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("importColumnNameField"));
    m_type = makeChoiceBox("importColumnTypeBox", {});
    for (const ColumnType type : {ColumnType::Boolean, ColumnType::Integer, ColumnType::Real, ColumnType::Category,
                                  ColumnType::Text, ColumnType::Date, ColumnType::Timestamp})
        m_type->addItem(icon(columnTypeIcon(type)), columnTypeName(type), QString::fromLatin1(toString(type)));
    addRow({{tr("Name"), m_name}, {tr("Type"), m_type}});
    m_dateForm = makeChoiceBox("importDateFormBox", {{QStringLiteral("dmy"), tr("day month year")},
                                                     {QStringLiteral("mdy"), tr("month day year")},
                                                     {QStringLiteral("ymd"), tr("year month day")}});
    m_dateForm->setEditable(true);
    m_dateForm->setInsertPolicy(QComboBox::NoInsert);
    m_dateForm->setToolTip(tr("The order of the parts, or a pattern such as %d.%m.%Y %H:%M"));
    m_decimal = makeChoiceBox("importColumnDecimalBox",
                              {{QStringLiteral("."), tr("point .")}, {QStringLiteral(","), tr("comma ,")}});
    addRow({{tr("Dates are written"), m_dateForm}, {tr("Decimal mark"), m_decimal}});
    m_missing = new QLineEdit;
    m_missing->setObjectName(QStringLiteral("importColumnMissingField"));
    m_missing->setPlaceholderText(tr("as of the file"));
    m_skip = makeButton(tr("Leave out"), "", ButtonKind::Normal);
    m_skip->setObjectName(QStringLiteral("importColumnSkipButton"));
    m_skip->setToolTip(tr("Do not import this column"));
    addRow({{tr("Missing values"), m_missing}, {tr("Column"), m_skip}});
    m_skipped = new QComboBox;
    m_skipped->setObjectName(QStringLiteral("importSkippedBox"));
    addField(tr("Columns left out"), m_skipped);
    connect(m_name, &QLineEdit::textEdited, this, &ImportColumnForm::decided);
    connect(m_missing, &QLineEdit::textEdited, this, &ImportColumnForm::decided);
    for (QComboBox* box : {m_type, m_dateForm, m_decimal})
        connect(box, &QComboBox::activated, this, &ImportColumnForm::decided);
    connect(m_dateForm, &QComboBox::editTextChanged, this, &ImportColumnForm::decided);
    connect(m_skip, &QPushButton::clicked, this, &ImportColumnForm::skipColumn);
    connect(m_skipped, &QComboBox::activated, this, &ImportColumnForm::bringBack);
}

std::string ImportColumnForm::key(size_t column) const {
    if (m_found.csv && column < m_found.csv->sourceNames.size()) return m_found.csv->sourceNames[column];
    return column < m_found.columns.size() ? m_found.columns[column].name : std::string();
}

void ImportColumnForm::reset() {
    m_decisions.clear();
    m_column = 0;
    m_outdated = true;
    showSkipped();
}

void ImportColumnForm::setColumns(const SourceDescription& found) {
    const bool awaited = std::exchange(m_outdated, false);
    // Formats that know of no source names give columns by their place: what was renamed stays known by it.
    if (!found.csv && !m_found.columns.empty() && m_found.columns.size() == found.columns.size()) {
        const auto columns = m_found.columns;
        m_found = found;
        for (size_t i = 0; i < columns.size(); ++i) m_found.columns[i].name = columns[i].name;
    } else {
        m_found = found;
    }
    if (awaited) {
        std::erase_if(m_decisions, [&](const auto& decision) { return !isColumn(decision.first); });
        if (!m_decisions.empty()) Q_EMIT changed(); // said while these columns were on their way
    }
    showSkipped();
    showColumn(static_cast<int>(std::min(m_column, found.columns.empty() ? 0 : found.columns.size() - 1)));
}

void ImportColumnForm::showColumn(int column) {
    if (column < 0 || static_cast<size_t>(column) >= m_found.columns.size()) return;
    const QSignalBlocker quiet(m_dateForm);
    m_column = static_cast<size_t>(column);
    const ColumnSchema& schema = m_found.columns[m_column];
    const auto known = m_decisions.find(key(m_column));
    const CsvColumnOptions decision = known == m_decisions.end() ? CsvColumnOptions() : known->second;
    const QString name = decision.name.empty() ? text(schema.name) : text(decision.name);
    m_title->setText(tr("Column %1: %2").arg(column + 1).arg(name));
    if (!m_name->hasFocus()) m_name->setText(name);
    QString found = columnTypeName(schema.type);
    const std::string form = m_found.csv && m_column < m_found.csv->forms.size() ? m_found.csv->forms[m_column] : "";
    if (!form.empty()) found = tr("%1, %2", "type and how it is written").arg(found, text(form));
    m_type->setItemText(0, decision.type ? tr("Detected") : tr("Detected: %1").arg(found));
    m_type->setToolTip(found);
    m_type->setCurrentIndex(decision.type ? m_type->findData(QString::fromLatin1(toString(*decision.type))) : 0);
    const int order = m_dateForm->findData(text(decision.dateForm));
    if (!m_dateForm->hasFocus()) {
        m_dateForm->setCurrentIndex(std::max(0, order));
        if (order < 0 && !decision.dateForm.empty()) m_dateForm->setEditText(text(decision.dateForm));
    }
    m_decimal->setCurrentIndex(
        decision.decimalMark ? m_decimal->findData(QString(QChar::fromLatin1(*decision.decimalMark))) : 0);
    if (!m_missing->hasFocus())
        m_missing->setText(decision.missingMarks ? missingMarksText(*decision.missingMarks) : QString());
    const bool csv = m_found.csv.has_value();
    for (QWidget* field : std::initializer_list<QWidget*>{m_dateForm, m_decimal, m_missing, m_skip})
        setFieldVisible(field, csv);
    m_skip->setEnabled(m_found.columns.size() > 1);
}

void ImportColumnForm::decided() {
    if (m_column >= m_found.columns.size()) return;
    CsvColumnOptions& decision = current();
    const std::string source = key(m_column);
    const std::string name = m_name->text().trimmed().toStdString();
    decision.name = name == source ? std::string() : name;
    const auto type = chosenIn(m_type);
    decision.type = type ? columnTypeFromText(type->toStdString()) : std::nullopt;
    const auto form = chosenIn(m_dateForm);
    decision.dateForm = form ? form->trimmed().toStdString() : std::string();
    const auto mark = chosenIn(m_decimal);
    decision.decimalMark = mark ? std::optional(mark->at(0).toLatin1()) : std::nullopt;
    const QString marks = m_missing->text().trimmed();
    decision.missingMarks = marks.isEmpty() ? std::nullopt : std::optional(missingMarksFrom(marks));
    Q_EMIT changed();
}

void ImportColumnForm::skipColumn() {
    if (m_column >= m_found.columns.size()) return;
    current().skip = true;
    Q_EMIT changed();
}

void ImportColumnForm::bringBack(int entry) {
    if (entry <= 0) return;
    m_decisions[m_skipped->itemData(entry).toString().toStdString()].skip = false;
    Q_EMIT changed();
}

void ImportColumnForm::showSkipped() {
    m_skipped->clear();
    m_skipped->addItem(tr("Bring one back…"));
    for (const auto& [name, decision] : m_decisions)
        if (decision.skip) m_skipped->addItem(text(name), text(name));
    setFieldVisible(m_skipped, m_skipped->count() > 1);
}

bool ImportColumnForm::isColumn(const std::string& name) const {
    for (size_t i = 0; i < m_found.columns.size(); ++i)
        if (key(i) == name) return true;
    return false;
}

void ImportColumnForm::read(ImportOptions& options) const {
    if (m_outdated) return;
    if (m_found.columns.empty() || m_found.csv) {
        options.csv.columns = m_decisions;
        return;
    }
    for (size_t i = 0; i < m_found.columns.size(); ++i) {
        const auto known = m_decisions.find(key(i));
        const CsvColumnOptions decision = known == m_decisions.end() ? CsvColumnOptions() : known->second;
        options.csv.names.push_back(decision.name.empty() ? m_found.columns[i].name : decision.name);
        if (decision.type) options.csv.types[options.csv.names.back()] = *decision.type;
    }
}

} // namespace lathe::ui
