// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/recipe.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

const double nan = std::nan("");

Table weather() {
    Table table;
    table.columns = {
        textColumn("day", {"2012-01-01", "2012-01-02", "soon", std::nullopt, "2012-01-02"}),
        realColumn("wind", {4.0, nan, 2.0, 8.0, nan}),
        integerColumn("rain", {0, 3, std::nullopt, 5, 3}),
        categoryColumn("kind", {"sun", "rain", "rain", std::nullopt, "rain"}),
    };
    return table;
}

Recipe recipe(const std::string& yaml) {
    auto parsed = Recipe::parseText(yaml, "recipe.yaml");
    EXPECT_TRUE(parsed) << parsed.error().describe() << "\n" << yaml;
    return parsed.value_or(Recipe());
}

std::string shown(const Table& table) {
    std::string text;
    for (const Column& column : table.columns) {
        text += column.schema.name + ":" + toString(column.schema.type) + "=";
        for (size_t row = 0; row < column.rows(); ++row)
            text += (row > 0 ? "," : "") + (column.isMissing(row) ? std::string("-") : column.display(row));
        text += "\n";
    }
    return text;
}

std::string applied(const std::string& steps, std::vector<StepEffect>* effects = nullptr) {
    const auto result = recipe("steps:\n" + steps).apply(weather(), effects);
    return result ? shown(*result) : result.error().describe();
}

TEST(Recipe, renamesAndDrops) {
    std::vector<StepEffect> effects;
    const std::string result =
        applied("- rename: {columns: {wind: speed, kind: sort}}\n- drop: {columns: [rain, day]}", &effects);
    EXPECT_EQ(result, "speed:real=4,-,2,8,-\nsort:category=sun,rain,rain,-,rain\n");
    ASSERT_EQ(effects.size(), 2U);
    EXPECT_EQ(effects[0].step, "rename wind to speed, kind to sort");
    EXPECT_EQ(effects[1].removedColumns, (std::vector<std::string>{"day", "rain"}));
}

TEST(Recipe, castsAndCountsWhatItCannotRead) {
    std::vector<StepEffect> effects;
    const std::string result = applied("- cast: {columns: {day: date, rain: text, wind: integer}}", &effects);
    EXPECT_EQ(result, "day:date=2012-01-01,2012-01-02,-,-,2012-01-02\nwind:integer=4,-,2,8,-\nrain:text=0,3,-,5,3\n"
                      "kind:category=sun,rain,rain,-,rain\n");
    EXPECT_EQ(effects[0].failedCells, 1U); // "soon"
}

TEST(Recipe, castsBetweenAllTypes) {
    Table table;
    table.columns = {textColumn("t", {"1", " yes", "2.5", "x", "2014-01-31 12:00:00"})};
    const auto cast = [&](const char* type) {
        return shown(*recipe(std::string("steps: [{cast: {columns: {t: ") + type + "}}}]").apply(table));
    };
    EXPECT_EQ(cast("boolean"), "t:boolean=true,true,-,-,-\n");
    EXPECT_EQ(cast("integer"), "t:integer=1,-,-,-,-\n");
    EXPECT_EQ(cast("real"), "t:real=1,-,2.5,-,-\n");
    EXPECT_EQ(cast("date"), "t:date=-,-,-,-,2014-01-31\n");
    EXPECT_EQ(cast("category"), "t:category=1, yes,2.5,x,2014-01-31 12:00:00\n");
    Table numbers;
    numbers.columns = {realColumn("x", {1, 0, 2.5, nan, 1e300})};
    EXPECT_EQ(shown(*recipe("steps: [{cast: {columns: {x: integer}}}]").apply(numbers)), "x:integer=1,0,-,-,-\n");
    EXPECT_EQ(shown(*recipe("steps: [{cast: {columns: {x: boolean}}}]").apply(numbers)),
              "x:boolean=true,false,-,-,-\n");
}

TEST(Recipe, fillsMissingValues) {
    std::vector<StepEffect> effects;
    EXPECT_NE(
        applied("- fill_missing: {columns: [wind], with: mean}", &effects).find("wind:real=4,4.666666666666667,2,8,"),
        std::string::npos); // (4 + 2 + 8) / 3
    EXPECT_EQ(effects[0].changedCells, 2U);
    EXPECT_NE(applied("- fill_missing: {columns: [wind], with: median}").find("wind:real=4,4,2,8,4"),
              std::string::npos);
    EXPECT_NE(applied("- fill_missing: {columns: [rain], with: mean}").find("rain:integer=0,3,3,5,3"),
              std::string::npos);
    EXPECT_NE(
        applied("- fill_missing: {columns: [kind, rain], with: mode}").find("kind:category=sun,rain,rain,rain,rain"),
        std::string::npos);
    EXPECT_NE(applied("- fill_missing: {columns: [kind], with: constant, value: fog}").find("rain,rain,fog,rain"),
              std::string::npos);
    EXPECT_NE(applied("- fill_missing: {columns: [rain], with: constant, value: x}").find("'x' is not a integer value"),
              std::string::npos);
    EXPECT_NE(applied("- fill_missing: {columns: [kind], with: median}").find("have no median"), std::string::npos);
}

TEST(Recipe, dropsDuplicatesAndKeepsTheFirst) {
    EXPECT_EQ(applied("- drop_duplicates: {columns: [kind]}\n- drop: {columns: [day, wind]}"),
              "rain:integer=0,3,5\nkind:category=sun,rain,-\n");
    std::vector<StepEffect> effects;
    applied("- drop_duplicates: {}", &effects);
    EXPECT_EQ(effects[0].rowsAfter, 4U); // rows 2 and 5 are equal, their missing wind too
}

TEST(Recipe, filtersByExpressionAndDropsWhatIsUnknown) {
    EXPECT_EQ(applied("- filter: {where: \"wind > 3 or kind = 'rain'\"}\n- drop: {columns: [day, rain]}"),
              "wind:real=4,-,2,8,-\nkind:category=sun,rain,rain,-,rain\n");
    EXPECT_EQ(applied("- filter: {where: wind > 3}\n- drop: {columns: [day, rain]}"),
              "wind:real=4,8\nkind:category=sun,-\n");
    EXPECT_NE(applied("- filter: {where: wind + 1}").find("is no condition"), std::string::npos);
}

TEST(Recipe, derivesNewAndReplacesOldColumns) {
    std::vector<StepEffect> effects;
    const std::string result = applied("- derive: {column: wet, as: rain > 0}\n- derive: {column: wind, as: wind * 2}\n"
                                       "- drop: {columns: [day, rain, kind]}",
                                       &effects);
    EXPECT_EQ(result, "wind:real=8,-,4,16,-\nwet:boolean=false,true,-,true,true\n");
    EXPECT_EQ(effects[0].addedColumns, (std::vector<std::string>{"wet"}));
    EXPECT_EQ(effects[1].changedCells, 3U);
}

TEST(Recipe, scalesByEveryMethod) {
    // Computed with scikit-learn 1.2.1: StandardScaler, MinMaxScaler, RobustScaler of [4, 2, 8].
    const auto wind = [](const std::string& method) {
        const auto result = recipe("steps: [{scale: {columns: [wind], method: " + method + "}}]").apply(weather());
        return result->columns[1];
    };
    EXPECT_NEAR(wind("standard").reals[0], -0.2672612419124243, 1e-15);
    EXPECT_NEAR(wind("standard").reals[3], 1.3363062095621219, 1e-15);
    EXPECT_NEAR(wind("min_max").reals[0], 1.0 / 3, 1e-15);
    EXPECT_NEAR(wind("robust").reals[3], 4.0 / 3, 1e-15);
    EXPECT_TRUE(wind("standard").isMissing(1));
    Table constant;
    constant.columns = {integerColumn("c", {7, 7})};
    EXPECT_EQ(shown(*recipe("steps: [{scale: {columns: [c]}}]").apply(constant)), "c:real=0,0\n");
}

TEST(Recipe, encodesOneHot) {
    EXPECT_EQ(applied("- one_hot: {columns: [kind]}\n- drop: {columns: [day, wind, rain]}"),
              "kind_rain:boolean=false,true,true,false,true\nkind_sun:boolean=true,false,false,false,false\n");
    EXPECT_EQ(applied("- one_hot: {columns: [kind], categories: [fog, sun]}\n- drop: {columns: [day, wind, rain]}"),
              "kind_fog:boolean=false,false,false,false,false\nkind_sun:boolean=true,false,false,false,false\n");
    EXPECT_EQ(applied("- one_hot: {columns: [kind]}\n- drop: {columns: [day, wind, rain, kind_sun]}\n"
                      "- derive: {column: dry, as: not kind_rain}"),
              "kind_rain:boolean=false,true,true,false,true\ndry:boolean=true,false,false,true,false\n");
}

TEST(Recipe, knowsItsSchemaBeforeAnyRowIsRead) {
    const Recipe good = recipe("steps:\n- cast: {columns: {day: date}}\n- derive: {column: month, as: month(day)}\n"
                               "- one_hot: {columns: [kind]}\n- drop: {columns: [kind_sun]}\n"
                               "- filter: {where: kind_rain}\n- scale: {columns: [rain]}");
    const auto schema = good.outputSchema(weather().schema());
    ASSERT_TRUE(schema) << schema.error().describe();
    EXPECT_EQ(*schema, (std::vector<ColumnSchema>{{"day", ColumnType::Date},
                                                  {"wind", ColumnType::Real},
                                                  {"rain", ColumnType::Real},
                                                  {"month", ColumnType::Integer}}));
    const Recipe bad = recipe("steps:\n- drop: {columns: [day]}\n- filter: {where: wnd > 1}");
    const auto refused = bad.outputSchema(weather().schema());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().describe().find("step 2, filter: at character 1: there is no column 'wnd'"),
              std::string::npos);
    EXPECT_NE(refused.error().describe().find("wind"), std::string::npos);
}

TEST(Recipe, mistakesCarryPlaceAndNearestName) {
    const auto message = [](const std::string& yaml) {
        const auto result = Recipe::parseText(yaml, "recipe.yaml");
        return result ? std::string("accepted") : result.error().describe();
    };
    const auto expect = [&](const std::string& yaml, const std::string& place, const std::string& part) {
        const std::string text = message(yaml);
        EXPECT_NE(text.find(place), std::string::npos) << yaml << "\n" << text;
        EXPECT_NE(text.find(part), std::string::npos) << yaml << "\n" << text;
    };
    expect("steps:\n  - renam: {columns: {a: b}}", "recipe.yaml:2:", "rename");
    expect("steps:\n  - drop: {colums: [a]}", "recipe.yaml:2:", "columns");
    expect("steps:\n  - cast: {columns: {a: reel}}", "recipe.yaml:2:", "real");
    expect("steps:\n  - fill_missing: {columns: [a], with: men}", "recipe.yaml:2:", "mean");
    expect("steps:\n  - fill_missing: {columns: [a], with: constant}", "recipe.yaml:2:", "value");
    expect("steps:\n  - drop: {columns: []}", "recipe.yaml:2:", "empty");
    expect("steps:\n  - drop: {columns: [a, a]}", "recipe.yaml:2:", "twice");
    expect("steps:\n  - scale: {columns: [a], method: z}", "recipe.yaml:2:", "standard");
    expect("steps:\n  - drop: {columns: [a]}\n    scale: {columns: [b]}", "recipe.yaml:3:", "one step");
    expect("steps:\n  - comment: nothing", "recipe.yaml:2:", "does not say what to do");
    expect("stepz: []", "recipe.yaml:1:", "steps");
}

TEST(Recipe, isWrittenAsItIsRead) {
    const std::string yaml =
        "steps:\n- rename: {columns: {a: b}}\n  comment: 'why: so'\n- drop: {columns: [x y, '1']}\n"
        "- cast: {columns: {b: date}}\n- fill_missing: {columns: [c], with: constant, value: '007'}\n"
        "- drop_duplicates: {}\n- filter: {where: \"k = 'it''s' and `x y` > 1\"}\n  enabled: false\n"
        "- derive: {column: d, as: a + 1}\n- scale: {columns: [d], method: robust}\n"
        "- one_hot: {columns: [k], categories: ['yes', 'no', '1']}\n";
    const Recipe first = recipe(yaml);
    const Recipe second = recipe(first.toYaml());
    EXPECT_EQ(first.toYaml(), second.toYaml());
    ASSERT_EQ(first.steps().size(), second.steps().size());
    for (size_t i = 0; i < first.steps().size(); ++i) {
        EXPECT_EQ(first.steps()[i].kind, second.steps()[i].kind);
        EXPECT_EQ(first.steps()[i].parameters.dump(), second.steps()[i].parameters.dump());
        EXPECT_EQ(first.steps()[i].comment, second.steps()[i].comment);
        EXPECT_EQ(first.steps()[i].enabled, second.steps()[i].enabled);
    }
    EXPECT_EQ(recipe("steps: []").toYaml(), recipe(recipe("steps: []").toYaml()).toYaml());
}

TEST(Recipe, aDisabledStepDoesNothing) {
    EXPECT_EQ(applied("- drop: {columns: [day]}\n  enabled: false"), shown(weather()));
}

// ---- In memory and streamed -----------------------------------------------------------------------------------

Table randomTable(uint64_t seed, size_t rows) {
    Random random(seed);
    Table table;
    table.columns = {column("n", ColumnType::Integer), column("x", ColumnType::Real),
                     column("kind", ColumnType::Category), column("note", ColumnType::Text),
                     column("day", ColumnType::Date)};
    table.columns[2].dictionary = {"sun", "rain", "fog", "never"};
    for (Column& column : table.columns) column.missing.resize(rows);
    for (size_t row = 0; row < rows; ++row) {
        for (Column& column : table.columns) column.missing[row] = random.below(10) == 0 ? 1 : 0;
        table.columns[0].integers.push_back(static_cast<int64_t>(random.below(50)));
        table.columns[1].reals.push_back(table.columns[1].missing[row] != 0 ? nan : random.bell() * 10);
        table.columns[2].codes.push_back(static_cast<uint32_t>(random.below(3)));
        table.columns[3].texts.push("note " + std::to_string(random.below(1000)));
        table.columns[4].integers.push_back(static_cast<int64_t>(15000 + random.below(3000)));
    }
    return table;
}

class RecipeBothWays : public testing::TestWithParam<const char*> {};

TEST_P(RecipeBothWays, inMemoryAndStreamedGiveTheSame) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "recipe").value();
    const Table table = randomTable(11, 150'000);
    const auto input = writeAndOpen(table, folder.path() / "in.h5");
    const Recipe steps = recipe(GetParam());
    std::vector<StepEffect> inMemoryEffects;
    std::vector<StepEffect> streamedEffects;
    const auto inMemory = steps.apply(table, &inMemoryEffects);
    ASSERT_TRUE(inMemory) << inMemory.error().describe();
    const auto hash = steps.applyToFile(*input, folder.path() / "out.h5", {}, &streamedEffects);
    ASSERT_TRUE(hash) << hash.error().describe();
    const auto expected = writeAndOpen(*inMemory, folder.path() / "expected.h5");
    EXPECT_EQ(*hash, expected->contentHash());
    RecipeContext context; // columns that no step changes are copied
    context.input = folder.path() / "in.h5";
    std::vector<StepEffect> copiedEffects;
    const auto copied = steps.applyToFile(*input, folder.path() / "copied.h5", {}, &copiedEffects, context);
    ASSERT_TRUE(copied) << copied.error().describe();
    EXPECT_EQ(*copied, *hash);
    const auto copy = ColumnFile::open(folder.path() / "copied.h5").value();
    EXPECT_TRUE(copy->verify({}));
    RecipeContext training; // the rows' numbers are carried along
    for (uint64_t row = 0; row < table.rows(); row += 2) training.trainRows.push_back(row);
    const auto learned = steps.applyToFile(*input, folder.path() / "learned.h5", {}, nullptr, training);
    training.input = context.input;
    const auto learnedCopy = steps.applyToFile(*input, folder.path() / "learned-copy.h5", {}, nullptr, training);
    ASSERT_TRUE(learned && learnedCopy);
    EXPECT_EQ(*learnedCopy, *learned);
    for (size_t i = 0; i < copiedEffects.size(); ++i) {
        EXPECT_EQ(copiedEffects[i].rowsAfter, streamedEffects[i].rowsAfter);
        EXPECT_EQ(copiedEffects[i].changedCells, streamedEffects[i].changedCells);
    }
    EXPECT_EQ(ColumnFile::open(folder.path() / "out.h5").value()->schema(), inMemory->schema());
    ASSERT_EQ(inMemoryEffects.size(), streamedEffects.size());
    for (size_t i = 0; i < streamedEffects.size(); ++i) {
        EXPECT_EQ(inMemoryEffects[i].rowsAfter, streamedEffects[i].rowsAfter) << streamedEffects[i].step;
        EXPECT_EQ(inMemoryEffects[i].changedCells, streamedEffects[i].changedCells) << streamedEffects[i].step;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Steps, RecipeBothWays,
    testing::Values(
        "steps: []", "steps: [{rename: {columns: {n: m}}}, {drop: {columns: [note]}}]",
        "steps: [{cast: {columns: {n: category, kind: text, day: timestamp}}}]",
        "steps: [{fill_missing: {columns: [x, n, day], with: mean}}]",
        "steps: [{fill_missing: {columns: [x, n, day], with: median}}]",
        "steps: [{fill_missing: {columns: [x, kind, note], with: mode}}]",
        "steps: [{drop_duplicates: {columns: [n, kind]}}]", "steps: [{drop_duplicates: {}}]",
        "steps: [{filter: {where: \"x > 0 and kind != 'fog'\"}}]",
        "steps: [{derive: {column: k, as: \"if(n > 10, upper(kind), note)\"}}]",
        "steps: [{scale: {columns: [x, n], method: standard}}]", "steps: [{scale: {columns: [x, n], method: robust}}]",
        "steps: [{fill_missing: {columns: [x, n], with: median, by: [kind]}}, {fill_missing: {columns: [note, day], with: forward, by: [n], order: [x]}}]",
        "steps: [{fill_missing: {columns: [x], with: knn, using: [n, x]}}]",
        "steps: [{cast: {columns: {kind: text}}}, {repair: {key: [n], columns: [kind, note], min_share: 0}}]",
        "steps: [{outliers: {columns: [x], method: mad, factor: 1}}, {bin: {column: x, method: quantile, bins: 7}}, {ordinal: {column: kind}}]",
        "steps: [{lag: {columns: [note, x], by: [kind], order: [day]}}, {rolling: {columns: [x], window: 5, min_rows: 1, by: [n]}}]",
        "steps: [{filter: {where: n > 3}}, {group_aggregate: {by: [kind, n], values: {m: mean(x), d: distinct(note), f: first(note)}}},"
        " {derive: {column: z, as: m * 2}}]",
        "steps: [{sample: {share: 0.3, by: [kind]}}, {rebalance: {column: kind, method: over}}]",
        "steps: [{target_encode: {columns: [kind, day], target: n}}, {split_rows: {column: note, separator: 1}}]",
        "steps: [{extract: {column: note, pattern: '(.)(.)$', into: [a, b]}}, {drop_missing: {}}, {hash: {columns: [note], salt: s}}]",
        "steps: [{one_hot: {columns: [kind]}}]",
        "steps: [{rename: {columns: {note: text, x: y}}}, {one_hot: {columns: [kind]}}, {scale: {columns: [y]}}, {trim: {columns: [text]}}]",
        "steps: [{rename: {columns: {x: y}}}]",
        "steps: [{drop_duplicates: {columns: [note, n]}}, {filter: {where: n < 40}},"
        " {fill_missing: {columns: [x], with: median}}, {scale: {columns: [x], method: min_max}},"
        " {derive: {column: late, as: \"day >= '2013-01-01'\"}}, {one_hot: {columns: [kind]}}]"));

TEST(Recipe, anEmptyFileStaysEmpty) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "recipe").value();
    Table table = randomTable(1, 10);
    for (Column& column : table.columns) column = gather(column, {});
    const auto input = writeAndOpen(table, folder.path() / "in.h5");
    const auto hash = recipe("steps: [{fill_missing: {columns: [x], with: median}}, {scale: {columns: [n]}},"
                             " {one_hot: {columns: [kind]}}, {filter: {where: n > 1}}]")
                          .applyToFile(*input, folder.path() / "out.h5", {});
    ASSERT_TRUE(hash) << hash.error().describe();
    EXPECT_EQ(ColumnFile::open(folder.path() / "out.h5").value()->rows(), 0U);
}

TEST(Recipe, aStopIsHeard) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "recipe").value();
    const auto input = writeAndOpen(randomTable(1, 1000), folder.path() / "in.h5");
    std::stop_source stop;
    stop.request_stop();
    const auto result = recipe("steps: [{scale: {columns: [x]}}]")
                            .applyToFile(*input, folder.path() / "out.h5", JobContext(stop.get_token(), nullptr));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
}

} // namespace
