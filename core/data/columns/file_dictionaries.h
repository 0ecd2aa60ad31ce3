// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"
#include "core/data/columns/text_dictionary.h"

#include <cstddef>
#include <string>
#include <vector>

namespace lathe {

/// The dictionaries of a column file whose rows come in pieces, each with a dictionary of its own. Texts get their
/// codes in the order of first appearance. Not thread safe: pieces are given in the order of their rows.
class FileDictionaries {
public:
    explicit FileDictionaries(size_t columns) : m_columns(columns) {}

    /// Gives the rows of Category column number \p number the file's codes, and takes their own dictionary away.
    void recode(size_t number, Column& column);
    /// Whether a column's texts are too many for a dictionary: more than 65 536, or more than their share where those
    /// of all columns take 64 MiB.
    [[nodiscard]] bool outgrown(size_t number) const;
    /// The texts of a column, by their code. Call once.
    [[nodiscard]] std::vector<std::string> take(size_t number) { return m_columns[number].texts.takeTexts(); }

private:
    struct Dictionary {
        TextDictionary texts;
        size_t bytes = 0;
    };
    std::vector<Dictionary> m_columns;
    size_t m_bytes = 0; ///< of all columns
};

} // namespace lathe
