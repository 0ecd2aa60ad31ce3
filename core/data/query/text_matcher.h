// SPDX-License-Identifier: GPL-3.0-or-later
// Matching the texts of cells.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/query/filter.h"

namespace re2 {
class RE2;
}

namespace lathe::query {

/// A compiled TextPattern. Thread safe.
class TextMatcher {
public:
    /// Errors: InvalidInput for a regular expression that cannot be understood.
    static Result<TextMatcher> compile(const TextPattern& pattern);

    [[nodiscard]] bool matches(std::string_view text) const;
    /// Whether a text made of \p alphabet alone could match; true when unsure.
    [[nodiscard]] bool couldMatch(std::string_view alphabet) const;

private:
    explicit TextMatcher(TextPattern pattern) : m_pattern(std::move(pattern)) {}
    [[nodiscard]] bool matchesFolded(std::string_view text) const;

    TextPattern m_pattern;
    std::string m_folded; ///< the plain text in small letters
    bool m_ascii = false; ///< the plain text is ASCII
    std::shared_ptr<const re2::RE2> m_regex;
};

/// Matches the cells of one column of a file: what can be known once (a category's texts) is.
class CellMatcher {
public:
    CellMatcher(const TextMatcher& matcher, const ColumnSchema& schema, const std::vector<std::string>& dictionary);

    /// False when no cell can match.
    [[nodiscard]] bool possible() const { return m_possible; }
    /// \p column as read without its dictionary. Missing cells do not match.
    [[nodiscard]] bool matches(const Column& column, size_t row) const;

private:
    [[nodiscard]] bool matchesTime(const Column& column, size_t row) const;

    const TextMatcher& m_matcher;
    uint64_t m_number;             ///< no other has it
    std::vector<uint8_t> m_ofCode; ///< Category: by code; Boolean: of 0 and 1
    bool m_possible = true;
};

/// Tells which cells of a file's columns match a pattern, to mark them. Thread safe.
class CellMarks {
public:
    /// \p columns: those searched; empty: all. Errors: InvalidInput.
    static Result<std::shared_ptr<const CellMarks>> create(const ColumnFile& file, const TextPattern& pattern,
                                                           const std::vector<size_t>& columns);
    /// \p values as read without their dictionary, of column \p column of the file.
    [[nodiscard]] bool marks(const Column& values, size_t column, size_t row) const {
        return m_cells[column] && m_cells[column]->possible() && m_cells[column]->matches(values, row);
    }

private:
    explicit CellMarks(TextMatcher matcher) : m_matcher(std::move(matcher)) {}
    TextMatcher m_matcher;
    std::vector<std::optional<CellMatcher>> m_cells; ///< by column
};

} // namespace lathe::query
