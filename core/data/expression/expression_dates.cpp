// SPDX-License-Identifier: GPL-3.0-or-later
// The functions over dates and times.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/data/expression/expression_calls.h"
#include "core/data/text/date_text.h"

namespace lathe::expression {

namespace {

constexpr int64_t microsPerMinute = 60'000'000;
constexpr int64_t microsPerDay = 1440 * microsPerMinute;

int64_t floorDivide(int64_t a, int64_t b) {
    const int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

struct CivilDate {
    int64_t year;
    int month;
    int day;
};

/// Proleptic Gregorian calendar; H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (civil_from_days).
CivilDate civilDate(int64_t days) {
    const int64_t shifted = days + 719468; // days since 0000-03-01
    const int64_t era = floorDivide(shifted, 146097);
    const int64_t dayOfEra = shifted - era * 146097;
    const int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const int day = static_cast<int>(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    const int month = static_cast<int>(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

bool isLeapYear(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int64_t dayOfYear(const CivilDate& date) {
    static constexpr int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    return before[date.month - 1] + date.day + (date.month > 2 && isLeapYear(date.year) ? 1 : 0);
}

/// The number of the week by ISO 8601: weeks begin on Monday, the first holds the year's first Thursday.
int64_t weekOf(int64_t days) {
    const int64_t thursday = days - ((days + 3) - floorDivide(days + 3, 7) * 7) + 3;
    return (dayOfYear(civilDate(thursday)) - 1) / 7 + 1;
}

int64_t datePart(FunctionId part, int64_t days, int64_t microsOfDay) {
    switch (part) {
    case FunctionId::Year: return civilDate(days).year;
    case FunctionId::Quarter: return (civilDate(days).month + 2) / 3;
    case FunctionId::Month: return civilDate(days).month;
    case FunctionId::Day: return civilDate(days).day;
    case FunctionId::Weekday: return (days + 3) - floorDivide(days + 3, 7) * 7 + 1; // 1970-01-01 was a Thursday
    case FunctionId::DayOfYear: return dayOfYear(civilDate(days));
    case FunctionId::Week: return weekOf(days);
    case FunctionId::Second: return microsOfDay / 1'000'000 % 60;
    case FunctionId::Hour: return microsOfDay / (60 * microsPerMinute);
    default: return microsOfDay / microsPerMinute % 60;
    }
}

lathe::Column dateParts(const Node& call, const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Integer, rows, {&a, 1});
    const bool timestamp = a.column->schema.type == ColumnType::Timestamp;
    for (size_t row = 0; row < rows; ++row) {
        if (result.isMissing(row)) continue;
        const int64_t value = a.column->integers[a.at(row)];
        const int64_t days = timestamp ? floorDivide(value, microsPerDay) : value;
        result.integers[row] = datePart(call.function, days, timestamp ? value - days * microsPerDay : 0);
    }
    return result;
}

lathe::Column datesOf(const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Date, rows, {&a, 1});
    const ColumnType type = a.column->schema.type;
    for (size_t row = 0; row < rows; ++row) {
        if (result.isMissing(row)) continue;
        std::optional<int64_t> days;
        if (type == ColumnType::Date) days = a.column->integers[a.at(row)];
        else if (type == ColumnType::Timestamp) days = floorDivide(a.column->integers[a.at(row)], microsPerDay);
        else if (const auto date = parseIsoDate(trimmed(a.text(row)))) days = date;
        else if (const auto time = parseIsoTimestamp(trimmed(a.text(row)))) days = floorDivide(*time, microsPerDay);
        if (days) result.integers[row] = *days;
        else setMissing(result, rows, row);
    }
    return result;
}

lathe::Column daysBetween(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    lathe::Column result = blank(call.type, rows, arguments);
    for (size_t row = 0; row < rows; ++row) {
        const int64_t from = arguments[0].column->integers[arguments[0].at(row)];
        const int64_t to = arguments[1].column->integers[arguments[1].at(row)];
        if (call.type == ColumnType::Integer) {
            if (__builtin_sub_overflow(to, from, &result.integers[row])) setMissing(result, rows, row);
        } else {
            result.reals[row] = result.isMissing(row) ? std::nan("")
                                                      : (static_cast<double>(to) - static_cast<double>(from)) /
                                                            static_cast<double>(microsPerDay);
        }
    }
    return result;
}

/// Years that dates of files have; beyond them the arithmetic would overflow.
constexpr int64_t farthestYear = 200'000;

std::optional<int64_t> dayOf(int64_t year, int64_t month, int64_t day) {
    if (std::llabs(year) > farthestYear || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    return daysFromCivil(year, static_cast<int>(month), static_cast<int>(day));
}

/// The same day some months later; the last of the month where it has no such day.
std::optional<int64_t> monthsLater(int64_t days, double months) {
    if (!(std::fabs(months) <= 1e6) || std::llabs(days) > 70'000'000) return std::nullopt;
    const CivilDate date = civilDate(days);
    const int64_t count = date.year * 12 + date.month - 1 + static_cast<int64_t>(months);
    const int64_t year = floorDivide(count, 12);
    for (int64_t day = date.day; day >= 28; --day)
        if (const auto found = dayOf(year, count - year * 12 + 1, day)) return found;
    return dayOf(year, count - year * 12 + 1, date.day);
}

std::optional<int64_t> startOf(int64_t days, std::string_view period) {
    if (std::llabs(days) > 70'000'000) return std::nullopt;
    const CivilDate date = civilDate(days);
    if (period == "year") return dayOf(date.year, 1, 1);
    if (period == "quarter") return dayOf(date.year, (date.month - 1) / 3 * 3 + 1, 1);
    if (period == "month") return dayOf(date.year, date.month, 1);
    return days - ((days + 3) - floorDivide(days + 3, 7) * 7); // Monday
}

/// A whole number for each row from those of the arguments; missing where there is none.
template <typename Make>
lathe::Column makeDates(const Node& call, const std::vector<Operand>& arguments, size_t rows, const Make& make) {
    lathe::Column result = blank(call.type, rows, arguments);
    for (size_t row = 0; row < rows; ++row) {
        if (result.isMissing(row)) continue;
        if (const std::optional<int64_t> value = make(row)) result.integers[row] = *value;
        else setMissing(result, rows, row);
    }
    return result;
}

lathe::Column formatted(const Node& call, const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Text, rows, {&a, 1});
    const bool timestamp = a.column->schema.type == ColumnType::Timestamp;
    for (size_t row = 0; row < rows; ++row) {
        const int64_t value = result.isMissing(row) ? 0 : a.column->integers[a.at(row)];
        if (!timestamp && std::llabs(value) > 100'000'000) setMissing(result, rows, row);
        result.texts.push(result.isMissing(row) ? std::string()
                                                : call.form->write(timestamp ? value : value * microsPerDay));
    }
    return result;
}

} // namespace

lathe::Column evaluateDates(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const Operand& first = arguments.front();
    const auto integer = [&](size_t argument, size_t row) {
        return arguments[argument].column->integers[arguments[argument].at(row)];
    };
    const auto dayAt = [&](size_t row) {
        const int64_t value = integer(0, row);
        return first.column->schema.type == ColumnType::Timestamp ? floorDivide(value, microsPerDay) : value;
    };
    switch (call.function) {
    case FunctionId::Date: return datesOf(first, rows);
    case FunctionId::DaysBetween: return daysBetween(call, arguments, rows);
    case FunctionId::ParseDate:
        return makeDates(call, arguments, rows, [&](size_t row) -> std::optional<int64_t> {
            const auto date = call.form ? call.form->read(first.text(row))
                                        : recipe::parseWrittenDate(first.text(row), recipe::DateOrder::DayFirst);
            if (!date) return std::nullopt;
            return call.type == ColumnType::Date ? floorDivide(date->micros, microsPerDay) : date->micros;
        });
    case FunctionId::FormatDate: return formatted(call, first, rows);
    case FunctionId::AddMonths:
        return makeDates(call, arguments, rows, [&](size_t row) {
            return monthsLater(dayAt(row), arguments[1].column->reals[arguments[1].at(row)]);
        });
    case FunctionId::StartOf:
        return makeDates(call, arguments, rows,
                         [&](size_t row) { return startOf(dayAt(row), arguments[1].text(row)); });
    case FunctionId::MakeDate:
        return makeDates(call, arguments, rows,
                         [&](size_t row) { return dayOf(integer(0, row), integer(1, row), integer(2, row)); });
    default: return dateParts(call, first, rows);
    }
}

} // namespace lathe::expression
