// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/text_matcher.h"

#include <algorithm>
#include <atomic>
#include <charconv>

#include <re2/re2.h>

#include "core/base/text.h"
#include "core/data/text/unicode.h"

namespace lathe {

namespace query {

namespace {

constexpr int64_t regexMemory = int64_t{8} << 20;

char foldedAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool isAscii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool equalFolded(const char* text, std::string_view folded) {
    for (size_t i = 0; i < folded.size(); ++i)
        if (foldedAscii(text[i]) != folded[i]) return false;
    return true;
}

/// Whether ASCII \p text contains \p folded, which is in small letters.
bool containsFolded(std::string_view text, std::string_view folded) {
    if (folded.empty()) return true;
    if (text.size() < folded.size()) return false;
    const char first = folded.front();
    const char* const last = text.data() + (text.size() - folded.size());
    for (const char* at = text.data(); at <= last; ++at)
        if (foldedAscii(*at) == first && equalFolded(at, folded)) return true;
    return false;
}

/// What exactNumber(), isoDate() and isoTimestamp() can write.
constexpr std::string_view numberLetters = "0123456789+-.eEINafinty";
constexpr std::string_view integerLetters = "0123456789-";
constexpr std::string_view timeLetters = "0123456789+-:.T";

} // namespace

Result<TextMatcher> TextMatcher::compile(const TextPattern& pattern) {
    TextMatcher matcher(pattern);
    matcher.m_ascii = isAscii(pattern.text);
    matcher.m_folded = lowerCase(pattern.text);
    if (!pattern.regex) return matcher;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(pattern.matchCase);
    options.set_max_mem(regexMemory);
    auto compiled = std::make_shared<re2::RE2>(pattern.text, options);
    if (!compiled->ok())
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("the regular expression '{}' cannot be read: {}", pattern.text, compiled->error()),
                        "Put a backslash before characters that are meant literally, or search for plain text.");
    matcher.m_regex = std::move(compiled);
    return matcher;
}

bool TextMatcher::matchesFolded(std::string_view text) const {
    if (!m_ascii || !isAscii(text)) {
        const std::string folded = lowerCase(text);
        return m_pattern.wholeCell ? folded == m_folded : folded.find(m_folded) != std::string::npos;
    }
    if (m_pattern.wholeCell) return text.size() == m_folded.size() && equalFolded(text.data(), m_folded);
    return containsFolded(text, m_folded);
}

bool TextMatcher::matches(std::string_view text) const {
    if (m_regex)
        return m_pattern.wholeCell ? re2::RE2::FullMatch({text.data(), text.size()}, *m_regex)
                                   : re2::RE2::PartialMatch({text.data(), text.size()}, *m_regex);
    if (!m_pattern.matchCase) return matchesFolded(text);
    return m_pattern.wholeCell ? text == m_pattern.text : text.find(m_pattern.text) != std::string_view::npos;
}

bool TextMatcher::couldMatch(std::string_view alphabet) const {
    if (m_regex) return true;
    const auto known = [&](char c) { return alphabet.find(c) != std::string_view::npos; };
    if (m_pattern.matchCase) return std::all_of(m_pattern.text.begin(), m_pattern.text.end(), known);
    const std::string folded = lowerCase(alphabet);
    return std::all_of(m_folded.begin(), m_folded.end(), [&](char c) { return folded.find(c) != std::string::npos; });
}

CellMatcher::CellMatcher(const TextMatcher& matcher, const ColumnSchema& schema,
                         const std::vector<std::string>& dictionary)
    : m_matcher(matcher) {
    static std::atomic<uint64_t> made{0};
    m_number = ++made;
    switch (schema.type) {
    case ColumnType::Category:
        for (const std::string& text : dictionary) m_ofCode.push_back(matcher.matches(text) ? 1 : 0);
        m_possible = std::find(m_ofCode.begin(), m_ofCode.end(), 1) != m_ofCode.end();
        break;
    case ColumnType::Boolean:
        m_ofCode = {static_cast<uint8_t>(matcher.matches("false") ? 1 : 0),
                    static_cast<uint8_t>(matcher.matches("true") ? 1 : 0)};
        m_possible = m_ofCode[0] != 0 || m_ofCode[1] != 0;
        break;
    case ColumnType::Integer: m_possible = matcher.couldMatch(integerLetters); break;
    case ColumnType::Real: m_possible = matcher.couldMatch(numberLetters); break;
    case ColumnType::Date:
    case ColumnType::Timestamp: m_possible = matcher.couldMatch(timeLetters); break;
    case ColumnType::Text: break;
    }
}

bool CellMatcher::matches(const Column& column, size_t row) const {
    if (column.isMissing(row)) return false;
    switch (column.schema.type) {
    case ColumnType::Category: return m_ofCode[column.codes[row]] != 0;
    case ColumnType::Boolean: return m_ofCode[column.integers[row] != 0 ? 1 : 0] != 0;
    case ColumnType::Text: return m_matcher.matches(column.texts.at(row));
    case ColumnType::Integer: {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, column.integers[row]);
        return m_matcher.matches({digits, static_cast<size_t>(end.ptr - digits)});
    }
    case ColumnType::Date:
    case ColumnType::Timestamp: return matchesTime(column, row);
    default: return m_matcher.matches(column.display(row));
    }
}

/// Writing a date costs more than all else, and neighbours are often the same.
bool CellMatcher::matchesTime(const Column& column, size_t row) const {
    struct Last {
        uint64_t matcher = 0;
        int64_t value = 0;
        bool matches = false;
    };
    thread_local Last last;
    const int64_t value = column.integers[row];
    if (last.matcher != m_number || last.value != value)
        last = {m_number, value, m_matcher.matches(column.display(row))};
    return last.matches;
}

Result<std::shared_ptr<const CellMarks>> CellMarks::create(const ColumnFile& file, const TextPattern& pattern,
                                                           const std::vector<size_t>& columns) {
    LATHE_TRY(TextMatcher matcher, TextMatcher::compile(pattern));
    std::shared_ptr<CellMarks> marks(new CellMarks(std::move(matcher)));
    marks->m_cells.resize(file.columns());
    for (size_t column = 0; column < file.columns(); ++column)
        if (columns.empty() || std::find(columns.begin(), columns.end(), column) != columns.end())
            marks->m_cells[column].emplace(marks->m_matcher, file.schema()[column], file.dictionary(column));
    return marks;
}

} // namespace query

Result<void> checkPattern(const TextPattern& pattern) {
    LATHE_CHECK(query::TextMatcher::compile(pattern));
    return {};
}

} // namespace lathe
