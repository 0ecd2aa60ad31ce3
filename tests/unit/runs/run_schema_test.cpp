// SPDX-License-Identifier: GPL-3.0-or-later
//
// resources/schemas/run.schema.json says what RunConfig::parse() accepts: same keys, types, ranges, defaults.
#include "core/base/files.h"
#include "core/data/images/augmentation_file.h"
#include "core/runs/run_config.h"

#include <gtest/gtest.h>

#include <set>

using namespace lathe;

namespace {

Json schema() {
    const auto text = readTextFile(Path(LATHE_RESOURCES) / "schemas/run.schema.json");
    EXPECT_TRUE(text) << text.error().describe();
    return Json::parse(*text);
}

std::set<std::string> keysOf(const Json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.insert(key);
    return keys;
}

Result<RunConfig> parse(const Json& json) { return RunConfig::parse(ConfigNode::fromJson(json, "run")); }

Json bounded(Json spec, const ModelParameter& parameter) {
    if (parameter.min) spec["minimum"] = *parameter.min;
    if (parameter.max) spec["maximum"] = *parameter.max;
    return spec;
}

/// What the schema has to say about a parameter.
Json expectedSpec(const ModelParameter& parameter) {
    Json spec;
    if (parameter.type == "choice") {
        spec["enum"] = parameter.choices;
    } else if (parameter.type == "list") {
        spec = {{"type", "array"}, {"maxItems", 64}, {"items", bounded({{"type", "integer"}}, parameter)}};
    } else if (parameter.type == "augmentation") {
        spec["$ref"] = "#/$defs/augmentation";
    } else {
        spec = bounded({{"type", parameter.type}}, parameter);
    }
    spec["description"] = parameter.help;
    spec["default"] = parameter.fallback;
    return spec;
}

/// Equal as JSON values, whatever the order of keys and whether a number is written 1 or 1.0.
bool same(const Json& a, const Json& b) { return nlohmann::json(a) == nlohmann::json(b); }

} // namespace

TEST(RunSchema, HasTheParsersKeys) {
    const Json json = schema();
    const auto keys = runConfigKeys();
    EXPECT_EQ(keysOf(json["properties"]), std::set<std::string>(keys.begin(), keys.end()));
    EXPECT_FALSE(json["additionalProperties"].get<bool>());
}

TEST(RunSchema, HasEveryKindWithItsParameters) {
    const Json json = schema();
    std::vector<std::string> kinds;
    for (const auto& option : json["properties"]["model"]["oneOf"])
        kinds.push_back(option["$ref"].get<std::string>().substr(8));
    EXPECT_EQ(kinds, modelKinds());
    for (const auto& kind : kinds) {
        const Json& properties = json["$defs"][kind]["properties"];
        EXPECT_EQ(properties["kind"]["const"], kind);
        EXPECT_EQ(properties.size(), modelParameters(kind).size() + 1) << kind;
        for (const auto& parameter : modelParameters(kind))
            EXPECT_TRUE(same(properties[parameter.key], expectedSpec(parameter)))
                << kind << "." << parameter.key << ": " << properties[parameter.key] << " instead of "
                << expectedSpec(parameter);
    }
}

TEST(RunSchema, AugmentationTakesTheParsersKeysAndRanges) {
    const Json properties = schema()["$defs"]["augmentation"]["properties"];
    const auto whole = ConfigNode::parse(images::augmentationYaml({}), "augmentation");
    EXPECT_EQ(keysOf(properties), keysOf(whole->toJson()["augmentation"]));
    const auto accepted = [](const std::string& key, double value) {
        return parse({{"data", "d"}, {"target", "t"}, {"model", {{"kind", "cnn"}, {"augmentation", {{key, value}}}}}})
            .has_value();
    };
    for (const auto& [key, spec] : properties.items()) {
        const double least = spec["minimum"], most = spec["maximum"];
        EXPECT_TRUE(accepted(key, least) && accepted(key, most)) << key;
        EXPECT_FALSE(accepted(key, least - 0.01) || accepted(key, most + 0.01)) << key;
    }
}

TEST(RunSchema, DefaultsAreTheParsersDefaults) {
    const auto config = parse({{"data", "d"}, {"target", "t"}, {"model", {{"kind", "linear"}}}});
    ASSERT_TRUE(config) << config.error().describe();
    const Json json = schema(), values = config->toJson();
    for (const char* key : {"name", "task", "seed", "device", "threads"})
        EXPECT_TRUE(same(json["properties"][key]["default"], values[key])) << key;
}

TEST(RunSchema, RequiredKeysAreRequired) {
    const Json whole{{"data", "d"}, {"target", "t"}, {"model", {{"kind", "linear"}}}};
    std::set<std::string> required;
    const Json json = schema();
    for (const auto& key : json["required"]) required.insert(key);
    EXPECT_EQ(required, keysOf(whole));
    for (const auto& key : required) {
        Json without = whole;
        without.erase(key);
        EXPECT_FALSE(parse(without)) << key;
    }
}

TEST(RunSchema, SplitsTakeTheKeysOfTheirMethod) {
    const Json json = schema();
    const Json values{{"test", 0.2}, {"validation", 0.1},    {"by", "a"},       {"before", "2014-01-01"},
                      {"folds", 5},  {"assign", "shuffled"}, {"stratify", "a"}, {"seed", 1}};
    for (const auto& option : json["properties"]["split"]["oneOf"]) {
        const Json& properties = json["$defs"][option["$ref"].get<std::string>().substr(8)]["properties"];
        for (const auto& [key, value] : values.items()) {
            const Json split{{"method", properties["method"]["const"]}, {key, value}};
            const auto config =
                parse({{"data", "d"}, {"target", "t"}, {"model", {{"kind", "linear"}}}, {"split", split}});
            const bool unknown = !config && config.error().message.find("unknown key") != std::string::npos;
            EXPECT_EQ(unknown, !properties.contains(key)) << split;
        }
    }
}
