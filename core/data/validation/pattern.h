// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace lathe {

/// A regular expression with the syntax and meaning of Python's `re` on text: Perl-like with look-around, Unicode
/// classes, (?P<name>…), \Z for the very end. Cheap to copy. Thread safe.
class Pattern {
public:
    /// Errors: InvalidInput with the position in the expression; expressions over 64 KiB are refused.
    static Result<Pattern> compile(std::string_view expression, bool ignoreCase = false);

    enum class Outcome {
        Found,
        NotFound,
        TooHard, ///< matching needed more than a million steps; or the text is not UTF-8
    };
    /// Whether the expression is found anywhere in \p text.
    [[nodiscard]] Outcome search(std::string_view text) const;
    /// Whether the expression matches from the beginning of \p text; \p end receives where the match ends, and
    /// \p groups, when given, the texts of its numbered groups from 1 on.
    [[nodiscard]] Outcome matchStart(std::string_view text, size_t& end,
                                     std::vector<std::string_view>* groups = nullptr) const;

private:
    struct Code;
    explicit Pattern(std::shared_ptr<const Code> code) : m_code(std::move(code)) {}
    std::shared_ptr<const Code> m_code;
};

/// The regular expression of an SQL LIKE pattern: % any text, _ any character; \p escape, when not 0, makes the
/// character after it plain.
[[nodiscard]] std::string likeExpression(std::string_view like, char escape = '\0');

} // namespace lathe
