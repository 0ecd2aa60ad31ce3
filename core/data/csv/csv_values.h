// SPDX-License-Identifier: GPL-3.0-or-later
// Single values: what a text may stand for, and reading it exactly. docs/csv.md lists the forms.
#pragma once

#include "core/data/columns/table.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace lathe::csv {

/// How a column's values are written; several may fit the same values. A set of kinds is the sum of their
/// bits. The order is that of preference.
enum Kind : uint64_t {
    NoValue = uint64_t{1} << 0,   ///< every value is missing
    TrueFalse = uint64_t{1} << 1, ///< true, True, TRUE, false…
    YesNo = uint64_t{1} << 2,     ///< words in any case, from here on
    YN = uint64_t{1} << 3,
    TF = uint64_t{1} << 4,
    JaNein = uint64_t{1} << 5,
    JN = uint64_t{1} << 6,
    WahrFalsch = uint64_t{1} << 7,
    IntegerNumber = uint64_t{1} << 8,
    RealNumber = uint64_t{1} << 9,
    IntegerTypeset = uint64_t{1} << 10,          ///< −12 with U+2212, 12- as of SAP, also among no-break blanks
    RealTypeset = uint64_t{1} << 11,             ///< −1.5, 1.5-
    RealComma = uint64_t{1} << 12,               ///< 1,5
    IntegerGroupedByComma = uint64_t{1} << 13,   ///< 1,234,567
    IntegerGroupedByPoint = uint64_t{1} << 14,   ///< 1.234.567
    IntegerGroupedByBlank = uint64_t{1} << 15,   ///< 1 234 567 and 1'234'567, also with no-break blanks
    RealGroupedByComma = uint64_t{1} << 16,      ///< 1,234.5
    RealGroupedByPoint = uint64_t{1} << 17,      ///< 1.234,5
    RealGroupedByBlank = uint64_t{1} << 18,      ///< 1 234.5
    RealGroupedByBlankComma = uint64_t{1} << 19, ///< 1 234,5
    Percent = uint64_t{1} << 20,                 ///< 12.5 %, which is 0.125
    PercentComma = uint64_t{1} << 21,            ///< 12,5 %
    MoneyPlain = uint64_t{1} << 22,              ///< $12, 12 EUR
    Money = uint64_t{1} << 23,                   ///< $1,234.50
    MoneyComma = uint64_t{1} << 24,              ///< 1.234,50 €
    DateIso = uint64_t{1} << 25,                 ///< 2014-01-31
    DateYmd = uint64_t{1} << 26,                 ///< 2014/1/31, 2014.01.31
    DateDmy = uint64_t{1} << 27,                 ///< 31/1/2014, 31.01.2014, 31-1-2014
    DateMdy = uint64_t{1} << 28,                 ///< 1/31/2014
    DateDmyShort = uint64_t{1} << 29,            ///< 31/1/14, 31.01.14; 69 to 99 are 19.., as POSIX has it
    DateMdyShort = uint64_t{1} << 30,            ///< 1/31/14
    DateNamed = uint64_t{1} << 31,               ///< 10-Feb-94, Feb 10, 1994, 10. Februar 1994
    DateWeek = uint64_t{1} << 32,                ///< 2019-W05-3, and 2019-W05 for its Monday
    DatePattern = uint64_t{1} << 33,             ///< as the user's pattern says
    TimeIso = uint64_t{1} << 34,                 ///< 2014-01-31T12:30:00, with blank or T, fraction, zone
    TimeIsoFine = uint64_t{1} << 35,             ///< the same with digits behind the microsecond, which are cut
    TimeYmd = uint64_t{1} << 36,                 ///< 2014/1/31 12:30, from here on also with am, pm, fraction, zone
    TimeDmy = uint64_t{1} << 37,
    TimeMdy = uint64_t{1} << 38,
    TimeDmyShort = uint64_t{1} << 39,
    TimeMdyShort = uint64_t{1} << 40,
    TimeNamed = uint64_t{1} << 41,
    TimePattern = uint64_t{1} << 42,
    CategoryText = uint64_t{1} << 43,
    PlainText = uint64_t{1} << 44,
};
using Kinds = uint64_t;
inline constexpr Kinds allKinds = (uint64_t{1} << 45) - 1;
inline constexpr Kinds textKinds = CategoryText | PlainText;
inline constexpr Kinds wordKinds = YesNo | YN | TF | JaNein | JN | WahrFalsch; ///< truth values besides true and false
inline constexpr Kinds moneyKinds = MoneyPlain | Money | MoneyComma;
inline constexpr Kinds patternKinds = DatePattern | TimePattern;
/// Numbers in which the point (or the comma) is, or can be, a decimal mark.
inline constexpr Kinds pointNumbers =
    RealNumber | RealTypeset | IntegerGroupedByComma | RealGroupedByComma | RealGroupedByBlank | Percent | Money;
inline constexpr Kinds commaNumbers =
    RealComma | IntegerGroupedByPoint | RealGroupedByPoint | RealGroupedByBlankComma | PercentComma | MoneyComma;
inline constexpr Kinds dayFirstKinds = DateDmy | DateDmyShort | TimeDmy | TimeDmyShort;
inline constexpr Kinds monthFirstKinds = DateMdy | DateMdyShort | TimeMdy | TimeMdyShort;

/// The preferred of a set of kinds.
[[nodiscard]] constexpr Kind preferred(Kinds kinds) { return static_cast<Kind>(kinds & (~kinds + 1)); }

[[nodiscard]] ColumnType typeOf(Kind kind);
/// The kinds whose values are stored as \p type.
[[nodiscard]] Kinds kindsOf(ColumnType type);
/// The form in words ("day/month/year"); empty where the type says it all.
[[nodiscard]] const char* formOf(Kind kind);
/// Those of \p candidates a text fits; CategoryText and PlainText always. \p text has no blanks around it and
/// is not missing. The pattern kinds, which need their pattern, never.
[[nodiscard]] Kinds kindsThatFit(std::string_view text, Kinds candidates = allKinds);

// Each returns false, and leaves the value unspecified, when the text is not exactly of the kind. None loses
// anything: integers beyond 64 bits, numbers with needless leading zeros and -0 as integer are refused.
[[nodiscard]] bool readBoolean(std::string_view text, int64_t& value);
[[nodiscard]] bool readTruthWord(std::string_view text, Kind kind, int64_t& value);
[[nodiscard]] bool readGroupedInteger(std::string_view text, Kind kind, int64_t& value);
/// Every kind stored as Real but RealNumber.
[[nodiscard]] bool readWrittenReal(std::string_view text, Kind kind, double& value);
/// Days or microseconds since 1970-01-01 for one of the Date or Time kinds, patterns excepted. Of TimeIsoFine alone the
/// digits behind the microsecond are cut.
[[nodiscard]] bool readDateOrTime(std::string_view text, Kind kind, int64_t& value);
/// For columns whose type the user fixed: all truth words, 1, 0; numbers with leading zeros.
[[nodiscard]] bool readBooleanLeniently(std::string_view text, int64_t& value);
[[nodiscard]] std::string_view withoutLeadingZeros(std::string_view text);

/// The currency of an amount as it is written ("€", "USD"); empty when there is none.
[[nodiscard]] std::string_view currencyOf(std::string_view text);

/// Whether a text is a date pattern that readPattern understands.
[[nodiscard]] bool isDatePattern(std::string_view pattern);
/// Whether a pattern has a time of day.
[[nodiscard]] bool hasClock(std::string_view pattern);
/// Days, or with \p asTime microseconds, of a text written as the pattern says.
[[nodiscard]] bool readPattern(std::string_view text, std::string_view pattern, bool asTime, int64_t& value);

/// The texts that mean "no value". Compared after blanks are taken off.
class MissingMarks {
public:
    explicit MissingMarks(const std::vector<std::string>& marks);
    [[nodiscard]] bool contains(std::string_view trimmedText) const {
        if (trimmedText.empty()) return m_empty;
        return trimmedText.size() <= m_longest && m_first[static_cast<unsigned char>(trimmedText.front())] &&
               m_marks.contains(trimmedText);
    }
    /// Whether a mark reads as a value of some type (-999), so that marks must be looked for before reading.
    [[nodiscard]] bool looksLikeValue() const { return m_looksLikeValue; }

private:
    std::vector<std::string> m_owned;
    std::unordered_set<std::string_view> m_marks;
    std::array<bool, 256> m_first{};
    size_t m_longest = 0;
    bool m_empty = false;
    bool m_looksLikeValue = false;
};

/// What else stands for a missing value among numbers, dates and truth values ("..", "k.A.", "#DIV/0!"). Among texts it
/// is a text.
[[nodiscard]] const std::vector<std::string>& marksAmongValues();

/// Blanks and tabs off both ends.
[[nodiscard]] inline std::string_view trimBlanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The readers of the plain kinds stand here so that decoding a column is one loop.

[[nodiscard]] inline bool isDigit(char c) { return c >= '0' && c <= '9'; }

inline bool readInteger(std::string_view text, int64_t& value) {
    const char* p = text.data();
    const char* const end = p + text.size();
    if (p == end) return false;
    const bool negative = *p == '-';
    if (negative || *p == '+') ++p;
    const auto digits = static_cast<size_t>(end - p);
    if (digits == 0 || digits > 19) return false;
    if (*p == '0' && (digits > 1 || negative)) return false;
    uint64_t magnitude = 0; // 19 digits stay below 2^64
    for (; p != end; ++p) {
        const auto digit = static_cast<unsigned>(*p - '0');
        if (digit > 9) return false;
        magnitude = magnitude * 10 + digit;
    }
    constexpr uint64_t limit = uint64_t{1} << 63;
    if (magnitude >= limit && !(negative && magnitude == limit)) return false;
    value = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
    return true;
}

/// The rest of readReal: many digits, an exponent, infinity.
[[nodiscard]] bool readRealSlowly(std::string_view unsignedText, bool negative, double& value);

inline constexpr double powersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                         1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

inline bool readReal(std::string_view text, double& value) {
    const char* p = text.data();
    const char* const end = p + text.size();
    if (p == end) return false;
    const bool negative = *p == '-';
    if (negative || *p == '+') ++p;
    const char* const begin = p;
    uint64_t digits = 0;
    while (p != end && isDigit(*p)) digits = digits * 10 + static_cast<uint64_t>(*p++ - '0');
    auto count = static_cast<size_t>(p - begin);
    size_t decimals = 0;
    if (count > 1 && *begin == '0') return false;
    if (p != end && *p == '.') {
        const char* const fraction = ++p;
        while (p != end && isDigit(*p)) digits = digits * 10 + static_cast<uint64_t>(*p++ - '0');
        decimals = static_cast<size_t>(p - fraction);
        count += decimals;
    }
    // Digits and power are exact as doubles, so the quotient is correctly rounded (Clinger's fast path).
    if (p == end && count > 0 && count <= 19 && digits <= uint64_t{1} << 53) {
        value = static_cast<double>(digits) / powersOfTen[decimals];
        if (negative) value = -value;
        return true;
    }
    return readRealSlowly({begin, static_cast<size_t>(end - begin)}, negative, value);
}

} // namespace lathe::csv
