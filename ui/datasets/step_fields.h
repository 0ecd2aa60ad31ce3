// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/data/columns/table.h"
#include "ui/datasets/step_catalog.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QVBoxLayout;

namespace lathe::ui {

class ExpressionEdit;
class Label;

/// The control for one parameter of a recipe step. It reads the parameter from the step's JSON, writes it
/// back, and says when a person changed it.
class StepField : public QWidget {
    Q_OBJECT

public:
    explicit StepField(std::string key) : m_key(std::move(key)) {}
    [[nodiscard]] const std::string& key() const { return m_key; }
    /// The field is shown, and its parameter written, only while another parameter is one of some words.
    void showWhen(std::string otherKey, std::vector<std::string> words);
    [[nodiscard]] bool wanted(const Json& parameters) const;
    virtual void read(const Json& parameters) = 0;
    virtual void write(Json& parameters) const = 0;
    /// The columns there are before the step.
    virtual void setColumns(const std::vector<ColumnSchema>& columns) { Q_UNUSED(columns) }

Q_SIGNALS:
    void edited();

protected:
    std::string m_key;

private:
    std::string m_otherKey;
    std::vector<std::string> m_words;
};

/// Any number of columns, ticked in a list. None ticked means "all" where the step allows that.
class ColumnsField : public StepField {
    Q_OBJECT

public:
    using Accept = StepFieldSpec::Accept;
    ColumnsField(std::string key, Accept accept, bool mayBeEmpty);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;
    void setColumns(const std::vector<ColumnSchema>& columns) override;

private:
    void fill();

    Accept m_accept;
    bool m_mayBeEmpty;
    QListWidget* m_list;
    std::vector<ColumnSchema> m_columns;
    QStringList m_chosen;
    bool m_filling = false;
};

/// Pairs of a column and its new name, or its new type.
class ColumnPairsField : public StepField {
    Q_OBJECT

public:
    enum class Value { Name, Type };
    ColumnPairsField(std::string key, Value value);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;
    void setColumns(const std::vector<ColumnSchema>& columns) override;

private:
    struct Row {
        QWidget* line = nullptr;
        QComboBox* column = nullptr;
        QLineEdit* name = nullptr;
        QComboBox* type = nullptr;
    };
    void addRow(const QString& column, const QString& value);
    void removeRow(QWidget* line);
    void fillColumns(QComboBox* box, const QString& chosen) const;

    Value m_value;
    QVBoxLayout* m_lines;
    std::vector<Row> m_rows;
    std::vector<ColumnSchema> m_columns;
};

/// One of a few words.
class ChoiceField : public StepField {
    Q_OBJECT

public:
    /// \p choices are pairs of the word in the file and what people read.
    ChoiceField(std::string key, const std::vector<std::pair<std::string, QString>>& choices);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;

private:
    QComboBox* m_box;
};

/// A line of text; with Kind::Value a number is written as a number. An empty optional one writes nothing.
class TextField : public StepField {
    Q_OBJECT

public:
    enum class Kind { Text, Value };
    TextField(std::string key, Kind kind, const QString& prompt, bool optional = false);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;

private:
    Kind m_kind;
    bool m_optional;
    QLineEdit* m_edit;
};

/// An expression over the columns.
class ExpressionField : public StepField {
    Q_OBJECT

public:
    ExpressionField(std::string key, bool condition, const QString& prompt);
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;
    void setColumns(const std::vector<ColumnSchema>& columns) override;

private:
    void showProblem(const QString& problem);

    bool m_condition;
    ExpressionEdit* m_edit;
    Label* m_note;
};

/// Whether a column of this type belongs into a field.
[[nodiscard]] bool acceptsColumn(StepFieldSpec::Accept accept, ColumnType type);

/// All parameters as YAML: for kinds of steps without a form of their own.
class YamlField : public StepField {
    Q_OBJECT

public:
    YamlField();
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;

private:
    QPlainTextEdit* m_edit;
    Label* m_note;
};

} // namespace lathe::ui
