// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/hash.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/csv_encoding.h"
#include "core/data/csv/csv_index.h"
#include "core/data/sources/byte_source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::csv {

/// Some rows of the text with the places of their separators.
struct Batch {
    std::vector<char> text; ///< with scanPadding readable bytes behind size
    size_t size = 0;
    std::vector<uint32_t> separators;
    std::vector<uint32_t> rowEnds; ///< those of the separators that end rows
    size_t rows = 0;
    bool endAdded = false;  ///< the last byte of the text is a line end that the file lacks
    uint64_t firstLine = 1; ///< 1-based line of the file at which the text begins
    bool irregular = false;
    bool nonAscii = false;
    bool hasNul = false;
    bool hasReturns = false; ///< a row ends with CR or CR LF

    /// Takes over what was found in the text; the index goes on with this batch's old memory.
    void takeFrom(StructuralIndex& index);
    /// Whether rows are so long that it takes several times the usual memory.
    [[nodiscard]] bool isLarge() const;
};

/// Cuts a text into batches of whole rows, at most \p rowsPerBatch each. Not thread safe.
class BatchReader {
public:
    /// \p skip: bytes of UTF-8 text (after the byte order mark) before the first row, which begins at \p
    /// firstLine.
    BatchReader(std::unique_ptr<ByteSource> source, Encoding encoding, size_t markBytes, const Grammar& grammar,
                size_t rowsPerBatch, uint64_t skip, uint64_t firstLine);

    /// Makes next() look for a stop.
    void stopWith(const JobContext& job) { m_job = job; }
    /// Fills \p batch, reusing its memory. False at the end. A quote that is not closed in the rest of the file, or for
    /// 32 MiB, ends with its line; Rows rejects that row. Errors: Io; Cancelled; InvalidInput with the line for a row
    /// of more than 32 MiB.
    Result<bool> next(Batch& batch);
    [[nodiscard]] ByteSource& source() { return *m_source; }

    /// Whether the batches hold the bytes of the file as they are on disk, so that they can be hashed instead of it.
    [[nodiscard]] bool isVerbatim() const { return m_plain && m_source->packing() == Packing::None; }
    /// Adds a batch to the hash of the file. REQUIRES isVerbatim(), and each batch once, in their order. Another thread
    /// may read the next batch meanwhile.
    void hash(const Batch& batch);
    /// SHA-256 of the file. Once, behind the last batch.
    [[nodiscard]] std::string sourceHash() { return m_hash.finish(); }

private:
    static constexpr size_t firstPieceSize = size_t{64} << 10;

    Result<bool> readMore(Batch& batch);
    void takeRest(Batch& batch);
    Result<void> beginBatch(Batch& batch);
    Result<size_t> scanRows(Batch& batch);
    void endLastRow(Batch& batch);
    void cut(Batch& batch, size_t end);

    std::unique_ptr<ByteSource> m_source;
    JobContext m_job;
    Transcoder m_transcoder;
    bool m_plain; ///< UTF-8: bytes go into the batch as they are
    size_t m_markBytes;
    Grammar m_grammar;
    StructuralIndex m_index;
    size_t m_rowsPerBatch;
    uint64_t m_skip;
    uint64_t m_firstLine;
    std::vector<char> m_rest; ///< read, but behind the last batch's rows
    size_t m_restTaken = 0;   ///< of it: already in the batch
    std::string m_converted;
    std::vector<char> m_piece;
    size_t m_pieceSize = firstPieceSize; ///< grows: most files are small
    bool m_sourceEnded = false;
    Sha256 m_hash; ///< of a verbatim source: what was skipped, and the batches given to hash()
};

/// Walks over the rows of a batch as they stand in the file, also over blank lines and comments.
class RowCursor {
public:
    RowCursor(const Batch& batch, const Grammar& grammar) : m_batch(batch), m_grammar(grammar) {}

    /// Moves to the next row; false behind the last.
    bool next();
    [[nodiscard]] uint32_t start() const { return m_start; }
    [[nodiscard]] uint32_t nextStart() const { return m_nextStart; }
    /// Where the fields end; the last is the end of the row.
    [[nodiscard]] std::span<const uint32_t> ends() const { return m_ends; }
    [[nodiscard]] std::string_view text() const { return {m_batch.text.data() + m_start, m_rowEnd - m_start}; }
    /// REQUIRES index < ends().size(). The field as it stands in the file.
    [[nodiscard]] std::string_view field(size_t index) const;
    /// Whether the row means nothing: blank or a comment.
    [[nodiscard]] bool isPassedOver() const;
    /// Of fixed width lines: text behind the last field.
    [[nodiscard]] std::string_view surplus() const;

private:
    void cutFixedFields();

    const Batch& m_batch;
    const Grammar& m_grammar;
    size_t m_next = 0; ///< separator
    uint32_t m_start = 0;
    uint32_t m_rowEnd = 0;
    uint32_t m_nextStart = 0;
    std::span<const uint32_t> m_ends;
    std::vector<uint32_t> m_fixedEnds;
};

/// The accepted rows of a batch. Field f of row r is text[start, end).
class Rows {
public:
    /// \p fields: how many fields a row has. Rows of another number, with text behind a closing quote or an unclosed
    /// one, or with bytes that are no UTF-8 go to \p rejected; blank lines and comments go nowhere. Rows with fewer
    /// fields are padded with empty ones when \p ragged says so.
    Rows(const Batch& batch, const Grammar& grammar, size_t fields, RaggedRows ragged,
         std::vector<CsvRejectedRow>& rejected);

    [[nodiscard]] size_t count() const { return m_starts.size(); }
    [[nodiscard]] size_t fields() const { return m_fields; }
    /// Of the whole batch.
    [[nodiscard]] size_t textBytes() const { return m_batch->size; }
    /// The field as it stands in the file.
    [[nodiscard]] std::string_view field(size_t row, size_t column) const {
        const uint32_t* ends = m_ends + row * m_fields;
        const uint32_t begin = column == 0 ? m_starts[row] : ends[column - 1] + m_gap;
        if (ends[column] < begin) return {}; // a field that the row lacks
        return {m_text + begin, ends[column] - begin};
    }
    /// Not thread safe.
    [[nodiscard]] CsvRejectedRow reject(size_t row, std::string reason) const;

private:
    void takeRegular(const Batch& batch);
    void takeEach(const Batch& batch, const Grammar& grammar, RaggedRows ragged, std::vector<CsvRejectedRow>& rejected);
    [[nodiscard]] bool isRegular(const Batch& batch, const Grammar& grammar) const;
    [[nodiscard]] uint32_t nextRow(uint32_t end) const;

    const Batch* m_batch;
    const char* m_text;
    size_t m_fields;
    uint32_t m_gap;
    mutable std::vector<uint64_t> m_lines; ///< of the rows, once reject() was called
    const uint32_t* m_ends = nullptr;      ///< m_fields per row
    std::vector<uint32_t> m_ownEnds;
    std::vector<uint32_t> m_starts;
};

/// Where the quote stands that closes a field that begins with one; npos when none does.
[[nodiscard]] size_t closingQuote(std::string_view field, const Grammar& grammar);

/// Whether a field begins with a quote that is never closed.
[[nodiscard]] bool isUnclosed(std::string_view field, const Grammar& grammar);

/// The content of a field: quotes taken off, doubled quotes halved, escapes resolved (then the text is in \p scratch).
/// Blanks behind the closing quote mean nothing, and quotes at words within, the last of them at the end or before the
/// closing quote, are plain. None when text follows the closing quote otherwise.
[[nodiscard]] std::optional<std::string_view> fieldContent(std::string_view field, const Grammar& grammar,
                                                           std::string& scratch);

} // namespace lathe::csv
