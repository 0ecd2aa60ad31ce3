// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"

#include <QPlainTextEdit>

#include <vector>

class QCompleter;
class QStringListModel;

namespace lathe::ui {

/// A few lines for an expression over columns. It completes the names of columns and functions, checks what
/// is typed and marks the character where it goes wrong.
class ExpressionEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit ExpressionEdit(QWidget* parent = nullptr);

    /// The columns an expression may name.
    void setColumns(std::vector<ColumnSchema> columns);
    void setExpression(const QString& expression);
    [[nodiscard]] QString expression() const;
    /// Why the text is no expression; empty when it is one, or nothing is typed yet.
    [[nodiscard]] const QString& problem() const { return m_problem; }
    [[nodiscard]] ColumnType type() const { return m_type; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void expressionChanged(const QString& expression);
    void checked(const QString& problem);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void check();
    void markProblem(int character);
    void offerCompletions();
    void insertCompletion(const QString& completion);
    [[nodiscard]] QString wordBeforeCursor() const;

    std::vector<ColumnSchema> m_columns;
    QCompleter* m_completer;
    QStringListModel* m_words;
    QString m_problem;
    ColumnType m_type = ColumnType::Boolean;
};

/// The 1-based character an expression's error message names ("at character 12"); 0 when it names none.
[[nodiscard]] int problemCharacter(const QString& message);

} // namespace lathe::ui
