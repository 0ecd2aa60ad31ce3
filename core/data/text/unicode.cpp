// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/unicode.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include <utf8proc.h>

namespace lathe {

namespace {

bool isAscii(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

/// One character and how many bytes it takes; a negative point for bytes that are not UTF-8.
struct Character {
    utf8proc_int32_t point = -1;
    size_t bytes = 1;
};

Character characterAt(std::string_view text, size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) return {byte, 1};
    utf8proc_int32_t point = 0;
    const auto* begin = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
    const utf8proc_ssize_t read = utf8proc_iterate(begin, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (read <= 0) return {-1, 1};
    return {point, static_cast<size_t>(read)};
}

void appendPoint(std::string& text, utf8proc_int32_t point) {
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t count = utf8proc_encode_char(point, bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(count));
}

bool isBlank(utf8proc_int32_t point) {
    if (point < 0) return false;
    if (point < 0x80) return point == ' ' || (point >= '\t' && point <= '\r');
    if (point == 0x85 || point == 0x200B || point == 0xFEFF) return true;
    const utf8proc_category_t category = utf8proc_category(point);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool isMark(utf8proc_int32_t point) {
    const utf8proc_category_t category = utf8proc_category(point);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

bool isLetterOrDigit(utf8proc_int32_t point) {
    if (point < 0) return false;
    const utf8proc_category_t category = utf8proc_category(point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool belongsToWord(utf8proc_int32_t point) {
    return isLetterOrDigit(point) || point == '\'' || point == 0x2019 || (point >= 0 && isMark(point));
}

/// \p append(result, point) says what each character becomes.
template <typename Append>
std::string mapPoints(std::string_view text, Append append) {
    std::string result;
    result.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
        const Character c = characterAt(text, at);
        if (c.point < 0) result.append(text.substr(at, c.bytes));
        else append(result, c.point);
        at += c.bytes;
    }
    return result;
}

using CaseMap = utf8proc_int32_t (*)(utf8proc_int32_t);

/// Appends a letter's capitals: those of its full case folding where that is several letters (ß is SS, ﬁ is FI), as
/// Unicode's SpecialCasing has it. \p rest maps all letters but the first.
void appendCapital(std::string& text, utf8proc_int32_t point, CaseMap first, CaseMap rest) {
    constexpr utf8proc_ssize_t mostLetters = 8;
    utf8proc_int32_t letters[mostLetters];
    const utf8proc_category_t category = utf8proc_category(point);
    const bool folds = category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT;
    const utf8proc_ssize_t count =
        folds ? utf8proc_decompose_char(point, letters, mostLetters, UTF8PROC_CASEFOLD, nullptr) : 1;
    if (count <= 1 || count > mostLetters) return appendPoint(text, first(point));
    appendPoint(text, first(letters[0]));
    for (utf8proc_ssize_t i = 1; i < count; ++i) appendPoint(text, rest(letters[i]));
}

void appendUpper(std::string& text, utf8proc_int32_t point) {
    appendCapital(text, point, utf8proc_toupper, utf8proc_toupper);
}

void appendTitle(std::string& text, utf8proc_int32_t point) {
    const utf8proc_int32_t title = utf8proc_totitle(point); // some have a letter for the beginnings of words
    if (utf8proc_category(title) == UTF8PROC_CATEGORY_LT) appendPoint(text, title);
    else appendCapital(text, point, utf8proc_totitle, utf8proc_tolower);
}

void appendLower(std::string& text, utf8proc_int32_t point) { appendPoint(text, utf8proc_tolower(point)); }

/// ASCII text with the letters from \p first to \p last in their other case.
std::string mapAscii(std::string_view text, char first, char last) {
    constexpr char otherCase = 'a' ^ 'A';
    std::string result(text);
    for (char& c : result)
        if (c >= first && c <= last) c = static_cast<char>(c ^ otherCase);
    return result;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::string processed(std::string_view text, int options) {
    utf8proc_uint8_t* bytes = nullptr;
    const utf8proc_ssize_t size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &bytes, static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(bytes, &std::free);
    if (size < 0) return std::string(text); // not UTF-8
    return {reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)};
}

} // namespace

std::string normalised(std::string_view text, NormalForm form) {
    if (isAscii(text)) return std::string(text);
    int options = UTF8PROC_STABLE;
    options |= form == NormalForm::Nfc || form == NormalForm::Nfkc ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE;
    if (form == NormalForm::Nfkc || form == NormalForm::Nfkd) options |= UTF8PROC_COMPAT;
    return processed(text, options);
}

std::string withoutAccents(std::string_view text) {
    if (isAscii(text)) return std::string(text);
    return processed(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK);
}

std::string lowerCase(std::string_view text) {
    if (isAscii(text)) return mapAscii(text, 'A', 'Z');
    return mapPoints(text, appendLower);
}

std::string upperCase(std::string_view text) {
    if (isAscii(text)) return mapAscii(text, 'a', 'z');
    return mapPoints(text, appendUpper);
}

std::string titleCase(std::string_view text) {
    bool inside = false;
    return mapPoints(text, [&inside](std::string& result, utf8proc_int32_t point) {
        const bool word = belongsToWord(point);
        if (!word) appendPoint(result, point);
        else if (inside) appendLower(result, point);
        else appendTitle(result, point);
        inside = word;
    });
}

std::string sentenceCase(std::string_view text) {
    bool begun = false;
    return mapPoints(text, [&begun](std::string& result, utf8proc_int32_t point) {
        if (begun || !isLetterOrDigit(point)) return appendLower(result, point);
        begun = true;
        appendTitle(result, point);
    });
}

std::string_view withoutOuterBlanks(std::string_view text) {
    size_t begin = 0;
    while (begin < text.size()) {
        const Character c = characterAt(text, begin);
        if (!isBlank(c.point)) break;
        begin += c.bytes;
    }
    size_t end = begin;
    for (size_t at = begin; at < text.size();) {
        const Character c = characterAt(text, at);
        at += c.bytes;
        if (!isBlank(c.point)) end = at;
    }
    return text.substr(begin, end - begin);
}

std::string withCollapsedBlanks(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    bool gap = false;
    for (size_t at = 0; at < text.size();) {
        const Character c = characterAt(text, at);
        if (isBlank(c.point)) {
            gap = true;
        } else {
            if (gap && !result.empty()) result += ' ';
            gap = false;
            result.append(text.substr(at, c.bytes));
        }
        at += c.bytes;
    }
    return result;
}

std::string withoutBlanks(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
        const Character c = characterAt(text, at);
        if (!isBlank(c.point)) result.append(text.substr(at, c.bytes));
        at += c.bytes;
    }
    return result;
}

size_t utf8Length(std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string_view utf8Substring(std::string_view text, size_t start, size_t count) {
    const auto skip = [&](size_t from, size_t characters) {
        while (from < text.size() && characters > 0) {
            ++from;
            while (from < text.size() && continues(text[from])) ++from;
            --characters;
        }
        return from;
    };
    const size_t begin = skip(0, start);
    return text.substr(begin, skip(begin, count) - begin);
}

} // namespace lathe
