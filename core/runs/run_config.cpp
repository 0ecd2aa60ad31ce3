// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_config.h"

#include "core/base/text.h"
#include "core/data/images/augmentation_file.h"

#include <algorithm>
#include <cmath>

namespace lathe {

namespace {

const std::vector<std::string> tasks{"auto", "classification", "regression"};

Result<std::string> nonEmptyText(const ConfigNode& map, const char* key) {
    LATHE_TRY(const ConfigNode node, map.require(key));
    LATHE_TRY(std::string text, node.text());
    if (trimmed(text).empty()) return failure(node.error("must not be empty"));
    return text;
}

Result<std::vector<std::string>> columnList(const ConfigNode& map, const char* key) {
    LATHE_TRY(const auto node, map.find(key));
    if (!node || node->isNull()) return std::vector<std::string>{};
    LATHE_TRY(auto names, node->textList());
    for (auto name = names.begin(); name != names.end(); ++name)
        if (std::find(names.begin(), name, *name) != name)
            return failure(node->error(fmt::format("the column '{}' stands twice", *name)));
    return names;
}

Result<int64_t> boundedInteger(const ConfigNode& map, const char* key, int64_t fallback, int64_t min, int64_t max) {
    LATHE_TRY(const int64_t value, map.integerOr(key, fallback));
    if (value >= min && value <= max) return value;
    LATHE_TRY(const ConfigNode node, map.require(key));
    return failure(node.error(fmt::format("must be {} to {}", min, max)));
}

bool isDevice(const std::string& text) {
    if (text == "auto" || text == "cpu" || text == "cuda") return true;
    const auto index = text.starts_with("cuda:") ? parseInteger(std::string_view(text).substr(5)) : std::nullopt;
    return index && *index >= 0 && *index < 1024;
}

Result<void> checkRange(const ConfigNode& node, const ModelParameter& parameter, double value) {
    if (!std::isfinite(value)) return failure(node.error("must be a finite number"));
    if (parameter.min && value < *parameter.min)
        return failure(node.error(fmt::format("must be at least {}", shortNumber(*parameter.min))));
    if (parameter.max && value > *parameter.max)
        return failure(node.error(fmt::format("must be at most {}", shortNumber(*parameter.max))));
    return {};
}

Result<Json> integerValue(const ConfigNode& node, const ModelParameter& parameter) {
    LATHE_TRY(const int64_t value, node.integer());
    LATHE_CHECK(checkRange(node, parameter, static_cast<double>(value)));
    return Json(value);
}

Result<Json> listValue(const ConfigNode& node, const ModelParameter& parameter) {
    if (!node.isList()) return failure(node.error("must be a list of whole numbers, such as [64, 64]"));
    LATHE_TRY(const auto items, node.items());
    constexpr size_t mostLayers = 64;
    if (items.size() > mostLayers) return failure(node.error(fmt::format("must have at most {} items", mostLayers)));
    Json list = Json::array();
    for (const auto& item : items) {
        LATHE_TRY(Json value, integerValue(item, parameter));
        list.push_back(std::move(value));
    }
    return list;
}

Result<Json> parameterValue(const ConfigNode& node, const ModelParameter& parameter) {
    if (parameter.type == "integer") return integerValue(node, parameter);
    if (parameter.type == "list") return listValue(node, parameter);
    if (parameter.type == "choice") {
        LATHE_TRY(const std::string value, node.oneOf(parameter.choices));
        return Json(value);
    }
    if (parameter.type == "boolean") {
        LATHE_TRY(const bool value, node.boolean());
        return Json(value);
    }
    if (parameter.type == "augmentation") {
        LATHE_CHECK(images::readAugmentation(node));
        return node.toJson();
    }
    LATHE_TRY(const double value, node.number());
    LATHE_CHECK(checkRange(node, parameter, value));
    return Json(value);
}

Result<void> readModel(const ConfigNode& root, RunConfig& config) {
    LATHE_TRY(const ConfigNode model, root.require("model"));
    LATHE_TRY(const ConfigNode kind, model.require("kind"));
    LATHE_TRY(config.modelKind, kind.oneOf(modelKinds()));
    const auto parameters = modelParameters(config.modelKind);
    std::vector<std::string> keys{"kind"};
    for (const auto& parameter : parameters) keys.push_back(parameter.key);
    LATHE_CHECK(model.allowKeys(keys));
    config.modelParameters = Json::object();
    for (const auto& parameter : parameters) {
        LATHE_TRY(const auto node, model.find(parameter.key));
        if (!node || node->isNull()) {
            config.modelParameters[parameter.key] = parameter.fallback;
            continue;
        }
        LATHE_TRY(config.modelParameters[parameter.key], parameterValue(*node, parameter));
    }
    return {};
}

Result<void> readColumns(const ConfigNode& root, RunConfig& config) {
    LATHE_TRY(config.target, nonEmptyText(root, "target"));
    LATHE_TRY(config.features, columnList(root, "features"));
    LATHE_TRY(config.exclude, columnList(root, "exclude"));
    const auto refuse = [&](const char* key, const std::string& why) -> Result<void> {
        LATHE_TRY(const ConfigNode node, root.require(key));
        return failure(node.error(why));
    };
    const auto holds = [](const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (holds(config.features, config.target))
        return refuse("features", fmt::format("the target '{}' cannot be a feature", config.target));
    if (holds(config.exclude, config.target))
        return refuse("exclude", fmt::format("the target '{}' cannot be left out", config.target));
    for (const auto& name : config.exclude)
        if (holds(config.features, name))
            return refuse("exclude", fmt::format("'{}' is listed as a feature, too", name));
    return {};
}

/// Columns are no matter to a kind that learns from pictures.
Result<void> checkPictureKind(const ConfigNode& root, const RunConfig& config) {
    if (!learnsFromPictures(config.modelKind)) return {};
    for (const char* key : {"features", "exclude"}) {
        LATHE_TRY(const auto columns, root.find(key));
        if (columns && !columns->isNull())
            return failure(
                columns->error(fmt::format("a {} learns from the pictures and takes no {}", config.modelKind, key),
                               "Leave the key out."));
    }
    return {};
}

} // namespace

std::vector<std::string> runConfigKeys() {
    return {"name",  "data",  "target", "features", "exclude", "task",
            "split", "model", "seed",   "device",   "threads", "allow_leakage"};
}

Result<RunConfig> RunConfig::parse(const ConfigNode& node) {
    if (!node.isMap())
        return failure(
            node.error("a run configuration is a map of keys and values", "It needs at least: data, target, model."));
    LATHE_CHECK(node.allowKeys(runConfigKeys()));
    RunConfig config;
    LATHE_TRY(config.experiment, node.textOr("name", config.experiment));
    if (trimmed(config.experiment).empty()) return failure(node.error("the name must not be empty"));
    LATHE_TRY(config.data, nonEmptyText(node, "data"));
    LATHE_CHECK(readColumns(node, config));
    LATHE_TRY(const auto task, node.find("task"));
    if (task) {
        LATHE_TRY(config.task, task->oneOf(tasks));
    }
    LATHE_TRY(const auto split, node.find("split"));
    if (split && !split->isNull()) {
        LATHE_CHECK(SplitSpec::parse(*split));
        config.split = split->toJson();
    }
    LATHE_CHECK(readModel(node, config));
    LATHE_CHECK(checkPictureKind(node, config));
    LATHE_TRY(const int64_t seed, boundedInteger(node, "seed", 0, 0, INT64_MAX));
    config.seed = static_cast<uint64_t>(seed);
    LATHE_TRY(config.device, node.textOr("device", config.device));
    if (!isDevice(config.device)) {
        LATHE_TRY(const ConfigNode device, node.require("device"));
        return failure(
            device.error(fmt::format("'{}' is no device", config.device), "Known: cpu, cuda, cuda:N, auto."));
    }
    LATHE_TRY(const int64_t threads, boundedInteger(node, "threads", 1, 1, 1024));
    config.threads = static_cast<int>(threads);
    LATHE_TRY(const auto allowed, node.find("allow_leakage"));
    if (allowed && !allowed->isNull()) {
        LATHE_TRY(config.allowLeakage, allowed->boolean());
    }
    return config;
}

Json RunConfig::toJson() const {
    Json json{{"name", experiment}, {"data", data}, {"target", target}};
    if (!features.empty()) json["features"] = features;
    if (!exclude.empty()) json["exclude"] = exclude;
    json["task"] = task;
    if (!split.is_null()) json["split"] = split;
    json["model"] = Json{{"kind", modelKind}};
    json["model"].update(modelParameters);
    json["seed"] = seed;
    json["device"] = device;
    json["threads"] = threads;
    if (allowLeakage) json["allow_leakage"] = true;
    return json;
}

Result<SplitSpec> RunConfig::splitSpec() const {
    if (!split.is_null()) return SplitSpec::parse(ConfigNode::fromJson(split, "split"));
    SplitSpec spec;
    spec.seed = seed;
    return spec;
}

} // namespace lathe
