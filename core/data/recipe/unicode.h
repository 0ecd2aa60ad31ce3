// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: Unicode operations on UTF-8 texts (Unicode 14, utf8proc). Bytes that are not UTF-8 stay as they are:
// a text that holds any is returned unchanged. All functions are thread safe and independent of the locale.
#pragma once

#include <string>
#include <string_view>

namespace lathe::recipe {

enum class NormalForm { Nfc, Nfd, Nfkc, Nfkd };

std::string normalised(std::string_view text, NormalForm form);
/// "Crème Brûlée" as "Creme Brulee": decomposed, without combining marks. Letters without decomposition (ø, ß) stay.
std::string withoutAccents(std::string_view text);

std::string lowerCase(std::string_view text);
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

} // namespace lathe::recipe
