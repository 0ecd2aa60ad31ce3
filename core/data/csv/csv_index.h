// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lathe::csv {

/// How fields are set apart.
struct Grammar {
    char delimiter = ',';
    char quote = '"';        ///< '\0': no quoting
    bool trimBlanks = false; ///< blanks around fields, also around quoted ones, mean nothing
};

/// Bytes that must be readable behind the text given to StructuralIndex::scan.
inline constexpr size_t scanPadding = 64;

/// Finds the delimiters and row ends of a text that arrives in pieces, 64 bytes at a time.
///
/// A field is quoted when its first byte is the quote; two quotes within it stand for one. A quote anywhere
/// else is a plain byte. A row ends with LF, CR LF or CR; its position is that of the LF, or of the CR where
/// there is one.
///
/// Quoted regions are found by a carry-less product (the running parity of quotes), which is right as long as
/// every opening quote stands at the start of a field and every closing one at its end. That is checked for
/// each block; a block where it fails is read again byte by byte.
class StructuralIndex {
public:
    explicit StructuralIndex(const Grammar& grammar) : m_grammar(grammar) {}

    /// Scans text[from, to) and stops early behind the end of row number \p rowLimit of this batch. Returns
    /// where it stopped. Positions are appended to separators().
    size_t scan(const char* text, size_t from, size_t to, size_t rowLimit);

    /// Forgets positions, rows and marks but keeps the state between bytes: the next scan continues the text.
    void beginBatch();

    [[nodiscard]] std::vector<uint32_t>& separators() { return m_separators; }
    [[nodiscard]] size_t rows() const { return m_rows; }
    [[nodiscard]] bool insideQuotes() const { return m_state == State::Quoted; }
    /// Line breaks seen since the beginning of the text, also those within quotes.
    [[nodiscard]] uint64_t lines() const { return m_lines; }
    /// The line break count at which the last quoted field began.
    [[nodiscard]] uint64_t quoteLine() const { return m_quoteLine; }
    // Of the batch:
    [[nodiscard]] bool irregular() const { return m_irregular; } ///< a quote stood where none should
    [[nodiscard]] bool hasNonAscii() const { return m_nonAscii; }
    [[nodiscard]] bool hasNul() const { return m_nul; }

private:
    enum class State : uint8_t { FieldStart, Unquoted, Quoted, AfterQuote, AfterQuoteBlank };
    struct Block;

    Block load(const char* text, size_t count);
    bool scanFast(const Block& block, const char* text, size_t position, size_t count);
    void scanBytes(const char* text, size_t position, size_t count);
    void emit(uint64_t bits, size_t position);
    [[nodiscard]] State stateAfter(const Block& block, const char* text, size_t count,
                                   uint64_t separators) const;

    Grammar m_grammar;
    std::vector<uint32_t> m_separators;
    size_t m_rows = 0;
    uint64_t m_lines = 0;
    uint64_t m_quoteLine = 0;
    State m_state = State::FieldStart;
    bool m_afterReturn = false;
    bool m_irregular = false;
    bool m_nonAscii = false;
    bool m_nul = false;
};

} // namespace lathe::csv
