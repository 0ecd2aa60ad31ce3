// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/step_inputs.h"

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/data/datasets.h"
#include "core/data/validation/validations.h"
#include "core/registry/registry.h"
#include "core/runs/run_store.h"

namespace lathe {

Result<Path> inputFile(const StepContext& context, const char* key) {
    LATHE_TRY(const auto node, context.parameters.require(key));
    LATHE_TRY(const std::string text, node.text());
    const Path path = context.folder / text;
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return failHint(ErrorKind::NotFound, fmt::format("{}: there is no file '{}'", node.place(), path.string()),
                        "Paths start at the folder of the pipeline file.");
    return path;
}

Result<std::string> recipeText(const StepContext& context) {
    LATHE_TRY(const auto node, context.parameters.require("recipe"));
    if (node.isMap()) return toYaml(node.toJson());
    if (node.isList()) return toYaml(Json{{"steps", node.toJson()}});
    LATHE_TRY(const Path file, inputFile(context, "recipe"));
    return readTextFile(file);
}

Result<ExpectationSuite> expectationSuite(const StepContext& context) {
    LATHE_TRY(const auto node, context.parameters.require("suite"));
    if (!node.isScalar()) {
        LATHE_TRY(ExpectationSuite suite, node.isMap() ? ExpectationSuite::parse(node)
                                                       : ExpectationSuite::parse(ConfigNode::fromJson(
                                                             Json{{"expectations", node.toJson()}}, node.place())));
        if (suite.name.empty()) suite.name = "pipeline";
        return suite;
    }
    LATHE_TRY(const std::string reference, node.text());
    return Validations(context.project).open(reference, context.folder);
}

Result<Json> runConfiguration(const StepContext& context) {
    LATHE_TRY(const auto node, context.parameters.require("config"));
    Json config = node.toJson();
    if (!node.isMap()) {
        LATHE_TRY(const Path file, inputFile(context, "config"));
        LATHE_TRY(const auto read, ConfigNode::readFile(file));
        config = read.toJson();
    }
    LATHE_TRY(const std::string data, context.parameters.textOr("data", ""));
    if (!data.empty()) config["data"] = data;
    LATHE_TRY(const auto set, context.parameters.find("set"));
    if (set) {
        LATHE_TRY(const auto entries, set->entries());
        for (const auto& [key, value] : entries) {
            if (auto done = setDotted(config, key, value.toJson()); !done)
                return failure(value.error(done.error().message, done.error().hint));
        }
    }
    return config;
}

namespace {

Result<std::string> dataHash(const Project& project, const std::string& reference) {
    LATHE_TRY(const auto version, Datasets(project).resolve(reference));
    return version.contentHash;
}

} // namespace

Result<Json> stepInputs(const std::string& kind, const StepContext& context) {
    Json inputs{{"kind", kind}, {"lathe", versionText}, {"parameters", context.parameters.toJson()}};
    if (kind == "import") {
        LATHE_TRY(const Path file, inputFile(context, "file"));
        LATHE_TRY(inputs["file"], sha256File(file, context.job.stopToken()));
    } else if (kind == "clean") {
        LATHE_TRY(const std::string data, context.parameters.textOr("data", ""));
        LATHE_TRY(inputs["data"], dataHash(context.project, data));
        LATHE_TRY(inputs["recipe"], recipeText(context));
    } else if (kind == "train") {
        LATHE_TRY(inputs["config"], runConfiguration(context));
        LATHE_TRY(inputs["data"], dataHash(context.project, inputs["config"].value("data", "")));
    } else if (kind == "register") {
        LATHE_TRY(const std::string run, context.parameters.textOr("run", ""));
        LATHE_TRY(const auto info, RunStore(context.project).find(run));
        inputs["model"] = info.modelHash;
    }
    return inputs;
}

bool outcomeStands(const std::string& kind, const StepContext& context, const Json& outputs) {
    if (kind == "import" || kind == "clean") {
        const auto version = Datasets(context.project).resolve(outputs.value("version", ""));
        return version && version->contentHash == outputs.value("content_hash", "");
    }
    if (kind == "train") {
        const auto run = RunStore(context.project).find(outputs.value("run", ""));
        return run && run->state == RunState::Finished && run->modelHash == outputs.value("model_hash", "");
    }
    if (kind == "register") {
        const Registry registry(context.project);
        const auto version = registry.resolve(outputs.value("version", ""));
        if (!version || version->packageHash != outputs.value("package_hash", "")) return false;
        const auto alias = context.parameters.textOr("alias", "");
        const auto aliased = alias && !alias->empty() ? registry.resolve(version->model + "@" + *alias) : version;
        return aliased && aliased->number == version->number;
    }
    return false;
}

} // namespace lathe
