// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/data/columns/table.h"
#include "ui/datasets/step_catalog.h"

#include <QStringList>
#include <QWidget>

#include <utility>
#include <vector>

class QComboBox;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QVBoxLayout;

namespace lathe::ui {

class ExpressionEdit;
class Label;

/// The parameter under \p key; null when there is none.
[[nodiscard]] const Json* parameterOf(const Json& parameters, const std::string& key);
/// A value as people type it; nothing for no value.
[[nodiscard]] QString shownValue(const Json& value);
/// A number where the text is one, as YAML would read it.
[[nodiscard]] Json typedValue(const QString& typed);

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

/// Pairs, each on a line that can be added and removed: the keys and values of a map.
class PairsField : public StepField {
    Q_OBJECT

public:
    void read(const Json& parameters) override;
    void write(Json& parameters) const override;

protected:
    PairsField(std::string key, const QString& addCaption, const QString& addName);
    /// The two controls of a line that shows \p left and \p right.
    virtual std::pair<QWidget*, QWidget*> controls(const QString& left, const QString& right) = 0;
    /// What is chosen or typed in such controls, written to \p map.
    virtual void writePair(const QWidget* left, const QWidget* right, Json& map) const = 0;
    struct Line {
        QWidget* widget = nullptr;
        QWidget* left = nullptr;
        QWidget* right = nullptr;
    };
    [[nodiscard]] const std::vector<Line>& lines() const { return m_lines; }

private:
    void addLine(const QString& left, const QString& right);
    void removeLine(QWidget* line);

    QVBoxLayout* m_layout;
    std::vector<Line> m_lines;
};

/// Pairs of a column and its new name, or its new type.
class ColumnPairsField : public PairsField {
    Q_OBJECT

public:
    enum class Value { Name, Type };
    ColumnPairsField(std::string key, Value value);
    void setColumns(const std::vector<ColumnSchema>& columns) override;

protected:
    std::pair<QWidget*, QWidget*> controls(const QString& left, const QString& right) override;
    void writePair(const QWidget* left, const QWidget* right, Json& map) const override;

private:
    QWidget* nameEdit(const QString& name);
    QWidget* typeBox(const QString& type);
    void fillColumns(QComboBox* box, const QString& chosen) const;

    Value m_value;
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
