// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/row_selection.h"

#include <algorithm>
#include <bit>

#include "core/data/columns/column_file.h"

namespace lathe {

namespace {

static_assert(RowSelection::wordsPerChunk * 64 == chunkRows);

size_t wordsFor(uint64_t rows) {
    return static_cast<size_t>((rows + chunkRows - 1) / chunkRows) * RowSelection::wordsPerChunk;
}

uint64_t bitsSet(std::span<const uint64_t> words) {
    uint64_t count = 0;
    for (const uint64_t word : words) count += static_cast<uint64_t>(std::popcount(word));
    return count;
}

/// The place of the bit number \p rank among those set in \p word.
size_t selectBit(uint64_t word, uint64_t rank) {
    for (; rank > 0; --rank) word &= word - 1;
    return static_cast<size_t>(std::countr_zero(word));
}

} // namespace

RowSelection::RowSelection(uint64_t rows, std::vector<uint64_t> words) : m_rows(rows), m_words(std::move(words)) {
    m_words.resize(wordsFor(rows));
    m_before.push_back(0);
    for (uint64_t chunk = 0; chunk * wordsPerChunk < m_words.size(); ++chunk)
        m_before.push_back(m_before.back() + bitsSet(chunkWords(chunk)));
}

RowSelection RowSelection::all(uint64_t rows) {
    std::vector<uint64_t> words(wordsFor(rows));
    std::fill_n(words.begin(), rows / 64, ~uint64_t{0});
    if (rows % 64 != 0) words[rows / 64] = (uint64_t{1} << (rows % 64)) - 1;
    return {rows, std::move(words)};
}

RowSelection RowSelection::none(uint64_t rows) { return {rows, {}}; }

uint64_t RowSelection::rank(uint64_t row) const {
    if (row >= m_rows) return count();
    const uint64_t chunk = row / chunkRows;
    const size_t word = row / 64;
    const uint64_t below = (uint64_t{1} << (row % 64)) - 1;
    return m_before[chunk] + bitsSet(chunkWords(chunk).first(word - chunk * wordsPerChunk)) +
           static_cast<uint64_t>(std::popcount(m_words[word] & below));
}

uint64_t RowSelection::row(uint64_t position) const {
    const auto after = std::upper_bound(m_before.begin(), m_before.end(), position);
    const auto chunk = static_cast<uint64_t>(after - m_before.begin()) - 1;
    uint64_t left = position - m_before[chunk];
    for (size_t word = chunk * wordsPerChunk;; ++word) {
        const auto here = static_cast<uint64_t>(std::popcount(m_words[word]));
        if (left < here) return word * 64 + selectBit(m_words[word], left);
        left -= here;
    }
}

RowSelection RowSelection::intersected(const RowSelection& other) const {
    std::vector<uint64_t> words = m_words;
    for (size_t i = 0; i < words.size(); ++i) words[i] &= other.m_words[i];
    return {m_rows, std::move(words)};
}

} // namespace lathe
