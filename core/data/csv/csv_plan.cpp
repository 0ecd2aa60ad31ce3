// SPDX-License-Identifier: GPL-3.0-or-later
// Decides everything about a file from its beginning.
#include "core/data/csv/csv_plan.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace lathe::csv {

namespace {

constexpr size_t mostTitleRows = 20;
constexpr size_t mostColumns = 100000;

/// One row of the sample.
struct HeadRow {
    size_t begin = 0;
    size_t next = 0; ///< where the next row begins
    std::vector<std::string> fields;

    [[nodiscard]] size_t filled() const {
        return static_cast<size_t>(
            std::count_if(fields.begin(), fields.end(), [](const auto& field) { return !field.empty(); }));
    }
};

/// The first rows of a batch, blank lines left out. Fields are without quotes and blanks around them.
std::vector<HeadRow> headRows(const Batch& batch, const Grammar& grammar, size_t most) {
    std::vector<HeadRow> rows;
    HeadRow row;
    std::string scratch;
    size_t begin = 0;
    for (const uint32_t end : batch.separators) {
        const std::string_view field(batch.text.data() + begin, end - begin);
        row.fields.emplace_back(trimmed(fieldContent(field, grammar, scratch).value_or(field)));
        begin = end + 1;
        const char c = batch.text[end];
        if (c != '\n' && c != '\r') continue;
        if (c == '\r' && batch.text[begin] == '\n') ++begin;
        row.next = begin;
        const bool blank = row.fields.size() == 1 && row.fields.front().empty() &&
                           field.find(grammar.quote) == std::string_view::npos;
        if (!blank) rows.push_back(std::move(row));
        if (rows.size() >= most) break;
        row = HeadRow{};
        row.begin = begin;
    }
    return rows;
}

size_t lineBreaks(std::string_view text) {
    size_t count = 0;
    for (size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))) ++count;
    return count;
}

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

bool isValueWord(const std::string& field) {
    return (kindsThatFit(field) & ~textKinds) != 0;
}

size_t commonFieldCount(const std::vector<HeadRow>& rows, size_t from) {
    std::map<size_t, size_t> frequency;
    for (size_t i = from; i < rows.size(); ++i) ++frequency[rows[i].fields.size()];
    size_t common = 0;
    for (const auto& [count, times] : frequency)
        if (times > frequency[common] ||
            (times == frequency[common] && from < rows.size() && count == rows[from].fields.size()))
            common = count;
    return common;
}

/// A row above the table: empty, one text alone where the next row with any text fills its fields, or not a
/// row of the table at all.
bool isTitle(const std::vector<HeadRow>& rows, size_t index, size_t commonFields) {
    const HeadRow& row = rows[index];
    if (row.filled() == 0) return true;
    if (commonFields < 2 || row.filled() != 1 || row.fields.front().empty() ||
        isValueWord(row.fields.front()))
        return false;
    if (row.fields.size() == 1) return true;
    const auto next = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(index) + 1, rows.end(),
                                   [](const HeadRow& other) { return other.filled() > 0; });
    return row.fields.size() == commonFields && next != rows.end() && next->filled() == commonFields;
}

/// Decides about one file. The steps run in the order in which they stand.
class Planner {
public:
    Planner(std::string_view bytes, bool wholeFile, std::string name, const CsvOptions& options)
        : m_bytes(bytes)
        , m_whole(wholeFile)
        , m_name(std::move(name))
        , m_options(options)
        , m_marks(options.missingMarks) {}

    Result<Plan> make(Packing packing) {
        m_plan.dialect.compression = toString(packing);
        if (packing != Packing::None) reason(fmt::format("The file is packed with {}.", toString(packing)));
        LATHE_CHECK(checkOptions());
        LATHE_CHECK(decideEncoding());
        LATHE_CHECK(refuseWhatIsNoTable());
        decideGrammar();
        LATHE_CHECK(decideHead());
        LATHE_CHECK(decideNames());
        decideTypes();
        LATHE_CHECK(applyFixedTypes());
        m_plan.updateDialect();
        return std::move(m_plan);
    }

private:
    void reason(std::string sentence) { m_plan.dialect.reasons.push_back(std::move(sentence)); }
    [[nodiscard]] Failure refuse(const std::string& what, const std::string& hint) const {
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' cannot be imported: {}", m_name, what),
                        hint);
    }

    Result<void> checkOptions() const;
    Result<void> decideEncoding();
    Result<void> refuseWhatIsNoTable() const;
    void decideGrammar();
    Result<void> decideHead();
    [[nodiscard]] bool firstRowNamesColumns(const std::vector<HeadRow>& rows, size_t first) const;
    void decideFieldCount(const std::vector<HeadRow>& rows, size_t firstData);
    Result<void> decideNames();
    void decideTypes();
    void decideDateOrder(ColumnPlan& column);
    [[nodiscard]] bool isCategory(const Rows& rows, size_t column) const;
    Result<void> applyFixedTypes();
    void fixType(ColumnPlan& column, size_t index, ColumnType type);

    std::string_view m_bytes;
    bool m_whole;
    std::string m_name;
    const CsvOptions& m_options;
    MissingMarks m_marks;
    Plan m_plan;
    std::string m_text;       // UTF-8
    std::string_view m_table; // of m_text: behind the lines to skip
    HeadRow m_header;
    Batch m_batch; // of the data rows
    std::vector<CsvRejectedRow> m_rejected;
};

Result<void> Planner::checkOptions() const {
    const auto cannotPart = [](std::optional<char> c) { return c == '\n' || c == '\r'; };
    if (cannotPart(m_options.delimiter) || cannotPart(m_options.quote) || m_options.delimiter == '\0' ||
        (m_options.delimiter && m_options.delimiter == m_options.quote.value_or('"')))
        return refuse("delimiter and quote must be two different characters and no line ends", "");
    return {};
}

Result<void> Planner::decideEncoding() {
    if (const std::string what = binaryReason(m_bytes); !what.empty()) return refuse("it is " + what, "");
    const EncodingGuess guess = guessEncoding(m_bytes, m_whole);
    m_plan.encoding = guess.encoding;
    m_plan.markBytes = guess.markBytes;
    if (m_options.encoding) {
        LATHE_TRY(m_plan.encoding, encodingFromText(*m_options.encoding));
        if (m_plan.encoding != guess.encoding) m_plan.markBytes = 0;
    } else {
        reason(guess.reason);
    }
    m_plan.dialect.encoding = toString(m_plan.encoding);
    m_plan.dialect.byteOrderMark = m_plan.markBytes > 0;
    Transcoder transcoder(m_plan.encoding);
    transcoder.append(m_bytes.substr(m_plan.markBytes), m_text);
    return {};
}

Result<void> Planner::refuseWhatIsNoTable() const {
    size_t controls = 0;
    for (const char c : m_text)
        controls += static_cast<unsigned char>(c) < 0x20 && (c < '\t' || c > '\r') ? 1 : 0;
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

void Planner::decideGrammar() {
    m_table = std::string_view(m_text).substr(behindLines(m_text, m_options.skipRows));
    m_plan.grammar = sniffGrammar(m_table, m_whole, m_options, m_plan.dialect.reasons);
    m_plan.dialect.delimiter = m_plan.grammar.delimiter;
    m_plan.dialect.quote = m_plan.grammar.quote;
    m_plan.dialect.trimBlanks = m_plan.grammar.trimBlanks;
}

bool Planner::firstRowNamesColumns(const std::vector<HeadRow>& rows, size_t first) const {
    const HeadRow& head = rows[first];
    if (std::any_of(head.fields.begin(), head.fields.end(), isValueWord)) return false;
    bool recurs = false;
    for (size_t column = 0; column < head.fields.size(); ++column) {
        for (size_t row = first + 1; row < rows.size(); ++row) {
            if (column >= rows[row].fields.size() || rows[row].fields[column].empty()) continue;
            if (isValueWord(rows[row].fields[column])) return true;
            recurs = recurs || rows[row].fields[column] == head.fields[column];
        }
    }
    return !recurs; // all is text: a row whose texts are seen again below is a row like them
}

Result<void> Planner::decideHead() {
    constexpr size_t lookedAt = 1000;
    const Batch sample = sampleBatch(m_table, m_whole, m_plan.grammar);
    const std::vector<HeadRow> rows = headRows(sample, m_plan.grammar, lookedAt);
    if (rows.empty() && !m_whole)
        return refuse(
            fmt::format("its first row does not end within {}", byteSize(static_cast<double>(sampleBytes))),
            "Perhaps a quote is opened and never closed, or the file is not a table.");
    if (rows.empty())
        return refuse("a quote is opened in line 1 and never closed", "Close it, or import without quoting.");
    size_t first = 0;
    const size_t common = commonFieldCount(rows, 0);
    while (first < mostTitleRows && first + 1 < rows.size() && isTitle(rows, first, common)) ++first;
    if (first > 0)
        reason(fmt::format("Passed over at the top: {}, being a title or empty.", counted(first, "row")));
    const bool header = m_options.header.value_or(firstRowNamesColumns(rows, first));
    m_plan.dialect.header = header;
    if (!m_options.header)
        reason(header ? fmt::format("Row {} names the columns.", first + 1)
                      : "No row names the columns: the first row looks like those below.");
    if (header) m_header = rows[first];
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

void Planner::decideFieldCount(const std::vector<HeadRow>& rows, size_t firstData) {
    const size_t common = commonFieldCount(rows, firstData);
    const size_t named = m_header.fields.size();
    m_plan.fields = common == 0 ? named : common;
    if (named == 0 || common == 0 || named == common) return;
    const bool headerFits = std::any_of(rows.begin() + static_cast<std::ptrdiff_t>(firstData), rows.end(),
                                        [&](const HeadRow& row) { return row.fields.size() == named; });
    const bool surplusIsEmpty = std::all_of(
        rows.begin() + static_cast<std::ptrdiff_t>(firstData), rows.end(), [&](const HeadRow& row) {
            return std::all_of(row.fields.begin() +
                                   static_cast<std::ptrdiff_t>(std::min(named, row.fields.size())),
                               row.fields.end(), [](const auto& field) { return field.empty(); });
        });
    if (headerFits || (common > named && surplusIsEmpty)) {
        m_plan.fields = named;
    } else if (common < named) {
        reason(fmt::format("The header names {}, the rows have {}: those at the end stay without values.",
                           counted(named, "column"), counted(common, "field")));
    } else {
        reason(
            fmt::format("The header names {}, the rows have {}: those at the end are named by their number.",
                        counted(named, "column"), counted(common, "field")));
    }
}

Result<void> Planner::decideNames() {
    const size_t count = std::max(m_plan.fields, m_header.fields.size());
    if (m_options.names.size() > count)
        return refuse(fmt::format("{} column names are given for {} columns", m_options.names.size(), count),
                      "Give at most as many names as there are columns.");
    std::set<std::string> used;
    const auto& given = m_options.names;
    size_t unnamed = 0;
    for (size_t i = 0; i < count; ++i) {
        std::string wanted = i < given.size()             ? given[i]
                             : i < m_header.fields.size() ? m_header.fields[i]
                                                          : "";
        if (wanted.empty()) {
            wanted = fmt::format("column_{}", i + 1);
            ++unnamed;
        }
        if (!isValidUtf8(wanted) || wanted.find('\0') != std::string::npos)
            return refuse(fmt::format("the name of column {} is no text in this encoding", i + 1),
                          "Name the encoding.");
        std::string name = wanted;
        for (size_t copy = 2; !used.insert(name).second; ++copy) name = fmt::format("{}_{}", wanted, copy);
        if (name != wanted)
            reason(fmt::format("A second column is called '{}'; it becomes '{}'.", wanted, name));
        m_plan.columns.push_back({name, allKinds, false});
    }
    if (unnamed > 0 && m_plan.dialect.header)
        reason(fmt::format("Without a name, called by their number: {}.", counted(unnamed, "column")));
    return {};
}

bool Planner::isCategory(const Rows& rows, size_t column) const {
    constexpr size_t fewValues = 10;
    constexpr size_t longestMean = 100;
    std::unordered_map<std::string, size_t> counts;
    std::string scratch;
    size_t values = 0;
    size_t bytes = 0;
    for (size_t row = 0; row < rows.count(); ++row) {
        const std::string_view field = rows.field(row, column);
        const std::string_view text = fieldContent(field, m_plan.grammar, scratch).value_or(field);
        if (m_marks.contains(trimBlanks(text))) continue;
        ++values;
        bytes += text.size();
        ++counts[std::string(text)];
    }
    if (bytes > values * longestMean) return false;
    if (counts.size() <= fewValues) return true;
    if (m_whole) return counts.size() * 2 <= values;
    // The share of values seen once estimates how often the rest of the file shows a new one (Good and
    // Turing).
    const auto once = static_cast<size_t>(
        std::count_if(counts.begin(), counts.end(), [](const auto& entry) { return entry.second == 1; }));
    return once * 20 <= values;
}

void Planner::decideTypes() {
    const size_t data = m_plan.skip;
    m_batch =
        sampleBatch(std::string_view(m_text).substr(std::min(data, m_text.size())), m_whole, m_plan.grammar);
    const Rows rows(m_batch, m_plan.grammar, m_plan.fields, m_rejected);
    for (size_t i = 0; i < m_plan.columns.size(); ++i) {
        ColumnPlan& column = m_plan.columns[i];
        if (i >= m_plan.fields) {
            column.kinds = NoValue;
            continue;
        }
        column.kinds = kindsOfColumn(rows, i, m_plan.grammar, m_marks);
        decideDateOrder(column);
        const bool empty = column.kind() == NoValue;
        if (!empty && !isCategory(rows, i)) column.kinds &= ~CategoryText;
    }
}

void Planner::decideDateOrder(ColumnPlan& column) {
    if (column.kind() == NoValue) return;
    constexpr std::array<std::array<Kind, 2>, 2> pairs = {{{DateDmy, DateMdy}, {TimeDmy, TimeMdy}}};
    for (const auto& [dayFirst, monthFirst] : pairs) {
        const bool fitsDay = (column.kinds & dayFirst) != 0;
        const bool fitsMonth = (column.kinds & monthFirst) != 0;
        if (fitsDay && fitsMonth) {
            column.kinds &= ~static_cast<uint32_t>(dayFirst | monthFirst);
            reason(fmt::format("'{}' may be dates with the day or with the month first; it stays text.",
                               column.name));
        } else if ((fitsDay || fitsMonth) && column.kind() == (fitsDay ? dayFirst : monthFirst)) {
            reason(
                fmt::format("'{}' holds dates with the {} first.", column.name, fitsDay ? "day" : "month"));
        }
    }
}

Result<void> Planner::applyFixedTypes() {
    std::vector<std::string> names;
    for (const auto& column : m_plan.columns) names.push_back(column.name);
    for (const auto& [name, type] : m_options.types) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end())
            return refuse(fmt::format("a type is given for column '{}', which it does not have", name),
                          suggestion(name, names));
        const auto index = static_cast<size_t>(found - names.begin());
        fixType(m_plan.columns[index], index, type);
    }
    return {};
}

/// Of the kinds of the type, the one that fits most values of the sample.
void Planner::fixType(ColumnPlan& column, size_t index, ColumnType type) {
    column.fixed = true;
    const uint32_t candidates = kindsOf(type);
    column.kinds = preferred(candidates);
    if (index >= m_plan.fields || preferred(candidates) == candidates) return;
    const Rows rows(m_batch, m_plan.grammar, m_plan.fields, m_rejected);
    std::map<uint32_t, size_t> fits;
    std::string scratch;
    for (size_t row = 0; row < rows.count(); ++row) {
        const std::string_view field = rows.field(row, index);
        const uint32_t kinds =
            kindsThatFit(trimBlanks(fieldContent(field, m_plan.grammar, scratch).value_or(field)));
        for (uint32_t bit = 1; bit < allKinds; bit <<= 1)
            if ((kinds & candidates & bit) != 0) ++fits[bit];
    }
    for (const auto& [bit, count] : fits)
        if (count > fits[column.kinds]) column.kinds = bit;
}

} // namespace

void Plan::updateDialect() {
    dialect.columns.clear();
    for (const auto& column : columns) dialect.columns.push_back(column.schema());
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
