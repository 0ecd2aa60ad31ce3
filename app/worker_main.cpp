// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>

#include "app/worker/commands.h"
#include "core/base/version.h"
#include "core/learn/torch_engine.h"

namespace {

using namespace lathe;
using namespace lathe::worker;

constexpr int failed = 1;
constexpr int wrongUsage = 2;
constexpr int interrupted = 130;

int report(const Error& error) {
    std::fprintf(stderr, "%s\n", error.describe().c_str());
    return failed;
}

int print(const Result<Json>& outcome) {
    if (!outcome) return report(outcome.error());
    std::printf("%s\n", outcome->dump().c_str());
    return 0;
}

int runCommand(const RunArguments& arguments) {
    const auto end = trainRun(arguments);
    if (!end) return report(end.error());
    switch (*end) {
    case RunEnd::Finished: return 0;
    case RunEnd::Stopped: return interrupted;
    case RunEnd::Failed: break;
    }
    return failed;
}

int parseAndRun(int argc, char** argv) {
    CLI::App app("Trains one run, or predicts with a model package. Started by lathe.", "lathe-worker");
    app.set_version_flag("--version", std::string("lathe-worker ") + versionText);
    app.require_subcommand(1);

    RunArguments run;
    auto* runs = app.add_subcommand("run", "Train a queued run of a project");
    runs->add_option("--project", run.project, "Project folder")->required();
    runs->add_option("--run", run.run, "Run id")->required();
    runs->add_flag("--resume", run.resume, "Go on from the last checkpoint");

    PredictArguments predict;
    auto* predictions = app.add_subcommand(
        "predict", "Write predictions for every row of a file, or every picture of a folder, as CSV");
    predictions->add_option("--package", predict.package, "Model package folder")->required();
    predictions
        ->add_option("--input", predict.input,
                     "CSV or column file; for a model of pictures a folder, a picture or a column file")
        ->required();
    predictions->add_option("--project", predict.project, "Project folder that holds the pictures of a column file");
    predictions->add_option("--output", predict.output, "CSV file to write")->required();

    EvaluateArguments evaluate;
    auto* evaluations = app.add_subcommand("evaluate", "Print the metrics of a model on labelled rows as JSON");
    evaluations->add_option("--package", evaluate.package, "Model package folder")->required();
    evaluations->add_option("--data", evaluate.data, "Column file or CSV")->required();
    evaluations->add_option("--target", evaluate.target, "Column with the truth (default: the model's target)");

    auto* devices = app.add_subcommand("devices", "Print the devices a run can train on as JSON");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrongUsage;
    }
    if (runs->parsed()) return runCommand(run);
    if (predictions->parsed()) return print(predictFile(predict));
    if (evaluations->parsed()) return print(evaluateFile(evaluate));
    if (devices->parsed()) return print(listDevices());
    return wrongUsage;
}

} // namespace

int main(int argc, char** argv) {
    lathe::restartWithFittingBlas(argv);
    try {
        return parseAndRun(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return failed;
    }
}
