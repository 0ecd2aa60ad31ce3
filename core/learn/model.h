// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// A fitted model as it is stored: the text of model.json's "model" section and the content of the weights file.
struct StoredModel {
    Json description;        ///< {"kind": "mlp", "weights": "weights.safetensors", …}
    std::string weightsFile; ///< name of the weights file inside the package
    std::string weights;     ///< its bytes
};

/// A fitted model over feature vectors: the one piece of code that evaluates it, in training, batch and serving.
/// Immutable; thread safe.
class Model {
public:
    virtual ~Model() = default;

    /// Features per row that the model expects.
    [[nodiscard]] virtual size_t features() const = 0;
    /// Numbers per row: the probability of each class, or one value for a regression.
    [[nodiscard]] virtual size_t outputs() const = 0;
    /// \p features: rows × features(); \p outputs: rows × outputs(); row-major. A row's outputs do not depend on
    /// the rows around it.
    virtual void score(const double* features, size_t rows, double* outputs) const = 0;

    /// Errors: Corrupt, Unsupported.
    static Result<std::unique_ptr<const Model>> load(const StoredModel& stored);
};

/// Linear and logistic regression in double precision; weights.safetensors holds "weight" (outputs × features)
/// and "bias". Two classes share one row of weights: the logit of the second class.
Result<std::unique_ptr<const Model>> loadLinearModel(const StoredModel& stored);
/// A multilayer perceptron in single precision; "layers.N.weight" (outputs × inputs) and "layers.N.bias".
Result<std::unique_ptr<const Model>> loadMlpModel(const StoredModel& stored);
/// A convolutional network in single precision, as CnnLayout describes it; a row's features are the samples of a
/// picture, 0…255, as PictureEncoder makes them.
Result<std::unique_ptr<const Model>> loadCnnModel(const StoredModel& stored);
/// XGBoost's JSON. Margins are added in the order of the trees in single precision, as XGBoost does, so the
/// outputs have the same bits.
Result<std::unique_ptr<const Model>> loadTreeModel(const StoredModel& stored);

/// What turns margins (logits) into outputs, by model.json's "link".
enum class Link { Identity, Logistic, Softmax };
Result<Link> linkFromJson(const Json& description);
/// \p count logits as outputsOf() many outputs: probabilities of all classes (two classes have one logit), or the
/// numbers themselves.
void linkOutputs(Link link, const double* logits, size_t count, double* outputs);
[[nodiscard]] size_t outputsOf(Link link, size_t logits);

} // namespace lathe
