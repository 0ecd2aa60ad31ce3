// SPDX-License-Identifier: GPL-3.0-or-later
// The functions over texts.
#include <algorithm>
#include <cmath>

#include <re2/re2.h>

#include "core/base/text.h"
#include "core/data/expression/expression_calls.h"
#include "core/data/text/number_text.h"
#include "core/data/text/unicode.h"

namespace lathe::expression {

namespace {

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
lathe::Column measureTexts(const Node& call, const std::vector<Operand>& arguments, size_t rows,
                           const Measure& measure) {
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

/// As makeTexts() where a text may come to nothing: \p make(text, row, result) says false for a missing value.
template <typename Make>
lathe::Column makeOptionalTexts(const Node& call, const std::vector<Operand>& arguments, size_t rows,
                                const Make& make) {
    lathe::Column result = blank(ColumnType::Text, rows, arguments);
    std::string text;
    for (size_t row = 0; row < rows; ++row) {
        text.clear();
        if (!result.isMissing(row) && !make(arguments.front().text(row), row, text)) setMissing(result, rows, row);
        result.texts.push(result.isMissing(row) ? std::string_view() : std::string_view(text));
    }
    return call.type == ColumnType::Category ? encoded(std::move(result)) : result;
}

/// The number-th part between separators, counted from 1, or from the end when negative.
bool splitPart(std::string_view text, std::string_view separator, double number, std::string& result) {
    if (separator.empty() || !(std::fabs(number) >= 1) || !(std::fabs(number) <= 1e6)) return false;
    std::vector<std::string_view> parts;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(separator, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + separator.size();
    }
    const auto count = static_cast<int64_t>(parts.size());
    const int64_t index = number > 0 ? static_cast<int64_t>(number) - 1 : count + static_cast<int64_t>(number);
    if (index < 0 || index >= count) return false;
    result = parts[static_cast<size_t>(index)];
    return true;
}

/// \p fill in front until the text has \p length characters (at most 10 000).
std::string padded(std::string_view text, double length, std::string_view fill) {
    const size_t has = utf8Length(text);
    std::string result;
    if (fill.empty() || !(length > static_cast<double>(has)) || !(length <= 10'000)) return std::string(text);
    const auto lack = static_cast<size_t>(length) - has;
    const size_t fillLength = utf8Length(fill);
    for (size_t i = 0; i < lack; ++i) result += utf8Substring(fill, i % fillLength, 1);
    return result + std::string(text);
}

std::string lastCharacters(std::string_view text, double count) {
    const auto length = static_cast<double>(utf8Length(text));
    return substringOf(text, std::max(1.0, length - std::floor(count) + 1), std::max(0.0, count));
}

int64_t positionOf(std::string_view text, std::string_view part) {
    const size_t at = text.find(part);
    return at == std::string_view::npos ? 0 : static_cast<int64_t>(utf8Length(text.substr(0, at))) + 1;
}

bool captured(const Node& call, std::string_view text, double group, std::string& result) {
    if (!(group >= 0) || !(group <= call.pattern->NumberOfCapturingGroups())) return false;
    std::vector<re2::StringPiece> groups(static_cast<size_t>(group) + 1);
    const re2::StringPiece input(text.data(), text.size());
    if (!call.pattern->Match(input, 0, input.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size())))
        return false;
    if (groups.back().data() == nullptr) return false;
    result.assign(groups.back().data(), groups.back().size());
    return true;
}

std::string patternReplaced(const Node& call, std::string_view text, std::string_view rewrite) {
    std::string result(text);
    RE2::GlobalReplace(&result, *call.pattern, re2::StringPiece(rewrite.data(), rewrite.size()));
    return result;
}

lathe::Column writtenNumbers(const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Real, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        const auto number =
            result.isMissing(row) ? std::nullopt : recipe::parseWrittenNumber(a.text(row), recipe::DecimalMark::Either);
        result.reals[row] = number ? number->value : std::nan("");
        if (!number) setMissing(result, rows, row);
    }
    return result;
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

} // namespace

lathe::Column evaluateTexts(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const auto other = [&](size_t argument, size_t row) { return arguments[argument].text(row); };
    const auto number = [&](size_t argument, size_t row) {
        return arguments[argument].column->reals[arguments[argument].at(row)];
    };
    switch (call.function) {
    case FunctionId::Lower:
        return makeTexts(call, arguments, rows, [](std::string_view text, size_t) { return lowerCase(text); });
    case FunctionId::Upper:
        return makeTexts(call, arguments, rows, [](std::string_view text, size_t) { return upperCase(text); });
    case FunctionId::Trim:
        return makeTexts(call, arguments, rows,
                         [](std::string_view text, size_t) { return std::string(trimmed(text)); });
    case FunctionId::Replace:
        return makeTexts(call, arguments, rows, [&](std::string_view text, size_t row) {
            return replaced(text, other(1, row), other(2, row));
        });
    case FunctionId::Substring:
        return makeTexts(call, arguments, rows, [&](std::string_view text, size_t row) {
            return substringOf(text, number(1, row), number(2, row));
        });
    case FunctionId::Length:
        return measureTexts(call, arguments, rows,
                            [](std::string_view text, size_t) { return static_cast<int64_t>(utf8Length(text)); });
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
    case FunctionId::Title:
        return makeTexts(call, arguments, rows, [](std::string_view text, size_t) { return lathe::titleCase(text); });
    case FunctionId::Collapse:
        return makeTexts(call, arguments, rows,
                         [](std::string_view text, size_t) { return lathe::withCollapsedBlanks(text); });
    case FunctionId::StripAccents:
        return makeTexts(call, arguments, rows,
                         [](std::string_view text, size_t) { return lathe::withoutAccents(text); });
    case FunctionId::Left:
        return makeTexts(call, arguments, rows,
                         [&](std::string_view text, size_t row) { return substringOf(text, 1, number(1, row)); });
    case FunctionId::Right:
        return makeTexts(call, arguments, rows,
                         [&](std::string_view text, size_t row) { return lastCharacters(text, number(1, row)); });
    case FunctionId::PadLeft:
        return makeTexts(call, arguments, rows, [&](std::string_view text, size_t row) {
            return padded(text, number(1, row), other(2, row));
        });
    case FunctionId::ReplacePattern:
        return makeTexts(call, arguments, rows,
                         [&](std::string_view text, size_t row) { return patternReplaced(call, text, other(2, row)); });
    case FunctionId::Extract:
        return makeOptionalTexts(call, arguments, rows, [&](std::string_view text, size_t row, std::string& result) {
            const double group = arguments.size() > 2                          ? number(2, row)
                                 : call.pattern->NumberOfCapturingGroups() > 0 ? 1
                                                                               : 0;
            return captured(call, text, group, result);
        });
    case FunctionId::SplitPart:
        return makeOptionalTexts(call, arguments, rows, [&](std::string_view text, size_t row, std::string& result) {
            return splitPart(text, other(1, row), number(2, row), result);
        });
    case FunctionId::Position:
        return measureTexts(call, arguments, rows,
                            [&](std::string_view text, size_t row) { return positionOf(text, other(1, row)); });
    case FunctionId::IsNumber:
        return measureTexts(call, arguments, rows, [](std::string_view text, size_t) {
            const auto value = parseNumber(trimmed(text));
            return static_cast<int64_t>(value && std::isfinite(*value));
        });
    case FunctionId::ParseNumber: return writtenNumbers(arguments.front(), rows);
    case FunctionId::Number: return parsedNumbers(arguments.front(), rows);
    case FunctionId::Text: return displayed(arguments.front(), rows);
    default: return concatenated(call, arguments, rows);
    }
}

} // namespace lathe::expression
