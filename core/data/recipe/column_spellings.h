// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/recipe/recipe.h"
#include "core/data/text/spelling.h"

namespace lathe {

/// The spellings of a column that belong together, as the steps \p before leave it. Works on a copy in the folder for
/// temporary files when there are such steps. Errors: those of the steps, of countSpellings(), Cancelled.
Result<std::vector<SpellingCluster>> findSpellingClusters(const ColumnFile& data, const Recipe& before,
                                                          const std::string& column, const SpellingOptions& options,
                                                          const RecipeContext& context, const JobContext& job);

} // namespace lathe
