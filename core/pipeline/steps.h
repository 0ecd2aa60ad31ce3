// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/config.h"
#include "core/base/job.h"
#include "core/project/project.h"

namespace lathe {

/// What a step is given when its turn comes: parameters with all references replaced.
struct StepContext {
    const Project& project;
    Path folder; ///< of the pipeline file
    ConfigNode parameters;
    const JobContext& job;
};

/// What a step gives: values for later steps, one line for people, and whether it says no.
struct StepResult {
    Json outputs = Json::object();
    std::string message;
    bool gateClosed = false;
};

/// Does the work of one kind of step. Errors: those of the work.
Result<StepResult> runStep(const std::string& kind, const StepContext& context);

/// Everything the outcome of a cached kind depends on, as hashes: equal JSON, equal outcome.
Result<Json> stepInputs(const std::string& kind, const StepContext& context);

/// True when what a cached step made earlier is still there and unchanged.
bool outcomeStands(const std::string& kind, const StepContext& context, const Json& outputs);

} // namespace lathe
