// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/expression_edit.h"

#include "core/data/expression/expression.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/inline_message.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStringListModel>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr int visibleLines = 3;

bool isWordCharacter(QChar c) { return c.isLetterOrNumber() || c == u'_'; }

bool needsQuotes(const QString& name) {
    return name.isEmpty() || name[0].isDigit() || !std::all_of(name.begin(), name.end(), isWordCharacter);
}

} // namespace

int problemCharacter(const QString& message) {
    static const QRegularExpression place(QStringLiteral("at character (\\d+)"));
    const auto match = place.match(message);
    return match.hasMatch() ? match.captured(1).toInt() : 0;
}

ExpressionEdit::ExpressionEdit(QWidget* parent)
    : QPlainTextEdit(parent), m_completer(new QCompleter(this)), m_words(new QStringListModel(this)) {
    setFont(textFont(TextRole::Mono));
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_completer->setModel(m_words);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &ExpressionEdit::insertCompletion);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        check();
        Q_EMIT expressionChanged(expression());
    });
}

QSize ExpressionEdit::sizeHint() const { return {200, QFontMetrics(font()).lineSpacing() * visibleLines + 18}; }

void ExpressionEdit::setColumns(std::vector<ColumnSchema> columns) {
    m_columns = std::move(columns);
    QStringList words;
    for (const ColumnSchema& column : m_columns) words << text(column.name);
    for (const Expression::Function& function : Expression::functions())
        words << text(function.name) + QStringLiteral("()");
    for (const char* word : {"and", "or", "not", "in", "between", "like", "is missing", "is not missing"})
        words << QLatin1String(word);
    m_words->setStringList(words);
    check();
}

void ExpressionEdit::setExpression(const QString& expression) {
    if (expression == this->expression()) return;
    setPlainText(expression);
}

QString ExpressionEdit::expression() const { return toPlainText().simplified(); }

void ExpressionEdit::check() {
    m_problem.clear();
    // Checked as typed, so that the character in the message is the character on screen.
    const QString typed = toPlainText().replace(u'\n', u' ');
    int character = 0;
    if (!typed.trimmed().isEmpty()) {
        const auto parsed = Expression::parse(typed.toStdString(), m_columns);
        if (parsed) {
            m_type = parsed->type();
        } else {
            m_problem = problemText(parsed.error());
            character = problemCharacter(m_problem);
        }
    }
    markProblem(character);
    Q_EMIT checked(m_problem);
}

void ExpressionEdit::markProblem(int character) {
    QList<QTextEdit::ExtraSelection> marks;
    if (character > 0) {
        QTextEdit::ExtraSelection mark;
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(tokens().bad);
        mark.cursor = textCursor();
        const int length = static_cast<int>(toPlainText().size());
        const int place = std::clamp(character - 1, 0, std::max(0, length - 1));
        mark.cursor.setPosition(place);
        // To the end of the word: one character alone is hard to see.
        int end = place + 1;
        while (end < length && isWordCharacter(toPlainText()[end]) && isWordCharacter(toPlainText()[place])) ++end;
        mark.cursor.setPosition(std::min(end, length), QTextCursor::KeepAnchor);
        marks << mark;
    }
    setExtraSelections(marks);
}

QString ExpressionEdit::wordBeforeCursor() const {
    const QString all = toPlainText();
    const int end = textCursor().position();
    int begin = end;
    while (begin > 0 && isWordCharacter(all[begin - 1])) --begin;
    return all.mid(begin, end - begin);
}

void ExpressionEdit::insertCompletion(const QString& completion) {
    QTextCursor cursor = textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(wordBeforeCursor().size()));
    const bool column = std::any_of(m_columns.begin(), m_columns.end(),
                                    [&](const ColumnSchema& candidate) { return text(candidate.name) == completion; });
    cursor.insertText(column && needsQuotes(completion) ? QStringLiteral("`%1`").arg(completion) : completion);
    if (completion.endsWith(QStringLiteral("()"))) cursor.movePosition(QTextCursor::Left);
    setTextCursor(cursor);
}

void ExpressionEdit::offerCompletions() {
    const QString word = wordBeforeCursor();
    m_completer->setCompletionPrefix(word);
    const bool exact =
        m_completer->completionCount() == 1 && m_completer->currentCompletion().compare(word, Qt::CaseInsensitive) == 0;
    if (m_completer->completionCount() == 0 || exact) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect place = cursorRect();
    place.setWidth(std::max(180, m_completer->popup()->sizeHintForColumn(0) +
                                     m_completer->popup()->verticalScrollBar()->sizeHint().width() + 12));
    m_completer->complete(place);
}

void ExpressionEdit::keyPressEvent(QKeyEvent* event) {
    const bool open = m_completer->popup()->isVisible();
    if (open && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Escape ||
                 event->key() == Qt::Key_Tab)) {
        event->ignore(); // the list of completions takes it
        return;
    }
    const bool asked = event->key() == Qt::Key_Space && event->modifiers().testFlag(Qt::ControlModifier);
    if (!asked) QPlainTextEdit::keyPressEvent(event);
    const bool typed = !event->text().isEmpty() && isWordCharacter(event->text()[0]);
    if (asked || (typed && wordBeforeCursor().size() >= 2)) offerCompletions();
    else if (open && !typed) m_completer->popup()->hide();
}

} // namespace lathe::ui
