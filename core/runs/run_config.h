// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/config.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/split.h"

namespace lathe {

/// A run configuration as people write it (resources/schemas/run.schema.json):
///
///     name: day-kind            # experiment
///     data: weather@latest
///     target: weather
///     features: [precipitation, temp_max]     # default: all but the target
///     exclude: [id]
///     task: auto                # auto | classification | regression
///     split: {method: time, by: date, before: 2014-01-01}
///     model: {kind: gradient_boosting, rounds: 200, depth: 6, learning_rate: 0.1}
///     seed: 7
///     device: auto              # cpu | cuda | cuda:N | auto
///     threads: 1
///     allow_leakage: false      # true: start although the data learned from rows that the split holds out
///
/// Kinds: linear (linear or logistic regression, by task), mlp, gradient_boosting, random_forest; cnn learns from the
/// pictures of an image dataset and takes no features. Each kind's keys and defaults are listed by modelParameters().
struct RunConfig {
    std::string experiment = "default";
    std::string data;
    std::string target;
    std::vector<std::string> features;
    std::vector<std::string> exclude;
    std::string task = "auto";
    Json split; ///< as SplitSpec reads it; null for the default
    std::string modelKind;
    Json modelParameters; ///< all parameters of the kind with defaults filled in
    uint64_t seed = 0;
    std::string device = "auto";
    int threads = 1;
    bool allowLeakage = false; ///< see findLeakage()

    /// Errors: InvalidInput with place and nearest key.
    static Result<RunConfig> parse(const ConfigNode& node);
    [[nodiscard]] Json toJson() const;
    /// The split that is written, or the default one with the run's seed. Errors: those of SplitSpec::parse().
    [[nodiscard]] Result<SplitSpec> splitSpec() const;
};

struct ModelParameter {
    std::string key;
    std::string
        type; ///< "number", "integer", "boolean", "list", "choice", "augmentation" (a map, see readAugmentation())
    Json fallback;
    std::vector<std::string> choices;
    std::string help;
    std::optional<double> min = std::nullopt; ///< of a number, an integer, or each item of a list
    std::optional<double> max = std::nullopt;
};

/// The kinds of model a worker can train, and each one's parameters.
std::vector<std::string> modelKinds();
/// Whether a kind learns from pictures, not from columns.
[[nodiscard]] bool learnsFromPictures(const std::string& kind);
std::vector<ModelParameter> modelParameters(const std::string& kind);

/// The keys of a run configuration.
std::vector<std::string> runConfigKeys();

} // namespace lathe
