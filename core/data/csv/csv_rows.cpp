// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_rows.h"

#include "core/base/text.h"
#include "core/data/csv/csv_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <span>

namespace lathe::csv {

namespace {

constexpr size_t mostPieceSize = size_t{512} << 10;
constexpr size_t longestRow = size_t{32} << 20;
/// A batch of very long rows ends early, so that memory stays bounded.
constexpr size_t batchBytes = size_t{10} << 20;
constexpr size_t rejectedTextLimit = 4096;

bool isRowEnd(char c) { return c == '\n' || c == '\r'; }

} // namespace

bool Batch::isLarge() const { return size > 2 * batchBytes; }

void Batch::takeFrom(StructuralIndex& index) {
    index.separators().exchange(separators);
    index.rowEnds().exchange(rowEnds);
    rows = index.rows();
    irregular = index.irregular();
    nonAscii = index.hasNonAscii();
    hasNul = index.hasNul();
    hasReturns = index.hasReturns();
}

BatchReader::BatchReader(std::unique_ptr<ByteSource> source, Encoding encoding, size_t markBytes,
                         const Grammar& grammar, size_t rowsPerBatch, uint64_t skip, uint64_t firstLine)
    : m_source(std::move(source)), m_transcoder(encoding), m_plain(encoding.shape() == Encoding::Shape::Utf8),
      m_markBytes(m_plain ? 0 : markBytes), m_grammar(grammar), m_index(grammar), m_rowsPerBatch(rowsPerBatch),
      m_skip(m_plain ? markBytes + skip : skip), m_firstLine(firstLine) {}

void BatchReader::takeRest(Batch& batch) {
    const size_t count = std::min(m_rest.size() - m_restTaken, mostPieceSize);
    if (batch.text.size() < batch.size + count + scanPadding) batch.text.resize(batch.size + count + scanPadding);
    std::memcpy(batch.text.data() + batch.size, m_rest.data() + m_restTaken, count);
    batch.size += count;
    m_restTaken += count;
}

/// Appends some text to the batch; false at the end of the source.
Result<bool> BatchReader::readMore(Batch& batch) {
    LATHE_CHECK(m_job.checkStop());
    if (m_restTaken < m_rest.size()) {
        takeRest(batch);
        return true;
    }
    if (m_sourceEnded) return false;
    if (batch.text.size() < batch.size + m_pieceSize + scanPadding)
        batch.text.resize(std::max(batch.size + m_pieceSize + scanPadding, batch.text.size() * 3 / 2));
    char* target = batch.text.data() + batch.size;
    if (m_plain) {
        LATHE_TRY(const size_t count, m_source->read(target, m_pieceSize));
        batch.size += count;
        m_sourceEnded = count == 0;
        m_pieceSize = std::min(m_pieceSize * 2, mostPieceSize);
        return count > 0;
    }
    m_piece.resize(m_pieceSize);
    LATHE_TRY(const size_t count, m_source->read(m_piece.data(), m_piece.size()));
    std::string_view bytes(m_piece.data(), count);
    const size_t mark = std::min(m_markBytes, bytes.size());
    bytes.remove_prefix(mark);
    m_markBytes -= mark;
    m_converted.clear();
    m_transcoder.append(bytes, m_converted);
    if (count == 0) m_transcoder.finish(m_converted);
    if (batch.text.size() < batch.size + m_converted.size() + scanPadding)
        batch.text.resize(batch.size + m_converted.size() + scanPadding);
    std::memcpy(batch.text.data() + batch.size, m_converted.data(), m_converted.size());
    batch.size += m_converted.size();
    m_sourceEnded = count == 0;
    m_pieceSize = std::min(m_pieceSize * 2, mostPieceSize);
    return count > 0 || !m_converted.empty();
}

/// At the very beginning, passes over the head.
Result<void> BatchReader::beginBatch(Batch& batch) {
    if (batch.text.size() < scanPadding) batch.text.resize(scanPadding);
    batch.size = 0;
    batch.endAdded = false;
    while (m_skip > 0) {
        LATHE_TRY(const bool more, readMore(batch));
        if (!more) break;
        const size_t count = std::min<uint64_t>(m_skip, batch.size);
        m_hash.update(std::string_view(batch.text.data(), count));
        std::memmove(batch.text.data(), batch.text.data() + count, batch.size - count);
        batch.size -= count;
        m_skip -= count;
    }
    m_index.separators().exchange(batch.separators);
    m_index.rowEnds().exchange(batch.rowEnds);
    m_index.beginBatch();
    batch.firstLine = m_firstLine + m_index.lines();
    return {};
}

/// A last row without a line end gets one.
void BatchReader::endLastRow(Batch& batch) {
    const bool ended = batch.size == 0 || isRowEnd(batch.text[batch.size - 1]);
    if (ended) return;
    batch.text.resize(std::max(batch.text.size(), batch.size + 1 + scanPadding));
    batch.text[batch.size] = '\n';
    m_index.scan(batch.text.data(), batch.size, batch.size + 1, SIZE_MAX);
    ++batch.size;
    batch.endAdded = true;
}

/// Leaves [0, end) in the batch and keeps the rest for the next.
void BatchReader::cut(Batch& batch, size_t end) {
    if (m_restTaken < m_rest.size()) { // all of the batch is from there
        m_restTaken -= batch.size - end;
    } else {
        m_rest.assign(batch.text.begin() + static_cast<std::ptrdiff_t>(end),
                      batch.text.begin() + static_cast<std::ptrdiff_t>(batch.size));
        m_restTaken = 0;
    }
    batch.size = end;
    batch.takeFrom(m_index);
    if (batch.isLarge() || batch.text.size() < longestRow) return;
    batch.text.resize(end); // much was read in search of a closing quote
    batch.text.shrink_to_fit();
}

/// Reads and scans until the batch has its rows or the source ends. Returns the end of the batch's text.
Result<size_t> BatchReader::scanRows(Batch& batch) {
    size_t limit = m_rowsPerBatch;
    size_t scanned = 0;
    for (;;) {
        scanned = m_index.scan(batch.text.data(), scanned, batch.size, limit);
        if (m_index.rows() >= limit) break;
        // Very long rows: the batch ends with the row that is being read.
        if (batch.size >= batchBytes && limit == m_rowsPerBatch) limit = std::min(limit, m_index.rows() + 1);
        const bool tooLong = batch.size >= batchBytes + longestRow;
        if (!tooLong) {
            LATHE_TRY(const bool more, readMore(batch));
            if (more) continue;
        }
        if (m_index.insideQuotes()) {
            scanned = m_index.giveUpQuote(batch.text.data(), batch.size);
        } else if (tooLong) {
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("{}:{}: a row of more than {} begins here", m_source->name(),
                                        m_firstLine + m_index.lines(), byteSize(static_cast<double>(longestRow))),
                            "Perhaps the file is not a table.");
        } else {
            endLastRow(batch);
            return batch.size;
        }
    }
    if (batch.text[scanned - 1] != '\r') return scanned;
    if (scanned == batch.size) LATHE_CHECK(readMore(batch)); // the row's LF may be the next byte
    if (scanned < batch.size && batch.text[scanned] == '\n')
        scanned = m_index.scan(batch.text.data(), scanned, scanned + 1, SIZE_MAX);
    return scanned;
}

Result<bool> BatchReader::next(Batch& batch) {
    LATHE_CHECK(beginBatch(batch));
    LATHE_TRY(const size_t end, scanRows(batch));
    cut(batch, end);
    if (batch.text.size() < end + scanPadding) batch.text.resize(end + scanPadding);
    std::memset(batch.text.data() + end, 0, scanPadding);
    return end > 0;
}

void BatchReader::hash(const Batch& batch) {
    m_hash.update(std::string_view(batch.text.data(), batch.size - (batch.endAdded ? 1 : 0)));
}

Rows::Rows(const Batch& batch, const Grammar& grammar, size_t fields, RaggedRows ragged,
           std::vector<CsvRejectedRow>& rejected)
    : m_batch(&batch), m_text(batch.text.data()), m_fields(fields), m_gap(grammar.gap()) {
    if (isRegular(batch, grammar)) {
        takeRegular(batch);
    } else {
        takeEach(batch, grammar, ragged, rejected);
    }
}

bool Rows::isRegular(const Batch& batch, const Grammar& grammar) const {
    if (batch.irregular || batch.hasNul || grammar.isFixedWidth() || batch.separators.size() != batch.rows * m_fields)
        return false;
    for (size_t row = 0; row < batch.rows; ++row)
        if (batch.separators[(row + 1) * m_fields - 1] != batch.rowEnds[row]) return false;
    if (m_fields == 1) { // blank lines look like rows
        for (size_t row = 0; row < batch.rows; ++row) {
            const uint32_t begin = row == 0 ? 0 : nextRow(batch.separators[row - 1]);
            if (batch.separators[row] == begin) return false;
        }
    }
    return !batch.nonAscii || isValidUtf8({m_text, batch.size});
}

void Rows::takeRegular(const Batch& batch) {
    m_ends = batch.separators.data();
    m_starts.resize(batch.rows);
    uint32_t start = 0;
    for (size_t row = 0; row < batch.rows; ++row) {
        m_starts[row] = start;
        start = batch.hasReturns ? nextRow(batch.rowEnds[row]) : batch.rowEnds[row] + 1;
    }
}

uint32_t Rows::nextRow(uint32_t end) const { return end + (m_text[end] == '\r' && m_text[end + 1] == '\n' ? 2 : 1); }

namespace {

/// Counts the lines of a batch's text from its beginning on.
class LineCounter {
public:
    explicit LineCounter(const Batch& batch) : m_text(batch.text.data()), m_line(batch.firstLine) {}

    /// The line of the file at which text[position] stands. REQUIRES a position not before that of the last call.
    uint64_t at(size_t position) {
        for (; m_position < position; ++m_position) {
            const char c = m_text[m_position];
            if (c == '\r' || (c == '\n' && (m_position == 0 || m_text[m_position - 1] != '\r'))) ++m_line;
        }
        return m_line;
    }

private:
    const char* m_text;
    size_t m_position = 0;
    uint64_t m_line;
};

CsvRejectedRow rejection(uint64_t line, std::string_view row, std::string reason) {
    return {line, std::move(reason), std::string(row.substr(0, rejectedTextLimit))};
}

/// A row whose last field opens a quote without end.
CsvRejectedRow unclosedRow(const RowCursor& row, const Grammar& grammar, LineCounter& lines) {
    const uint64_t line = lines.at(row.start());
    const auto field = static_cast<size_t>(row.field(row.ends().size() - 1).data() - row.text().data());
    return rejection(line, row.text(),
                     fmt::format("opens a quote ({}) in line {} that is never closed", grammar.quote,
                                 lines.at(row.start() + field)));
}

/// Why the row cannot be taken; empty when it can.
std::string flaw(const RowCursor& row, const Grammar& grammar, size_t fields, RaggedRows ragged) {
    if (row.text().find('\0') != std::string_view::npos) return "holds a null byte";
    if (!isValidUtf8(row.text())) return "holds bytes that are no text in this encoding";
    if (!trimBlanks(row.surplus()).empty()) return "has text behind its last field";
    const size_t count = row.ends().size();
    if (count < fields && ragged == RaggedRows::Reject)
        return fmt::format("has {} fields where {} are expected", count, fields);
    std::string scratch;
    for (size_t i = 0; i < count; ++i) {
        const auto content = fieldContent(row.field(i), grammar, scratch);
        if (!content) return fmt::format("field {} has text behind its closing quote", i + 1);
        if (i >= fields && !trimBlanks(*content).empty())
            return fmt::format("has {} fields where {} are expected", count, fields);
    }
    return {};
}

} // namespace

bool RowCursor::next() {
    const auto& separators = m_batch.separators;
    const char* text = m_batch.text.data();
    m_start = m_nextStart;
    if (m_next >= separators.size()) return false;
    size_t last = m_next;
    while (!isRowEnd(text[separators[last]])) ++last;
    m_rowEnd = separators[last];
    m_ends = {separators.data() + m_next, last - m_next + 1};
    m_next = last + 1;
    m_nextStart = m_rowEnd + (text[m_rowEnd] == '\r' && text[m_rowEnd + 1] == '\n' ? 2 : 1);
    if (m_grammar.isFixedWidth()) cutFixedFields();
    return true;
}

/// Widths count characters; a line may end early.
void RowCursor::cutFixedFields() {
    m_fixedEnds.clear();
    const char* text = m_batch.text.data();
    const auto isContinuation = [&](uint32_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; };
    uint32_t at = m_start;
    for (const uint32_t width : m_grammar.widths) {
        for (uint32_t taken = 0; taken < width && at < m_rowEnd; ++taken) {
            ++at;
            while (at < m_rowEnd && isContinuation(at)) ++at;
        }
        m_fixedEnds.push_back(at);
    }
    m_ends = m_fixedEnds;
}

std::string_view RowCursor::field(size_t index) const {
    const uint32_t begin = index == 0 ? m_start : m_ends[index - 1] + m_grammar.gap();
    return {m_batch.text.data() + begin, m_ends[index] - begin};
}

std::string_view RowCursor::surplus() const { return {m_batch.text.data() + m_ends.back(), m_rowEnd - m_ends.back()}; }

bool RowCursor::isPassedOver() const {
    const std::string_view row = text();
    if (m_grammar.comment != '\0' && row.starts_with(m_grammar.comment)) return true;
    return (m_ends.size() == 1 || m_grammar.isFixedWidth() || m_grammar.blankRuns) && trimBlanks(row).empty();
}

void Rows::takeEach(const Batch& batch, const Grammar& grammar, RaggedRows ragged,
                    std::vector<CsvRejectedRow>& rejected) {
    m_ownEnds.reserve(batch.separators.size());
    LineCounter lines(batch);
    for (RowCursor row(batch, grammar); row.next();) {
        if (row.isPassedOver()) continue;
        if (isUnclosed(row.field(row.ends().size() - 1), grammar)) {
            rejected.push_back(unclosedRow(row, grammar, lines));
            continue;
        }
        if (auto reason = flaw(row, grammar, m_fields, ragged); !reason.empty()) {
            rejected.push_back(rejection(lines.at(row.start()), row.text(), std::move(reason)));
            continue;
        }
        const auto ends = row.ends();
        m_starts.push_back(row.start());
        const size_t taken = std::min(ends.size(), m_fields);
        m_ownEnds.insert(m_ownEnds.end(), ends.begin(), ends.begin() + static_cast<std::ptrdiff_t>(taken));
        // The end of the row, which is before the beginning of a field that it lacks.
        m_ownEnds.insert(m_ownEnds.end(), m_fields - taken, ends.back());
    }
    m_ends = m_ownEnds.data();
}

CsvRejectedRow Rows::reject(size_t row, std::string reason) const {
    if (m_lines.empty()) {
        LineCounter lines(*m_batch);
        for (const uint32_t start : m_starts) m_lines.push_back(lines.at(start));
    }
    const uint32_t end = m_ends[(row + 1) * m_fields - 1];
    return rejection(m_lines[row], {m_text + m_starts[row], end - m_starts[row]}, std::move(reason));
}

namespace {

/// Whether text[at] is an escape that takes the meaning off the byte behind it. Before other bytes it is a
/// plain character, so that paths keep their backslashes.
bool escapes(std::string_view text, size_t at, const Grammar& grammar) {
    if (grammar.escape == '\0' || text[at] != grammar.escape || at + 1 == text.size()) return false;
    const char next = text[at + 1];
    return next == grammar.quote || next == grammar.escape ||
           (!grammar.blankRuns && !grammar.delimiter.empty() && next == grammar.delimiter.front());
}

bool isBlank(char c) { return c == ' ' || c == '\t'; }

bool isWordByte(char c) {
    const auto lower = static_cast<unsigned char>(c | 0x20);
    return isDigit(c) || (lower >= 'a' && lower <= 'z') || (c & 0x80) != 0;
}

std::string_view unescaped(std::string_view field, const Grammar& grammar, std::string& scratch) {
    if (grammar.escape == '\0' || field.find(grammar.escape) == std::string_view::npos) return field;
    scratch.clear();
    for (size_t i = 0; i < field.size(); ++i) {
        if (escapes(field, i, grammar)) ++i;
        scratch += field[i];
    }
    return scratch;
}

} // namespace

size_t closingQuote(std::string_view field, const Grammar& grammar) {
    for (size_t i = 1; i < field.size(); ++i) {
        const bool doubled = field[i] == grammar.quote && i + 1 < field.size() && field[i + 1] == grammar.quote;
        if (doubled || escapes(field, i, grammar)) ++i;
        else if (field[i] == grammar.quote) return i;
    }
    return std::string_view::npos;
}

bool isUnclosed(std::string_view field, const Grammar& grammar) {
    if (grammar.trimBlanks) field = trimBlanks(field);
    if (grammar.quote == '\0' || field.empty() || field.front() != grammar.quote) return false;
    return closingQuote(field, grammar) == std::string_view::npos;
}

std::optional<std::string_view> fieldContent(std::string_view field, const Grammar& grammar, std::string& scratch) {
    if (grammar.trimBlanks) field = trimBlanks(field);
    if (grammar.quote == '\0' || field.empty() || field.front() != grammar.quote)
        return unescaped(field, grammar, scratch);
    field.remove_prefix(1);
    while (!field.empty() && isBlank(field.back())) field.remove_suffix(1);
    const size_t first = field.find(grammar.quote);
    if (grammar.escape == '\0' && first != std::string_view::npos && first + 1 == field.size())
        return field.substr(0, first);
    scratch.clear();
    bool stray = false;
    for (size_t i = 0; i < field.size(); ++i) {
        if (escapes(field, i, grammar)) {
            ++i;
        } else if (field[i] == grammar.quote) {
            if (i + 1 == field.size()) return scratch;
            const bool endsBoth = stray && i + 2 == field.size(); // the quotes of a word and of the field
            if (field[i + 1] == grammar.quote && !endsBoth) ++i;
            else if (!stray && !isWordByte(field[i + 1])) return std::nullopt;
            else stray = true;
        }
        scratch += field[i];
    }
    return std::nullopt; // not closed
}

} // namespace lathe::csv
