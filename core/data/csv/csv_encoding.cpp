// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_encoding.h"

#include "core/base/text.h"
#include "core/data/csv/csv.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

namespace lathe {

namespace csv {

namespace {

using Shape = Encoding::Shape;

struct KnownEncoding {
    const char* name;
    const char* converter;
    Shape shape;
};
constexpr KnownEncoding knownEncodings[] = {
    {"utf-8", "UTF-8", Shape::Utf8},
    {"utf-16le", "UTF-16LE", Shape::Utf16Le},
    {"utf-16be", "UTF-16BE", Shape::Utf16Be},
    {"latin-1", "ISO-8859-1", Shape::SingleByte},
    {"windows-1250", "CP1250", Shape::SingleByte},
    {"windows-1251", "CP1251", Shape::SingleByte},
    {"windows-1252", "CP1252", Shape::SingleByte},
    {"windows-1253", "CP1253", Shape::SingleByte},
    {"windows-1254", "CP1254", Shape::SingleByte},
    {"windows-1255", "CP1255", Shape::SingleByte},
    {"windows-1256", "CP1256", Shape::SingleByte},
    {"windows-1257", "CP1257", Shape::SingleByte},
    {"windows-1258", "CP1258", Shape::SingleByte},
    {"iso-8859-2", "ISO-8859-2", Shape::SingleByte},
    {"iso-8859-3", "ISO-8859-3", Shape::SingleByte},
    {"iso-8859-4", "ISO-8859-4", Shape::SingleByte},
    {"iso-8859-5", "ISO-8859-5", Shape::SingleByte},
    {"iso-8859-6", "ISO-8859-6", Shape::SingleByte},
    {"iso-8859-7", "ISO-8859-7", Shape::SingleByte},
    {"iso-8859-8", "ISO-8859-8", Shape::SingleByte},
    {"iso-8859-9", "ISO-8859-9", Shape::SingleByte},
    {"iso-8859-10", "ISO-8859-10", Shape::SingleByte},
    {"iso-8859-13", "ISO-8859-13", Shape::SingleByte},
    {"iso-8859-14", "ISO-8859-14", Shape::SingleByte},
    {"iso-8859-15", "ISO-8859-15", Shape::SingleByte},
    {"iso-8859-16", "ISO-8859-16", Shape::SingleByte},
    {"koi8-r", "KOI8-R", Shape::SingleByte},
    {"macintosh", "MACINTOSH", Shape::SingleByte},
    {"cp437", "CP437", Shape::SingleByte},
    {"cp850", "CP850", Shape::SingleByte},
    {"cp866", "CP866", Shape::SingleByte},
    {"shift_jis", "CP932", Shape::MultiByte},
    {"euc-jp", "EUC-JP", Shape::MultiByte},
    {"gb18030", "GB18030", Shape::MultiByte},
    {"big5", "BIG5", Shape::MultiByte},
    {"euc-kr", "CP949", Shape::MultiByte},
};

struct OtherName {
    const char* other;
    const char* name;
};
constexpr OtherName otherNames[] = {
    {"utf8", "utf-8"},          {"ascii", "utf-8"},         {"us-ascii", "utf-8"},      {"latin1", "latin-1"},
    {"iso-8859-1", "latin-1"},  {"iso8859-1", "latin-1"},   {"cp1250", "windows-1250"}, {"cp1251", "windows-1251"},
    {"cp1252", "windows-1252"}, {"cp1253", "windows-1253"}, {"cp1254", "windows-1254"}, {"cp1255", "windows-1255"},
    {"cp1256", "windows-1256"}, {"cp1257", "windows-1257"}, {"cp1258", "windows-1258"}, {"latin-2", "iso-8859-2"},
    {"latin-9", "iso-8859-15"}, {"mac", "macintosh"},       {"cp932", "shift_jis"},     {"gbk", "gb18030"},
    {"gb2312", "gb18030"},      {"cp949", "euc-kr"},
};

constexpr char notACharacter = '\xFF';

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
std::optional<Shape> utf16ByZeros(std::string_view bytes) {
    size_t even = 0;
    size_t odd = 0;
    for (size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\0') ++(i % 2 == 0 ? even : odd);
    const size_t half = bytes.size() / 2;
    if (half < 2) return std::nullopt;
    if (odd > half * 7 / 10 && even < half / 10) return Shape::Utf16Le;
    if (even > half * 7 / 10 && odd < half / 10) return Shape::Utf16Be;
    return std::nullopt;
}

Encoding encodingNamed(const char* name) { return Encoding::named(name).value_or(Encoding()); }

} // namespace

/// glibc's converter for encodings of several bytes a character.
struct Transcoder::Converter {
    explicit Converter(const char* from) : handle(::iconv_open("UTF-8", from)) {}
    ~Converter() {
        if (usable()) ::iconv_close(handle);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    [[nodiscard]] bool usable() const { return handle != reinterpret_cast<iconv_t>(-1); }

    /// Converts what is whole; returns the bytes that are not yet.
    std::string_view convert(std::string_view bytes, std::string& utf8) const {
        char* from = const_cast<char*>(bytes.data()); // iconv does not write there
        size_t left = bytes.size();
        char buffer[4096];
        while (left > 0) {
            char* to = buffer;
            size_t room = sizeof buffer;
            const size_t code = ::iconv(handle, &from, &left, &to, &room);
            const int error = errno;
            utf8.append(buffer, sizeof buffer - room);
            if (code != static_cast<size_t>(-1) || error == E2BIG) continue;
            if (error == EINVAL) break; // the beginning of a character
            utf8 += notACharacter;
            ++from;
            --left;
        }
        return {from, left};
    }
    iconv_t handle;
};

Encoding::Encoding() = default;

Result<Encoding> Encoding::named(const std::string& name) {
    std::string wanted = lowered(trimmed(name));
    for (const auto& [other, known] : otherNames)
        if (wanted == other) wanted = known;
    for (size_t i = 0; i < std::size(knownEncodings); ++i)
        if (wanted == knownEncodings[i].name) return Encoding(i);
    return failHint(ErrorKind::InvalidInput, "unknown encoding '" + name + "'", suggestion(wanted, csvEncodings()));
}

const char* Encoding::name() const { return knownEncodings[m_index].name; }
Encoding::Shape Encoding::shape() const { return knownEncodings[m_index].shape; }
const char* Encoding::converterName() const { return knownEncodings[m_index].converter; }

EncodingGuess guessEncoding(std::string_view bytes, bool wholeText) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return {Encoding(), 3, "The file begins with the mark of UTF-8."};
    if (bytes.starts_with("\xFF\xFE"))
        return {encodingNamed("utf-16le"), 2, "The file begins with the mark of UTF-16, little end first."};
    if (bytes.starts_with("\xFE\xFF"))
        return {encodingNamed("utf-16be"), 2, "The file begins with the mark of UTF-16, big end first."};
    if (const auto shape = utf16ByZeros(bytes))
        return {encodingNamed(*shape == Shape::Utf16Le ? "utf-16le" : "utf-16be"), 0,
                "Every other byte is zero, as in UTF-16."};
    if (isValidUtf8(wholeText ? bytes : wholeCharacters(bytes)))
        return {Encoding(), 0, "All bytes are well-formed UTF-8."};
    return guessCodePage(bytes);
}

Transcoder::Transcoder(Encoding encoding) : m_encoding(encoding) {
    if (encoding.shape() == Shape::MultiByte) {
        m_converter = std::make_unique<Converter>(encoding.converterName());
    } else if (encoding.shape() == Shape::SingleByte) {
        const Converter converter(encoding.converterName());
        for (int byte = 0x80; byte <= 0xFF; ++byte) {
            const char one = static_cast<char>(byte);
            std::string character;
            if (converter.usable()) converter.convert({&one, 1}, character);
            if (character.empty()) character = notACharacter;
            // Bytes that a Windows code page leaves open stand for C1 controls (WHATWG Encoding Standard).
            const bool windows = std::string_view(encoding.name()).starts_with("windows-");
            if (windows && byte <= 0x9F && character[0] == notACharacter) {
                character.clear();
                appendUtf8(static_cast<uint32_t>(byte), character);
            }
            m_characters.push_back(std::move(character));
        }
    }
}

Transcoder::~Transcoder() = default;
Transcoder::Transcoder(Transcoder&&) noexcept = default;
Transcoder& Transcoder::operator=(Transcoder&&) noexcept = default;

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

void Transcoder::appendUtf16(std::string_view bytes, std::string& utf8) {
    const bool little = m_encoding.shape() == Shape::Utf16Le;
    for (const char byte : bytes) {
        m_waiting += byte;
        if (m_waiting.size() < 2) continue;
        const auto first = static_cast<unsigned char>(m_waiting[0]);
        const auto second = static_cast<unsigned char>(m_waiting[1]);
        m_waiting.clear();
        appendUnit(little ? first | uint32_t{second} << 8 : second | uint32_t{first} << 8, utf8);
    }
}

void Transcoder::appendSingleBytes(std::string_view bytes, std::string& utf8) const {
    size_t plain = 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c < 0x80) continue;
        utf8.append(bytes.data() + plain, i - plain);
        utf8 += m_characters[c - 0x80];
        plain = i + 1;
    }
    utf8.append(bytes.data() + plain, bytes.size() - plain);
}

void Transcoder::append(std::string_view bytes, std::string& utf8) {
    switch (m_encoding.shape()) {
    case Shape::Utf8: utf8 += bytes; break;
    case Shape::Utf16Le:
    case Shape::Utf16Be: appendUtf16(bytes, utf8); break;
    case Shape::SingleByte: appendSingleBytes(bytes, utf8); break;
    case Shape::MultiByte:
        if (!m_converter->usable()) {
            utf8.append(bytes.size(), notACharacter);
            break;
        }
        m_waiting += bytes;
        m_waiting = std::string(m_converter->convert(m_waiting, utf8));
        break;
    }
}

void Transcoder::finish(std::string& utf8) {
    if (!m_waiting.empty() || m_highSurrogate != 0) utf8 += notACharacter;
    m_waiting.clear();
    m_highSurrogate = 0;
}

} // namespace csv

const std::vector<std::string>& csvEncodings() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const auto& known : csv::knownEncodings) all.emplace_back(known.name);
        return all;
    }();
    return names;
}

} // namespace lathe
