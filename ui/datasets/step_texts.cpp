// SPDX-License-Identifier: GPL-3.0-or-later
// The words and icons that stand for each kind of recipe step.
#include "core/base/config.h"
#include "ui/datasets/column_types.h"
#include "ui/datasets/recipe_editor.h"
#include "ui/datasets/step_catalog.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace lathe::ui {
namespace {

struct StepTexts {
    Q_DECLARE_TR_FUNCTIONS(StepTexts)
};

QString names(const Json& parameters) {
    if (!parameters.is_object() || !parameters.contains("columns")) return StepTexts::tr("all columns");
    const Json& columns = parameters["columns"];
    QStringList found;
    if (columns.is_string()) found << text(columns.get<std::string>());
    if (columns.is_array())
        for (const Json& name : columns)
            if (name.is_string()) found << text(name.get<std::string>());
    return found.isEmpty() ? StepTexts::tr("no column chosen yet") : found.join(QStringLiteral(", "));
}

QString word(const Json& parameters, const char* key) {
    if (!parameters.is_object() || !parameters.contains(key)) return {};
    const Json& value = parameters[key];
    return value.is_string() ? text(value.get<std::string>()) : text(value.dump());
}

QString pairs(const Json& parameters, bool types) {
    if (!parameters.is_object() || !parameters.contains("columns") || !parameters["columns"].is_object())
        return StepTexts::tr("no column chosen yet");
    QStringList found;
    for (const auto& [from, to] : parameters["columns"].items()) {
        if (!to.is_string()) continue;
        const auto type = columnTypeFromText(to.get<std::string>());
        found << QStringLiteral("%1 → %2").arg(text(from),
                                               types && type ? columnTypeName(*type) : text(to.get<std::string>()));
    }
    return found.isEmpty() ? StepTexts::tr("no column chosen yet") : found.join(QStringLiteral(", "));
}

QString fillWord(const Json& parameters) {
    const QString with = word(parameters, "with");
    if (with == u"mean") return StepTexts::tr("the mean");
    if (with == u"median") return StepTexts::tr("the median");
    if (with == u"mode") return StepTexts::tr("the most frequent value");
    if (with == u"constant") return word(parameters, "value");
    return with;
}

/// Titles and one sentence each, to be translated in context StepTexts.
struct KindTexts {
    const char* kind;
    const char* title;
    const char* help;
};

constexpr KindTexts kindTexts[] = {
    {"rename", QT_TRANSLATE_NOOP("StepTexts", "Rename columns"),
     QT_TRANSLATE_NOOP("StepTexts", "Give columns other names")},
    {"drop", QT_TRANSLATE_NOOP("StepTexts", "Drop columns"), QT_TRANSLATE_NOOP("StepTexts", "Leave columns out")},
    {"cast", QT_TRANSLATE_NOOP("StepTexts", "Change types"),
     QT_TRANSLATE_NOOP("StepTexts", "Read a column as a number, a date, a category…")},
    {"fill_missing", QT_TRANSLATE_NOOP("StepTexts", "Fill missing values"),
     QT_TRANSLATE_NOOP("StepTexts", "Put a value where there is none")},
    {"drop_duplicates", QT_TRANSLATE_NOOP("StepTexts", "Drop duplicate rows"),
     QT_TRANSLATE_NOOP("StepTexts", "Keep the first of equal rows")},
    {"filter", QT_TRANSLATE_NOOP("StepTexts", "Keep rows where…"),
     QT_TRANSLATE_NOOP("StepTexts", "Keep only rows for which an expression is true")},
    {"derive", QT_TRANSLATE_NOOP("StepTexts", "Derive a column"),
     QT_TRANSLATE_NOOP("StepTexts", "Compute a new column from others")},
    {"scale", QT_TRANSLATE_NOOP("StepTexts", "Scale numbers"),
     QT_TRANSLATE_NOOP("StepTexts", "Bring numbers to a common range")},
    {"one_hot", QT_TRANSLATE_NOOP("StepTexts", "One-hot encode"),
     QT_TRANSLATE_NOOP("StepTexts", "One 0/1 column for each category")},
    {"keep", QT_TRANSLATE_NOOP("StepTexts", "Keep columns"),
     QT_TRANSLATE_NOOP("StepTexts", "Leave all other columns out")},
    {"reorder", QT_TRANSLATE_NOOP("StepTexts", "Reorder columns"),
     QT_TRANSLATE_NOOP("StepTexts", "Put columns in front")},
    {"split_column", QT_TRANSLATE_NOOP("StepTexts", "Split a column"),
     QT_TRANSLATE_NOOP("StepTexts", "Part a text at a separator into several columns")},
    {"join_columns", QT_TRANSLATE_NOOP("StepTexts", "Join columns"),
     QT_TRANSLATE_NOOP("StepTexts", "Put several columns into one text")},
    {"split_rows", QT_TRANSLATE_NOOP("StepTexts", "Split cells into rows"),
     QT_TRANSLATE_NOOP("StepTexts", "One row for each of several values in a cell")},
    {"trim", QT_TRANSLATE_NOOP("StepTexts", "Trim blanks"), QT_TRANSLATE_NOOP("StepTexts", "Take blanks off texts")},
    {"change_case", QT_TRANSLATE_NOOP("StepTexts", "Change case"),
     QT_TRANSLATE_NOOP("StepTexts", "Write texts in small or capital letters")},
    {"normalise_text", QT_TRANSLATE_NOOP("StepTexts", "Normalise Unicode"),
     QT_TRANSLATE_NOOP("StepTexts", "One form for equal texts; accents off")},
    {"replace", QT_TRANSLATE_NOOP("StepTexts", "Replace values"),
     QT_TRANSLATE_NOOP("StepTexts", "Put other values in place of some")},
    {"replace_pattern", QT_TRANSLATE_NOOP("StepTexts", "Replace by pattern"),
     QT_TRANSLATE_NOOP("StepTexts", "Replace what a regular expression finds")},
    {"extract", QT_TRANSLATE_NOOP("StepTexts", "Extract by pattern"),
     QT_TRANSLATE_NOOP("StepTexts", "New columns from what a regular expression finds")},
    {"parse_number", QT_TRANSLATE_NOOP("StepTexts", "Read numbers"),
     QT_TRANSLATE_NOOP("StepTexts", "Numbers with units, percent, currency and thousands marks")},
    {"parse_date", QT_TRANSLATE_NOOP("StepTexts", "Read dates"),
     QT_TRANSLATE_NOOP("StepTexts", "Dates and times in nearly any form")},
    {"cluster", QT_TRANSLATE_NOOP("StepTexts", "Merge spellings"),
     QT_TRANSLATE_NOOP("StepTexts", "Find spellings of the same and merge them")},
    {"repair", QT_TRANSLATE_NOOP("StepTexts", "Repair by a key"),
     QT_TRANSLATE_NOOP("StepTexts", "Mend values by what most rows with the same key say")},
    {"drop_missing", QT_TRANSLATE_NOOP("StepTexts", "Drop rows with gaps"),
     QT_TRANSLATE_NOOP("StepTexts", "Leave out rows in which values are missing")},
    {"outliers", QT_TRANSLATE_NOOP("StepTexts", "Treat outliers"),
     QT_TRANSLATE_NOOP("StepTexts", "Mark, clip or drop numbers far from the others")},
    {"drop_similar", QT_TRANSLATE_NOOP("StepTexts", "Drop similar rows"),
     QT_TRANSLATE_NOOP("StepTexts", "Keep the first of nearly equal rows")},
    {"sample", QT_TRANSLATE_NOOP("StepTexts", "Sample rows"),
     QT_TRANSLATE_NOOP("StepTexts", "Keep some rows, chosen at random")},
    {"rebalance", QT_TRANSLATE_NOOP("StepTexts", "Rebalance classes"),
     QT_TRANSLATE_NOOP("StepTexts", "Make classes equally frequent")},
    {"group_aggregate", QT_TRANSLATE_NOOP("StepTexts", "Group and aggregate"),
     QT_TRANSLATE_NOOP("StepTexts", "One row for each group, with counts, sums, means…")},
    {"join", QT_TRANSLATE_NOOP("StepTexts", "Join another version"),
     QT_TRANSLATE_NOOP("StepTexts", "Bring in columns of another dataset by a key")},
    {"bin", QT_TRANSLATE_NOOP("StepTexts", "Sort into ranges"), QT_TRANSLATE_NOOP("StepTexts", "Numbers as ranges")},
    {"date_parts", QT_TRANSLATE_NOOP("StepTexts", "Take dates apart"),
     QT_TRANSLATE_NOOP("StepTexts", "Year, month, weekday… as columns")},
    {"lag", QT_TRANSLATE_NOOP("StepTexts", "Values of earlier rows"),
     QT_TRANSLATE_NOOP("StepTexts", "Bring in the value some rows back")},
    {"rolling", QT_TRANSLATE_NOOP("StepTexts", "Rolling window"),
     QT_TRANSLATE_NOOP("StepTexts", "Mean, sum… over the last rows")},
    {"ordinal", QT_TRANSLATE_NOOP("StepTexts", "Number categories"),
     QT_TRANSLATE_NOOP("StepTexts", "Categories as 0, 1, 2… in an order")},
    {"target_encode", QT_TRANSLATE_NOOP("StepTexts", "Target encode"),
     QT_TRANSLATE_NOOP("StepTexts", "Categories as the mean of the target, out of fold")},
    {"hash", QT_TRANSLATE_NOOP("StepTexts", "Hash values"),
     QT_TRANSLATE_NOOP("StepTexts", "Replace values by a keyed hash")},
    {"mask", QT_TRANSLATE_NOOP("StepTexts", "Mask characters"), QT_TRANSLATE_NOOP("StepTexts", "Hide parts of values")},
    {"generalise", QT_TRANSLATE_NOOP("StepTexts", "Generalise values"),
     QT_TRANSLATE_NOOP("StepTexts", "Ranges, years, beginnings instead of exact values")},
    {"suppress", QT_TRANSLATE_NOOP("StepTexts", "Suppress rare rows"),
     QT_TRANSLATE_NOOP("StepTexts", "Drop rows that too few others are like (k-anonymity)")},
};

const KindTexts* textsOf(const std::string& kind) {
    const auto* found = std::find_if(std::begin(kindTexts), std::end(kindTexts),
                                     [&](const KindTexts& texts) { return kind == texts.kind; });
    return found == std::end(kindTexts) ? nullptr : found;
}

QString shownItem(const Json& value) { return value.is_string() ? text(value.get<std::string>()) : text(value.dump()); }

/// A parameter as its control shows it; empty for what is not worth a word.
QString shownParameter(const StepFieldSpec& spec, const Json& value) {
    if (spec.control == StepFieldSpec::Control::Choice) {
        for (size_t i = 1; i < spec.choices.size(); ++i) // the first is what everybody expects
            if (value == spec.choices[i].first) return spec.choices[i].second;
        return {};
    }
    if (spec.control == StepFieldSpec::Control::Flag) return value == true ? spec.caption : QString();
    if (value.is_object()) return StepTexts::tr("%n value(s)", nullptr, static_cast<int>(value.size()));
    if (!value.is_array()) return shownItem(value);
    QStringList items;
    for (const Json& item : value) items << shownItem(item);
    return items.join(QStringLiteral(", "));
}

/// The parameters beside the columns, one after another.
QString otherValues(const std::string& kind, const Json& parameters) {
    QStringList found;
    for (const StepFieldSpec& spec : stepFields(kind)) {
        if (spec.key == "columns" || spec.key == "column" || !parameters.contains(spec.key)) continue;
        const QString shown = shownParameter(spec, parameters[spec.key]);
        if (!shown.isEmpty()) found << shown;
    }
    return found.join(QStringLiteral(" · "));
}

} // namespace

QString stepTitle(const std::string& kind) {
    if (const KindTexts* texts = textsOf(kind)) return StepTexts::tr(texts->title);
    QString title = text(kind).replace(u'_', u' ');
    if (!title.isEmpty()) title[0] = title[0].toUpper();
    return title;
}

QString stepHelp(const std::string& kind) {
    const KindTexts* texts = textsOf(kind);
    return texts ? StepTexts::tr(texts->help) : QString();
}

QString stepGap(const RecipeStep& step) {
    const Json& parameters = step.parameters;
    const auto empty = [&](const char* key) {
        if (!parameters.is_object() || !parameters.contains(key)) return true;
        const Json& value = parameters[key];
        return value.is_null() || (value.is_string() && value.get<std::string>().empty()) ||
               (value.is_structured() && value.empty());
    };
    if (step.kind == "filter") return empty("where") ? StepTexts::tr("Type a condition.") : QString();
    if (step.kind == "derive") {
        if (empty("column")) return StepTexts::tr("Give the new column a name.");
        return empty("as") ? StepTexts::tr("Type an expression.") : QString();
    }
    for (const StepFieldSpec& spec : stepFields(step.kind)) {
        const bool shown = spec.onlyWith.empty() ||
                           std::find(spec.onlyWords.begin(), spec.onlyWords.end(),
                                     word(parameters, spec.onlyWith.c_str()).toStdString()) != spec.onlyWords.end();
        if (!spec.required || !shown || !empty(spec.key.c_str())) continue;
        using Control = StepFieldSpec::Control;
        if (spec.control == Control::Value && step.kind == "fill_missing")
            return StepTexts::tr("Type the value to fill with.");
        const bool column = spec.key == "columns" || spec.key == "column";
        return column ? StepTexts::tr("Choose a column.") : StepTexts::tr("Fill in: %1").arg(spec.caption);
    }
    return {};
}

QString stepSummary(const RecipeStep& step) {
    const Json& parameters = step.parameters;
    if (step.kind == "rename") return pairs(parameters, false);
    if (step.kind == "cast") return pairs(parameters, true);
    if (step.kind == "fill_missing") return StepTexts::tr("%1 with %2").arg(names(parameters), fillWord(parameters));
    if (step.kind == "filter") return word(parameters, "where");
    if (step.kind == "derive") return QStringLiteral("%1 = %2").arg(word(parameters, "column"), word(parameters, "as"));
    if (!parameters.is_object()) return text(toYaml(parameters)).simplified();
    const QString columns = parameters.contains("column") ? word(parameters, "column")
                            : parameters.contains("columns") || step.kind == "drop_duplicates" ? names(parameters)
                                                                                               : QString();
    const QString others = otherValues(step.kind, parameters);
    return columns.isEmpty() || others.isEmpty() ? columns + others : columns + QStringLiteral(" · ") + others;
}

} // namespace lathe::ui
