// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/estimators.h"

#include "core/base/text.h"
#include "core/learn/linear_solver.h"
#include "core/learn/torch_engine.h"
#include "core/learn/xgboost_engine.h"

namespace lathe {

namespace {

bool isTreeKind(const std::string& kind) { return kind == "gradient_boosting" || kind == "random_forest"; }

const char* linkOf(const Problem& problem) {
    if (problem.isRegression()) return "identity";
    return problem.isBinary() ? "logistic" : "softmax";
}

} // namespace

void readLoopParameters(const RunConfig& config, const std::string& device, LoopParameters& parameters) {
    const Json& chosen = config.modelParameters;
    parameters.epochs = chosen.value("epochs", parameters.epochs);
    parameters.batchSize = chosen.value("batch_size", parameters.batchSize);
    parameters.sgd = chosen.value("optimizer", "adam") == "sgd";
    parameters.learningRate = chosen.value("learning_rate", parameters.learningRate);
    parameters.momentum = chosen.value("momentum", parameters.momentum);
    parameters.weightDecay = chosen.value("weight_decay", parameters.weightDecay);
    parameters.earlyStopping = chosen.value("early_stopping", parameters.earlyStopping);
    parameters.seed = config.seed;
    parameters.threads = config.threads;
    parameters.device = device;
}

StoredModel storedModel(const std::string& kind, const std::string& weightsFile, FittedWeights weights,
                        const Problem& problem, const Json& details) {
    StoredModel model;
    model.weightsFile = weightsFile;
    model.weights = std::move(weights.weights);
    model.description = {{"kind", kind}, {"weights", weightsFile}, {"link", linkOf(problem)}, {"steps", weights.steps}};
    model.description.update(details);
    return model;
}

template <typename T>
T Estimator::parameter(const char* key, T fallback) const {
    return m_config.modelParameters.value(key, fallback);
}

Result<Estimator> Estimator::create(const RunConfig& config) {
    Estimator estimator(config);
    if (config.modelKind == "linear") {
        // Solved on the processor; a CUDA device asked for by name must still be there.
        LATHE_CHECK(resolveDevice(config.device));
        estimator.m_device = "cpu";
        return estimator;
    }
    if (isTreeKind(config.modelKind)) {
        if (config.device == "auto" && !xgboostHasCuda()) {
            estimator.m_device = "cpu";
            return estimator;
        }
        LATHE_TRY(estimator.m_device, resolveDevice(config.device));
        if (estimator.m_device != "cpu" && !xgboostHasCuda())
            return failHint(ErrorKind::Unsupported,
                            fmt::format("device '{}' was asked for, but this worker's XGBoost {} has no CUDA",
                                        config.device, xgboostVersion()),
                            "use device: cpu or auto, or build lathe-worker against an XGBoost with CUDA");
        return estimator;
    }
    if (config.modelKind != "mlp")
        return fail(ErrorKind::Unsupported, "this worker cannot train models of kind '{}'", config.modelKind);
    LATHE_TRY(estimator.m_device, resolveDevice(config.device));
    return estimator;
}

EncodingNeeds Estimator::needs() const {
    const bool dense = !isTreeKind(m_config.modelKind);
    return {dense, dense};
}

bool Estimator::stopsEarly() const { return parameter<int>("early_stopping", 0) > 0; }

Result<StoredModel> Estimator::fit(const EncodedRows& train, const EncodedRows& validation, const Problem& problem,
                                   const EngineHooks& hooks) const {
    const bool trees = isTreeKind(m_config.modelKind);
    auto fitted = trees ? fitTrees(train, validation, problem, hooks)
                        : (usesDoubles() ? fitLinear(train, validation, problem, hooks)
                                         : fitMlp(train, validation, problem, hooks));
    if (!fitted) return failure(std::move(fitted.error()));
    Json details = Json::object();
    if (m_config.modelKind == "mlp")
        details = {{"activation", parameter<std::string>("activation", "relu")},
                   {"target_mean", fitted->targetMean},
                   {"target_scale", fitted->targetScale}};
    return storedModel(m_config.modelKind, trees ? "weights.json" : "weights.safetensors", std::move(*fitted), problem,
                       details);
}

Result<FittedWeights> Estimator::fitLinear(const EncodedRows& train, const EncodedRows& validation,
                                           const Problem& problem, const EngineHooks& hooks) const {
    LinearParameters parameters;
    parameters.l1 = parameter("l1", parameters.l1);
    parameters.l2 = parameter("l2", parameters.l2);
    parameters.maxIterations = parameter("max_iterations", parameters.maxIterations);
    parameters.tolerance = parameter("tolerance", parameters.tolerance);
    parameters.threads = m_config.threads;
    return trainLinear(train.asDoubles(), validation.asDoubles(), problem, parameters, hooks);
}

Result<FittedWeights> Estimator::fitMlp(const EncodedRows& train, const EncodedRows& validation, const Problem& problem,
                                        const EngineHooks& hooks) const {
    MlpParameters parameters;
    parameters.hidden = parameter("hidden", parameters.hidden);
    parameters.tanh = parameter<std::string>("activation", "relu") == "tanh";
    parameters.dropout = parameter("dropout", parameters.dropout);
    readLoopParameters(m_config, m_device, parameters);
    return trainMlp(train.asFloats(), validation.asFloats(), problem, parameters, hooks);
}

Result<FittedWeights> Estimator::fitTrees(const EncodedRows& train, const EncodedRows& validation,
                                          const Problem& problem, const EngineHooks& hooks) const {
    TreeParameters parameters;
    parameters.forest = m_config.modelKind == "random_forest";
    parameters.rounds = parameters.forest ? parameter("trees", 200) : parameter("rounds", parameters.rounds);
    parameters.depth = parameter("depth", parameters.depth);
    parameters.learningRate = parameter("learning_rate", parameters.learningRate);
    parameters.minChildWeight = parameter("min_child_weight", parameters.minChildWeight);
    parameters.subsample = parameter("subsample", parameters.subsample);
    parameters.columnSample = parameter("column_sample", parameters.columnSample);
    parameters.minSplitGain = parameter("min_split_gain", parameters.minSplitGain);
    parameters.maxBins = parameter("max_bins", parameters.maxBins);
    parameters.l1 = parameter("l1", parameters.l1);
    parameters.l2 = parameter("l2", parameters.l2);
    parameters.earlyStopping = parameter("early_stopping", parameters.earlyStopping);
    parameters.seed = m_config.seed;
    parameters.threads = m_config.threads;
    if (m_device.starts_with("cuda:"))
        parameters.cudaDevice = static_cast<int>(parseInteger(m_device.substr(5)).value_or(0));
    return trainTrees(train.asFloats(), validation.asFloats(), problem, parameters, hooks);
}

} // namespace lathe
