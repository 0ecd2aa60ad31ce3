// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"
#include "core/data/validation/expectation_catalog.h"
#include "core/data/validation/suite.h"

#include <QWidget>

#include <functional>
#include <vector>

class QComboBox;

namespace lathe::ui {

class Form;

/// The arguments of one expectation, a control for each that the catalog names, and its severity and note.
class ValidationForm : public QWidget {
    Q_OBJECT

public:
    ValidationForm(const Expectation& expectation, std::vector<ColumnSchema> columns, QWidget* parent = nullptr);
    /// The expectation as the controls say. What no control shows stays as it was.
    [[nodiscard]] const Expectation& expectation() const { return m_expectation; }

Q_SIGNALS:
    void edited();

private:
    using Writer = std::function<void(Json& kwargs)>;
    void addSeverity();
    void addArgument(const ArgumentSpec& argument);
    QWidget* columnControl(const ArgumentSpec& argument);
    QWidget* columnsControl(const ArgumentSpec& argument);
    QWidget* choiceControl(const ArgumentSpec& argument);
    QWidget* flagControl(const ArgumentSpec& argument);
    QWidget* lineControl(const ArgumentSpec& argument);
    QWidget* listControl(const ArgumentSpec& argument);
    QWidget* structureControl(const ArgumentSpec& argument);
    void collect();
    [[nodiscard]] Json value(const ArgumentSpec& argument) const;

    Expectation m_expectation;
    std::vector<ColumnSchema> m_columns;
    Form* m_form;
    QComboBox* m_severity = nullptr;
    std::vector<Writer> m_writers;
};

/// "At least", "At most", "Set of values": an argument's name for people.
[[nodiscard]] QString argumentTitle(const std::string& name);
[[nodiscard]] QString severityTitle(CheckSeverity severity);

} // namespace lathe::ui
