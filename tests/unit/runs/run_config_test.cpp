// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_config.h"

#include <gtest/gtest.h>

using namespace lathe;

namespace {

Result<RunConfig> parse(const std::string& yaml) {
    LATHE_TRY(const ConfigNode node, ConfigNode::parse(yaml, "run.yaml"));
    return RunConfig::parse(node);
}

std::string refusal(const std::string& yaml) {
    const auto config = parse(yaml);
    return config ? "accepted" : config.error().message + " | " + config.error().hint;
}

const std::string base = "data: weather@latest\ntarget: kind\n";

} // namespace

TEST(RunConfig, FillsInDefaults) {
    const auto config = parse(base + "model: {kind: gradient_boosting, rounds: 50}\n");
    ASSERT_TRUE(config) << config.error().describe();
    EXPECT_EQ(config->experiment, "default");
    EXPECT_EQ(config->task, "auto");
    EXPECT_EQ(config->threads, 1);
    EXPECT_TRUE(config->split.is_null());
    EXPECT_EQ(config->modelParameters["rounds"], 50);
    EXPECT_EQ(config->modelParameters["depth"], 6);
    EXPECT_EQ(config->modelParameters.size(), modelParameters("gradient_boosting").size());
}

TEST(RunConfig, RefusalsNamePlaceAndNearestKey) {
    EXPECT_EQ(refusal(base + "model: {kind: mlp, epchs: 3}\n"),
              "run.yaml:3:27: model.epchs: unknown key 'epchs' | Did you mean 'epochs'?");
    EXPECT_EQ(refusal(base + "modl: {kind: mlp}\n"), "run.yaml:3:7: modl: unknown key 'modl' | Did you mean 'model'?");
    EXPECT_EQ(refusal(base + "model: {kind: mpl}\n"),
              "run.yaml:3:15: model.kind: 'mpl' is not known here | Did you mean 'mlp'?");
    EXPECT_EQ(refusal(base + "model: {kind: mlp, epochs: 0}\n"), "run.yaml:3:28: model.epochs: must be at least 1 | ");
    EXPECT_EQ(refusal(base + "model: {kind: mlp, dropout: 1.5}\n"),
              "run.yaml:3:29: model.dropout: must be at most 0.99 | ");
    EXPECT_EQ(refusal(base + "model: {kind: mlp, dropout: .nan}\n"),
              "run.yaml:3:29: model.dropout: must be a finite number | ");
    EXPECT_EQ(refusal(base + "model: {kind: mlp, hidden: [64, 0]}\n"),
              "run.yaml:3:33: model.hidden[1]: must be at least 1 | ");
    EXPECT_EQ(refusal(base + "model: {kind: linear}\ndevice: gpu\n"),
              "run.yaml:4:9: device: 'gpu' is no device | Known: cpu, cuda, cuda:N, auto.");
    EXPECT_EQ(refusal(base + "model: {kind: linear}\nfeatures: [a, kind]\n"),
              "run.yaml:4:11: features: the target 'kind' cannot be a feature | ");
    EXPECT_EQ(refusal(base + "model: {kind: linear}\nseed: -1\n").substr(0, 20), "run.yaml:4:7: seed: ");
    EXPECT_EQ(refusal(base + "model: {kind: cnn, augmentation: {rotat: 5}}\n"),
              "run.yaml:3:42: model.augmentation.rotat: unknown key 'rotat' | Did you mean 'rotate'?");
    EXPECT_EQ(refusal(base + "model: {kind: cnn}\nexclude: [width]\n"),
              "run.yaml:4:10: exclude: a cnn learns from the pictures and takes no exclude | Leave the key out.");
    EXPECT_EQ(refusal("target: kind\nmodel: {kind: linear}\n"), "run.yaml:1:1: the key 'data' is missing | ");
    EXPECT_EQ(refusal("just text").substr(0, 13), "run.yaml:1:1:");
}

TEST(RunConfig, JsonOfAConfigurationReadsBackAsTheSame) {
    const auto config = parse(
        base +
        "name: x\nfeatures: [a, b]\nexclude: [c]\ntask: regression\n"
        "model: {kind: mlp, hidden: [], activation: tanh}\nseed: 7\ndevice: cuda:1\nthreads: 2\nallow_leakage: true\n");
    ASSERT_TRUE(config) << config.error().describe();
    const auto again = RunConfig::parse(ConfigNode::fromJson(config->toJson(), "json"));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->toJson(), config->toJson());
    EXPECT_TRUE(again->allowLeakage);
}
