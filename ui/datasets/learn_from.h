// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/data/columns/table.h"

#include <QWidget>

#include <vector>

class QComboBox;

namespace lathe::ui {

class Form;
class SplitFields;

/// From which rows the learning steps of a recipe learn: all, or the training rows of a split (fit_on of the recipe).
class LearnFrom : public QWidget {
    Q_OBJECT

public:
    explicit LearnFrom(QWidget* parent = nullptr);

    /// The columns of the version that the recipe is for.
    void setColumns(const std::vector<ColumnSchema>& columns);
    /// As a recipe has it under fit_on; null for all rows.
    [[nodiscard]] Json value() const;
    void setValue(const Json& fitOn);

Q_SIGNALS:
    void edited();

private:
    void showFields();

    Form* m_form;
    QComboBox* m_rows;
    SplitFields* m_split;
    QComboBox* m_target;
};

} // namespace lathe::ui
