// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace lathe {

/// What an expectation looks at, and so what its result counts.
enum class ExpectationFamily {
    Table,       ///< the version as a whole
    Aggregate,   ///< one figure of one column
    ColumnMap,   ///< each value of one column; missing values are passed over
    ColumnPair,  ///< each row's values in two columns
    MultiColumn, ///< each row's values in several columns
};

/// What may stand under a keyword argument.
enum class ArgumentKind {
    Column,  ///< a column's name
    Columns, ///< names of columns
    Number,
    Count,  ///< a whole number from 0
    Value,  ///< number, text or truth value; dates as ISO 8601 text
    Values, ///< a list of those
    Flag,
    Text,
    Texts,
    Pattern, ///< a regular expression
    Patterns,
    Share,     ///< 0 to 1
    Choice,    ///< one of a few words
    Condition, ///< which rows count
    Object,    ///< a structure of its own: quantile_ranges, partition_object, value_pairs_set, json_schema
};

struct ArgumentSpec {
    std::string name;
    ArgumentKind kind = ArgumentKind::Value;
    bool required = false;
    Json fallback; ///< null: none
    std::vector<std::string> choices;
};

struct ExpectationSpec {
    std::string type; ///< "expect_column_values_to_be_between"
    ExpectationFamily family = ExpectationFamily::Table;
    std::vector<ArgumentSpec> arguments;
    std::string help; ///< one sentence
    [[nodiscard]] const ArgumentSpec* find(std::string_view argument) const;
};

/// All expectations that run here, in the order of a menu: names, arguments and defaults as in Great Expectations 1.x.
const std::vector<ExpectationSpec>& expectationCatalog();

/// Null when there is no such expectation.
const ExpectationSpec* findExpectation(std::string_view type);

/// "values to be between" for "expect_column_values_to_be_between": for people.
[[nodiscard]] std::string expectationTitle(std::string_view type);

} // namespace lathe
