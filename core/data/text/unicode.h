// SPDX-License-Identifier: GPL-3.0-or-later
// Unicode operations on UTF-8 texts (Unicode 14, utf8proc). Bytes that are not UTF-8 stay as they are. All functions
// are thread safe and independent of the locale.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lathe {

enum class NormalForm { Nfc, Nfd, Nfkc, Nfkd };

/// A text that holds bytes that are not UTF-8 is returned unchanged, also by withoutAccents().
std::string normalised(std::string_view text, NormalForm form);
/// "Crème Brûlée" as "Creme Brulee": decomposed, without combining marks. Letters without decomposition (ø, ß) stay.
std::string withoutAccents(std::string_view text);

/// In small letters, one character for one character.
std::string lowerCase(std::string_view text);
/// In capital letters: "Straße" is "STRASSE", as Unicode's SpecialCasing has it.
std::string upperCase(std::string_view text);
/// Every word's first letter a capital, the others small. Words are separated by anything but letters, digits,
/// apostrophes and combining marks.
std::string titleCase(std::string_view text);
/// The first letter of the text a capital, the others small.
std::string sentenceCase(std::string_view text);

/// Without blanks (any Unicode white space) at both ends.
std::string_view withoutOuterBlanks(std::string_view text);
/// Every run of blanks as one blank, none at the ends.
std::string withCollapsedBlanks(std::string_view text);
std::string withoutBlanks(std::string_view text);

/// Characters (code points) of the text.
size_t utf8Length(std::string_view text);
/// \p count characters from character \p start (0-based) on; clipped to the text.
std::string_view utf8Substring(std::string_view text, size_t start, size_t count);

} // namespace lathe
