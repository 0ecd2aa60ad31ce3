// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/pandas_expression.h"

#include <cmath>

#include <re2/re2.h>

#include "core/base/json.h"
#include "core/base/text.h"

namespace lathe::recipe {

using expression::FunctionId;
using expression::Node;
using expression::Operator;

std::string pythonText(std::string_view text) {
    return Json(std::string(text)).dump(-1, ' ', true, Json::error_handler_t::replace);
}

namespace {

bool isTime(ColumnType type) { return type == ColumnType::Date || type == ColumnType::Timestamp; }

std::string pythonNumber(double value) { return value < 0 ? "(" + exactNumber(value) + ")" : exactNumber(value); }

std::string literal(const Node& node) {
    const lathe::Column& value = node.literal;
    if (value.isMissing(0)) return "pd.NA";
    if (isTextual(node.type)) return pythonText(value.text(0));
    if (node.type == ColumnType::Real) return pythonNumber(value.reals[0]);
    if (node.type == ColumnType::Boolean) return value.integers[0] != 0 ? "True" : "False";
    if (isTime(node.type)) return "pd.Timestamp(" + pythonText(value.display(0)) + ")";
    return pythonNumber(static_cast<double>(value.integers[0]));
}

const char* symbolOf(Operator op) {
    switch (op) {
    case Operator::Add: return "+";
    case Operator::Subtract: return "-";
    case Operator::Multiply: return "*";
    case Operator::Divide: return "/";
    case Operator::Modulo: return "%";
    case Operator::Power: return "**";
    case Operator::Equal: return "==";
    case Operator::NotEqual: return "!=";
    case Operator::Less: return "<";
    case Operator::LessEqual: return "<=";
    case Operator::Greater: return ">";
    case Operator::GreaterEqual: return ">=";
    case Operator::And: return "&";
    case Operator::Or: return "|";
    default: return "";
    }
}

using Code = std::optional<std::string>;

std::string members(const Node& node) {
    std::vector<std::string> values;
    const lathe::Column& list = node.literal;
    for (const std::string& text : list.dictionary) values.push_back(pythonText(text));
    for (const double value : list.reals) values.push_back(exactNumber(value));
    const ColumnType type = node.children[0]->type;
    for (const int64_t value : list.integers)
        values.push_back(type == ColumnType::Date        ? "pd.Timestamp(" + pythonText(isoDate(value)) + ")"
                         : type == ColumnType::Timestamp ? "pd.Timestamp(" + pythonText(isoTimestamp(value)) + ")"
                                                         : std::to_string(value));
    return "[" + joined(values, ", ") + "]";
}

/// Differences of dates are days, and whole numbers added to a date are.
Code arithmetic(const Node& node, const std::string& a, const std::string& b) {
    const auto& left = *node.children[0];
    const auto& right = *node.children[1];
    if (isTime(left.type) && isTime(right.type)) return fmt::format("whole(({} - {}) / pd.Timedelta(days=1))", a, b);
    if (isTime(left.type)) return fmt::format("({} {} days({}))", a, symbolOf(node.op), b);
    if (isTime(right.type)) return fmt::format("({} + days({}))", b, a);
    if (node.op == Operator::Divide || node.op == Operator::Power)
        return fmt::format("finite({} {} {})", a, symbolOf(node.op), b);
    return fmt::format("({} {} {})", a, symbolOf(node.op), b);
}

/// Functions that are called on the texts of their first argument.
Code textCall(const Node& call, const std::vector<std::string>& a) {
    if (call.children[0]->op == Operator::Literal) return std::nullopt; // a constant has no .str
    const auto constant = [&](size_t i) { return call.children[i]->op == Operator::Literal; };
    const std::string text = a[0] + ".str";
    const std::string pattern = call.pattern ? pythonText(call.pattern->pattern()) : std::string();
    switch (call.function) {
    case FunctionId::Lower: return text + ".lower()";
    case FunctionId::Upper: return text + ".upper()";
    case FunctionId::Title: return fmt::format("title_case({})", a[0]);
    case FunctionId::Trim: return text + ".strip()";
    case FunctionId::Collapse: return fmt::format("trim({}, 'collapse')", a[0]);
    case FunctionId::StripAccents: return fmt::format("normalise({}, 'NFC', True)", a[0]);
    case FunctionId::Length: return text + ".len()";
    case FunctionId::Contains:
        return constant(1) ? Code(fmt::format("{}.contains({}, regex=False)", text, a[1])) : std::nullopt;
    case FunctionId::StartsWith: return constant(1) ? Code(fmt::format("{}.startswith({})", text, a[1])) : std::nullopt;
    case FunctionId::EndsWith: return constant(1) ? Code(fmt::format("{}.endswith({})", text, a[1])) : std::nullopt;
    case FunctionId::Position: return constant(1) ? Code(fmt::format("({}.find({}) + 1)", text, a[1])) : std::nullopt;
    case FunctionId::Replace:
        return constant(1) && constant(2) ? Code(fmt::format("{}.replace({}, {}, regex=False)", text, a[1], a[2]))
                                          : std::nullopt;
    case FunctionId::Matches: return fmt::format("{}.contains(re.compile({}))", text, pattern);
    case FunctionId::Left: return constant(1) ? Code(fmt::format("{}.slice(0, int({}))", text, a[1])) : std::nullopt;
    case FunctionId::Right: return constant(1) ? Code(fmt::format("{}.slice(-int({}))", text, a[1])) : std::nullopt;
    case FunctionId::IsNumber: return fmt::format("masked(to_number({0}).notna(), {0})", a[0]);
    case FunctionId::ParseNumber: return fmt::format("parse_number({}, 'either', 'keep', 'real')", a[0]);
    case FunctionId::Number: return fmt::format("to_number({})", a[0]);
    default: return std::nullopt;
    }
}

Code dateCall(const Node& call, const std::vector<std::string>& a) {
    if (call.children[0]->op == Operator::Literal && call.function != FunctionId::DaysBetween) return std::nullopt;
    const auto part = [&](const char* name) { return fmt::format("whole({}.dt.{})", a[0], name); };
    switch (call.function) {
    case FunctionId::Year: return part("year");
    case FunctionId::Quarter: return part("quarter");
    case FunctionId::Month: return part("month");
    case FunctionId::Day: return part("day");
    case FunctionId::DayOfYear: return part("dayofyear");
    case FunctionId::Weekday: return "(" + part("weekday") + " + 1)";
    case FunctionId::Week: return part("isocalendar().week");
    case FunctionId::Hour: return part("hour");
    case FunctionId::Minute: return part("minute");
    case FunctionId::Second: return part("second");
    case FunctionId::DaysBetween:
        return fmt::format("{}(({} - {}) / pd.Timedelta(days=1))", call.type == ColumnType::Integer ? "whole" : "real",
                           a[1], a[0]);
    case FunctionId::Date: return isTime(call.children[0]->type) ? Code(a[0] + ".dt.normalize()") : std::nullopt;
    default: return std::nullopt;
    }
}

Code numberCall(const Node& call, const std::vector<std::string>& a) {
    const auto onArray = [&](const char* function) { return fmt::format("finite(np.{}({}))", function, a[0]); };
    switch (call.function) {
    case FunctionId::Abs: return fmt::format("abs({})", a[0]);
    case FunctionId::Round: return fmt::format("round_half({}, {})", a[0], a.size() > 1 ? a[1] : "None");
    case FunctionId::Floor: return fmt::format("whole(np.floor({}))", a[0]);
    case FunctionId::Ceil: return fmt::format("whole(np.ceil({}))", a[0]);
    case FunctionId::Sign: return fmt::format("whole(np.sign({}))", a[0]);
    case FunctionId::Sqrt: return onArray("sqrt");
    case FunctionId::Log: return onArray("log");
    case FunctionId::Log10: return onArray("log10");
    case FunctionId::Exp: return onArray("exp");
    case FunctionId::Min: return fmt::format("extreme(df, 'min', {})", joined(a, ", "));
    case FunctionId::Max: return fmt::format("extreme(df, 'max', {})", joined(a, ", "));
    case FunctionId::If: return fmt::format("choose(df, {})", joined(a, ", "));
    case FunctionId::Coalesce: return fmt::format("coalesce(df, {})", joined(a, ", "));
    case FunctionId::IsNan: return fmt::format("{}.isna()", a[0]);
    case FunctionId::Concat: return fmt::format("({})", joined(a, " + "));
    default: return std::nullopt;
    }
}

Code callCode(const Node& call, const std::vector<std::string>& arguments) {
    if (const Code code = numberCall(call, arguments)) return code;
    if (const Code code = dateCall(call, arguments)) return code;
    if (!isTextual(call.children[0]->type)) return std::nullopt;
    return textCall(call, arguments);
}

} // namespace

std::optional<std::string> pandasExpression(const Node& node) {
    if (node.op == Operator::Literal) return literal(node);
    if (node.op == Operator::Column) return "df[" + pythonText(node.column) + "]";
    std::vector<std::string> parts;
    for (const expression::NodePtr& child : node.children) {
        Code part = pandasExpression(*child);
        if (!part) return std::nullopt;
        parts.push_back(std::move(*part));
    }
    switch (node.op) {
    case Operator::Convert:
        if (node.type == ColumnType::Real) return fmt::format("real({})", parts[0]);
        return node.type == ColumnType::Integer ? fmt::format("whole({})", parts[0]) : parts[0];
    case Operator::Negate: return "(-" + parts[0] + ")";
    case Operator::Not: return "(~" + parts[0] + ")";
    case Operator::And:
    case Operator::Or: return "(" + joined(parts, fmt::format(" {} ", symbolOf(node.op))) + ")";
    case Operator::In: return fmt::format("masked({0}.isin({1}), {0})", parts[0], members(node));
    case Operator::IsMissing: return parts[0] + ".isna()";
    case Operator::Function: return callCode(node, parts);
    case Operator::Add:
    case Operator::Subtract:
    case Operator::Multiply:
    case Operator::Divide:
    case Operator::Modulo:
    case Operator::Power: return arithmetic(node, parts[0], parts[1]);
    default: break;
    }
    // A comparison with a missing date is false in pandas, and missing here.
    const std::string compared = fmt::format("({} {} {})", parts[0], symbolOf(node.op), parts[1]);
    return isTime(node.children[0]->type) ? fmt::format("masked({}, {})", compared, joined(parts, ", ")) : compared;
}

} // namespace lathe::recipe
