// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_index.h"

#include <bit>
#include <cstring>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace lathe::csv {

/// One bit per byte of up to 64 bytes.
struct StructuralIndex::Block {
    uint64_t delimiters = 0;
    uint64_t quotes = 0;
    uint64_t feeds = 0;    ///< LF
    uint64_t returns = 0;  ///< CR
    uint64_t specials = 0; ///< escapes and comment marks

    [[nodiscard]] Block first(size_t count) const;
};

namespace {

uint64_t lowBits(size_t count) { return count >= 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1; }

/// Bit i of the result is the parity of bits 0 to i.
uint64_t prefixParity(uint64_t bits) {
#if defined(__PCLMUL__) && defined(__AVX2__)
    const __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(bits)), _mm_set1_epi8(-1), 0);
    return static_cast<uint64_t>(_mm_cvtsi128_si64(product));
#else
    for (const int shift : {1, 2, 4, 8, 16, 32}) bits ^= bits << shift;
    return bits;
#endif
}

#if defined(__AVX2__)
uint64_t equalBytes(__m256i low, __m256i high, char byte) {
    const __m256i wanted = _mm256_set1_epi8(byte);
    const auto a = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
    const auto b = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
    return a | uint64_t{b} << 32;
}
#endif

} // namespace

inline StructuralIndex::Block StructuralIndex::Block::first(size_t count) const {
    const uint64_t valid = lowBits(count);
    return {delimiters & valid, quotes & valid, feeds & valid, returns & valid, specials & valid};
}

StructuralIndex::StructuralIndex(const Grammar& grammar)
    : m_grammar(grammar), m_delimiter(!grammar.isFixedWidth() && !grammar.blankRuns && grammar.delimiter.size() == 1
                                          ? grammar.delimiter.front()
                                          : '\0'),
      m_bytewise(m_delimiter == '\0' && !grammar.isFixedWidth()) {}

inline StructuralIndex::Block StructuralIndex::load(const char* text, size_t count) {
    Block block;
    const uint64_t valid = lowBits(count);
#if defined(__AVX2__)
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 32));
    if (m_delimiter != '\0') block.delimiters = equalBytes(low, high, m_delimiter) & valid;
    block.feeds = equalBytes(low, high, '\n') & valid;
    block.returns = equalBytes(low, high, '\r') & valid;
    if (m_grammar.quote != '\0') block.quotes = equalBytes(low, high, m_grammar.quote) & valid;
    if (m_grammar.escape != '\0') block.specials |= equalBytes(low, high, m_grammar.escape) & valid;
    if (m_grammar.comment != '\0') block.specials |= equalBytes(low, high, m_grammar.comment) & valid;
    const uint64_t signs = static_cast<uint32_t>(_mm256_movemask_epi8(low)) |
                           uint64_t{static_cast<uint32_t>(_mm256_movemask_epi8(high))} << 32;
    m_nonAscii = m_nonAscii || (signs & valid) != 0;
    m_nul = m_nul || (equalBytes(low, high, '\0') & valid) != 0;
#else
    for (size_t i = 0; i < count; ++i) {
        const uint64_t bit = uint64_t{1} << i;
        if (m_delimiter != '\0' && text[i] == m_delimiter) block.delimiters |= bit;
        if (text[i] == '\n') block.feeds |= bit;
        if (text[i] == '\r') block.returns |= bit;
        if (m_grammar.quote != '\0' && text[i] == m_grammar.quote) block.quotes |= bit;
        if (m_grammar.escape != '\0' && text[i] == m_grammar.escape) block.specials |= bit;
        if (m_grammar.comment != '\0' && text[i] == m_grammar.comment) block.specials |= bit;
        m_nonAscii = m_nonAscii || (static_cast<unsigned char>(text[i]) & 0x80) != 0;
        m_nul = m_nul || text[i] == '\0';
    }
    block.delimiters &= valid;
#endif
    return block;
}

inline StructuralIndex::State StructuralIndex::stateAfter(const Block& block, const char* text, size_t count,
                                                          uint64_t separators, uint64_t ends) const {
    size_t last = count - 1;
    if (m_grammar.trimBlanks) // blanks behind a separator leave the field at its start
        while (text[last] == ' ' || text[last] == '\t') {
            const bool isSeparator = (separators >> last & 1) != 0;
            if (isSeparator) break;
            if (last == 0) return atFieldStart() ? m_state : State::Unquoted;
            --last;
        }
    const uint64_t bit = uint64_t{1} << last;
    // A LF behind an unquoted CR is no separator of its own, yet a row starts after it.
    if (((ends | block.feeds) & bit) != 0) return State::RowStart;
    if ((separators & bit) != 0) return State::FieldStart;
    return (block.quotes & bit) != 0 ? State::AfterQuote : State::Unquoted;
}

inline bool StructuralIndex::scanFast(const Block& block, const char* text, size_t position, size_t count) {
    if (m_bytewise || block.specials != 0 || m_escaped || m_state == State::Comment ||
        m_state == State::AfterQuoteBlank)
        return false;
    if (m_grammar.trimBlanks && (block.quotes != 0 || m_state == State::Quoted || m_state == State::AfterQuote))
        return false;
    const uint64_t valid = lowBits(count);
    const uint64_t inside = (prefixParity(block.quotes) ^ (m_state == State::Quoted ? ~uint64_t{0} : 0)) & valid;
    const uint64_t feeds = block.feeds & ~(block.returns << 1 | (m_afterReturn ? 1 : 0));
    const uint64_t ends = (feeds | block.returns) & ~inside;
    const uint64_t separators = (block.delimiters & ~inside) | ends;
    const uint64_t closing = block.quotes & ~inside;
    if (block.quotes != 0 || m_state == State::AfterQuote) {
        const uint64_t starts = (separators | (block.feeds & ~inside)) << 1 | (atFieldStart() ? 1 : 0);
        const uint64_t afterClosing = closing << 1 | (m_state == State::AfterQuote ? 1 : 0);
        const uint64_t misplaced =
            (block.quotes & inside & ~(starts | afterClosing)) | (afterClosing & ~(separators | block.quotes) & valid);
        if (misplaced != 0) return false;
    }
    m_separators.appendBits<8>(separators, position);
    m_rowEnds.appendBits<1>(ends, position);
    m_returns = m_returns || (block.returns & ends) != 0;
    m_rows += static_cast<size_t>(std::popcount(ends));
    m_lines += static_cast<uint64_t>(std::popcount(block.returns | feeds));
    m_afterReturn = (block.returns >> (count - 1) & 1) != 0;
    const bool quotedAtEnd = (inside >> (count - 1) & 1) != 0;
    m_state = quotedAtEnd ? State::Quoted : stateAfter(block, text, count, separators, ends);
    return true;
}

void StructuralIndex::separate(size_t position) {
    m_separators.append(position);
    m_state = State::FieldStart;
    m_inRun = false;
}

void StructuralIndex::endRow(size_t position) {
    separate(position);
    m_rowEnds.append(position);
    ++m_rows;
    m_state = State::RowStart;
    m_fieldStart = position + 1;
}

/// Whether the delimiter ends with text[position]. Only the bytes of the field itself count, so that of
/// "a|||b" the first two bars are the delimiter.
bool StructuralIndex::delimiterEnds(const char* text, size_t position) const {
    const std::string& delimiter = m_grammar.delimiter;
    const size_t length = delimiter.size();
    return position + 1 >= m_fieldStart + length && text[position] == delimiter.back() &&
           std::memcmp(text + position + 1 - length, delimiter.data(), length) == 0;
}

/// One byte outside of quotes, comments and line ends.
void StructuralIndex::readByte(const char* text, size_t position) {
    const char c = text[position];
    const bool isBlank = c == ' ' || c == '\t';
    if (m_grammar.blankRuns) {
        if (isBlank) {
            m_inRun = m_inRun || !atFieldStart();
            return;
        }
        if (m_inRun) separate(position - 1);
    } else if (!m_grammar.isFixedWidth() && m_delimiter == '\0' && delimiterEnds(text, position)) {
        separate(position + 1 - m_grammar.delimiter.size());
        m_fieldStart = position + 1;
        return;
    } else if (m_delimiter != '\0' && c == m_delimiter) {
        return separate(position);
    }
    const bool isQuote = m_grammar.quote != '\0' && c == m_grammar.quote;
    if (m_state == State::RowStart && m_grammar.comment != '\0' && c == m_grammar.comment) {
        m_state = State::Comment;
    } else if (m_grammar.escape != '\0' && c == m_grammar.escape) {
        m_escaped = true;
        m_state = State::Unquoted;
    } else if (isQuote && (atFieldStart() || m_state == State::AfterQuote)) {
        m_state = State::Quoted;
    } else if (isBlank && (m_state == State::AfterQuote || m_state == State::AfterQuoteBlank)) {
        m_state = State::AfterQuoteBlank;
    } else if (isBlank && m_grammar.trimBlanks && m_state != State::Unquoted) {
        // blanks before a field
    } else {
        m_state = State::Unquoted;
    }
}

/// Scans a block and returns where to go on: behind it, or before it when a quote was given up.
size_t StructuralIndex::scanBytes(const char* text, size_t position, size_t count) {
    m_irregular = true;
    const bool endsAreClear = m_delimiter != '\0' || m_grammar.blankRuns;
    for (size_t at = position; at < position + count; ++at) {
        const char c = text[at];
        const bool feedOfReturn = c == '\n' && m_afterReturn;
        const bool isEnd = c == '\n' || c == '\r';
        m_afterReturn = c == '\r';
        if (isEnd && !feedOfReturn) ++m_lines;
        if (m_escaped && !isEnd) {
            m_escaped = false;
        } else if (m_state == State::Quoted) {
            m_escaped = m_grammar.escape != '\0' && c == m_grammar.escape;
            if (!m_escaped && c == m_grammar.quote) m_state = State::AfterQuote;
        } else if (feedOfReturn) {
            m_state = State::RowStart;
            m_fieldStart = at + 1;
        } else if (isEnd) {
            m_escaped = false;
            m_returns = m_returns || c == '\r';
            endRow(at);
        } else if (m_state != State::Comment) {
            const bool behindQuote = (m_state == State::AfterQuote || m_state == State::AfterQuoteBlank) && !m_inRun;
            readByte(text, at);
            if (behindQuote && m_state == State::Unquoted && endsAreClear &&
                lineBreaks({text + openFieldStart(text), at - openFieldStart(text)}) > 0)
                return giveUpQuote(text, at + 1);
        }
    }
    return position + count;
}

/// Where the field begins that is being read.
size_t StructuralIndex::openFieldStart(const char* text) const {
    const auto separators = m_separators.positions();
    if (separators.empty()) return 0;
    const size_t last = separators.back();
    return text[last] == '\r' && text[last + 1] == '\n' ? last + 2 : last + 1;
}

size_t lineBreaks(std::string_view text) {
    size_t count = 0;
    for (size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))) ++count;
    return count;
}

size_t StructuralIndex::giveUpQuote(const char* text, size_t size) {
    const auto isBreak = [](char c) { return c == '\n' || c == '\r'; };
    const auto end = static_cast<size_t>(std::find_if(text + openFieldStart(text), text + size, isBreak) - text);
    m_lines -= lineBreaks({text + end, size - end});
    m_state = State::Unquoted;
    m_escaped = false;
    m_afterReturn = false;
    m_irregular = true;
    return end;
}

void StructuralIndex::beginBatch() {
    m_separators.clear();
    m_rowEnds.clear();
    m_rows = 0;
    m_fieldStart = 0;
    m_irregular = false;
    m_nonAscii = false;
    m_nul = false;
    m_returns = false;
}

size_t StructuralIndex::scan(const char* text, size_t from, size_t to, size_t rowLimit) {
    while (from < to && m_rows < rowLimit) {
        size_t count = to - from < 64 ? to - from : 64;
        const Block block = load(text + from, count);
        // Only line breaks outside of quotes end rows, so this many rows at most end here.
        const uint64_t breaks = block.feeds | block.returns;
        if (m_rows + static_cast<size_t>(std::popcount(breaks)) >= rowLimit && breaks != 0)
            count = static_cast<size_t>(std::countr_zero(breaks)) + 1; // go on break by break
        from = scanFast(block.first(count), text + from, from, count) ? from + count : scanBytes(text, from, count);
    }
    return from;
}

} // namespace lathe::csv
