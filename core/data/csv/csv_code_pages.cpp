// SPDX-License-Identifier: GPL-3.0-or-later
// Which code page a text is in: the one under which its letters make sense.
#include "core/data/csv/csv_encoding.h"
#include "core/data/csv/csv_values.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace lathe::csv {

namespace {

/// The letters beyond ASCII that texts of the code page's languages are full of, in lower and upper case.
/// (Letters that several code pages share stand at each.)
struct CodePage {
    const char* name;
    const char* languages;
    const char* letters;
};
constexpr CodePage codePages[] = {
    {"windows-1252", "Western European", "äöüßéèêëàâçñáíóúôîïœæøåÄÖÜÉÀÇÑÓÅØÆãõ"},
    {"windows-1250", "Central European", "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűöüŐŰÖÜăâîşţľĺäßđĐ"},
    {"windows-1251", "Cyrillic", "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯёіїєґђјљњћџ"},
    {"windows-1253", "Greek", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΊΌ"},
    {"windows-1254", "Turkish", "ğüşıöçĞÜŞİÖÇ"},
    {"windows-1257", "Baltic", "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽąęėįųĄĘĖĮŲõäöüÕÄÖÜ"},
    {"koi8-r", "Cyrillic", "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯё"},
};

enum class Letter { None, Lower, Upper };

/// The script's case, for the letters that code pages hold (Latin, Greek and Cyrillic blocks of Unicode).
Letter letterOf(uint32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z' ? Letter::Lower : c >= 'A' && c <= 'Z' ? Letter::Upper : Letter::None;
    if (c == 0xD7 || c == 0xF7) return Letter::None;
    if (c >= 0xC0 && c <= 0xFF) return c >= 0xDF ? Letter::Lower : Letter::Upper;
    if (c >= 0x100 && c <= 0x17F) {
        const bool evenIsLower = (c >= 0x139 && c <= 0x148) || c >= 0x179;
        if (c == 0x131) return Letter::Lower;
        return ((c & 1) == 0) == evenIsLower ? Letter::Lower : Letter::Upper;
    }
    if (c >= 0x386 && c <= 0x3CE) return c == 0x390 || c >= 0x3AC ? Letter::Lower : Letter::Upper;
    if (c >= 0x400 && c <= 0x42F) return Letter::Upper;
    if (c >= 0x430 && c <= 0x45F) return Letter::Lower;
    return c == 0x491 || c == 0x219 || c == 0x21B ? Letter::Lower : Letter::None;
}

std::vector<uint32_t> charactersOf(std::string_view utf8) {
    std::vector<uint32_t> characters;
    for (size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead == 0xFF || i + length > utf8.size()) {
            characters.push_back(0xFFFD);
            ++i;
            continue;
        }
        uint32_t c = length == 1 ? lead : lead & (0xFFu >> (length + 1));
        for (size_t k = 1; k < length; ++k) c = c << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
        characters.push_back(c);
        i += length;
    }
    return characters;
}

/// What each byte from 80 is under a code page.
struct ReadAs {
    std::array<uint32_t, 128> characters{};
    std::array<bool, 128> common{};

    explicit ReadAs(const CodePage& page) {
        Transcoder transcoder(*Encoding::named(page.name));
        const std::vector<uint32_t> letters = charactersOf(page.letters);
        for (size_t i = 0; i < 128; ++i) {
            const char byte = static_cast<char>(0x80 + i);
            std::string utf8;
            transcoder.append({&byte, 1}, utf8);
            characters[i] = charactersOf(utf8).front();
            common[i] = std::find(letters.begin(), letters.end(), characters[i]) != letters.end();
        }
    }
    [[nodiscard]] uint32_t at(std::string_view text, size_t i) const {
        if (i >= text.size()) return ' ';
        const auto c = static_cast<unsigned char>(text[i]);
        return c < 0x80 ? c : characters[c - 0x80];
    }
};

bool isOtherScript(uint32_t c) { return c >= 0x370 && c <= 0x4FF; }
bool isLatin(uint32_t c) { return letterOf(c) != Letter::None && c < 0x250; }

/// Whether a digit stands before or behind a byte, perhaps behind a blank.
bool isAtNumber(std::string_view text, size_t i) {
    const auto isBlank = [&](size_t at) { return at < text.size() && (text[at] == ' ' || text[at] == '\xA0'); };
    const auto digitAt = [&](size_t at) { return at < text.size() && isDigit(text[at]); };
    const size_t before = isBlank(i - 1) ? i - 2 : i - 1; // beyond the end when there is nothing before
    const size_t after = isBlank(i + 1) ? i + 2 : i + 1;
    return digitAt(before) || digitAt(after);
}

/// Currencies, ordinals and fractions.
bool isSignOfNumbers(uint32_t c) {
    static constexpr uint32_t signs[] = {0x20AC /* € */, 0xA2 /* ¢ */, 0xA3 /* £ */, 0xA5 /* ¥ */,
                                         0xAA /* ª */,   0xBA /* º */, 0xBC /* ¼ */, 0xBD /* ½ */,
                                         0xBE /* ¾ */,   0xB9 /* ¹ */, 0xB2 /* ² */, 0xB3 /* ³ */};
    return std::ranges::find(signs, c) != std::end(signs);
}

/// Letters that the languages use, and signs at numbers, speak for the code page; signs within words, capitals
/// behind small letters and bytes without a character against it.
double scoreOf(std::string_view text, const ReadAs& page) {
    constexpr double strange = -2;
    constexpr double impossible = -10;
    double score = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) continue;
        const uint32_t c = page.characters[byte - 0x80];
        const Letter before = i == 0 ? Letter::None : letterOf(page.at(text, i - 1));
        const Letter here = letterOf(c);
        const Letter after = letterOf(page.at(text, i + 1));
        if (c == 0xFFFD || (c >= 0x80 && c < 0xA0)) {
            score += impossible;
        } else if (isSignOfNumbers(c) && isAtNumber(text, i)) {
            score += 1;
        } else if (here == Letter::None) {
            score += before != Letter::None && after != Letter::None ? strange : 0;
        } else if (here == Letter::Upper && before == Letter::Lower) {
            score += strange;
        } else if (isOtherScript(c) &&
                   (isLatin(page.at(text, i == 0 ? text.size() : i - 1)) || isLatin(page.at(text, i + 1)))) {
            score += strange; // no word mixes alphabets
        } else {
            score += page.common[byte - 0x80] ? 1 : 0.2;
        }
    }
    return score;
}

} // namespace

EncodingGuess guessCodePage(std::string_view bytes) {
    const CodePage* best = nullptr;
    double bestScore = 0;
    size_t beyondAscii = 0;
    for (const char c : bytes) beyondAscii += (c & 0x80) != 0 ? 1 : 0;
    // Western European unless another one is clearly better. Whole words beyond ASCII make the scripts of other
    // alphabets clear; few letters say little.
    const double margin = 1 + 0.02 * static_cast<double>(beyondAscii);
    static const std::vector<ReadAs> tables(std::begin(codePages),
                                            std::end(codePages)); // each loads a library of glibc's
    for (size_t i = 0; i < tables.size(); ++i) {
        const double score = scoreOf(bytes, tables[i]);
        if (best != nullptr && score <= bestScore + margin) continue;
        best = &codePages[i];
        bestScore = score;
    }
    return {*Encoding::named(best->name), 0,
            std::string("Some bytes are not UTF-8; ") + best->name + " (" + best->languages +
                ") makes the most sensible letters of them."};
}

} // namespace lathe::csv
