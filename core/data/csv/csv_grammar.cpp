// SPDX-License-Identifier: GPL-3.0-or-later
// What sets the fields of a text apart, found out by trying.
#include "core/data/csv/csv_plan.h"
#include "core/data/csv/csv_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace lathe::csv {

namespace {

/// How well a grammar explains a text.
struct Trial {
    Grammar grammar;
    size_t rows = 0;
    size_t firstFields = 0;  ///< of the first row
    size_t commonFields = 0; ///< the most frequent number of fields
    double share = 0;        ///< of rows that have it
    size_t wellQuoted = 0;
    size_t badlyQuoted = 0;
    size_t unclosed = 0; ///< of their line or the whole text
    size_t fields = 0;
    size_t numbers = 0; ///< fields that read as a number

    /// More fields and more rows that agree are better; one field per row says nothing.
    [[nodiscard]] double score() const {
        return commonFields < 2 ? 0 : share * (1 - 1 / static_cast<double>(commonFields));
    }
    /// A quote here and there that is not closed says nothing of the others.
    [[nodiscard]] bool quotesBadly() const {
        return badlyQuoted * 10 > wellQuoted || unclosed > std::max<size_t>(wellQuoted, 1);
    }
    [[nodiscard]] size_t misquoted() const { return badlyQuoted + unclosed; }
};

constexpr double nothing = 1e-9;
constexpr const char* plainQuotes = "Quotes do not enclose fields in this file; they are plain characters.";
constexpr const char* commonDelimiters[] = {",", ";", "\t", "|"};
/// Tried when none of the common ones parts the rows.
constexpr const char* rareDelimiters[] = {"||", "::", ";;", "~|~", "\x01", "\x1F", "^", "~", "¦", "§"};

void countField(std::string_view field, Trial& trial) {
    ++trial.fields;
    const Grammar& grammar = trial.grammar;
    const std::string_view trimmed = trimBlanks(field);
    double number = 0;
    trial.numbers += readReal(trimmed, number) ? 1 : 0;
    if (grammar.quote == '\0' || trimmed.empty() || trimmed.front() != grammar.quote) return;
    const size_t closing = closingQuote(trimmed, grammar);
    if (closing == std::string_view::npos) ++trial.unclosed;
    else ++(closing + 1 == trimmed.size() ? trial.wellQuoted : trial.badlyQuoted);
}

std::string delimiterName(const Grammar& grammar) {
    if (grammar.blankRuns) return "run of blanks";
    static const std::map<std::string, const char*> names = {
        {",", "comma"}, {";", "semicolon"}, {"\t", "tab"},         {"|", "vertical bar"},
        {" ", "blank"}, {":", "colon"},     {"\x01", "control-A"}, {"\x1F", "unit separator"}};
    const auto found = names.find(grammar.delimiter);
    return found != names.end() ? found->second : fmt::format("'{}'", grammar.delimiter);
}

class Sniffer {
public:
    Sniffer(std::string_view text, bool wholeText, const CsvOptions& options)
        : m_text(text), m_whole(wholeText), m_options(options) {}

    Grammar sniff(std::vector<std::string>& reasons) {
        m_base.quote = m_options.quote.value_or('"');
        m_base.escape = m_options.escape.value_or('\0');
        m_base.comment = m_options.comment.value_or(linesBeginWith('#') ? '#' : '\0');
        std::string quoteReason;
        Trial best = explore(quoteReason);
        if (!m_options.comment && best.grammar.comment != '\0' && best.commonFields < 2) {
            m_base.comment = '\0'; // lines of one field may begin with anything
            quoteReason.clear();
            best = explore(quoteReason);
        }
        explain(best, quoteReason, reasons);
        return best.grammar;
    }

private:
    /// The best grammar with or without the comments of m_base.
    Trial explore(std::string& quoteReason) {
        Trial best = delimiterGiven() ? tryOne(givenGrammar()) : bestOf(commonDelimiters, m_base);
        if (!delimiterGiven()) best = doubled(best);
        if (!m_options.comment && m_base.comment != '\0' && best.commonFields > 1 && !commentsAreNoRows(best)) {
            m_base.comment = best.grammar.comment = '\0';
            best = delimiterGiven() ? tryOne(best.grammar) : doubled(bestOf(commonDelimiters, m_base));
        }
        decideTrim(best);
        if (!m_options.escape && best.misquoted() > 0) decideEscape(best, quoteReason);
        if (!m_options.escape && best.share < 1) decideEscapedDelimiters(best, quoteReason);
        if (!m_options.quote) decideQuote(best, quoteReason);
        if (!m_options.quote && !rowsAgree(best)) forgetQuotes(best, quoteReason);
        if (!delimiterGiven() && best.grammar.delimiter == "\t" && best.share < 1) mixWithBlanks(best);
        const bool agree = rowsAgree(best);
        if (!delimiterGiven() && (isProse(best) || isLog(best))) {
            best = tryOne(oneColumn(best));
        } else if (!delimiterGiven() && !agree) {
            lookFurther(best);
        }
        return best;
    }

    [[nodiscard]] bool delimiterGiven() const { return m_options.delimiter.has_value(); }
    [[nodiscard]] Grammar givenGrammar() const {
        Grammar grammar = m_base;
        grammar.delimiter = *m_options.delimiter;
        if (grammar.delimiter == blankRunDelimiter) asBlankRuns(grammar);
        return grammar;
    }
    static void asBlankRuns(Grammar& grammar) {
        grammar.delimiter = " ";
        grammar.blankRuns = true;
        grammar.trimBlanks = true;
    }

    [[nodiscard]] Trial tryOne(const Grammar& grammar) const {
        const Batch batch = sampleBatch(m_text, m_whole, grammar);
        Trial trial;
        trial.grammar = grammar;
        std::map<size_t, size_t> rowsByFields;
        for (RowCursor row(batch, grammar); row.next();) {
            if (row.isPassedOver()) continue;
            const size_t fields = row.ends().size();
            for (size_t i = 0; i < fields; ++i) countField(row.field(i), trial);
            ++trial.rows;
            ++rowsByFields[fields];
            if (trial.firstFields == 0) trial.firstFields = fields;
        }
        for (const auto& [count, rows] : rowsByFields) {
            const size_t best = rowsByFields[trial.commonFields];
            if (rows > best || (rows == best && count == trial.firstFields)) trial.commonFields = count;
        }
        if (trial.rows > 0)
            trial.share = static_cast<double>(rowsByFields[trial.commonFields]) / static_cast<double>(trial.rows);
        return trial;
    }

    template <size_t N>
    [[nodiscard]] Trial bestOf(const char* const (&delimiters)[N], Grammar grammar) const {
        Trial best;
        for (const char* delimiter : delimiters) {
            grammar.delimiter = delimiter;
            Trial trial = tryOne(grammar);
            if (best.rows == 0 || trial.score() > best.score() + nothing) best = std::move(trial);
        }
        return best;
    }

    /// When every delimiter is there twice, both together are the delimiter.
    [[nodiscard]] Trial doubled(const Trial& best) const {
        if (best.commonFields < 3 || best.commonFields % 2 == 0) return best;
        Grammar grammar = best.grammar;
        grammar.delimiter += best.grammar.delimiter;
        Trial trial = tryOne(grammar);
        return trial.share >= best.share && trial.commonFields * 2 - 1 == best.commonFields ? trial : best;
    }

    [[nodiscard]] bool linesBeginWith(char c) const {
        if (m_text.starts_with(c)) return true;
        for (size_t at = m_text.find(c); at != std::string_view::npos; at = m_text.find(c, at + 1))
            if (at > 0 && (m_text[at - 1] == '\n' || m_text[at - 1] == '\r')) return true;
        return false;
    }

    /// Whether the rows that begin with the comment mark differ from those of the table; else they are rows like any.
    /// The last of several at the top may be the header, and words above figures may part like them.
    [[nodiscard]] bool commentsAreNoRows(const Trial& best) const {
        Grammar grammar = best.grammar;
        grammar.comment = '\0';
        const Batch batch = sampleBatch(m_text, m_whole, grammar);
        size_t atTop = 0;
        size_t rowsAtTop = 0;
        bool lastIsRow = false;
        bool isTop = true;
        bool wordsAbove = true;
        bool figuresBelow = true;
        double figure = 0;
        for (RowCursor row(batch, grammar); row.next();) {
            if (row.isPassedOver()) continue;
            const std::string_view first = trimBlanks(row.field(0));
            const bool isRow = row.ends().size() == best.commonFields;
            if (!row.text().starts_with(m_base.comment)) {
                isTop = false;
                figuresBelow = figuresBelow && readReal(first, figure);
                continue;
            }
            if (!isTop && isRow) return false;
            if (!isTop) continue;
            ++atTop;
            rowsAtTop += isRow ? 1 : 0;
            lastIsRow = isRow;
            wordsAbove = wordsAbove && !readReal(trimBlanks(first.substr(1)), figure);
        }
        if (rowsAtTop == 0 || (rowsAtTop == 1 && lastIsRow && atTop > 1)) return true;
        return rowsAtTop > 1 && wordsAbove && figuresBelow;
    }

    /// The share of fields after the first that begin with a blank; 0 where there are hardly any.
    [[nodiscard]] double blankFollows(const Grammar& grammar) const {
        if (grammar.blankRuns || grammar.delimiter == " " || grammar.delimiter == "\t") return 0;
        const Batch batch = sampleBatch(m_text, m_whole, grammar);
        size_t followed = 0;
        size_t all = 0;
        for (RowCursor row(batch, grammar); row.next();)
            for (size_t i = 1; !row.isPassedOver() && i < row.ends().size(); ++i) {
                const std::string_view field = row.field(i);
                if (field.empty()) continue;
                ++all;
                followed += field.front() == ' ' ? 1 : 0;
            }
        return all < 4 ? 0 : static_cast<double>(followed) / static_cast<double>(all);
    }

    /// A blank that follows nearly every delimiter is no part of the value, nor are those before quoted fields when
    /// more rows agree without them.
    void decideTrim(Trial& best) const {
        Grammar trimming = best.grammar;
        trimming.trimBlanks = true;
        const bool usual = blankFollows(best.grammar) >= 0.9;
        const bool beforeQuotes = best.share < 1 && best.grammar.quote != '\0' &&
                                  m_text.find(best.grammar.delimiter + ' ' + best.grammar.quote) != std::string::npos;
        if (!usual && !beforeQuotes) return;
        Trial trial = tryOne(trimming);
        const bool better = trial.commonFields == best.commonFields && trial.share > best.share;
        if (usual || better) best = std::move(trial);
    }

    void decideEscape(Trial& best, std::string& reason) const {
        if (m_text.find("\\\"") == std::string_view::npos || best.grammar.quote != '"') return;
        Grammar grammar = best.grammar;
        grammar.escape = '\\';
        Trial trial = delimiterGiven() ? tryOne(grammar) : bestOf(commonDelimiters, grammar);
        if (trial.misquoted() >= best.misquoted() || trial.quotesBadly() || trial.score() + nothing < best.score())
            return;
        best = std::move(trial);
        reason = "Quotes within fields are escaped with a backslash.";
    }

    void decideEscapedDelimiters(Trial& best, std::string& reason) const {
        Grammar grammar = best.grammar;
        if (grammar.escape != '\0' || grammar.blankRuns ||
            m_text.find('\\' + grammar.delimiter) == std::string_view::npos)
            return;
        grammar.escape = '\\';
        Trial trial = tryOne(grammar);
        if (trial.commonFields != best.commonFields || trial.share <= best.share ||
            trial.misquoted() > best.misquoted())
            return;
        best = std::move(trial);
        reason = "Delimiters within fields are escaped with a backslash.";
    }

    void decideQuote(Trial& best, std::string& reason) const {
        const auto with = [&](char quote) {
            Grammar grammar = best.grammar;
            grammar.quote = quote;
            Trial trial = delimiterGiven() || grammar.blankRuns ? tryOne(grammar) : bestOf(commonDelimiters, grammar);
            return trial;
        };
        if (best.quotesBadly()) {
            Trial plain = with('\0');
            if (plain.score() + nothing < best.score()) return;
            best = std::move(plain);
            reason = plainQuotes;
        } else if (best.wellQuoted == 0 && m_text.find('\'') != std::string_view::npos) {
            Trial single = with('\'');
            if (single.misquoted() > 0 || single.wellQuoted * 2 <= single.fields) return;
            best = std::move(single);
            reason = "Fields stand in single quotes.";
        }
    }

    [[nodiscard]] static bool rowsAgree(const Trial& trial) { return trial.commonFields > 1 && trial.share >= 0.7; }

    /// A quote at the beginning of a field that does not enclose it may hide what parts the rows.
    void forgetQuotes(Trial& best, std::string& reason) const {
        const bool enclose = best.wellQuoted * 2 > best.fields;
        if (enclose || best.grammar.quote == '\0' || m_text.find(best.grammar.quote) == std::string_view::npos) return;
        Grammar grammar = best.grammar;
        grammar.quote = '\0';
        Trial plain = delimiterGiven() ? tryOne(grammar) : bestOf(commonDelimiters, grammar);
        if (plain.commonFields < 2 || plain.share < 0.9) return;
        best = std::move(plain);
        reason = plainQuotes;
    }

    /// Where tabs part most rows, runs of blanks and tabs may part all of them.
    void mixWithBlanks(Trial& best) const {
        Grammar grammar = best.grammar;
        asBlankRuns(grammar);
        Trial runs = tryOne(grammar);
        if (runs.share == 1 && runs.commonFields == best.commonFields) best = std::move(runs);
    }

    /// Commas of sentences: a blank behind most, ever another number of them, and hardly a figure between
    /// them.
    [[nodiscard]] bool isProse(const Trial& trial) const {
        if (trial.share >= 0.7 || trial.numbers * 20 >= trial.fields || trial.grammar.blankRuns) return false;
        return trial.grammar.trimBlanks || blankFollows(trial.grammar) > 0.7;
    }
    /// Whether the first comma of nearly all rows stands before the milliseconds of a time and no field behind it, as
    /// in "2015-10-18 18:01:48,963 INFO started".
    [[nodiscard]] bool isLog(const Trial& trial) const {
        if (trial.grammar.delimiter != ",") return false;
        const Batch batch = sampleBatch(m_text, m_whole, trial.grammar);
        size_t rows = 0;
        size_t times = 0;
        for (RowCursor row(batch, trial.grammar); row.next();) {
            if (row.isPassedOver()) continue;
            ++rows;
            if (row.ends().size() < 2) continue;
            const std::string_view before = row.field(0);
            const std::string_view behind = row.field(1);
            const bool seconds =
                before.size() > 5 && before[before.size() - 3] == ':' && before[before.size() - 6] == ':';
            const bool digits = behind.size() > 3 && std::all_of(behind.begin(), behind.begin() + 3, isDigit);
            times += seconds && digits && !isDigit(behind[3]) ? 1 : 0;
        }
        return times * 10 > rows * 9;
    }

    /// A grammar under which no row has a second field.
    [[nodiscard]] Grammar oneColumn(const Trial& trial) const {
        Grammar grammar = m_base;
        if (!m_options.quote && (trial.wellQuoted == 0 || trial.quotesBadly())) grammar.quote = '\0';
        grammar.delimiter = m_text.find('\t') == std::string_view::npos ? "\t" : "\x1F";
        return grammar;
    }

    /// No common delimiter parts the rows: rare ones, blanks, fixed widths.
    void lookFurther(Trial& best) const {
        Grammar grammar = best.grammar;
        grammar.trimBlanks = false;
        const auto convinces = [&](const Trial& trial) {
            return trial.rows >= 2 && trial.commonFields >= 2 && trial.share >= 0.9 && trial.score() > best.score();
        };
        if (Trial rare = bestOf(rareDelimiters, grammar); convinces(rare)) {
            best = std::move(rare);
            return;
        }
        grammar.delimiter = ":"; // stands in times of day and sentences as well
        if (Trial colon = tryOne(grammar); convinces(colon) && colon.commonFields >= 3 && colon.share == 1) {
            best = std::move(colon);
            return;
        }
        asBlankRuns(grammar);
        Trial runs = tryOne(grammar);
        // Sentences have blanks too, but neither numbers nor always the same count of words.
        const bool isTable = runs.share == 1 && runs.numbers * 4 >= runs.fields;
        const bool hasFiguresOnly = runs.rows >= 10 && runs.numbers * 10 >= runs.fields * 9; // below a title
        if (convinces(runs) && (isTable || hasFiguresOnly)) {
            best = std::move(runs);
            return;
        }
        if (m_options.fixedWidth == false) return;
        const std::vector<size_t> starts = findFixedFields(m_text, m_whole, m_base.comment);
        if (starts.size() < 2) {
            // The header alone may have more fields than the rows below it; short rows may be wanted.
            const bool onlyHeader = best.firstFields > 1 &&
                                    best.share * static_cast<double>(best.rows) > static_cast<double>(best.rows) - 1.5;
            const bool strayDelimiters =
                best.commonFields < 2 && best.share < 1 && !onlyHeader && m_options.ragged == RaggedRows::Reject;
            if (strayDelimiters) best = tryOne(oneColumn(best));
            return;
        }
        std::vector<FixedField> fields;
        for (size_t i = 0; i < starts.size(); ++i)
            fields.push_back({"", starts[i], i + 1 < starts.size() ? starts[i + 1] - starts[i] : 0});
        best = tryOne(fixedGrammar(fields, m_base.comment));
    }

    void explain(const Trial& best, const std::string& quoteReason, std::vector<std::string>& reasons) const {
        const Grammar& grammar = best.grammar;
        if (grammar.isFixedWidth()) {
            reasons.push_back(fmt::format("Columns of blanks go through all lines: {} fields of fixed width.",
                                          grammar.widths.size()));
        } else if (!delimiterGiven()) {
            reasons.push_back(
                best.commonFields < 2
                    ? "No delimiter gives more than one field; the file has one column."
                    : fmt::format("A {} parts the rows into {} fields ({:.0f} % of the {} rows looked at).",
                                  delimiterName(grammar), best.commonFields, 100 * best.share, best.rows));
        }
        if (!quoteReason.empty() && !grammar.isFixedWidth()) reasons.push_back(quoteReason);
        if (grammar.comment != '\0' && !m_options.comment)
            reasons.push_back(fmt::format("Lines that begin with {} are comments.", grammar.comment));
        if (grammar.trimBlanks && !grammar.blankRuns && !grammar.isFixedWidth())
            reasons.emplace_back("Blanks follow the delimiters; blanks around values are dropped.");
    }

    std::string_view m_text;
    bool m_whole;
    const CsvOptions& m_options;
    Grammar m_base;
};

} // namespace

Batch sampleBatch(std::string_view text, bool wholeText, const Grammar& grammar) {
    const auto isRowEnd = [](char c) { return c == '\n' || c == '\r'; };
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
    if (wholeText && index.insideQuotes()) {
        const size_t next = index.giveUpQuote(batch.text.data(), batch.size);
        index.scan(batch.text.data(), next, batch.size, SIZE_MAX);
    }
    batch.takeFrom(index);
    while (!batch.separators.empty() && !isRowEnd(batch.text[batch.separators.back()])) batch.separators.pop_back();
    batch.size = batch.separators.empty() ? 0 : batch.separators.back() + 1;
    return batch;
}

Grammar sniffGrammar(std::string_view text, bool wholeText, const CsvOptions& options,
                     std::vector<std::string>& reasons) {
    return Sniffer(text, wholeText, options).sniff(reasons);
}

std::string binaryReason(std::string_view bytes) {
    struct Known {
        std::string_view magic;
        const char* what;
    };
    using namespace std::string_view_literals;
    static constexpr Known known[] = {
        {"ARROW1"sv, "an Arrow (Feather) file; convert it to CSV or Parquet"},
        {"ORC"sv, "an ORC file; convert it to CSV or Parquet"},
        {"Obj\x01"sv, "an Avro file; convert it to CSV or JSON"},
        {"MATLAB 5.0"sv, "a MATLAB file; save it as CSV, or with -v7.3 as HDF5"},
        {"<stata_dta>"sv, "a Stata file; export it as CSV"},
        {"$FL2"sv, "an SPSS file; export it as CSV"},
        {"RDX"sv, "a file of R's objects; write the table with write.csv"},
        {"X\n\0\0\0"sv, "a file of an R object; write the table with write.csv"},
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
    const auto stands = [&](size_t at, std::string_view magic) {
        return bytes.size() > at && bytes.substr(at).starts_with(magic);
    };
    if (stands(8, "DUCK")) return "a DuckDB database; export a table as CSV or Parquet";
    if (stands(257, "ustar")) return "a tar archive; unpack it first";
    return {};
}

} // namespace lathe::csv
