// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/steps.h"

#include <cmath>
#include <map>

#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/readers/import_options.h"
#include "core/data/validation/validations.h"
#include "core/data/writers/export.h"
#include "core/drift/reports.h"
#include "core/pipeline/drift_task.h"
#include "core/pipeline/model_tools.h"
#include "core/pipeline/step_inputs.h"
#include "core/registry/registry.h"
#include "core/runs/launcher.h"
#include "core/serve/deployments.h"

namespace lathe {

namespace {

StepResult versionResult(const VersionInfo& version) {
    StepResult result;
    result.outputs = {{"dataset", version.datasetName},
                      {"version", version.reference()},
                      {"content_hash", version.contentHash},
                      {"rows", version.rows},
                      {"rejected_rows", version.rejectedRows}};
    result.message = fmt::format("{}: {} rows, {} columns", version.reference(), version.rows, version.schema.size());
    if (version.rejectedRows > 0) result.message += fmt::format(", {} rows rejected", version.rejectedRows);
    return result;
}

Result<StepResult> importStep(const StepContext& context) {
    LATHE_TRY(const Path file, inputFile(context, "file"));
    LATHE_TRY(const std::string dataset, context.parameters.textOr("dataset", ""));
    LATHE_TRY(const ImportOptions options, importOptionsFrom(context.parameters));
    LATHE_TRY(const auto version, Datasets(context.project).importFile(file, dataset, options, context.job));
    return versionResult(version);
}

Result<StepResult> cleanStep(const StepContext& context) {
    const Datasets datasets(context.project);
    LATHE_TRY(const std::string data, context.parameters.textOr("data", ""));
    LATHE_TRY(const std::string dataset, context.parameters.textOr("dataset", ""));
    LATHE_TRY(const auto parent, datasets.resolve(data));
    LATHE_TRY(const std::string recipe, recipeText(context));
    LATHE_TRY(const auto version, datasets.clean(parent, recipe, dataset, context.job));
    return versionResult(version);
}

/// The final value of each metric of a run.
Result<std::map<std::string, double>> finalMetrics(const Project& project, const RunId& run) {
    LATHE_TRY(const auto summaries, RunStore(project).metrics(run));
    std::map<std::string, double> metrics;
    for (const auto& summary : summaries) metrics[summary.key] = summary.last;
    return metrics;
}

Result<StepResult> trainStep(const StepContext& context) {
    LATHE_TRY(const Json config, runConfiguration(context));
    const RunLauncher launcher(context.project);
    LATHE_TRY(const auto started, launcher.start(toYaml(config), context.parameters.place(), context.job));
    LATHE_TRY(const auto run, launcher.waitFor(started.id, context.job));
    if (run.state != RunState::Finished)
        return fail(ErrorKind::Internal, "run {} {}: {}", run.name, toString(run.state), run.error);
    LATHE_TRY(const auto metrics, finalMetrics(context.project, run.id));
    StepResult result;
    result.outputs = {{"run", run.id.str()}, {"name", run.name}, {"model_hash", run.modelHash}};
    result.message = fmt::format("{} ({})", run.name, run.modelKind);
    for (const auto& [key, value] : metrics) {
        result.outputs[key] = value;
        if (key.starts_with("test_")) result.message += fmt::format("  {} {}", key, shortNumber(value, 4));
    }
    return result;
}

Result<StepResult> chooseStep(const StepContext& context) {
    LATHE_TRY(const auto runsNode, context.parameters.require("runs"));
    LATHE_TRY(const auto runs, runsNode.textList());
    LATHE_TRY(const std::string metric, context.parameters.textOr("metric", ""));
    LATHE_TRY(const std::string best, context.parameters.textOr("best", "max"));
    if (best != "max" && best != "min") return failure(context.parameters.error("best must be 'max' or 'min'"));
    const RunStore store(context.project);
    StepResult result;
    double value = std::nan("");
    for (const auto& reference : runs) {
        LATHE_TRY(const auto run, store.find(reference));
        LATHE_TRY(const auto metrics, finalMetrics(context.project, run.id));
        const auto found = metrics.find(metric);
        if (found == metrics.end()) {
            std::vector<std::string> known;
            for (const auto& [key, ignored] : metrics) known.push_back(key);
            return failHint(ErrorKind::NotFound, fmt::format("run {} has no metric '{}'", run.name, metric),
                            suggestion(metric, known));
        }
        const bool better = std::isnan(value) || (best == "max" ? found->second > value : found->second < value);
        if (!better) continue;
        value = found->second;
        result.outputs = {{"run", run.id.str()}, {"name", run.name}, {metric, value}};
        result.message = fmt::format("{} has the best {}: {}", run.name, metric, shortNumber(value));
    }
    return result;
}

/// The version that holds this run's model already, so that a repeated step does not register it twice.
Result<ModelVersionInfo> registeredVersion(const Registry& registry, const RunId& run, const std::string& model,
                                           const std::string& note) {
    if (const auto versions = registry.versions(model))
        for (const auto& version : *versions)
            if (version.run == run) return version;
    return registry.registerRun(run, model, note);
}

Result<StepResult> registerStep(const StepContext& context) {
    LATHE_TRY(const std::string reference, context.parameters.textOr("run", ""));
    LATHE_TRY(const std::string model, context.parameters.textOr("model", ""));
    LATHE_TRY(const std::string alias, context.parameters.textOr("alias", ""));
    LATHE_TRY(const std::string note, context.parameters.textOr("note", ""));
    LATHE_TRY(const auto run, RunStore(context.project).find(reference));
    const Registry registry(context.project);
    LATHE_TRY(const auto version, registeredVersion(registry, run.id, model, note));
    if (!alias.empty()) LATHE_CHECK(registry.setAlias(model, alias, version.number));
    StepResult result;
    result.outputs = {{"model", model},
                      {"version", version.reference()},
                      {"number", version.number},
                      {"package_hash", version.packageHash}};
    result.message = version.reference() + (alias.empty() ? "" : " is now " + alias);
    return result;
}

StepResult deploymentResult(const DeploymentInfo& deployment) {
    StepResult result;
    result.outputs = {{"deployment", deployment.name},
                      {"id", deployment.id.str()},
                      {"url", deployment.url()},
                      {"port", deployment.port}};
    result.message = fmt::format("{}@{} at {}", deployment.model, deployment.modelVersion, deployment.url());
    return result;
}

Result<StepResult> serveStep(const StepContext& context) {
    ServeOptions options;
    LATHE_TRY(options.model, context.parameters.textOr("model", ""));
    LATHE_TRY(options.name, context.parameters.textOr("name", ""));
    LATHE_TRY(options.address, context.parameters.textOr("address", options.address));
    LATHE_TRY(const auto port, context.parameters.integerOr("port", 0));
    LATHE_TRY(const auto threads, context.parameters.integerOr("threads", 1));
    options.port = static_cast<int>(port);
    options.threads = static_cast<int>(threads);
    const Deployments deployments(context.project);
    LATHE_TRY(const auto wanted, Registry(context.project).resolve(options.model));
    const auto running = deployments.find(options.name.empty() ? wanted.model : options.name);
    if (running && running->state == DeploymentState::Ready && running->model == wanted.model &&
        running->modelVersion == wanted.number)
        return deploymentResult(*running);
    LATHE_TRY(const auto deployment, deployments.start(options, context.job));
    return deploymentResult(deployment);
}

Result<StepResult> requestStep(const StepContext& context) {
    LATHE_TRY(const std::string name, context.parameters.textOr("deployment", ""));
    LATHE_TRY(const auto rows, context.parameters.require("rows"));
    LATHE_TRY(const auto deployment, Deployments(context.project).find(name));
    const Json body = {{"instances", rows.toJson()}};
    LATHE_TRY(const auto reply,
              httpRequest(deployment.url() + "/v1/models/" + deployment.model + ":predict", "POST", body.dump()));
    const Json answer = Json::parse(reply.body, nullptr, false);
    if (reply.status != 200 || !answer.is_object())
        return fail(ErrorKind::InvalidInput, "'{}' answered {}: {}", name, reply.status, reply.body);
    StepResult result;
    result.outputs = {{"status", reply.status},
                      {"predictions", answer.value("predictions", Json::array())},
                      {"seconds", reply.seconds}};
    result.message =
        fmt::format("{} rows answered in {:.1f} ms", result.outputs["predictions"].size(), reply.seconds * 1000);
    LATHE_TRY(const auto expected, context.parameters.find("expect"));
    if (expected && expected->toJson() != result.outputs["predictions"]) {
        result.gateClosed = true;
        result.message = fmt::format("expected {}, but the answer was {}", expected->toJson().dump(),
                                     result.outputs["predictions"].dump());
    }
    return result;
}

Result<StepResult> predictStep(const StepContext& context) {
    const Registry registry(context.project);
    LATHE_TRY(const std::string model, context.parameters.textOr("model", ""));
    LATHE_TRY(const std::string data, context.parameters.textOr("data", ""));
    LATHE_TRY(const std::string output, context.parameters.textOr("output", ""));
    LATHE_TRY(const auto version, registry.resolve(model));
    Path input;
    if (data.empty()) {
        LATHE_TRY(input, inputFile(context, "file"));
    } else {
        LATHE_TRY(const auto source, Datasets(context.project).resolve(data));
        input = context.project.folder() / source.file;
    }
    const Path target = context.folder / output;
    StepResult result;
    LATHE_TRY(result.outputs,
              predictToCsv(context.project.folder(), registry.packageFolder(version), input, target, context.job));
    result.outputs["file"] = target.string();
    result.message = "predictions in " + target.filename().string();
    return result;
}

Result<DriftTask> driftTask(const ConfigNode& parameters) {
    DriftTask task;
    LATHE_TRY(task.reference, parameters.textOr("reference", ""));
    LATHE_TRY(task.current, parameters.textOr("current", ""));
    LATHE_TRY(task.model, parameters.textOr("model", ""));
    LATHE_TRY(task.options.defaults, parameters.textOr("defaults", task.options.defaults));
    LATHE_TRY(task.options.target, parameters.textOr("target", ""));
    LATHE_TRY(task.options.prediction, parameters.textOr("prediction", ""));
    LATHE_TRY(task.options.driftShare, parameters.numberOr("drift_share", task.options.driftShare));
    LATHE_TRY(const auto columns, parameters.find("columns"));
    if (columns) {
        LATHE_TRY(task.options.columns, columns->textList());
    }
    return task;
}

Result<void> writeReport(const StepContext& context, const char* key, const std::string& content) {
    LATHE_TRY(const std::string file, context.parameters.textOr(key, ""));
    return file.empty() ? Result<void>() : writeFileAtomic(context.folder / file, content);
}

StepResult driftOutputs(const DriftResult& drift, const ReportInfo& report) {
    StepResult result;
    result.outputs = {{"report", report.id.str()},
                      {"html", report.html},
                      {"json", report.json},
                      {"drifted", drift.drifted},
                      {"label_drifted", drift.labelDrifted},
                      {"share", drift.share},
                      {"drifted_columns", drift.driftedColumns}};
    result.message = fmt::format("{} of {} columns drifted{}", drift.driftedColumns, drift.columns.size(),
                                 drift.labelDrifted ? ", the label too" : "");
    for (const auto& [metric, values] : drift.performance) {
        result.outputs["reference_" + metric] = values.first;
        result.outputs["current_" + metric] = values.second;
        if (metric == "accuracy" || metric == "rmse")
            result.message +=
                fmt::format(", {} {} → {}", metric, shortNumber(values.first, 3), shortNumber(values.second, 3));
    }
    return result;
}

Result<StepResult> driftStep(const StepContext& context) {
    LATHE_TRY(const DriftTask task, driftTask(context.parameters));
    LATHE_TRY(const bool failOnDrift, context.parameters.booleanOr("fail_on_drift", false));
    LATHE_TRY(const DriftResult drift, runDriftTask(context.project, task, context.job));
    LATHE_TRY(const ReportInfo report, Reports(context.project).save(drift));
    LATHE_CHECK(writeReport(context, "html", toHtml(drift)));
    LATHE_CHECK(writeReport(context, "json", drift.toJson().dump(2)));
    StepResult result = driftOutputs(drift, report);
    result.gateClosed = failOnDrift && (drift.drifted || drift.labelDrifted);
    return result;
}

Result<StepResult> gateStep(const StepContext& context) {
    LATHE_TRY(const auto value, context.parameters.require("value"));
    LATHE_TRY(const auto atLeast, context.parameters.find("at_least"));
    LATHE_TRY(const auto atMost, context.parameters.find("at_most"));
    LATHE_TRY(const auto equals, context.parameters.find("equals"));
    LATHE_TRY(const std::string explanation, context.parameters.textOr("message", ""));
    if (!atLeast && !atMost && !equals)
        return failure(context.parameters.error("the gate has no bound", "Give at_least, at_most or equals."));
    StepResult result;
    result.outputs = {{"value", value.toJson()}};
    std::vector<std::string> broken;
    if (atLeast) {
        LATHE_TRY(const double bound, atLeast->number());
        LATHE_TRY(const double number, value.number());
        if (!(number >= bound))
            broken.push_back(fmt::format("{} is less than {}", shortNumber(number), shortNumber(bound)));
    }
    if (atMost) {
        LATHE_TRY(const double bound, atMost->number());
        LATHE_TRY(const double number, value.number());
        if (!(number <= bound))
            broken.push_back(fmt::format("{} is more than {}", shortNumber(number), shortNumber(bound)));
    }
    if (equals && equals->toJson() != value.toJson())
        broken.push_back(fmt::format("{} is not {}", value.toJson().dump(), equals->toJson().dump()));
    result.gateClosed = !broken.empty();
    result.message = broken.empty() ? value.toJson().dump() + " is within its bounds" : joined(broken, "; ");
    if (result.gateClosed && !explanation.empty()) result.message += " — " + explanation;
    return result;
}

Result<StepResult> validateStep(const StepContext& context) {
    const Validations validations(context.project);
    LATHE_TRY(const std::string data, context.parameters.textOr("data", ""));
    LATHE_TRY(const bool strict, context.parameters.booleanOr("strict", false));
    LATHE_TRY(const std::string junit, context.parameters.textOr("junit", ""));
    LATHE_TRY(const auto version, Datasets(context.project).resolve(data));
    LATHE_TRY(const auto suite, expectationSuite(context));
    LATHE_TRY(const ValidationResult outcome, validations.run(version, suite, {}, context.job));
    LATHE_TRY(const ValidationInfo kept, validations.save(version, outcome));
    LATHE_CHECK(writeReport(context, "json", outcome.toJson().dump(2)));
    if (!junit.empty()) LATHE_CHECK(writeFileAtomic(context.folder / junit, outcome.toJunit(strict)));
    StepResult result;
    result.outputs = {{"validation", kept.id.str()},        {"version", version.reference()},
                      {"expectations", kept.expectations},  {"met", kept.met},
                      {"failed_errors", kept.failedErrors}, {"failed_warnings", kept.failedWarnings},
                      {"failed_infos", kept.failedInfos}};
    result.gateClosed = !outcome.success(strict);
    result.message = fmt::format("{} of {} expectations met", kept.met, kept.expectations);
    for (const ExpectationResult& each : outcome.results) {
        const bool decides = each.expectation.severity == CheckSeverity::Error ||
                             (strict && each.expectation.severity == CheckSeverity::Warning);
        if (each.success || !decides) continue;
        result.message += fmt::format("; {}: {}", each.expectation.describe(), each.summary());
        break; // the first says what to look at; the rest stands in the result
    }
    return result;
}

Result<StepResult> exportStep(const StepContext& context) {
    const Datasets datasets(context.project);
    LATHE_TRY(const std::string data, context.parameters.textOr("data", ""));
    LATHE_TRY(const std::string file, context.parameters.textOr("file", ""));
    LATHE_TRY(const auto version, datasets.resolve(data));
    LATHE_TRY(const auto columns, datasets.open(version));
    LATHE_CHECK(exportFile(*columns, exportFormatFor(file), context.folder / file, context.job));
    StepResult result;
    result.outputs = {{"file", (context.folder / file).string()}, {"rows", version.rows}};
    result.message = fmt::format("{} rows in {}", version.rows, file);
    return result;
}

Result<StepResult> stopStep(const StepContext& context) {
    LATHE_TRY(const std::string name, context.parameters.textOr("deployment", ""));
    LATHE_TRY(const auto deployment, Deployments(context.project).stop(name));
    StepResult result;
    result.outputs = {{"requests", deployment.loggedRows}};
    result.message = fmt::format("{} stopped after {} rows", deployment.name, deployment.loggedRows);
    return result;
}

} // namespace

Result<StepResult> runStep(const std::string& kind, const StepContext& context) {
    using Handler = Result<StepResult> (*)(const StepContext&);
    static const std::map<std::string, Handler> handlers{
        {"import", importStep},     {"clean", cleanStep}, {"train", trainStep},       {"choose", chooseStep},
        {"register", registerStep}, {"serve", serveStep}, {"request", requestStep},   {"predict", predictStep},
        {"drift", driftStep},       {"gate", gateStep},   {"validate", validateStep}, {"export", exportStep},
        {"stop", stopStep},
    };
    return handlers.at(kind)(context);
}

} // namespace lathe
