// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/group.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "query_data.h"

using namespace lathe;
using test::QueryData;
using test::queryData;

namespace {

const Column& named(const Table& table, const std::string& name) { return table.columns[*table.find(name)]; }

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

/// All groups.
Result<Table> summaryOf(const ColumnFile& file, const std::vector<std::string>& keys,
                        const std::vector<Measure>& measures, const RowSelection* rows, const JobContext& job,
                        size_t threads = 0) {
    LATHE_TRY(GroupSummary summary, groupRows(file, keys, measures, rows, SIZE_MAX, {}, job, threads));
    EXPECT_EQ(summary.groups, summary.table.rows());
    return std::move(summary.table);
}

TEST(GroupRows, SummarisesByKeys) {
    const auto& data = queryData();
    const Column& colour = data.column("colour");
    const Column& flag = data.column("flag");
    const Column& small = data.column("small");
    const Column& note = data.column("note");
    const RowSelection rows = data.bruteForce([](size_t row) { return row % 7 != 0; });
    struct Expected {
        std::vector<double> values;
        std::set<std::string_view> notes;
        int64_t rows = 0;
    };
    std::map<std::pair<std::string, std::string>, Expected> groups;
    for (size_t row = 0; row < colour.rows(); ++row) {
        if (!rows.contains(row)) continue;
        // "~" comes after every text here: missing keys stand last.
        Expected& group = groups[{colour.isMissing(row) ? "~" : std::string(colour.text(row)),
                                  flag.isMissing(row) ? "~" : flag.display(row)}];
        ++group.rows;
        if (!small.isMissing(row)) group.values.push_back(static_cast<double>(small.integers[row]));
        if (!note.isMissing(row)) group.notes.insert(note.text(row));
    }
    std::vector<Measure> measures;
    for (int a = 0; a <= static_cast<int>(Aggregate::Median); ++a)
        measures.push_back({"small", static_cast<Aggregate>(a)});
    measures.push_back({"note", Aggregate::Distinct});
    const auto summary = summaryOf(data.file(), {"colour", "flag"}, measures, &rows, JobContext());
    ASSERT_TRUE(summary) << summary.error().describe();
    ASSERT_EQ(summary->rows(), groups.size());
    size_t row = 0;
    for (const auto& [key, expected] : groups) {
        const auto text = [&](const char* name) {
            return named(*summary, name).isMissing(row) ? "~" : named(*summary, name).display(row);
        };
        EXPECT_EQ(text("colour"), key.first);
        EXPECT_EQ(text("flag"), key.second);
        double sum = 0, squares = 0;
        for (const double value : expected.values) sum += value;
        const double mean = sum / static_cast<double>(expected.values.size());
        for (const double value : expected.values) squares += (value - mean) * (value - mean);
        EXPECT_EQ(named(*summary, "rows").integers[row], expected.rows);
        EXPECT_EQ(named(*summary, "count(small)").integers[row], static_cast<int64_t>(expected.values.size()));
        EXPECT_EQ(named(*summary, "missing(small)").integers[row],
                  expected.rows - static_cast<int64_t>(expected.values.size()));
        EXPECT_EQ(named(*summary, "distinct(small)").integers[row], 24);
        EXPECT_EQ(named(*summary, "min(small)").integers[row], 0);
        EXPECT_EQ(named(*summary, "max(small)").integers[row], 23);
        EXPECT_EQ(named(*summary, "sum(small)").integers[row], static_cast<int64_t>(sum));
        EXPECT_DOUBLE_EQ(named(*summary, "mean(small)").reals[row], mean);
        EXPECT_NEAR(named(*summary, "std(small)").reals[row],
                    std::sqrt(squares / static_cast<double>(expected.values.size() - 1)), 1e-11);
        EXPECT_EQ(named(*summary, "median(small)").reals[row], medianOf(expected.values));
        EXPECT_EQ(named(*summary, "distinct(note)").integers[row], static_cast<int64_t>(expected.notes.size()));
        ++row;
    }
}

/// Keys of few values are numbered, others hashed; groups beyond a certain size are ordered in another way.
TEST(GroupRows, SummarisesManyAndLargeGroups) {
    Table table;
    table.columns.resize(3);
    table.columns[0].schema = {"many", ColumnType::Integer};
    table.columns[1].schema = {"two", ColumnType::Boolean};
    table.columns[2].schema = {"value", ColumnType::Real};
    constexpr int64_t rows = 4'500'000;
    for (int64_t row = 0; row < rows; ++row) {
        table.columns[0].integers.push_back((row * 7919 % 1'200'000) * 4096);
        table.columns[1].integers.push_back(row % 2);
        table.columns[2].reals.push_back(static_cast<double>(row / 2 % 1000));
    }
    const QueryData data(std::move(table));
    const std::vector<Measure> measures{
        {"value", Aggregate::Median}, {"value", Aggregate::Distinct}, {"value", Aggregate::Std}};
    const auto many = summaryOf(data.file(), {"many"}, measures, nullptr, JobContext());
    ASSERT_TRUE(many) << many.error().describe();
    EXPECT_EQ(many->rows(), 1'200'000U);
    EXPECT_EQ(named(*many, "many").integers[1'199'999], int64_t{1'199'999} * 4096);
    EXPECT_EQ(named(*many, "rows").integers[5], 4); // 3.75 on average
    const auto two = summaryOf(data.file(), {"two"}, measures, nullptr, JobContext());
    ASSERT_TRUE(two) << two.error().describe();
    for (size_t row = 0; row < 2; ++row) {
        EXPECT_EQ(named(*two, "rows").integers[row], rows / 2);
        EXPECT_EQ(named(*two, "distinct(value)").integers[row], 1000);
        EXPECT_EQ(named(*two, "median(value)").reals[row], 499.5);
        // Of 0 … 999, each 2250 times: variance (1000² - 1) / 12, corrected for the sample.
        EXPECT_NEAR(named(*two, "std(value)").reals[row], std::sqrt(999'999.0 / 12 * 2'250'000 / 2'249'999), 1e-9);
    }
}

/// More groups than are worked on together: the same as a map of all, in the order of the keys, whatever part is asked
/// for.
TEST(GroupRows, WorksOnMoreGroupsThanItHolds) {
    constexpr size_t rows = 1'500'000;
    Table table;
    table.columns.resize(3);
    table.columns[0].schema = {"name", ColumnType::Text};
    table.columns[1].schema = {"value", ColumnType::Real};
    table.columns[2].schema = {"whole", ColumnType::Integer};
    struct Expected {
        int64_t rows = 0;
        double sum = 0;
        double whole = 0;
    };
    std::map<std::string, Expected> groups; // "~" comes after every name here: the missing key stands last
    for (size_t row = 0; row < rows; ++row) {
        const size_t number = row * 7919 % 1'100'003;
        const bool missing = number % 1000 == 0;
        const std::string name = missing ? "~" : "name " + std::to_string(number);
        const double value = static_cast<double>(row % 1024) / 8; // sums are exact
        const int64_t whole = number == 1000 || number == 2000 ? INT64_MAX : static_cast<int64_t>(row);
        table.columns[0].texts.push(missing ? "" : name);
        table.columns[0].missing.push_back(missing ? 1 : 0);
        table.columns[1].reals.push_back(value);
        table.columns[2].integers.push_back(whole);
        Expected& group = groups[name];
        ++group.rows;
        group.sum += value;
        group.whole += static_cast<double>(whole);
    }
    const QueryData data(std::move(table));
    const std::vector<Measure> measures{{"value", Aggregate::Sum},
                                        {"whole", Aggregate::Sum},
                                        {"value", Aggregate::Count},
                                        {"value", Aggregate::Median},
                                        {"whole", Aggregate::Max}};
    const auto all = summaryOf(data.file(), {"name"}, measures, nullptr, JobContext());
    ASSERT_TRUE(all) << all.error().describe();
    ASSERT_EQ(all->rows(), groups.size());
    ASSERT_EQ(named(*all, "sum(whole)").schema.type, ColumnType::Real); // that of one group does not fit
    size_t row = 0;
    for (const auto& [name, expected] : groups) {
        const bool missing = named(*all, "name").isMissing(row);
        ASSERT_EQ(missing ? "~" : named(*all, "name").display(row), name);
        ASSERT_EQ(named(*all, "rows").integers[row], expected.rows);
        ASSERT_EQ(named(*all, "sum(value)").reals[row], expected.sum);
        ASSERT_DOUBLE_EQ(named(*all, "sum(whole)").reals[row], expected.whole);
        ++row;
    }
    const auto first = groupRows(data.file(), {"name"}, measures, nullptr, 1000, {}, JobContext());
    ASSERT_TRUE(first) << first.error().describe();
    EXPECT_EQ(first->groups, groups.size());
    ASSERT_EQ(first->table.rows(), 1000U);
    EXPECT_EQ(named(first->table, "name").display(999), named(*all, "name").display(999));
    EXPECT_EQ(named(first->table, "sum(value)").reals[999], named(*all, "sum(value)").reals[999]);
    EXPECT_EQ(named(first->table, "median(value)").reals[999], named(*all, "median(value)").reals[999]);
}

TEST(GroupRows, DoesNotDependOnThreads) {
    const std::vector<Measure> measures{
        {"number", Aggregate::Mean}, {"moment", Aggregate::Max}, {"number", Aggregate::Std}};
    const auto one = summaryOf(queryData().file(), {"small"}, measures, nullptr, JobContext(), 1);
    const auto three = summaryOf(queryData().file(), {"small"}, measures, nullptr, JobContext(), 3);
    ASSERT_TRUE(one && three);
    for (size_t c = 0; c < one->columns.size(); ++c) {
        EXPECT_EQ(one->columns[c].reals, three->columns[c].reals);
        EXPECT_EQ(one->columns[c].integers, three->columns[c].integers);
    }
}

/// Reference: pandas 1.5.3, Series([1e16, 1, -1e16, 1]).sum() is 1 in double arithmetic; the exact sum is 2.
TEST(GroupRows, AddsWithoutLoss) {
    Table table;
    table.columns.resize(2);
    table.columns[0].schema = {"real", ColumnType::Real};
    table.columns[0].reals = {1e16, 1, -1e16, 1};
    table.columns[1].schema = {"whole", ColumnType::Integer};
    table.columns[1].integers = {INT64_MAX, INT64_MAX, -5, 5};
    const QueryData data(std::move(table));
    const auto summary =
        summaryOf(data.file(), {}, {{"real", Aggregate::Sum}, {"whole", Aggregate::Sum}, {"whole", Aggregate::Max}},
                  nullptr, JobContext());
    ASSERT_TRUE(summary) << summary.error().describe();
    ASSERT_EQ(summary->rows(), 1U);
    EXPECT_EQ(named(*summary, "sum(real)").reals[0], 2.0);
    EXPECT_EQ(named(*summary, "sum(whole)").reals[0], 0x1p64); // does not fit into 64 bits
    EXPECT_EQ(named(*summary, "max(whole)").integers[0], INT64_MAX);
}

TEST(GroupRows, RefusesWhatDoesNotSuit) {
    const auto text = summaryOf(queryData().file(), {}, {{"note", Aggregate::Mean}}, nullptr, JobContext());
    ASSERT_FALSE(text);
    EXPECT_NE(text.error().describe().find("'note'"), std::string::npos);
    EXPECT_FALSE(summaryOf(queryData().file(), {"colr"}, {}, nullptr, JobContext()));
    EXPECT_EQ(*parseMeasure("mean( a b )"), (Measure{"a b", Aggregate::Mean}));
    EXPECT_FALSE(parseMeasure("mean"));
    const auto slip = parseMeasure("meen(a)");
    ASSERT_FALSE(slip);
    EXPECT_NE(slip.error().hint.find("'mean'"), std::string::npos);
}

} // namespace
