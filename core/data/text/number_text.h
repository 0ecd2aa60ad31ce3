// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: numbers as people write them, with units, currency, percent and thousands marks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lathe::recipe {

enum class DecimalMark { Point, Comma, Either };

struct WrittenNumber {
    double value = 0;
    std::string unit; ///< "oz", "$", "%"; blanks around and a trailing point taken off
    bool percent = false;
};

/// Reads "12 oz", "5%", "$1,200", "(1.5)" (negative), "1 234,5", "1’000", "−3", "2e3", "3.5 k". Marks between groups of
/// three digits are taken off: point, comma, apostrophe and blanks other than the decimal mark. With Either, a mark
/// that occurs once and is not followed by exactly three digits is the decimal one; of two different marks it is the
/// last; "1,200" and "1.200" alone: the comma separates thousands, the point decimals. None when there is not exactly
/// one number in the text.
std::optional<WrittenNumber> parseWrittenNumber(std::string_view text, DecimalMark mark);

} // namespace lathe::recipe
