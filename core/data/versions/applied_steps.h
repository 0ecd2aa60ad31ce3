// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"
#include "core/data/recipe/recipe.h"

namespace lathe {

/// The form in which the audit trail keeps what the steps of a recipe did.
[[nodiscard]] Json stepEffectsToJson(const std::vector<StepEffect>& effects);

/// What each step that was switched on did when a recipe made \p version, counted over all rows; in the order of the
/// recipe. Empty for versions that no recipe made. Errors: Corrupt, Io.
Result<std::vector<StepEffect>> appliedSteps(const Project& project, const VersionInfo& version);

} // namespace lathe
