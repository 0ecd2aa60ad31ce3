// SPDX-License-Identifier: GPL-3.0-or-later
// The choices of Evidently 0.7.21: types by infer_column_type, tests by _get_default_stattest
// (docs/drift.md).
#include "core/drift/comparison.h"
#include "tables.h"

#include <gtest/gtest.h>

namespace lathe {
namespace {

using namespace test;

ColumnDrift evidently(const Column& reference, const Column& current) {
    DriftOptions options;
    options.defaults = "evidently";
    const auto result = compare(Table{{reference}}, Table{{current}}, options, JobContext());
    EXPECT_TRUE(result);
    return result->columns.front();
}

TEST(EvidentlyChoice, NumbersByRowsAndDistinctValues) {
    EXPECT_EQ(evidently(realColumn("x", normals(1, 1000)), realColumn("x", normals(2, 3000))).test, "ks");
    EXPECT_EQ(evidently(realColumn("x", normals(1, 1001)), realColumn("x", normals(2, 10))).test, "wasserstein");
    const auto few = [](size_t rows, size_t values) {
        std::vector<double> column;
        for (size_t i = 0; i < rows; ++i) column.push_back(static_cast<double>(i % values));
        return realColumn("x", column);
    };
    EXPECT_EQ(evidently(few(100, 2), few(100, 2)).test, "z");
    EXPECT_EQ(evidently(few(100, 3), few(100, 5)).test, "chisquare");
    EXPECT_EQ(evidently(few(100, 5), few(100, 6)).test, "ks");
    EXPECT_EQ(evidently(few(2000, 2), few(100, 2)).test, "jensenshannon");
    EXPECT_EQ(evidently(few(2000, 6), few(100, 2)).test, "wasserstein");
}

TEST(EvidentlyChoice, WholeNumbersWithFewValuesAreCategories) {
    EXPECT_EQ(evidently(drawnIntegers("x", 1, 500, 10), drawnIntegers("x", 2, 500, 10)).test, "chisquare");
    EXPECT_EQ(evidently(drawnIntegers("x", 1, 500, 11), drawnIntegers("x", 2, 500, 11)).test, "ks");
    EXPECT_EQ(evidently(drawnIntegers("x", 1, 500, 50), drawnIntegers("x", 2, 500, 10)).test, "chisquare")
        << "the current side decides";
    EXPECT_EQ(evidently(drawnIntegers("x", 1, 5000, 10), drawnIntegers("x", 2, 500, 10)).test, "jensenshannon");
    Column gaps = drawnIntegers("x", 2, 500, 10);
    gaps.missing.assign(500, 0);
    gaps.missing[3] = 1;
    EXPECT_EQ(evidently(drawnIntegers("x", 1, 500, 10), gaps).test, "ks") << "with a gap pandas holds floats";
}

TEST(EvidentlyChoice, Categories) {
    EXPECT_EQ(evidently(drawnCategories("x", 1, 500, {.5, .5}), drawnCategories("x", 2, 500, {.5, .5})).test, "z");
    EXPECT_EQ(evidently(drawnCategories("x", 1, 500, {.5, .5}), drawnCategories("x", 2, 500, {.4, .4, .2})).test,
              "chisquare");
    EXPECT_EQ(evidently(drawnCategories("x", 1, 5000, {.5, .5}), drawnCategories("x", 2, 500, {.5, .5})).test,
              "jensenshannon");
    EXPECT_EQ(evidently(integerColumn("x", {1, 0, 1, 0}, ColumnType::Boolean),
                        integerColumn("x", {1, 1, 0}, ColumnType::Boolean))
                  .test,
              "z");
}

TEST(EvidentlyChoice, TextsThatMostlyDifferAreNotTested) {
    const Column distinct = textColumn("x", {"a", "b", "c", "d"}), repeated = textColumn("x", {"a", "a", "b", "b"});
    EXPECT_TRUE(evidently(distinct, distinct).test.empty());
    EXPECT_NE(evidently(distinct, distinct).message.find("free text"), std::string::npos);
    EXPECT_EQ(evidently(distinct, repeated).test, "chisquare") << "exactly half is not more than half";
    EXPECT_TRUE(evidently(integerColumn("x", {1, 2}, ColumnType::Date), integerColumn("x", {1, 2}, ColumnType::Date))
                    .test.empty());
}

TEST(EvidentlyChoice, EdgesOfTheDecisions) {
    // Equal samples: p = 1, distances 0; a category that the reference lacks makes chi-squared's p 0.
    EXPECT_FALSE(evidently(realColumn("x", normals(1, 100)), realColumn("x", normals(1, 100))).drifted);
    const ColumnDrift lacking =
        evidently(drawnCategories("x", 1, 100, {.5, .3, .2}), drawnCategories("x", 2, 100, {.4, .3, .2, .1}));
    EXPECT_EQ(lacking.score, 0);
    EXPECT_TRUE(lacking.drifted);
    EXPECT_EQ(lacking.threshold, 0.05);
    EXPECT_TRUE(lacking.scoreIsPValue);
}

} // namespace
} // namespace lathe
