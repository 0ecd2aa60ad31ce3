// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_config.h"

#include <algorithm>
#include <array>

namespace lathe {

namespace {

ModelParameter number(const char* key, double fallback, double min, std::optional<double> max, const char* help) {
    return {key, "number", fallback, {}, help, min, max};
}

ModelParameter integer(const char* key, int64_t fallback, double min, std::optional<double> max, const char* help) {
    return {key, "integer", fallback, {}, help, min, max};
}

ModelParameter choice(const char* key, std::vector<std::string> choices, const char* help) {
    Json fallback = choices.front();
    return {key, "choice", std::move(fallback), std::move(choices), help, std::nullopt, std::nullopt};
}

std::vector<ModelParameter> linear() {
    return {
        number("l2", 1e-4, 0, {}, "strength of the L2 penalty; the loss is a mean over rows"),
        number("l1", 0, 0, {}, "strength of the L1 penalty"),
        integer("max_iterations", 500, 1, 1e6, "passes over the data at most"),
        number("tolerance", 1e-6, 0, {}, "ends when the gradient is this small"),
    };
}

std::vector<ModelParameter> mlp() {
    return {
        {"hidden", "list", Json::array({64, 64}), {}, "units of each hidden layer", 1, 65536},
        choice("activation", {"relu", "tanh"}, "after each hidden layer"),
        integer("epochs", 50, 1, 1e6, "passes over the training rows"),
        integer("batch_size", 256, 1, 1e7, "rows per step"),
        choice("optimizer", {"adam", "sgd"}, "how steps follow from gradients"),
        number("learning_rate", 1e-3, 0, 1e3, "size of a step"),
        number("momentum", 0, 0, 1, "of sgd"),
        number("weight_decay", 0, 0, {}, "L2 penalty within the optimizer"),
        number("dropout", 0, 0, 0.99, "share of hidden units left out of a step"),
        integer("early_stopping", 0, 0, 1e6, "epochs without a better validation loss before the end; 0 for never"),
    };
}

std::vector<ModelParameter> gradientBoosting() {
    return {
        integer("rounds", 300, 1, 1e6, "trees (for each class)"),
        integer("depth", 6, 1, 32, "levels of a tree at most"),
        number("learning_rate", 0.05, 0, 1, "share of each tree that is added"),
        number("subsample", 1, 0, 1, "share of rows each tree sees"),
        number("column_sample", 1, 0, 1, "share of columns each tree sees"),
        number("min_child_weight", 5, 0, {}, "weight of rows in a leaf at least"),
        number("l2", 1, 0, {}, "L2 penalty on leaf values"),
        number("l1", 0, 0, {}, "L1 penalty on leaf values"),
        number("min_split_gain", 0, 0, {}, "gain of a split at least"),
        integer("max_bins", 256, 2, 65536, "pieces a numeric column is cut into"),
        integer("early_stopping", 0, 0, 1e6, "rounds without a better validation loss before the end; 0 for never"),
    };
}

std::vector<ModelParameter> randomForest() {
    return {
        integer("trees", 200, 1, 1e6, "trees (for each class)"),
        integer("depth", 12, 1, 32, "levels of a tree at most"),
        number("subsample", 0.8, 0, 1, "share of rows each tree sees"),
        number("column_sample", 0.5, 0, 1, "share of columns each split sees"),
        number("min_child_weight", 1, 0, {}, "weight of rows in a leaf at least"),
        number("l2", 0, 0, {}, "L2 penalty on leaf values"),
        integer("max_bins", 256, 2, 65536, "pieces a numeric column is cut into"),
    };
}

std::vector<ModelParameter> cnn() {
    return {
        integer("image_size", 64, 8, 1024, "pixels a side that pictures are made"),
        choice("color", {"rgb", "grey"}, "channels that pictures are made"),
        {"channels",
         "list",
         Json::array({16, 32, 64}),
         {},
         "channels of each stage; a stage halves the picture",
         1,
         4096},
        integer("residual_blocks", 0, 0, 16, "residual blocks in each stage; 0 for a plain network"),
        {"augmentation",
         "augmentation",
         Json::object(),
         {},
         "how training pictures are varied, such as {flip_horizontal: 0.5, rotate: 10}",
         {},
         {}},
        integer("epochs", 20, 1, 1e6, "passes over the training rows"),
        integer("batch_size", 32, 1, 1e7, "rows per step"),
        number("learning_rate", 1e-3, 0, 1e3, "size of a step"),
        number("weight_decay", 0, 0, {}, "L2 penalty within the optimizer"),
        number("dropout", 0, 0, 0.99, "share of the last layer's inputs left out of a step"),
        integer("early_stopping", 0, 0, 1e6, "epochs without a better validation loss before the end; 0 for never"),
    };
}

struct Kind {
    const char* name;
    std::vector<ModelParameter> (*parameters)();
};
constexpr std::array<Kind, 5> kinds{{{"linear", &linear},
                                     {"mlp", &mlp},
                                     {"gradient_boosting", &gradientBoosting},
                                     {"random_forest", &randomForest},
                                     {"cnn", &cnn}}};

} // namespace

std::vector<std::string> modelKinds() {
    std::vector<std::string> names;
    for (const auto& kind : kinds) names.emplace_back(kind.name);
    return names;
}

bool learnsFromPictures(const std::string& kind) { return kind == "cnn"; }

std::vector<ModelParameter> modelParameters(const std::string& kind) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& each) { return each.name == kind; });
    return found == kinds.end() ? std::vector<ModelParameter>{} : found->parameters();
}

} // namespace lathe
