// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the expression language and the types of their arguments.
#include <algorithm>

#include <re2/re2.h>

#include "core/base/text.h"
#include "core/data/expression/expression_node.h"
#include "core/data/text/date_text.h"

namespace lathe::expression {

namespace {

constexpr FunctionEntry entries[] = {
    {FunctionId::Abs, "abs", "abs(x)", "The number without its sign.", "N"},
    {FunctionId::Round, "round", "round(x, digits)",
     "Rounded half away from zero; to a whole number when digits is left out.", "NN?"},
    {FunctionId::Floor, "floor", "floor(x)", "The greatest whole number that is not above x.", "N"},
    {FunctionId::Ceil, "ceil", "ceil(x)", "The smallest whole number that is not below x.", "N"},
    {FunctionId::Sqrt, "sqrt", "sqrt(x)", "The square root; missing below 0.", "N"},
    {FunctionId::Log, "log", "log(x)", "The natural logarithm; missing at and below 0.", "N"},
    {FunctionId::Log10, "log10", "log10(x)", "The decimal logarithm; missing at and below 0.", "N"},
    {FunctionId::Exp, "exp", "exp(x)", "e to the power of x.", "N"},
    {FunctionId::Min, "min", "min(x, y, ...)", "The smallest of its arguments.", "N*"},
    {FunctionId::Max, "max", "max(x, y, ...)", "The greatest of its arguments.", "N*"},
    {FunctionId::Sign, "sign", "sign(x)", "-1, 0 or 1.", "N"},
    {FunctionId::Clip, "clip", "clip(x, low, high)", "x, but not below low nor above high.", "NNN"},
    {FunctionId::If, "if", "if(condition, then, else)", "One of two values; missing when the condition is missing.",
     "BAA"},
    {FunctionId::Coalesce, "coalesce", "coalesce(a, b, ...)", "The first argument that is not missing.", "A*"},
    {FunctionId::NullIf, "null_if", "null_if(a, b)", "a; missing where it equals b.", "AA"},
    {FunctionId::IsNan, "is_nan", "is_nan(x)", "Whether a number is missing: NaN is always stored as missing.", "N"},
    {FunctionId::Lower, "lower", "lower(text)", "In small letters.", "T"},
    {FunctionId::Upper, "upper", "upper(text)", "In capital letters.", "T"},
    {FunctionId::Title, "title", "title(text)", "Every word with a capital letter.", "T"},
    {FunctionId::Trim, "trim", "trim(text)", "Without blanks at both ends.", "T"},
    {FunctionId::Collapse, "collapse", "collapse(text)", "Every run of blanks as one, none at the ends.", "T"},
    {FunctionId::StripAccents, "strip_accents", "strip_accents(text)", "Letters without accents.", "T"},
    {FunctionId::Length, "length", "length(text)", "The number of characters.", "T"},
    {FunctionId::Contains, "contains", "contains(text, part)", "Whether the part occurs in the text.", "TT"},
    {FunctionId::StartsWith, "starts_with", "starts_with(text, part)", "Whether the text begins with the part.", "TT"},
    {FunctionId::EndsWith, "ends_with", "ends_with(text, part)", "Whether the text ends with the part.", "TT"},
    {FunctionId::Position, "position", "position(text, part)",
     "Where the part begins, counted from 1; 0 when it is not there.", "TT"},
    {FunctionId::Replace, "replace", "replace(text, old, new)", "Every occurrence of old replaced by new.", "TTT"},
    {FunctionId::Matches, "matches", "matches(text, 'pattern')",
     "Whether the regular expression (RE2) is found in the text; anchor it with ^ and $.", "TP"},
    {FunctionId::ReplacePattern, "replace_pattern", "replace_pattern(text, 'pattern', new)",
     "What the regular expression finds, replaced; \\1 in the new text stands for the first group.", "TPT"},
    {FunctionId::Extract, "extract", "extract(text, 'pattern', group)",
     "What a group of the regular expression holds, the first when left out; missing when it is not found.", "TPN?"},
    {FunctionId::SplitPart, "split_part", "split_part(text, separator, number)",
     "The number-th part between separators, from the end when negative; missing when there is none.", "TTN"},
    {FunctionId::Substring, "substring", "substring(text, start, count)",
     "count characters from the start-th on, counted from 1.", "TNN"},
    {FunctionId::Left, "left", "left(text, count)", "The first characters.", "TN"},
    {FunctionId::Right, "right", "right(text, count)", "The last characters.", "TN"},
    {FunctionId::PadLeft, "pad_left", "pad_left(text, length, fill)",
     "The text filled up in front, as in pad_left(code, 5, '0').", "TNT"},
    {FunctionId::Concat, "concat", "concat(a, b, ...)", "The texts one after another.", "T*"},
    {FunctionId::IsNumber, "is_number", "is_number(text)", "Whether the text is a number.", "T"},
    {FunctionId::ParseNumber, "parse_number", "parse_number(text)",
     "The number in a text such as '12 oz', '$1,200' or '5%'; missing when there is not exactly one.", "T"},
    {FunctionId::Number, "number", "number(x)", "A text read as a number; missing when it is none.", "A"},
    {FunctionId::Text, "text", "text(x)", "Any value as text.", "A"},
    {FunctionId::Date, "date", "date(x)",
     "The day of a timestamp, or a text such as 2014-01-31 read as a date; missing when it is none.", "A"},
    {FunctionId::ParseDate, "parse_date", "parse_date(text, 'form')",
     "A text read as a date, in a form such as '%d.%m.%Y', or in any usual one with the day first; missing when it is none.",
     "TP?"},
    {FunctionId::FormatDate, "format_date", "format_date(date, 'form')", "The date as text, in a form such as '%Y-%m'.",
     "DP"},
    {FunctionId::MakeDate, "make_date", "make_date(year, month, day)",
     "A date from its parts; missing when there is no such day.", "NNN"},
    {FunctionId::AddMonths, "add_months", "add_months(date, count)",
     "The same day some months later, or the last of that month.", "DN"},
    {FunctionId::StartOf, "start_of", "start_of(date, 'period')", "The first day of its year, quarter, month or week.",
     "DP"},
    {FunctionId::Year, "year", "year(date)", "The year.", "D"},
    {FunctionId::Quarter, "quarter", "quarter(date)", "The quarter, 1 to 4.", "D"},
    {FunctionId::Month, "month", "month(date)", "The month, 1 to 12.", "D"},
    {FunctionId::Week, "week", "week(date)", "The week of the year by ISO 8601, 1 to 53.", "D"},
    {FunctionId::Day, "day", "day(date)", "The day of the month, 1 to 31.", "D"},
    {FunctionId::Weekday, "weekday", "weekday(date)", "The day of the week, 1 for Monday to 7 for Sunday.", "D"},
    {FunctionId::DayOfYear, "day_of_year", "day_of_year(date)", "The day of the year, 1 to 366.", "D"},
    {FunctionId::Hour, "hour", "hour(timestamp)", "The hour, 0 to 23; 0 for a date.", "D"},
    {FunctionId::Minute, "minute", "minute(timestamp)", "The minute, 0 to 59; 0 for a date.", "D"},
    {FunctionId::Second, "second", "second(timestamp)", "The second, 0 to 59; 0 for a date.", "D"},
    {FunctionId::DaysBetween, "days_between", "days_between(from, to)",
     "Days from one date to another, whole for dates, with a fraction for timestamps.", "DD"},
};

struct Signature {
    std::vector<char> kinds; ///< one per argument given
    size_t least = 0;
    size_t most = 0;
};

Signature signatureFor(const FunctionEntry& entry, size_t given) {
    std::string_view text = entry.arguments;
    Signature signature;
    if (text.ends_with('*')) {
        signature.kinds.assign(given, text.front());
        signature.least = 1;
        signature.most = SIZE_MAX;
        return signature;
    }
    const bool optional = text.ends_with('?');
    if (optional) text.remove_suffix(1);
    signature.kinds.assign(text.begin(), text.end());
    signature.most = text.size();
    signature.least = optional ? text.size() - 1 : text.size();
    return signature;
}

/// A literal text as a date or a timestamp.
Result<NodePtr> literalTime(const NodePtr& node, bool timestamp) {
    const std::string_view text = node->literal.text(0);
    const auto value = timestamp ? parseIsoTimestamp(text) : parseIsoDate(text);
    std::optional<int64_t> micros = value;
    if (timestamp && !micros)
        if (const auto days = parseIsoDate(text)) micros = *days * int64_t{86'400'000'000};
    if (!micros)
        return errorAt(node->position, fmt::format("'{}' is not a date", text),
                       timestamp ? "Write '2014-01-31 12:30'." : "Write '2014-01-31'.");
    Node result;
    result.type = timestamp ? ColumnType::Timestamp : ColumnType::Date;
    result.position = node->position;
    result.literal.schema.type = result.type;
    result.literal.integers = {*micros};
    return std::make_shared<Node>(std::move(result));
}

bool isLiteralText(const NodePtr& node) {
    return node->op == Operator::Literal && !node->untyped && isTextual(node->type);
}

Result<NodePtr> asDate(const NodePtr& node) {
    if (node->untyped) return converted(node, ColumnType::Date);
    if (node->type == ColumnType::Date || node->type == ColumnType::Timestamp) return node;
    if (isLiteralText(node)) return literalTime(node, node->literal.text(0).size() > 10);
    return errorAt(node->position, fmt::format("a date is needed here, not {}", typeWord(*node)),
                   "Cast the column to date in an earlier step, or use date(x).");
}

Result<NodePtr> argumentAs(const NodePtr& node, char kind) {
    switch (kind) {
    case 'N':
        if (!node->untyped && isNumeric(node->type)) return node;
        if (node->untyped) return converted(node, ColumnType::Real);
        return errorAt(node->position, fmt::format("a number is needed here, not {}", typeWord(*node)));
    case 'T':
        if (node->untyped) return converted(node, ColumnType::Category);
        if (isTextual(node->type)) return node;
        return errorAt(node->position, fmt::format("a text is needed here, not {}", typeWord(*node)),
                       "Use text(x) to turn a value into a text.");
    case 'P':
        if (isLiteralText(node)) return node;
        return errorAt(node->position, "the pattern must be written out as a text in quotes");
    case 'B':
        if (node->untyped) return converted(node, ColumnType::Boolean);
        if (node->type == ColumnType::Boolean) return node;
        return errorAt(node->position, fmt::format("a condition is needed here, not {}", typeWord(*node)));
    case 'D': return asDate(node);
    default: return node;
    }
}

/// Category when all texts are, else Text.
ColumnType textType(const std::vector<NodePtr>& nodes) {
    const bool plain =
        std::any_of(nodes.begin(), nodes.end(), [](const NodePtr& n) { return n->type == ColumnType::Text; });
    return plain ? ColumnType::Text : ColumnType::Category;
}

/// Converts children [first, end) to one common type and returns it.
Result<ColumnType> unifyAll(std::vector<NodePtr>& children, size_t first) {
    // The widest type gathers at the end, then goes back to all.
    for (size_t i = first; i + 1 < children.size(); ++i) LATHE_CHECK(unify(children[i], children[i + 1]));
    for (size_t i = children.size() - 1; i > first; --i) LATHE_CHECK(unify(children[i - 1], children[i]));
    if (children[first]->untyped) return errorAt(children[first]->position, "a lone 'missing' has no type");
    if (!isTextual(children[first]->type)) return children[first]->type;
    return textType({children.begin() + static_cast<std::ptrdiff_t>(first), children.end()});
}

Result<ColumnType> wholeOrReal(std::vector<NodePtr>& children) {
    const bool real =
        std::any_of(children.begin(), children.end(), [](const NodePtr& n) { return n->type == ColumnType::Real; });
    const ColumnType type = real ? ColumnType::Real : ColumnType::Integer;
    for (NodePtr& child : children) {
        LATHE_TRY(child, converted(child, type));
    }
    return type;
}

Result<void> convertTo(NodePtr& node, ColumnType type) {
    LATHE_TRY(node, converted(node, type));
    return {};
}

Result<void> compilePattern(Node& call) {
    RE2::Options options;
    options.set_log_errors(false);
    const NodePtr& argument = call.children[1];
    const auto pattern = std::make_shared<RE2>(std::string(argument->literal.text(0)), options);
    if (!pattern->ok())
        return errorAt(argument->position,
                       fmt::format("the pattern is not a regular expression: {}", pattern->error()));
    call.pattern = pattern;
    return {};
}

/// The form of a date, written out.
Result<void> readForm(Node& call) {
    if (call.children.size() < 2) return {};
    const NodePtr& argument = call.children[1];
    auto form = recipe::DateForm::parse(argument->literal.text(0));
    if (!form) return errorAt(argument->position, form.error().message, form.error().hint);
    call.form = std::make_shared<const recipe::DateForm>(std::move(*form));
    return {};
}

Result<void> checkPeriod(const Node& call) {
    static const std::vector<std::string> periods = {"year", "quarter", "month", "week"};
    const std::string period(call.children[1]->literal.text(0));
    if (std::find(periods.begin(), periods.end(), period) != periods.end()) return {};
    return errorAt(call.children[1]->position, fmt::format("there is no period '{}'", period),
                   suggestion(period, periods));
}

/// Year, month and day must be whole numbers.
Result<void> convertDays(std::vector<NodePtr>& arguments) {
    for (NodePtr& argument : arguments) {
        if (argument->type == ColumnType::Real && !argument->untyped)
            return errorAt(argument->position, "a whole number is needed here", "Round it: round(x).");
        LATHE_CHECK(convertTo(argument, ColumnType::Integer));
    }
    return {};
}

Result<void> convertAll(std::vector<NodePtr>& arguments, size_t first, ColumnType type) {
    for (size_t i = first; i < arguments.size(); ++i) LATHE_CHECK(convertTo(arguments[i], type));
    return {};
}

/// The type of a call's result; converts arguments where the function needs it.
Result<ColumnType> resultType(Node& call) {
    std::vector<NodePtr>& arguments = call.children;
    switch (call.function) {
    case FunctionId::Abs:
    case FunctionId::Min:
    case FunctionId::Max: return wholeOrReal(arguments);
    case FunctionId::Round:
        LATHE_CHECK(convertTo(arguments[0], ColumnType::Real));
        if (arguments.size() == 1) return ColumnType::Integer;
        LATHE_CHECK(convertTo(arguments[1], ColumnType::Real));
        return ColumnType::Real;
    case FunctionId::Floor:
    case FunctionId::Ceil:
    case FunctionId::Sign: LATHE_CHECK(convertTo(arguments[0], ColumnType::Real)); return ColumnType::Integer;
    case FunctionId::Sqrt:
    case FunctionId::Log:
    case FunctionId::Log10:
    case FunctionId::Exp: LATHE_CHECK(convertTo(arguments[0], ColumnType::Real)); return ColumnType::Real;
    case FunctionId::If: return unifyAll(arguments, 1);
    case FunctionId::Coalesce: return unifyAll(arguments, 0);
    case FunctionId::Lower:
    case FunctionId::Upper:
    case FunctionId::Trim:
    case FunctionId::Replace:
    case FunctionId::Concat: return textType(arguments);
    case FunctionId::Substring:
        LATHE_CHECK(convertTo(arguments[1], ColumnType::Real));
        LATHE_CHECK(convertTo(arguments[2], ColumnType::Real));
        return textType({arguments[0]});
    case FunctionId::Title:
    case FunctionId::Collapse:
    case FunctionId::StripAccents: return textType({arguments[0]});
    case FunctionId::Left:
    case FunctionId::Right: LATHE_CHECK(convertAll(arguments, 1, ColumnType::Real)); return textType({arguments[0]});
    case FunctionId::PadLeft:
        LATHE_CHECK(convertTo(arguments[1], ColumnType::Real));
        return textType({arguments[0], arguments[2]});
    case FunctionId::SplitPart: LATHE_CHECK(convertTo(arguments[2], ColumnType::Real)); return textType({arguments[0]});
    case FunctionId::Extract:
        LATHE_CHECK(compilePattern(call));
        LATHE_CHECK(convertAll(arguments, 2, ColumnType::Real));
        return textType({arguments[0]});
    case FunctionId::ReplacePattern: LATHE_CHECK(compilePattern(call)); return textType({arguments[0], arguments[2]});
    case FunctionId::Clip: return wholeOrReal(arguments);
    case FunctionId::NullIf: return unifyAll(arguments, 0);
    case FunctionId::ParseNumber: return ColumnType::Real;
    case FunctionId::IsNumber: return ColumnType::Boolean;
    case FunctionId::ParseDate:
        LATHE_CHECK(readForm(call));
        return call.form && call.form->hasTime() ? ColumnType::Timestamp : ColumnType::Date;
    case FunctionId::FormatDate: LATHE_CHECK(readForm(call)); return ColumnType::Text;
    case FunctionId::MakeDate: LATHE_CHECK(convertDays(arguments)); return ColumnType::Date;
    case FunctionId::AddMonths: LATHE_CHECK(convertTo(arguments[1], ColumnType::Real)); return ColumnType::Date;
    case FunctionId::StartOf: LATHE_CHECK(checkPeriod(call)); return ColumnType::Date;
    case FunctionId::Matches: LATHE_CHECK(compilePattern(call)); return ColumnType::Boolean;
    case FunctionId::IsNan:
    case FunctionId::Contains:
    case FunctionId::StartsWith:
    case FunctionId::EndsWith: return ColumnType::Boolean;
    case FunctionId::Text: return ColumnType::Text;
    case FunctionId::Number: return ColumnType::Real;
    case FunctionId::Date: return ColumnType::Date;
    case FunctionId::DaysBetween:
        LATHE_CHECK(unify(arguments[0], arguments[1]));
        return arguments[0]->type == ColumnType::Date ? ColumnType::Integer : ColumnType::Real;
    default: return ColumnType::Integer; // lengths and parts of dates
    }
}

Result<void> checkConversion(const Node& call) {
    const Node& argument = *call.children.front();
    if (argument.untyped) return errorAt(argument.position, "a lone 'missing' has no type");
    const bool time = argument.type == ColumnType::Date || argument.type == ColumnType::Timestamp;
    if (call.function == FunctionId::Date && !time && !isTextual(argument.type))
        return errorAt(argument.position, fmt::format("date() reads texts and timestamps, not {}", typeWord(argument)));
    if (call.function == FunctionId::Number && time)
        return errorAt(argument.position, fmt::format("number() reads texts, not {}", typeWord(argument)),
                       "Use year(x), day_of_year(x) or days_between(a, b).");
    return {};
}

} // namespace

std::span<const FunctionEntry> functionTable() { return entries; }

std::string patternOfLike(std::string_view like) {
    std::string pattern = "(?s)^";
    for (const char c : like) {
        if (c == '%') pattern += ".*";
        else if (c == '_') pattern += '.';
        else pattern += RE2::QuoteMeta(std::string(1, c));
    }
    return pattern + "$";
}

Failure errorAt(size_t position, std::string message, std::string hint) {
    return failHint(ErrorKind::InvalidInput, fmt::format("at character {}: {}", position, message), std::move(hint));
}

const char* typeWord(const Node& node) {
    if (node.untyped) return "'missing'";
    switch (node.type) {
    case ColumnType::Boolean: return "a condition";
    case ColumnType::Integer:
    case ColumnType::Real: return "a number";
    case ColumnType::Category:
    case ColumnType::Text: return "a text";
    case ColumnType::Date: return "a date";
    case ColumnType::Timestamp: return "a timestamp";
    }
    return "a value";
}

Result<NodePtr> converted(const NodePtr& node, ColumnType type) {
    if (node->untyped) {
        Node typed = *node;
        typed.untyped = false;
        typed.type = type;
        typed.literal = blank(type, 1, {});
        markMissing(typed.literal, 0);
        return std::make_shared<Node>(std::move(typed));
    }
    if (node->type == type || (isTextual(node->type) && isTextual(type))) return node;
    const bool widens = (type == ColumnType::Real && isNumeric(node->type)) ||
                        (type == ColumnType::Integer && node->type == ColumnType::Boolean) ||
                        (type == ColumnType::Timestamp && node->type == ColumnType::Date);
    if (widens) {
        Node conversion;
        conversion.op = Operator::Convert;
        conversion.type = type;
        conversion.position = node->position;
        conversion.depth = node->depth + 1;
        conversion.children = {node};
        if (node->op == Operator::Literal && node->literal.missing.empty() && type != ColumnType::Timestamp) {
            conversion.op = Operator::Literal;
            conversion.children.clear();
            conversion.depth = 1;
            conversion.literal.schema.type = type;
            if (type == ColumnType::Real) conversion.literal.reals = {node->literal.number(0)};
            else conversion.literal.integers = node->literal.integers;
        }
        return std::make_shared<Node>(std::move(conversion));
    }
    const bool time = type == ColumnType::Date || type == ColumnType::Timestamp;
    if (time && isLiteralText(node)) return literalTime(node, type == ColumnType::Timestamp);
    Node wanted;
    wanted.type = type;
    return errorAt(node->position, fmt::format("{} is needed here, not {}", typeWord(wanted), typeWord(*node)));
}

Result<void> unify(NodePtr& a, NodePtr& b) {
    if (a->untyped && b->untyped) return {};
    if (a->untyped || b->untyped) {
        NodePtr& unknown = a->untyped ? a : b;
        return convertTo(unknown, (a->untyped ? b : a)->type);
    }
    if (a->type == b->type || (isTextual(a->type) && isTextual(b->type))) return {};
    if (isNumeric(a->type) && isNumeric(b->type)) {
        const bool real = a->type == ColumnType::Real || b->type == ColumnType::Real;
        LATHE_CHECK(convertTo(a, real ? ColumnType::Real : ColumnType::Integer));
        return convertTo(b, real ? ColumnType::Real : ColumnType::Integer);
    }
    const auto isTime = [](const NodePtr& node) {
        return node->type == ColumnType::Date || node->type == ColumnType::Timestamp;
    };
    if (isTime(a) && isTime(b)) {
        LATHE_CHECK(convertTo(a, ColumnType::Timestamp));
        return convertTo(b, ColumnType::Timestamp);
    }
    if (isTime(a) && isLiteralText(b)) {
        // A day and a time of day: '2014-01-31 12:30' is no date, so the dates become timestamps.
        if (a->type == ColumnType::Date && b->literal.text(0).size() > 10)
            LATHE_CHECK(convertTo(a, ColumnType::Timestamp));
        return convertTo(b, a->type);
    }
    if (isTime(b) && isLiteralText(a)) return unify(b, a);
    std::string hint;
    if (isTextual(a->type) != isTextual(b->type)) hint = "Texts stand in quotes; number(x) reads a text as a number.";
    return errorAt(b->position, fmt::format("{} cannot go together with {}", typeWord(*b), typeWord(*a)), hint);
}

Result<NodePtr> checkCall(Node call, const FunctionEntry& entry) {
    const Signature signature = signatureFor(entry, call.children.size());
    if (call.children.size() < signature.least || call.children.size() > signature.most)
        return errorAt(call.position, fmt::format("{}() cannot take {} arguments", entry.name, call.children.size()),
                       fmt::format("Write {}.", entry.usage));
    for (size_t i = 0; i < call.children.size(); ++i) {
        LATHE_TRY(call.children[i], argumentAs(call.children[i], signature.kinds[i]));
    }
    if (entry.arguments == std::string_view("A")) LATHE_CHECK(checkConversion(call));
    LATHE_TRY(call.type, resultType(call));
    for (const NodePtr& child : call.children) call.depth = std::max(call.depth, child->depth + 1);
    return std::make_shared<Node>(std::move(call));
}

} // namespace lathe::expression
