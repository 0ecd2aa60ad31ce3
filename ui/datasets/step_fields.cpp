// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/step_fields.h"

#include "core/base/config.h"
#include "core/base/text.h"
#include "ui/datasets/column_types.h"
#include "ui/datasets/expression_edit.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layouts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr int listRowHeight = 26;
constexpr int listRowsShown = 6;

const Json* findKey(const Json& parameters, const std::string& key) {
    if (!parameters.is_object()) return nullptr;
    const auto found = parameters.find(key);
    return found == parameters.end() ? nullptr : &*found;
}

QString plainText(const Json& value) {
    return value.is_string() ? text(value.get<std::string>()) : text(value.dump());
}

QString objectNameFor(const char* prefix, const std::string& key) {
    return QLatin1String(prefix) + QString::fromStdString(key);
}

} // namespace

// Columns
// ----------------------------------------------------------------------------------------------------

ColumnsField::ColumnsField(std::string key, Accept accept, bool mayBeEmpty)
    : StepField(std::move(key)), m_accept(accept), m_mayBeEmpty(mayBeEmpty), m_list(new QListWidget) {
    m_list->setObjectName(objectNameFor("stepColumns_", m_key));
    m_list->setAccessibleName(tr("Columns"));
    m_list->setUniformItemSizes(true);
    m_list->setIconSize({14, 14});
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    tightColumn(this)->addWidget(m_list);
    setFocusProxy(m_list);
    connect(m_list, &QListWidget::itemChanged, this, [this] {
        if (m_filling) return;
        m_chosen.clear();
        for (int i = 0; i < m_list->count(); ++i)
            if (m_list->item(i)->checkState() == Qt::Checked)
                m_chosen << m_list->item(i)->data(Qt::UserRole).toString();
        Q_EMIT edited();
    });
}

bool acceptsColumn(StepFieldSpec::Accept accept, ColumnType type) {
    switch (accept) {
    case StepFieldSpec::Accept::All:
        return true;
    case StepFieldSpec::Accept::Numbers:
        return isNumeric(type);
    case StepFieldSpec::Accept::Words:
        return isTextual(type) || type == ColumnType::Boolean;
    case StepFieldSpec::Accept::Dates:
        return type == ColumnType::Date || type == ColumnType::Timestamp;
    }
    return true;
}

void StepField::showWhen(std::string otherKey, std::vector<std::string> words) {
    m_otherKey = std::move(otherKey);
    m_words = std::move(words);
}

bool StepField::wanted(const Json& parameters) const {
    if (m_otherKey.empty()) return true;
    const Json* other = findKey(parameters, m_otherKey);
    return other && other->is_string() && std::find(m_words.begin(), m_words.end(), other->get<std::string>()) != m_words.end();
}

void ColumnsField::fill() {
    m_filling = true;
    m_list->clear();
    const auto add = [this](const QString& name, const char* iconName, Tint tint) {
        auto* item = new QListWidgetItem(icon(iconName, tint), name, m_list);
        item->setData(Qt::UserRole, name);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(m_chosen.contains(name) ? Qt::Checked : Qt::Unchecked);
        item->setSizeHint({0, listRowHeight});
        return item;
    };
    QStringList known;
    for (const ColumnSchema& column : m_columns) {
        const QString name = text(column.name);
        if (!acceptsColumn(m_accept, column.type) && !m_chosen.contains(name)) continue;
        known << name;
        add(name, columnTypeIcon(column.type), Tint::Faint);
    }
    for (const QString& name : m_chosen)
        if (!known.contains(name))
            add(name, "warning", Tint::Warn)
                ->setToolTip(tr("There is no column of this name before this step."));
    m_list->setFixedHeight(std::clamp(m_list->count(), 2, listRowsShown) * listRowHeight + 10);
    m_filling = false;
}

void ColumnsField::setColumns(const std::vector<ColumnSchema>& columns) {
    m_columns = columns;
    fill();
}

void ColumnsField::read(const Json& parameters) {
    m_chosen.clear();
    if (const Json* value = findKey(parameters, m_key)) {
        if (value->is_string()) m_chosen << plainText(*value);
        if (value->is_array())
            for (const Json& name : *value) m_chosen << plainText(name);
    }
    fill();
}

void ColumnsField::write(Json& parameters) const {
    if (m_chosen.isEmpty() && m_mayBeEmpty) {
        parameters.erase(m_key);
        return;
    }
    Json names = Json::array();
    for (const QString& name : m_chosen) names.push_back(name.toStdString());
    parameters[m_key] = std::move(names);
}

// Pairs
// ------------------------------------------------------------------------------------------------------

ColumnPairsField::ColumnPairsField(std::string key, Value value)
    : StepField(std::move(key)), m_value(value), m_lines(new QVBoxLayout) {
    auto* layout = tightColumn(this);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(6);
    layout->addLayout(m_lines);
    auto* add = makeButton(tr("Add a column"), "plus", ButtonKind::Quiet);
    add->setObjectName(QStringLiteral("stepAddPairButton"));
    layout->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, this, [this] { addRow({}, {}); });
}

void ColumnPairsField::fillColumns(QComboBox* box, const QString& chosen) const {
    const QSignalBlocker quiet(box);
    box->clear();
    for (const ColumnSchema& column : m_columns)
        box->addItem(icon(columnTypeIcon(column.type), Tint::Faint), text(column.name));
    if (!chosen.isEmpty() && box->findText(chosen) < 0) box->addItem(icon("warning", Tint::Warn), chosen);
    box->setCurrentIndex(chosen.isEmpty() ? -1 : box->findText(chosen));
}

void ColumnPairsField::addRow(const QString& column, const QString& value) {
    Row row;
    row.line = new QWidget;
    auto* layout = new QHBoxLayout(row.line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    row.column = new QComboBox;
    row.column->setObjectName(QStringLiteral("stepPairColumn"));
    row.column->setAccessibleName(tr("Column"));
    row.column->setPlaceholderText(tr("Column"));
    row.column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.column->setMinimumContentsLength(6);
    fillColumns(row.column, column);
    connect(row.column, &QComboBox::currentIndexChanged, this, &StepField::edited);
    layout->addWidget(row.column, 1);
    if (m_value == Value::Name) {
        row.name = new QLineEdit(value);
        row.name->setObjectName(QStringLiteral("stepPairName"));
        row.name->setAccessibleName(tr("New name"));
        row.name->setPlaceholderText(tr("New name"));
        connect(row.name, &QLineEdit::textEdited, this, &StepField::edited);
        layout->addWidget(row.name, 1);
    } else {
        row.type = new QComboBox;
        row.type->setObjectName(QStringLiteral("stepPairType"));
        row.type->setAccessibleName(tr("New type"));
        row.type->setMinimumContentsLength(6);
        for (const ColumnType type :
             {ColumnType::Boolean, ColumnType::Integer, ColumnType::Real, ColumnType::Category,
              ColumnType::Text, ColumnType::Date, ColumnType::Timestamp})
            row.type->addItem(icon(columnTypeIcon(type), Tint::Faint), columnTypeName(type),
                              QString::fromLatin1(toString(type)));
        row.type->setCurrentIndex(
            std::max(0, row.type->findData(value.isEmpty() ? QStringLiteral("category") : value)));
        connect(row.type, &QComboBox::currentIndexChanged, this, &StepField::edited);
        layout->addWidget(row.type, 1);
    }
    auto* remove = makeIconButton(tr("Remove"), "close");
    connect(remove, &QToolButton::clicked, this, [this, line = row.line] { removeRow(line); });
    layout->addWidget(remove);
    m_lines->addWidget(row.line);
    m_rows.push_back(row);
}

void ColumnPairsField::removeRow(QWidget* line) {
    std::erase_if(m_rows, [line](const Row& row) { return row.line == line; });
    line->deleteLater();
    line->hide();
    Q_EMIT edited();
}

void ColumnPairsField::setColumns(const std::vector<ColumnSchema>& columns) {
    m_columns = columns;
    for (const Row& row : m_rows) fillColumns(row.column, row.column->currentText());
}

void ColumnPairsField::read(const Json& parameters) {
    for (const Row& row : m_rows) delete row.line;
    m_rows.clear();
    if (const Json* value = findKey(parameters, m_key); value && value->is_object())
        for (const auto& [column, target] : value->items()) addRow(text(column), plainText(target));
    if (m_rows.empty()) addRow({}, {});
}

void ColumnPairsField::write(Json& parameters) const {
    Json pairs = Json::object();
    for (const Row& row : m_rows) {
        const std::string column = row.column->currentText().toStdString();
        const QString value = row.name ? row.name->text().trimmed() : row.type->currentData().toString();
        if (!column.empty() && !value.isEmpty()) pairs[column] = value.toStdString();
    }
    parameters[m_key] = std::move(pairs);
}

// Words, texts and values
// ------------------------------------------------------------------------------------

ChoiceField::ChoiceField(std::string key, const std::vector<std::pair<std::string, QString>>& choices)
    : StepField(std::move(key)), m_box(new QComboBox) {
    m_box->setObjectName(objectNameFor("stepChoice_", m_key));
    for (const auto& [word, label] : choices) m_box->addItem(label, text(word));
    tightColumn(this)->addWidget(m_box);
    setFocusProxy(m_box);
    connect(m_box, &QComboBox::currentIndexChanged, this, &StepField::edited);
}

void ChoiceField::read(const Json& parameters) {
    const QSignalBlocker quiet(m_box);
    if (const Json* value = findKey(parameters, m_key))
        m_box->setCurrentIndex(m_box->findData(plainText(*value)));
}

void ChoiceField::write(Json& parameters) const {
    const std::string word = m_box->currentData().toString().toStdString();
    if (word.empty()) parameters.erase(m_key);
    else parameters[m_key] = word;
}

TextField::TextField(std::string key, Kind kind, const QString& prompt, bool optional)
    : StepField(std::move(key)), m_kind(kind), m_optional(optional), m_edit(new QLineEdit) {
    m_edit->setObjectName(objectNameFor("stepText_", m_key));
    m_edit->setPlaceholderText(prompt);
    tightColumn(this)->addWidget(m_edit);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &StepField::edited);
}

void TextField::read(const Json& parameters) {
    const Json* value = findKey(parameters, m_key);
    const QString shown = value && !value->is_null() ? plainText(*value) : QString();
    if (m_edit->text() != shown) m_edit->setText(shown);
}

void TextField::write(Json& parameters) const {
    const std::string typed = m_edit->text().toStdString();
    if (typed.empty() && m_optional) {
        parameters.erase(m_key);
        return;
    }
    if (m_kind == Kind::Value) {
        if (const auto integer = parseInteger(typed)) {
            parameters[m_key] = *integer;
            return;
        }
        if (const auto number = parseNumber(typed)) {
            parameters[m_key] = *number;
            return;
        }
    }
    parameters[m_key] = typed;
}

// Expressions and YAML
// ---------------------------------------------------------------------------------------

ExpressionField::ExpressionField(std::string key, bool condition, const QString& prompt)
    : StepField(std::move(key))
    , m_condition(condition)
    , m_edit(new ExpressionEdit)
    , m_note(new Label(QString(), TextRole::Caption, Tint::Muted)) {
    m_edit->setObjectName(objectNameFor("stepExpression_", m_key));
    m_edit->setAccessibleName(tr("Expression"));
    m_edit->setPlaceholderText(prompt);
    m_edit->setFixedHeight(m_edit->sizeHint().height());
    m_note->setObjectName(QStringLiteral("expressionNote"));
    m_note->setWordWrap(true);
    auto* layout = tightColumn(this);
    layout->addWidget(m_edit);
    layout->addWidget(m_note);
    setFocusProxy(m_edit);
    connect(m_edit, &ExpressionEdit::expressionChanged, this, &StepField::edited);
    connect(m_edit, &ExpressionEdit::checked, this, &ExpressionField::showProblem);
    showProblem({});
}

void ExpressionField::showProblem(const QString& problem) {
    const bool typed = !m_edit->expression().isEmpty();
    const bool wrongType = typed && problem.isEmpty() && m_condition && m_edit->type() != ColumnType::Boolean;
    m_note->setTint(!problem.isEmpty() || wrongType ? Tint::Bad : Tint::Muted);
    if (!problem.isEmpty())
        m_note->setText(problem);
    else if (wrongType)
        m_note->setText(tr("This is a value, not a condition: compare it with something."));
    else if (typed && !m_condition)
        m_note->setText(tr("Gives: %1").arg(columnTypeName(m_edit->type())));
    else
        m_note->setText(tr("Ctrl+Space lists columns and functions. Names with blanks go in `backquotes`."));
}

void ExpressionField::read(const Json& parameters) {
    const QSignalBlocker quiet(this);
    const Json* value = findKey(parameters, m_key);
    m_edit->setExpression(value ? plainText(*value) : QString());
}

void ExpressionField::write(Json& parameters) const {
    parameters[m_key] = m_edit->expression().toStdString();
}

void ExpressionField::setColumns(const std::vector<ColumnSchema>& columns) {
    m_edit->setColumns(columns);
}

YamlField::YamlField()
    : StepField({}), m_edit(new QPlainTextEdit), m_note(new Label(QString(), TextRole::Caption, Tint::Bad)) {
    m_edit->setObjectName(QStringLiteral("stepYaml"));
    m_edit->setAccessibleName(tr("Parameters as YAML"));
    m_edit->setFont(textFont(TextRole::Mono));
    m_edit->setTabChangesFocus(true);
    m_edit->setFixedHeight(110);
    m_note->setWordWrap(true);
    auto* layout = tightColumn(this);
    layout->addWidget(m_edit);
    layout->addWidget(m_note);
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        const auto parsed = ConfigNode::parse(m_edit->toPlainText().toStdString(), "step");
        m_note->setText(parsed ? QString() : text(parsed.error().message));
        if (parsed) Q_EMIT edited();
    });
}

void YamlField::read(const Json& parameters) {
    const QString shown = text(toYaml(parameters));
    const QSignalBlocker quiet(this);
    if (m_edit->toPlainText() != shown) m_edit->setPlainText(shown);
}

void YamlField::write(Json& parameters) const {
    if (const auto parsed = ConfigNode::parse(m_edit->toPlainText().toStdString(), "step"))
        parameters = parsed->toJson();
}

} // namespace lathe::ui
