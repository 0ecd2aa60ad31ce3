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

constexpr size_t pieceSize = size_t{512} << 10;
constexpr size_t longestRow = size_t{64} << 20;
/// A batch of very long rows ends early, so that memory stays bounded.
constexpr size_t batchBytes = size_t{16} << 20;
constexpr size_t rejectedTextLimit = 4096;

bool isRowEnd(char c) {
    return c == '\n' || c == '\r';
}

} // namespace

BatchReader::BatchReader(std::unique_ptr<ByteSource> source, Encoding encoding, size_t markBytes,
                         const Grammar& grammar, size_t rowsPerBatch, uint64_t skip, uint64_t firstLine)
    : m_source(std::move(source))
    , m_transcoder(encoding)
    , m_plain(encoding == Encoding::Utf8)
    , m_markBytes(markBytes)
    , m_grammar(grammar)
    , m_index(grammar)
    , m_rowsPerBatch(rowsPerBatch)
    , m_skip(skip)
    , m_firstLine(firstLine) {}

/// Appends some text to the batch; false at the end of the source.
Result<bool> BatchReader::readMore(Batch& batch) {
    if (m_sourceEnded) return false;
    if (batch.text.size() < batch.size + pieceSize + scanPadding)
        batch.text.resize(std::max(batch.size + pieceSize + scanPadding, batch.text.size() * 3 / 2));
    char* target = batch.text.data() + batch.size;
    if (m_plain && m_markBytes == 0) {
        LATHE_TRY(const size_t count, m_source->read(target, pieceSize));
        batch.size += count;
        m_sourceEnded = count == 0;
        return count > 0;
    }
    m_piece.resize(pieceSize);
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
    return count > 0 || !m_converted.empty();
}

/// Puts what the last batch left over at the front and, at the very beginning, passes over the head.
Result<void> BatchReader::beginBatch(Batch& batch) {
    if (batch.text.size() < m_rest.size() + scanPadding) batch.text.resize(m_rest.size() + scanPadding);
    if (!m_rest.empty()) std::memcpy(batch.text.data(), m_rest.data(), m_rest.size());
    batch.size = m_rest.size();
    m_rest.clear();
    while (m_skip > 0) {
        LATHE_TRY(const bool more, readMore(batch));
        if (!more) break;
        const size_t count = std::min<uint64_t>(m_skip, batch.size);
        std::memmove(batch.text.data(), batch.text.data() + count, batch.size - count);
        batch.size -= count;
        m_skip -= count;
    }
    m_index.separators().swap(batch.separators);
    m_index.beginBatch();
    batch.number = m_batches++;
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
}

/// Leaves [0, end) in the batch and keeps the rest for the next.
void BatchReader::cut(Batch& batch, size_t end) {
    m_rest.assign(batch.text.begin() + static_cast<std::ptrdiff_t>(end),
                  batch.text.begin() + static_cast<std::ptrdiff_t>(batch.size));
    batch.size = end;
    batch.separators.swap(m_index.separators());
    batch.rows = m_index.rows();
    batch.irregular = m_index.irregular();
    batch.nonAscii = m_index.hasNonAscii();
    batch.hasNul = m_index.hasNul();
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
        if (batch.size >= batchBytes + longestRow)
            return failHint(
                ErrorKind::InvalidInput,
                fmt::format("{}:{}: a row of more than {} begins here", m_source->name(),
                            m_firstLine + (m_index.insideQuotes() ? m_index.quoteLine() : m_index.lines()),
                            byteSize(static_cast<double>(longestRow))),
                "Perhaps a quote is opened there and never closed, or the file is not a table.");
        LATHE_TRY(const bool more, readMore(batch));
        if (more) continue;
        if (m_index.insideQuotes())
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("{}:{}: a quote ({}) is opened here and never closed",
                                        m_source->name(), m_firstLine + m_index.quoteLine(), m_grammar.quote),
                            "Close it, or import without quoting.");
        endLastRow(batch);
        return batch.size;
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

Rows::Rows(const Batch& batch, const Grammar& grammar, size_t fields, std::vector<CsvRejectedRow>& rejected)
    : m_batch(&batch), m_text(batch.text.data()), m_fields(fields) {
    if (isRegular(batch)) {
        takeRegular(batch);
    } else {
        takeEach(batch, grammar, rejected);
    }
}

bool Rows::isRegular(const Batch& batch) const {
    if (batch.irregular || batch.hasNul || batch.separators.size() != batch.rows * m_fields) return false;
    for (size_t row = 0; row < batch.rows; ++row)
        if (!isRowEnd(m_text[batch.separators[(row + 1) * m_fields - 1]])) return false;
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
        start = nextRow(m_ends[(row + 1) * m_fields - 1]);
    }
}

uint32_t Rows::nextRow(uint32_t end) const {
    return end + (m_text[end] == '\r' && m_text[end + 1] == '\n' ? 2 : 1);
}

namespace {

/// The line of the file at which text[position] stands.
uint64_t lineAt(const Batch& batch, size_t position) {
    uint64_t line = batch.firstLine;
    for (size_t i = 0; i < position; ++i) {
        const char c = batch.text[i];
        if (c == '\r' || (c == '\n' && (i == 0 || batch.text[i - 1] != '\r'))) ++line;
    }
    return line;
}

CsvRejectedRow rejection(const Batch& batch, uint32_t start, uint32_t end, std::string reason) {
    return {lineAt(batch, start), std::move(reason),
            std::string(batch.text.data() + start, std::min<size_t>(end - start, rejectedTextLimit))};
}

/// Why the row [start, end) with these field ends cannot be taken; empty when it can.
std::string flaw(const Batch& batch, const Grammar& grammar, uint32_t start, std::span<const uint32_t> ends,
                 size_t fields) {
    const std::string_view row(batch.text.data() + start, ends.back() - start);
    if (row.find('\0') != std::string_view::npos) return "holds a null byte";
    if (!isValidUtf8(row)) return "holds bytes that are no text in this encoding";
    if (ends.size() < fields) return fmt::format("has {} fields where {} are expected", ends.size(), fields);
    std::string scratch;
    uint32_t begin = start;
    for (size_t i = 0; i < ends.size(); ++i) {
        const std::string_view field(batch.text.data() + begin, ends[i] - begin);
        const auto content = fieldContent(field, grammar, scratch);
        if (!content) return fmt::format("field {} has text behind its closing quote", i + 1);
        if (i >= fields && !trimBlanks(*content).empty())
            return fmt::format("has {} fields where {} are expected", ends.size(), fields);
        begin = ends[i] + 1;
    }
    return {};
}

} // namespace

void Rows::takeEach(const Batch& batch, const Grammar& grammar, std::vector<CsvRejectedRow>& rejected) {
    const std::vector<uint32_t>& separators = batch.separators;
    m_ownEnds.reserve(separators.size());
    uint32_t start = 0;
    for (size_t first = 0; first < separators.size();) {
        size_t last = first;
        while (!isRowEnd(m_text[separators[last]])) ++last;
        const std::span<const uint32_t> ends(separators.data() + first, last - first + 1);
        const uint32_t end = separators[last];
        const bool blank = ends.size() == 1 && trimBlanks({m_text + start, end - start}).empty();
        if (!blank) {
            if (auto reason = flaw(batch, grammar, start, ends, m_fields); !reason.empty()) {
                rejected.push_back(rejection(batch, start, end, std::move(reason)));
            } else {
                m_starts.push_back(start);
                m_ownEnds.insert(m_ownEnds.end(), ends.begin(),
                                 ends.begin() + static_cast<std::ptrdiff_t>(m_fields));
            }
        }
        start = nextRow(end);
        first = last + 1;
    }
    m_ends = m_ownEnds.data();
}

CsvRejectedRow Rows::reject(size_t row, std::string reason) const {
    uint32_t end = m_ends[(row + 1) * m_fields - 1];
    return rejection(*m_batch, m_starts[row], end, std::move(reason));
}

std::optional<std::string_view> fieldContent(std::string_view field, const Grammar& grammar,
                                             std::string& scratch) {
    if (grammar.trimBlanks) field = trimBlanks(field);
    if (grammar.quote == '\0' || field.empty() || field.front() != grammar.quote) return field;
    field.remove_prefix(1);
    const size_t first = field.find(grammar.quote);
    if (first != std::string_view::npos && first + 1 == field.size()) return field.substr(0, first);
    scratch.clear();
    for (size_t i = 0; i < field.size(); ++i) {
        if (field[i] == grammar.quote) {
            if (i + 1 == field.size()) return scratch;
            if (field[++i] != grammar.quote) return std::nullopt;
        }
        scratch += field[i];
    }
    return std::nullopt; // not closed
}

} // namespace lathe::csv
