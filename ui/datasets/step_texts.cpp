// SPDX-License-Identifier: GPL-3.0-or-later
// The words and icons that stand for each kind of recipe step.
#include "core/base/config.h"
#include "ui/datasets/column_types.h"
#include "ui/datasets/recipe_editor.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

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
        found << QStringLiteral("%1 → %2").arg(text(from), types && type ? columnTypeName(*type)
                                                                         : text(to.get<std::string>()));
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

} // namespace

QString stepTitle(const std::string& kind) {
    if (kind == "rename") return StepTexts::tr("Rename columns");
    if (kind == "drop") return StepTexts::tr("Drop columns");
    if (kind == "cast") return StepTexts::tr("Change types");
    if (kind == "fill_missing") return StepTexts::tr("Fill missing values");
    if (kind == "drop_duplicates") return StepTexts::tr("Drop duplicate rows");
    if (kind == "filter") return StepTexts::tr("Keep rows where…");
    if (kind == "derive") return StepTexts::tr("Derive a column");
    if (kind == "scale") return StepTexts::tr("Scale numbers");
    if (kind == "one_hot") return StepTexts::tr("One-hot encode");
    QString title = text(kind).replace(u'_', u' ');
    if (!title.isEmpty()) title[0] = title[0].toUpper();
    return title;
}

QString stepHelp(const std::string& kind) {
    if (kind == "rename") return StepTexts::tr("Give columns other names");
    if (kind == "drop") return StepTexts::tr("Leave columns out");
    if (kind == "cast") return StepTexts::tr("Read a column as a number, a date, a category…");
    if (kind == "fill_missing") return StepTexts::tr("Put a value where there is none");
    if (kind == "drop_duplicates") return StepTexts::tr("Keep the first of equal rows");
    if (kind == "filter") return StepTexts::tr("Keep only rows for which an expression is true");
    if (kind == "derive") return StepTexts::tr("Compute a new column from others");
    if (kind == "scale") return StepTexts::tr("Bring numbers to a common range");
    if (kind == "one_hot") return StepTexts::tr("One 0/1 column for each category");
    return {};
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
    static constexpr std::array needColumns{"rename", "drop", "cast", "fill_missing", "scale", "one_hot"};
    const bool needs = std::find(needColumns.begin(), needColumns.end(), step.kind) != needColumns.end();
    if (needs && empty("columns")) return StepTexts::tr("Choose a column.");
    if (step.kind == "fill_missing" && word(parameters, "with") == u"constant" && empty("value"))
        return StepTexts::tr("Type the value to fill with.");
    return {};
}

QString stepSummary(const RecipeStep& step) {
    const Json& parameters = step.parameters;
    if (step.kind == "rename") return pairs(parameters, false);
    if (step.kind == "cast") return pairs(parameters, true);
    if (step.kind == "fill_missing")
        return StepTexts::tr("%1 with %2").arg(names(parameters), fillWord(parameters));
    if (step.kind == "filter") return word(parameters, "where");
    if (step.kind == "derive")
        return QStringLiteral("%1 = %2").arg(word(parameters, "column"), word(parameters, "as"));
    if (step.kind == "drop" || step.kind == "drop_duplicates" || step.kind == "scale" ||
        step.kind == "one_hot")
        return names(parameters);
    return text(toYaml(parameters)).simplified();
}

} // namespace lathe::ui
