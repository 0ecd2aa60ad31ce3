// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_values.h"

#include "core/base/text.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace lathe::csv {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

constexpr int64_t microsPerMinute = 60 * 1000000LL;

/// Reads 1 to \p most digits from the front.
bool takeNumber(std::string_view& text, size_t least, size_t most, int& value) {
    size_t count = 0;
    value = 0;
    while (count < text.size() && count < most && isDigit(text[count]))
        value = value * 10 + (text[count++] - '0');
    text.remove_prefix(count);
    return count >= least;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

struct Order {
    size_t year;
    size_t month;
    size_t day;
};

Order orderOf(Kind kind) {
    if (kind == DateYmd || kind == TimeYmd) return {0, 1, 2};
    return kind == DateDmy || kind == TimeDmy ? Order{2, 1, 0} : Order{2, 0, 1};
}

/// A date of three numbers with the same separator twice; the year has four digits. Leaves the rest in \p
/// text.
bool takeDate(std::string_view& text, Kind kind, int64_t& days) {
    const Order order = orderOf(kind);
    int parts[3] = {};
    char separator = '\0';
    for (size_t i = 0; i < 3; ++i) {
        if (i == 1) {
            if (text.empty()) return false;
            separator = text.front();
            const bool allowed =
                separator == '/' || separator == '.' || (separator == '-' && order.year == 2);
            if (!allowed) return false;
        }
        if (i > 0 && !take(text, separator)) return false;
        const bool isYear = i == order.year;
        if (!takeNumber(text, isYear ? 4 : 1, isYear ? 4 : 2, parts[i])) return false;
    }
    const auto found = daysFromCivil(parts[order.year], parts[order.month], parts[order.day]);
    if (found) days = *found;
    return found.has_value();
}

/// " 9:05" or " 09:05:30" to the end of the text.
bool readClock(std::string_view text, int64_t& micros) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!take(text, ' ') || !takeNumber(text, 1, 2, hour) || !take(text, ':') ||
        !takeNumber(text, 2, 2, minute))
        return false;
    if (!text.empty() && (!take(text, ':') || !takeNumber(text, 2, 2, second))) return false;
    if (!text.empty() || hour > 23 || minute > 59 || second > 59) return false;
    micros = (hour * 60 + minute) * microsPerMinute + second * 1000000LL;
    return true;
}

/// The two digits at \p p as a number; 100 or more when they are no digits.
unsigned twoDigits(const char* p) {
    const auto tens = static_cast<unsigned>(p[0] - '0');
    const auto ones = static_cast<unsigned>(p[1] - '0');
    return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/// Days of "2014-01-31" at the front of a text of at least ten bytes.
bool takeIsoDate(const char* p, int64_t& days) {
    const unsigned century = twoDigits(p);
    const unsigned year = twoDigits(p + 2);
    const unsigned month = twoDigits(p + 5);
    const unsigned day = twoDigits(p + 8);
    if (century > 99 || year > 99 || p[4] != '-' || p[7] != '-' || month > 12 || day > 31) return false;
    const auto found = daysFromCivil(century * 100 + year, static_cast<int>(month), static_cast<int>(day));
    if (found) days = *found;
    return found.has_value();
}

bool readIsoDate(std::string_view text, int64_t& days) {
    return text.size() == 10 && takeIsoDate(text.data(), days);
}

/// The plain "2014-01-31T12:30:00" at once; other forms by the general reader.
bool readIsoTime(std::string_view text, int64_t& micros) {
    if (text.size() < 16) return false;
    if (text.size() == 19) {
        const char* p = text.data();
        const unsigned hour = twoDigits(p + 11);
        const unsigned minute = twoDigits(p + 14);
        const unsigned second = twoDigits(p + 17);
        int64_t days = 0;
        if ((p[10] == 'T' || p[10] == ' ') && p[13] == ':' && p[16] == ':' && hour < 24 && minute < 60 &&
            second < 60 && takeIsoDate(p, days)) {
            micros = ((days * 24 + hour) * 60 + minute) * microsPerMinute + second * 1000000LL;
            return true;
        }
    }
    const auto found = parseIsoTimestamp(text);
    if (found) micros = *found;
    return found.has_value();
}

/// Whether \p value is exactly the integer that \p digits spell.
bool isExactInteger(std::string_view digits, double value) {
    char buffer[400];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::fixed, 0).ptr;
    return std::string_view(buffer, static_cast<size_t>(end - buffer)) == digits;
}

bool readInfinity(std::string_view text, bool negative, double& value) {
    const std::string word = lowered(text);
    if (word != "inf" && word != "infinity") return false;
    value = negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return true;
}

constexpr double powersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// The rest of readReal, for numbers of many digits or with an exponent.
bool readRealSlowly(std::string_view unsignedText, bool negative, bool isInteger, double& value) {
    const char* end = unsignedText.data() + unsignedText.size();
    const auto [stop, code] = std::from_chars(unsignedText.data(), end, value, std::chars_format::general);
    if (code != std::errc() || stop != end)
        return false; // also what is out of range: it would change the value
    if (isInteger && !isExactInteger(unsignedText, value)) return false;
    if (negative) value = -value;
    return true;
}

} // namespace

ColumnType typeOf(Kind kind) {
    if (kind == NoValue) return ColumnType::Text;
    if (kind == BooleanWord) return ColumnType::Boolean;
    if (kind == IntegerNumber) return ColumnType::Integer;
    if (kind == RealNumber) return ColumnType::Real;
    if (kind <= DateMdy) return ColumnType::Date;
    if (kind <= TimeMdy) return ColumnType::Timestamp;
    return kind == CategoryText ? ColumnType::Category : ColumnType::Text;
}

uint32_t kindsOf(ColumnType type) {
    uint32_t kinds = 0;
    for (uint32_t bit = BooleanWord; bit < allKinds; bit <<= 1)
        if (typeOf(static_cast<Kind>(bit)) == type) kinds |= bit;
    return kinds;
}

uint32_t kindsThatFit(std::string_view text) {
    uint32_t kinds = textKinds;
    int64_t integer = 0;
    double real = 0;
    if (readBoolean(text, integer)) kinds |= BooleanWord;
    if (readInteger(text, integer)) kinds |= IntegerNumber;
    if (readReal(text, real)) kinds |= RealNumber;
    if (text.empty() || !isDigit(text.front())) return kinds;
    for (uint32_t bit = DateIso; bit <= TimeMdy; bit <<= 1)
        if (readDateOrTime(text, static_cast<Kind>(bit), integer)) kinds |= bit;
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

bool readInteger(std::string_view text, int64_t& value) {
    if (text.empty()) return false;
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    if (text.empty() || text.size() > 19) return false;
    if (text.front() == '0' && (text.size() > 1 || negative)) return false;
    uint64_t magnitude = 0; // 19 digits fit
    for (const char c : text) {
        if (!isDigit(c)) return false;
        magnitude = magnitude * 10 + static_cast<uint64_t>(c - '0');
    }
    constexpr uint64_t limit = uint64_t{1} << 63;
    if (magnitude >= limit && !(negative && magnitude == limit)) return false;
    value = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
    return true;
}

bool readReal(std::string_view text, double& value) {
    if (text.empty()) return false;
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    if (text.empty()) return false;
    uint64_t digits = 0;
    size_t count = 0;
    size_t point = std::string_view::npos;
    size_t i = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (isDigit(c)) {
            digits =
                digits * 10 + static_cast<uint64_t>(c - '0'); // wraps beyond 19 digits, then it is not used
            ++count;
        } else if (c == '.' && point == std::string_view::npos) {
            point = i;
        } else {
            break;
        }
    }
    if (count == 0) return i == 0 && readInfinity(text, negative, value);
    if (text.size() > 1 && text[0] == '0' && isDigit(text[1])) return false;
    const bool isInteger = i == text.size() && point == std::string_view::npos;
    const size_t decimals = point == std::string_view::npos ? 0 : i - point - 1;
    // Both are exact as doubles, so the quotient is correctly rounded (Clinger's fast path).
    if (i == text.size() && count <= 19 && digits <= uint64_t{1} << 53 && decimals <= 22) {
        value = static_cast<double>(digits) / powersOfTen[decimals];
        if (negative) value = -value;
        return true;
    }
    return readRealSlowly(text, negative, isInteger, value);
}

bool readDateOrTime(std::string_view text, Kind kind, int64_t& value) {
    if (kind == DateIso) return readIsoDate(text, value);
    if (kind == TimeIso) return readIsoTime(text, value);
    int64_t days = 0;
    if (!takeDate(text, kind, days)) return false;
    value = days;
    if (kind <= DateMdy) return text.empty();
    int64_t clock = 0;
    if (!readClock(text, clock)) return false;
    value = days * 24 * 60 * microsPerMinute + clock;
    return true;
}

bool readBooleanLeniently(std::string_view text, int64_t& value) {
    const std::string word = lowered(text);
    value = word == "true" || word == "yes" || word == "y" || word == "t" || word == "1" ? 1 : 0;
    return value == 1 || word == "false" || word == "no" || word == "n" || word == "f" || word == "0";
}

std::string_view withoutLeadingZeros(std::string_view text) {
    while (text.size() > 1 && text[0] == '0' && isDigit(text[1])) text.remove_prefix(1);
    return text;
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
