// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lathe {

/// A set of rows of a column file: one bit a row (12.5 MB for 100 million rows) and a count per chunk.
/// Immutable and cheap to share; thread safe.
class RowSelection {
public:
    static constexpr size_t wordsPerChunk = 1024; ///< chunkRows / 64

    RowSelection() = default;
    /// \p words hold row r in bit r % 64 of word r / 64, wordsPerChunk words for each chunk begun; bits beyond the last
    /// row must be 0.
    RowSelection(uint64_t rows, std::vector<uint64_t> words);
    static RowSelection all(uint64_t rows);
    static RowSelection none(uint64_t rows);

    [[nodiscard]] uint64_t rows() const { return m_rows; } ///< of the data
    [[nodiscard]] uint64_t count() const { return m_before.empty() ? 0 : m_before.back(); }
    [[nodiscard]] bool contains(uint64_t row) const { return (m_words[row / 64] >> (row % 64) & 1U) != 0; }
    /// Selected rows before \p row (0 … rows()).
    [[nodiscard]] uint64_t rank(uint64_t row) const;
    /// The selected row number \p position, from 0, ascending. REQUIRES position < count(). O(log chunks + 1024).
    [[nodiscard]] uint64_t row(uint64_t position) const;

    [[nodiscard]] uint64_t countIn(uint64_t chunk) const { return m_before[chunk + 1] - m_before[chunk]; }
    [[nodiscard]] std::span<const uint64_t> chunkWords(uint64_t chunk) const {
        return std::span(m_words).subspan(chunk * wordsPerChunk, wordsPerChunk);
    }

    /// The rows in both. REQUIRES equal rows().
    [[nodiscard]] RowSelection intersected(const RowSelection& other) const;
    bool operator==(const RowSelection&) const = default;

private:
    uint64_t m_rows = 0;
    std::vector<uint64_t> m_words;
    std::vector<uint64_t> m_before; ///< selected rows before each chunk, and the total
};

/// Calls \p use(bit) for each bit that is set in \p words, ascending.
template <typename Use>
void forEachBit(std::span<const uint64_t> words, const Use& use) {
    for (size_t i = 0; i < words.size(); ++i)
        for (uint64_t word = words[i]; word != 0; word &= word - 1)
            use(i * 64 + static_cast<size_t>(__builtin_ctzll(word)));
}

} // namespace lathe
