// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/pipeline/model_tools.h"
#include "core/registry/registry.h"

namespace lathe::cli {

namespace {

Json parsedOrNull(const std::string& text) {
    Json value = Json::parse(text, nullptr, false);
    return value.is_discarded() ? Json() : value;
}

Result<Json> versionJson(const Registry& registry, const ModelVersionInfo& version) {
    LATHE_TRY(const auto steps, registry.lineage(version));
    Json lineage = Json::array();
    for (const auto& step : steps)
        lineage.push_back({{"kind", step.kind}, {"name", step.name}, {"detail", step.detail}, {"hash", step.hash}});
    return Json{{"model", version.model},
                {"version", version.number},
                {"reference", version.reference()},
                {"run", version.run.str()},
                {"aliases", version.aliases},
                {"folder", version.folder},
                {"package_hash", version.packageHash},
                {"metrics", parsedOrNull(version.metrics)},
                {"signature", parsedOrNull(version.signature)},
                {"lineage", lineage},
                {"note", version.note},
                {"created_at", isoTime(version.createdAt)}};
}

struct RegisterArguments {
    std::string run;
    std::string model;
    std::string alias;
    std::string note;
};

Result<int> registerRun(const Session& session, const RegisterArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const auto run, RunStore(*project).find(arguments.run));
    const Registry registry(*project);
    LATHE_TRY(const auto registered, registry.registerRun(run.id, arguments.model, arguments.note));
    if (!arguments.alias.empty()) LATHE_CHECK(registry.setAlias(arguments.model, arguments.alias, registered.number));
    LATHE_TRY(const auto version, registry.resolve(registered.reference()));
    LATHE_TRY(const Json json, versionJson(registry, version));
    session.output.result(json, fmt::format("{} registered from run {}{}", version.reference(), run.name,
                                            arguments.alias.empty() ? "" : ", now " + arguments.alias));
    return Done;
}

Result<int> list(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Registry registry(*project);
    LATHE_TRY(const auto models, registry.list());
    TextTable table({"VERSION", "ALIASES", "RUN", "REGISTERED"});
    Json json = Json::array();
    for (const auto& model : models) {
        if (!arguments.name.empty() && model.name != arguments.name) continue;
        LATHE_TRY(const auto versions, registry.versions(model.name));
        for (const auto& version : versions) {
            LATHE_TRY(Json item, versionJson(registry, version));
            json.push_back(std::move(item));
            table.add(
                {version.reference(), joined(version.aliases, ", "), version.run.str(), localTime(version.createdAt)});
        }
    }
    session.output.result(json, table.empty() ? "No models yet. Register one: lathe model register RUN --name NAME"
                                              : table.text());
    return Done;
}

std::string signatureText(const Json& signature) {
    TextTable table({"INPUT", "TYPE", "REQUIRED"});
    for (const auto& input : signature.value("inputs", Json::array()))
        table.add({input.value("name", ""), input.value("type", ""), input.value("required", true) ? "yes" : "no"});
    return table.text();
}

Result<int> show(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Registry registry(*project);
    LATHE_TRY(const auto version, registry.resolve(arguments.name));
    LATHE_TRY(const Json json, versionJson(registry, version));
    std::string text =
        version.reference() + (version.aliases.empty() ? "" : "  (" + joined(version.aliases, ", ") + ")") + "\n\n";
    text += signatureText(json["signature"]) + "\n";
    TextTable metrics({"METRIC", "VALUE"});
    for (const auto& [key, value] : json["metrics"].items())
        if (value.is_number()) metrics.add({key, shortNumber(value.get<double>(), 6)});
    text += metrics.text() + "\nLineage\n";
    for (const auto& step : json["lineage"])
        text += fmt::format("  {:<10}  {}  {}  {}\n", step.value("kind", ""), step.value("name", ""),
                            step.value("detail", ""), step.value("hash", "").substr(0, 12));
    session.output.result(json, text);
    return Done;
}

struct AliasArguments {
    std::string model;
    std::string alias;
    int version = 0;
    bool remove = false;
};

Result<int> alias(const Session& session, const AliasArguments& arguments) {
    LATHE_TRY(const auto project, session.open());
    const Registry registry(*project);
    if (arguments.remove) {
        LATHE_CHECK(registry.removeAlias(arguments.model, arguments.alias));
    } else if (arguments.version <= 0) {
        return failHint(ErrorKind::InvalidInput, "which version shall the alias point to?",
                        "lathe model alias MODEL ALIAS VERSION");
    } else {
        LATHE_CHECK(registry.setAlias(arguments.model, arguments.alias, arguments.version));
    }
    const Json json{{"model", arguments.model},
                    {"alias", arguments.alias},
                    {"version", arguments.remove ? Json() : Json(arguments.version)}};
    session.output.result(json, arguments.remove ? fmt::format("{}@{} is gone", arguments.model, arguments.alias)
                                                 : fmt::format("{}@{} is version {}", arguments.model, arguments.alias,
                                                               arguments.version));
    return Done;
}

Result<int> verify(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Registry registry(*project);
    LATHE_TRY(const auto version, registry.resolve(arguments.name));
    LATHE_CHECK(registry.verify(version));
    session.output.result(
        Json{{"reference", version.reference()}, {"package_hash", version.packageHash}, {"intact", true}},
        fmt::format("{} is intact ({})", version.reference(), version.packageHash.substr(0, 16)));
    return Done;
}

Result<int> remove(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_CHECK(Registry(*project).remove(arguments.name));
    session.output.result(Json{{"removed", arguments.name}}, fmt::format("{} is in the trash", arguments.name));
    return Done;
}

struct PredictArguments {
    std::string model;
    std::string file;
    std::string output;
};

Result<int> predict(const Session& session, const PredictArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const Registry registry(*project);
    LATHE_TRY(const auto version, registry.resolve(arguments.model));
    Path input = arguments.file;
    if (!std::filesystem::exists(input)) {
        const Datasets datasets(*project);
        const auto data = datasets.resolve(arguments.file);
        if (!data)
            return failHint(ErrorKind::NotFound,
                            fmt::format("'{}' is neither a file nor a dataset version", arguments.file),
                            data.error().message);
        input = project->folder() / data->file;
    }
    LATHE_TRY(Json outcome,
              predictToCsv(project->folder(), registry.packageFolder(version), input, arguments.output, session.job()));
    outcome["file"] = arguments.output;
    outcome["model"] = version.reference();
    std::string text = fmt::format("{} predictions of {} written to {}", outcome.value("rows", 0), version.reference(),
                                   arguments.output);
    if (const int failed = outcome.value("without_prediction", 0); failed > 0)
        text += fmt::format("; {} pictures could not be read", failed);
    session.output.result(outcome, text);
    return Done;
}

} // namespace

void addModelCommands(CLI::App& app, Session& session) {
    auto* models = app.add_subcommand("model", "Registered models and their versions");
    models->require_subcommand(1);
    const auto registered = addCommand(*models, session, "register",
                                       "Make a finished run's model the next version of a model", registerRun);
    registered->add_option("RUN", registered.values().run, "Name or id of a run")->required();
    registered->add_option("--name,--model", registered.values().model, "Model")->required();
    registered->add_option("--alias", registered.values().alias, "Let this alias point to the new version");
    registered->add_option("--note", registered.values().note, "A remark kept with the version");
    const auto oneModel = [&](const char* name, const char* help, const char* what,
                              Result<int> (*work)(const Session&, const OneName&)) {
        const auto command = addCommand(*models, session, name, help, work);
        return command->add_option("MODEL", command.values().name, what);
    };
    oneModel("list", "List models and versions", "Only this model", list);
    oneModel("show", "Signature, metrics and lineage of a version", "name, name@3 or name@alias", show)->required();
    oneModel("verify", "Check every checksum of a version's package", "name, name@3 or name@alias", verify)->required();
    oneModel("remove", "Move a model to the trash", "Model", remove)->required();
    const auto aliased = addCommand(*models, session, "alias", "Let a name such as champion point to a version", alias);
    aliased->add_option("MODEL", aliased.values().model)->required();
    aliased->add_option("ALIAS", aliased.values().alias)->required();
    aliased->add_option("VERSION", aliased.values().version);
    aliased->add_flag("--remove", aliased.values().remove, "Take the alias away");
    const auto predicted =
        addCommand(app, session, "predict",
                   "Write a model's predictions for a file, a folder of pictures or a dataset version", predict);
    predicted->add_option("MODEL", predicted.values().model, "name, name@3 or name@alias")->required();
    predicted
        ->add_option("FILE", predicted.values().file,
                     "CSV file or dataset version; for a model of pictures a folder, a picture or an image dataset")
        ->required();
    predicted->add_option("-o,--output", predicted.values().output, "CSV file to write")->required();
}

} // namespace lathe::cli
