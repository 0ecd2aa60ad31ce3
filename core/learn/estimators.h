// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/learn/encoder_fit.h"
#include "core/learn/engine.h"
#include "core/learn/model.h"
#include "core/runs/run_config.h"

namespace lathe {

/// Rows of one part, encoded in both precisions a kind may ask for; only the one it needs is filled.
struct EncodedRows {
    std::vector<float> floats;
    std::vector<double> doubles;
    std::vector<double> target;
    size_t count = 0;
    size_t width = 0;
    [[nodiscard]] LabelledRows<float> asFloats() const { return {{floats.data(), count, width}, target}; }
    [[nodiscard]] LabelledRows<double> asDoubles() const { return {{doubles.data(), count, width}, target}; }
};

struct LoopParameters;

/// The parameters that networks of all kinds have.
void readLoopParameters(const RunConfig& config, const std::string& device, LoopParameters& parameters);
/// Weights as the package keeps them; model.json says \p details of them beside what it says of every kind.
[[nodiscard]] StoredModel storedModel(const std::string& kind, const std::string& weightsFile, FittedWeights weights,
                                      const Problem& problem, const Json& details);

/// One kind of model over columns with its parameters, ready to be fitted.
class Estimator {
public:
    /// Errors: Unsupported (device), InvalidInput.
    static Result<Estimator> create(const RunConfig& config);

    [[nodiscard]] EncodingNeeds needs() const;
    [[nodiscard]] bool usesDoubles() const { return m_config.modelKind == "linear"; }
    [[nodiscard]] bool stopsEarly() const;
    /// Where the training runs: "cpu" or "cuda:N".
    [[nodiscard]] const std::string& device() const { return m_device; }

    [[nodiscard]] Result<StoredModel> fit(const EncodedRows& train, const EncodedRows& validation,
                                          const Problem& problem, const EngineHooks& hooks) const;

private:
    explicit Estimator(RunConfig config) : m_config(std::move(config)) {}
    template <typename T>
    [[nodiscard]] T parameter(const char* key, T fallback) const;
    [[nodiscard]] Result<FittedWeights> fitLinear(const EncodedRows& train, const EncodedRows& validation,
                                                  const Problem& problem, const EngineHooks& hooks) const;
    [[nodiscard]] Result<FittedWeights> fitMlp(const EncodedRows& train, const EncodedRows& validation,
                                               const Problem& problem, const EngineHooks& hooks) const;
    [[nodiscard]] Result<FittedWeights> fitTrees(const EncodedRows& train, const EncodedRows& validation,
                                                 const Problem& problem, const EngineHooks& hooks) const;

    RunConfig m_config;
    std::string m_device;
};

} // namespace lathe
