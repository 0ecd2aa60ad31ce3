// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::csv {

/// One of the encodings of csvEncodings(); UTF-8 unless said otherwise. Cheap to copy.
class Encoding {
public:
    enum class Shape { Utf8, Utf16Le, Utf16Be, SingleByte, MultiByte };
    Encoding();
    /// Errors: InvalidInput naming the known ones. Case and common other names do not matter.
    static Result<Encoding> named(const std::string& name);

    [[nodiscard]] const char* name() const;
    [[nodiscard]] Shape shape() const;
    [[nodiscard]] const char* converterName() const; ///< as iconv knows it
    bool operator==(const Encoding&) const = default;

private:
    explicit Encoding(size_t index) : m_index(index) {}
    size_t m_index = 0; ///< in the table of known encodings
};

/// What can be told of a text from its first bytes.
struct EncodingGuess {
    Encoding encoding;
    size_t markBytes = 0; ///< length of the byte order mark
    std::string reason;
};

/// \p wholeText: the bytes are all there is, not a beginning that may end within a character.
[[nodiscard]] EncodingGuess guessEncoding(std::string_view bytes, bool wholeText);

/// The code page that makes the most sensible letters of a text that is not UTF-8 (csv_code_pages.cpp).
[[nodiscard]] EncodingGuess guessCodePage(std::string_view bytes);

/// Converts a text piece by piece. What no character of the encoding stands for becomes the byte FF, which no
/// UTF-8 text holds, so that the row it stands in is refused.
class Transcoder {
public:
    explicit Transcoder(Encoding encoding);
    ~Transcoder();
    Transcoder(Transcoder&&) noexcept;
    Transcoder& operator=(Transcoder&&) noexcept;

    /// Appends the UTF-8 of \p bytes; incomplete characters wait for the next piece.
    void append(std::string_view bytes, std::string& utf8);
    /// Ends the text: an incomplete character becomes FF.
    void finish(std::string& utf8);

private:
    struct Converter;
    void appendUnit(uint32_t unit, std::string& utf8);
    void appendUtf16(std::string_view bytes, std::string& utf8);
    void appendSingleBytes(std::string_view bytes, std::string& utf8) const;

    Encoding m_encoding;
    std::string m_waiting; // half a UTF-16 unit, or the beginning of a multibyte character
    uint32_t m_highSurrogate = 0;
    std::vector<std::string> m_characters;  ///< of a single byte encoding: UTF-8 of 80 to FF
    std::unique_ptr<Converter> m_converter; ///< of a multibyte encoding
};

} // namespace lathe::csv
