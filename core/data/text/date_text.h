// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: dates and times as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace lathe::recipe {

/// In which order day, month and year stand when all are numbers and the year is not first.
enum class DateOrder { DayFirst, MonthFirst };

/// A point of the civil calendar as written. Without a time of day the hour is not set.
struct WrittenDate {
    int64_t micros = 0; ///< since 1970-01-01 00:00 UTC; of the day's start when there is no time
    bool hasTime = false;
    /// Day and month are numbers up to 12 each, the year is not first: only the order says which is which.
    bool ambiguous = false;
};

/// Reads nearly any usual form: 2014-01-31, 31.1.2014, 1/31/14, 31-Jan-2014, January 31st, 2014, 20140131, 2014/1/31
/// 5:30 PM, ISO 8601 with zone. Names of months in English, German, French and Spanish, whole or from three letters on.
/// A year of two digits is 1970 to 2069. With \p order the two numbers are read in that order and in no other. None
/// when it is no date.
std::optional<WrittenDate> parseWrittenDate(std::string_view text, DateOrder order);

/// A form given by a person, in the letters of strftime: %Y %y %m %d %H %I %M %S %f %p %b %B %j %z %a %A %% and literal
/// text; a blank stands for any run of blanks. Also "unix" and "unix_ms" (seconds, milliseconds since 1970) and "excel"
/// (days since 1899-12-30).
class DateForm {
public:
    /// Errors: InvalidInput naming the letter that means nothing.
    static Result<DateForm> parse(std::string_view pattern);
    [[nodiscard]] std::optional<WrittenDate> read(std::string_view text) const;
    /// The date in this form. Names of months and days are English.
    [[nodiscard]] std::string write(int64_t micros) const;
    [[nodiscard]] const std::string& pattern() const { return m_pattern; }
    [[nodiscard]] bool hasTime() const;

private:
    explicit DateForm(std::string pattern) : m_pattern(std::move(pattern)) {}
    std::string m_pattern;
};

} // namespace lathe::recipe
