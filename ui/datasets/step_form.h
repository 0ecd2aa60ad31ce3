// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/recipe/recipe.h"

#include <QWidget>

#include <vector>

namespace lathe::ui {

class Form;
class ClustersField;
class StepField;
struct StepFieldSpec;

/// The parameters of one recipe step, one control each.
class StepForm : public QWidget {
    Q_OBJECT

public:
    StepForm(const RecipeStep& step, std::vector<ColumnSchema> columns, QWidget* parent = nullptr);

    void setColumns(const std::vector<ColumnSchema>& columns);
    [[nodiscard]] const Json& parameters() const { return m_parameters; }
    /// Where spellings are shown; null for other kinds of steps.
    [[nodiscard]] ClustersField* clusters() const { return m_clusters; }

Q_SIGNALS:
    void edited();
    void clustersRequested();

private:
    void build(const std::string& kind);
    StepField* makeField(const StepFieldSpec& spec);
    void add(const QString& caption, StepField* field, const QString& note = {});
    void showWanted();
    void collect();

    Form* m_form;
    Json m_parameters;
    std::vector<ColumnSchema> m_columns;
    std::vector<StepField*> m_fields;
    ClustersField* m_clusters = nullptr;
};

/// What a new step begins with: sensible choices for the columns there are.
[[nodiscard]] Json initialParameters(const std::string& kind, const std::vector<ColumnSchema>& columns,
                                     const std::vector<std::string>& selected);

} // namespace lathe::ui
