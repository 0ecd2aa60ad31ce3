// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/time_text.h"

#include <algorithm>

namespace lathe {

std::string cutToMicros(std::string_view text) {
    constexpr size_t microDigits = 6;
    std::string cut(text);
    const size_t mark = text.find_first_of(".,", text.find(':'));
    if (mark == std::string_view::npos) return cut;
    const auto begin = cut.begin() + static_cast<std::ptrdiff_t>(mark) + 1;
    const auto end = std::find_if_not(begin, cut.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (end - begin > static_cast<std::ptrdiff_t>(microDigits)) cut.erase(begin + microDigits, end);
    return cut;
}

} // namespace lathe
