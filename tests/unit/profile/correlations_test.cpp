// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/data/profile/profile.h"
#include "core/data/profile/target.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

const double nan = std::nan("");

/// 2000 rows, some numbers missing at different places.
Table fixture() {
    Table table;
    std::vector<double> x;
    std::vector<double> y;
    std::vector<std::optional<int64_t>> k;
    std::vector<std::optional<int64_t>> b;
    std::vector<std::optional<std::string>> c;
    std::vector<std::optional<std::string>> d;
    for (int64_t i = 0; i < 2000; ++i) {
        const double value = static_cast<double>(i * 7919 % 1009) / 7.0;
        x.push_back(i % 10 == 3 ? nan : value);
        y.push_back(i % 17 == 5 ? nan : value * value + static_cast<double>(i * 104729 % 997) / 3.0);
        k.emplace_back(i * i % 17);
        b.emplace_back(i * 31 % 7 < 3 ? 1 : 0);
        const int64_t letter = (i * 13 + i / 7) % 5;
        c.emplace_back(std::string(1, static_cast<char>('a' + letter)));
        d.emplace_back(std::string(1, static_cast<char>('p' + (letter + (i % 11 == 0 ? 1 : 0)) % 3)));
    }
    table.columns = {realColumn("x", x),     realColumn("y", y),
                     integerColumn("k", k),  integerColumn("b", b, ColumnType::Boolean),
                     categoryColumn("c", c), categoryColumn("d", d)};
    return table;
}

void expectMatrix(const std::vector<double>& found, const std::vector<double>& wanted) {
    ASSERT_EQ(found.size(), wanted.size());
    for (size_t i = 0; i < wanted.size(); ++i) {
        if (std::isnan(wanted[i])) EXPECT_TRUE(std::isnan(found[i])) << i;
        else EXPECT_NEAR(found[i], wanted[i], 1e-10) << i;
    }
}

// pandas 1.5.3: DataFrame.corr, pairwise complete; scipy 1.10.1: chi2_contingency for V, corrected after Bergsma.
TEST(Correlations, equalPandasAndScipy) {
    const Correlations c = profile(fixture()).correlations;
    ASSERT_EQ(c.numeric, (std::vector<std::string>{"x", "y", "k", "b"}));
    ASSERT_EQ(c.categorical, (std::vector<std::string>{"b", "c", "d"}));
    expectMatrix(c.pearson,
                 {1, 0.9679829465389463, 0.0025549099689521062, 0.00041904710912985736, 0.9679829465389463, 1,
                  -0.0022843926568361715, -0.0031568566220408945, 0.0025549099689521062, -0.0022843926568361715, 1,
                  -0.00043358283176884614, 0.00041904710912985736, -0.0031568566220408945, -0.00043358283176884614, 1});
    expectMatrix(c.spearman,
                 {1, 0.9990925529344755, 0.002283743601100569, 0.0004299684230582699, 0.9990925529344755, 1,
                  -0.0010257883344127802, -0.0030289903662753218, 0.002283743601100569, -0.0010257883344127802, 1,
                  -0.0006535997969444288, 0.0004299684230582699, -0.0030289903662753218, -0.0006535997969444288, 1});
    expectMatrix(c.cramersV, {1, 0, 0, 0, 1, 0.858570181454634, 0, 0.858570181454634, 1});
    expectMatrix(c.correlationRatio,
                 {0.0004190471091297615, 0.0031568566220407505, 0.00043358283176886864, nan, 0.013869405629371763,
                  0.015169467178368595, 0.00689402572377568, 0.0024749253214152284, 0.017495135067471572,
                  0.021653329811433582, 0.0024888759272673933, 0.004188068328440462});
    EXPECT_EQ(c.spearmanRows, 2000U);
}

TEST(Correlations, undefinedOnesAreNaN) {
    Table table;
    table.columns = {realColumn("same", {2, 2, 2, 2}), realColumn("x", {1, 2, 3, HUGE_VAL}),
                     realColumn("apart", {nan, nan, nan, 4}), realColumn("huge", {1e150, 2e150, 3e150, 4e150})};
    const Correlations c = profile(table).correlations;
    EXPECT_TRUE(std::isnan(c.pearson[1])); // a constant
    EXPECT_TRUE(std::isnan(c.spearman[0]));
    EXPECT_TRUE(std::isnan(c.pearson[1 * 4 + 2])); // no row has both
    EXPECT_TRUE(std::isnan(c.spearman[1 * 4 + 2]));
    EXPECT_NEAR(c.pearson[1 * 4 + 3], 1, 1e-12); // infinite values stay out, large ones do not overflow
    EXPECT_NEAR(c.spearman[1 * 4 + 3], 1, 1e-12);
}

bool warns(const std::vector<ProfileWarning>& warnings, WarningKind kind, const std::vector<std::string>& columns) {
    return std::any_of(warnings.begin(), warnings.end(), [&](const ProfileWarning& warning) {
        return warning.kind == kind && warning.columns == columns;
    });
}

TEST(Target, findsLeaksAndImbalance) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "target").value();
    Table table;
    std::vector<double> noise;
    std::vector<double> score;
    std::vector<double> gone;
    std::vector<std::optional<std::string>> outcome;
    std::vector<std::optional<std::string>> again;
    std::vector<std::optional<std::string>> id;
    for (int i = 0; i < 3000; ++i) {
        const bool yes = i % 30 == 0;
        noise.push_back(i * 7919 % 1009);
        score.push_back(yes ? 1000 + i : i % 900);
        gone.push_back(yes ? i % 13 : nan);
        outcome.emplace_back(yes ? "yes" : "no");
        again.emplace_back(yes ? "died" : i % 2 == 0 ? "lived" : "left");
        id.emplace_back("id" + std::to_string(i));
    }
    table.columns = {realColumn("noise", noise),         realColumn("score", score),     realColumn("gone", gone),
                     categoryColumn("outcome", outcome), categoryColumn("again", again), textColumn("id", id)};
    const auto file = writeAndOpen(table, folder.path() / "t.h5");
    const DatasetProfile known = profile(*file, JobContext()).value();
    const auto report = examineTarget(*file, known, "outcome", JobContext());
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_TRUE(report->classes);
    EXPECT_TRUE(warns(report->warnings, WarningKind::TargetLeakage, {"score", "outcome"}));
    EXPECT_TRUE(warns(report->warnings, WarningKind::TargetLeakage, {"gone", "outcome"})); // missing tells it all
    EXPECT_TRUE(warns(report->warnings, WarningKind::TargetLeakage, {"again", "outcome"}));
    EXPECT_FALSE(warns(report->warnings, WarningKind::TargetLeakage, {"noise", "outcome"}));
    EXPECT_FALSE(warns(report->warnings, WarningKind::TargetLeakage, {"id", "outcome"}));
    EXPECT_TRUE(warns(report->warnings, WarningKind::ImbalancedTarget, {"outcome"}));
    EXPECT_NEAR(report->features[0].strongest(), 1, 1e-12);

    const auto number = examineTarget(*file, known, "noise", JobContext());
    ASSERT_TRUE(number);
    EXPECT_FALSE(number->classes);
    EXPECT_TRUE(number->warnings.empty());
    EXPECT_EQ(examineTarget(*file, known, "nois", JobContext()).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(examineTarget(*file, known, "id", JobContext()).error().kind, ErrorKind::InvalidInput);
}

} // namespace
