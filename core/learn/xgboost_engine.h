// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/learn/engine.h"

namespace lathe {

/// Gradient boosting and random forests by XGBoost's histogram method.
struct TreeParameters {
    bool forest = false; ///< all trees side by side in one round, each on its own sample
    int rounds = 300;    ///< boosting rounds; of a forest: trees
    int depth = 6;       ///< 0: unlimited
    double learningRate = 0.05;
    double minChildWeight = 5;
    double subsample = 1;
    double columnSample = 1; ///< share of features per tree; of a forest: per split
    double minSplitGain = 0;
    int maxBins = 256;
    double l1 = 0;
    double l2 = 1;
    int earlyStopping = 0;    ///< rounds without a better validation loss; 0: never. Needs validation rows.
    int checkpointEvery = 50; ///< rounds
    uint64_t seed = 0;
    int threads = 1;
    int cudaDevice = -1; ///< -1: the processor
};

/// Trains on rows in which NaN is a missing value. The weights are XGBoost's JSON. Same rows, parameters, seed: same
/// bits, also when stopped and resumed. \p validation may be empty.
Result<FittedWeights> trainTrees(const LabelledRows<float>& train, const LabelledRows<float>& validation,
                                 const Problem& problem, const TreeParameters& parameters, const EngineHooks& hooks);

/// "1.7.4"
std::string xgboostVersion();
/// True when this XGBoost was built with CUDA.
bool xgboostHasCuda();

} // namespace lathe
