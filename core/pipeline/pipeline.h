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
    std::string kind;               ///< one of stepKinds()
    std::vector<std::string> needs; ///< those written and those implied by ${steps.NAME.KEY}
    Json parameters;                ///< as written, variables of the file replaced
    std::string place;              ///< "pipeline.yaml:12:5"
};

/// A parsed pipeline: steps in an order in which every step comes after those it needs, file order among equals.
struct Pipeline {
    std::string name;
    Path folder; ///< relative paths in the file start here
    std::vector<PipelineStep> steps;

    /// Reads a pipeline file; `${name}` becomes the variable's value, from \p set or else the file's `variables:`.
    /// Errors: InvalidInput with file, line and column for unknown kinds, keys, variables and needs, and for cycles.
    static Result<Pipeline> read(const Path& file, const std::map<std::string, std::string>& set);
};

struct StepKind {
    std::string name;
    std::vector<std::string> keys;     ///< all it understands
    std::vector<std::string> required; ///< those without which it makes no sense
    bool cached = false;               ///< skipped when nothing it depends on has changed
    std::string help;
};
const std::vector<StepKind>& stepKinds();

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
    bool gateClosed = false; ///< a gate or a drift check said no: exit status 3
    std::string message;     ///< which step ended it, and why
};

/// Runs the steps one after the other. A step whose inputs' hashes are unchanged since it last succeeded in this
/// project, and whose outcome is still there, is not run again. \p report is called on every change of a step's
/// state. Deployments that were started are stopped at the end unless the step says `keep: true`.
/// Errors: Cancelled; others only when nothing could be run at all.
Result<PipelineOutcome> runPipeline(const Project& project, const Pipeline& pipeline,
                                    const std::function<void(const StepOutcome&)>& report, const JobContext& job);

} // namespace lathe
