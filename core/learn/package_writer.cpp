// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/package_writer.h"

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/learn/torch_engine.h"
#include "core/registry/package_files.h"

namespace lathe {

namespace {

Json manifestOf(const PackageContent& content) {
    return {{"format", 1},
            {"name", content.name},
            {"kind", content.model.description.value("kind", "")},
            {"created", isoTime(nowMicros())},
            {"lathe", versionText},
            {"model_hash", hashOf(content)},
            {"signature", content.signature.toJson()},
            {"preprocessing", content.preprocessing},
            {"model", content.model.description},
            {"parameters", content.parameters},
            {"metrics", content.metrics},
            {"lineage", content.lineage},
            {"environment", content.environment}};
}

std::string typeForPeople(const InputField& input) {
    if (input.picture) return "the bytes of a picture";
    if (isTextual(input.type))
        return input.categories.empty() ? "text" : fmt::format("one of {} categories", input.categories.size());
    if (input.type == ColumnType::Boolean) return "true or false";
    if (input.type == ColumnType::Date)
        return fmt::format("date, {} to {}", isoDate(static_cast<int64_t>(input.min)),
                           isoDate(static_cast<int64_t>(input.max)));
    if (input.type == ColumnType::Timestamp)
        return fmt::format("time, {} to {}", isoTimestamp(static_cast<int64_t>(input.min)),
                           isoTimestamp(static_cast<int64_t>(input.max)));
    return fmt::format("{}, {} to {}", toString(input.type), shortNumber(input.min), shortNumber(input.max));
}

std::string cardOf(const PackageContent& content) {
    const Signature& signature = content.signature;
    const bool classifies = signature.task == Task::Classification;
    std::string card =
        fmt::format("# {}\n\nA {} model that {} `{}`.\n", content.name, content.model.description.value("kind", ""),
                    classifies ? "classifies" : "predicts", signature.target);
    if (classifies) card += fmt::format("Classes: {}.\n", joined(signature.classes, ", "));
    card += "\n## Inputs\n\n| column | values | may be missing |\n|---|---|---|\n";
    for (const InputField& input : signature.inputs)
        card += fmt::format("| {} | {} | {} |\n", input.name, typeForPeople(input), input.required ? "no" : "yes");
    card += "\n## Quality\n\n| metric | value |\n|---|---:|\n";
    for (const auto& [key, value] : content.metrics) card += fmt::format("| {} | {} |\n", key, shortNumber(value));
    card += "\n## Parameters\n\n";
    for (const auto& [key, value] : content.parameters.items()) card += fmt::format("- {}: {}\n", key, value.dump());
    card += "\n## Origin\n\n";
    for (const Json& step : content.lineage.is_object() ? content.lineage.value("steps", Json::array()) : Json::array())
        card += fmt::format("- {}: {} ({})\n", step.value("kind", ""), step.value("name", ""), step.value("hash", ""));
    card +=
        "\n## Limits\n\nFitted to the rows named above. Inputs outside the ranges listed, and categories that are not "
        "among them, are extrapolated or ignored: compare new data with the training data for drift.\n";
    return card;
}

Result<std::string> torchScriptOf(const PackageContent& content) {
    ScriptedNetwork network;
    const Json& model = content.model.description;
    network.weights = content.model.weights;
    network.tanh = model.value("activation", "relu") == "tanh";
    if (model.value("kind", "") == "cnn") network.residualBlocks = model.value("residual_blocks", size_t{0});
    network.link = model.value("link", "identity");
    network.targetMean = model.value("target_mean", 0.0);
    network.targetScale = model.value("target_scale", 1.0);
    network.featureNames = content.featureNames;
    network.classes = content.signature.classes;
    network.metadata = Json{{"signature", content.signature.toJson()}, {"preprocessing", content.preprocessing}}.dump();
    return writeTorchScript(network);
}

} // namespace

std::string hashOf(const PackageContent& content) {
    Sha256 hash;
    hash.update(content.preprocessing.dump());
    hash.update(Json(content.signature.classes).dump());
    hash.update(content.model.description.dump());
    hash.update(content.model.weights);
    return hash.finish();
}

Result<void> writePackage(const PackageContent& content, const Path& workFolder, const Path& target) {
    LATHE_CHECK(createFolders(workFolder));
    LATHE_CHECK(writeFileAtomic(workFolder / content.model.weightsFile, content.model.weights));
    if (content.model.weightsFile == "weights.safetensors") {
        LATHE_TRY(const std::string script, torchScriptOf(content));
        LATHE_CHECK(writeFileAtomic(workFolder / "model.pt", script));
    }
    LATHE_CHECK(writeFileAtomic(workFolder / "model.json", manifestOf(content).dump(2) + "\n"));
    LATHE_CHECK(writeFileAtomic(workFolder / "card.md", cardOf(content)));
    if (!content.example.is_null())
        LATHE_CHECK(
            writeFileAtomic(workFolder / "input_example.json", Json{{"instances", {content.example}}}.dump(2) + "\n"));
    LATHE_CHECK(sealPackage(workFolder));
    std::error_code code;
    std::filesystem::remove_all(target, code);
    if (code) return fail(ErrorKind::Io, "cannot remove '{}': {}", target.string(), code.message());
    return publishFolder(workFolder, target);
}

} // namespace lathe
