// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/arff_text.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace lathe::readers {

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

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
        LATHE_TRY(attribute.datePattern, datePatternOfJava(pattern.text));
        return attribute;
    }
    if (word == "relational")
        return failHint(ErrorKind::Unsupported,
                        fmt::format("attribute '{}' is relational: a table within each row", attribute.name),
                        "Flatten it in Weka first.");
    return fail(ErrorKind::InvalidInput, "attribute '{}' has type '{}', which ARFF does not know", attribute.name,
                type.text);
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
            return fail(ErrorKind::InvalidInput, "'{}' is no number of an attribute (0 to {})", place.text,
                        attributes.size() - 1);
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
    if (!rest.empty() && rest.front() != '{')
        return fail(ErrorKind::InvalidInput, "text follows a closing quote: '{}'", rest.substr(0, 50));
    if (values.size() != attributes.size())
        return fail(ErrorKind::InvalidInput, "the row has {} values for {} attributes", values.size(),
                    attributes.size());
    return values;
}

// ---- Dates ----------------------------------------------------------------------------------------------------

namespace {

/// What csv::readPattern() calls \p count of Java's pattern letters in a row; empty for letters that have no such name.
std::string_view patternField(char letter, size_t count) {
    switch (letter) {
    case 'y': return count == 2 ? "%y" : "%Y";
    case 'M': return count > 2 ? "%b" : "%m";
    case 'd': return "%d";
    case 'H': return "%H";
    case 'h': return "%I";
    case 'm': return "%M";
    case 's': return "%S";
    case 'S': return "%L";
    case 'a': return "%p";
    case 'z':
    case 'Z':
    case 'X': return "%z";
    default: return {};
    }
}

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

} // namespace

Result<std::string> datePatternOfJava(std::string_view java) {
    std::string pattern;
    bool quoted = false;
    for (size_t at = 0; at < java.size();) {
        const char c = java[at];
        size_t count = 1;
        if (java.substr(at, 2) == "''") {
            pattern += '\'';
            count = 2;
        } else if (c == '\'') {
            quoted = !quoted;
        } else if (quoted || !isLetter(c)) {
            pattern += c == '%' ? std::string("%%") : std::string(1, c);
        } else {
            while (at + count < java.size() && java[at + count] == c) ++count;
            const std::string_view field = patternField(c, count);
            if (field.empty())
                return fail(ErrorKind::Unsupported, "the date format '{}' has a letter ({}) that is not understood",
                            java, c);
            pattern += field;
        }
        at += count;
    }
    return pattern;
}

} // namespace lathe::readers
