// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/data/validation/pattern.h"

namespace lathe {

/// A date and time format with the directives and the strictness of Python's `datetime.strptime` in the C locale
/// (English names): %Y %m %d %H %M %S %f %y %b %B %a %A %j %I %p %z %Z %U %W %u %w %G %V %c %x %X %%; a blank
/// stands for one or more. Cheap to copy. Thread safe.
class TimeFormat {
public:
    /// Errors: InvalidInput for a directive that does not exist.
    static Result<TimeFormat> compile(std::string_view format);
    /// Whether the whole of \p text is a day and time of this form that exists (no 30 February).
    [[nodiscard]] bool matches(std::string_view text) const;

private:
    TimeFormat(Pattern pattern, std::vector<char> directives)
        : m_pattern(std::move(pattern)), m_directives(std::move(directives)) {}
    Pattern m_pattern;
    std::vector<char> m_directives; ///< of the pattern's groups, in order
};

} // namespace lathe
