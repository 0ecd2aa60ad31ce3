// SPDX-License-Identifier: GPL-3.0-or-later
// What sets the fields of a text apart, found out by trying.
#include "core/data/csv/csv_plan.h"
#include "core/data/csv/csv_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

namespace lathe::csv {

namespace {

/// How well a grammar explains a text.
struct Trial {
    Grammar grammar;
    size_t rows = 0;
    size_t commonFields = 0; ///< the most frequent number of fields
    double share = 0;        ///< of rows that have it
    size_t wellQuoted = 0;
    size_t badlyQuoted = 0;
    size_t fields = 0;

    /// More fields and more rows that agree are better; one field per row says nothing.
    [[nodiscard]] double score() const {
        return commonFields < 2 ? 0 : share * (1 - 1 / static_cast<double>(commonFields));
    }
};

bool isRowEnd(char c) {
    return c == '\n' || c == '\r';
}

void countQuotes(std::string_view field, const Grammar& grammar, std::string& scratch, Trial& trial) {
    ++trial.fields;
    const std::string_view trimmed = trimBlanks(field);
    if (grammar.quote == '\0' || trimmed.empty() || trimmed.front() != grammar.quote) return;
    ++(fieldContent(trimmed, grammar, scratch) ? trial.wellQuoted : trial.badlyQuoted);
}

Trial tryGrammar(std::string_view text, bool wholeText, const Grammar& grammar) {
    const Batch batch = sampleBatch(text, wholeText, grammar);
    Trial trial;
    trial.grammar = grammar;
    std::map<size_t, size_t> rowsByFields;
    std::string scratch;
    size_t fields = 0;
    size_t begin = 0;
    size_t firstFields = 0;
    for (const uint32_t end : batch.separators) {
        countQuotes({batch.text.data() + begin, end - begin}, grammar, scratch, trial);
        ++fields;
        const bool endsRow = isRowEnd(batch.text[end]);
        const bool blank =
            endsRow && fields == 1 && trimBlanks({batch.text.data() + begin, end - begin}).empty();
        begin = end + 1;
        if (endsRow && batch.text[end] == '\r' && batch.text[begin] == '\n') ++begin;
        if (!endsRow) continue;
        if (!blank) {
            ++trial.rows;
            ++rowsByFields[fields];
            if (firstFields == 0) firstFields = fields;
        }
        fields = 0;
    }
    for (const auto& [count, rows] : rowsByFields) {
        const size_t best = rowsByFields[trial.commonFields];
        if (rows > best || (rows == best && count == firstFields)) trial.commonFields = count;
    }
    if (trial.rows > 0)
        trial.share = static_cast<double>(rowsByFields[trial.commonFields]) / static_cast<double>(trial.rows);
    return trial;
}

std::string delimiterName(char delimiter) {
    switch (delimiter) {
    case ',':
        return "comma";
    case ';':
        return "semicolon";
    case '\t':
        return "tab";
    case '|':
        return "vertical bar";
    case ' ':
        return "blank";
    default:
        return fmt::format("'{}'", delimiter);
    }
}

Trial bestDelimiter(std::string_view text, bool wholeText, const std::vector<char>& delimiters, char quote) {
    Trial best;
    for (const char delimiter : delimiters) {
        Trial trial = tryGrammar(text, wholeText, {delimiter, quote, false});
        if (best.rows == 0 || trial.score() > best.score() + 1e-9) best = trial;
    }
    return best;
}

/// Whether fields after the first begin with a blank nearly always, so that the blank is no part of the
/// value.
bool blanksFollowDelimiters(std::string_view text, bool wholeText, const Grammar& grammar) {
    if (grammar.delimiter == ' ' || grammar.delimiter == '\t') return false;
    const Batch batch = sampleBatch(text, wholeText, grammar);
    size_t followed = 0;
    size_t all = 0;
    for (const uint32_t end : batch.separators) {
        if (isRowEnd(batch.text[end])) continue;
        const char next = batch.text[end + 1];
        if (next == grammar.delimiter || isRowEnd(next)) continue;
        ++all;
        followed += next == ' ' ? 1 : 0;
    }
    return all >= 4 && followed * 10 >= all * 9;
}

} // namespace

Batch sampleBatch(std::string_view text, bool wholeText, const Grammar& grammar) {
    Batch batch;
    batch.text.assign(text.begin(), text.end());
    batch.size = text.size();
    if (wholeText && !text.empty() && !isRowEnd(text.back())) {
        batch.text.push_back('\n');
        ++batch.size;
    }
    batch.text.resize(batch.size + scanPadding);
    StructuralIndex index(grammar);
    index.scan(batch.text.data(), 0, batch.size, SIZE_MAX);
    batch.separators = index.separators();
    while (!batch.separators.empty() && !isRowEnd(batch.text[batch.separators.back()]))
        batch.separators.pop_back();
    batch.size = batch.separators.empty() ? 0 : batch.separators.back() + 1;
    batch.rows = index.rows();
    batch.irregular = index.irregular();
    batch.nonAscii = index.hasNonAscii();
    batch.hasNul = index.hasNul();
    return batch;
}

Grammar sniffGrammar(std::string_view text, bool wholeText, const CsvOptions& options,
                     std::vector<std::string>& reasons) {
    const std::vector<char> delimiters =
        options.delimiter ? std::vector<char>{*options.delimiter} : std::vector<char>{',', ';', '\t', '|'};
    Trial best = bestDelimiter(text, wholeText, delimiters, options.quote.value_or('"'));
    const bool trim = blanksFollowDelimiters(text, wholeText, best.grammar);
    if (trim) best = tryGrammar(text, wholeText, {best.grammar.delimiter, best.grammar.quote, true});
    std::string quoteReason;
    if (!options.quote) {
        Trial plain = bestDelimiter(text, wholeText, delimiters, '\0');
        if (trim) plain = tryGrammar(text, wholeText, {plain.grammar.delimiter, '\0', true});
        const Trial single = bestDelimiter(text, wholeText, delimiters, '\'');
        if (best.badlyQuoted * 10 > best.wellQuoted && plain.score() + 1e-9 >= best.score()) {
            best = plain;
            quoteReason = "Quotes do not enclose fields in this file; they are plain characters.";
        } else if (best.wellQuoted == 0 && single.badlyQuoted == 0 && single.wellQuoted * 2 > single.fields) {
            best = single;
            quoteReason = "Fields stand in single quotes.";
        }
    }
    if (!options.delimiter)
        reasons.push_back(
            best.commonFields < 2
                ? "No delimiter gives more than one field; the file has one column."
                : fmt::format("A {} parts the rows into {} fields ({:.0f} % of the {} rows looked at).",
                              delimiterName(best.grammar.delimiter), best.commonFields, 100 * best.share,
                              best.rows));
    if (!quoteReason.empty()) reasons.push_back(quoteReason);
    if (best.grammar.trimBlanks)
        reasons.emplace_back("A blank follows nearly every delimiter; blanks around values are dropped.");
    return best.grammar;
}

std::string binaryReason(std::string_view bytes) {
    struct Known {
        std::string_view magic;
        const char* what;
    };
    using namespace std::string_view_literals;
    static constexpr Known known[] = {
        {"\xD0\xCF\x11\xE0"sv, "a spreadsheet of the old Excel format (xls); save it as CSV"},
        {"\xFD"
         "7zXZ"sv,
         "packed with xz; unpack it first (unxz)"},
        {"7z\xBC\xAF"sv, "a 7-Zip archive; unpack it first"},
        {"PAR1"sv, "a Parquet file; convert it to CSV"},
        {"\x89HDF"sv, "an HDF5 file; convert it to CSV"},
        {"SQLite format 3"sv, "an SQLite database; export a table as CSV"},
        {"%PDF"sv, "a PDF document; it holds no table that can be read"},
        {"\x89PNG"sv, "a picture"},
        {"\xFF\xD8\xFF"sv, "a picture"},
    };
    for (const auto& [magic, what] : known)
        if (bytes.starts_with(magic)) return what;
    return {};
}

} // namespace lathe::csv
