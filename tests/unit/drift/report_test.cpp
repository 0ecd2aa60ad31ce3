// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/drift/comparison.h"
#include "tables.h"

#include <gtest/gtest.h>

#include <limits>

namespace lathe {
namespace {

using namespace test;

/// A year of a shop against the next: some features move, the label moves, one column has gaps, one is free
/// text.
DriftResult shop(size_t rows) {
    const auto side = [rows](uint64_t seed, double move) {
        Table table;
        table.columns.push_back(realColumn("basket_value", normals(seed, rows, 42 + 6 * move, 9)));
        table.columns.push_back(realColumn("delivery_hours", normals(seed + 1, rows, 30, 6)));
        std::vector<double> gaps = normals(seed + 2, rows, 5, 1);
        for (size_t i = 0; i<rows; i += move> 0 ? 4 : 50) gaps[i] = std::numeric_limits<double>::quiet_NaN();
        table.columns.push_back(realColumn("rating", gaps));
        table.columns.push_back(drawnIntegers("items", seed + 3, rows, move > 0 ? 9 : 7));
        table.columns.push_back(
            drawnCategories("channel", seed + 4, rows,
                            move > 0 ? std::vector<double>{.3, .3, .2, .2} : std::vector<double>{.5, .3, .2}));
        table.columns.push_back(drawnCategories("country", seed + 5, rows, std::vector<double>(20, .05)));
        std::vector<int64_t> days(rows), flags(rows);
        std::vector<std::string> notes;
        for (size_t i = 0; i < rows; ++i) {
            days[i] = static_cast<int64_t>(18000 + 365 * move + static_cast<double>(i % 365));
            flags[i] = i % 3 == 0;
            notes.push_back("order number " + std::to_string(i * 7919 % 10007));
        }
        table.columns.push_back(integerColumn("ordered_on", days, ColumnType::Date));
        table.columns.push_back(integerColumn("gift", flags, ColumnType::Boolean));
        table.columns.push_back(textColumn("note", notes));
        table.columns.push_back(drawnCategories("returned", seed + 6, rows,
                                                move > 0 ? std::vector<double>{.7, .3} : std::vector<double>{.9, .1}));
        return table;
    };
    DriftOptions options;
    options.target = "returned";
    auto result = compare(side(1, 0), side(100, 1), options, JobContext());
    EXPECT_TRUE(result);
    result->reference = "shop@1 (2019)";
    result->current = "shop@2 (2020)";
    result->model = "returns@3";
    result->performance = {{"accuracy", {0.912, 0.781}}, {"f1_macro", {0.84, 0.66}}, {"roc_auc", {0.93, 0.81}}};
    return *result;
}

TEST(Report, IsSelfContainedAndSaysWhatHappened) {
    const std::string html = toHtml(shop(2000));
    EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("http://"), std::string::npos);
    EXPECT_EQ(html.find("https://"), std::string::npos);
    EXPECT_NE(html.find("prefers-color-scheme:dark"), std::string::npos);
    EXPECT_NE(html.find("the label drifted"), std::string::npos);
    EXPECT_NE(html.find("roc_auc"), std::string::npos);
    EXPECT_NE(html.find("New here: d"), std::string::npos);
    ASSERT_TRUE(writeFileAtomic(Path(testing::TempDir()) / "lathe-drift-report.html", html));
}

TEST(Report, NamesCannotBecomeMarkup) {
    const std::string evil = "<img src=x onerror=alert(1)>\"'&";
    DriftResult result = *compare(Table{{categoryColumn(evil, {evil, "a", "a"}), textColumn("t", {"x", "y", "z"})}},
                                  Table{{categoryColumn(evil, {evil, evil, "<b>"}), textColumn("t", {"x", "y", "z"})}},
                                  {}, JobContext());
    result.reference = result.current = result.model = evil;
    result.performance[evil] = {1, 2};
    result.onlyInCurrent = {evil};
    result.columns.front().message = evil;
    const std::string html = toHtml(result);
    EXPECT_EQ(html.find("<img"), std::string::npos);
    EXPECT_EQ(html.find("<b>\""), std::string::npos);
    EXPECT_EQ(html.find("alert(1)>\""), std::string::npos);
    EXPECT_NE(html.find("&lt;img"), std::string::npos);
}

TEST(Report, StaysSmall) {
    DriftResult result = shop(500);
    const DriftResult one = result;
    while (result.columns.size() < 5000)
        result.columns.insert(result.columns.end(), one.columns.begin(), one.columns.end());
    EXPECT_LT(toHtml(result).size(), 2'000'000u) << "5000 columns";
    EXPECT_LT(toHtml(one).size(), 100'000u) << "10 columns";
}

TEST(Report, JsonRoundTrip) {
    DriftResult result = shop(300);
    result.columns.front().statistics["odd"] = std::numeric_limits<double>::quiet_NaN();
    result.options.tests["items"] = "psi";
    result.options.thresholds["items"] = 0.2;
    const Json json = result.toJson();
    const auto back = DriftResult::fromJson(Json::parse(json.dump()));
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->toJson(), json);
    EXPECT_EQ(toHtml(*back), toHtml(result));
}

TEST(Report, JsonThatIsNoReportIsRefused) {
    EXPECT_EQ(DriftResult::fromJson(Json::object()).error().kind, ErrorKind::Corrupt);
    EXPECT_EQ(DriftResult::fromJson(Json::array()).error().kind, ErrorKind::Corrupt);
    Json newer = shop(50).toJson();
    newer["format"] = "lathe-drift-9";
    EXPECT_EQ(DriftResult::fromJson(newer).error().kind, ErrorKind::Unsupported);
    Json broken = shop(50).toJson();
    broken["columns"][0]["score"] = Json::object();
    broken["columns"][0]["role"] = 7;
    EXPECT_EQ(DriftResult::fromJson(broken).error().kind, ErrorKind::Corrupt);
}

} // namespace
} // namespace lathe
