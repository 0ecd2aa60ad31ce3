// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace lathe {

/// UTF-8 text in small or capital letters: Latin (ASCII, Latin-1, Latin Extended-A), basic Greek and Cyrillic, one
/// character for one character and independent of the locale. Other characters and bytes that are not UTF-8 stay.
std::string utf8Lower(std::string_view text);
std::string utf8Upper(std::string_view text);

/// Characters (code points) of UTF-8 text.
size_t utf8Length(std::string_view text);

/// \p count characters from character \p start (0-based) on; clipped to the text.
std::string_view utf8Substring(std::string_view text, size_t start, size_t count);

} // namespace lathe
