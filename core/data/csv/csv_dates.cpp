// SPDX-License-Identifier: GPL-3.0-or-later
// Dates and times as people write them, and by a pattern.
#include "core/data/csv/csv_values.h"

#include "core/base/text.h"
#include "core/data/text/time_text.h"

#include <algorithm>

namespace lathe::csv {

namespace {

constexpr int64_t microsPerMilli = 1000;
constexpr int64_t microsPerSecond = 1000000;
constexpr int64_t microsPerMinute = 60 * microsPerSecond;
constexpr int64_t microsPerDay = 24 * 60 * microsPerMinute;

/// Reads \p least to \p most digits from the front.
bool takeNumber(std::string_view& text, size_t least, size_t most, int& value) {
    size_t count = 0;
    value = 0;
    while (count < text.size() && count < most && isDigit(text[count])) value = value * 10 + (text[count++] - '0');
    text.remove_prefix(count);
    return count >= least;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

bool takeAny(std::string_view& text, std::string_view wanted) {
    if (text.empty() || wanted.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// POSIX: 69 to 99 are of the twentieth century, 0 to 68 of the next.
int fullYear(int shortYear) { return shortYear >= 69 ? 1900 + shortYear : 2000 + shortYear; }

bool daysOf(int year, int month, int day, int64_t& days) {
    const auto found = daysFromCivil(year, month, day);
    if (found) days = *found;
    return found.has_value();
}

// Dates of three numbers ---------------------------------------------------------------------------------

struct Order {
    size_t year;
    size_t month;
    size_t day;
};

Order orderOf(Kind kind) {
    if (kind == DateYmd || kind == TimeYmd) return {0, 1, 2};
    return (kind & dayFirstKinds) != 0 ? Order{2, 1, 0} : Order{2, 0, 1};
}

bool isShort(Kind kind) { return (kind & (DateDmyShort | DateMdyShort | TimeDmyShort | TimeMdyShort)) != 0; }

/// A date with the same separator twice. Leaves the rest in \p text. With points the day comes first, and
/// before a year of two digits day and month have two as well, for else version numbers would be dates.
bool takeDate(std::string_view& text, Kind kind, int64_t& days) {
    const Order order = orderOf(kind);
    const bool shortYear = isShort(kind);
    int parts[3] = {};
    char separator = '\0';
    for (size_t i = 0; i < 3; ++i) {
        if (i == 1) {
            if (text.empty()) return false;
            separator = text.front();
            if (separator != '/' && separator != '.' && separator != '-') return false;
            if (separator == '.' && (kind & monthFirstKinds) != 0) return false;
        }
        if (i > 0 && !take(text, separator)) return false;
        const bool isYear = i == order.year;
        const size_t before = text.size();
        const size_t most = isYear && !shortYear ? 4 : 2;
        if (!takeNumber(text, isYear ? most : 1, most, parts[i])) return false;
        const bool unpadded = before - text.size() == 1;
        if (shortYear && unpadded && ((i == 0 && text.starts_with('.')) || separator == '.')) return false;
    }
    if (!text.empty() && isDigit(text.front())) return false;
    const int year = shortYear ? fullYear(parts[order.year]) : parts[order.year];
    return daysOf(year, parts[order.month], parts[order.day], days);
}

// Dates with the name of the month -------------------------------------------------------------------------

/// English and German, whole and cut; without the point behind a cut one.
struct MonthName {
    std::string_view name;
    int month;
};
constexpr MonthName monthNames[] = {
    {"january", 1},   {"february", 2}, {"march", 3},     {"april", 4},    {"may", 5},       {"june", 6},
    {"july", 7},      {"august", 8},   {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12},
    {"jan", 1},       {"feb", 2},      {"mar", 3},       {"apr", 4},      {"jun", 6},       {"jul", 7},
    {"aug", 8},       {"sep", 9},      {"sept", 9},      {"oct", 10},     {"nov", 11},      {"dec", 12},
    {"januar", 1},    {"jänner", 1},   {"februar", 2},   {"märz", 3},     {"maerz", 3},     {"mär", 3},
    {"mrz", 3},       {"mai", 5},      {"juni", 6},      {"juli", 7},     {"oktober", 10},  {"okt", 10},
    {"dezember", 12}, {"dez", 12}};
constexpr std::string_view weekdayNames[] = {"monday",  "tuesday", "wednesday", "thursday", "friday",   "saturday",
                                             "sunday",  "mon",     "tue",       "wed",      "thu",      "fri",
                                             "sat",     "sun",     "montag",    "dienstag", "mittwoch", "donnerstag",
                                             "freitag", "samstag", "sonnabend", "sonntag",  "mo",       "di",
                                             "mi",      "do",      "fr",        "sa",       "so"};

/// The letters at the front in lower case, bytes beyond ASCII among them.
std::string takeWord(std::string_view& text) {
    size_t length = 0;
    const auto isLetter = [](char c) {
        const auto lower = static_cast<unsigned char>(c | 0x20);
        return (lower >= 'a' && lower <= 'z') || (c & 0x80) != 0;
    };
    while (length < text.size() && isLetter(text[length])) ++length;
    std::string word = lowered(text.substr(0, length));
    text.remove_prefix(length);
    const size_t capital = word.find("\xC3\x84"); // Ä
    if (capital != std::string::npos) word[capital + 1] = '\xA4';
    return word;
}

bool takeMonth(std::string_view& text, int& month) {
    const std::string word = takeWord(text);
    const auto* found = std::find_if(std::begin(monthNames), std::end(monthNames),
                                     [&](const MonthName& one) { return one.name == word; });
    if (found == std::end(monthNames)) return false;
    month = found->month;
    if (word.size() <= 4) take(text, '.');
    return true;
}

void takeWeekday(std::string_view& text) {
    std::string_view rest = text;
    const std::string word = takeWord(rest);
    if (std::find(std::begin(weekdayNames), std::end(weekdayNames), word) == std::end(weekdayNames)) return;
    take(rest, '.');
    take(rest, ',');
    if (take(rest, ' ')) text = rest;
}

bool takeYear(std::string_view& text, int& year) {
    const size_t before = text.size();
    if (!takeNumber(text, 2, 4, year)) return false;
    const size_t digits = before - text.size();
    if (digits == 2) year = fullYear(year);
    return digits != 3;
}

/// 10-Feb-94, 10 February 1994, 10. Februar 1994, 10/Feb/1994.
bool takeDayMonthYear(std::string_view& text, int& year, int& month, int& day) {
    if (!takeNumber(text, 1, 2, day)) return false;
    const bool point = take(text, '.');
    const bool apart = takeAny(text, " -/");
    if (!(point || apart) || !takeMonth(text, month) || !takeAny(text, "-/, ")) return false;
    take(text, ' ');
    return takeYear(text, year);
}

/// Feb 10, 1994, February 10 1994.
bool takeMonthDayYear(std::string_view& text, int& year, int& month, int& day) {
    if (!takeMonth(text, month) || !takeAny(text, " -/") || !takeNumber(text, 1, 2, day)) return false;
    if (!takeAny(text, ", -/")) return false;
    take(text, ' ');
    return takeYear(text, year);
}

/// 1994-Feb-10.
bool takeYearMonthDay(std::string_view& text, int& year, int& month, int& day) {
    return takeNumber(text, 4, 4, year) && takeAny(text, "-/ ") && takeMonth(text, month) && takeAny(text, "-/ ") &&
           takeNumber(text, 1, 2, day);
}

bool takeNamedDate(std::string_view& text, int64_t& days) {
    takeWeekday(text);
    int year = 0;
    int month = 0;
    int day = 0;
    for (const auto form : {takeDayMonthYear, takeMonthDayYear, takeYearMonthDay}) {
        std::string_view rest = text;
        if (!form(rest, year, month, day) || (!rest.empty() && isDigit(rest.front()))) continue;
        text = rest;
        return daysOf(year, month, day, days);
    }
    return false;
}

// Times of day ---------------------------------------------------------------------------------------------

bool takeFraction(std::string_view& text, int64_t& micros) {
    size_t digits = 0;
    for (int64_t unit = microsPerSecond / 10; digits < text.size() && isDigit(text[digits]); unit /= 10) {
        const int digit = text[digits++] - '0';
        if (unit == 0 && digit != 0) return false; // finer than a microsecond would be lost
        micros += digit * unit;
    }
    text.remove_prefix(digits);
    return digits > 0;
}

/// am and pm in the ways they are written; hours 1 to 12 before them.
bool takeHalfDay(std::string_view& text, int& hour) {
    std::string_view rest = text;
    take(rest, ' ');
    const std::string start = lowered(rest.substr(0, 4));
    size_t length = 0;
    if (start.starts_with("am") || start.starts_with("pm")) length = 2;
    if (start == "a.m." || start == "p.m.") length = 4;
    if (length == 0) return true;
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (start.front() == 'p' ? 12 : 0);
    text = rest.substr(length);
    return true;
}

bool takeZone(std::string_view& text, int64_t& micros) {
    const size_t letters = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const std::string_view name = text.substr(0, letters);
    if (!name.empty()) {
        const auto minutes = minutesOfZone(name);
        if (!minutes) return false;
        text.remove_prefix(name.size());
        micros -= *minutes * microsPerMinute;
        const bool offsetFollows = (name == "UTC" || name == "GMT") && !text.empty();
        if (!offsetFollows) return true;
    }
    const bool west = text.starts_with('-');
    int hours = 0;
    int minutes = 0;
    if (!takeAny(text, "+-") || !takeNumber(text, 2, 2, hours)) return false;
    if (!text.empty() && (take(text, ':'), !takeNumber(text, 2, 2, minutes))) return false;
    if (hours > 23 || minutes > 59) return false;
    const int64_t offset = (hours * 60 + minutes) * microsPerMinute;
    micros -= west ? -offset : offset;
    return true;
}

/// "9:05", "09:05:30.5", "9:05 pm", and "24:00" for the end of the day; microseconds since midnight.
bool takeClock(std::string_view& text, int64_t& micros) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!takeNumber(text, 1, 2, hour) || !take(text, ':') || !takeNumber(text, 2, 2, minute)) return false;
    micros = 0;
    if (take(text, ':')) {
        if (!takeNumber(text, 2, 2, second)) return false;
        if (takeAny(text, ".,") && !takeFraction(text, micros)) return false;
    }
    if (!takeHalfDay(text, hour) || minute > 59 || second > 59) return false;
    micros += (hour * 60 + minute) * microsPerMinute + second * microsPerSecond;
    return hour < 24 || micros == microsPerDay;
}

/// " 9:05", "T09:05:30.5", ", 9:05 pm +02:00" to the end of the text; microseconds since midnight UTC.
bool readClock(std::string_view text, int64_t& micros) {
    const bool comma = take(text, ',');
    if (!take(text, ' ')) {
        if (comma || !take(text, 'T')) return false;
    } else {
        while (take(text, ' ')) {
        } // columns of fixed width
    }
    if (!takeClock(text, micros)) return false;
    if (text.empty()) return true;
    take(text, ' ');
    return takeZone(text, micros) && text.empty();
}

/// "Tue Jan  1 10:00:00 2019", with a zone in front of the year or without, as programs in C and Twitter
/// write it.
bool readCTime(std::string_view text, int64_t& micros) {
    takeWeekday(text);
    int year = 0;
    int month = 0;
    int day = 0;
    int64_t clock = 0;
    if (!takeMonth(text, month) || !take(text, ' ')) return false;
    take(text, ' ');
    if (!takeNumber(text, 1, 2, day) || !take(text, ' ') || !takeClock(text, clock) || text.size() < 5) return false;
    std::string_view zone = text.substr(0, text.size() - 5);
    std::string_view last = text.substr(text.size() - 5);
    if (!zone.empty() && (!take(zone, ' ') || !takeZone(zone, clock) || !zone.empty())) return false;
    int64_t days = 0;
    if (!take(last, ' ') || !takeNumber(last, 4, 4, year) || !daysOf(year, month, day, days)) return false;
    micros = days * microsPerDay + clock;
    return true;
}

// ISO 8601 -------------------------------------------------------------------------------------------------

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
    return daysOf(static_cast<int>(century * 100 + year), static_cast<int>(month), static_cast<int>(day), days);
}

/// Days of "2019-W05-3", or of "2019-W05" for its Monday. The first week holds January 4th, a year's last Thursday is
/// of its last week.
bool readIsoWeek(std::string_view text, int64_t& days) {
    int year = 0;
    int week = 0;
    int day = 1;
    if (!takeNumber(text, 4, 4, year) || !take(text, '-') || !take(text, 'W') || !takeNumber(text, 2, 2, week))
        return false;
    if (!text.empty() && (!take(text, '-') || !takeNumber(text, 1, 1, day))) return false;
    int64_t fourth = 0;
    int64_t nextYear = 0;
    if (!text.empty() || week < 1 || day < 1 || day > 7 || !daysOf(year, 1, 4, fourth) ||
        !daysOf(year + 1, 1, 1, nextYear))
        return false;
    constexpr int64_t daysPerWeek = 7;
    const int64_t weekday = ((fourth + 3) % daysPerWeek + daysPerWeek) % daysPerWeek; // 1970-01-01 was a Thursday
    const int64_t monday = fourth - weekday + (week - 1) * daysPerWeek;
    days = monday + day - 1;
    return monday + 3 < nextYear;
}

/// The plain "2014-01-31T12:30:00" at once; other forms by the general readers.
bool readIsoTime(std::string_view text, int64_t& micros) {
    if (text.size() < 15) return false;
    int64_t days = 0;
    if (text.size() == 19) {
        const char* p = text.data();
        const unsigned hour = twoDigits(p + 11);
        const unsigned minute = twoDigits(p + 14);
        const unsigned second = twoDigits(p + 17);
        if ((p[10] == 'T' || p[10] == ' ') && p[13] == ':' && p[16] == ':' && hour < 24 && minute < 60 && second < 60 &&
            takeIsoDate(p, days)) {
            micros = ((days * 24 + hour) * 60 + minute) * microsPerMinute + second * microsPerSecond;
            return true;
        }
    }
    if (const auto found = parseIsoTimestamp(text)) {
        micros = *found;
        return true;
    }
    int64_t clock = 0;
    if (!takeIsoDate(text.data(), days) || !readClock(text.substr(10), clock)) return false;
    micros = days * microsPerDay + clock;
    return true;
}

// Patterns -------------------------------------------------------------------------------------------------

/// What a pattern has read so far.
struct PatternFields {
    int year = 1970;
    int month = 1;
    int day = 1;
    int dayOfYear = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int64_t fraction = 0;
    int64_t zone = 0;
    bool afternoon = false;
    bool twelveHours = false;
};

bool readField(char field, std::string_view& text, PatternFields& fields) {
    int number = 0;
    switch (field) {
    case 'Y': return takeNumber(text, 4, 4, fields.year);
    case 'y':
        if (!takeNumber(text, 2, 2, number)) return false;
        fields.year = fullYear(number);
        return true;
    case 'm': return takeNumber(text, 1, 2, fields.month);
    case 'd': return takeNumber(text, 1, 2, fields.day);
    case 'j': return takeNumber(text, 3, 3, fields.dayOfYear) && fields.dayOfYear > 0;
    case 'b':
    case 'B': return takeMonth(text, fields.month);
    case 'H': return takeNumber(text, 1, 2, fields.hour) && fields.hour < 24;
    case 'I':
        fields.twelveHours = true;
        return takeNumber(text, 1, 2, fields.hour) && fields.hour >= 1 && fields.hour <= 12;
    case 'M': return takeNumber(text, 1, 2, fields.minute) && fields.minute < 60;
    case 'S': return takeNumber(text, 1, 2, fields.second) && fields.second < 60;
    case 'f': return takeFraction(text, fields.fraction);
    case 'L':
        if (!takeNumber(text, 1, 3, number)) return false;
        fields.fraction = number * microsPerMilli;
        return true;
    case 'p': {
        int noon = 12;
        const size_t before = text.size();
        if (!takeHalfDay(text, noon) || text.size() == before) return false;
        fields.afternoon = noon == 12;
        return true;
    }
    case 'z': return takeZone(text, fields.zone);
    case '%': return take(text, '%');
    default: return false;
    }
}

} // namespace

bool readDateOrTime(std::string_view text, Kind kind, int64_t& value) {
    if (kind == DateIso) return text.size() == 10 && takeIsoDate(text.data(), value);
    if (kind == TimeIso) return readIsoTime(text, value);
    if (kind == DateWeek) return readIsoWeek(text, value);
    constexpr size_t longest = 64;
    if (text.size() < 6 || text.size() > longest) return false;
    if (kind == TimeIsoFine) return readIsoTime(cutToMicros(text), value);
    int64_t days = 0;
    const bool named = kind == DateNamed || kind == TimeNamed;
    if (kind == TimeNamed && readCTime(text, value)) return true;
    if (!(named ? takeNamedDate(text, days) : takeDate(text, kind, days))) return false;
    value = days;
    if (typeOf(kind) == ColumnType::Date) return text.empty();
    int64_t clock = 0;
    if (!readClock(text, clock)) return false;
    value = days * microsPerDay + clock;
    return true;
}

bool isDatePattern(std::string_view pattern) {
    bool any = false;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%') continue;
        if (++i == pattern.size() || std::string_view("YymdjbBHIMSfLpz%").find(pattern[i]) == std::string_view::npos)
            return false;
        any = any || std::string_view("YymdjbB").find(pattern[i]) != std::string_view::npos;
    }
    return any;
}

bool hasClock(std::string_view pattern) {
    for (size_t i = 0; i + 1 < pattern.size(); ++i)
        if (pattern[i] == '%' && std::string_view("HIMSfLpz").find(pattern[++i]) != std::string_view::npos) return true;
    return false;
}

bool readPattern(std::string_view text, std::string_view pattern, bool asTime, int64_t& value) {
    PatternFields fields;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '%') {
            if (!readField(pattern[++i], text, fields)) return false;
        } else if (!take(text, pattern[i])) {
            return false;
        }
    }
    if (!text.empty()) return false;
    int64_t days = 0;
    if (!daysOf(fields.year, fields.month, fields.day, days)) return false;
    if (fields.dayOfYear > 0) {
        int64_t firstOfNext = 0;
        if (!daysOf(fields.year, 1, 1, days) || !daysOf(fields.year + 1, 1, 1, firstOfNext)) return false;
        days += fields.dayOfYear - 1;
        if (days >= firstOfNext) return false;
    }
    if (!asTime) {
        value = days;
        return true;
    }
    if (fields.twelveHours) fields.hour = fields.hour % 12 + (fields.afternoon ? 12 : 0);
    value = days * microsPerDay + (fields.hour * 60 + fields.minute) * microsPerMinute +
            fields.second * microsPerSecond + fields.fraction + fields.zone;
    return true;
}

} // namespace lathe::csv
