// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/table.h"
#include "core/data/profile/profile.h"
#include "core/data/recipe/recipe.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lathe::ui {

/// Some rows of a version, to try a recipe on.
struct RowSample {
    Table rows;
    std::vector<uint64_t> numbers; ///< row numbers in the version, ascending, from 0
};

/// About \p wanted rows in ten runs spread evenly over the file; all rows when there are no more.
Result<RowSample> sampleRows(const ColumnFile& file, size_t wanted);

/// What a recipe does to a sample.
struct RecipePreview {
    Table rows;                    ///< after the last step that worked
    std::vector<uint64_t> numbers; ///< the rows' numbers in the version
    std::vector<std::vector<uint8_t>>
        changes; ///< one per column of rows; 1 where a step changed the cell; empty when none did
    std::vector<std::string> addedColumns;          ///< that are in rows
    std::vector<std::optional<StepEffect>> effects; ///< one per step; none for those switched off or after the failure
    std::shared_ptr<const DatasetProfile> profile;  ///< of rows
    std::optional<size_t> failedStep;
    std::optional<Error> error;
};

/// Applies the steps one after the other and follows each row and cell through them.
RecipePreview previewRecipe(const RowSample& sample, const std::vector<RecipeStep>& steps,
                            const RecipeContext& context = {});

} // namespace lathe::ui
