// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/validation/suite.h"
#include "core/pipeline/steps.h"

namespace lathe {

/// Reading of the parameters that several kinds of step share.

/// The file under \p key; a relative path starts at the pipeline file's folder. Errors: NotFound with the place.
Result<Path> inputFile(const StepContext& context, const char* key);

/// The recipe of a clean step as YAML: of a file, or written in place.
Result<std::string> recipeText(const StepContext& context);

/// The suite of a validate step: of a file, kept in the project under a name, or written in place.
Result<ExpectationSuite> expectationSuite(const StepContext& context);

/// The run configuration of a train step: of a file or in place, with `data` and `set` laid over it.
Result<Json> runConfiguration(const StepContext& context);

} // namespace lathe
