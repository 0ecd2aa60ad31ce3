// SPDX-License-Identifier: GPL-3.0-or-later
// A recipe's outcome as text, for short tests.
#pragma once

#include <gtest/gtest.h>

#include "core/data/recipe/recipe.h"
#include "tests/unit/recipe/tables.h"

namespace lathe {

/// "x:real=1,-,3\n" for each column; - is missing.
inline std::string shownTable(const Table& table) {
    std::string text;
    for (const Column& column : table.columns) {
        text += column.schema.name + ":" + toString(column.schema.type) + "=";
        for (size_t row = 0; row < column.rows(); ++row)
            text += (row > 0 ? "," : "") + (column.isMissing(row) ? std::string("-") : column.display(row));
        text += "\n";
    }
    return text;
}

inline Recipe steps(const std::string& yaml) {
    auto parsed = Recipe::parseText("steps:\n" + yaml, "recipe.yaml");
    EXPECT_TRUE(parsed) << parsed.error().describe() << "\n" << yaml;
    return parsed.value_or(Recipe());
}

/// The table after the steps, or why they fail.
inline std::string after(const std::string& yaml, const Table& table, std::vector<StepEffect>* effects = nullptr,
                         const RecipeContext& context = {}) {
    const auto result = steps(yaml).apply(table, effects, context);
    return result ? shownTable(*result) : result.error().describe();
}

/// Why the text is no recipe.
inline std::string refusal(const std::string& yaml) {
    const auto parsed = Recipe::parseText("steps:\n" + yaml, "recipe.yaml");
    return parsed ? std::string("accepted") : parsed.error().describe();
}

} // namespace lathe
