// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_values.h"

#include "core/base/text.h"

#include <algorithm>

namespace lathe::csv {

namespace {

struct WordPair {
    Kind kind;
    const char* yes;
    const char* no;
};
constexpr WordPair wordPairs[] = {
    {TrueFalse, "true", "false"},
    {YesNo, "yes", "no"},
    {YN, "y", "n"},
    {TF, "t", "f"},
    {JaNein, "ja", "nein"},
    {JN, "j", "n"},
    {WahrFalsch, "wahr", "falsch"},
};
constexpr size_t longestWord = 6;

Kinds truthKinds(std::string_view text, Kinds candidates) {
    Kinds kinds = 0;
    int64_t value = 0;
    if ((candidates & TrueFalse) != 0 && readBoolean(text, value)) kinds |= TrueFalse;
    if ((candidates & wordKinds) == 0 || text.size() > longestWord) return kinds;
    for (const WordPair& pair : wordPairs)
        if (pair.kind != TrueFalse && readTruthWord(text, pair.kind, value)) kinds |= pair.kind;
    return kinds;
}

Kinds numberKinds(std::string_view text, Kinds candidates) {
    Kinds kinds = 0;
    int64_t integer = 0;
    double real = 0;
    // What is plain is also read among numbers of typesetters.
    if ((candidates & (IntegerNumber | IntegerTypeset)) != 0 && readInteger(text, integer))
        kinds |= candidates & (IntegerNumber | IntegerTypeset);
    if ((candidates & (RealNumber | RealTypeset)) != 0 && readReal(text, real))
        kinds |= candidates & (RealNumber | RealTypeset);
    for (Kinds bit = IntegerTypeset; bit <= MoneyComma; bit <<= 1) {
        const auto kind = static_cast<Kind>(bit);
        if ((candidates & ~kinds & bit) == 0) continue;
        const bool fits = typeOf(kind) == ColumnType::Integer ? readGroupedInteger(text, kind, integer)
                                                              : readWrittenReal(text, kind, real);
        if (fits) kinds |= bit;
    }
    return kinds;
}

} // namespace

ColumnType typeOf(Kind kind) {
    if (kind == NoValue) return ColumnType::Text;
    if (kind <= WahrFalsch) return ColumnType::Boolean;
    if (kind == IntegerNumber || kind == IntegerTypeset ||
        (kind >= IntegerGroupedByComma && kind <= IntegerGroupedByBlank))
        return ColumnType::Integer;
    if (kind <= MoneyComma) return ColumnType::Real;
    if (kind <= DatePattern) return ColumnType::Date;
    if (kind <= TimePattern) return ColumnType::Timestamp;
    return kind == CategoryText ? ColumnType::Category : ColumnType::Text;
}

Kinds kindsOf(ColumnType type) {
    Kinds kinds = 0;
    for (Kinds bit = TrueFalse; bit < allKinds; bit <<= 1)
        if (typeOf(static_cast<Kind>(bit)) == type) kinds |= bit;
    return kinds;
}

const char* formOf(Kind kind) {
    switch (kind) {
    case YesNo: return "yes, no";
    case YN: return "y, n";
    case TF: return "t, f";
    case JaNein: return "ja, nein";
    case JN: return "j, n";
    case WahrFalsch: return "wahr, falsch";
    case IntegerTypeset:
    case RealTypeset: return "typeset or trailing minus";
    case RealComma: return "decimal comma";
    case IntegerGroupedByComma: return "commas between thousands";
    case IntegerGroupedByPoint: return "points between thousands";
    case IntegerGroupedByBlank:
    case RealGroupedByBlank: return "blanks between thousands";
    case RealGroupedByComma: return "commas between thousands, decimal point";
    case RealGroupedByPoint: return "points between thousands, decimal comma";
    case RealGroupedByBlankComma: return "blanks between thousands, decimal comma";
    case Percent: return "percent";
    case PercentComma: return "percent, decimal comma";
    case MoneyPlain: return "currency";
    case Money: return "currency, decimal point";
    case MoneyComma: return "currency, decimal comma";
    case DateYmd:
    case TimeYmd: return "year/month/day";
    case DateDmy:
    case TimeDmy: return "day/month/year";
    case DateMdy:
    case TimeMdy: return "month/day/year";
    case DateDmyShort:
    case TimeDmyShort: return "day/month/year of two digits";
    case DateMdyShort:
    case TimeMdyShort: return "month/day/year of two digits";
    case DateNamed:
    case TimeNamed: return "named month";
    case DateWeek: return "ISO week: its first day, or the day given";
    case DatePattern:
    case TimePattern: return "own pattern";
    case TimeIsoFine: return "digits behind the microsecond are cut";
    default: return "";
    }
}

Kinds kindsThatFit(std::string_view text, Kinds candidates) {
    Kinds kinds = textKinds;
    if (text.empty()) return kinds;
    kinds |= truthKinds(text, candidates);
    kinds |= numberKinds(text, candidates);
    const bool hasDigit = std::any_of(text.begin(), text.end(), isDigit);
    if (!hasDigit) return kinds;
    int64_t value = 0;
    for (Kinds bit = DateIso; bit <= TimeNamed; bit <<= 1)
        if ((candidates & bit & ~patternKinds) != 0 && readDateOrTime(text, static_cast<Kind>(bit), value))
            kinds |= bit;
    return kinds;
}

bool readBoolean(std::string_view text, int64_t& value) {
    if (text == "true" || text == "True" || text == "TRUE") {
        value = 1;
        return true;
    }
    value = 0;
    return text == "false" || text == "False" || text == "FALSE";
}

bool readTruthWord(std::string_view text, Kind kind, int64_t& value) {
    if (text.empty() || text.size() > longestWord) return false;
    const auto* pair =
        std::find_if(std::begin(wordPairs), std::end(wordPairs), [&](const WordPair& one) { return one.kind == kind; });
    const std::string word = lowered(text);
    value = word == pair->yes ? 1 : 0;
    return value == 1 || word == pair->no;
}

bool readBooleanLeniently(std::string_view text, int64_t& value) {
    if (text == "1" || text == "0") {
        value = text == "1" ? 1 : 0;
        return true;
    }
    return std::any_of(std::begin(wordPairs), std::end(wordPairs),
                       [&](const WordPair& pair) { return readTruthWord(text, pair.kind, value); });
}

std::string_view withoutLeadingZeros(std::string_view text) {
    while (text.size() > 1 && text[0] == '0' && isDigit(text[1])) text.remove_prefix(1);
    return text;
}

const std::vector<std::string>& marksAmongValues() {
    static const std::vector<std::string> marks = {
        ".",      "..",     "...",  "…",       "--",      "---",     "–",       "—",          "n.a.",
        "N.A.",   "n. a.",  "k.A.", "k. A.",   "#DIV/0!", "#VALUE!", "#REF!",   "#NUM!",      "#NAME?",
        "#NULL!", "(null)", "nil",  "missing", "Missing", "unknown", "Unknown", "0000-00-00", "0000-00-00 00:00:00"};
    return marks;
}

MissingMarks::MissingMarks(const std::vector<std::string>& marks) {
    for (const auto& mark : marks) m_owned.emplace_back(trimBlanks(mark));
    for (const auto& mark : m_owned) {
        if (mark.empty()) {
            m_empty = true;
            continue;
        }
        m_marks.insert(mark);
        m_first[static_cast<unsigned char>(mark.front())] = true;
        m_longest = std::max(m_longest, mark.size());
        m_looksLikeValue = m_looksLikeValue || kindsThatFit(mark) != textKinds;
    }
}

} // namespace lathe::csv
