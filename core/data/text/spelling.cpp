// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/spelling.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/text.h"
#include "core/data/text/unicode.h"

namespace lathe::spelling {

namespace {

bool isWordByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Small letters without accents.
std::string folded(std::string_view text) { return lathe::lowerCase(lathe::withoutAccents(text)); }

/// Characters as numbers; bytes that are not UTF-8 as themselves.
std::u32string characters(std::string_view text) {
    std::u32string result;
    for (size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        size_t bytes = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        if (at + bytes > text.size()) bytes = 1;
        char32_t point = bytes == 1 ? byte : byte & (0xFFU >> (bytes + 1));
        for (size_t i = 1; i < bytes; ++i) point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        result += point;
        at += bytes;
    }
    return result;
}

/// Capital letters A to Z of each word, accents and the German special letters folded.
std::vector<std::string> letterWords(std::string_view text) {
    std::string plain = folded(text);
    static constexpr std::pair<std::string_view, std::string_view> letters[] = {
        {"\xC3\x9F", "ss"}, {"\xC3\xA6", "ae"}, {"\xC5\x93", "oe"}, {"\xC3\xB8", "o"}, {"\xC5\x82", "l"}};
    for (const auto& [from, to] : letters)
        for (size_t at = plain.find(from); at != std::string::npos; at = plain.find(from, at))
            plain.replace(at, from.size(), to);
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : plain) {
        const bool letter = c >= 'a' && c <= 'z';
        if (letter && !inside) words.emplace_back();
        if (letter) words.back() += static_cast<char>(c - 'a' + 'A');
        inside = letter || (inside && c == '\'');
    }
    return words;
}

bool isOneOf(char c, std::string_view set) { return c != '\0' && set.find(c) != std::string_view::npos; }
bool isVowel(char c) { return isOneOf(c, "AEIOU"); }

/// One word, letter by letter.
class Metaphone {
public:
    explicit Metaphone(std::string word) : m_word(std::move(word)) {}

    std::string code() {
        begin();
        while (m_at < m_word.size()) {
            if (at(0) == at(-1) && at(0) != 'C') ++m_at; // double letters sound once
            else letter();
        }
        return m_code;
    }

private:
    [[nodiscard]] char at(int offset) const {
        const auto place = static_cast<std::ptrdiff_t>(m_at) + offset;
        return place >= 0 && place < static_cast<std::ptrdiff_t>(m_word.size()) ? m_word[static_cast<size_t>(place)]
                                                                                : '\0';
    }
    [[nodiscard]] bool follows(std::string_view text) const {
        return std::string_view(m_word).substr(m_at).starts_with(text);
    }
    void add(std::string_view sound, size_t letters) {
        m_code += sound;
        m_at += letters;
    }

    void begin() {
        if (follows("AE") || follows("GN") || follows("KN") || follows("PN") || follows("WR")) m_at = 1;
        else if (follows("X")) add("S", 1);
        else if (follows("WH")) add("W", 2);
        if (m_at < m_word.size() && isVowel(at(0)) && m_code.empty()) add(std::string(1, at(0)), 1);
    }

    void letter() {
        const char c = at(0);
        switch (c) {
        case 'B': add(m_at + 1 == m_word.size() && at(-1) == 'M' ? "" : "B", 1); break;
        case 'C': soundC(); break;
        case 'D':
            if (at(1) == 'G' && isOneOf(at(2), "EIY")) add("J", 2);
            else add("T", 1);
            break;
        case 'G': soundG(); break;
        case 'H': add(isOneOf(at(-1), "CSPTG") || (isVowel(at(-1)) && !isVowel(at(1))) ? "" : "H", 1); break;
        case 'K': add(at(-1) == 'C' ? "" : "K", 1); break;
        case 'P':
            if (at(1) == 'H') add("F", 2);
            else add("P", 1);
            break;
        case 'Q': add("K", 1); break;
        case 'S': soundS(); break;
        case 'T': soundT(); break;
        case 'V': add("F", 1); break;
        case 'W':
        case 'Y': add(isVowel(at(1)) ? std::string_view(m_word).substr(m_at, 1) : std::string_view(), 1); break;
        case 'X': add("KS", 1); break;
        case 'Z': add("S", 1); break;
        case 'F':
        case 'J':
        case 'L':
        case 'M':
        case 'N':
        case 'R': add(std::string_view(m_word).substr(m_at, 1), 1); break;
        default: ++m_at; // vowels sound at the beginning only
        }
    }

    void soundC() {
        if (follows("CIA")) add("X", 1);
        else if (follows("CH")) add(at(-1) == 'S' ? "K" : "X", 2);
        else if (isOneOf(at(1), "EIY")) add(at(-1) == 'S' ? "" : "S", 1);
        else add("K", 1);
    }

    void soundG() {
        if (at(1) == 'H' && m_at + 2 < m_word.size() && !isVowel(at(2))) ++m_at;
        else if (at(1) == 'H' && m_at + 2 == m_word.size()) add("", 2);
        else if (at(1) == 'N' &&
                 (m_at + 2 == m_word.size() || (at(2) == 'E' && at(3) == 'D' && m_at + 4 == m_word.size())))
            ++m_at;
        else if (isOneOf(at(1), "EIY") && at(-1) != 'G') add(at(-1) == 'D' ? "" : "J", 1);
        else add("K", 1);
    }

    void soundS() {
        if (follows("SIO") || follows("SIA")) add("X", 1);
        else if (at(1) == 'H') add("X", 2);
        else if (follows("SCH")) add("SK", 3);
        else add("S", 1);
    }

    void soundT() {
        if (follows("TIA") || follows("TIO")) add("X", 1);
        else if (at(1) == 'H') add("0", 2); // as in "thing"
        else if (follows("TCH")) ++m_at;
        else add("T", 1);
    }

    std::string m_word;
    size_t m_at = 0;
    std::string m_code;
};

/// The digits for the letter at \p i, given its neighbours.
std::string_view cologneDigits(const std::string& word, size_t i) {
    const char previous = i > 0 ? word[i - 1] : '\0';
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    switch (word[i]) {
    case 'A':
    case 'E':
    case 'I':
    case 'J':
    case 'O':
    case 'U':
    case 'Y': return "0";
    case 'H': return "";
    case 'B': return "1";
    case 'P': return next == 'H' ? "3" : "1";
    case 'D':
    case 'T': return isOneOf(next, "CSZ") ? "8" : "2";
    case 'F':
    case 'V':
    case 'W': return "3";
    case 'G':
    case 'K':
    case 'Q': return "4";
    case 'C':
        if (i == 0) return isOneOf(next, "AHKLOQRUX") ? "4" : "8";
        if (isOneOf(previous, "SZ")) return "8";
        return isOneOf(next, "AHKOQUX") ? "4" : "8";
    case 'X': return isOneOf(previous, "CKQ") ? "8" : "48";
    case 'L': return "5";
    case 'M':
    case 'N': return "6";
    case 'R': return "7";
    default: return "8"; // S, Z
    }
}

} // namespace

std::string fingerprint(std::string_view text) {
    std::set<std::string> words;
    std::string word;
    for (const char c : folded(text) + ' ') {
        if (isWordByte(c)) {
            word += c;
        } else if (static_cast<unsigned char>(c) <= ' ' && !word.empty()) {
            words.insert(word);
            word.clear();
        }
    }
    const std::vector<std::string> sorted(words.begin(), words.end());
    return joined(sorted, " ");
}

std::string ngramFingerprint(std::string_view text, size_t n) {
    std::string plain;
    for (const char c : folded(text))
        if (isWordByte(c)) plain += c;
    const std::u32string points = characters(plain);
    std::set<std::u32string> grams;
    if (points.size() <= n) grams.insert(points);
    for (size_t i = 0; i + n <= points.size(); ++i) grams.insert(points.substr(i, n));
    std::string key;
    for (const std::u32string& gram : grams)
        for (const char32_t point : gram) key.append(reinterpret_cast<const char*>(&point), sizeof point);
    return key;
}

std::string metaphone(std::string_view text) {
    std::vector<std::string> codes;
    for (std::string& word : letterWords(text)) codes.push_back(Metaphone(std::move(word)).code());
    return joined(codes, " ");
}

std::string colognePhonetic(std::string_view text) {
    std::vector<std::string> codes;
    for (const std::string& word : letterWords(text)) {
        std::string digits;
        for (size_t i = 0; i < word.size(); ++i)
            for (const char digit : cologneDigits(word, i))
                if (digits.empty() || digits.back() != digit) digits += digit;
        std::string code;
        for (size_t i = 0; i < digits.size(); ++i)
            if (i == 0 || digits[i] != '0') code += digits[i];
        codes.push_back(std::move(code));
    }
    return joined(codes, " ");
}

size_t levenshtein(std::string_view left, std::string_view right, size_t limit) {
    std::u32string a = characters(left);
    std::u32string b = characters(right);
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > limit) return limit + 1;
    std::vector<size_t> row(a.size() + 1);
    for (size_t i = 0; i <= a.size(); ++i) row[i] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
        size_t diagonal = row[0];
        row[0] = j;
        size_t best = j;
        for (size_t i = 1; i <= a.size(); ++i) {
            const size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[i];
            row[i] = std::min({change, row[i] + 1, row[i - 1] + 1});
            best = std::min(best, row[i]);
        }
        if (best > limit) return limit + 1;
    }
    return std::min(row.back(), limit + 1);
}

double jaroWinkler(std::string_view left, std::string_view right) {
    const std::u32string a = characters(left);
    const std::u32string b = characters(right);
    if (a.empty() && b.empty()) return 1;
    if (a.empty() || b.empty()) return 0;
    const size_t longest = std::max(a.size(), b.size());
    const size_t window = longest / 2 > 0 ? longest / 2 - 1 : 0;
    std::vector<bool> usedB(b.size());
    std::u32string matchedA;
    for (size_t i = 0; i < a.size(); ++i) {
        const size_t first = i > window ? i - window : 0;
        for (size_t j = first; j < std::min(b.size(), i + window + 1); ++j) {
            if (usedB[j] || a[i] != b[j]) continue;
            usedB[j] = true;
            matchedA += a[i];
            break;
        }
    }
    if (matchedA.empty()) return 0;
    size_t swapped = 0;
    size_t at = 0;
    for (size_t j = 0; j < b.size(); ++j)
        if (usedB[j] && b[j] != matchedA[at++]) ++swapped;
    const auto matches = static_cast<double>(matchedA.size());
    const double jaro = (matches / static_cast<double>(a.size()) + matches / static_cast<double>(b.size()) +
                         (matches - static_cast<double>(swapped) / 2) / matches) /
                        3;
    size_t prefix = 0;
    while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) ++prefix;
    return jaro + static_cast<double>(prefix) * 0.1 * (1 - jaro);
}

} // namespace lathe::spelling
