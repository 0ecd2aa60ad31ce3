// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <re2/re2.h>

#include "core/base/text.h"
#include "core/data/recipe/expression_node.h"
#include "core/data/text_case.h"

namespace lathe::expression {

namespace {

constexpr int64_t microsPerMinute = 60'000'000;
constexpr int64_t microsPerDay = 1440 * microsPerMinute;

void setMissing(lathe::Column& result, size_t rows, size_t row) {
    if (result.missing.empty()) result.missing.assign(rows, 0);
    result.missing[row] = 1;
}

// ---- Numbers --------------------------------------------------------------------------------------------------

template <typename Map>
lathe::Column mapReals(const Operand& a, size_t rows, Map map) {
    lathe::Column result = blank(ColumnType::Real, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        result.reals[row] = map(a.column->reals[a.at(row)]);
        if (std::isfinite(result.reals[row])) continue;
        result.reals[row] = std::nan("");
        setMissing(result, rows, row);
    }
    return result;
}

/// A whole number from a real one; missing when it does not fit into 64 bits.
template <typename Map>
lathe::Column mapToInteger(const Operand& a, size_t rows, Map map) {
    lathe::Column result = blank(ColumnType::Integer, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        const double value = map(a.column->reals[a.at(row)]);
        if (value >= -0x1p63 && value < 0x1p63) result.integers[row] = static_cast<int64_t>(value);
        else setMissing(result, rows, row);
    }
    return result;
}

double roundedTo(double value, double digits) {
    if (!(std::fabs(digits) <= 300)) return value;
    const double scale = std::pow(10.0, std::trunc(digits));
    const double scaled = value * scale;
    return std::isfinite(scaled) && scale != 0 ? std::round(scaled) / scale : value;
}

lathe::Column rounded(const std::vector<Operand>& arguments, size_t rows) {
    if (arguments.size() == 1) return mapToInteger(arguments[0], rows, [](double x) { return std::round(x); });
    lathe::Column result = blank(ColumnType::Real, rows, arguments);
    for (size_t row = 0; row < rows; ++row)
        result.reals[row] = result.isMissing(row)
                                ? std::nan("")
                                : roundedTo(arguments[0].column->reals[arguments[0].at(row)],
                                            arguments[1].column->reals[arguments[1].at(row)]);
    return result;
}

lathe::Column absolute(const Node& call, const Operand& a, size_t rows) {
    if (call.type == ColumnType::Real) return mapReals(a, rows, [](double x) { return std::fabs(x); });
    lathe::Column result = blank(ColumnType::Integer, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        const int64_t value = a.column->integers[a.at(row)];
        if (value == INT64_MIN) setMissing(result, rows, row);
        else result.integers[row] = value < 0 ? -value : value;
    }
    return result;
}

lathe::Column extreme(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const bool greatest = call.function == FunctionId::Max;
    lathe::Column result = blank(call.type, rows, arguments);
    const auto fold = [&](auto& target, const auto& valuesOf) {
        for (size_t row = 0; row < rows; ++row) {
            auto best = valuesOf(arguments[0])[arguments[0].at(row)];
            for (const Operand& argument : arguments) {
                const auto value = valuesOf(argument)[argument.at(row)];
                if (greatest ? value > best : value < best) best = value;
            }
            target[row] = result.isMissing(row) ? decltype(best)() : best;
        }
    };
    if (call.type == ColumnType::Real) {
        fold(result.reals, [](const Operand& o) -> const std::vector<double>& { return o.column->reals; });
        for (size_t row = 0; row < rows; ++row)
            if (result.isMissing(row)) result.reals[row] = std::nan("");
    } else {
        fold(result.integers, [](const Operand& o) -> const std::vector<int64_t>& { return o.column->integers; });
    }
    return result;
}

// ---- Choices --------------------------------------------------------------------------------------------------

/// For each row the value of the operand that \p pick names; missing where it names none.
template <typename Pick>
lathe::Column selected(ColumnType type, const std::vector<Operand>& operands, size_t rows, const Pick& pick) {
    lathe::Column result = blank(type, type == ColumnType::Text ? 0 : rows, {});
    std::vector<std::vector<uint32_t>> codes(operands.size());
    if (type == ColumnType::Category) {
        std::unordered_map<std::string_view, uint32_t> known;
        for (size_t o = 0; o < operands.size(); ++o)
            for (const std::string& entry : operands[o].column->dictionary) {
                const auto found = known.try_emplace(entry, static_cast<uint32_t>(result.dictionary.size()));
                if (found.second) result.dictionary.push_back(entry);
                codes[o].push_back(found.first->second);
            }
    }
    for (size_t row = 0; row < rows; ++row) {
        const size_t choice = pick(row);
        const bool none = choice >= operands.size() || operands[choice].isMissing(row);
        if (none) setMissing(result, rows, row);
        switch (type) {
        case ColumnType::Real:
            result.reals[row] = none ? std::nan("") : operands[choice].column->reals[operands[choice].at(row)];
            break;
        case ColumnType::Category:
            if (!none) result.codes[row] = codes[choice][operands[choice].column->codes[operands[choice].at(row)]];
            break;
        case ColumnType::Text: result.texts.push(none ? std::string_view() : operands[choice].text(row)); break;
        default:
            if (!none) result.integers[row] = operands[choice].column->integers[operands[choice].at(row)];
        }
    }
    return result;
}

lathe::Column chosen(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const Operand& condition = arguments[0];
    const std::vector<Operand> branches = {arguments[1], arguments[2]};
    return selected(call.type, branches, rows, [&](size_t row) -> size_t {
        if (condition.isMissing(row)) return branches.size();
        return condition.column->integers[condition.at(row)] != 0 ? 0 : 1;
    });
}

lathe::Column coalesced(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    return selected(call.type, arguments, rows, [&](size_t row) {
        size_t choice = 0;
        while (choice < arguments.size() && arguments[choice].isMissing(row)) ++choice;
        return choice;
    });
}

// ---- Texts ----------------------------------------------------------------------------------------------------

bool restConstant(const std::vector<Operand>& arguments) {
    return std::all_of(arguments.begin() + 1, arguments.end(), [](const Operand& o) { return o.constant; });
}

/// Whether the outcome follows from the first argument's dictionary entry alone.
bool dictionaryWise(const std::vector<Operand>& arguments) {
    const Operand& first = arguments.front();
    return first.column->schema.type == ColumnType::Category && !first.constant && restConstant(arguments) &&
           std::none_of(arguments.begin() + 1, arguments.end(), [](const Operand& o) { return o.isMissing(0); });
}

/// A text for each row. \p make(text, row) must depend on constants alone besides the text when the first argument
/// is a category: then it is asked once per dictionary entry.
template <typename Make>
lathe::Column makeTexts(const Node& call, const std::vector<Operand>& arguments, size_t rows, const Make& make) {
    if (call.type == ColumnType::Category && dictionaryWise(arguments)) {
        lathe::Column result = *arguments.front().column;
        for (std::string& entry : result.dictionary) entry = make(std::string_view(entry), 0);
        return result;
    }
    lathe::Column result = blank(ColumnType::Text, rows, arguments);
    for (size_t row = 0; row < rows; ++row)
        result.texts.push(result.isMissing(row) ? std::string() : make(arguments.front().text(row), row));
    return call.type == ColumnType::Category ? encoded(std::move(result)) : result;
}

/// A whole number (or 0 and 1) for each row, found the same way.
template <typename Measure>
lathe::Column measureTexts(const Node& call, const std::vector<Operand>& arguments, size_t rows, const Measure& measure) {
    lathe::Column result = blank(call.type, rows, arguments);
    if (dictionaryWise(arguments)) {
        const lathe::Column& texts = *arguments.front().column;
        std::vector<int64_t> values;
        for (const std::string& entry : texts.dictionary) values.push_back(measure(std::string_view(entry), 0));
        for (size_t row = 0; row < rows; ++row)
            if (!result.isMissing(row)) result.integers[row] = values[texts.codes[row]];
        return result;
    }
    for (size_t row = 0; row < rows; ++row)
        if (!result.isMissing(row)) result.integers[row] = measure(arguments.front().text(row), row);
    return result;
}

std::string replaced(std::string_view text, std::string_view old, std::string_view fresh) {
    if (old.empty()) return std::string(text);
    std::string result;
    size_t at = 0;
    for (size_t hit = text.find(old); hit != std::string_view::npos; hit = text.find(old, at)) {
        result += text.substr(at, hit - at);
        result += fresh;
        at = hit + old.size();
    }
    return result += text.substr(at);
}

std::string substringOf(std::string_view text, double start, double count) {
    if (!(count >= 1) || !(start + count > 1)) return {};
    // A start in front of the text uses up part of the count.
    const double begin = std::max(std::floor(start), 1.0);
    const double length = std::min(std::floor(count) - (begin - std::floor(start)), 0x1p52);
    if (!(length >= 1) || begin > 0x1p52) return {};
    return std::string(utf8Substring(text, static_cast<size_t>(begin) - 1, static_cast<size_t>(length)));
}

lathe::Column concatenated(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    lathe::Column result = blank(ColumnType::Text, rows, arguments);
    std::string joint;
    for (size_t row = 0; row < rows; ++row) {
        joint.clear();
        if (!result.isMissing(row))
            for (const Operand& argument : arguments) joint += argument.text(row);
        result.texts.push(joint);
    }
    return call.type == ColumnType::Category ? encoded(std::move(result)) : result;
}

lathe::Column displayed(const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Text, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) result.texts.push(a.column->display(a.at(row)));
    return result;
}

lathe::Column parsedNumbers(const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Real, rows, {&a, 1});
    const bool textual = isTextual(a.column->schema.type);
    for (size_t row = 0; row < rows; ++row) {
        std::optional<double> value;
        if (!result.isMissing(row)) value = textual ? parseNumber(trimmed(a.text(row))) : a.column->number(a.at(row));
        result.reals[row] = value && std::isfinite(*value) ? *value : std::nan("");
        if (std::isnan(result.reals[row])) setMissing(result, rows, row);
    }
    return result;
}

// ---- Dates ----------------------------------------------------------------------------------------------------

int64_t floorDivide(int64_t a, int64_t b) {
    const int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

struct CivilDate {
    int64_t year;
    int month;
    int day;
};

/// Proleptic Gregorian calendar; H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (civil_from_days).
CivilDate civilDate(int64_t days) {
    const int64_t shifted = days + 719468; // days since 0000-03-01
    const int64_t era = floorDivide(shifted, 146097);
    const int64_t dayOfEra = shifted - era * 146097;
    const int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const int day = static_cast<int>(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    const int month = static_cast<int>(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

bool isLeapYear(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int64_t dayOfYear(const CivilDate& date) {
    static constexpr int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    return before[date.month - 1] + date.day + (date.month > 2 && isLeapYear(date.year) ? 1 : 0);
}

int64_t datePart(FunctionId part, int64_t days, int64_t microsOfDay) {
    switch (part) {
    case FunctionId::Year: return civilDate(days).year;
    case FunctionId::Quarter: return (civilDate(days).month + 2) / 3;
    case FunctionId::Month: return civilDate(days).month;
    case FunctionId::Day: return civilDate(days).day;
    case FunctionId::Weekday: return (days + 3) - floorDivide(days + 3, 7) * 7 + 1; // 1970-01-01 was a Thursday
    case FunctionId::DayOfYear: return dayOfYear(civilDate(days));
    case FunctionId::Hour: return microsOfDay / (60 * microsPerMinute);
    default: return microsOfDay / microsPerMinute % 60;
    }
}

lathe::Column dateParts(const Node& call, const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Integer, rows, {&a, 1});
    const bool timestamp = a.column->schema.type == ColumnType::Timestamp;
    for (size_t row = 0; row < rows; ++row) {
        if (result.isMissing(row)) continue;
        const int64_t value = a.column->integers[a.at(row)];
        const int64_t days = timestamp ? floorDivide(value, microsPerDay) : value;
        result.integers[row] = datePart(call.function, days, timestamp ? value - days * microsPerDay : 0);
    }
    return result;
}

lathe::Column datesOf(const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Date, rows, {&a, 1});
    const ColumnType type = a.column->schema.type;
    for (size_t row = 0; row < rows; ++row) {
        if (result.isMissing(row)) continue;
        std::optional<int64_t> days;
        if (type == ColumnType::Date) days = a.column->integers[a.at(row)];
        else if (type == ColumnType::Timestamp) days = floorDivide(a.column->integers[a.at(row)], microsPerDay);
        else if (const auto date = parseIsoDate(trimmed(a.text(row)))) days = date;
        else if (const auto time = parseIsoTimestamp(trimmed(a.text(row)))) days = floorDivide(*time, microsPerDay);
        if (days) result.integers[row] = *days;
        else setMissing(result, rows, row);
    }
    return result;
}

lathe::Column daysBetween(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    lathe::Column result = blank(call.type, rows, arguments);
    for (size_t row = 0; row < rows; ++row) {
        const int64_t from = arguments[0].column->integers[arguments[0].at(row)];
        const int64_t to = arguments[1].column->integers[arguments[1].at(row)];
        if (call.type == ColumnType::Integer) {
            if (__builtin_sub_overflow(to, from, &result.integers[row])) setMissing(result, rows, row);
        } else {
            result.reals[row] = result.isMissing(row) ? std::nan("")
                                                      : (static_cast<double>(to) - static_cast<double>(from)) /
                                                            static_cast<double>(microsPerDay);
        }
    }
    return result;
}

lathe::Column evaluateNumbers(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const Operand& first = arguments.front();
    switch (call.function) {
    case FunctionId::Abs: return absolute(call, first, rows);
    case FunctionId::Round: return rounded(arguments, rows);
    case FunctionId::Floor: return mapToInteger(first, rows, [](double x) { return std::floor(x); });
    case FunctionId::Ceil: return mapToInteger(first, rows, [](double x) { return std::ceil(x); });
    case FunctionId::Sign:
        return mapToInteger(first, rows, [](double x) { return std::isnan(x) ? x : x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; });
    case FunctionId::Sqrt: return mapReals(first, rows, [](double x) { return std::sqrt(x); });
    case FunctionId::Log: return mapReals(first, rows, [](double x) { return std::log(x); });
    case FunctionId::Log10: return mapReals(first, rows, [](double x) { return std::log10(x); });
    case FunctionId::Exp: return mapReals(first, rows, [](double x) { return std::exp(x); });
    default: return extreme(call, arguments, rows);
    }
}

lathe::Column evaluateTexts(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const auto other = [&](size_t argument, size_t row) { return arguments[argument].text(row); };
    const auto number = [&](size_t argument, size_t row) {
        return arguments[argument].column->reals[arguments[argument].at(row)];
    };
    switch (call.function) {
    case FunctionId::Lower:
        return makeTexts(call, arguments, rows, [](std::string_view text, size_t) { return utf8Lower(text); });
    case FunctionId::Upper:
        return makeTexts(call, arguments, rows, [](std::string_view text, size_t) { return utf8Upper(text); });
    case FunctionId::Trim:
        return makeTexts(call, arguments, rows, [](std::string_view text, size_t) { return std::string(trimmed(text)); });
    case FunctionId::Replace:
        return makeTexts(call, arguments, rows,
                         [&](std::string_view text, size_t row) { return replaced(text, other(1, row), other(2, row)); });
    case FunctionId::Substring:
        return makeTexts(call, arguments, rows, [&](std::string_view text, size_t row) {
            return substringOf(text, number(1, row), number(2, row));
        });
    case FunctionId::Length:
        return measureTexts(call, arguments, rows, [](std::string_view text, size_t) {
            return static_cast<int64_t>(utf8Length(text));
        });
    case FunctionId::Contains:
        return measureTexts(call, arguments, rows, [&](std::string_view text, size_t row) {
            return static_cast<int64_t>(text.find(other(1, row)) != std::string_view::npos);
        });
    case FunctionId::StartsWith:
        return measureTexts(call, arguments, rows, [&](std::string_view text, size_t row) {
            return static_cast<int64_t>(text.starts_with(other(1, row)));
        });
    case FunctionId::EndsWith:
        return measureTexts(call, arguments, rows, [&](std::string_view text, size_t row) {
            return static_cast<int64_t>(text.ends_with(other(1, row)));
        });
    case FunctionId::Matches:
        return measureTexts(call, arguments, rows, [&](std::string_view text, size_t) {
            return static_cast<int64_t>(RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *call.pattern));
        });
    default: return concatenated(call, arguments, rows);
    }
}

} // namespace

lathe::Column evaluateCall(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const Operand& first = arguments.front();
    switch (call.function) {
    case FunctionId::If: return chosen(call, arguments, rows);
    case FunctionId::Coalesce: return coalesced(call, arguments, rows);
    case FunctionId::IsNan: {
        lathe::Column result = blank(ColumnType::Boolean, rows, {});
        for (size_t row = 0; row < rows; ++row) result.integers[row] = first.isMissing(row) ? 1 : 0;
        return result;
    }
    case FunctionId::Number: return parsedNumbers(first, rows);
    case FunctionId::Text: return displayed(first, rows);
    case FunctionId::Date: return datesOf(first, rows);
    case FunctionId::DaysBetween: return daysBetween(call, arguments, rows);
    case FunctionId::Year:
    case FunctionId::Quarter:
    case FunctionId::Month:
    case FunctionId::Day:
    case FunctionId::Weekday:
    case FunctionId::DayOfYear:
    case FunctionId::Hour:
    case FunctionId::Minute: return dateParts(call, first, rows);
    case FunctionId::Lower:
    case FunctionId::Upper:
    case FunctionId::Trim:
    case FunctionId::Length:
    case FunctionId::Contains:
    case FunctionId::StartsWith:
    case FunctionId::EndsWith:
    case FunctionId::Replace:
    case FunctionId::Matches:
    case FunctionId::Substring:
    case FunctionId::Concat: return evaluateTexts(call, arguments, rows);
    default: return evaluateNumbers(call, arguments, rows);
    }
}

} // namespace lathe::expression
