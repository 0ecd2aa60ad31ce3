// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/drift/comparison.h"
#include "core/project/project.h"

namespace lathe {

/// What the window, the command line and a pipeline step ask when they compare two sides.
struct DriftTask {
    /// A dataset version ("weather@2"), or the requests a deployment answered ("requests:NAME").
    std::string reference;
    std::string current;
    std::string model; ///< "name@alias": its quality on both sides is reported when both hold the target; may be empty
    DriftOptions options;
};

/// Resolves both sides, compares them, and evaluates the model in a worker process. With a model and no target given,
/// the model's target is the label. Errors: NotFound, InvalidInput, Cancelled, those of the worker.
Result<DriftResult> runDriftTask(const Project& project, const DriftTask& task, const JobContext& job);

} // namespace lathe
