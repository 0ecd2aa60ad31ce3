// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lathe::csv {

/// How fields are set apart.
struct Grammar {
    std::string delimiter = ",";  ///< one byte or more; not looked at for blank runs and fixed widths
    char quote = '"';             ///< '\0': no quoting
    bool trimBlanks = false;      ///< blanks around fields, also around quoted ones, mean nothing
    bool blankRuns = false;       ///< any number of blanks and tabs sets fields apart; implies trimBlanks
    char escape = '\0';           ///< takes the meaning off a quote, delimiter or escape behind it
    char comment = '\0';          ///< rows that begin with it are no rows
    std::vector<uint32_t> widths; ///< fixed width: characters of each field, one behind the other

    [[nodiscard]] bool isFixedWidth() const { return !widths.empty(); }
    /// Bytes from a separator to the field behind it.
    [[nodiscard]] uint32_t gap() const {
        if (isFixedWidth()) return 0;
        return blankRuns ? 1 : static_cast<uint32_t>(delimiter.size());
    }
};

/// The line ends LF, CR LF and CR in a text.
[[nodiscard]] size_t lineBreaks(std::string_view text);

/// Bytes that must be readable behind the text given to StructuralIndex::scan.
inline constexpr size_t scanPadding = 64;

/// Positions in the order of their finding. Its memory is used again, and not cleared for that.
class PositionList {
public:
    void clear() { m_count = 0; }
    void append(size_t position) {
        makeRoom(1);
        m_values[m_count++] = static_cast<uint32_t>(position);
    }
    /// The places of the set bits, the lowest of which stands for \p position. As many as there usually are are put
    /// down at once, be they there or not: the processor would guess wrong how many there are.
    template <size_t usually>
    void appendBits(uint64_t bits, size_t position) {
        makeRoom(64 + usually);
        uint32_t* target = m_values.data() + m_count;
        m_count += static_cast<size_t>(std::popcount(bits));
        do {
            for (size_t i = 0; i < usually; ++i, bits &= bits - 1)
                target[i] = static_cast<uint32_t>(position) + static_cast<uint32_t>(std::countr_zero(bits));
            target += usually;
        } while (bits != 0);
    }
    /// Exchanges the list with another, of which only the memory is wanted. The list is empty afterwards.
    void exchange(std::vector<uint32_t>& other) {
        m_values.resize(m_count);
        m_values.swap(other);
        m_count = 0;
    }
    [[nodiscard]] std::span<const uint32_t> positions() const { return {m_values.data(), m_count}; }

private:
    void makeRoom(size_t count) {
        if (m_values.size() < m_count + count) m_values.resize(std::max(2 * m_values.size(), m_count + count));
    }

    std::vector<uint32_t> m_values; ///< the first m_count are the list
    size_t m_count = 0;
};

/// Finds the delimiters and row ends of a text that arrives in pieces, 64 bytes at a time.
///
/// A field is quoted when its first byte is the quote; two quotes within it stand for one. A quote anywhere
/// else is a plain byte. A row ends with LF, CR LF or CR; its position is that of the LF, or of the CR where
/// there is one. A quoted field of several lines with text behind its closing quote was opened by mistake: its row ends
/// with its first line (giveUpQuote). The position of a delimiter is that of its first byte, of a run of blanks that of
/// its last. A comment is a row of one field. Of fixed width lines only the ends are found.
///
/// Quoted regions are found by a carry-less product (the running parity of quotes), which is right as long as
/// every opening quote stands at the start of a field and every closing one at its end. That is checked for
/// each block; a block where it fails, or that holds an escape or a comment, is read again byte by byte. So
/// are texts with delimiters of several bytes.
class StructuralIndex {
public:
    explicit StructuralIndex(const Grammar& grammar);

    /// Scans text[from, to) and stops early behind the end of row number \p rowLimit of this batch. Returns
    /// where it stopped. Positions are appended to separators().
    size_t scan(const char* text, size_t from, size_t to, size_t rowLimit);

    /// The last quote was opened by mistake: its row ends with the line in which it stands. Returns the end of that
    /// line, where the scan of text[0, size) goes on, or \p size. REQUIRES that all of it was scanned, without a
    /// separator behind that quote.
    size_t giveUpQuote(const char* text, size_t size);

    /// Forgets positions, rows and marks but keeps the state between bytes: the next scan continues the text
    /// at the beginning of a row, whose first byte has position 0.
    void beginBatch();

    /// Of the batch: the delimiters and row ends, and the row ends alone.
    [[nodiscard]] PositionList& separators() { return m_separators; }
    [[nodiscard]] PositionList& rowEnds() { return m_rowEnds; }
    [[nodiscard]] size_t rows() const { return m_rows; }
    [[nodiscard]] bool insideQuotes() const { return m_state == State::Quoted; }
    /// Line breaks seen since the beginning of the text, also those within quotes.
    [[nodiscard]] uint64_t lines() const { return m_lines; }
    // Of the batch:
    [[nodiscard]] bool irregular() const { return m_irregular; } ///< a quote stood where none should
    [[nodiscard]] bool hasNonAscii() const { return m_nonAscii; }
    [[nodiscard]] bool hasNul() const { return m_nul; }
    [[nodiscard]] bool hasReturns() const { return m_returns; } ///< a row ends with CR or CR LF

private:
    enum class State : uint8_t { RowStart, FieldStart, Unquoted, Quoted, AfterQuote, AfterQuoteBlank, Comment };
    struct Block;

    Block load(const char* text, size_t count);
    bool scanFast(const Block& block, const char* text, size_t position, size_t count);
    size_t scanBytes(const char* text, size_t position, size_t count);
    [[nodiscard]] size_t openFieldStart(const char* text) const;
    void readByte(const char* text, size_t position);
    void endRow(size_t position);
    void separate(size_t position);
    [[nodiscard]] bool delimiterEnds(const char* text, size_t position) const;
    [[nodiscard]] State stateAfter(const Block& block, const char* text, size_t count, uint64_t separators,
                                   uint64_t ends) const;
    [[nodiscard]] bool atFieldStart() const { return m_state == State::RowStart || m_state == State::FieldStart; }

    const Grammar m_grammar;
    const char m_delimiter; ///< of one byte; else '\0' and m_bytewise
    const bool m_bytewise;  ///< no block is read at once
    PositionList m_separators;
    PositionList m_rowEnds;
    size_t m_rows = 0;
    uint64_t m_lines = 0;
    State m_state = State::RowStart;
    bool m_afterReturn = false;
    bool m_escaped = false;  ///< the byte before was an escape
    bool m_inRun = false;    ///< within the blanks behind a field
    size_t m_fieldStart = 0; ///< of the batch's text; of delimiters of several bytes
    bool m_irregular = false;
    bool m_nonAscii = false;
    bool m_nul = false;
    bool m_returns = false;
};

} // namespace lathe::csv
