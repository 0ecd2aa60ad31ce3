// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/pipeline/pipeline.h"

namespace lathe::cli {

namespace {

Result<std::map<std::string, std::string>> variables(const std::vector<std::string>& settings) {
    std::map<std::string, std::string> result;
    for (const auto& setting : settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            return failHint(ErrorKind::InvalidInput, fmt::format("--set '{}' is not of the form name=value", setting),
                            "For example: --set rounds=200");
        result[setting.substr(0, equals)] = setting.substr(equals + 1);
    }
    return result;
}

/// The project of --project, of the current folder, or of the folder the pipeline file lies in or below.
Result<std::unique_ptr<Project>> projectFor(const Session& session, const Pipeline& pipeline) {
    if (!session.projectFolder.empty() || Project::find(std::filesystem::current_path())) return session.open();
    const auto found = Project::find(pipeline.folder);
    return found ? Project::open(*found, Project::Access::ReadWrite) : session.open();
}

void reportStep(const Session& session, const StepOutcome& step) {
    const std::string name = fmt::format("{:<12} {:<9}", step.name, step.kind);
    switch (step.state) {
    case StepState::Done:
        session.output.note(fmt::format("✓ {} {}  {}", name, step.message, duration(step.seconds)));
        break;
    case StepState::Cached: session.output.note(fmt::format("= {} {}  (unchanged)", name, step.message)); break;
    case StepState::GateClosed: session.output.note(fmt::format("✗ {} {}", name, step.message)); break;
    case StepState::Failed: session.output.note(fmt::format("✗ {} {}", name, step.message)); break;
    case StepState::Skipped: session.output.note(fmt::format("· {} skipped", name)); break;
    case StepState::Pending:
    case StepState::Running: break;
    }
}

Json outcomeJson(const PipelineOutcome& outcome) {
    Json steps = Json::array();
    for (const auto& step : outcome.steps)
        steps.push_back(Json{{"name", step.name},
                             {"kind", step.kind},
                             {"state", toString(step.state)},
                             {"seconds", step.seconds},
                             {"message", step.message},
                             {"outputs", step.outputs}});
    return Json{{"pipeline_run", outcome.id.str()},
                {"succeeded", outcome.succeeded},
                {"gate_closed", outcome.gateClosed},
                {"message", outcome.message},
                {"steps", steps}};
}

std::string outcomeText(const Project& project, const PipelineOutcome& outcome) {
    std::string text;
    for (const auto& step : outcome.steps)
        if (step.outputs.contains("html") && (step.state == StepState::Done || step.state == StepState::GateClosed))
            text += fmt::format("Report: {}\n", (project.folder() / step.outputs["html"].get<std::string>()).string());
    return text + (outcome.succeeded ? "All steps are done." : outcome.message);
}

struct RunArguments {
    std::string file;
    std::vector<std::string> settings;
};

Result<int> runFile(const Session& session, const RunArguments& arguments) {
    return runBatch(session, arguments.file, arguments.settings);
}

Result<int> graph(const Session& session, const RunArguments& arguments) {
    LATHE_TRY(const auto set, variables(arguments.settings));
    LATHE_TRY(const auto pipeline, Pipeline::read(arguments.file, set));
    TextTable table({"STEP", "KIND", "NEEDS"});
    Json json = Json::array();
    for (const auto& step : pipeline.steps) {
        json.push_back(
            Json{{"name", step.name}, {"kind", step.kind}, {"needs", step.needs}, {"parameters", step.parameters}});
        table.add({step.name, step.kind, joined(step.needs, ", ")});
    }
    session.output.result(json, table.text());
    return Done;
}

} // namespace

Result<int> runBatch(const Session& session, const std::string& file, const std::vector<std::string>& settings) {
    LATHE_TRY(const auto set, variables(settings));
    LATHE_TRY(const auto pipeline, Pipeline::read(file, set));
    LATHE_TRY(const auto project, projectFor(session, pipeline));
    session.output.note(fmt::format("{} in {}", pipeline.name, project->folder().string()));
    LATHE_TRY(const auto outcome,
              runPipeline(
                  *project, pipeline, [&](const StepOutcome& step) { reportStep(session, step); }, session.job()));
    session.output.result(outcomeJson(outcome), outcomeText(*project, outcome));
    if (outcome.succeeded) return Done;
    return outcome.gateClosed ? SaidNo : Failed;
}

void addPipelineCommands(CLI::App& app, Session& session) {
    auto* pipelines = app.add_subcommand("pipeline", "Run pipeline files");
    pipelines->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, Result<int> (*work)(const Session&, const RunArguments&)) {
        const auto command = addCommand(*pipelines, session, name, help, work);
        command->add_option("FILE", command.values().file, "Pipeline file (YAML)")->required();
        command->add_option("--set", command.values().settings, "Set a variable: name=value (may be repeated)");
    };
    add("run", "Run all steps; those whose inputs are unchanged are skipped", runFile);
    add("graph", "Show the steps in their order and what each needs", graph);
}

} // namespace lathe::cli
