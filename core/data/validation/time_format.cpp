// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/time_format.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "core/base/text.h"
#include "core/data/columns/table.h"

namespace lathe {

namespace {

constexpr const char* months = "january|february|march|april|may|june|july|august|september|october|november|december";
constexpr const char* shortMonths = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
constexpr const char* days = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
constexpr const char* shortDays = "mon|tue|wed|thu|fri|sat|sun";

/// What a directive may look like, in the order in which Python tries the alternatives.
const std::map<char, std::string>& directiveShapes() {
    static const std::map<char, std::string> shapes{
        {'d', "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]"},
        {'f', "[0-9]{1,6}"},
        {'H', "2[0-3]|[0-1]\\d|\\d| \\d"},
        {'I', "1[0-2]|0[1-9]|[1-9]| [1-9]"},
        {'G', "\\d\\d\\d\\d"},
        {'j', "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]"},
        {'m', "1[0-2]|0[1-9]|[1-9]"},
        {'M', "[0-5]\\d|\\d"},
        {'S', "6[0-1]|[0-5]\\d|\\d"},
        {'U', "5[0-3]|[0-4]\\d|\\d"},
        {'W', "5[0-3]|[0-4]\\d|\\d"},
        {'V', "5[0-3]|0[1-9]|[1-4]\\d|\\d"},
        {'u', "[1-7]"},
        {'w', "[0-6]"},
        {'y', "\\d\\d"},
        {'Y', "\\d\\d\\d\\d"},
        {'z', "[+-]\\d\\d(?::[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,6})?)?|[0-5]\\d(?:[0-5]\\d(?:\\.\\d{1,6})?)?)|(?-i:Z)"},
        {'A', days},
        {'a', shortDays},
        {'B', months},
        {'b', shortMonths},
        {'p', "am|pm"},
        {'Z', "utc|gmt"},
    };
    return shapes;
}

/// Composite directives in terms of the others, C locale.
std::string expanded(std::string_view format) {
    std::string result;
    for (size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            result += format[i];
            continue;
        }
        switch (format[++i]) {
        case 'c': result += "%a %b %d %H:%M:%S %Y"; break;
        case 'x': result += "%m/%d/%y"; break;
        case 'X': result += "%H:%M:%S"; break;
        case 'h': result += "%b"; break;
        default: (result += '%') += format[i];
        }
    }
    return result;
}

int number(std::string_view text) { return static_cast<int>(parseInteger(trimmed(text)).value_or(0)); }

int monthNumber(std::string_view name) {
    const auto all = splitText(shortMonths, '|');
    const std::string wanted = lowered(name).substr(0, 3);
    for (size_t month = 0; month < all.size(); ++month)
        if (all[month] == wanted) return static_cast<int>(month) + 1;
    return 1;
}

} // namespace

Result<TimeFormat> TimeFormat::compile(std::string_view format) {
    const std::string full = expanded(format);
    std::string expression;
    std::vector<char> directives;
    for (size_t i = 0; i < full.size(); ++i) {
        const char c = full[i];
        if (std::isspace(static_cast<unsigned char>(c))) {
            while (i + 1 < full.size() && std::isspace(static_cast<unsigned char>(full[i + 1]))) ++i;
            expression += "\\s+";
        } else if (c != '%') {
            if (std::string_view("\\.^$*+?(){}[]|-#").find(c) != std::string_view::npos) expression += '\\';
            expression += c;
        } else {
            const char directive = i + 1 < full.size() ? full[++i] : '\0';
            if (directive == '%') {
                expression += '%';
                continue;
            }
            const auto shape = directiveShapes().find(directive);
            if (shape == directiveShapes().end())
                return failHint(ErrorKind::InvalidInput,
                                fmt::format("'{}' is no date format: %{} means nothing", format,
                                            directive == '\0' ? ' ' : directive),
                                "The directives are those of Python's strptime, for example %Y-%m-%d.");
            if (std::find(directives.begin(), directives.end(), directive) != directives.end())
                return fail(ErrorKind::InvalidInput, "'{}' is no date format: %{} stands twice", format, directive);
            expression += "(" + shape->second + ")";
            directives.push_back(directive);
        }
    }
    LATHE_TRY(Pattern pattern, Pattern::compile(expression, true));
    return TimeFormat(std::move(pattern), std::move(directives));
}

bool TimeFormat::matches(std::string_view text) const {
    size_t end = 0;
    std::vector<std::string_view> groups;
    if (m_pattern.matchStart(text, end, &groups) != Pattern::Outcome::Found || end != text.size()) return false;
    int year = 1900;
    int month = 1;
    int day = 1;
    bool byDayOfYear = false;
    int dayOfYear = 0;
    for (size_t group = 0; group < groups.size(); ++group) {
        const std::string_view value = groups[group];
        switch (m_directives[group]) {
        case 'Y': year = number(value); break;
        case 'y': year = number(value) + (number(value) <= 68 ? 2000 : 1900); break;
        case 'm': month = number(value); break;
        case 'b':
        case 'B': month = monthNumber(value); break;
        case 'd': day = number(value); break;
        case 'S':
            if (number(value) > 59)
                return false; // the directive knows leap seconds, the date that Python makes of it does not
            break;
        case 'j':
            byDayOfYear = true;
            dayOfYear = number(value);
            break;
        default: break;
        }
    }
    if (year < 1) return false;
    if (!daysFromCivil(year, month, day)) return false;
    // Day 366 of a common year is a day of the next one: Python refuses only what leaves its range of years.
    return !byDayOfYear || year < 9999 || dayOfYear <= 365;
}

} // namespace lathe
