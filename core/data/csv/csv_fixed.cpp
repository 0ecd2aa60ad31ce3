// SPDX-License-Identifier: GPL-3.0-or-later
// Lines whose fields stand at the same places.
#include "core/data/csv/csv_plan.h"
#include "core/data/csv/csv_values.h"

#include <algorithm>

namespace lathe::csv {

namespace {

constexpr size_t mostLines = 2000;
/// The last field takes what is left of the line.
constexpr uint32_t restOfLine = uint32_t{1} << 30;

/// Whether each character of a line is a blank.
std::vector<bool> blanksOf(std::string_view line) {
    std::vector<bool> blanks;
    for (const char c : line)
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) blanks.push_back(c == ' ');
    while (!blanks.empty() && blanks.back()) blanks.pop_back();
    return blanks;
}

std::vector<std::vector<bool>> linesOf(std::string_view text, bool wholeText, char comment) {
    std::vector<std::vector<bool>> lines;
    for (size_t at = 0; at < text.size() && lines.size() < mostLines;) {
        const size_t end = text.find_first_of("\r\n", at);
        if (end == std::string_view::npos && !wholeText) break;
        const std::string_view line = text.substr(at, end == std::string_view::npos ? end : end - at);
        at = end == std::string_view::npos ? text.size() : end + 1;
        const bool isComment = comment != '\0' && line.starts_with(comment);
        if (!isComment && !trimBlanks(line).empty()) lines.push_back(blanksOf(line));
    }
    return lines;
}

} // namespace

std::vector<size_t> findFixedFields(std::string_view text, bool wholeText, char comment) {
    constexpr size_t fewestLines = 3;
    constexpr size_t widestLine = 10000;
    const auto lines = linesOf(text, wholeText, comment);
    if (lines.size() < fewestLines) return {};
    const auto [shortest, longest] = std::minmax_element(
        lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    const size_t width = longest->size();
    if (width > widestLine) return {};
    std::vector<size_t> filled(width, 0);
    for (const auto& line : lines)
        for (size_t i = 0; i < line.size(); ++i) filled[i] += line[i] ? 0 : 1;
    std::vector<size_t> starts{0};
    size_t narrowestGap = width;
    for (size_t i = 1; i < width; ++i) {
        if (filled[i] == 0 || filled[i - 1] != 0) continue;
        size_t gap = 1;
        while (gap < i && filled[i - 1 - gap] == 0) ++gap;
        if (gap == i) continue; // blanks before the first field
        narrowestGap = std::min(narrowestGap, gap);
        starts.push_back(i);
    }
    // Sentences may have blanks at one place by chance; tables have wide gaps or lines of one length.
    const bool even = longest->size() == shortest->size();
    const bool wide = narrowestGap >= 2 && lines.size() >= fewestLines + 2;
    return even || wide ? starts : std::vector<size_t>();
}

Grammar fixedGrammar(const std::vector<FixedField>& fields, char comment) {
    Grammar grammar;
    grammar.quote = '\0';
    grammar.trimBlanks = true;
    grammar.comment = comment;
    size_t at = 0;
    for (const FixedField& field : fields) {
        if (field.start > at) grammar.widths.push_back(static_cast<uint32_t>(field.start - at));
        const bool isLast = field.length == 0;
        grammar.widths.push_back(isLast ? restOfLine : static_cast<uint32_t>(field.length));
        at = field.start + field.length;
    }
    return grammar;
}

} // namespace lathe::csv
