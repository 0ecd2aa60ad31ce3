// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/pandas_export.h"

#include "core/base/text.h"
#include "core/data/expression/expression.h"
#include "core/data/recipe/pandas_expression.h"
#include "core/data/recipe/pandas_helpers.h"

#include <algorithm>
#include <map>

namespace lathe {

using recipe::pandasExpression;
using recipe::pythonText;

namespace {

/// A JSON value as Python writes it.
std::string python(const Json& value) {
    if (value.is_null()) return "None";
    if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
    if (value.is_string()) return pythonText(value.get<std::string>());
    std::vector<std::string> parts;
    if (value.is_array()) {
        for (const Json& item : value) parts.push_back(python(item));
        return "[" + joined(parts, ", ") + "]";
    }
    if (!value.is_object()) return value.dump();
    for (const auto& [key, item] : value.items()) parts.push_back(pythonText(key) + ": " + python(item));
    return "{" + joined(parts, ", ") + "}";
}

/// A step's parameters with what stands for those left out.
class Parameters {
public:
    explicit Parameters(const Json& json) : m_json(json) {}

    [[nodiscard]] bool has(const char* key) const { return m_json.is_object() && m_json.contains(key); }
    [[nodiscard]] std::string get(const char* key, const char* fallback = "None") const {
        return has(key) ? python(m_json[key]) : fallback;
    }
    /// One name or several, as a list.
    [[nodiscard]] std::string list(const char* key) const {
        if (!has(key)) return "[]";
        return m_json[key].is_array() ? python(m_json[key]) : "[" + python(m_json[key]) + "]";
    }
    [[nodiscard]] std::string word(const char* key, const char* fallback = "") const {
        return has(key) && m_json[key].is_string() ? m_json[key].get<std::string>() : fallback;
    }
    [[nodiscard]] const Json& json() const { return m_json; }

private:
    const Json& m_json;
};

/// Python statements, or why there are none.
struct Translation {
    std::string code;
    std::string refusal;
};

Translation refused(std::string why) { return {{}, std::move(why)}; }

/// `for column in columns: df[column] = CALL` where the call works on x.
Translation each(const Parameters& p, const std::string& call) {
    return {fmt::format("for column in {}:\n    x = df[column]\n    df[column] = {}", p.list("columns"), call), {}};
}

Translation derived(const Parameters& p, const std::vector<ColumnSchema>& columns) {
    const auto expression =
        Expression::parse(p.has("as") && p.json()["as"].is_string() ? p.word("as") : p.get("as"), columns);
    const auto code = expression ? pandasExpression(expression->root()) : std::nullopt;
    if (!code) return refused("the expression uses a function that pandas has no like of");
    return {fmt::format("df[{}] = series(df, {})", p.get("column"), *code), {}};
}

Translation filtered(const Parameters& p, const std::vector<ColumnSchema>& columns) {
    const auto expression = Expression::parse(p.word("where"), columns);
    const auto code = expression ? pandasExpression(expression->root()) : std::nullopt;
    if (!code) return refused("the condition uses a function that pandas has no like of");
    return {fmt::format("df = df[series(df, {}).astype(\"boolean\").fillna(False)].reset_index(drop=True)", *code), {}};
}

Translation columnStep(const std::string& kind, const Parameters& p) {
    const std::string columns = p.list("columns");
    if (kind == "rename") return {fmt::format("df = df.rename(columns={})", p.get("columns")), {}};
    if (kind == "drop") return {fmt::format("df = df.drop(columns={})", columns), {}};
    if (kind == "keep")
        return {fmt::format("df = df[[column for column in df.columns if column in {}]].copy()", columns), {}};
    if (kind == "reorder")
        return {fmt::format("df = df[{0} + [column for column in df.columns if column not in {0}]].copy()", columns),
                {}};
    if (kind == "cast")
        return {
            fmt::format("for column, kind in {}.items():\n    df[column] = cast(df[column], kind)", p.get("columns")),
            {}};
    if (kind == "split_column")
        return {fmt::format("df = split_column(df, {}, {}, {}, {})", p.get("column"), p.get("separator"),
                            p.list("into"), p.get("keep", "False")),
                {}};
    if (kind == "join_columns")
        return {fmt::format("df = join_columns(df, {}, {}, {}, {})", columns, p.get("separator", "\" \""),
                            p.get("into"), p.get("keep", "False")),
                {}};
    return {fmt::format("df = split_rows(df, {}, {})", p.get("column"), p.get("separator")), {}};
}

Translation textStep(const std::string& kind, const Parameters& p) {
    const std::string ignoreCase = p.get("ignore_case", "False");
    if (kind == "trim") return each(p, fmt::format("trim(x, {})", p.get("inner", "\"keep\"")));
    if (kind == "change_case") {
        const std::string to = p.word("to");
        return each(p, to == "title"      ? "title_case(x)"
                       : to == "sentence" ? "sentence_case(x)"
                                          : fmt::format("x.str.{}()", to));
    }
    if (kind == "normalise_text")
        return each(p, fmt::format("normalise(x, {}, {})", p.get("form", "\"NFC\""), p.get("strip_accents", "False")));
    if (kind == "replace")
        return each(p,
                    fmt::format("{}(x, {}, {})", p.get("part", "False") == "True" ? "replace_parts" : "replace_values",
                                p.get("map"), ignoreCase));
    if (kind == "replace_pattern")
        return each(p, fmt::format("replace_pattern(x, {}, {}, {})", p.get("pattern"), p.get("with"), ignoreCase));
    if (kind == "extract")
        return {fmt::format("df = extract(df, {}, {}, {}, {})", p.get("column"), p.get("pattern"), p.list("into"),
                            ignoreCase),
                {}};
    if (kind == "parse_number")
        return each(p, fmt::format("parse_number(x, {}, {}, {})", p.get("decimal", "\"either\""),
                                   p.get("percent", "\"keep\""), p.get("type", "\"real\"")));
    if (kind == "parse_date") {
        if (!p.has("forms") || p.word("type", "auto") == "auto")
            return refused("forms and type of the dates are found out from the data; give forms: and type: "
                           "to export it");
        return each(p, fmt::format("parse_date(x, {}, {})", p.list("forms"), p.get("type")));
    }
    if (kind == "cluster") {
        if (!p.has("map"))
            return refused("the spellings are found in the data; export the recipe that the cleaned version keeps");
        return {fmt::format("df[{0}] = replace_values(df[{0}], {1}, False)", p.get("column"), p.get("map")), {}};
    }
    return {fmt::format("df = repair(df, {}, {}, {}, {}, {})", p.list("key"), p.list("columns"),
                        p.get("min_share", "0.5"), p.get("min_rows", "2"), p.get("fill_missing", "True")),
            {}};
}

Translation fillStep(const Parameters& p, const std::vector<ColumnSchema>& columns) {
    const std::string with = p.word("with");
    if (with == "knn") return refused("pandas has no nearest neighbours");
    if (with == "forward" || with == "backward")
        return {fmt::format("df = fill_neighbour(df, {}, {}, {}, {})", p.list("columns"),
                            with == "forward" ? "True" : "False", p.list("by"), p.list("order")),
                {}};
    if (with != "constant")
        return {fmt::format("df = fill_average(df, {}, \"{}\", {})", p.list("columns"), with, p.list("by")), {}};
    std::string code;
    const std::vector<std::string> names = p.json()["columns"].is_array()
                                               ? p.json()["columns"].get<std::vector<std::string>>()
                                               : std::vector<std::string>{p.word("columns")};
    for (const std::string& name : names) {
        const auto column =
            std::find_if(columns.begin(), columns.end(), [&](const ColumnSchema& c) { return c.name == name; });
        const bool time =
            column != columns.end() && (column->type == ColumnType::Date || column->type == ColumnType::Timestamp);
        const bool text = column != columns.end() && isTextual(column->type);
        const Json& value = p.json()["value"];
        const std::string plain = text && !value.is_string() ? pythonText(value.dump()) : python(value);
        code += fmt::format("{0}df[{1}] = df[{1}].fillna({2})", code.empty() ? "" : "\n", pythonText(name),
                            time ? "pd.Timestamp(" + plain + ")" : plain);
    }
    return {code, {}};
}

Translation groupStep(const Parameters& p) {
    std::vector<std::string> values;
    for (const auto& [name, call] : p.json()["values"].items()) {
        const std::string text = call.get<std::string>();
        const size_t open = text.find('(');
        const std::string column(trimmed(std::string_view(text).substr(open + 1, text.size() - open - 2)));
        values.push_back(fmt::format("{}: (\"{}\", {})", pythonText(name), trimmed(text.substr(0, open)),
                                     column.empty() ? "None" : pythonText(column)));
    }
    return {fmt::format("df = aggregate(df, {}, {{{}}})", p.list("by"), joined(values, ", ")), {}};
}

Translation rowStep(const std::string& kind, const Parameters& p, const std::vector<ColumnSchema>& columns) {
    if (kind == "fill_missing") return fillStep(p, columns);
    if (kind == "filter") return filtered(p, columns);
    if (kind == "drop_missing")
        return {fmt::format("df = df.dropna(subset={}, how={}).reset_index(drop=True)",
                            p.has("columns") ? p.list("columns") : "None", p.get("when", "\"any\"")),
                {}};
    if (kind == "drop_duplicates")
        return {fmt::format("df = df.drop_duplicates({}).reset_index(drop=True)",
                            p.has("columns") ? "subset=" + p.list("columns") : ""),
                {}};
    if (kind == "outliers") {
        const std::string method = p.word("method", "iqr");
        return {fmt::format("df = outliers(df, {}, \"{}\", {}, {})", p.list("columns"), method,
                            p.get("factor", method == "iqr" ? "1.5"
                                            : method == "z" ? "3"
                                                            : "3.5"),
                            p.get("action", "\"flag\"")),
                {}};
    }
    if (kind == "group_aggregate") return groupStep(p);
    if (kind == "join") return refused("the other version is not in the file; join it with df.merge()");
    if (kind == "drop_similar") return refused("pandas does not compare rows that are nearly the same");
    return refused("the random choice is Lathe's own");
}

Translation encodingStep(const std::string& kind, const Parameters& p, const std::vector<ColumnSchema>& columns) {
    if (kind == "derive") return derived(p, columns);
    if (kind == "bin")
        return {fmt::format("df = bins(df, {}, {}, {}, {}, {}, {})", p.get("column"),
                            p.get("method", p.has("edges") ? "\"edges\"" : "\"width\""), p.get("bins", "5"),
                            p.get("edges"), p.has("labels") ? p.list("labels") : "None",
                            p.has("into") ? p.get("into") : pythonText(p.word("column") + "_bin")),
                {}};
    if (kind == "date_parts") {
        std::string code;
        for (const Json& part : p.json()["parts"].is_array() ? p.json()["parts"] : Json::array({p.json()["parts"]})) {
            const auto expression =
                Expression::parse(part.get<std::string>() + "(`" + p.word("column") + "`)", columns);
            const auto translated = expression ? pandasExpression(expression->root()) : std::nullopt;
            if (!translated) return refused("the column's name cannot be written in an expression");
            code += fmt::format("{}df[{}] = {}", code.empty() ? "" : "\n",
                                pythonText(p.word("column") + "_" + part.get<std::string>()), *translated);
        }
        return {code, {}};
    }
    if (kind == "lag")
        return {fmt::format("df = lag(df, {}, {}, {}, {})", p.list("columns"), p.get("rows", "1"), p.list("by"),
                            p.list("order")),
                {}};
    if (kind == "rolling")
        return {fmt::format("df = rolling(df, {}, {}, {}, {}, {}, {})", p.list("columns"),
                            p.get("function", "\"mean\""), p.get("window"),
                            p.has("min_rows") ? p.get("min_rows") : p.get("window"), p.list("by"), p.list("order")),
                {}};
    if (kind == "one_hot")
        return {fmt::format("df = one_hot(df, {}, {})", p.list("columns"),
                            p.has("categories") ? p.list("categories") : "None"),
                {}};
    if (kind == "ordinal")
        return {
            fmt::format("df[{0}] = ordinal(df[{0}], {1})", p.get("column"), p.has("order") ? p.list("order") : "None"),
            {}};
    if (kind == "scale") return each(p, fmt::format("scale(x, {})", p.get("method", "\"standard\"")));
    return refused("the folds of target_encode are Lathe's own");
}

Translation privacyStep(const std::string& kind, const Parameters& p) {
    if (kind == "hash")
        return each(p, fmt::format("hashed(x, {}, {})",
                                   p.has("salt_from") ? "os.environ[" + p.get("salt_from") + "]" : p.get("salt"),
                                   p.get("length", "16")));
    if (kind == "mask")
        return each(p, fmt::format("mask(x, {}, {}, {})", p.get("keep_first", "0"), p.get("keep_last", "0"),
                                   p.get("with", "\"*\"")));
    if (kind == "suppress")
        return {fmt::format("df = suppress(df, {}, {}, {}, {})", p.list("quasi"), p.list("sensitive"), p.get("k", "5"),
                            p.get("l", "1")),
                {}};
    return each(p, fmt::format("generalise(x, {}, {}, {})", p.get("width"), p.get("period"), p.get("prefix")));
}

Translation translate(const RecipeStep& step, const std::vector<ColumnSchema>& columns) {
    const Parameters p(step.parameters);
    const auto isOneOf = [&](std::initializer_list<const char*> kinds) {
        return std::find(kinds.begin(), kinds.end(), step.kind) != kinds.end();
    };
    if (isOneOf({"rename", "drop", "keep", "reorder", "cast", "split_column", "join_columns", "split_rows"}))
        return columnStep(step.kind, p);
    if (isOneOf({"trim", "change_case", "normalise_text", "replace", "replace_pattern", "extract", "parse_number",
                 "parse_date", "cluster", "repair"}))
        return textStep(step.kind, p);
    if (isOneOf({"derive", "bin", "date_parts", "lag", "rolling", "one_hot", "ordinal", "target_encode", "scale"}))
        return encodingStep(step.kind, p, columns);
    if (isOneOf({"hash", "mask", "generalise", "suppress"})) return privacyStep(step.kind, p);
    return rowStep(step.kind, p, columns);
}

std::string indented(const std::string& code) {
    std::string text;
    for (const std::string& line : splitText(code, '\n')) text += "    " + line + "\n";
    return text;
}

std::string kindsOf(const std::vector<ColumnSchema>& columns) {
    std::vector<std::string> parts;
    for (const ColumnSchema& column : columns)
        parts.push_back(fmt::format("{}: \"{}\"", pythonText(column.name), toString(column.type)));
    return "{" + joined(parts, ", ") + "}";
}

} // namespace

Result<PandasScript> pandasScript(const Recipe& recipe, const std::vector<ColumnSchema>& columns) {
    PandasScript script;
    std::string steps;
    std::vector<ColumnSchema> before = columns;
    for (size_t i = 0; i < recipe.steps().size(); ++i) {
        const RecipeStep& step = recipe.steps()[i];
        const std::string title = fmt::format("step {}, {}", i + 1, step.kind);
        steps += fmt::format("    # {}{}{}\n", title,
                             step.comment.empty() ? "" : ": " + joined(splitText(step.comment, '\n'), " "),
                             step.enabled ? "" : " (switched off)");
        if (!step.enabled) continue;
        const Translation translation = translate(step, before);
        if (translation.refusal.empty()) {
            steps += indented(translation.code);
        } else {
            script.unsupported.push_back(i);
            steps += indented("raise NotImplementedError(" + pythonText(title + ": " + translation.refusal) + ")");
        }
        Recipe one;
        one.setSteps({step});
        auto after = one.outputSchema(before);
        if (after) before = std::move(*after);
        else if (step.kind != "join") return failure(std::move(after.error()));
    }
    script.text = "\"\"\"A cleaning recipe as a pandas script: python3 script.py input.csv output.csv\"\"\"\n"
                  "import hmac\nimport os\nimport re\nimport sys\nimport unicodedata\n\nimport numpy as "
                  "np\nimport pandas as pd\n\n";
    if (!script.unsupported.empty())
        script.text += "# pandas cannot do all of it: the steps that raise NotImplementedError say why.\n";
    script.text += recipe::pandasHelpers;
    script.text += "\n\ndef clean(df):\n" + steps + "    return df\n\n\nKINDS = " + kindsOf(columns) +
                   "\n\nif __name__ == \"__main__\":\n    write(clean(read(sys.argv[1], KINDS)), sys.argv[2])\n";
    return script;
}

} // namespace lathe
