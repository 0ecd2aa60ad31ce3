// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/number_text.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/data/text/unicode.h"

namespace lathe::recipe {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Typographic signs as their plain ones.
std::string plainSigns(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> signs[] = {
        {"\xE2\x88\x92", "-"}, {"\xE2\x80\x93", "-"}, {"\xE2\x80\x99", "'"}, {"\xC2\xA0", " "},
        {"\xE2\x80\xAF", " "}, {"\xE2\x80\x89", " "}, {"\xEF\xBC\x85", "%"}};
    std::string result(text);
    for (const auto& [from, to] : signs)
        for (size_t at = result.find(from); at != std::string::npos; at = result.find(from, at + to.size()))
            result.replace(at, from.size(), to);
    return result;
}

bool isMark(char c) { return c == '.' || c == ',' || c == '\'' || c == ' '; }

/// The digits with marks between them, from \p at; an exponent too.
size_t numberEnd(std::string_view text, size_t at) {
    while (at < text.size()) {
        if (isDigit(text[at])) ++at;
        else if (isMark(text[at]) && at + 1 < text.size() && isDigit(text[at + 1])) at += 2;
        else break;
    }
    return at;
}

bool groupsOfThree(std::string_view body, char mark) {
    size_t digits = 0;
    bool first = true;
    for (const char c : body) {
        if (c == mark) {
            if (first ? digits == 0 || digits > 3 : digits != 3) return false;
            first = false;
            digits = 0;
        } else {
            ++digits;
        }
    }
    return first || digits == 3;
}

/// Which of point and comma is the decimal mark; '\0' for none.
std::optional<char> decimalMark(std::string_view body, DecimalMark wanted) {
    if (wanted == DecimalMark::Point) return '.';
    if (wanted == DecimalMark::Comma) return ',';
    const auto points = std::count(body.begin(), body.end(), '.');
    const auto commas = std::count(body.begin(), body.end(), ',');
    if (points > 0 && commas > 0) return body.rfind('.') > body.rfind(',') ? '.' : ',';
    if (points > 1) return ',';
    if (commas > 1) return '.';
    if (commas == 1) return groupsOfThree(body, ',') && body.front() != '0' ? '.' : ',';
    return '.';
}

/// The digits without marks; none when the marks stand where no writer puts them.
std::optional<std::string> plainDigits(std::string_view body, DecimalMark wanted) {
    const char mark = *decimalMark(body, wanted);
    const size_t at = body.find(mark);
    if (at != std::string_view::npos && body.find(mark, at + 1) != std::string_view::npos) return std::nullopt;
    const std::string_view whole = body.substr(0, at);
    char separator = '\0';
    std::string digits;
    for (const char c : whole) {
        if (isDigit(c)) {
            digits += c;
            continue;
        }
        if (separator != '\0' && c != separator) return std::nullopt;
        separator = c;
    }
    if (separator != '\0' && !groupsOfThree(whole, separator)) return std::nullopt;
    if (at == std::string_view::npos) return digits;
    const std::string_view fraction = body.substr(at + 1);
    if (!std::all_of(fraction.begin(), fraction.end(), isDigit)) return std::nullopt;
    return digits + '.' + std::string(fraction);
}

/// What a letter right after the number multiplies it by: thousand, million, billion.
double scaleOf(std::string& unit) {
    static constexpr std::pair<std::string_view, double> scales[] = {
        {"k", 1e3}, {"m", 1e6}, {"mio", 1e6}, {"million", 1e6}, {"bn", 1e9}, {"billion", 1e9}, {"thousand", 1e3}};
    const std::string small = lowered(unit);
    for (const auto& [word, scale] : scales)
        if (small == word && unit != "m") { // "12 m" are metres
            unit.clear();
            return scale;
        }
    return 1;
}

} // namespace

std::optional<WrittenNumber> parseWrittenNumber(std::string_view written, DecimalMark mark) {
    const std::string plain = plainSigns(written);
    std::string_view text = withoutOuterBlanks(plain);
    bool negative = false;
    if (text.size() > 2 && text.front() == '(' && text.back() == ')') { // accountants' minus
        negative = true;
        text = text.substr(1, text.size() - 2);
    }
    size_t begin = 0;
    while (begin < text.size() && !isDigit(text[begin])) ++begin;
    if (begin == text.size()) return std::nullopt;
    const bool leadingMark =
        begin > 0 && (text[begin - 1] == '.' || (text[begin - 1] == ',' && mark != DecimalMark::Point));
    size_t end = numberEnd(text, begin);
    auto digits = plainDigits(text.substr(begin, end - begin), leadingMark ? DecimalMark::Point : mark);
    if (!digits) return std::nullopt;
    if (leadingMark) digits = "0." + *digits;
    size_t before = leadingMark ? begin - 1 : begin;
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        size_t exponent = end + 1;
        if (exponent < text.size() && (text[exponent] == '-' || text[exponent] == '+')) ++exponent;
        if (exponent < text.size() && isDigit(text[exponent])) {
            while (exponent < text.size() && isDigit(text[exponent])) ++exponent;
            *digits += text.substr(end, exponent - end);
            end = exponent;
        }
    }
    std::string prefix(withoutOuterBlanks(text.substr(0, before)));
    std::string suffix(withoutOuterBlanks(text.substr(end)));
    const auto takeSign = [&negative](std::string& part, bool front) {
        if (part.empty()) return;
        const char c = front ? part.front() : part.back();
        if (c != '-' && c != '+') return;
        negative = negative != (c == '-');
        part.erase(front ? 0 : part.size() - 1, 1);
    };
    takeSign(prefix, true);
    takeSign(prefix, false);
    if (suffix == "-") takeSign(suffix, true);
    if (std::any_of(suffix.begin(), suffix.end(), isDigit)) return std::nullopt; // a second number
    const auto value = parseNumber(*digits);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    WrittenNumber number;
    number.unit = std::string(withoutOuterBlanks(prefix + suffix));
    while (number.unit.ends_with('.')) number.unit.pop_back();
    number.percent = number.unit == "%";
    number.value = *value * scaleOf(number.unit) * (negative ? -1 : 1);
    return number;
}

} // namespace lathe::recipe
