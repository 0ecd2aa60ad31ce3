// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/config.h"
#include "core/base/ids.h"
#include "core/base/job.h"
#include "core/project/project.h"

namespace lathe {

/// One step of a pipeline file (grammar: docs/pipelines.md, schema: resources/schemas/pipeline.schema.json).
struct PipelineStep {
    std::string name;
    std::string kind; ///< import, clean, train, register, alias, serve, request, predict, drift, gate, stop
    std::vector<std::string> needs;
    ConfigNode parameters;
};

/// A parsed pipeline: steps in an order that respects \p needs (file order among equals).
struct Pipeline {
    std::string name;
    Path folder; ///< relative paths in it start here
    std::vector<PipelineStep> steps;

    /// Replaces \${name} by the variables (file's `variables:` overridden by \p set), checks kinds, keys, needs and
    /// cycles. Errors: InvalidInput with file, line and column.
    static Result<Pipeline> read(const Path& file, const std::map<std::string, std::string>& set);
};

enum class StepState { Pending, Running, Done, Cached, Skipped, Failed, GateClosed };
const char* toString(StepState state);

struct StepOutcome {
    std::string name;
    std::string kind;
    StepState state = StepState::Pending;
    double seconds = 0;
    std::string message; ///< one line: what it made, or why it failed
    Json outputs;        ///< for ${steps.NAME.KEY} in later steps
};

struct PipelineOutcome {
    PipelineRunId id;
    std::vector<StepOutcome> steps;
    bool succeeded = false;
    bool gateClosed = false; ///< a gate said no: exit status 3
    std::string message;
};

/// Runs the steps. A step whose inputs' hashes are unchanged since it last succeeded in this project is not run
/// again (Cached). \p report is called on every change of a step's state. Services that were started stop at the end
/// unless the step says keep: true. Errors: only when nothing could be run at all.
Result<PipelineOutcome> runPipeline(const Project& project, const Pipeline& pipeline,
                                    const std::function<void(const StepOutcome&)>& report, const JobContext& job);

} // namespace lathe
