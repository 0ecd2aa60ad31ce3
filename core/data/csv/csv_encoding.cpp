// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/data/csv/csv_encoding.h"

#include <array>
#include <vector>

namespace lathe::csv {

namespace {

constexpr std::array<std::pair<Encoding, const char*>, 5> encodingWords = {{
    {Encoding::Utf8, "utf-8"},
    {Encoding::Utf16Le, "utf-16le"},
    {Encoding::Utf16Be, "utf-16be"},
    {Encoding::Latin1, "latin-1"},
    {Encoding::Windows1252, "windows-1252"},
}};

/// Windows-1252 from 80 to 9F (the others are as in Latin-1); the five bytes it leaves open stand for C1
/// controls, as in the WHATWG Encoding Standard.
constexpr std::array<uint16_t, 32> windows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void appendUtf8(uint32_t character, std::string& utf8) {
    const auto put = [&](uint32_t byte) { utf8 += static_cast<char>(byte); };
    if (character < 0x80) {
        put(character);
    } else if (character < 0x800) {
        put(0xC0 | character >> 6);
        put(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        put(0xE0 | character >> 12);
        put(0x80 | (character >> 6 & 0x3F));
        put(0x80 | (character & 0x3F));
    } else {
        put(0xF0 | character >> 18);
        put(0x80 | (character >> 12 & 0x3F));
        put(0x80 | (character >> 6 & 0x3F));
        put(0x80 | (character & 0x3F));
    }
}

constexpr char notACharacter = '\xFF';

/// Cuts an incomplete UTF-8 character off the end.
std::string_view wholeCharacters(std::string_view bytes) {
    size_t end = bytes.size();
    for (size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const auto c = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (c < 0x80) break;
        if (c < 0xC0) continue;
        const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        if (length > back) end = bytes.size() - back;
        break;
    }
    return bytes.substr(0, end);
}

/// Without a mark, UTF-16 of mostly Western text shows as zero bytes at every other place.
std::optional<Encoding> utf16ByZeros(std::string_view bytes) {
    size_t even = 0;
    size_t odd = 0;
    for (size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\0') ++(i % 2 == 0 ? even : odd);
    const size_t half = bytes.size() / 2;
    if (half < 2) return std::nullopt;
    if (odd > half * 7 / 10 && even < half / 10) return Encoding::Utf16Le;
    if (even > half * 7 / 10 && odd < half / 10) return Encoding::Utf16Be;
    return std::nullopt;
}

} // namespace

const char* toString(Encoding encoding) {
    for (const auto& [known, word] : encodingWords)
        if (known == encoding) return word;
    return "utf-8";
}

Result<Encoding> encodingFromText(const std::string& text) {
    std::vector<std::string> words;
    for (const auto& [encoding, word] : encodingWords) {
        if (lowered(text) == word) return encoding;
        words.emplace_back(word);
    }
    return failHint(ErrorKind::InvalidInput, "unknown encoding '" + text + "'", suggestion(text, words));
}

EncodingGuess guessEncoding(std::string_view bytes, bool wholeText) {
    if (bytes.starts_with("\xEF\xBB\xBF"))
        return {Encoding::Utf8, 3, "The file begins with the mark of UTF-8."};
    if (bytes.starts_with("\xFF\xFE"))
        return {Encoding::Utf16Le, 2, "The file begins with the mark of UTF-16, little end first."};
    if (bytes.starts_with("\xFE\xFF"))
        return {Encoding::Utf16Be, 2, "The file begins with the mark of UTF-16, big end first."};
    if (const auto encoding = utf16ByZeros(bytes))
        return {*encoding, 0, "Every other byte is zero, as in UTF-16."};
    if (isValidUtf8(wholeText ? bytes : wholeCharacters(bytes)))
        return {Encoding::Utf8, 0, "All bytes are well-formed UTF-8."};
    return {Encoding::Windows1252, 0,
            "Some bytes are not UTF-8; they are read as Windows-1252 (Western European)."};
}

void Transcoder::appendUnit(uint32_t unit, std::string& utf8) {
    const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (m_highSurrogate != 0) {
        if (low) {
            appendUtf8(0x10000 + ((m_highSurrogate - 0xD800) << 10) + (unit - 0xDC00), utf8);
            m_highSurrogate = 0;
            return;
        }
        utf8 += notACharacter;
        m_highSurrogate = 0;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        m_highSurrogate = unit;
    } else if (low) {
        utf8 += notACharacter;
    } else {
        appendUtf8(unit, utf8);
    }
}

void Transcoder::append(std::string_view bytes, std::string& utf8) {
    if (m_encoding == Encoding::Utf8) {
        utf8 += bytes;
        return;
    }
    if (m_encoding == Encoding::Latin1 || m_encoding == Encoding::Windows1252) {
        for (const char byte : bytes) {
            const auto c = static_cast<unsigned char>(byte);
            const bool mapped = m_encoding == Encoding::Windows1252 && c >= 0x80 && c <= 0x9F;
            appendUtf8(mapped ? windows1252[c - 0x80] : c, utf8);
        }
        return;
    }
    for (const char byte : bytes) {
        m_waiting += byte;
        if (m_waiting.size() < 2) continue;
        const auto first = static_cast<unsigned char>(m_waiting[0]);
        const auto second = static_cast<unsigned char>(m_waiting[1]);
        m_waiting.clear();
        appendUnit(m_encoding == Encoding::Utf16Le ? first | uint32_t{second} << 8
                                                   : second | uint32_t{first} << 8,
                   utf8);
    }
}

void Transcoder::finish(std::string& utf8) {
    if (!m_waiting.empty() || m_highSurrogate != 0) utf8 += notACharacter;
    m_waiting.clear();
    m_highSurrogate = 0;
}

} // namespace lathe::csv
