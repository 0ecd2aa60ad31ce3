// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/expectation_catalog.h"

#include <algorithm>

namespace lathe {

namespace {

using Arguments = std::vector<ArgumentSpec>;
using Kind = ArgumentKind;

ArgumentSpec required(std::string name, Kind kind) { return {std::move(name), kind, true, {}, {}}; }
ArgumentSpec optional(std::string name, Kind kind, Json fallback = {}) {
    return {std::move(name), kind, false, std::move(fallback), {}};
}
ArgumentSpec choice(std::string name, std::vector<std::string> words) {
    return {std::move(name), Kind::Choice, false, words.front(), std::move(words)};
}

Arguments bounds(Kind kind) {
    return {optional("min_value", kind), optional("max_value", kind), optional("strict_min", Kind::Flag, false),
            optional("strict_max", Kind::Flag, false)};
}
Arguments mostly() { return {optional("mostly", Kind::Share, 1.0)}; }

Arguments operator+(Arguments left, const Arguments& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const Arguments conditions{optional("row_condition", Kind::Condition),
                           choice("condition_parser", {"pandas", "python", "great_expectations",
                                                       "great_expectations__experimental__", "spark"})};

ExpectationSpec table(std::string type, Arguments arguments, std::string help) {
    return {std::move(type), ExpectationFamily::Table, std::move(arguments), std::move(help)};
}
ExpectationSpec aggregate(std::string type, const Arguments& arguments, std::string help) {
    return {std::move(type), ExpectationFamily::Aggregate,
            Arguments{required("column", Kind::Column)} + arguments + conditions, std::move(help)};
}
ExpectationSpec map(std::string type, const Arguments& arguments, std::string help) {
    return {std::move(type), ExpectationFamily::ColumnMap,
            Arguments{required("column", Kind::Column)} + arguments + mostly() + conditions, std::move(help)};
}
ExpectationSpec pair(std::string type, const Arguments& arguments, std::string help) {
    const Arguments columns{required("column_A", Kind::Column), required("column_B", Kind::Column)};
    const Arguments ignore{choice("ignore_row_if", {"both_values_are_missing", "either_value_is_missing", "neither"})};
    return {std::move(type), ExpectationFamily::ColumnPair, columns + arguments + ignore + mostly() + conditions,
            std::move(help)};
}
ExpectationSpec multi(std::string type, const Arguments& arguments, std::string help) {
    const Arguments columns{required("column_list", Kind::Columns)};
    const Arguments ignore{choice("ignore_row_if", {"all_values_are_missing", "any_value_is_missing", "never"})};
    return {std::move(type), ExpectationFamily::MultiColumn, columns + arguments + ignore + mostly() + conditions,
            std::move(help)};
}

std::vector<ExpectationSpec> tableExpectations() {
    return {
        table("expect_column_to_exist", {required("column", Kind::Column), optional("column_index", Kind::Count)},
              "The column is there, at this place when one is given."),
        table("expect_column_type_to_be", {required("column", Kind::Column), required("type_", Kind::Text)},
              "The column has this type."),
        table("expect_table_columns_to_match_set",
              {required("column_set", Kind::Columns), optional("exact_match", Kind::Flag, true)},
              "These columns are there, and no others when exact_match is set."),
        table("expect_table_columns_to_match_ordered_list", {required("column_list", Kind::Columns)},
              "Exactly these columns are there, in this order."),
        table("expect_table_column_count_to_be_between",
              {optional("min_value", Kind::Count), optional("max_value", Kind::Count)},
              "The number of columns lies between the bounds."),
        table("expect_table_column_count_to_equal", {required("value", Kind::Count)}, "There are so many columns."),
        table("expect_table_row_count_to_be_between", bounds(Kind::Count) + conditions,
              "The number of rows lies between the bounds."),
        table("expect_table_row_count_to_equal", Arguments{required("value", Kind::Count)} + conditions,
              "There are so many rows."),
        table("expect_table_row_count_to_equal_other_table",
              Arguments{required("other_table_name", Kind::Text)} + conditions,
              "There are as many rows as in another dataset version."),
    };
}

std::vector<ExpectationSpec> aggregateExpectations() {
    const Arguments values{required("value_set", Kind::Values)};
    return {
        aggregate("expect_column_min_to_be_between", bounds(Kind::Value), "The least value lies between the bounds."),
        aggregate("expect_column_max_to_be_between", bounds(Kind::Value),
                  "The greatest value lies between the bounds."),
        aggregate("expect_column_mean_to_be_between", bounds(Kind::Number), "The mean lies between the bounds."),
        aggregate("expect_column_median_to_be_between", bounds(Kind::Number), "The median lies between the bounds."),
        aggregate("expect_column_stdev_to_be_between", bounds(Kind::Number),
                  "The sample standard deviation lies between the bounds."),
        aggregate("expect_column_sum_to_be_between", bounds(Kind::Number), "The sum lies between the bounds."),
        aggregate("expect_column_quantile_values_to_be_between",
                  {required("quantile_ranges", Kind::Object),
                   choice("allow_relative_error", {"nearest", "linear", "lower", "higher", "midpoint"})},
                  "Each quantile lies in its range."),
        aggregate("expect_column_unique_value_count_to_be_between", bounds(Kind::Count),
                  "The number of different values lies between the bounds."),
        aggregate("expect_column_proportion_of_unique_values_to_be_between", bounds(Kind::Share),
                  "The number of different values divided by the number of values lies between the bounds."),
        aggregate("expect_column_proportion_of_non_null_values_to_be_between", bounds(Kind::Share),
                  "The share of rows with a value lies between the bounds."),
        aggregate("expect_column_distinct_values_to_be_in_set", values, "Every value that occurs is in the set."),
        aggregate("expect_column_distinct_values_to_contain_set", values, "Every value of the set occurs."),
        aggregate("expect_column_distinct_values_to_equal_set", values,
                  "The values that occur are exactly those of the set."),
        aggregate("expect_column_most_common_value_to_be_in_set",
                  values + Arguments{optional("ties_okay", Kind::Flag, false)},
                  "The most frequent value is in the set."),
        aggregate("expect_column_kl_divergence_to_be_less_than",
                  {optional("partition_object", Kind::Object), optional("threshold", Kind::Number),
                   optional("tail_weight_holdout", Kind::Share, 0), optional("internal_weight_holdout", Kind::Share, 0),
                   optional("bucketize_data", Kind::Flag, true), optional("min_value", Kind::Number),
                   optional("max_value", Kind::Number)},
                  "The Kullback-Leibler divergence from a reference distribution stays below the threshold."),
    };
}

std::vector<ExpectationSpec> mapExpectations() {
    const Arguments values{required("value_set", Kind::Values)};
    const Arguments regexes{required("regex_list", Kind::Patterns)};
    const Arguments likes{required("like_pattern_list", Kind::Texts)};
    const Arguments like{required("like_pattern", Kind::Text), optional("escape", Kind::Text)};
    const Arguments matchOn{choice("match_on", {"any", "all"})};
    const Arguments escape{optional("escape", Kind::Text)};
    const Arguments strictly{optional("strictly", Kind::Flag, false),
                             optional("parse_strings_as_datetimes", Kind::Flag, false)};
    return {
        map("expect_column_values_to_not_be_null", {}, "No value is missing."),
        map("expect_column_values_to_be_null", {}, "Every value is missing."),
        map("expect_column_values_to_be_unique", {}, "No value occurs twice."),
        map("expect_column_values_to_be_in_set",
            values + Arguments{optional("parse_strings_as_datetimes", Kind::Flag, false)}, "Each value is in the set."),
        map("expect_column_values_to_not_be_in_set",
            values + Arguments{optional("parse_strings_as_datetimes", Kind::Flag, false)}, "No value is in the set."),
        map("expect_column_values_to_be_between",
            bounds(Kind::Value) + Arguments{optional("parse_strings_as_datetimes", Kind::Flag, false),
                                            optional("allow_cross_type_comparisons", Kind::Flag, false)},
            "Each value lies between the bounds."),
        map("expect_column_values_to_be_of_type", {required("type_", Kind::Text)}, "The values have this type."),
        map("expect_column_values_to_be_in_type_list", {required("type_list", Kind::Texts)},
            "The values have one of these types."),
        map("expect_column_value_lengths_to_be_between", bounds(Kind::Count),
            "The number of characters lies between the bounds."),
        map("expect_column_value_lengths_to_equal", {required("value", Kind::Count)},
            "Each value has so many characters."),
        map("expect_column_values_to_match_regex", {required("regex", Kind::Pattern)},
            "The regular expression is found in each value."),
        map("expect_column_values_to_not_match_regex", {required("regex", Kind::Pattern)},
            "The regular expression is found in no value."),
        map("expect_column_values_to_match_regex_list", regexes + matchOn,
            "One, or each, of the regular expressions is found in each value."),
        map("expect_column_values_to_not_match_regex_list", regexes,
            "None of the regular expressions is found in any value."),
        map("expect_column_values_to_match_like_pattern", like, "Each value matches the SQL LIKE pattern."),
        map("expect_column_values_to_not_match_like_pattern", like, "No value matches the SQL LIKE pattern."),
        map("expect_column_values_to_match_like_pattern_list", likes + matchOn + escape,
            "Each value matches one, or each, of the SQL LIKE patterns."),
        map("expect_column_values_to_not_match_like_pattern_list", likes + escape,
            "No value matches any of the SQL LIKE patterns."),
        map("expect_column_values_to_match_strftime_format", {required("strftime_format", Kind::Text)},
            "Each text is a date or time of this form."),
        map("expect_column_values_to_be_dateutil_parseable", {}, "Each text can be read as a date or time."),
        map("expect_column_values_to_be_json_parseable", {}, "Each text is JSON."),
        map("expect_column_values_to_match_json_schema", {required("json_schema", Kind::Object)},
            "Each text is JSON that satisfies the schema."),
        map("expect_column_values_to_be_increasing", strictly, "No value is less than the one before it."),
        map("expect_column_values_to_be_decreasing", strictly, "No value is greater than the one before it."),
        map("expect_column_value_z_scores_to_be_less_than",
            {required("threshold", Kind::Number), optional("double_sided", Kind::Flag, true)},
            "Each value's distance from the mean, in standard deviations, is below the threshold."),
        map("expect_column_values_to_not_be_outliers",
            {choice("method", {"iqr", "std"}), optional("multiplier", Kind::Number, 1.5)},
            "No value lies far outside the quartiles, or far from the mean."),
    };
}

std::vector<ExpectationSpec> rowExpectations() {
    return {
        pair("expect_column_pair_values_to_be_equal", {}, "Both columns hold the same value."),
        pair("expect_column_pair_values_a_to_be_greater_than_b",
             {optional("or_equal", Kind::Flag, false), optional("parse_strings_as_datetimes", Kind::Flag, false),
              optional("allow_cross_type_comparisons", Kind::Flag, false)},
             "The first column's value is greater than the second's."),
        pair("expect_column_pair_values_to_be_in_set", {required("value_pairs_set", Kind::Object)},
             "The pair of values is one of these."),
        multi("expect_compound_columns_to_be_unique", {}, "No combination of values occurs twice."),
        multi("expect_select_column_values_to_be_unique_within_record", {}, "Within a row no value occurs twice."),
        multi("expect_multicolumn_values_to_be_unique", {}, "Within a row no value occurs twice (older name)."),
        multi("expect_multicolumn_values_to_be_equal", {}, "Within a row all values are the same."),
        multi("expect_multicolumn_sum_to_equal", {required("sum_total", Kind::Number)},
              "Within a row the values add up to this."),
    };
}

} // namespace

const ArgumentSpec* ExpectationSpec::find(std::string_view argument) const {
    const auto found = std::find_if(arguments.begin(), arguments.end(),
                                    [&](const ArgumentSpec& each) { return each.name == argument; });
    return found == arguments.end() ? nullptr : &*found;
}

const std::vector<ExpectationSpec>& expectationCatalog() {
    static const std::vector<ExpectationSpec> catalog = [] {
        std::vector<ExpectationSpec> all = tableExpectations();
        for (const auto& part : {mapExpectations(), aggregateExpectations(), rowExpectations()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return catalog;
}

const ExpectationSpec* findExpectation(std::string_view type) {
    const auto& catalog = expectationCatalog();
    const auto found =
        std::find_if(catalog.begin(), catalog.end(), [&](const ExpectationSpec& each) { return each.type == type; });
    return found == catalog.end() ? nullptr : &*found;
}

std::string expectationTitle(std::string_view type) {
    for (const std::string_view prefix : {"expect_column_", "expect_table_", "expect_"})
        if (type.starts_with(prefix)) {
            type.remove_prefix(prefix.size());
            break;
        }
    std::string title(type);
    std::replace(title.begin(), title.end(), '_', ' ');
    return title;
}

} // namespace lathe
