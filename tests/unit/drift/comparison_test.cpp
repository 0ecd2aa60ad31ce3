// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/comparison.h"
#include "tables.h"

#include <gtest/gtest.h>

#include <limits>

namespace lathe {
namespace {

using namespace test;

DriftResult compared(const Table& reference, const Table& current, const DriftOptions& options = {}) {
    auto result = compare(reference, current, options, JobContext());
    EXPECT_TRUE(result) << (result ? "" : result.error().describe());
    return result ? *result : DriftResult();
}

const ColumnDrift& column(const DriftResult& result, const std::string& name) {
    for (const ColumnDrift& one : result.columns) {
        if (one.column == name) return one;
    }
    throw std::out_of_range(name);
}

std::string errorOf(const Table& reference, const Table& current, const DriftOptions& options) {
    const auto result = compare(reference, current, options, JobContext());
    return result ? std::string() : result.error().describe();
}

TEST(Comparison, EqualDistributionsAreRarelyCalledDrift) {
    // 200 pairs for each kind: the limits are crossed by chance once in a thousand, so more than 4 of 400
    // would be a defect.
    Table reference, current;
    for (uint64_t i = 0; i < 200; ++i) {
        const size_t n = 60 + 4 * i, m = 50 + 3 * i;
        reference.columns = {realColumn("x", normals(1000 + i, n)),
                             drawnCategories("c", 3000 + i, n, {.5, .3, .15, .04, .01})};
        current.columns = {realColumn("x", normals(2000 + i, m)),
                           drawnCategories("c", 4000 + i, m, {.5, .3, .15, .04, .01})};
        static size_t falseAlarms = 0;
        falseAlarms += compared(reference, current).driftedColumns;
        EXPECT_LE(falseAlarms, 4u);
    }
}

TEST(Comparison, EvidentlysTestsFalselyAlarmAtTheirLevel) {
    DriftOptions options;
    options.defaults = "evidently";
    size_t alarms = 0;
    for (uint64_t i = 0; i < 400; ++i) {
        const Table reference{{realColumn("x", normals(5000 + i, 300))}},
            current{{realColumn("x", normals(6000 + i, 300))}};
        alarms += compared(reference, current, options).driftedColumns;
    }
    EXPECT_GE(alarms, 8u); // 5 % of 400, four standard deviations to either side
    EXPECT_LE(alarms, 38u);
}

TEST(Comparison, ShiftsAreFound) {
    const Table reference{{realColumn("shifted", normals(1, 2000)), realColumn("wider", normals(2, 2000)),
                           realColumn("same", normals(3, 2000)), drawnCategories("mix", 4, 2000, {.6, .4}),
                           drawnCategories("kinds", 5, 2000, {.5, .5})}};
    const Table current{{realColumn("shifted", normals(11, 1500, .5)), realColumn("wider", normals(12, 1500, 0, 2)),
                         realColumn("same", normals(13, 1500)), drawnCategories("mix", 14, 1500, {.3, .7}),
                         drawnCategories("kinds", 15, 1500, {.4, .4, .2})}};
    const DriftResult result = compared(reference, current);
    EXPECT_TRUE(column(result, "shifted").drifted);
    EXPECT_TRUE(column(result, "wider").drifted);
    EXPECT_FALSE(column(result, "same").drifted);
    EXPECT_TRUE(column(result, "mix").drifted);
    EXPECT_TRUE(column(result, "kinds").drifted);
    EXPECT_EQ(column(result, "kinds").newCategories, std::vector<std::string>{"c"});
    EXPECT_NEAR(column(result, "kinds").statistics.at("new_category_share"), .2, .05);
    EXPECT_EQ(result.driftedColumns, 4u);
    EXPECT_EQ(result.testedColumns, 5u);
    EXPECT_DOUBLE_EQ(result.share, .8);
    EXPECT_TRUE(result.drifted);
    EXPECT_EQ(result.referenceRows, 2000u);
    EXPECT_EQ(result.currentRows, 1500u);
}

TEST(Comparison, ShareDecidesFromTheLimitOn) {
    const Table reference{{realColumn("a", normals(1, 500)), realColumn("b", normals(2, 500))}};
    const Table current{{realColumn("a", normals(3, 500, 2)), realColumn("b", normals(4, 500))}};
    DriftOptions options;
    EXPECT_TRUE(compared(reference, current, options).drifted) << "one of two is a half";
    options.driftShare = .51;
    EXPECT_FALSE(compared(reference, current, options).drifted);
}

TEST(Comparison, TheLabelIsReportedBesideTheFeatures) {
    const Table reference{{realColumn("x", normals(1, 500)), drawnCategories("y", 2, 500, {.9, .1})}};
    const Table current{{realColumn("x", normals(3, 500)), drawnCategories("y", 4, 500, {.2, .8})}};
    DriftOptions options;
    options.target = "y";
    DriftResult result = compared(reference, current, options);
    EXPECT_EQ(column(result, "y").role, "target");
    EXPECT_TRUE(result.labelDrifted);
    EXPECT_EQ(result.testedColumns, 1u);
    EXPECT_FALSE(result.drifted);
    options.defaults = "evidently";
    result = compared(reference, current, options);
    EXPECT_EQ(result.testedColumns, 2u) << "Evidently counts every column";
    EXPECT_TRUE(result.drifted);
}

TEST(Comparison, MissingAndInfiniteValues) {
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    std::vector<double> gaps = normals(2, 1000);
    for (size_t i = 0; i < 400; ++i) gaps[i] = nan;
    gaps[999] = infinity;
    const DriftResult result = compared({{realColumn("x", normals(1, 1000))}}, {{realColumn("x", gaps)}});
    const ColumnDrift& x = column(result, "x");
    EXPECT_EQ(x.currentMissing, 401u);
    EXPECT_EQ(x.currentCount, 599u);
    EXPECT_EQ(x.statistics.at("infinite_current"), 1);
    EXPECT_TRUE(x.drifted) << "values went missing";
    EXPECT_EQ(x.test, "missing_share");
    EXPECT_NEAR(x.score, .401, 1e-12);

    const DriftResult empty = compared({{realColumn("x", {nan, nan, nan})}}, {{realColumn("x", {1, 2, 3})}});
    EXPECT_NE(column(empty, "x").message.find("no value"), std::string::npos);
}

TEST(Comparison, DatesAreShownAndCountOnlyWhenAskedFor) {
    std::vector<int64_t> before, after;
    for (int64_t i = 0; i < 300; ++i) {
        before.push_back(15000 + i);
        after.push_back(15400 + i);
    }
    const Table reference{{integerColumn("day", before, ColumnType::Date)}},
        current{{integerColumn("day", after, ColumnType::Date)}};
    DriftResult result = compared(reference, current);
    EXPECT_FALSE(column(result, "day").drifted);
    EXPECT_EQ(result.testedColumns, 0u);
    EXPECT_FALSE(column(result, "day").histogram.empty());
    EXPECT_NE(column(result, "day").histogram.front().label.find("2011-"), std::string::npos);
    DriftOptions options;
    options.tests["day"] = "ks";
    EXPECT_TRUE(column(compared(reference, current, options), "day").drifted);
}

TEST(Comparison, FreeTextIsComparedByLength) {
    std::vector<std::string> before, after;
    for (int i = 0; i < 200; ++i) {
        before.push_back("short note " + std::to_string(i));
        after.push_back("a much longer remark about vérité number " + std::to_string(i));
    }
    const DriftResult result = compared({{textColumn("t", before)}}, {{textColumn("t", after)}});
    const ColumnDrift& t = column(result, "t");
    EXPECT_TRUE(t.drifted);
    EXPECT_EQ(t.test, "ks_distance");
    EXPECT_NEAR(t.statistics.at("max_current"), 44, 0) << "characters, not bytes";
    EXPECT_GT(t.statistics.at("new_word_share"), .5);
}

TEST(Comparison, TypesThatDoNotMatchAreNotTested) {
    const DriftResult result = compared({{realColumn("x", {1, 2, 3})}}, {{categoryColumn("x", {"1", "2"})}});
    EXPECT_NE(column(result, "x").message.find("real"), std::string::npos);
    EXPECT_FALSE(result.drifted);
    const DriftResult mixed = compared({{categoryColumn("x", {"p", "q", "p"})}}, {{textColumn("x", {"p", "q", "q"})}});
    EXPECT_EQ(column(mixed, "x").test, "psi_pooled");
    EXPECT_EQ(column(mixed, "x").currentCount, 3u);
}

TEST(Comparison, ColumnsOfOneSideAreNamed) {
    const DriftResult result = compared({{realColumn("x", {1, 2}), realColumn("old", {1, 2})}},
                                        {{realColumn("new", {1, 2}), realColumn("x", {1, 2})}});
    EXPECT_EQ(result.onlyInReference, std::vector<std::string>{"old"});
    EXPECT_EQ(result.onlyInCurrent, std::vector<std::string>{"new"});
    EXPECT_EQ(result.columns.size(), 1u);
}

TEST(Comparison, OptionsThatMakeNoSenseAreRefused) {
    const Table table{{realColumn("speed", {1, 2, 3})}}, other{{realColumn("z", {1})}};
    DriftOptions options;
    options.tests["sped"] = "ks";
    EXPECT_NE(errorOf(table, table, options).find("Did you mean 'speed'"), std::string::npos);
    options = {};
    options.tests["speed"] = "kss";
    EXPECT_NE(errorOf(table, table, options).find("Did you mean 'ks'"), std::string::npos);
    options = {};
    options.defaults = "evidenty";
    EXPECT_NE(errorOf(table, table, options).find("evidently"), std::string::npos);
    options = {};
    options.driftShare = 0;
    EXPECT_FALSE(errorOf(table, table, options).empty());
    options = {};
    options.thresholds["speed"] = -1;
    EXPECT_FALSE(errorOf(table, table, options).empty());
    options = {};
    options.target = "label";
    EXPECT_FALSE(errorOf(table, table, options).empty());
    EXPECT_NE(errorOf(table, other, {}).find("no column in common"), std::string::npos);
}

TEST(Comparison, NamedTestsAndThresholds) {
    const Table reference{{realColumn("x", normals(1, 500)), drawnCategories("c", 2, 500, {.5, .5})}};
    const Table current{{realColumn("x", normals(3, 500, .2)), drawnCategories("c", 4, 500, {.5, .5})}};
    DriftOptions options;
    for (const char* test :
         {"ks", "wasserstein", "psi", "jensenshannon", "kl_div", "hellinger", "total_variation", "ed", "t_test",
          "mannw", "anderson", "cramer_von_mises", "es", "ks_distance", "chisquare", "g_test", "z"}) {
        options.tests["x"] = test;
        const ColumnDrift x = column(compared(reference, current, options), "x");
        EXPECT_EQ(x.test, test);
        EXPECT_TRUE(x.message.empty()) << x.message;
        EXPECT_TRUE(x.statistics.contains(test));
    }
    options.tests["c"] = "wasserstein";
    EXPECT_NE(column(compared(reference, current, options), "c").message.find("compares numbers"), std::string::npos);
    options.tests["c"] = "fisher_exact";
    EXPECT_TRUE(column(compared(reference, current, options), "c").scoreIsPValue);
    options.tests["x"] = "fisher_exact";
    EXPECT_NE(column(compared(reference, current, options), "x").message.find("two categories"), std::string::npos);
    options.tests["x"] = "wasserstein";
    options.thresholds["x"] = 100;
    EXPECT_FALSE(column(compared(reference, current, options), "x").drifted);
    options.thresholds["x"] = 0.0001;
    EXPECT_TRUE(column(compared(reference, current, options), "x").drifted);
}

TEST(Comparison, HistogramsCoverEveryRow) {
    std::vector<double> far = normals(3, 3000);
    far[7] = 1e9;
    std::vector<std::string> many;
    for (size_t i = 0; i < 3000; ++i) many.push_back("category " + std::to_string(i % 200));
    const DriftResult result =
        compared({{realColumn("x", normals(1, 3000)), realColumn("far", normals(2, 3000)), categoryColumn("many", many),
                   realColumn("one", std::vector<double>(3000, 5))}},
                 {{realColumn("x", normals(4, 3000)), realColumn("far", far), categoryColumn("many", many),
                   realColumn("one", std::vector<double>(3000, 5))}});
    for (const ColumnDrift& one : result.columns) {
        double reference = 0, current = 0;
        for (const OverlaidBin& bin : one.histogram) {
            reference += bin.reference;
            current += bin.current;
        }
        EXPECT_NEAR(reference, 1, 1e-9) << one.column;
        EXPECT_NEAR(current, 1, 1e-9) << one.column;
        EXPECT_LE(one.histogram.size(), 40u) << one.column;
    }
    EXPECT_EQ(column(result, "far").histogram.back().label.substr(0, 3), "≥");
    EXPECT_EQ(column(result, "many").histogram.back().label, "other");
}

TEST(Comparison, ExtremeAndConstantValues) {
    const double most = std::numeric_limits<double>::max(), least = std::numeric_limits<double>::denorm_min();
    for (const auto& values : {std::vector<double>{-most, 0, most}, std::vector<double>{0, least, 2 * least},
                               std::vector<double>{5, 5, 5}, std::vector<double>{0, 0, 0},
                               std::vector<double>{most, most, most}, std::vector<double>{1e15, 1e15 + 1, 1e15 + 2}}) {
        const DriftResult result = compared({{realColumn("x", values)}}, {{realColumn("x", values)}});
        double share = 0;
        for (const OverlaidBin& bin : column(result, "x").histogram) share += bin.reference;
        EXPECT_NEAR(share, 1, 1e-12) << values[2];
        EXPECT_FALSE(column(result, "x").drifted);
        EXPECT_FALSE(toHtml(result).empty());
    }
}

TEST(Comparison, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const Table table{{realColumn("x", {1, 2, 3})}};
    const auto result = compare(table, table, {}, JobContext(stop.get_token(), nullptr));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
}

TEST(Comparison, ThreadsDoNotChangeTheResult) {
    Table reference, current;
    for (uint64_t i = 0; i < 12; ++i) {
        reference.columns.push_back(realColumn("x" + std::to_string(i), normals(i, 800)));
        current.columns.push_back(
            realColumn("x" + std::to_string(i), normals(i + 100, 700, .02 * static_cast<double>(i))));
    }
    DriftOptions one, four;
    one.threads = 1;
    four.threads = 4;
    Json a = compared(reference, current, one).toJson(), b = compared(reference, current, four).toJson();
    a.erase("created_at");
    b.erase("created_at");
    EXPECT_EQ(a, b);
}

} // namespace
} // namespace lathe
