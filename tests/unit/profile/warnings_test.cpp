// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "core/data/profile/profile.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

const double nan = std::nan("");
using Texts = std::vector<std::optional<std::string>>;

std::set<std::string> kinds(const Table& table) {
    std::set<std::string> result;
    for (const ProfileWarning& warning : profile(table).warnings) {
        std::string key = toString(warning.kind);
        for (const std::string& column : warning.columns) key += " " + column;
        result.insert(key);
        EXPECT_FALSE(warning.text().empty());
        EXPECT_FALSE(warning.remedy().empty());
        EXPECT_EQ(warningKindFromText(toString(warning.kind)), warning.kind);
    }
    return result;
}

/// The kinds that one column of the given values raises.
std::set<std::string> kinds(const Column& column) {
    Table table;
    table.columns = {column};
    std::set<std::string> result = kinds(table);
    result.erase("duplicate-rows");
    return result;
}

std::vector<double> numbers(double (*of)(int), int count = 200) {
    std::vector<double> values;
    for (int i = 0; i < count; ++i) values.push_back(of(i));
    return values;
}

Texts texts(std::string (*of)(int), int count = 200) {
    Texts values;
    for (int i = 0; i < count; ++i) values.emplace_back(of(i));
    return values;
}

using Kinds = std::set<std::string>;

TEST(Warnings, ofNumbers) {
    EXPECT_EQ(kinds(realColumn("a", numbers([](int i) { return std::sin(i); }))), Kinds{});
    EXPECT_EQ(kinds(realColumn("a", numbers([](int) { return 3.0; }))), Kinds{"constant a"});
    EXPECT_EQ(kinds(realColumn("a", numbers([](int i) { return i == 7 ? 4.0 : 3.0; }))), Kinds{"almost-constant a"});
    EXPECT_EQ(kinds(realColumn("a", numbers([](int i) { return i % 5 == 0 ? nan : std::sin(i); }))),
              Kinds{"many-missing a"});
    EXPECT_EQ(kinds(realColumn("a", numbers([](int i) { return i % 10 < 6 ? 0.0 : std::sin(i); }))),
              Kinds{"zero-heavy a"});
    EXPECT_EQ(kinds(realColumn("a", numbers([](int i) { return i == 5 ? HUGE_VAL : std::sin(i); }))),
              Kinds{"infinite a"});
    EXPECT_EQ(kinds(realColumn("a", numbers([](int i) { return i == 5   ? 9.0
                                                               : i == 6 ? -9.0
                                                                        : std::sin(i); }))),
              Kinds{"outliers a"});
    EXPECT_EQ(kinds(realColumn("a", numbers([](int i) { return std::exp(i / 20.0); }))),
              (Kinds{"outliers a", "skewed a"}));
    std::vector<std::optional<int64_t>> ids;
    for (int64_t i = 0; i < 200; ++i) ids.emplace_back(1000 + i);
    EXPECT_EQ(kinds(integerColumn("a", ids)), Kinds{"id-like a"});
    EXPECT_EQ(kinds(integerColumn("a", ids, ColumnType::Date)), Kinds{"unique a"});
}

TEST(Warnings, ofTexts) {
    EXPECT_EQ(kinds(textColumn("a", texts([](int i) { return "w" + std::to_string(i % 7); }))), Kinds{});
    EXPECT_EQ(kinds(textColumn("a", texts([](int i) { return "w" + std::to_string(i); }))), Kinds{"id-like a"});
    EXPECT_EQ(kinds(textColumn("a", texts([](int i) { return "w" + std::to_string(i % 150); }))),
              Kinds{"high-cardinality a"});
    EXPECT_EQ(kinds(textColumn(
                  "a", texts([](int i) { return i % 9 == 0 ? std::string("unknown") : std::to_string(i % 30); }))),
              Kinds{"mixed-numbers a"});
    EXPECT_EQ(kinds(textColumn("a", texts([](int i) {
                                   return std::to_string(1 + i % 12) + "/" + std::to_string(1 + i % 28) + "/2012";
                               }))),
              Kinds{"mixed-dates a"});
    EXPECT_EQ(kinds(textColumn("a", texts([](int i) {
                                   return i % 2 == 0 ? std::string("New York") : i % 3 == 0 ? "new york" : "Boston";
                               }))),
              Kinds{"mixed-case a"});
    EXPECT_EQ(kinds(categoryColumn("a", texts([](int i) {
                                       return i % 2 == 0 ? std::string("New York") : i % 3 == 0 ? "Boston " : "Boston";
                                   }))),
              (Kinds{"mixed-case a", "padded a"}));
    // Digits that begin with zero are codes, and of telephone numbers it is said what they are.
    EXPECT_EQ(
        kinds(textColumn("a", texts([](int i) { return (i % 9 == 0 ? "0" : "1") + std::to_string(1000 + i % 40); }))),
        Kinds{});
    EXPECT_EQ(kinds(textColumn("a", texts([](int i) { return "01 23 45 67 " + std::to_string(10 + i % 40); }))),
              Kinds{"phone a"});
}

TEST(Warnings, ofPairsAndRows) {
    Table table;
    const auto x = numbers([](int i) { return std::sin(i); });
    auto twice = x;
    for (double& value : twice) value = 2 * value + (value > 0.9 ? 0.1 : 0);
    const auto group = texts([](int i) { return "g" + std::to_string(i % 4); });
    const auto code = texts([](int i) { return "c" + std::to_string(3 - i % 4); });
    table.columns = {realColumn("x", x), realColumn("copy", x), realColumn("twice", twice),
                     categoryColumn("group", group), categoryColumn("code", code)};
    EXPECT_EQ(kinds(table), (Kinds{"duplicate-columns x copy", "high-correlation x twice",
                                   "high-correlation copy twice", "high-correlation group code"}));
    table.columns.resize(1);
    append(table.columns[0], realColumn("x", {x[0], x[1]}));
    EXPECT_EQ(kinds(table), Kinds{"duplicate-rows"});
}

TEST(Warnings, ofPairsNeedRows) {
    Table table; // any two points lie on a line
    table.columns = {realColumn("x", {1, 2, std::nan("")}), realColumn("y", {5, 9, 3})};
    for (const std::string& kind : kinds(table)) EXPECT_EQ(kind.find("high-correlation"), std::string::npos) << kind;
}

TEST(Warnings, ofPicturesAreAboutTheirLabels) {
    Table table;
    const auto name = [](int i) { return fmt::format("cats/{}.png", i); };
    table.columns = {textColumn("path", texts(name)), categoryColumn("label", Texts(200, "cat")),
                     categoryColumn("status", Texts(200, "ok")),
                     realColumn("brightness", numbers([](int) { return 0.5; })),
                     realColumn("height", numbers([](int) { return 3.0; }))};
    const Kinds all = kinds(table);
    EXPECT_TRUE(all.contains("id-like path") && all.contains("constant status") && all.contains("constant label"));
    table.columns.push_back(textColumn("sha256", texts([](int i) { return fmt::format("{:064x}", i); })));
    EXPECT_EQ(kinds(table), Kinds{"constant label"});
}

TEST(Warnings, sayShareAndRemedyButNoValue) {
    Table table;
    Texts mails;
    for (int i = 0; i < 30; ++i) mails.emplace_back(i < 24 ? "secret" + std::to_string(i) + "@example.org" : "none");
    table.columns = {textColumn("contact", mails)};
    const DatasetProfile result = profile(table);
    const auto found = std::find_if(result.warnings.begin(), result.warnings.end(),
                                    [](const ProfileWarning& one) { return one.kind == WarningKind::Email; });
    ASSERT_NE(found, result.warnings.end());
    EXPECT_NEAR(found->figure("share"), 0.8, 1e-12);
    EXPECT_EQ(found->text(), "'contact' holds e-mail addresses (80 %)");
    EXPECT_EQ(found->toJson().dump().find("secret"), std::string::npos);
    EXPECT_EQ(result.warningsOf("contact").size(), result.warnings.size() - (result.duplicateRows > 0 ? 1 : 0));
}

} // namespace
