// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace lathe::csv {

/// The encodings of CsvOptions::encoding.
enum class Encoding { Utf8, Utf16Le, Utf16Be, Latin1, Windows1252 };

[[nodiscard]] const char* toString(Encoding encoding);
/// Errors: InvalidInput naming the known ones.
Result<Encoding> encodingFromText(const std::string& text);

/// What can be told of a text from its first bytes.
struct EncodingGuess {
    Encoding encoding = Encoding::Utf8;
    size_t markBytes = 0; ///< length of the byte order mark
    std::string reason;
};

/// \p wholeText: the bytes are all there is, not a beginning that may end within a character.
[[nodiscard]] EncodingGuess guessEncoding(std::string_view bytes, bool wholeText);

/// Converts a text piece by piece. What no character of the encoding stands for becomes the byte FF, which no
/// UTF-8 text holds, so that the row it stands in is refused.
class Transcoder {
public:
    explicit Transcoder(Encoding encoding) : m_encoding(encoding) {}
    /// Appends the UTF-8 of \p bytes; incomplete characters wait for the next piece.
    void append(std::string_view bytes, std::string& utf8);
    /// Ends the text: an incomplete character becomes FF.
    void finish(std::string& utf8);

private:
    void appendUnit(uint32_t unit, std::string& utf8);
    Encoding m_encoding;
    std::string m_waiting; // half a UTF-16 unit
    uint32_t m_highSurrogate = 0;
};

} // namespace lathe::csv
