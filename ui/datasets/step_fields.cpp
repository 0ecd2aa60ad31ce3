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
#include <tuple>

namespace lathe::ui {
namespace {

constexpr int listRowHeight = 26;
constexpr int listRowsShown = 6;

QString objectNameFor(const char* prefix, const std::string& key) {
    return QLatin1String(prefix) + QString::fromStdString(key);
}

} // namespace

const Json* parameterOf(const Json& parameters, const std::string& key) {
    if (!parameters.is_object()) return nullptr;
    const auto found = parameters.find(key);
    return found == parameters.end() ? nullptr : &*found;
}

QString shownValue(const Json& value) {
    if (value.is_null()) return {};
    return value.is_string() ? text(value.get<std::string>()) : text(value.dump());
}

Json typedValue(const QString& typed) {
    const std::string plain = typed.toStdString();
    if (const auto integer = parseInteger(plain)) return *integer;
    if (const auto number = parseNumber(plain)) return *number;
    return plain;
}

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
    case StepFieldSpec::Accept::All: return true;
    case StepFieldSpec::Accept::Numbers: return isNumeric(type);
    case StepFieldSpec::Accept::Words: return isTextual(type) || type == ColumnType::Boolean;
    case StepFieldSpec::Accept::Dates: return type == ColumnType::Date || type == ColumnType::Timestamp;
    }
    return true;
}

void StepField::showWhen(std::string otherKey, std::vector<std::string> words) {
    m_otherKey = std::move(otherKey);
    m_words = std::move(words);
}

bool StepField::wanted(const Json& parameters) const {
    if (m_otherKey.empty()) return true;
    const Json* other = parameterOf(parameters, m_otherKey);
    return other && other->is_string() &&
           std::find(m_words.begin(), m_words.end(), other->get<std::string>()) != m_words.end();
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
            add(name, "warning", Tint::Warn)->setToolTip(tr("There is no column of this name before this step."));
    m_list->setFixedHeight(std::clamp(m_list->count(), 2, listRowsShown) * listRowHeight + 10);
    m_filling = false;
}

void ColumnsField::setColumns(const std::vector<ColumnSchema>& columns) {
    m_columns = columns;
    fill();
}

void ColumnsField::read(const Json& parameters) {
    m_chosen.clear();
    if (const Json* value = parameterOf(parameters, m_key)) {
        if (value->is_string()) m_chosen << shownValue(*value);
        if (value->is_array())
            for (const Json& name : *value) m_chosen << shownValue(name);
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

PairsField::PairsField(std::string key, const QString& addCaption, const QString& addName)
    : StepField(std::move(key)), m_layout(new QVBoxLayout) {
    auto* layout = tightColumn(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    layout->addLayout(m_layout);
    auto* add = makeButton(addCaption, "plus", ButtonKind::Quiet);
    add->setObjectName(addName);
    layout->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, this, [this] { addLine({}, {}); });
}

void PairsField::addLine(const QString& left, const QString& right) {
    Line line;
    line.widget = new QWidget;
    auto* layout = new QHBoxLayout(line.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    std::tie(line.left, line.right) = controls(left, right);
    layout->addWidget(line.left, 1);
    layout->addWidget(line.right, 1);
    auto* remove = makeIconButton(tr("Remove"), "close");
    connect(remove, &QToolButton::clicked, this, [this, widget = line.widget] { removeLine(widget); });
    layout->addWidget(remove);
    m_layout->addWidget(line.widget);
    m_lines.push_back(line);
}

void PairsField::removeLine(QWidget* line) {
    std::erase_if(m_lines, [line](const Line& each) { return each.widget == line; });
    line->hide();
    line->deleteLater();
    Q_EMIT edited();
}

void PairsField::read(const Json& parameters) {
    for (const Line& line : m_lines) delete line.widget;
    m_lines.clear();
    if (const Json* value = parameterOf(parameters, m_key); value && value->is_object())
        for (const auto& [left, right] : value->items()) addLine(text(left), shownValue(right));
    if (m_lines.empty()) addLine({}, {});
}

void PairsField::write(Json& parameters) const {
    Json map = Json::object();
    for (const Line& line : m_lines) writePair(line.left, line.right, map);
    parameters[m_key] = std::move(map);
}

ColumnPairsField::ColumnPairsField(std::string key, Value value)
    : PairsField(std::move(key), tr("Add a column"), QStringLiteral("stepAddPairButton")), m_value(value) {}

void ColumnPairsField::fillColumns(QComboBox* box, const QString& chosen) const {
    const QSignalBlocker quiet(box);
    box->clear();
    for (const ColumnSchema& column : m_columns)
        box->addItem(icon(columnTypeIcon(column.type), Tint::Faint), text(column.name));
    if (!chosen.isEmpty() && box->findText(chosen) < 0) box->addItem(icon("warning", Tint::Warn), chosen);
    box->setCurrentIndex(chosen.isEmpty() ? -1 : box->findText(chosen));
}

QWidget* ColumnPairsField::nameEdit(const QString& name) {
    auto* edit = new QLineEdit(name);
    edit->setObjectName(QStringLiteral("stepPairName"));
    edit->setAccessibleName(tr("New name"));
    edit->setPlaceholderText(tr("New name"));
    connect(edit, &QLineEdit::textEdited, this, &StepField::edited);
    return edit;
}

QWidget* ColumnPairsField::typeBox(const QString& type) {
    auto* box = new QComboBox;
    box->setObjectName(QStringLiteral("stepPairType"));
    box->setAccessibleName(tr("New type"));
    box->setMinimumContentsLength(6);
    for (const ColumnType each : {ColumnType::Boolean, ColumnType::Integer, ColumnType::Real, ColumnType::Category,
                                  ColumnType::Text, ColumnType::Date, ColumnType::Timestamp})
        box->addItem(icon(columnTypeIcon(each), Tint::Faint), columnTypeName(each),
                     QString::fromLatin1(toString(each)));
    box->setCurrentIndex(std::max(0, box->findData(type.isEmpty() ? QStringLiteral("category") : type)));
    connect(box, &QComboBox::currentIndexChanged, this, &StepField::edited);
    return box;
}

std::pair<QWidget*, QWidget*> ColumnPairsField::controls(const QString& left, const QString& right) {
    auto* column = new QComboBox;
    column->setObjectName(QStringLiteral("stepPairColumn"));
    column->setAccessibleName(tr("Column"));
    column->setPlaceholderText(tr("Column"));
    column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    column->setMinimumContentsLength(6);
    fillColumns(column, left);
    connect(column, &QComboBox::currentIndexChanged, this, &StepField::edited);
    return {column, m_value == Value::Name ? nameEdit(right) : typeBox(right)};
}

void ColumnPairsField::setColumns(const std::vector<ColumnSchema>& columns) {
    m_columns = columns;
    for (const Line& line : lines()) {
        auto* box = qobject_cast<QComboBox*>(line.left);
        fillColumns(box, box->currentText());
    }
}

void ColumnPairsField::writePair(const QWidget* left, const QWidget* right, Json& map) const {
    const std::string column = qobject_cast<const QComboBox*>(left)->currentText().toStdString();
    const QString value = m_value == Value::Name ? qobject_cast<const QLineEdit*>(right)->text().trimmed()
                                                 : qobject_cast<const QComboBox*>(right)->currentData().toString();
    if (!column.empty() && !value.isEmpty()) map[column] = value.toStdString();
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
    if (const Json* value = parameterOf(parameters, m_key)) m_box->setCurrentIndex(m_box->findData(shownValue(*value)));
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
    const Json* value = parameterOf(parameters, m_key);
    const QString shown = value ? shownValue(*value) : QString();
    if (m_edit->text() != shown) m_edit->setText(shown);
}

void TextField::write(Json& parameters) const {
    const QString typed = m_edit->text();
    if (typed.isEmpty() && m_optional) {
        parameters.erase(m_key);
        return;
    }
    parameters[m_key] = m_kind == Kind::Value ? typedValue(typed) : Json(typed.toStdString());
}

// Expressions and YAML
// ---------------------------------------------------------------------------------------

ExpressionField::ExpressionField(std::string key, bool condition, const QString& prompt)
    : StepField(std::move(key)), m_condition(condition), m_edit(new ExpressionEdit),
      m_note(new Label(QString(), TextRole::Caption, Tint::Muted)) {
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
    if (!problem.isEmpty()) m_note->setText(problem);
    else if (wrongType) m_note->setText(tr("This is a value, not a condition: compare it with something."));
    else if (typed && !m_condition) m_note->setText(tr("Gives: %1").arg(columnTypeName(m_edit->type())));
    else m_note->setText(tr("Ctrl+Space lists columns and functions. Names with blanks go in `backquotes`."));
}

void ExpressionField::read(const Json& parameters) {
    const QSignalBlocker quiet(this);
    const Json* value = parameterOf(parameters, m_key);
    m_edit->setExpression(value ? shownValue(*value) : QString());
}

void ExpressionField::write(Json& parameters) const { parameters[m_key] = m_edit->expression().toStdString(); }

void ExpressionField::setColumns(const std::vector<ColumnSchema>& columns) { m_edit->setColumns(columns); }

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
