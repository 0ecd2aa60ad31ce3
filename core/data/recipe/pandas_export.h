// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/recipe/recipe.h"

namespace lathe {

struct PandasScript {
    std::string text;
    std::vector<size_t> unsupported; ///< places (from 0) of enabled steps that pandas cannot do the same way
};

/// The recipe as a Python script for pandas 1.5 and later: `python3 script.py input.csv output.csv` does to a CSV file
/// what the recipe does to a version with columns \p columns. A step that depends on our random numbers, on other
/// versions or on what is found out from the data stands in it as an error that says so; nothing is left out in
/// silence. Errors: those of Recipe::outputSchema().
Result<PandasScript> pandasScript(const Recipe& recipe, const std::vector<ColumnSchema>& columns);

} // namespace lathe
