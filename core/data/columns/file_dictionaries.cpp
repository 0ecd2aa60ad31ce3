// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/file_dictionaries.h"

#include <cstdint>

namespace lathe {

namespace {

constexpr size_t mostTexts = 65536;
constexpr size_t mostBytes = size_t{64} << 20;
/// What a text takes besides its bytes: the string and its place in the table.
constexpr size_t bytesPerText = 80;

} // namespace

void FileDictionaries::recode(size_t number, Column& column) {
    Dictionary& dictionary = m_columns[number];
    std::vector<uint32_t> codes;
    codes.reserve(column.dictionary.size());
    for (const auto& text : column.dictionary) {
        const size_t before = dictionary.texts.size();
        codes.push_back(dictionary.texts.code(text));
        if (dictionary.texts.size() == before) continue;
        dictionary.bytes += text.size() + bytesPerText;
        m_bytes += text.size() + bytesPerText;
    }
    for (size_t row = 0; row < column.codes.size(); ++row)
        if (!column.isMissing(row)) column.codes[row] = codes[column.codes[row]];
    column.dictionary.clear();
}

bool FileDictionaries::outgrown(size_t number) const {
    const Dictionary& dictionary = m_columns[number];
    return dictionary.texts.size() > mostTexts ||
           (m_bytes > mostBytes && dictionary.bytes > mostBytes / m_columns.size());
}

} // namespace lathe
