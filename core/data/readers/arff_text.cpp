// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/arff_text.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace lathe::readers {

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

char unescaped(char c) {
    switch (c) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;
    }
}

} // namespace

// ---- Lines ----------------------------------------------------------------------------------------------------

ArffLine::ArffLine(std::string_view text) : m_text(text) {}

void ArffLine::skipBlanks() {
    while (!m_text.empty() && isBlank(m_text.front())) m_text.remove_prefix(1);
}

bool ArffLine::skip(char wanted) {
    skipBlanks();
    if (m_text.empty() || m_text.front() != wanted) return false;
    m_text.remove_prefix(1);
    return true;
}

bool ArffLine::atEnd() {
    skipBlanks();
    return m_text.empty() || m_text.front() == '%';
}

std::string_view ArffLine::rest() {
    skipBlanks();
    return m_text;
}

Result<ArffToken> ArffLine::take(std::string_view ends) {
    skipBlanks();
    ArffToken token;
    const char quote = m_text.empty() ? '\0' : m_text.front();
    token.quoted = quote == '\'' || quote == '"';
    size_t at = token.quoted ? 1 : 0;
    for (;; ++at) {
        if (at >= m_text.size()) {
            if (token.quoted) return fail(ErrorKind::InvalidInput, "a quote ({}) is opened and never closed", quote);
            break;
        }
        const char c = m_text[at];
        if (token.quoted && c == quote) {
            ++at;
            break;
        }
        if (!token.quoted && ends.find(c) != std::string_view::npos) break;
        if (c == '\\' && at + 1 < m_text.size()) token.text += unescaped(m_text[++at]);
        else token.text += c;
    }
    m_text.remove_prefix(at);
    if (!token.quoted) token.text = std::string(trimmed(token.text));
    return token;
}

// ---- Header ---------------------------------------------------------------------------------------------------

namespace {

Result<void> parseNominal(ArffLine& line, ArffAttribute& attribute) {
    attribute.type = ArffType::Nominal;
    while (!line.skip('}')) {
        LATHE_TRY(ArffToken value, line.take(",}"));
        if (attribute.values.empty()) attribute.firstValue = value.text;
        attribute.values.insert(std::move(value.text));
        if (line.skip(',')) continue;
        if (line.skip('}')) break;
        return fail(ErrorKind::InvalidInput, "the values of '{}' do not end with }}", attribute.name);
    }
    return {};
}

} // namespace

Result<ArffAttribute> parseArffAttribute(std::string_view text) {
    ArffLine line(text);
    LATHE_TRY(ArffToken name, line.take(" \t{"));
    if (name.text.empty()) return fail(ErrorKind::InvalidInput, "the attribute has no name");
    ArffAttribute attribute;
    attribute.name = std::move(name.text);
    if (line.skip('{')) {
        LATHE_CHECK(parseNominal(line, attribute));
        return attribute;
    }
    LATHE_TRY(const ArffToken type, line.take(" \t%"));
    const std::string word = lowered(type.text);
    if (word == "numeric" || word == "real" || word == "integer") return attribute;
    if (word == "string") {
        attribute.type = ArffType::String;
        return attribute;
    }
    if (word == "date") {
        attribute.type = ArffType::Date;
        if (line.atEnd()) return attribute;
        LATHE_TRY(ArffToken pattern, line.take("%"));
        attribute.datePattern = std::move(pattern.text);
        return attribute;
    }
    if (word == "relational")
        return failHint(ErrorKind::Unsupported, fmt::format("attribute '{}' is relational: a table within each row", attribute.name),
                        "Flatten it in Weka first.");
    return fail(ErrorKind::InvalidInput, "attribute '{}' has type '{}', which ARFF does not know", attribute.name, type.text);
}

// ---- Data -----------------------------------------------------------------------------------------------------

namespace {

ArffToken leftOut(const ArffAttribute& attribute) {
    if (attribute.type == ArffType::Nominal) return {attribute.firstValue, true};
    return {attribute.type == ArffType::Number ? "0" : "", true};
}

Result<std::vector<ArffToken>> parseSparse(ArffLine& line, const std::vector<ArffAttribute>& attributes) {
    std::vector<ArffToken> values;
    for (const auto& attribute : attributes) values.push_back(leftOut(attribute));
    while (!line.skip('}')) {
        LATHE_TRY(const ArffToken place, line.take(" \t,}"));
        const auto index = parseInteger(place.text);
        if (!index || *index < 0 || static_cast<size_t>(*index) >= attributes.size())
            return fail(ErrorKind::InvalidInput, "'{}' is no number of an attribute (0 to {})", place.text, attributes.size() - 1);
        LATHE_TRY(values[static_cast<size_t>(*index)], line.take(",}"));
        if (line.skip(',')) continue;
        if (line.skip('}')) break;
        return fail(ErrorKind::InvalidInput, "the sparse row does not end with }}");
    }
    return values;
}

} // namespace

Result<std::vector<ArffToken>> parseArffRow(std::string_view text, const std::vector<ArffAttribute>& attributes) {
    ArffLine line(text);
    if (line.skip('{')) return parseSparse(line, attributes);
    const bool commas = text.find(',') != std::string_view::npos || attributes.size() < 2;
    const std::string_view ends = commas ? "," : " \t";
    std::vector<ArffToken> values;
    for (;;) {
        if (values.size() == attributes.size() && line.rest().starts_with('{')) break; // the row's weight
        LATHE_TRY(ArffToken value, line.take(ends));
        values.push_back(std::move(value));
        if (commas ? !line.skip(',') : line.rest().empty()) break;
    }
    const std::string_view rest = line.rest();
    if (!rest.empty() && rest.front() != '{') return fail(ErrorKind::InvalidInput, "text follows a closing quote: '{}'", rest.substr(0, 50));
    if (values.size() != attributes.size())
        return fail(ErrorKind::InvalidInput, "the row has {} values for {} attributes", values.size(), attributes.size());
    return values;
}

// ---- Dates ----------------------------------------------------------------------------------------------------

namespace {

constexpr int64_t microsPerSecond = 1000000;

struct DateParts {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int milli = 0;
    bool afternoon = false;
    bool twelveHours = false;
    int zoneMinutes = 0;
};

/// A number of up to \p most digits at the front, and of no more than an int can hold.
bool takeDigits(std::string_view& text, size_t most, int& value) {
    most = std::min<size_t>(most, std::numeric_limits<int>::digits10);
    size_t count = 0;
    value = 0;
    while (count < text.size() && count < most && text[count] >= '0' && text[count] <= '9') value = value * 10 + (text[count++] - '0');
    text.remove_prefix(count);
    return count > 0;
}

bool takeMonthName(std::string_view& text, int& month) {
    constexpr std::array<std::string_view, 12> names{"january", "february", "march",     "april",   "may",      "june",
                                                     "july",    "august",   "september", "october", "november", "december"};
    const std::string word = lowered(text.substr(0, 9));
    for (size_t i = 0; i < names.size(); ++i)
        for (const size_t length : {names[i].size(), size_t{3}})
            if (word.starts_with(names[i].substr(0, length))) {
                month = static_cast<int>(i) + 1;
                text.remove_prefix(length);
                return true;
            }
    return false;
}

/// Z, GMT, UTC, +0100 or +01:00.
bool takeZone(std::string_view& text, int& minutes) {
    for (const std::string_view name : {"GMT", "UTC", "Z"})
        if (text.starts_with(name)) {
            text.remove_prefix(name.size());
            return true;
        }
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return false;
    const int sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    int hours = 0;
    int rest = 0;
    if (!takeDigits(text, 2, hours)) return false;
    if (!text.empty() && text.front() == ':') text.remove_prefix(1);
    if (!takeDigits(text, 2, rest) || rest > 59) return false;
    minutes = sign * (hours * 60 + rest);
    return true;
}

bool takeField(std::string_view& text, char letter, size_t count, bool packed, DateParts& parts) {
    // Numbers that stand without a separator have exactly as many digits as letters.
    const size_t width = packed ? count : 9;
    switch (letter) {
    case 'y': {
        const size_t before = text.size();
        if (!takeDigits(text, packed ? count : 4, parts.year)) return false;
        if (count == 2 && before - text.size() == 2) parts.year += parts.year < 69 ? 2000 : 1900;
        return true;
    }
    case 'M': return count > 2 ? takeMonthName(text, parts.month) : takeDigits(text, width, parts.month);
    case 'd': return takeDigits(text, width, parts.day);
    case 'H': return takeDigits(text, width, parts.hour);
    case 'h': parts.twelveHours = true; return takeDigits(text, width, parts.hour);
    case 'm': return takeDigits(text, width, parts.minute);
    case 's': return takeDigits(text, width, parts.second);
    case 'S': return takeDigits(text, width, parts.milli);
    case 'a': {
        const std::string word = lowered(text.substr(0, 2));
        parts.afternoon = word == "pm";
        if (word != "am" && word != "pm") return false;
        text.remove_prefix(2);
        return true;
    }
    case 'z':
    case 'Z':
    case 'X': return takeZone(text, parts.zoneMinutes);
    default: return false;
    }
}

std::optional<int64_t> microsOf(DateParts parts) {
    if (parts.twelveHours) {
        if (parts.hour < 1 || parts.hour > 12) return std::nullopt;
        parts.hour = parts.hour % 12 + (parts.afternoon ? 12 : 0);
    }
    if (parts.hour > 23 || parts.minute > 59 || parts.second > 59 || parts.milli > 999) return std::nullopt;
    const auto days = daysFromCivil(parts.year, parts.month, parts.day);
    if (!days) return std::nullopt;
    const int64_t seconds = ((*days * 24 + parts.hour) * 60 + parts.minute - parts.zoneMinutes) * 60 + parts.second;
    int64_t micros = 0;
    if (__builtin_mul_overflow(seconds, microsPerSecond, &micros) || __builtin_add_overflow(micros, parts.milli * 1000, &micros)) return std::nullopt;
    return micros;
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

bool hasTime(std::string_view pattern) {
    bool quoted = false;
    for (const char c : pattern) {
        if (c == '\'') quoted = !quoted;
        if (!quoted && (c == 'H' || c == 'h' || c == 'm' || c == 's')) return true;
    }
    return false;
}

std::optional<int64_t> parseByPattern(std::string_view text, std::string_view pattern) {
    DateParts parts;
    bool quoted = false;
    for (size_t at = 0; at < pattern.size();) {
        const char c = pattern[at];
        if (c == '\'') {
            quoted = !quoted;
            ++at;
            continue;
        }
        if (quoted || !isLetter(c)) {
            if (text.empty() || text.front() != c) return std::nullopt;
            text.remove_prefix(1);
            ++at;
            continue;
        }
        size_t count = 1;
        while (at + count < pattern.size() && pattern[at + count] == c) ++count;
        const bool packed = at + count < pattern.size() && isLetter(pattern[at + count]);
        if (!takeField(text, c, count, packed, parts)) return std::nullopt;
        at += count;
    }
    if (!text.empty()) return std::nullopt;
    return microsOf(parts);
}

} // namespace lathe::readers
