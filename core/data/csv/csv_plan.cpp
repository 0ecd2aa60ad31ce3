// SPDX-License-Identifier: GPL-3.0-or-later
// Decides everything about a file from its beginning.
#include "core/data/csv/csv_plan.h"

#include "core/base/text.h"
#include "core/data/csv/csv_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace lathe::csv {

namespace {

constexpr size_t mostColumns = 100000;

/// Offset behind \p lines line breaks.
size_t behindLines(std::string_view text, uint64_t lines) {
    size_t at = 0;
    for (; lines > 0; --lines) {
        const size_t end = text.find_first_of("\r\n", at);
        if (end == std::string_view::npos) return text.size();
        at = end + (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n' ? 2 : 1);
    }
    return at;
}

/// "1 row", "3 rows".
std::string counted(size_t count, const char* thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

/// Where everything is quoted the quotes say nothing; else a quoted "NA" is a text and no missing value.
bool quotesOnlySomeFields(const Batch& batch, const Grammar& grammar) {
    if (grammar.quote == '\0') return false;
    for (RowCursor row(batch, grammar); row.next();)
        for (size_t i = 0; !row.isPassedOver() && i < row.ends().size(); ++i)
            if (const auto field = trimBlanks(row.field(i)); !field.empty() && field.front() != grammar.quote)
                return true;
    return false;
}

/// Decides about one file. The steps run in the order in which they stand.
class Planner {
public:
    Planner(std::string_view bytes, bool wholeFile, std::string name, const CsvOptions& options)
        : m_bytes(bytes), m_whole(wholeFile), m_name(std::move(name)), m_options(options),
          m_marks(std::make_shared<MissingMarks>(options.missingMarks)) {}

    Result<Plan> make(Packing packing) {
        m_plan.dialect.compression = toString(packing);
        m_plan.ragged = m_options.ragged;
        if (packing != Packing::None) reason(fmt::format("The file is packed with {}.", toString(packing)));
        LATHE_CHECK(checkOptions());
        LATHE_CHECK(decideEncoding());
        LATHE_CHECK(refuseWhatIsNoTable());
        LATHE_CHECK(decideGrammar());
        LATHE_CHECK(decideHead());
        LATHE_CHECK(decideNames());
        const Batch batch = sampleBatch(std::string_view(m_text).substr(std::min<size_t>(m_plan.skip, m_text.size())),
                                        m_whole, m_plan.grammar());
        m_plan.reading.quotedMarksAreTexts = quotesOnlySomeFields(batch, m_plan.grammar());
        std::vector<CsvRejectedRow> rejected;
        LATHE_CHECK(decideTypes(m_plan, m_plan.rows(batch, rejected), m_whole, m_options));
        m_plan.updateDialect();
        return std::move(m_plan);
    }

private:
    void reason(std::string sentence) { m_plan.dialect.reasons.push_back(std::move(sentence)); }
    [[nodiscard]] Failure refuse(const std::string& what, const std::string& hint) const {
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' cannot be imported: {}", m_name, what), hint);
    }

    Result<void> checkOptions() const;
    Result<void> decideEncoding();
    Result<void> refuseWhatIsNoTable() const;
    Result<void> decideGrammar();
    Result<void> decideFixedWidth();
    Result<void> decideHead();
    [[nodiscard]] std::optional<HeadRow> namesInComment(const std::vector<HeadRow>& rows, size_t first) const;
    void decideFieldCount(const std::vector<HeadRow>& rows, size_t firstData);
    Result<void> decideNames();
    Result<void> addColumn(size_t field, std::string name, std::set<std::string>& used);
    Result<void> checkColumnOptions(const std::vector<std::string>& names) const;

    std::string_view m_bytes;
    bool m_whole;
    std::string m_name;
    const CsvOptions& m_options;
    std::shared_ptr<const MissingMarks> m_marks;
    Plan m_plan;
    std::string m_text;       // UTF-8
    std::string_view m_table; // of m_text: behind the lines to skip
    HeadRow m_header;
    std::vector<FixedField> m_fixedFields; ///< given or found, by their place
    std::vector<bool> m_isGap;             ///< of fixed width fields: those that nobody named
};

Result<void> Planner::checkOptions() const {
    const auto isLineEnd = [](std::optional<char> c) { return c == '\n' || c == '\r'; };
    const auto& delimiter = m_options.delimiter;
    const char quote = m_options.quote.value_or('"');
    const bool badDelimiter =
        delimiter &&
        (delimiter->empty() || delimiter->find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos);
    const bool clash = (delimiter && *delimiter == std::string(1, quote)) ||
                       (m_options.comment.value_or('\0') != '\0' && m_options.comment == quote);
    if (badDelimiter || clash || isLineEnd(m_options.quote) || isLineEnd(m_options.escape) ||
        isLineEnd(m_options.comment))
        return refuse("delimiter, quote, escape and comment mark must be different characters and no line ends", "");
    if (m_options.fixedWidth == true && delimiter) return refuse("a file of fixed width fields has no delimiter", "");
    return {};
}

Result<void> Planner::decideEncoding() {
    if (const std::string what = binaryReason(m_bytes); !what.empty()) return refuse("it is " + what, "");
    const EncodingGuess guess = guessEncoding(m_bytes, m_whole);
    m_plan.encoding = guess.encoding;
    m_plan.markBytes = guess.markBytes;
    if (m_options.encoding) {
        LATHE_TRY(m_plan.encoding, Encoding::named(*m_options.encoding));
        if (m_plan.encoding != guess.encoding) m_plan.markBytes = 0;
    } else {
        reason(guess.reason);
    }
    m_plan.dialect.encoding = m_plan.encoding.name();
    m_plan.dialect.byteOrderMark = m_plan.markBytes > 0;
    Transcoder transcoder(m_plan.encoding);
    transcoder.append(m_bytes.substr(m_plan.markBytes), m_text);
    return {};
}

Result<void> Planner::refuseWhatIsNoTable() const {
    size_t controls = 0;
    for (const char c : m_text)
        controls +=
            static_cast<unsigned char>(c) < 0x20 && (c < '\t' || c > '\r') && c != '\x01' && c != '\x1F' ? 1 : 0;
    if (controls > 2 && controls * 50 > m_text.size())
        return refuse("it is no text but some binary format",
                      "Export the table as CSV from the program that wrote it.");
    const std::string_view content = trimmed(m_text);
    if (content.empty()) return refuse("it is empty", "");
    const size_t second = content.find_first_not_of(" \t\r\n", 1);
    const bool opens = content.front() == '{' || content.front() == '[';
    if (opens && (second == std::string_view::npos ||
                  std::string_view("\"{[]}").find(content[second]) != std::string_view::npos))
        return refuse("it looks like JSON", "Convert it to CSV first.");
    return {};
}

Result<void> Planner::decideGrammar() {
    m_table = std::string_view(m_text).substr(behindLines(m_text, m_options.skipRows));
    Grammar& grammar = m_plan.reading.grammar;
    if (m_options.fixedWidth == true || !m_options.fields.empty()) {
        LATHE_CHECK(decideFixedWidth());
    } else {
        grammar = sniffGrammar(m_table, m_whole, m_options, m_plan.dialect.reasons);
    }
    CsvDialect& dialect = m_plan.dialect;
    dialect.delimiter = grammar.isFixedWidth() ? "" : grammar.blankRuns ? blankRunDelimiter : grammar.delimiter;
    dialect.quote = grammar.quote;
    dialect.escape = grammar.escape;
    dialect.comment = grammar.comment;
    dialect.trimBlanks = grammar.trimBlanks;
    size_t start = 0;
    m_isGap.resize(grammar.widths.size(), false);
    for (size_t i = 0; i < grammar.widths.size(); start += grammar.widths[i++])
        if (!m_isGap[i]) dialect.fields.push_back({"", start, i + 1 == grammar.widths.size() ? 0 : grammar.widths[i]});
    return {};
}

Result<void> Planner::decideFixedWidth() {
    const char comment = m_options.comment.value_or('\0');
    std::vector<FixedField>& fields = m_fixedFields;
    fields = m_options.fields;
    if (fields.empty()) {
        const std::vector<size_t> starts = findFixedFields(m_table, m_whole, comment);
        if (starts.size() < 2)
            return refuse("no column of blanks goes through all its lines", "Give the widths of the fields.");
        for (size_t i = 0; i < starts.size(); ++i)
            fields.push_back({"", starts[i], i + 1 < starts.size() ? starts[i + 1] - starts[i] : 0});
        reason(fmt::format("Columns of blanks go through all lines: {} fields of fixed width.", fields.size()));
    }
    std::stable_sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
    constexpr size_t longestLine = size_t{64} << 20;
    size_t at = 0;
    for (size_t i = 0; i < fields.size(); ++i) {
        const FixedField& field = fields[i];
        if (field.start < at || field.start + field.length > longestLine ||
            (field.length == 0 && i + 1 < fields.size()))
            return refuse(
                fmt::format("field {} of fixed width begins at {} with {} characters, which does not fit the others",
                            i + 1, field.start, field.length),
                "Fields must not overlap; only the last may have no width.");
        if (field.start > at) m_isGap.push_back(true);
        m_isGap.push_back(false);
        at = field.start + field.length;
    }
    m_plan.reading.grammar = fixedGrammar(fields, comment);
    return {};
}

Result<void> Planner::decideHead() {
    constexpr size_t lookedAt = 1000;
    const Batch sample = sampleBatch(m_table, m_whole, m_plan.grammar());
    const std::vector<HeadRow> rows = headRows(sample, m_plan.grammar(), lookedAt);
    if (rows.empty() && !m_whole)
        return refuse(fmt::format("its first row does not end within {}", byteSize(static_cast<double>(sampleBytes))),
                      "Perhaps a quote is opened and never closed, or the file is not a table.");
    if (rows.empty() && sample.rows > 0) return refuse("it holds nothing but comments", "");
    if (rows.empty()) return refuse("nothing is left of it behind the lines to skip", "Skip fewer lines.");
    const size_t first = titleRows(rows);
    if (first > 0)
        reason(fmt::format("Passed over at the top: {}, being a title, remarks or empty.", counted(first, "row")));
    const bool allNamed =
        !m_options.fields.empty() && std::none_of(m_options.fields.begin(), m_options.fields.end(),
                                                  [](const auto& field) { return field.name.empty(); });
    const bool header = m_options.header.value_or(!allNamed && namesColumns(rows, first));
    m_plan.dialect.header = header;
    if (!m_options.header && !allNamed)
        reason(header ? fmt::format("Row {} names the columns.", first + 1)
                      : "No row names the columns: the first row looks like those below.");
    if (header) m_header = rows[first];
    else if (const auto names = namesInComment(rows, first)) {
        m_header = *names;
        reason("The last comment above the rows names the columns.");
    }
    if (rows[first].fields.size() > mostColumns) return refuse("its rows have more than 100 000 fields", "");
    const size_t tableStart = m_text.size() - m_table.size();
    const size_t dataStart = tableStart + (header ? rows[first].next : rows[first].begin);
    m_plan.skip = dataStart;
    const std::string_view passed = std::string_view(m_text).substr(0, dataStart);
    m_plan.firstLine = 1 + lineBreaks(passed);
    const size_t headBegin = tableStart + rows[first].begin;
    m_plan.dialect.skipRows = lineBreaks(std::string_view(m_text).substr(0, headBegin));
    decideFieldCount(rows, header ? first + 1 : first);
    return {};
}

/// The names in the comment right above the first row, as NumPy and many instruments write them, when it alone of the
/// comments has as many fields as the rows.
std::optional<HeadRow> Planner::namesInComment(const std::vector<HeadRow>& rows, size_t first) const {
    Grammar grammar = m_plan.grammar();
    const char mark = std::exchange(grammar.comment, '\0');
    if (mark == '\0' || grammar.isFixedWidth()) return std::nullopt;
    const size_t fields = commonFieldCount(rows, first);
    size_t fitting = 0;
    std::vector<HeadRow> last;
    for (std::string_view above = trimmed(m_table.substr(0, rows[first].begin)); !above.empty();) {
        std::string_view line = above.substr(0, above.find_first_of("\r\n"));
        above = trimmed(above.substr(line.size()));
        if (!line.starts_with(mark)) continue;
        line = trimmed(line.substr(std::min(line.find_first_not_of(mark), line.size())));
        last = headRows(sampleBatch(line, true, grammar), grammar, 1);
        if (!last.empty() && last[0].fields.size() == fields) ++fitting;
    }
    if (fitting != 1 || last.empty() || last[0].fields.size() != fields) return std::nullopt;
    last.insert(last.end(), rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end());
    return namesColumns(last, 0) ? std::optional(last[0]) : std::nullopt;
}

void Planner::decideFieldCount(const std::vector<HeadRow>& rows, size_t firstData) {
    const size_t common = commonFieldCount(rows, firstData);
    const size_t named = m_header.fields.size();
    m_plan.fields = common == 0 ? named : common;
    if (named == 0 || common == 0 || named == common) return;
    const bool headerFits = std::any_of(rows.begin() + static_cast<std::ptrdiff_t>(firstData), rows.end(),
                                        [&](const HeadRow& row) { return row.fields.size() == named; });
    const bool surplusIsEmpty =
        std::all_of(rows.begin() + static_cast<std::ptrdiff_t>(firstData), rows.end(), [&](const HeadRow& row) {
            return std::all_of(row.fields.begin() + static_cast<std::ptrdiff_t>(std::min(named, row.fields.size())),
                               row.fields.end(), [](const auto& field) { return field.empty(); });
        });
    if (headerFits || (common > named && surplusIsEmpty)) {
        m_plan.fields = named;
    } else if (common == named + 1) {
        m_header.fields.insert(m_header.fields.begin(), "");
        reason(fmt::format(
            "The header names {}, the rows have one more: the first holds the rows' names, as R writes them.",
            counted(named, "column")));
    } else if (common < named) {
        reason(fmt::format("The header names {}, the rows have {}: those at the end stay without values.",
                           counted(named, "column"), counted(common, "field")));
    } else {
        reason(fmt::format("The header names {}, the rows have {}: those at the end are named by their number.",
                           counted(named, "column"), counted(common, "field")));
    }
}

Result<void> Planner::decideNames() {
    std::vector<std::string> wanted = m_header.fields;
    wanted.resize(std::max(m_plan.fields, wanted.size()));
    if (m_plan.grammar().isFixedWidth()) {
        auto field = m_fixedFields.begin();
        for (size_t i = 0; i < wanted.size(); ++i) {
            if (i < m_isGap.size() && m_isGap[i]) continue;
            if (field != m_fixedFields.end() && !field->name.empty()) wanted[i] = field->name;
            if (field != m_fixedFields.end()) ++field;
        }
    }
    const auto gaps = static_cast<size_t>(std::count(m_isGap.begin(), m_isGap.end(), true));
    const size_t count = wanted.size() - gaps;
    if (m_options.names.size() > count)
        return refuse(fmt::format("{} column names are given for {} columns", m_options.names.size(), count),
                      "Give at most as many names as there are columns.");
    std::set<std::string> used;
    std::vector<std::string> names;
    size_t unnamed = 0;
    size_t place = 0;
    for (size_t field = 0; field < wanted.size(); ++field) {
        if (field < m_isGap.size() && m_isGap[field]) continue;
        std::string name = place < m_options.names.size() ? m_options.names[place] : wanted[field];
        ++place;
        if (name.empty()) {
            name = fmt::format("column_{}", place);
            ++unnamed;
        }
        if (!isValidUtf8(name) || name.find('\0') != std::string::npos)
            return refuse(fmt::format("the name of column {} is no text in this encoding", place),
                          "Name the encoding.");
        LATHE_CHECK(addColumn(field, std::move(name), used));
    }
    for (const auto& column : m_plan.columns) names.push_back(column.sourceName);
    LATHE_CHECK(checkColumnOptions(names));
    std::erase_if(m_plan.columns, [&](const ColumnPlan& column) {
        const auto found = m_options.columns.find(column.sourceName);
        return found != m_options.columns.end() && found->second.skip;
    });
    if (m_plan.columns.empty()) return refuse("every column is to be skipped", "Keep at least one.");
    if (unnamed > 0 && m_plan.dialect.header)
        reason(fmt::format("Without a name, called by their number: {}.", counted(unnamed, "column")));
    return {};
}

Result<void> Planner::addColumn(size_t field, std::string wanted, std::set<std::string>& used) {
    ColumnPlan column;
    column.field = field;
    column.sourceName = wanted;
    for (size_t copy = 2; !used.insert(column.sourceName).second; ++copy)
        column.sourceName = fmt::format("{}_{}", wanted, copy);
    if (column.sourceName != wanted)
        reason(fmt::format("A second column is called '{}'; it becomes '{}'.", wanted, column.sourceName));
    column.name = column.sourceName;
    column.marks = m_marks;
    if (const auto found = m_options.columns.find(column.sourceName); found != m_options.columns.end()) {
        const CsvColumnOptions& options = found->second;
        if (options.missingMarks) column.marks = std::make_shared<MissingMarks>(*options.missingMarks);
        if (!options.name.empty()) column.name = options.name;
        if (!isValidUtf8(column.name)) return refuse("the new name of '" + column.sourceName + "' is no UTF-8", "");
    }
    m_plan.columns.push_back(std::move(column));
    return {};
}

Result<void> Planner::checkColumnOptions(const std::vector<std::string>& names) const {
    const auto known = [&](const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    std::set<std::string> wanted;
    for (const auto& [name, type] : m_options.types) wanted.insert(name);
    for (const auto& [name, options] : m_options.columns) wanted.insert(name);
    for (const auto& column : m_plan.columns) wanted.erase(column.name); // types may be given by the new name
    for (const std::string& name : wanted)
        if (!known(name))
            return refuse(fmt::format("a decision is given for column '{}', which it does not have", name),
                          suggestion(name, names));
    std::set<std::string> used;
    for (const auto& column : m_plan.columns)
        if (!used.insert(column.name).second)
            return refuse(fmt::format("two columns would be called '{}'", column.name), "Give another name.");
    return {};
}

} // namespace

void Plan::updateDialect() {
    dialect.columns.clear();
    dialect.sourceNames.clear();
    dialect.forms.clear();
    for (const auto& column : columns) {
        dialect.columns.push_back(column.schema());
        dialect.sourceNames.push_back(column.sourceName);
        dialect.forms.emplace_back(formOf(column.kind()));
    }
}

Result<Plan> makePlan(std::string_view bytes, bool wholeFile, Packing packing, const std::string& name,
                      const CsvOptions& options) {
    return Planner(bytes, wholeFile, name, options).make(packing);
}

Result<Plan> makePlan(ByteSource& source, const CsvOptions& options) {
    LATHE_TRY(const std::string bytes, readBeginning(source, sampleBytes + 1));
    const bool whole = bytes.size() <= sampleBytes;
    return makePlan(std::string_view(bytes).substr(0, sampleBytes), whole, source.packing(), source.name(), options);
}

} // namespace lathe::csv
