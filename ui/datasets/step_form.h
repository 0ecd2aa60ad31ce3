// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/recipe/recipe.h"

#include <QWidget>

#include <vector>

namespace lathe::ui {

class Form;
class StepField;
class TextField;

/// The parameters of one recipe step, one control each.
class StepForm : public QWidget {
    Q_OBJECT

public:
    StepForm(const RecipeStep& step, std::vector<ColumnSchema> columns, QWidget* parent = nullptr);

    void setColumns(const std::vector<ColumnSchema>& columns);
    [[nodiscard]] const Json& parameters() const { return m_parameters; }

Q_SIGNALS:
    void edited();

private:
    void build(const std::string& kind);
    void add(const QString& caption, StepField* field, const QString& note = {});
    void showWanted();
    void collect();

    Form* m_form;
    Json m_parameters;
    std::vector<ColumnSchema> m_columns;
    std::vector<StepField*> m_fields;
    std::vector<TextField*> m_conditional;
};

/// What a new step begins with: sensible choices for the columns there are.
[[nodiscard]] Json initialParameters(const std::string& kind, const std::vector<ColumnSchema>& columns,
                                     const std::vector<std::string>& selected);

} // namespace lathe::ui
