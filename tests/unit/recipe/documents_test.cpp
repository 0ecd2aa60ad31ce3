// SPDX-License-Identifier: GPL-3.0-or-later
// The documents and the JSON Schema say what the program does: every example in docs runs, every kind and function
// is described.
#include <algorithm>

#include <gtest/gtest.h>

#include "core/base/text.h"
#include "core/data/csv/csv.h"
#include "core/data/expression/expression.h"
#include "core/data/recipe/recipe.h"

using namespace lathe;

namespace {

const Path repository = Path(LATHE_RESOURCES).parent_path();

std::string document(const std::string& name) { return readTextFile(repository / "docs" / name).value(); }

/// The fenced blocks of a language.
std::vector<std::string> blocks(const std::string& text, const std::string& language) {
    std::vector<std::string> found;
    const std::string fence = "```" + language + "\n";
    for (size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
        const size_t begin = at + fence.size();
        found.push_back(text.substr(begin, text.find("```", begin) - begin));
    }
    return found;
}

Table weather() { return previewCsv(Path(LATHE_RESOURCES) / "samples/weather/seattle-weather.csv", {}, 2000).value(); }

Json schema() { return Json::parse(readTextFile(Path(LATHE_RESOURCES) / "schemas/recipe.schema.json").value()); }

TEST(Documents, everyExpressionRuns) {
    const Table table = weather();
    size_t examples = 0;
    for (const std::string& block : blocks(document("expressions.md"), "expression")) {
        for (const std::string& line : splitText(block, '\n')) {
            if (trimmed(line).empty()) continue;
            const auto expression = Expression::parse(line, table.schema());
            ASSERT_TRUE(expression) << line << ": " << expression.error().describe();
            EXPECT_EQ(expression->evaluate(table, "e")->rows(), table.rows());
            ++examples;
        }
    }
    EXPECT_GE(examples, 8U);
}

TEST(Documents, everyRecipeRuns) {
    const auto examples = blocks(document("recipes.md"), "recipe");
    ASSERT_FALSE(examples.empty());
    for (const std::string& example : examples) {
        const auto recipe = Recipe::parseText(example, "recipes.md");
        ASSERT_TRUE(recipe) << recipe.error().describe();
        const auto result = recipe->apply(weather());
        ASSERT_TRUE(result) << result.error().describe();
        EXPECT_EQ(result->rows(), 731U); // the days of 2012 and 2013
    }
}

TEST(Documents, everyFunctionAndKindIsDescribed) {
    const std::string expressions = document("expressions.md");
    for (const Expression::Function& function : Expression::functions())
        EXPECT_NE(expressions.find("`" + function.name + "("), std::string::npos) << function.name;
    const std::string recipes = document("recipes.md");
    for (const std::string& kind : Recipe::kinds())
        EXPECT_NE(recipes.find("| `" + kind + "` |"), std::string::npos) << kind;
}

TEST(RecipeSchema, namesTheStepsOfTheProgram) {
    const Json properties = schema()["$defs"]["step"]["properties"];
    std::vector<std::string> kinds;
    for (const auto& [key, value] : properties.items())
        if (key != "comment" && key != "enabled") kinds.push_back(key);
    EXPECT_EQ(kinds, Recipe::kinds());
}

TEST(RecipeSchema, knowsTheKeysThatTheParserKnows) {
    for (const std::string& kind : Recipe::kinds()) {
        const Json definition = schema()["$defs"][kind];
        for (const auto& [key, value] : definition["properties"].items()) {
            // The key is known when the parser's complaint, if any, is about something else.
            const auto result = Recipe::parseText("steps: [{" + kind + ": {" + key + ": x}}]", "r");
            EXPECT_TRUE(result || result.error().message.find("unknown") == std::string::npos) << kind << " " << key;
        }
        const auto unknown = Recipe::parseText("steps: [{" + kind + ": {nonsense: 1}}]", "r");
        ASSERT_FALSE(unknown) << kind;
        EXPECT_NE(unknown.error().message.find("nonsense"), std::string::npos) << unknown.error().message;
        for (const Json& required : definition["required"]) {
            const auto missing = Recipe::parseText("steps: [{" + kind + ": {}}]", "r");
            EXPECT_FALSE(missing) << kind << " " << required;
        }
    }
}

} // namespace
