// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::expression {

struct Token {
    enum class Kind { End, Number, Text, Name, QuotedName, Symbol };
    Kind kind = Kind::End;
    std::string text;    // the name, the symbol, or the unquoted text
    size_t position = 1; // 1-based character

    [[nodiscard]] bool is(std::string_view symbol) const { return kind == Kind::Symbol && text == symbol; }
    [[nodiscard]] bool isWord(std::string_view word) const { return kind == Kind::Name && lowered(text) == word; }
};

/// The tokens of an expression, the last of them End. Errors: InvalidInput at the character.
Result<std::vector<Token>> tokensOf(std::string_view text);

} // namespace lathe::expression
