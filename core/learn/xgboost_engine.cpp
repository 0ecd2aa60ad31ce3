// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/xgboost_engine.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

#include <omp.h>
#include <xgboost/c_api.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/learn/checkpoint_pace.h"
#include "core/learn/tensor_file.h"

namespace lathe {

namespace {

Result<void> checked(int status, const char* action) {
    if (status == 0) return {};
    return fail(ErrorKind::Internal, "XGBoost could not {}: {}", action, XGBGetLastError());
}

/// An opaque handle of XGBoost's C interface with its release function.
class Handle {
public:
    explicit Handle(int (*release)(void*)) : m_release(release) {}
    ~Handle() {
        if (m_handle != nullptr) m_release(m_handle);
    }
    Handle(Handle&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)), m_release(other.m_release) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    [[nodiscard]] void* get() const { return m_handle; }
    [[nodiscard]] void** place() { return &m_handle; }

private:
    void* m_handle = nullptr;
    int (*m_release)(void*);
};

Result<Handle> makeMatrix(const LabelledRows<float>& rows, int threads) {
    Handle matrix(&XGDMatrixFree);
    const Json array{{"data", {reinterpret_cast<uintptr_t>(rows.features.values), true}},
                     {"shape", {rows.features.count, rows.features.width}},
                     {"typestr", "<f4"},
                     {"version", 3}};
    const std::string settings = R"({"missing": NaN, "nthread": )" + std::to_string(threads) + "}";
    LATHE_CHECK(checked(XGDMatrixCreateFromDense(array.dump().c_str(), settings.c_str(), matrix.place()),
                        "take over the training rows"));
    const std::vector<float> labels(rows.target.begin(), rows.target.end());
    LATHE_CHECK(
        checked(XGDMatrixSetFloatInfo(matrix.get(), "label", labels.data(), labels.size()), "take over the target"));
    return matrix;
}

using Settings = std::vector<std::pair<std::string, std::string>>;

Settings settingsFor(const LabelledRows<float>& train, const Problem& problem, const TreeParameters& p) {
    Settings settings{{"booster", "gbtree"},
                      {"tree_method", p.cudaDevice >= 0 ? "gpu_hist" : "hist"},
                      {"nthread", std::to_string(p.threads)},
                      {"verbosity", "1"},
                      {"seed", std::to_string(p.seed % (uint64_t{1} << 31U))},
                      {"seed_per_iteration", "1"}, // a resumed run draws the samples it would have drawn
                      {"max_depth", std::to_string(p.depth)},
                      {"learning_rate", exactNumber(p.forest ? 1.0 : p.learningRate)},
                      {"min_child_weight", exactNumber(p.minChildWeight)},
                      {"subsample", exactNumber(p.subsample)},
                      {p.forest ? "colsample_bynode" : "colsample_bytree", exactNumber(p.columnSample)},
                      {"gamma", exactNumber(p.minSplitGain)},
                      {"max_bin", std::to_string(p.maxBins)},
                      {"reg_alpha", exactNumber(p.l1)},
                      {"reg_lambda", exactNumber(p.l2)},
                      {"num_parallel_tree", std::to_string(p.forest ? p.rounds : 1)}};
    if (p.cudaDevice >= 0) settings.emplace_back("gpu_id", std::to_string(p.cudaDevice));
    if (problem.isRegression()) {
        const double mean =
            std::accumulate(train.target.begin(), train.target.end(), 0.0) / static_cast<double>(train.target.size());
        settings.insert(
            settings.end(),
            {{"objective", "reg:squarederror"}, {"eval_metric", "rmse"}, {"base_score", exactNumber(mean)}});
    } else if (problem.isBinary()) {
        settings.insert(settings.end(),
                        {{"objective", "binary:logistic"}, {"eval_metric", "logloss"}, {"base_score", "0.5"}});
    } else {
        settings.insert(settings.end(), {{"objective", "multi:softprob"},
                                         {"eval_metric", "mlogloss"},
                                         {"base_score", "0.5"},
                                         {"num_class", std::to_string(problem.classes)}});
    }
    return settings;
}

/// The number behind "name-metric:" in XGBoost's evaluation line "[3]\ttrain-logloss:0.52\tval-logloss:0.55".
double lossIn(std::string_view line, std::string_view part) {
    const size_t start = line.find(std::string("\t") + std::string(part) + "-");
    if (start == std::string_view::npos) return std::numeric_limits<double>::quiet_NaN();
    const size_t colon = line.find(':', start);
    const size_t end = std::min(line.find('\t', colon), line.size());
    return parseNumber(line.substr(colon + 1, end - colon - 1)).value_or(std::numeric_limits<double>::quiet_NaN());
}

/// What is kept beside the trees so that a run goes on exactly.
struct Position {
    int round = 0; ///< rounds done
    int bestRound = 0;
    double bestLoss = std::numeric_limits<double>::infinity();
};

class Boosting {
public:
    Boosting(const LabelledRows<float>& train, const Problem& problem, const TreeParameters& parameters,
             const EngineHooks& hooks)
        : m_parameters(parameters), m_problem(problem), m_hooks(hooks),
          m_settings(settingsFor(train, problem, parameters)) {}

    Result<FittedWeights> run(const LabelledRows<float>& train, const LabelledRows<float>& validation) {
        omp_set_num_threads(m_parameters.threads); // metrics follow OpenMP's setting, not nthread
        LATHE_TRY(m_train, makeMatrix(train, m_parameters.threads));
        if (validation.features.count > 0) {
            LATHE_TRY(m_validation, makeMatrix(validation, m_parameters.threads));
        }
        LATHE_CHECK(start());
        const int rounds = m_parameters.forest ? 1 : m_parameters.rounds;
        while (m_position.round < rounds && !stoppedEarly()) {
            if (m_hooks.stopRequested()) return stop();
            LATHE_CHECK(
                checked(XGBoosterUpdateOneIter(m_booster.get(), m_position.round, m_train.get()), "train a round"));
            ++m_position.round;
            LATHE_CHECK(report());
            m_hooks.progress(m_position.round, rounds);
            if (isCheckpointDue() && m_position.round < rounds) LATHE_CHECK(writeCheckpoint());
        }
        return finish();
    }

private:
    [[nodiscard]] bool stoppedEarly() const {
        return m_parameters.earlyStopping > 0 && m_validation.get() != nullptr &&
               m_position.round - m_position.bestRound >= m_parameters.earlyStopping;
    }

    /// XGBoost keeps the generators that sample rows and columns to itself (a new booster's first round draws one
    /// number more), so a booster that went on and one that was loaded draw differently. Runs that sample load the
    /// booster anew at every checkpoint, whether they were stopped or not.
    [[nodiscard]] bool hasHiddenState() const {
        return !m_parameters.forest && (m_parameters.columnSample < 1 || m_parameters.subsample < 1);
    }

    [[nodiscard]] bool isCheckpointDue() const {
        return m_position.round % m_parameters.checkpointEvery == 0 || (!hasHiddenState() && m_pace.isDue());
    }

    Result<void> newBooster() {
        Handle booster(&XGBoosterFree);
        const DMatrixHandle matrices[] = {m_train.get(), m_validation.get()};
        LATHE_CHECK(checked(XGBoosterCreate(matrices, m_validation.get() == nullptr ? 1 : 2, booster.place()),
                            "make a booster"));
        m_booster = std::move(booster);
        return {};
    }

    Result<void> applySettings() {
        for (const auto& [key, value] : m_settings)
            LATHE_CHECK(checked(XGBoosterSetParam(m_booster.get(), key.c_str(), value.c_str()), "take a parameter"));
        return {};
    }

    Result<void> loadTrees(const std::string& trees) {
        LATHE_CHECK(newBooster());
        LATHE_CHECK(checked(XGBoosterLoadModelFromBuffer(m_booster.get(), trees.data(), trees.size()),
                            "read back its own model"));
        return applySettings();
    }

    Result<void> start() {
        if (m_hooks.resumeFrom.empty()) {
            LATHE_CHECK(newBooster());
            return applySettings();
        }
        LATHE_TRY(const TensorFile state, TensorFile::read(m_hooks.resumeFrom));
        LATHE_TRY(const std::string trees, state.bytes("trees"));
        LATHE_TRY(const std::vector<double> position, state.doubles("position"));
        if (position.size() != 3)
            return fail(ErrorKind::Corrupt, "the checkpoint does not say at which round it was written");
        m_position = {static_cast<int>(position[0]), static_cast<int>(position[1]), position[2]};
        return loadTrees(trees);
    }

    Result<std::string> modelBytes(void* booster, const char* format) const {
        bst_ulong length = 0;
        const char* bytes = nullptr;
        LATHE_CHECK(checked(XGBoosterSaveModelToBuffer(booster, format, &length, &bytes), "write the model"));
        return std::string(bytes, length);
    }

    Result<void> writeCheckpoint() {
        LATHE_TRY(const std::string trees, modelBytes(m_booster.get(), R"({"format": "ubj"})"));
        const double position[] = {static_cast<double>(m_position.round), static_cast<double>(m_position.bestRound),
                                   m_position.bestLoss};
        TensorFile state;
        state.add("trees", trees);
        state.add("position", {3}, std::span<const double>(position));
        LATHE_CHECK(m_pace.keep([&] { return m_hooks.checkpoint(state.write()); }));
        return hasHiddenState() ? loadTrees(trees) : Result<void>{};
    }

    Failure stop() {
        if (!hasHiddenState() && m_position.round > 0)
            if (auto written = writeCheckpoint(); !written) return failure(std::move(written.error()));
        return stoppedFailure();
    }

    Result<void> report() {
        void* matrices[] = {m_train.get(), m_validation.get()};
        const char* names[] = {"train", "val"};
        const bst_ulong count = m_validation.get() == nullptr ? 1 : 2;
        const char* line = nullptr;
        LATHE_CHECK(checked(XGBoosterEvalOneIter(m_booster.get(), m_position.round, matrices, names, count, &line),
                            "measure the loss"));
        for (size_t part = 0; part < count; ++part) {
            const double measured = lossIn(line, names[part]);
            const std::string prefix(names[part]);
            if (m_problem.isRegression()) m_hooks.metric(prefix + "_rmse", m_position.round, measured);
            m_hooks.metric(prefix + "_loss", m_position.round,
                           m_problem.isRegression() ? measured * measured : measured);
            if (part == 1 && measured < m_position.bestLoss) {
                m_position.bestLoss = measured;
                m_position.bestRound = m_position.round;
            }
        }
        return {};
    }

    Result<FittedWeights> finish() {
        FittedWeights fitted;
        fitted.steps = m_parameters.forest ? m_parameters.rounds : m_position.round;
        if (!m_parameters.forest && m_parameters.earlyStopping > 0 && m_position.bestRound > 0 &&
            m_position.bestRound < m_position.round) {
            m_hooks.log(fmt::format(
                "early stopping: the validation loss was best after round {} of {}; later trees are dropped",
                m_position.bestRound, m_position.round));
            Handle best(&XGBoosterFree);
            LATHE_CHECK(checked(XGBoosterSlice(m_booster.get(), 0, m_position.bestRound, 1, best.place()),
                                "keep the best rounds"));
            m_booster = std::move(best);
            fitted.steps = m_position.bestRound;
        }
        LATHE_TRY(fitted.weights, modelBytes(m_booster.get(), R"({"format": "json"})"));
        return fitted;
    }

    TreeParameters m_parameters;
    Problem m_problem;
    const EngineHooks& m_hooks;
    Settings m_settings;
    Handle m_train{&XGDMatrixFree};
    Handle m_validation{&XGDMatrixFree};
    Handle m_booster{&XGBoosterFree}; // before the matrices in destruction: it refers to them
    Position m_position;
    CheckpointPace m_pace;
};

} // namespace

Result<FittedWeights> trainTrees(const LabelledRows<float>& train, const LabelledRows<float>& validation,
                                 const Problem& problem, const TreeParameters& parameters, const EngineHooks& hooks) {
    return Boosting(train, problem, parameters, hooks).run(train, validation);
}

std::string xgboostVersion() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    XGBoostVersion(&major, &minor, &patch);
    return fmt::format("{}.{}.{}", major, minor, patch);
}

bool xgboostHasCuda() {
    const char* text = nullptr;
    if (XGBuildInfo(&text) != 0 || text == nullptr) return false;
    const Json info = Json::parse(text, nullptr, false);
    return info.is_object() && info.contains("USE_CUDA") && info["USE_CUDA"].is_boolean() &&
           info["USE_CUDA"].get<bool>();
}

} // namespace lathe
