// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/step_form.h"

#include "ui/datasets/step_fields.h"
#include "ui/widgets/form.h"

#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {

StepForm::StepForm(const RecipeStep& step, std::vector<ColumnSchema> columns, QWidget* parent)
    : QWidget(parent)
    , m_form(new Form)
    , m_parameters(step.parameters.is_object() ? step.parameters : Json::object())
    , m_columns(std::move(columns)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    build(step.kind);
    for (StepField* field : m_fields) {
        field->setColumns(m_columns);
        field->read(m_parameters);
        connect(field, &StepField::edited, this, &StepForm::collect);
    }
    showWanted();
}

void StepForm::build(const std::string& kind) {
    using Accept = ColumnsField::Accept;
    if (kind == "rename") {
        add(tr("Columns and their new names"),
            new ColumnPairsField("columns", ColumnPairsField::Value::Name));
    } else if (kind == "cast") {
        add(tr("Columns and their new types"), new ColumnPairsField("columns", ColumnPairsField::Value::Type),
            tr("A value that cannot be read as the new type becomes missing."));
    } else if (kind == "drop") {
        add(tr("Columns to leave out"), new ColumnsField("columns", Accept::All, false));
    } else if (kind == "fill_missing") {
        add(tr("Columns"), new ColumnsField("columns", Accept::All, false));
        add(tr("Fill with"), new ChoiceField("with", {{"mean", tr("the mean")},
                                                      {"median", tr("the median")},
                                                      {"mode", tr("the most frequent value")},
                                                      {"constant", tr("a value of my choice")}}));
        auto* value = new TextField("value", TextField::Kind::Value, tr("0"));
        value->showWhen("with", "constant");
        m_conditional.push_back(value);
        add(tr("Value"), value);
    } else if (kind == "drop_duplicates") {
        add(tr("Columns to compare"), new ColumnsField("columns", Accept::All, true),
            tr("None ticked: rows must be equal in all columns."));
    } else if (kind == "filter") {
        add(tr("Keep rows where"),
            new ExpressionField("where", true, QStringLiteral("precipitation > 0 and weather != 'sun'")));
    } else if (kind == "derive") {
        add(tr("Name of the new column"), new TextField("column", TextField::Kind::Text, tr("new_column")));
        add(tr("Its value"), new ExpressionField("as", false, QStringLiteral("temp_max - temp_min")));
    } else if (kind == "scale") {
        add(tr("Columns"), new ColumnsField("columns", Accept::Numbers, false));
        add(tr("Method"), new ChoiceField("method", {{"standard", tr("standard: mean 0, deviation 1")},
                                                     {"min_max", tr("min–max: from 0 to 1")},
                                                     {"robust", tr("robust: median and quartiles")}}));
    } else if (kind == "one_hot") {
        add(tr("Columns"), new ColumnsField("columns", Accept::Words, false));
    } else {
        add(tr("Parameters"), new YamlField);
    }
}

void StepForm::add(const QString& caption, StepField* field, const QString& note) {
    m_fields.push_back(field);
    if (QWidget* control = field->focusProxy(); control && control->accessibleName().isEmpty())
        control->setAccessibleName(caption);
    m_form->addField(caption, field, note);
}

void StepForm::setColumns(const std::vector<ColumnSchema>& columns) {
    if (columns == m_columns) return;
    m_columns = columns;
    for (StepField* field : m_fields) field->setColumns(m_columns);
}

void StepForm::showWanted() {
    for (TextField* field : m_conditional) m_form->setFieldVisible(field, field->wanted(m_parameters));
}

void StepForm::collect() {
    for (const StepField* field : m_fields) field->write(m_parameters);
    showWanted();
    Q_EMIT edited();
}

Json initialParameters(const std::string& kind, const std::vector<ColumnSchema>& columns,
                       const std::vector<std::string>& selected) {
    const auto chosenWhere = [&](auto accepts) {
        Json names = Json::array();
        for (const ColumnSchema& column : columns)
            if (accepts(column.type) &&
                std::find(selected.begin(), selected.end(), column.name) != selected.end())
                names.push_back(column.name);
        return names;
    };
    const auto any = [](ColumnType) { return true; };
    const auto number = [](ColumnType type) {
        return type == ColumnType::Integer || type == ColumnType::Real;
    };
    const auto words = [](ColumnType type) { return isTextual(type) || type == ColumnType::Boolean; };
    if (kind == "rename" || kind == "cast") return {{"columns", Json::object()}};
    if (kind == "drop") return {{"columns", chosenWhere(any)}};
    if (kind == "fill_missing") {
        Json names = chosenWhere(any);
        const bool numbers = !names.empty() && chosenWhere(number).size() == names.size();
        return {{"columns", std::move(names)}, {"with", numbers ? "mean" : "mode"}};
    }
    if (kind == "filter") return {{"where", ""}};
    if (kind == "derive") return {{"column", ""}, {"as", ""}};
    if (kind == "scale") return {{"columns", chosenWhere(number)}, {"method", "standard"}};
    if (kind == "one_hot") return {{"columns", chosenWhere(words)}};
    return Json::object();
}

} // namespace lathe::ui
