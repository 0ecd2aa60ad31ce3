// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/row_selection.h"

namespace lathe {

/// What a cell's text is compared with. The text of a cell is what Column::display() gives, whatever its type.
struct TextPattern {
    std::string text;
    bool regex = false;     ///< RE2 syntax, else plain
    bool matchCase = false; ///< else as lowerCase() sees it (of a regex: as RE2 does)
    bool wholeCell = false; ///< else anywhere in the cell
    bool operator==(const TextPattern&) const = default;
};
/// Errors: InvalidInput with what is wrong with the regular expression.
Result<void> checkPattern(const TextPattern& pattern);

/// A number that is exact for both kinds of columns: integers, days and microseconds, or reals.
using NumberLimit = std::variant<int64_t, double>;

/// The cell's value is one of these (as Column::display() writes them). A missing cell counts as one of them when
/// \p missing is set.
struct ValuesCondition {
    std::string column;
    std::vector<std::string> values;
    bool missing = false;
    bool exclude = false; ///< keep the others instead
    bool operator==(const ValuesCondition&) const = default;
};

/// from ≤ value ≤ to, or value < to with \p toOpen. Booleans, numbers, dates (days) and timestamps (µs).
struct RangeCondition {
    std::string column;
    std::optional<NumberLimit> from, to;
    bool toOpen = false;
    bool operator==(const RangeCondition&) const = default;
};

/// Rows for which an expression (docs/expressions.md) is true.
struct ExpressionCondition {
    std::string text;
    bool operator==(const ExpressionCondition&) const = default;
};

struct MissingCondition {
    std::string column;   ///< empty: any column
    bool present = false; ///< keep the rows that have a value instead; with any column: in every column
    bool operator==(const MissingCondition&) const = default;
};

/// Rows whose values in \p columns (empty: all) equal those of another row of the version, whatever other conditions
/// say. Missing values equal each other.
struct DuplicatesCondition {
    enum class Keep {
        All,   ///< every row that has an equal
        Later, ///< all but the first of equal rows
        Unique ///< rows without an equal
    };
    std::vector<std::string> columns;
    Keep keep = Keep::All;
    bool operator==(const DuplicatesCondition&) const = default;
};

/// The cell's text matches. Missing cells never do.
struct TextCondition {
    std::string column; ///< empty: any column
    TextPattern pattern;
    bool exclude = false; ///< keep the others instead, missing cells included
    bool operator==(const TextCondition&) const = default;
};

using FilterCondition = std::variant<ValuesCondition, RangeCondition, ExpressionCondition, MissingCondition,
                                     DuplicatesCondition, TextCondition>;

/// A stack of conditions, all of which must hold. Empty: every row.
struct Filter {
    std::vector<FilterCondition> conditions;

    /// The filter without condition \p index, or without all that look at nothing but \p column: what a facet shows is
    /// counted under the others.
    [[nodiscard]] Filter without(size_t index) const;
    [[nodiscard]] Filter withoutColumn(const std::string& column) const;
    bool operator==(const Filter&) const = default;
};

/// Errors: NotFound with the nearest name for an unknown column, InvalidInput for what cannot be compared or parsed.
Result<void> checkFilter(const std::vector<ColumnSchema>& schema, const Filter& filter);

/// The rows of \p file that pass \p filter. Parallel over chunks; chunks whose statistics decide are not read.
/// Memory: one bit a row and what the chunks in work take; with DuplicatesCondition 200 MB more.
/// Errors: those of checkFilter(), Corrupt, Io, Cancelled.
Result<RowSelection> selectRows(const ColumnFile& file, const Filter& filter, const JobContext& job,
                                size_t threads = 0);

} // namespace lathe
