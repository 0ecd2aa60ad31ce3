// SPDX-License-Identifier: GPL-3.0-or-later
// The training loop of all networks; for the sources that include LibTorch.
#pragma once

#include <functional>
#include <span>

#include "core/learn/tensor_file.h"
#include "core/learn/torch_engine.h"

namespace at {
class Tensor;
}

namespace lathe {

/// A network in training with the rows it learns from. All its parameters are views of one flat tensor, so that the
/// optimiser is one loop and a checkpoint a few arrays.
class TrainedNetwork {
public:
    virtual ~TrainedNetwork() = default;

    [[nodiscard]] virtual at::Tensor& parameters() = 0;
    /// In the order of the parameters.
    [[nodiscard]] virtual at::Tensor& gradients() = 0;

    /// \p order: the training rows as \p epoch (from 0) goes through them; int64, on the processor.
    virtual void beginEpoch(int epoch, const at::Tensor& order) = 0;
    /// Logits of the rows at [first, first + count) of the epoch's order, in training. \p gradient becomes the place
    /// for the gradient of the loss with respect to them.
    virtual at::Tensor forward(int64_t first, int64_t count, at::Tensor& gradient) = 0;
    /// Fills gradients() from what forward() gave last, when the loss's gradient has been written.
    virtual void backward(const at::Tensor& logits, const at::Tensor& gradient) = 0;

    /// Logits of the validation rows [first, first + count).
    virtual at::Tensor validationLogits(int64_t first, int64_t count) = 0;
    /// Validation rows at a time.
    [[nodiscard]] virtual int64_t validationBlock() const = 0;

    /// Adds what the package keeps, with \p parameters (flat, on the processor) in place of the network's own.
    virtual void addWeights(TensorFile& file, const float* parameters) const = 0;
};

/// How many logits a problem has.
[[nodiscard]] inline size_t logitsOf(const Problem& problem) { return problem.classes > 2 ? problem.classes : 1; }

/// As nn.Linear and nn.Conv2d begin: Kaiming uniform with a = √5, that is ±1/√\p inputs. \p bias may be undefined.
void initialiseAsTorch(at::Tensor weight, at::Tensor bias, int64_t inputs);

/// Runs a training to its end: order of rows, loss, optimiser, early stopping, checkpoints. The spans hold the target
/// of the network's training and validation rows. REQUIRES gradients to be off; exceptions of LibTorch pass through.
Result<FittedWeights> trainNetwork(TrainedNetwork& network, std::span<const double> target,
                                   std::span<const double> validationTarget, const Problem& problem,
                                   const LoopParameters& parameters, const EngineHooks& hooks);

/// Calls \p work without gradients, and turns LibTorch's exceptions into errors.
Result<FittedWeights> guarded(const std::function<Result<FittedWeights>()>& work);

} // namespace lathe
