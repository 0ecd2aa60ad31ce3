// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/step_form.h"

#include "ui/datasets/step_catalog.h"
#include "ui/datasets/step_fields.h"
#include "ui/datasets/step_list_fields.h"
#include "ui/widgets/form.h"

#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {

StepForm::StepForm(const RecipeStep& step, std::vector<ColumnSchema> columns, QWidget* parent)
    : QWidget(parent), m_form(new Form), m_parameters(step.parameters.is_object() ? step.parameters : Json::object()),
      m_columns(std::move(columns)) {
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

StepField* StepForm::makeField(const StepFieldSpec& spec) {
    using Control = StepFieldSpec::Control;
    switch (spec.control) {
    case Control::Columns: return new ColumnsField(spec.key, spec.accept, !spec.required);
    case Control::Column: return new ColumnField(spec.key, spec.accept);
    case Control::Names: return new ColumnPairsField(spec.key, ColumnPairsField::Value::Name);
    case Control::Types: return new ColumnPairsField(spec.key, ColumnPairsField::Value::Type);
    case Control::Text:
        return new TextField(spec.key, TextField::Kind::Text, spec.prompt, !spec.required && spec.key != "with");
    case Control::Value: return new TextField(spec.key, TextField::Kind::Value, spec.prompt, !spec.required);
    case Control::Choice: return new ChoiceField(spec.key, spec.choices);
    case Control::Flag: return new FlagField(spec.key, spec.caption);
    case Control::List: return new ListField(spec.key, spec.prompt);
    case Control::Map: return new MapField(spec.key);
    case Control::Condition: return new ExpressionField(spec.key, true, spec.prompt);
    case Control::Expression: return new ExpressionField(spec.key, false, spec.prompt);
    case Control::Clusters:
        m_clusters = new ClustersField(spec.key);
        connect(m_clusters, &ClustersField::requested, this, &StepForm::clustersRequested);
        return m_clusters;
    }
    return new YamlField;
}

void StepForm::build(const std::string& kind) {
    const std::vector<StepFieldSpec> specs = stepFields(kind);
    for (const StepFieldSpec& spec : specs) {
        StepField* field = makeField(spec);
        field->showWhen(spec.onlyWith, spec.onlyWords);
        add(spec.control == StepFieldSpec::Control::Flag ? QString() : spec.caption, field, spec.note);
    }
    if (specs.empty()) add(tr("Parameters"), new YamlField);
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
    for (StepField* field : m_fields) m_form->setFieldVisible(field, field->wanted(m_parameters));
}

void StepForm::collect() {
    for (const StepField* field : m_fields) {
        if (field->wanted(m_parameters)) field->write(m_parameters);
        else m_parameters.erase(field->key());
    }
    showWanted();
    Q_EMIT edited();
}

Json initialParameters(const std::string& kind, const std::vector<ColumnSchema>& columns,
                       const std::vector<std::string>& selected) {
    const auto chosenWhere = [&](auto accepts) {
        Json names = Json::array();
        for (const ColumnSchema& column : columns)
            if (accepts(column.type) && std::find(selected.begin(), selected.end(), column.name) != selected.end())
                names.push_back(column.name);
        return names;
    };
    Json parameters = Json::object();
    for (const StepFieldSpec& spec : stepFields(kind)) {
        const Json fitting = chosenWhere([&spec](ColumnType type) { return acceptsColumn(spec.accept, type); });
        switch (spec.control) {
        case StepFieldSpec::Control::Columns:
            if (spec.required) parameters[spec.key] = spec.key == "columns" ? fitting : Json::array();
            break;
        case StepFieldSpec::Control::Column:
            parameters[spec.key] = fitting.empty() || spec.key != "column" ? Json("") : fitting.front();
            break;
        case StepFieldSpec::Control::Names:
        case StepFieldSpec::Control::Types:
        case StepFieldSpec::Control::Map: parameters[spec.key] = Json::object(); break;
        case StepFieldSpec::Control::Choice:
            if (!spec.choices.front().first.empty()) parameters[spec.key] = spec.choices.front().first;
            break;
        case StepFieldSpec::Control::Condition:
        case StepFieldSpec::Control::Expression: parameters[spec.key] = ""; break;
        case StepFieldSpec::Control::Text:
            if (spec.required || spec.key == "with") parameters[spec.key] = "";
            break;
        default: break;
        }
    }
    if (kind == "fill_missing") {
        const auto isNumber = [](ColumnType type) { return type == ColumnType::Integer || type == ColumnType::Real; };
        const size_t chosen = parameters["columns"].size();
        if (chosen == 0 || chosenWhere(isNumber).size() != chosen) parameters["with"] = "mode";
    }
    return parameters;
}

} // namespace lathe::ui
