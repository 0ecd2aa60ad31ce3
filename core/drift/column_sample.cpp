// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/column_sample.h"

#include "core/base/text.h"
#include "core/stats/sorting.h"

#include <cctype>
#include <cmath>

namespace lathe::drift {

namespace {

constexpr size_t mostWords = size_t{1} << 20;

double codePoints(std::string_view text) {
    double count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

bool isWordByte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || byte >= 0x80 || c == '\'';
}

} // namespace

SampleBuilder::SampleBuilder(ColumnType type, uint64_t rows, bool textLabels) : m_textLabels(textLabels) {
    m_sample.type = type;
    if (type != ColumnType::Boolean && type != ColumnType::Category) m_sample.numbers.reserve(rows);
}

void SampleBuilder::add(const Column& piece, const std::vector<std::string>& dictionary) {
    m_sample.rows += piece.rows();
    switch (m_sample.type) {
    case ColumnType::Real: addReals(piece); break;
    case ColumnType::Category: addCodes(piece, dictionary); break;
    case ColumnType::Text: addTexts(piece); break;
    default: addIntegers(piece); break;
    }
}

void SampleBuilder::addReals(const Column& piece) {
    // Kept without a branch: whether a value is missing cannot be predicted.
    std::vector<double>& numbers = m_sample.numbers;
    size_t kept = numbers.size();
    numbers.resize(kept + piece.reals.size());
    uint64_t infinite = 0;
    for (size_t i = 0; i < piece.reals.size(); ++i) {
        const double value = piece.reals[i];
        const bool there = !piece.isMissing(i);
        numbers[kept] = value;
        kept += there && std::isfinite(value);
        infinite += there && std::isinf(value);
    }
    m_sample.missing += piece.reals.size() - (kept - (numbers.size() - piece.reals.size()));
    m_sample.infinite += infinite;
    numbers.resize(kept);
}

void SampleBuilder::addIntegers(const Column& piece) {
    uint64_t counts[2] = {0, 0};
    const bool boolean = m_sample.type == ColumnType::Boolean;
    for (size_t i = 0; i < piece.integers.size(); ++i) {
        if (piece.isMissing(i)) ++m_sample.missing;
        else if (boolean) ++counts[piece.integers[i] != 0];
        else m_sample.numbers.push_back(static_cast<double>(piece.integers[i]));
    }
    if (counts[0] > 0) m_sample.labels["false"] += counts[0];
    if (counts[1] > 0) m_sample.labels["true"] += counts[1];
}

void SampleBuilder::addCodes(const Column& piece, const std::vector<std::string>& dictionary) {
    if (m_codeDictionary != &dictionary) flushCodes();
    m_codeDictionary = &dictionary;
    m_codeCounts.resize(dictionary.size());
    for (size_t i = 0; i < piece.codes.size(); ++i) {
        if (piece.isMissing(i)) ++m_sample.missing;
        else ++m_codeCounts[piece.codes[i]];
    }
}

void SampleBuilder::flushCodes() {
    for (size_t code = 0; code < m_codeCounts.size(); ++code) {
        if (m_codeCounts[code] > 0) m_sample.labels[(*m_codeDictionary)[code]] += m_codeCounts[code];
    }
    m_codeCounts.clear();
}

void SampleBuilder::addTexts(const Column& piece) {
    for (size_t i = 0; i < piece.texts.size(); ++i) {
        if (piece.isMissing(i)) {
            ++m_sample.missing;
            continue;
        }
        const std::string_view text = piece.texts.at(i);
        m_sample.numbers.push_back(codePoints(text));
        addWords(text);
        if (!m_textLabels) continue;
        const auto known = m_sample.labels.find(text);
        if (known != m_sample.labels.end()) ++known->second;
        else m_sample.labels.emplace(text, 1);
    }
}

void SampleBuilder::addWords(std::string_view text) {
    for (size_t i = 0; i < text.size();) {
        size_t end = i;
        while (end < text.size() && isWordByte(text[end])) ++end;
        if (end == i) {
            ++i;
            continue;
        }
        const RowHash hash = hashBytes(lowered(text.substr(i, end - i)));
        const auto word = m_sample.words.size() < mostWords ? m_sample.words.add(hash) : m_sample.words.find(hash);
        m_sample.wordCounts.resize(m_sample.words.size());
        if (word) ++m_sample.wordCounts[*word];
        else m_sample.wordsTruncated = true;
        i = end;
    }
}

ColumnSample SampleBuilder::finish() {
    flushCodes();
    stats::sortAscending(m_sample.numbers);
    return std::move(m_sample);
}

} // namespace lathe::drift
