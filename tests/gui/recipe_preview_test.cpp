// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/recipe_preview.h"

#include <gtest/gtest.h>

namespace lathe::ui {
namespace {

Column reals(const char* name, std::vector<double> values, std::vector<uint8_t> missing = {}) {
    Column column;
    column.schema = {name, ColumnType::Real};
    column.reals = std::move(values);
    column.missing = std::move(missing);
    return column;
}

RowSample sample() {
    RowSample sample;
    sample.rows.columns.push_back(reals("a", {1, 2, 2, 4, 5}));
    sample.rows.columns.push_back(reals("b", {10, 0, 0, 40, 50}, {0, 1, 1, 0, 0}));
    sample.numbers = {3, 10, 11, 12, 90};
    return sample;
}

RecipeStep step(const char* kind, Json parameters) { return {kind, std::move(parameters), {}, true}; }

const RecipeStep fillB = step("fill_missing", {{"columns", {"b"}}, {"with", "constant"}, {"value", 7}});

TEST(RecipePreview, MarksTheCellsThatAStepChanged) {
    const RecipePreview preview = previewRecipe(sample(), {fillB});
    ASSERT_FALSE(preview.error);
    EXPECT_TRUE(preview.changes[0].empty());
    EXPECT_EQ(preview.changes[1], (std::vector<uint8_t>{0, 1, 1, 0, 0}));
    EXPECT_EQ(preview.effects[0]->changedCells, 2U);
}

TEST(RecipePreview, FollowsRowsThroughStepsThatDropSome) {
    const RecipePreview preview =
        previewRecipe(sample(), {fillB, step("drop_duplicates", Json::object()), step("filter", {{"where", "a > 1"}})});
    ASSERT_FALSE(preview.error) << preview.error->message;
    EXPECT_EQ(preview.numbers, (std::vector<uint64_t>{10, 12, 90}));
    EXPECT_EQ(preview.changes[1], (std::vector<uint8_t>{1, 0, 0}));
    EXPECT_EQ(preview.rows.columns.size(), 2U);
    EXPECT_EQ(preview.effects[1]->rowsAfter, 4U);
    EXPECT_EQ(preview.effects[2]->rowsAfter, 3U);
}

TEST(RecipePreview, FollowsColumnsThroughNewNames) {
    const RecipePreview preview = previewRecipe(sample(), {fillB, step("rename", {{"columns", {{"b", "better"}}}}),
                                                           step("derive", {{"column", "sum"}, {"as", "a + better"}})});
    ASSERT_FALSE(preview.error) << preview.error->message;
    EXPECT_EQ(preview.rows.columns[1].schema.name, "better");
    EXPECT_EQ(preview.changes[1], (std::vector<uint8_t>{0, 1, 1, 0, 0}));
    EXPECT_EQ(preview.addedColumns, (std::vector<std::string>{"sum"}));
}

TEST(RecipePreview, ShowsWhatTheStepsBeforeAFailureMade) {
    const RecipePreview preview =
        previewRecipe(sample(), {fillB, step("drop", {{"columns", {"c"}}}), step("filter", {{"where", "a > 1"}})});
    ASSERT_TRUE(preview.error);
    EXPECT_EQ(preview.failedStep, 1U);
    EXPECT_EQ(preview.error->describe().find('\x01'), std::string::npos) << "no message may name the hidden column";
    EXPECT_TRUE(preview.effects[0]);
    EXPECT_FALSE(preview.effects[2]);
    EXPECT_EQ(preview.rows.columns[1].reals[1], 7.0);
}

TEST(RecipePreview, StepsThatAreOffDoNothing) {
    RecipeStep off = fillB;
    off.enabled = false;
    const RecipePreview preview = previewRecipe(sample(), {off});
    EXPECT_FALSE(preview.effects[0]);
    EXPECT_TRUE(preview.changes[1].empty());
    EXPECT_TRUE(preview.rows.columns[1].isMissing(1));
}

} // namespace
} // namespace lathe::ui
