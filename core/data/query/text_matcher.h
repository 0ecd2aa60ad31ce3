// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: matching the texts of cells.
#pragma once

#include <cstdint>
#include <memory>
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
    const TextMatcher& m_matcher;
    std::vector<uint8_t> m_ofCode; ///< Category: by code; Boolean: of 0 and 1
    bool m_possible = true;
};

} // namespace lathe::query
