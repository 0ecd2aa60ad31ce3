// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/validation_form.h"

#include "core/base/text.h"
#include "ui/shell/theme.h"
#include "ui/widgets/form.h"
#include "ui/widgets/format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace lathe::ui {
namespace {

constexpr int listLines = 4;
constexpr int columnRow = 24;

QString plain(const Json& value) {
    if (value.is_null()) return {};
    return text(value.is_string() ? value.get<std::string>()
                                  : value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// What a person typed: a number, a truth value, or the text itself.
Json typedValue(const QString& typed) {
    const std::string word = typed.trimmed().toStdString();
    if (word == "true" || word == "false") return word == "true";
    if (const auto integer = parseInteger(word)) return *integer;
    if (const auto number = parseNumber(word)) return *number;
    return word;
}

void put(Json& kwargs, const std::string& name, Json value) {
    if (value.is_null()) kwargs.erase(name);
    else kwargs[name] = std::move(value);
}

QString objectNameOf(const ArgumentSpec& argument) { return QStringLiteral("checkArgument_") + text(argument.name); }

/// Arguments of older suites that change nothing here have no control.
bool isShown(const ArgumentSpec& argument) {
    return argument.name != "condition_parser" && argument.name != "parse_strings_as_datetimes" &&
           argument.name != "allow_cross_type_comparisons";
}

} // namespace

QString severityTitle(CheckSeverity severity) {
    switch (severity) {
    case CheckSeverity::Error: return ValidationForm::tr("Error: closes gates");
    case CheckSeverity::Warning: return ValidationForm::tr("Warning");
    case CheckSeverity::Info: return ValidationForm::tr("Note");
    }
    return {};
}

QString argumentTitle(const std::string& name) {
    static const std::vector<std::pair<const char*, const char*>> titles{
        {"column", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Column")},
        {"column_A", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "First column")},
        {"column_B", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Second column")},
        {"column_list", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Columns")},
        {"column_set", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Columns")},
        {"column_index", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Place, from 0")},
        {"min_value", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "At least")},
        {"max_value", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "At most")},
        {"strict_min", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "More than the lower bound")},
        {"strict_max", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Less than the upper bound")},
        {"value_set", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Values, one on each line")},
        {"value", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Value")},
        {"regex", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Regular expression")},
        {"regex_list", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Regular expressions, one on each line")},
        {"like_pattern", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "LIKE pattern")},
        {"like_pattern_list", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "LIKE patterns, one on each line")},
        {"strftime_format", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Date format, as %Y-%m-%d")},
        {"type_", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Type")},
        {"type_list", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Types, one on each line")},
        {"mostly", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Share of values that must fit, 0 to 1")},
        {"match_on", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "How many must be found")},
        {"threshold", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Threshold")},
        {"double_sided", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "On both sides of the mean")},
        {"exact_match", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "No other columns")},
        {"ignore_row_if", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Pass over a row if")},
        {"or_equal", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Equal values are fine")},
        {"sum_total", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Sum")},
        {"ties_okay", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Ties are fine")},
        {"strictly", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Equal neighbours are wrong too")},
        {"row_condition", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Only rows where")},
        {"quantile_ranges", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Quantiles and their ranges")},
        {"partition_object", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Reference distribution")},
        {"value_pairs_set", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Pairs of values")},
        {"json_schema", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "JSON Schema")},
        {"other_table_name", QT_TRANSLATE_NOOP("lathe::ui::ValidationForm", "Other version")},
    };
    const auto found = std::find_if(titles.begin(), titles.end(), [&](const auto& each) { return name == each.first; });
    if (found != titles.end()) return ValidationForm::tr(found->second);
    return text(name).replace(u'_', u' ');
}

ValidationForm::ValidationForm(const Expectation& expectation, std::vector<ColumnSchema> columns, QWidget* parent)
    : QWidget(parent), m_expectation(expectation), m_columns(std::move(columns)), m_form(new Form) {
    setObjectName(QStringLiteral("checkForm"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_form);
    if (const ExpectationSpec* spec = findExpectation(expectation.type))
        for (const ArgumentSpec& argument : spec->arguments)
            if (isShown(argument)) addArgument(argument);
    addSeverity();
}

Json ValidationForm::value(const ArgumentSpec& argument) const {
    const auto found = m_expectation.kwargs.find(argument.name);
    return found == m_expectation.kwargs.end() ? Json() : *found;
}

void ValidationForm::collect() {
    for (const Writer& write : m_writers) write(m_expectation.kwargs);
    if (m_severity) m_expectation.severity = static_cast<CheckSeverity>(m_severity->currentData().toInt());
    Q_EMIT edited();
}

void ValidationForm::addSeverity() {
    m_severity = new QComboBox;
    m_severity->setObjectName(QStringLiteral("checkSeverity"));
    for (const CheckSeverity severity : {CheckSeverity::Error, CheckSeverity::Warning, CheckSeverity::Info})
        m_severity->addItem(severityTitle(severity), static_cast<int>(severity));
    m_severity->setCurrentIndex(m_severity->findData(static_cast<int>(m_expectation.severity)));
    connect(m_severity, &QComboBox::currentIndexChanged, this, &ValidationForm::collect);
    m_form->addField(tr("When it is not met"), m_severity);
}

void ValidationForm::addArgument(const ArgumentSpec& argument) {
    QWidget* control = nullptr;
    switch (argument.kind) {
    case ArgumentKind::Column: control = columnControl(argument); break;
    case ArgumentKind::Columns: control = columnsControl(argument); break;
    case ArgumentKind::Choice: control = choiceControl(argument); break;
    case ArgumentKind::Flag: control = flagControl(argument); break;
    case ArgumentKind::Values:
    case ArgumentKind::Texts:
    case ArgumentKind::Patterns: control = listControl(argument); break;
    case ArgumentKind::Object: control = structureControl(argument); break;
    default: control = lineControl(argument); break;
    }
    control->setObjectName(objectNameOf(argument));
    if (argument.kind == ArgumentKind::Flag) m_form->addWidget(control);
    else m_form->addField(argumentTitle(argument.name), control);
}

QWidget* ValidationForm::columnControl(const ArgumentSpec& argument) {
    auto* box = new QComboBox;
    for (const ColumnSchema& column : m_columns) box->addItem(text(column.name));
    const QString current = plain(value(argument));
    if (box->findText(current) < 0) box->insertItem(0, current);
    box->setCurrentIndex(box->findText(current));
    box->setMinimumContentsLength(8);
    connect(box, &QComboBox::currentIndexChanged, this, &ValidationForm::collect);
    m_writers.emplace_back(
        [box, name = argument.name](Json& kwargs) { put(kwargs, name, box->currentText().toStdString()); });
    return box;
}

QWidget* ValidationForm::columnsControl(const ArgumentSpec& argument) {
    auto* list = new QListWidget;
    const Json chosen = value(argument);
    const auto isChosen = [&](const std::string& name) {
        return chosen.is_array() && std::find(chosen.begin(), chosen.end(), Json(name)) != chosen.end();
    };
    for (const ColumnSchema& column : m_columns) {
        auto* item = new QListWidgetItem(text(column.name), list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(isChosen(column.name) ? Qt::Checked : Qt::Unchecked);
        item->setSizeHint({0, columnRow});
    }
    list->setFixedHeight(std::clamp(list->count(), 2, 6) * columnRow + 10);
    connect(list, &QListWidget::itemChanged, this, &ValidationForm::collect);
    m_writers.emplace_back([list, name = argument.name, chosen](Json& kwargs) {
        Json names = Json::array();
        const auto ticked = [&](const std::string& column) {
            for (int i = 0; i < list->count(); ++i)
                if (list->item(i)->text().toStdString() == column) return list->item(i)->checkState() == Qt::Checked;
            return true; // a column that is not there stays, so that the check says so
        };
        for (const Json& before : chosen) // the order of an ordered list stays
            if (before.is_string() && ticked(before.get<std::string>())) names.push_back(before);
        for (int i = 0; i < list->count(); ++i) {
            const Json column = list->item(i)->text().toStdString();
            if (list->item(i)->checkState() == Qt::Checked &&
                std::find(names.begin(), names.end(), column) == names.end())
                names.push_back(column);
        }
        kwargs[name] = std::move(names);
    });
    return list;
}

QWidget* ValidationForm::choiceControl(const ArgumentSpec& argument) {
    auto* box = new QComboBox;
    for (const std::string& word : argument.choices) box->addItem(text(word).replace(u'_', u' '), text(word));
    const Json current = value(argument);
    box->setCurrentIndex(std::max(0, box->findData(plain(current.is_null() ? argument.fallback : current))));
    connect(box, &QComboBox::currentIndexChanged, this, &ValidationForm::collect);
    m_writers.emplace_back([box, argument](Json& kwargs) {
        const Json word = box->currentData().toString().toStdString();
        put(kwargs, argument.name, word == argument.fallback && !kwargs.contains(argument.name) ? Json() : word);
    });
    return box;
}

QWidget* ValidationForm::flagControl(const ArgumentSpec& argument) {
    auto* box = new QCheckBox(argumentTitle(argument.name));
    const Json current = value(argument);
    box->setChecked((current.is_boolean() ? current : argument.fallback) == Json(true));
    connect(box, &QCheckBox::toggled, this, &ValidationForm::collect);
    m_writers.emplace_back([box, argument](Json& kwargs) {
        const Json set = box->isChecked();
        put(kwargs, argument.name, set == argument.fallback && !kwargs.contains(argument.name) ? Json() : set);
    });
    return box;
}

QWidget* ValidationForm::lineControl(const ArgumentSpec& argument) {
    auto* edit = new QLineEdit(plain(value(argument)));
    edit->setPlaceholderText(argument.fallback.is_null() ? QString() : plain(argument.fallback));
    connect(edit, &QLineEdit::textEdited, this, &ValidationForm::collect);
    const bool words = argument.kind == ArgumentKind::Text || argument.kind == ArgumentKind::Pattern ||
                       argument.kind == ArgumentKind::Condition;
    // A structure that a line cannot show stays until something is typed.
    m_writers.emplace_back([edit, words, name = argument.name, shown = edit->text()](Json& kwargs) {
        if (edit->text() == shown) return;
        const Json typed = words ? Json(edit->text().toStdString()) : typedValue(edit->text());
        put(kwargs, name, edit->text().trimmed().isEmpty() ? Json() : typed);
    });
    if (argument.kind == ArgumentKind::Pattern) edit->setFont(textFont(TextRole::Mono));
    return edit;
}

QWidget* ValidationForm::listControl(const ArgumentSpec& argument) {
    auto* edit = new QPlainTextEdit;
    QStringList lines;
    const Json current = value(argument);
    if (current.is_array())
        for (const Json& each : current) lines << plain(each);
    edit->setPlainText(lines.join(u'\n'));
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(QFontMetrics(edit->font()).lineSpacing() * listLines + 16);
    connect(edit, &QPlainTextEdit::textChanged, this, &ValidationForm::collect);
    const bool words = argument.kind != ArgumentKind::Values;
    m_writers.emplace_back([edit, words, name = argument.name, current, shown = edit->toPlainText()](Json& kwargs) {
        if (edit->toPlainText() == shown) {
            put(kwargs, name, current); // texts that look like numbers stay texts
            return;
        }
        const bool texts =
            words || (current.is_array() && !current.empty() &&
                      std::all_of(current.begin(), current.end(), [](const Json& v) { return v.is_string(); }));
        Json values = Json::array();
        for (const QString& line : edit->toPlainText().split(u'\n', Qt::SkipEmptyParts))
            values.push_back(texts ? Json(line.toStdString()) : typedValue(line));
        kwargs[name] = std::move(values);
    });
    return edit;
}

QWidget* ValidationForm::structureControl(const ArgumentSpec& argument) {
    auto* edit = new QPlainTextEdit;
    const Json current = value(argument);
    edit->setPlainText(current.is_null() ? QString()
                                         : text(current.dump(1, ' ', false, Json::error_handler_t::replace)));
    edit->setFont(textFont(TextRole::Mono));
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(QFontMetrics(edit->font()).lineSpacing() * listLines * 2 + 16);
    connect(edit, &QPlainTextEdit::textChanged, this, &ValidationForm::collect);
    m_writers.emplace_back([edit, name = argument.name](Json& kwargs) {
        const std::string typed = edit->toPlainText().trimmed().toStdString();
        const Json parsed = Json::parse(typed, nullptr, false);
        // Text that is no JSON yet is kept as it is: running the check says what is wrong.
        put(kwargs, name, typed.empty() ? Json() : parsed.is_discarded() ? Json(typed) : parsed);
    });
    return edit;
}

} // namespace lathe::ui
