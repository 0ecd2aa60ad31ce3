// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/pipeline.h"

#include <algorithm>
#include <regex>
#include <set>

#include "core/base/text.h"
#include "core/data/readers/import_options.h"
#include "core/pipeline/substitution.h"

namespace lathe {

const char* toString(StepState state) {
    switch (state) {
    case StepState::Pending: return "pending";
    case StepState::Running: return "running";
    case StepState::Done: return "done";
    case StepState::Cached: return "cached";
    case StepState::Skipped: return "skipped";
    case StepState::Failed: return "failed";
    case StepState::GateClosed: return "gate closed";
    }
    return "pending";
}

namespace {

std::vector<std::string> importKeys() {
    std::vector<std::string> keys{"file", "dataset"};
    keys.insert(keys.end(), importOptionKeys().begin(), importOptionKeys().end());
    return keys;
}

} // namespace

const std::vector<StepKind>& stepKinds() {
    static const std::vector<StepKind> kinds{
        {"import",
         importKeys(),
         {"file", "dataset"},
         true,
         "read a file of any known format into the next version of a dataset"},
        {"clean",
         {"data", "recipe", "dataset"},
         {"data", "recipe", "dataset"},
         true,
         "apply a recipe (a file, or steps written in place) to a version"},
        {"validate",
         {"data", "suite", "strict", "json", "junit"},
         {"data", "suite"},
         false,
         "check a version against a suite of expectations, keep the result, and go on only when no error is found"},
        {"train",
         {"config", "data", "set"},
         {"config"},
         true,
         "run a configuration (a file, or written in place) and wait for its end"},
        {"choose",
         {"runs", "metric", "best"},
         {"runs", "metric"},
         false,
         "take the run with the best value of a metric"},
        {"register",
         {"run", "model", "alias", "note"},
         {"run", "model"},
         true,
         "register a run's model, and let an alias point to it"},
        {"serve",
         {"model", "name", "address", "port", "threads", "keep"},
         {"model"},
         false,
         "start a server for a model"},
        {"request",
         {"deployment", "rows", "expect"},
         {"deployment", "rows"},
         false,
         "send rows to a deployment and keep its answer"},
        {"predict",
         {"model", "data", "file", "output"},
         {"model", "output"},
         false,
         "write predictions for a file or a version as CSV"},
        {"drift",
         {"reference", "current", "defaults", "target", "prediction", "columns", "drift_share", "model", "html", "json",
          "fail_on_drift"},
         {"reference", "current"},
         false,
         "compare two versions, or a version with a deployment's requests, and keep the report"},
        {"gate",
         {"value", "at_least", "at_most", "equals", "message"},
         {"value"},
         false,
         "go on only when a value is within its bounds"},
        {"export", {"data", "file"}, {"data", "file"}, false, "write a version as CSV"},
        {"stop", {"deployment"}, {"deployment"}, false, "stop a deployment"},
    };
    return kinds;
}

namespace {

const std::vector<std::string>& kindNames() {
    static const auto names = [] {
        std::vector<std::string> list;
        for (const auto& kind : stepKinds()) list.push_back(kind.name);
        return list;
    }();
    return names;
}

bool isStepReference(const std::string& name) { return name.starts_with("steps."); }

/// The step named in "steps.NAME.KEY".
std::string referencedStep(const std::string& reference) {
    const auto parts = splitText(reference, '.');
    return parts.size() == 3 ? parts[1] : std::string();
}

Result<std::map<std::string, Json>> readVariables(const ConfigNode& root,
                                                  const std::map<std::string, std::string>& set) {
    std::map<std::string, Json> variables;
    std::vector<std::string> names;
    LATHE_TRY(const auto node, root.find("variables"));
    if (node) {
        LATHE_TRY(const auto entries, node->entries());
        for (const auto& [name, value] : entries) {
            if (value.isMap() || value.isList()) return failure(value.error("a variable must be a plain value"));
            variables[name] = value.toJson();
            names.push_back(name);
        }
    }
    for (const auto& [name, value] : set) {
        if (!variables.contains(name))
            return failHint(ErrorKind::InvalidInput, fmt::format("--set {}: the pipeline has no such variable", name),
                            suggestion(name, names));
        variables[name] = plainValue(value);
    }
    return variables;
}

/// Replaces the file's variables in a step's parameters and collects the steps it refers to.
Result<Json> replaceVariables(const ConfigNode& node, const std::map<std::string, Json>& variables,
                              std::set<std::string>& referenced) {
    std::vector<std::string> names;
    for (const auto& [name, value] : variables) names.push_back(name);
    const auto lookup = [&](const std::string& name) -> Result<Json> {
        if (isStepReference(name)) {
            if (referencedStep(name).empty())
                return failure(node.error(fmt::format("'${{{}}}' is not of the form ${{steps.NAME.KEY}}", name)));
            referenced.insert(referencedStep(name));
            return Json("${" + name + "}");
        }
        const auto found = variables.find(name);
        if (found == variables.end())
            return failure(node.error(fmt::format("the variable '{}' is not defined", name), suggestion(name, names)));
        return found->second;
    };
    return substituted(node.toJson(), lookup);
}

Result<void> checkParameters(const ConfigNode& parameters, const StepKind& kind) {
    LATHE_CHECK(parameters.allowKeys(kind.keys));
    for (const auto& key : kind.required) LATHE_CHECK(parameters.require(key));
    return {};
}

Result<PipelineStep> readStep(const ConfigNode& node, size_t index, const std::map<std::string, Json>& variables) {
    std::vector<std::string> known{"name", "needs"};
    known.insert(known.end(), kindNames().begin(), kindNames().end());
    LATHE_CHECK(node.allowKeys(known));
    PipelineStep step;
    step.place = node.place();
    LATHE_TRY(const auto entries, node.entries());
    std::set<std::string> referenced;
    for (const auto& [key, value] : entries) {
        const auto kind = std::find_if(stepKinds().begin(), stepKinds().end(),
                                       [&word = key](const auto& k) { return k.name == word; });
        if (kind == stepKinds().end()) continue;
        if (!step.kind.empty())
            return failure(value.error(fmt::format("a step does one thing: this one has '{}' already", step.kind)));
        step.kind = key;
        LATHE_CHECK(checkParameters(value, *kind));
        LATHE_TRY(step.parameters, replaceVariables(value, variables, referenced));
    }
    if (step.kind.empty())
        return failure(node.error("the step does nothing", "Give it one of: " + joined(kindNames(), ", ") + "."));
    LATHE_TRY(step.name, node.textOr("name", fmt::format("{}-{}", step.kind, index + 1)));
    static const std::regex namePattern("[A-Za-z0-9_-]{1,64}");
    if (!std::regex_match(step.name, namePattern))
        return failure(
            node.error(fmt::format("'{}' is not a step name", step.name), "Use letters, digits, '-' and '_'."));
    LATHE_TRY(const auto needs, node.find("needs"));
    if (needs) {
        LATHE_TRY(step.needs, needs->textList());
    }
    for (const auto& name : referenced)
        if (std::find(step.needs.begin(), step.needs.end(), name) == step.needs.end()) step.needs.push_back(name);
    return step;
}

Result<void> checkNeeds(const std::vector<PipelineStep>& steps) {
    std::vector<std::string> names;
    for (const auto& step : steps) {
        if (std::find(names.begin(), names.end(), step.name) != names.end())
            return fail(ErrorKind::InvalidInput, "{}: the step name '{}' stands twice", step.place, step.name);
        names.push_back(step.name);
    }
    for (const auto& step : steps)
        for (const auto& need : step.needs)
            if (std::find(names.begin(), names.end(), need) == names.end())
                return failHint(
                    ErrorKind::InvalidInput,
                    fmt::format("{}: step '{}' needs '{}', which is not there", step.place, step.name, need),
                    suggestion(need, names));
    return {};
}

/// Kahn's algorithm, always taking the first ready step in file order.
Result<std::vector<PipelineStep>> ordered(std::vector<PipelineStep> steps) {
    std::vector<PipelineStep> result;
    std::set<std::string> done;
    while (result.size() < steps.size()) {
        const auto ready = std::find_if(steps.begin(), steps.end(), [&](const PipelineStep& step) {
            return !done.contains(step.name) && std::all_of(step.needs.begin(), step.needs.end(),
                                                            [&](const auto& need) { return done.contains(need); });
        });
        if (ready == steps.end()) {
            std::vector<std::string> circle;
            std::string place;
            for (const auto& step : steps) {
                if (done.contains(step.name)) continue;
                if (place.empty()) place = step.place;
                circle.push_back(step.name);
            }
            return fail(ErrorKind::InvalidInput, "{}: these steps wait for each other: {}", place,
                        joined(circle, ", "));
        }
        done.insert(ready->name);
        result.push_back(*ready);
    }
    return result;
}

} // namespace

Result<Pipeline> Pipeline::read(const Path& file, const std::map<std::string, std::string>& set) {
    LATHE_TRY(const ConfigNode root, ConfigNode::readFile(file));
    LATHE_CHECK(root.allowKeys({"name", "variables", "steps"}));
    LATHE_TRY(const auto variables, readVariables(root, set));
    Pipeline pipeline;
    pipeline.folder = std::filesystem::absolute(file).parent_path();
    LATHE_TRY(pipeline.name, root.textOr("name", file.stem().string()));
    LATHE_TRY(const auto list, root.require("steps"));
    LATHE_TRY(const auto nodes, list.items());
    if (nodes.empty()) return failure(list.error("the pipeline has no steps"));
    std::vector<PipelineStep> steps;
    for (const auto& node : nodes) {
        LATHE_TRY(PipelineStep step, readStep(node, steps.size(), variables));
        steps.push_back(std::move(step));
    }
    LATHE_CHECK(checkNeeds(steps));
    LATHE_TRY(pipeline.steps, ordered(std::move(steps)));
    return pipeline;
}

} // namespace lathe
