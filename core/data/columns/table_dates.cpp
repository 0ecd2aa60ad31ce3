// SPDX-License-Identifier: GPL-3.0-or-later
// Civil dates and ISO 8601. The day arithmetic is the proleptic Gregorian calendar counted from 0000-03-01 in
// eras of 400 years (146 097 days).
#include "core/data/columns/table.h"

#include <fmt/format.h>

namespace lathe {

namespace {

constexpr int64_t daysPerEra = 146097;
constexpr int64_t microsPerDay = int64_t{86400} * 1000000;

struct CivilDate {
    int64_t year = 0;
    int month = 1;
    int day = 1;
};

int64_t floorDivide(int64_t value, int64_t divisor) { return value / divisor - (value % divisor < 0 ? 1 : 0); }

CivilDate civilFromDays(int64_t days) {
    constexpr int64_t epoch = 719468; // 1970-01-01 counted from 0000-03-01
    int64_t era = floorDivide(days, daysPerEra);
    int64_t dayOfEra = days % daysPerEra + (days % daysPerEra < 0 ? daysPerEra : 0) + epoch % daysPerEra;
    era += epoch / daysPerEra;
    if (dayOfEra >= daysPerEra) {
        dayOfEra -= daysPerEra;
        ++era;
    }
    const int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const int64_t shiftedMonth = (5 * dayOfYear + 2) / 153; // March is 0
    CivilDate date;
    date.day = static_cast<int>(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
    date.month = static_cast<int>(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
    date.year = yearOfEra + era * 400 + (date.month <= 2 ? 1 : 0);
    return date;
}

std::string yearText(int64_t year) {
    if (year >= 0 && year <= 9999) return fmt::format("{:04}", year);
    return fmt::format("{}{:06}", year < 0 ? '-' : '+', year < 0 ? -year : year);
}

/// Reads characters from the front of a text; every function returns whether it succeeded.
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_text(text) {}

    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    [[nodiscard]] char peek() const { return m_text.empty() ? '\0' : m_text.front(); }

    bool skip(char wanted) {
        if (peek() != wanted || m_text.empty()) return false;
        m_text.remove_prefix(1);
        return true;
    }
    bool digits(size_t count, int64_t& value) {
        if (m_text.size() < count) return false;
        value = 0;
        for (size_t i = 0; i < count; ++i) {
            if (!isDigit(m_text[i])) return false;
            value = value * 10 + (m_text[i] - '0');
        }
        m_text.remove_prefix(count);
        return true;
    }
    [[nodiscard]] size_t digitsAhead() const {
        size_t count = 0;
        while (count < m_text.size() && isDigit(m_text[count])) ++count;
        return count;
    }

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    std::string_view m_text;
};

bool readYear(Cursor& cursor, int64_t& year) {
    if (cursor.peek() != '+' && cursor.peek() != '-') return cursor.digits(4, year);
    const bool negative = cursor.skip('-') || !cursor.skip('+');
    const size_t count = cursor.digitsAhead();
    if (count < 4 || count > 15 || !cursor.digits(count, year)) return false;
    if (negative) year = -year;
    return true;
}

bool readDate(Cursor& cursor, int64_t& days) {
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    if (!readYear(cursor, year) || !cursor.skip('-') || !cursor.digits(2, month) || !cursor.skip('-') ||
        !cursor.digits(2, day))
        return false;
    const auto found = daysFromCivil(year, static_cast<int>(month), static_cast<int>(day));
    if (found) days = *found;
    return found.has_value();
}

/// A fraction of a second in microseconds; digits beyond the sixth must be zero, so that nothing is lost.
bool readFraction(Cursor& cursor, int64_t& micros) {
    size_t count = cursor.digitsAhead();
    if (count == 0) return false;
    int64_t scale = 100000;
    for (; count > 0; --count, scale /= 10) {
        int64_t digit = 0;
        cursor.digits(1, digit);
        if (scale == 0 && digit != 0) return false;
        micros += digit * scale;
    }
    return true;
}

bool readTime(Cursor& cursor, int64_t& micros) {
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    int64_t fraction = 0;
    if (!cursor.digits(2, hour) || !cursor.skip(':') || !cursor.digits(2, minute)) return false;
    if (cursor.skip(':')) {
        if (!cursor.digits(2, second)) return false;
        if (cursor.skip('.') && !readFraction(cursor, fraction)) return false;
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    micros = ((hour * 60 + minute) * 60 + second) * 1000000 + fraction;
    return true;
}

/// Z, ±hh, ±hhmm or ±hh:mm, in microseconds east of UTC.
bool readZone(Cursor& cursor, int64_t& micros) {
    if (cursor.skip('Z') || cursor.skip('z')) return true;
    const bool west = cursor.peek() == '-';
    if (!cursor.skip('-') && !cursor.skip('+')) return false;
    int64_t hours = 0;
    int64_t minutes = 0;
    if (!cursor.digits(2, hours)) return false;
    if (!cursor.atEnd()) {
        cursor.skip(':');
        if (!cursor.digits(2, minutes)) return false;
    }
    if (hours > 18 || minutes > 59) return false;
    micros = (hours * 60 + minutes) * 60 * 1000000 * (west ? -1 : 1);
    return true;
}

} // namespace

std::optional<int64_t> daysFromCivil(int64_t year, int month, int day) {
    static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static constexpr uint32_t daysBefore[] = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275}; // since March 1st
    constexpr int64_t farthestYear = 25'000'000'000'000'000; // 64 bits hold no more days
    if (month < 1 || month > 12 || day < 1 || year < -farthestYear || year > farthestYear) return std::nullopt;
    const int64_t shiftedYear = year - (month <= 2 ? 1 : 0);
    const int64_t era = floorDivide(shiftedYear, 400);
    const auto yearOfEra = static_cast<uint32_t>(shiftedYear - era * 400);
    if (day > lengths[month - 1]) {
        const uint32_t ofEra = (yearOfEra + 1) % 400; // of a February, which ends the shifted year
        const bool leap = ofEra % 4 == 0 && (ofEra % 100 != 0 || ofEra == 0);
        if (month != 2 || day != 29 || !leap) return std::nullopt;
    }
    const uint32_t dayOfEra =
        yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + daysBefore[month - 1] + static_cast<uint32_t>(day - 1);
    return era * daysPerEra + dayOfEra - 719468;
}

std::string isoDate(int64_t days) {
    const CivilDate date = civilFromDays(days);
    return fmt::format("{}-{:02}-{:02}", yearText(date.year), date.month, date.day);
}

std::string isoTimestamp(int64_t micros) {
    const int64_t days = floorDivide(micros, microsPerDay);
    const int64_t rest = micros % microsPerDay + (micros % microsPerDay < 0 ? microsPerDay : 0);
    const int64_t seconds = rest / 1000000;
    std::string text =
        fmt::format("{}T{:02}:{:02}:{:02}", isoDate(days), seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (rest % 1000000 != 0) {
        text += fmt::format(".{:06}", rest % 1000000);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

std::optional<int64_t> parseIsoDate(std::string_view text) {
    Cursor cursor(text);
    int64_t days = 0;
    if (!readDate(cursor, days) || !cursor.atEnd()) return std::nullopt;
    return days;
}

std::optional<int64_t> parseIsoTimestamp(std::string_view text) {
    Cursor cursor(text);
    int64_t days = 0;
    int64_t time = 0;
    int64_t zone = 0;
    if (!readDate(cursor, days) || (!cursor.skip('T') && !cursor.skip(' ')) || !readTime(cursor, time))
        return std::nullopt;
    if (!cursor.atEnd()) {
        cursor.skip(' ');
        if (!readZone(cursor, zone) || !cursor.atEnd()) return std::nullopt;
    }
    int64_t rest = time - zone;
    if (days < 0) { // counted back from the day's end, so that the least timestamp does not overflow on the way
        ++days;
        rest -= microsPerDay;
    }
    int64_t micros = 0;
    if (__builtin_mul_overflow(days, microsPerDay, &micros) || __builtin_add_overflow(micros, rest, &micros))
        return std::nullopt;
    return micros;
}

} // namespace lathe
