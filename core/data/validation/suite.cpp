// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/suite.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/data/validation/expectation_catalog.h"

namespace lathe {

namespace {

const std::vector<std::string>& expectationNames() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const ExpectationSpec& spec : expectationCatalog()) list.push_back(spec.type);
        return list;
    }();
    return names;
}

/// Arguments that steer how Great Expectations reports, not what it checks.
bool isReporting(const std::string& name) {
    return name == "result_format" || name == "catch_exceptions" || name == "include_config" || name == "batch_id" ||
           name == "meta";
}

bool isParameter(const Json& value) { return value.is_object() && value.contains("$PARAMETER"); }

Result<CheckSeverity> readSeverity(const ConfigNode& node) {
    LATHE_TRY(const std::string word, node.text());
    if (const auto severity = severityFromText(word)) return *severity;
    return failure(node.error(fmt::format("'{}' is not a severity", word), "Use error, warning or info."));
}

Json objectOrEmpty(const std::optional<ConfigNode>& node) {
    return node && node->isMap() ? node->toJson() : Json::object();
}

Result<std::string> optionalText(const ConfigNode& node, const char* key) {
    LATHE_TRY(const auto found, node.find(key));
    if (!found || found->isNull()) return std::string();
    const Json value = found->toJson();
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// ---- One expectation in a foreign suite -----------------------------------------------------------------------

void noteUnknown(Expectation& expectation) {
    const ExpectationSpec* spec = findExpectation(expectation.type);
    if (!spec) {
        expectation.remarks.push_back(fmt::format("'{}' is not known here. {}", expectation.type,
                                                  suggestion(expectation.type, expectationNames()).substr(0, 120)));
        return;
    }
    for (const auto& [name, value] : expectation.kwargs.items())
        if (!spec->find(name) && !isReporting(name))
            expectation.remarks.push_back(fmt::format("the argument '{}' is not known here and was passed over", name));
}

Result<Expectation> readForeign(const ConfigNode& node, const std::string& typeKey) {
    Expectation expectation;
    LATHE_TRY(const auto type, node.require(typeKey));
    LATHE_TRY(expectation.type, type.text());
    LATHE_TRY(const auto entries, node.entries());
    for (const auto& [key, value] : entries) {
        if (key == typeKey) continue;
        if (key == "kwargs") {
            if (!value.isMap() && !value.isNull()) return failure(value.error("kwargs must be a map"));
            if (value.isMap()) expectation.kwargs = value.toJson();
        } else if (key == "meta") {
            expectation.meta = value.isMap() ? value.toJson() : Json::object();
        } else if (key == "severity" && !value.isNull()) {
            LATHE_TRY(expectation.severity, readSeverity(value));
        } else if (key == "id" || key == "ge_cloud_id") {
            LATHE_TRY(expectation.id, optionalText(node, key.c_str()));
        } else if (key == "notes") {
            LATHE_TRY(expectation.notes, optionalText(node, "notes"));
        } else if (!value.isNull()) {
            expectation.extra[key] = value.toJson();
        }
    }
    noteUnknown(expectation);
    return expectation;
}

// ---- One expectation in our own form --------------------------------------------------------------------------

Result<Expectation> readOwn(const ConfigNode& node) {
    Expectation expectation;
    LATHE_TRY(const auto entries, node.entries());
    for (const auto& [key, value] : entries) {
        if (key == "severity") {
            LATHE_TRY(expectation.severity, readSeverity(value));
        } else if (key == "notes") {
            LATHE_TRY(expectation.notes, value.text());
        } else if (key == "meta") {
            expectation.meta = value.isMap() ? value.toJson() : Json::object();
        } else {
            if (!findExpectation(key))
                return failure(
                    value.error(fmt::format("there is no expectation '{}'", key), suggestion(key, expectationNames())));
            if (!expectation.type.empty())
                return failure(value.error(
                    fmt::format("an item holds one expectation: this one has {} already", expectation.type)));
            expectation.type = key;
            LATHE_CHECK(checkArguments(value, key));
            if (value.isMap()) expectation.kwargs = value.toJson();
        }
    }
    if (expectation.type.empty())
        return failure(
            node.error("the item holds no expectation", "For example: expect_column_to_exist: {column: id}"));
    return expectation;
}

Result<Expectation> readExpectation(const ConfigNode& node) {
    if (!node.isMap()) return failure(node.error("an expectation must be a map"));
    for (const char* key : {"type", "expectation_type"}) {
        LATHE_TRY(const auto found, node.find(key));
        if (found) return readForeign(node, key);
    }
    return readOwn(node);
}

// ---- Arguments ------------------------------------------------------------------------------------------------

Result<void> checkEach(const ConfigNode& value, const char* what, bool (ConfigNode::*is)() const) {
    if (value.isMap()) return failure(value.error(fmt::format("must be {}", what)));
    LATHE_TRY(const auto items, value.items());
    for (const ConfigNode& item : items)
        if (!(item.*is)()) return failure(item.error(fmt::format("must be {}", what)));
    return {};
}

Result<void> checkShare(const ConfigNode& value) {
    LATHE_TRY(const double share, value.number());
    if (share >= 0 && share <= 1) return {};
    return failure(value.error("must lie between 0 and 1"));
}

Result<void> checkCount(const ConfigNode& value) {
    LATHE_TRY(const int64_t count, value.integer());
    if (count >= 0) return {};
    return failure(value.error("must not be negative"));
}

template <typename T>
Result<void> onlyWhether(Result<T> value) {
    if (value) return {};
    return failure(std::move(value.error()));
}

Result<void> checkArgument(const ConfigNode& value, const ArgumentSpec& spec) {
    if (value.isNull() && !spec.required) return {};
    if (isParameter(value.toJson())) return {};
    switch (spec.kind) {
    case ArgumentKind::Column:
    case ArgumentKind::Text:
    case ArgumentKind::Pattern: return onlyWhether(value.text());
    case ArgumentKind::Number: return onlyWhether(value.number());
    case ArgumentKind::Count: return checkCount(value);
    case ArgumentKind::Flag: return onlyWhether(value.boolean());
    case ArgumentKind::Share: return checkShare(value);
    case ArgumentKind::Choice: return onlyWhether(value.oneOf(spec.choices));
    case ArgumentKind::Value:
        if (!value.isScalar()) return failure(value.error("must be one value"));
        return {};
    case ArgumentKind::Columns:
    case ArgumentKind::Texts:
    case ArgumentKind::Patterns: return checkEach(value, "a list of texts", &ConfigNode::isScalar);
    case ArgumentKind::Values:
        return value.isList() ? Result<void>() : failure(value.error("must be a list of values"));
    case ArgumentKind::Condition:
        if (value.isScalar() || value.isMap()) return {};
        return failure(value.error("must be a condition"));
    case ArgumentKind::Object:
        if (value.isMap() || value.isList()) return {};
        return failure(value.error("must be a structure"));
    }
    return {};
}

// ---- Parameters -----------------------------------------------------------------------------------------------

/// Recursive descent over + - * / and parentheses; operands are numbers and parameters.
class ParameterArithmetic {
public:
    ParameterArithmetic(std::string_view text, const Json& parameters) : m_text(text), m_parameters(&parameters) {}

    Result<double> all() {
        LATHE_TRY(const double value, sum(0));
        if (m_at < m_text.size()) return wrong();
        return value;
    }

private:
    Failure wrong() const {
        return fail(ErrorKind::InvalidInput, "the parameter '{}' cannot be read at character {}", m_text, m_at + 1);
    }
    char next() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    Result<double> sum(int depth) {
        LATHE_TRY(double value, product(depth));
        for (char sign = next(); sign == '+' || sign == '-'; sign = next()) {
            ++m_at;
            LATHE_TRY(const double right, product(depth));
            value += sign == '+' ? right : -right;
        }
        return value;
    }
    Result<double> product(int depth) {
        LATHE_TRY(double value, operand(depth));
        for (char sign = next(); sign == '*' || sign == '/'; sign = next()) {
            ++m_at;
            LATHE_TRY(const double right, operand(depth));
            value = sign == '*' ? value * right : value / right;
        }
        return value;
    }
    Result<double> operand(int depth) {
        if (depth > 50) return wrong();
        const char first = next();
        if (first == '-') {
            ++m_at;
            LATHE_TRY(const double value, operand(depth + 1));
            return -value;
        }
        if (first == '(') {
            ++m_at;
            LATHE_TRY(const double value, sum(depth + 1));
            if (next() != ')') return wrong();
            ++m_at;
            return value;
        }
        const size_t begin = m_at;
        const bool number = (first >= '0' && first <= '9') || first == '.';
        while (m_at < m_text.size() && std::string_view(" +-*/()").find(m_text[m_at]) == std::string_view::npos) ++m_at;
        const std::string word(m_text.substr(begin, m_at - begin));
        if (word.empty()) return wrong();
        if (number) {
            const auto value = parseNumber(word);
            return value ? Result<double>(*value) : wrong();
        }
        const auto found = m_parameters->find(word);
        if (found == m_parameters->end() || !found->is_number())
            return failHint(ErrorKind::InvalidInput, fmt::format("the parameter '{}' has no number", word),
                            "Give it in the suite's suite_parameters.");
        return found->get<double>();
    }

    std::string_view m_text;
    const Json* m_parameters;
    size_t m_at = 0;
};

Result<Json> resolved(const Json& value, const Json& parameters) {
    if (isParameter(value)) {
        const Json& named = value["$PARAMETER"];
        if (!named.is_string()) return fail(ErrorKind::InvalidInput, "$PARAMETER must name a parameter");
        const auto name = named.get<std::string>();
        if (parameters.contains(name)) return parameters[name];
        if (const auto fallback = value.find("$PARAMETER." + name); fallback != value.end()) return *fallback;
        LATHE_TRY(const double number, ParameterArithmetic(name, parameters).all());
        return Json(number);
    }
    if (!value.is_structured()) return value;
    Json copy = value;
    for (auto& item : copy) {
        LATHE_TRY(Json inner, resolved(item, parameters));
        item = std::move(inner);
    }
    return copy;
}

std::string shortList(const Json& values) {
    std::vector<std::string> words;
    for (const Json& value : values) {
        if (words.size() == 4) {
            words.emplace_back("…");
            break;
        }
        words.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    }
    return joined(words, ", ");
}

} // namespace

const char* toString(CheckSeverity severity) {
    switch (severity) {
    case CheckSeverity::Info: return "info";
    case CheckSeverity::Warning: return "warning";
    case CheckSeverity::Error: return "error";
    }
    return "error";
}

std::optional<CheckSeverity> severityFromText(std::string_view text) {
    if (text == "error" || text == "critical") return CheckSeverity::Error;
    if (text == "warning") return CheckSeverity::Warning;
    if (text == "info") return CheckSeverity::Info;
    return std::nullopt;
}

std::vector<std::string> Expectation::columns() const {
    std::vector<std::string> names;
    for (const char* key : {"column", "column_A", "column_B"})
        if (const auto found = kwargs.find(key); found != kwargs.end() && found->is_string()) names.push_back(*found);
    if (const auto list = kwargs.find("column_list"); list != kwargs.end() && list->is_array())
        for (const Json& name : *list)
            if (name.is_string()) names.push_back(name);
    return names;
}

std::string Expectation::describe() const {
    std::string text = joined(columns(), ", ");
    text += (text.empty() ? "" : ": ") + expectationTitle(type);
    std::vector<std::string> details;
    for (const auto& [name, value] : kwargs.items()) {
        if (value.is_null() || name.starts_with("column") || isReporting(name)) continue;
        const std::string shown = value.is_string()  ? value.get<std::string>()
                                  : value.is_array() ? "[" + shortList(value) + "]"
                                                     : value.dump(-1, ' ', false, Json::error_handler_t::replace);
        details.push_back(name + " " + shown);
    }
    return details.empty() ? text : text + " (" + joined(details, ", ") + ")";
}

Result<void> checkArguments(const ConfigNode& kwargs, const std::string& type) {
    const ExpectationSpec* spec = findExpectation(type);
    if (!spec)
        return failure(
            kwargs.error(fmt::format("there is no expectation '{}'", type), suggestion(type, expectationNames())));
    if (kwargs.isNull() &&
        std::none_of(spec->arguments.begin(), spec->arguments.end(), [](const auto& a) { return a.required; }))
        return {};
    std::vector<std::string> known{"result_format", "catch_exceptions", "include_config", "batch_id", "meta"};
    for (const ArgumentSpec& argument : spec->arguments) known.push_back(argument.name);
    LATHE_CHECK(kwargs.allowKeys(known));
    for (const ArgumentSpec& argument : spec->arguments) {
        LATHE_TRY(const auto value, kwargs.find(argument.name));
        if (!value && argument.required) LATHE_CHECK(kwargs.require(argument.name));
        if (value) LATHE_CHECK(checkArgument(*value, argument));
    }
    return {};
}

Result<ExpectationSuite> ExpectationSuite::parse(const ConfigNode& node) {
    ExpectationSuite suite;
    LATHE_TRY(const auto entries, node.entries());
    for (const auto& [key, value] : entries) {
        if (key == "name" || key == "expectation_suite_name" || key == "suite") {
            LATHE_TRY(suite.name, value.text());
        } else if (key == "expectations") {
            if (value.isNull()) continue;
            LATHE_TRY(const auto items, value.items());
            for (const ConfigNode& item : items) {
                LATHE_TRY(Expectation expectation, readExpectation(item));
                suite.expectations.push_back(std::move(expectation));
            }
        } else if (key == "suite_parameters" || key == "evaluation_parameters" || key == "parameters") {
            suite.parameters = objectOrEmpty(value);
        } else if (key == "meta") {
            suite.meta = objectOrEmpty(value);
        } else if (key == "notes") {
            LATHE_TRY(suite.notes, optionalText(node, "notes"));
        } else if (key != "id" && key != "ge_cloud_id" && key != "data_asset_type") {
            suite.remarks.push_back(fmt::format("{}: the key '{}' means nothing here", value.place(), key));
        }
    }
    LATHE_TRY(const auto list, node.find("expectations"));
    if (!list) return failure(node.error("this is no suite: it has no 'expectations'", "See docs/validation.md."));
    return suite;
}

Result<ExpectationSuite> ExpectationSuite::parseText(std::string_view text, const std::string& name) {
    // YAML knows no surrogate pairs, in which JSON writers put characters beyond the basic plane.
    const bool pairs = text.find("\\ud") != std::string_view::npos || text.find("\\uD") != std::string_view::npos;
    if (pairs && trimmed(text).starts_with("{")) {
        const Json json = Json::parse(text, nullptr, false);
        if (!json.is_discarded()) return parse(ConfigNode::fromJson(json, name));
    }
    LATHE_TRY(const ConfigNode node, ConfigNode::parse(text, name));
    if (!node.isMap())
        return failure(node.error("this is no suite: it must be a map with 'expectations'", "See docs/validation.md."));
    return parse(node);
}

Result<ExpectationSuite> ExpectationSuite::readFile(const Path& path) {
    LATHE_TRY(const std::string text, readTextFile(path));
    LATHE_TRY(ExpectationSuite suite, parseText(text, path.filename().string()));
    if (suite.name.empty()) suite.name = path.stem().string();
    return suite;
}

Json ExpectationSuite::toGreatExpectations() const {
    Json list = Json::array();
    for (const Expectation& expectation : expectations) {
        Json item = expectation.extra;
        item["type"] = expectation.type;
        item["kwargs"] = expectation.kwargs;
        item["meta"] = expectation.meta;
        if (!expectation.id.empty()) item["id"] = expectation.id;
        if (!expectation.notes.empty()) item["notes"] = expectation.notes;
        if (expectation.severity != CheckSeverity::Error) item["severity"] = toString(expectation.severity);
        list.push_back(std::move(item));
    }
    Json json{{"name", name}, {"expectations", std::move(list)}, {"meta", meta}};
    if (!json["meta"].contains("great_expectations_version")) json["meta"]["great_expectations_version"] = "1.2.0";
    if (!notes.empty()) json["notes"] = notes;
    if (!parameters.empty()) json["suite_parameters"] = parameters;
    return json;
}

std::string ExpectationSuite::toYaml() const {
    Json list = Json::array();
    for (const Expectation& expectation : expectations) {
        Json item;
        // What our own form would refuse is written in the foreign one, which keeps everything.
        if (checkArguments(ConfigNode::fromJson(expectation.kwargs, name), expectation.type)) {
            item[expectation.type] = expectation.kwargs;
        } else {
            item["type"] = expectation.type;
            item["kwargs"] = expectation.kwargs;
        }
        if (expectation.severity != CheckSeverity::Error) item["severity"] = toString(expectation.severity);
        if (!expectation.notes.empty()) item["notes"] = expectation.notes;
        if (!expectation.meta.empty()) item["meta"] = expectation.meta;
        list.push_back(std::move(item));
    }
    Json json{{"name", name}, {"expectations", std::move(list)}};
    if (!notes.empty()) json["notes"] = notes;
    if (!parameters.empty()) json["parameters"] = parameters;
    return lathe::toYaml(json);
}

Result<Json> resolvedArguments(const Expectation& expectation, const Json& parameters) {
    if (!expectation.kwargs.is_object()) return Json(Json::object());
    return resolved(expectation.kwargs, parameters);
}

} // namespace lathe
