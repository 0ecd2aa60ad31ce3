// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_case.h"

#include <algorithm>
#include <cstdint>

namespace lathe {

namespace {

/// Pairs of letters in a range: capital + offset = small, or alternating capital, small, from an even or odd start.
struct CaseRange {
    uint32_t first;
    uint32_t last;   ///< last capital
    uint32_t offset; ///< 1: capitals and small letters alternate
};

constexpr CaseRange ranges[] = {
    {'A', 'Z', 32},         {0x00C0, 0x00D6, 32},  {0x00D8, 0x00DE, 32},  {0x0100, 0x012E, 1}, {0x0132, 0x0136, 1},
    {0x0139, 0x0147, 1},    {0x014A, 0x0176, 1},   {0x0179, 0x017D, 1},   {0x0391, 0x03A1, 32}, {0x03A3, 0x03AB, 32},
    {0x0400, 0x040F, 80},   {0x0410, 0x042F, 32},  {0x0460, 0x0480, 1},   {0x048A, 0x04BE, 1},
};

uint32_t lowerPoint(uint32_t point) {
    if (point == 0x0178) return 0x00FF;
    for (const CaseRange& range : ranges) {
        if (point < range.first || point > range.last) continue;
        if (range.offset != 1) return point + range.offset;
        return (point - range.first) % 2 == 0 ? point + 1 : point;
    }
    return point;
}

uint32_t upperPoint(uint32_t point) {
    if (point == 0x00FF) return 0x0178;
    if (point == 0x03C2) return 0x03A3; // the final sigma
    for (const CaseRange& range : ranges) {
        if (point < range.first + range.offset || point > range.last + range.offset) continue;
        if (range.offset != 1) return point - range.offset;
        if ((point - range.first) % 2 == 1) return point - 1;
    }
    return point;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// All letters of the ranges take one or two bytes, before and after.
template <typename Map>
std::string mapped(std::string_view text, Map map) {
    std::string result;
    result.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            result += static_cast<char>(map(byte));
        } else if (byte >= 0xC2 && byte < 0xE0 && i + 1 < text.size() && continues(text[i + 1])) {
            const uint32_t point = ((byte & 0x1FU) << 6U) | (static_cast<unsigned char>(text[i + 1]) & 0x3FU);
            const uint32_t other = map(point);
            result += static_cast<char>(0xC0U | (other >> 6U));
            result += static_cast<char>(0x80U | (other & 0x3FU));
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

} // namespace

std::string utf8Lower(std::string_view text) { return mapped(text, lowerPoint); }
std::string utf8Upper(std::string_view text) { return mapped(text, upperPoint); }

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
