// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that choose, join, gather and order rows and columns.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/data/recipe/recipe.h"
#include "tests/unit/recipe/shown.h"

using namespace lathe;

namespace {

const double nan = std::nan("");

Table sales() {
    Table table;
    table.columns = {categoryColumn("shop", {"b", "a", "b", "a", "b"}), integerColumn("day", {2, 2, 1, 1, 3}),
                     realColumn("sold", {20, 5, 10, nan, 30}), textColumn("who", {"x", "y", "x", "z", std::nullopt})};
    return table;
}

TEST(RecipeColumns, keepAndReorder) {
    EXPECT_EQ(after("- keep: {columns: [sold, shop]}\n- drop: {columns: [shop]}", sales()), "sold:real=20,5,10,-,30\n");
    EXPECT_EQ(after("- reorder: {columns: [who, day]}\n- filter: {where: day > 2}", sales()),
              "who:text=-\nday:integer=3\nshop:category=b\nsold:real=30\n");
}

/// Rows that do not fit into memory are parted in a file: the same groups as in a map, in the order of their first
/// rows.
TEST(RecipeGroups, moreRowsThanAreHeld) {
    constexpr size_t rows = 1'600'000;
    struct Expected {
        int64_t rows = 0;
        int64_t sum = 0;
        std::vector<double> values;
        std::string first, last;
    };
    Table table;
    table.columns = {column("name", ColumnType::Text), column("kind", ColumnType::Category),
                     column("n", ColumnType::Integer), column("x", ColumnType::Real),
                     column("town", ColumnType::Category)};
    for (int town = 0; town < 900; ++town) table.columns[4].dictionary.push_back("town " + std::to_string(town));
    table.columns[1].dictionary = {"a", "b", "c"};
    std::map<std::pair<std::string, size_t>, size_t> places;
    std::vector<Expected> groups;
    std::vector<std::string> names;
    Random random(5);
    for (size_t row = 0; row < rows; ++row) {
        const bool missing = random.below(1000) == 0;
        const std::string name = missing ? "" : "name " + std::to_string(random.below(400'000));
        const auto kind = static_cast<uint32_t>(random.below(3));
        const auto n = static_cast<int64_t>(random.below(1'000'000));
        const auto town = static_cast<uint32_t>(random.below(900));
        const double x = random.below(5) == 0 ? nan : static_cast<double>(random.below(1000));
        table.columns[0].texts.push(name);
        table.columns[0].missing.push_back(missing ? 1 : 0);
        table.columns[1].codes.push_back(kind);
        table.columns[2].integers.push_back(n);
        table.columns[3].reals.push_back(x);
        table.columns[3].missing.push_back(std::isnan(x) ? 1 : 0);
        table.columns[4].codes.push_back(town);
        const auto [place, isNew] = places.try_emplace({name, kind}, groups.size());
        if (isNew) {
            groups.emplace_back();
            groups.back().first = table.columns[4].dictionary[town];
            names.push_back(missing ? "-" : name);
        }
        Expected& group = groups[place->second];
        ++group.rows;
        group.sum += n;
        if (!std::isnan(x)) group.values.push_back(x);
        group.last = table.columns[4].dictionary[town];
    }
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "recipe").value();
    const auto input = writeAndOpen(table, folder.path() / "in.h5");
    RecipeContext context;
    context.scratch = folder.path();
    std::vector<StepEffect> effects;
    const Recipe recipe =
        Recipe::parseText(
            "steps:\n- group_aggregate: {by: [name, kind], values: {rows: count(), total: sum(n), mid: median(x), from: first(town), to: last(town)}}",
            "recipe")
            .value();
    const auto hash = recipe.applyToFile(*input, folder.path() / "out.h5", {}, &effects, context);
    ASSERT_TRUE(hash) << hash.error().describe();
    EXPECT_EQ(effects.at(0).rowsBefore, rows);
    EXPECT_EQ(effects.at(0).rowsAfter, groups.size());
    const Table found = ColumnFile::open(folder.path() / "out.h5").value()->readTable(0, rows).value();
    ASSERT_EQ(found.rows(), groups.size());
    for (size_t row = 0; row < groups.size(); ++row) {
        Expected& group = groups[row];
        ASSERT_EQ(found.columns[0].isMissing(row) ? "-" : found.columns[0].text(row), names[row]);
        ASSERT_EQ(found.columns[2].integers[row], group.rows);
        ASSERT_EQ(found.columns[3].integers[row], group.sum);
        std::sort(group.values.begin(), group.values.end());
        const size_t count = group.values.size();
        ASSERT_EQ(found.columns[4].isMissing(row), count == 0);
        if (count > 0) {
            ASSERT_EQ(found.columns[4].reals[row], (group.values[(count - 1) / 2] + group.values[count / 2]) / 2);
        }
        ASSERT_EQ(found.columns[5].text(row), group.first);
        ASSERT_EQ(found.columns[6].text(row), group.last);
    }
    size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
    EXPECT_EQ(files, 2U); // nothing is left behind
}

TEST(RecipeOrder, lagsByGroupAndOrder) {
    EXPECT_EQ(after("- lag: {columns: [sold], by: [shop], order: [day]}\n- keep: {columns: [sold_lag_1]}", sales()),
              "sold_lag_1:real=10,-,-,-,20\n");
    EXPECT_EQ(after("- lag: {columns: [who], rows: -2}\n- keep: {columns: [who_lead_2]}", sales()),
              "who_lead_2:text=x,z,-,-,-\n");
}

TEST(RecipeOrder, rollsOverTheLastRows) {
    EXPECT_EQ(
        after(
            "- rolling: {columns: [sold], window: 2, min_rows: 1, by: [shop], order: [day]}\n- keep: {columns: [sold_mean_2]}",
            sales()),
        "sold_mean_2:real=15,5,10,-,25\n");
    // pandas 1.5: Series([20, 5, 10, nan, 30]).rolling(3, min_periods=2).median(), .std(), .max()
    EXPECT_EQ(
        after(
            "- rolling: {columns: [sold], function: median, window: 3, min_rows: 2}\n- keep: {columns: [sold_median_3]}",
            sales()),
        "sold_median_3:real=-,12.5,10,7.5,20\n");
    EXPECT_EQ(
        after("- rolling: {columns: [sold], function: max, window: 3, min_rows: 2}\n- keep: {columns: [sold_max_3]}",
              sales()),
        "sold_max_3:real=-,20,20,10,30\n");
    EXPECT_EQ(
        after("- rolling: {columns: [sold], function: count, window: 2}\n- keep: {columns: [sold_count_2]}", sales()),
        "sold_count_2:real=-,2,2,-,-\n");
}

TEST(RecipeGroups, aggregateByEveryFunction) {
    std::vector<StepEffect> effects;
    EXPECT_EQ(
        after(
            "- group_aggregate: {by: [shop], values: {n: count(), known: count(sold), total: sum(sold), mid: median(sold), dev: std(sold), first_day: first(day),"
            " last_who: last(who), days: distinct(day), who: mode(who), least: min(sold), most: max(who), d: sum(day)}}",
            sales(), &effects),
        "shop:category=b,a\nn:integer=3,2\nknown:integer=3,1\ntotal:real=60,5\nmid:real=20,5\ndev:real=10,-\nfirst_day:integer=2,2\n"
        "last_who:text=x,z\ndays:integer=3,2\nwho:text=x,y\nleast:real=10,5\nmost:text=x,z\nd:integer=6,3\n");
    EXPECT_EQ(effects[0].rowsBefore, 5U);
    EXPECT_EQ(effects[0].rowsAfter, 2U);
    EXPECT_NE(refusal("- group_aggregate: {by: [shop], values: {x: men(sold)}}").find("mean"), std::string::npos);
    EXPECT_NE(after("- group_aggregate: {by: [shop], values: {x: mean(who)}}", sales()).find("no mean"),
              std::string::npos);
    EXPECT_EQ(
        after(
            "- filter: {where: day > 5}\n- group_aggregate: {by: [shop], values: {n: count()}}\n- derive: {column: m, as: n + 1}",
            sales()),
        "shop:category=\nn:integer=\nm:integer=\n");
}

class RecipeJoin : public testing::Test {
protected:
    RecipeJoin() : m_folder(ScopedFolder::create(std::filesystem::temp_directory_path(), "recipe").value()) {
        Table shops;
        shops.columns = {textColumn("code", {"a", "c", "a", std::nullopt}),
                         textColumn("town", {"Bonn", "Kiel", "Ulm", "?"}), integerColumn("day", {7, 8, 9, 0})};
        const auto file = writeAndOpen(shops, m_folder.path() / "shops.h5");
        m_context.tables = [file](const std::string& name) -> Result<std::shared_ptr<const ColumnFile>> {
            if (name != "shops") return fail(ErrorKind::NotFound, "dataset '{}' does not exist", name);
            return file;
        };
    }
    std::string joined(const std::string& options) {
        return after("- join: {with: shops, on: {shop: code}" + options + "}", sales(), nullptr, m_context);
    }

    ScopedFolder m_folder;
    RecipeContext m_context;
};

TEST_F(RecipeJoin, keepsRowsByKind) {
    EXPECT_EQ(
        joined(", columns: [town]"),
        "shop:category=b,a,a,b,a,a,b\nday:integer=2,2,2,1,1,1,3\nsold:real=20,5,5,10,-,-,30\nwho:text=x,y,y,x,z,z,-\n"
        "town:text=-,Bonn,Ulm,-,Bonn,Ulm,-\n");
    EXPECT_EQ(joined(", kind: inner, suffix: _2}\n- keep: {columns: [day_2, town]"),
              "town:text=Bonn,Ulm,Bonn,Ulm\nday_2:integer=7,9,7,9\n");
    EXPECT_EQ(joined(", kind: matching}\n- keep: {columns: [who]"), "who:text=y,z\n");
    EXPECT_EQ(joined(", kind: not_matching}\n- keep: {columns: [who]"), "who:text=x,x,-\n");
    EXPECT_NE(joined(", columns: [twn]").find("town"), std::string::npos);
    EXPECT_NE(after("- join: {with: shops, on: [day]}\n", sales()).find("project"), std::string::npos);
    EXPECT_NE(after("- join: {with: shops, on: {day: code}}\n", sales(), nullptr, m_context).find("Cast one"),
              std::string::npos);
}

TEST(RecipeRows, sampleTakesExactlyTheShare) {
    Table table;
    Column n = column("n", ColumnType::Integer);
    Column k = column("k", ColumnType::Integer);
    for (int row = 0; row < 1000; ++row) {
        n.integers.push_back(row);
        k.integers.push_back(row % 10 == 0 ? 1 : 0);
    }
    table.columns = {n, k};
    const auto rows = [&](const std::string& yaml) { return steps(yaml).apply(table).value(); };
    const Table tenth = rows("- sample: {share: 0.1, by: [k]}");
    EXPECT_EQ(tenth.rows(), 100U);
    EXPECT_EQ(std::count(tenth.columns[1].integers.begin(), tenth.columns[1].integers.end(), 1), 10);
    EXPECT_TRUE(std::is_sorted(tenth.columns[0].integers.begin(), tenth.columns[0].integers.end()));
    EXPECT_EQ(shownTable(tenth), shownTable(rows("- sample: {share: 0.1, by: [k]}")));
    EXPECT_NE(shownTable(tenth), shownTable(rows("- sample: {share: 0.1, by: [k], seed: 1}")));
    EXPECT_EQ(rows("- sample: {rows: 7}").rows(), 7U);
    EXPECT_EQ(rows("- rebalance: {column: k}").rows(), 200U);
    const Table over = rows("- rebalance: {column: k, method: over}");
    EXPECT_EQ(over.rows(), 1800U);
    EXPECT_EQ(std::count(over.columns[1].integers.begin(), over.columns[1].integers.end(), 1), 900);
}

TEST(RecipeRows, similarRowsAreDropped) {
    Table table;
    table.columns = {
        textColumn("name", {"Tom Cruise", "cruise,  TOM", "Tom Cruize", "Anna", std::nullopt, std::nullopt}),
        integerColumn("y", {1, 1, 1, 1, 1, 1})};
    EXPECT_EQ(after("- drop_similar: {columns: [name]}\n- drop: {columns: [y]}", table),
              "name:text=Tom Cruise,Tom Cruize,Anna,-,-\n");
    EXPECT_EQ(after("- drop_similar: {columns: [name], method: levenshtein, radius: 1}\n- drop: {columns: [y]}", table),
              "name:text=Tom Cruise,cruise,  TOM,Anna,-,-\n");
    EXPECT_EQ(
        after("- drop_similar: {columns: [name], method: jaro_winkler, block: [y]}\n- drop: {columns: [y]}", table),
        "name:text=Tom Cruise,cruise,  TOM,Anna,-,-\n");
}

TEST(RecipeRepair, mendsTheMinorityOfAKey) {
    Table table;
    table.columns = {integerColumn("id", {1, 1, 1, 2, 2, 3, std::nullopt}),
                     textColumn("town", {"Bonn", "Bxnn", "Bonn", "Ulm", "Kiel", std::nullopt, "x"}),
                     textColumn("zip", {"5", "5", std::nullopt, "8", "8", "9", "1"})};
    std::vector<StepEffect> effects;
    EXPECT_EQ(after("- repair: {key: [id], columns: [town, zip]}\n- drop: {columns: [id]}", table, &effects),
              "town:text=Bonn,Bonn,Bonn,Ulm,Kiel,-,x\nzip:text=5,5,5,8,8,9,1\n");
    EXPECT_EQ(effects[0].changedCells, 2U);
    EXPECT_NE(after("- repair: {key: [id], columns: [id]}", table).find("id"), std::string::npos);
}

TEST(RecipeCluster, mergesIntoTheMostFrequentAndWritesItDown) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "recipe").value();
    Table table;
    table.columns = {textColumn("n", {"New York", "new york.", "York, New", "New York", "Bonn", std::nullopt})};
    EXPECT_EQ(after("- cluster: {column: n}", table), "n:text=New York,New York,New York,New York,Bonn,-\n");
    const auto input = writeAndOpen(table, folder.path() / "in.h5");
    Recipe resolved;
    std::vector<StepEffect> effects;
    ASSERT_TRUE(
        steps("- cluster: {column: n}").applyToFile(*input, folder.path() / "out.h5", {}, &effects, {}, &resolved));
    EXPECT_EQ(resolved.steps()[0].parameters["map"].dump(), R"({"York, New":"New York","new york.":"New York"})");
    EXPECT_EQ(effects[0].changedCells, 2U);
    // Replayed, it does the same to other rows, and nothing it did not know of.
    Table next;
    next.columns = {textColumn("n", {"york, NEW", "York, New"})};
    EXPECT_EQ(shownTable(resolved.apply(next).value()), "n:text=york, NEW,New York\n");
}

TEST(RecipeHidden, rowNumbersTravelWithTheRows) {
    Table table = sales();
    Column numbers = integerColumn("\x01row", {0, 1, 2, 3, 4});
    table.columns.push_back(numbers);
    const auto left = [&](const std::string& yaml) {
        const Table result = steps(yaml).apply(table).value();
        return shownTable(Table{{result.columns.back()}});
    };
    EXPECT_EQ(left("- filter: {where: day = 1}"), "\x01row:integer=2,3\n");
    EXPECT_EQ(left("- keep: {columns: [day]}"), "\x01row:integer=0,1,2,3,4\n");
    EXPECT_EQ(left("- group_aggregate: {by: [shop], values: {n: count()}}"), "\x01row:integer=0,1\n");
    EXPECT_EQ(left("- drop_missing: {}\n- reorder: {columns: [day]}"), "\x01row:integer=0,1,2\n");
}

} // namespace
