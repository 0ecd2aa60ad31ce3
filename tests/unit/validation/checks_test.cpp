// SPDX-License-Identifier: GPL-3.0-or-later
// What Great Expectations cannot answer for: several chunks, edges, statistics that save reading, and what is ours
// alone.
#include <map>

#include "core/base/random.h"
#include "core/data/validation/key_runs.h"
#include "testing.h"

using namespace lathe;

namespace {

class Checks : public ColumnFileTest {
protected:
    /// 200 000 rows over four chunks: n counts up, k repeats, t is a text of each.
    std::shared_ptr<const ColumnFile> large() const {
        Table table;
        std::vector<std::optional<int64_t>> numbers;
        std::vector<std::optional<int64_t>> keys;
        std::vector<std::optional<std::string>> texts;
        for (int64_t i = 0; i < 200'000; ++i) {
            numbers.emplace_back(i);
            keys.emplace_back(i == 150'000 ? 7 : i + 1'000'000);
            texts.emplace_back("row " + std::to_string(i == 199'999 ? 5 : i));
        }
        keys[3] = 7;
        table.columns = {integerColumn("n", numbers), integerColumn("k", keys), textColumn("t", texts)};
        return write(table);
    }
};

TEST_F(Checks, findRepeatedValuesAcrossChunks) {
    const auto file = large();
    const auto numbers = check(*file, "expect_column_values_to_be_unique", {{"column", "k"}});
    EXPECT_FALSE(numbers.success);
    EXPECT_EQ(numbers.unexpectedCount, 2U);
    ASSERT_EQ(numbers.sample.size(), 2U);
    EXPECT_EQ(numbers.sample[0].row, 3U);
    EXPECT_EQ(numbers.sample[1].row, 150'000U);
    const auto texts = check(*file, "expect_column_values_to_be_unique", {{"column", "t"}});
    ASSERT_EQ(texts.sample.size(), 2U);
    EXPECT_EQ(texts.sample[1].value, "row 5");
    EXPECT_TRUE(check(*file, "expect_column_values_to_be_unique", {{"column", "n"}}).success);
    EXPECT_EQ(unexpectedRows(*file, expectation("expect_column_values_to_be_unique", {{"column", "t"}}), Json::object(),
                             100, JobContext())
                  .value(),
              (std::vector<uint64_t>{5, 199'999}));
}

TEST_F(Checks, compareNeighboursAcrossChunks) {
    Table table;
    std::vector<std::optional<int64_t>> values;
    for (int64_t i = 0; i < 140'000; ++i) values.emplace_back(i == 65'536 ? 10 : i);
    table.columns = {integerColumn("v", values)};
    const auto file = write(table);
    const auto result = check(*file, "expect_column_values_to_be_increasing", {{"column", "v"}});
    EXPECT_EQ(result.unexpectedCount, 1U);
    ASSERT_EQ(result.sample.size(), 1U);
    EXPECT_EQ(result.sample[0].row, 65'536U);
    EXPECT_EQ(check(*file, "expect_column_values_to_be_decreasing", {{"column", "v"}}).unexpectedCount, 139'998U);
}

TEST_F(Checks, wholeNumbersBeyondDoublesStayExact) {
    constexpr int64_t big = 9'007'199'254'740'993; // 2^53 + 1
    Table table;
    table.columns = {integerColumn("v", {big, big + 1, big + 2})};
    const auto file = write(table);
    EXPECT_EQ(
        check(*file, "expect_column_values_to_be_between", {{"column", "v"}, {"min_value", big + 1}}).unexpectedCount,
        1U);
    EXPECT_EQ(
        check(*file, "expect_column_values_to_be_in_set", {{"column", "v"}, {"value_set", {big}}}).unexpectedCount, 2U);
    EXPECT_EQ(check(*file, "expect_column_max_to_be_between", {{"column", "v"}}).observed, big + 2);
    EXPECT_TRUE(check(*file, "expect_column_values_to_be_increasing", {{"column", "v"}, {"strictly", true}}).success);
}

TEST_F(Checks, nothingButMissingValuesMeetsMapExpectations) {
    Table table;
    table.columns = {realColumn("v", {std::nan(""), std::nan("")}), textColumn("t", {std::nullopt, std::nullopt})};
    const auto file = write(table);
    for (const auto& [type, kwargs] : std::vector<std::pair<std::string, Json>>{
             {"expect_column_values_to_be_between", {{"column", "v"}, {"min_value", 5}}},
             {"expect_column_values_to_be_unique", {{"column", "v"}}},
             {"expect_column_value_z_scores_to_be_less_than", {{"column", "v"}, {"threshold", 1}}},
             {"expect_column_values_to_match_regex", {{"column", "t"}, {"regex", "x"}}}}) {
        const auto result = check(*file, type, kwargs);
        EXPECT_TRUE(result.ran && result.success) << type << result.problem;
        EXPECT_EQ(result.missingCount, 2U) << type;
    }
    EXPECT_FALSE(check(*file, "expect_column_mean_to_be_between", {{"column", "v"}, {"min_value", 0}}).success);
    EXPECT_TRUE(check(*file, "expect_column_values_to_be_null", {{"column", "v"}}).success);
}

TEST_F(Checks, anEmptyTableIsChecked) {
    Table table;
    table.columns = {integerColumn("v", {})};
    const auto file = write(table);
    EXPECT_TRUE(check(*file, "expect_column_values_to_be_unique", {{"column", "v"}}).success);
    EXPECT_TRUE(check(*file, "expect_table_row_count_to_equal", {{"value", 0}}).success);
    EXPECT_FALSE(check(*file, "expect_column_median_to_be_between", {{"column", "v"}, {"min_value", 0}}).success);
}

TEST_F(Checks, whatCannotRunSaysWhyAndIsNotMet) {
    Table table;
    table.columns = {integerColumn("price", {1, 2}), textColumn("name", {"a", "b"})};
    const auto file = write(table);
    const auto problem = [&](const std::string& type, Json kwargs) {
        const auto result = check(*file, type, std::move(kwargs));
        EXPECT_FALSE(result.ran || result.success) << type;
        return result.problem;
    };
    EXPECT_NE(problem("expect_column_values_to_be_between", {{"column", "prise"}, {"min_value", 1}}).find("'price'"),
              std::string::npos);
    EXPECT_NE(problem("expect_column_values_to_be_purple", {}).find("not known"), std::string::npos);
    problem("expect_column_values_to_be_between", {{"column", "name"}, {"min_value", 1}});
    problem("expect_column_values_to_be_between", {{"column", "price"}, {"min_value", 3}, {"max_value", 1}});
    problem("expect_column_values_to_match_regex", {{"column", "name"}, {"regex", "("}});
    problem("expect_column_mean_to_be_between", {{"column", "name"}});
    problem("expect_column_values_to_not_be_null", {{"column", "price"}, {"row_condition", "nothing > 3"}});
    problem("expect_column_kl_divergence_to_be_less_than",
            {{"column", "price"}, {"partition_object", {{"bins", {2, 1}}, {"weights", {1}}}}});
    problem("expect_column_values_to_be_between", {{"column", "price"}, {"min_value", {{"$PARAMETER", "gone"}}}});
    problem("expect_table_row_count_to_equal_other_table", {{"other_table_name", "x"}});
}

TEST_F(Checks, ourOwnExpectations) {
    Table table;
    table.columns = {integerColumn("a", {1, 2, std::nullopt}), realColumn("b", {1, 3, 4}),
                     textColumn("name", {"Anna", "Bob", std::nullopt})};
    const auto file = write(table);
    EXPECT_TRUE(check(*file, "expect_column_type_to_be", {{"column", "b"}, {"type_", "float64"}}).success);
    EXPECT_FALSE(check(*file, "expect_column_type_to_be", {{"column", "b"}, {"type_", "int64"}}).success);
    const auto unique = check(*file, "expect_multicolumn_values_to_be_unique", {{"column_list", {"a", "b"}}});
    EXPECT_EQ(unique.unexpectedCount, 1U);
    EXPECT_EQ(unique.sample[0].row, 0U);
    EXPECT_EQ(check(*file, "expect_column_values_to_match_like_pattern", {{"column", "name"}, {"like_pattern", "A%"}})
                  .unexpectedCount,
              1U);
    EXPECT_EQ(
        check(*file, "expect_column_values_to_not_match_like_pattern", {{"column", "name"}, {"like_pattern", "A%"}})
            .unexpectedCount,
        1U);
    const Json both{{"column", "name"}, {"like_pattern_list", {"A%", "%b"}}};
    EXPECT_TRUE(check(*file, "expect_column_values_to_match_like_pattern_list", both).success);
    EXPECT_EQ(check(*file, "expect_column_values_to_not_match_like_pattern_list", both).unexpectedCount, 2U);
    ExpectationSuite suite;
    suite.expectations = {expectation("expect_table_row_count_to_equal_other_table", {{"other_table_name", "t"}})};
    ValidationOptions options;
    options.rowsOf = [](const std::string& name) -> Result<uint64_t> { return name == "t" ? 3 : 0; };
    EXPECT_TRUE(validate(*file, suite, options, JobContext()).value().results[0].success);
}

TEST_F(Checks, statisticsOfChunksGiveTheSameAsReading) {
    const auto file = large();
    const Json bounds{{"column", "n"}, {"min_value", 70'000}, {"max_value", 130'000}};
    const auto quick = check(*file, "expect_column_values_to_be_between", bounds);
    Json slow = bounds;
    slow["row_condition"] = "n >= 0"; // a condition forbids the short way
    const auto read = check(*file, "expect_column_values_to_be_between", slow);
    EXPECT_EQ(quick.unexpectedCount, 139'999U);
    EXPECT_EQ(quick.unexpectedCount, read.unexpectedCount);
    EXPECT_EQ(quick.elementCount, read.elementCount);
    EXPECT_EQ(quick.sample.size(), read.sample.size());
}

TEST_F(Checks, stopWhenAsked) {
    const auto file = large();
    ExpectationSuite suite;
    suite.expectations = {expectation("expect_column_values_to_be_unique", {{"column", "t"}})};
    std::stop_source stop;
    stop.request_stop();
    const auto result = validate(*file, suite, {}, JobContext(stop.get_token(), nullptr));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
}

TEST_F(Checks, onlyErrorsCloseTheGate) {
    Table table;
    table.columns = {integerColumn("v", {1})};
    const auto file = write(table);
    ExpectationSuite suite;
    suite.name = "s<&>";
    suite.expectations = {expectation("expect_table_row_count_to_equal", {{"value", 2}}),
                          expectation("expect_column_to_exist", {{"column", "v"}})};
    suite.expectations[0].severity = CheckSeverity::Warning;
    auto result = validate(*file, suite, {}, JobContext()).value();
    EXPECT_TRUE(result.success());
    EXPECT_FALSE(result.success(true));
    EXPECT_NE(result.toJunit().find("failures=\"0\""), std::string::npos);
    EXPECT_NE(result.toJunit(true).find("failures=\"1\""), std::string::npos);
    EXPECT_NE(result.toJunit().find("s&lt;&amp;&gt;"), std::string::npos);
    EXPECT_FALSE(result.toJson()["success"].get<bool>());
}

TEST(KeyCounter, countsInSeveralPassesWhatDoesNotFit) {
    Random random(5);
    std::vector<int64_t> keys;
    std::map<int64_t, uint64_t> expected;
    for (int i = 0; i < 20'000; ++i) {
        keys.push_back(static_cast<int64_t>(random.below(3000)) - 1500);
        ++expected[keys.back()];
    }
    validation::KeyCounter<int64_t> counter(JobContext(), 100, 64);
    std::map<int64_t, uint64_t> found;
    std::vector<int64_t> order;
    size_t passes = 0;
    do {
        for (const int64_t key : keys) counter.add(key);
        for (const auto& run : counter.finishPass()) {
            found[run.key] = run.count;
            order.push_back(run.key);
        }
        ++passes;
    } while (counter.again());
    EXPECT_EQ(found, expected);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    EXPECT_EQ(order.size(), expected.size());
    EXPECT_GE(passes, 29U);
}

} // namespace
