// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/learn/engine.h"

namespace lathe {

/// How a network is trained, whatever it consists of.
struct LoopParameters {
    int epochs = 50;
    int batchSize = 256;
    bool sgd = false;         ///< else Adam
    double learningRate = 1e-3;
    double momentum = 0;      ///< of SGD
    double weightDecay = 0;   ///< as in torch.optim: times the parameters, added to the gradient
    int earlyStopping = 0;    ///< epochs without a better validation loss; 0: never. Needs validation rows.
    int checkpointEvery = 10; ///< epochs
    uint64_t seed = 0;
    int threads = 1;
    std::string device = "cpu"; ///< resolved by resolveDevice()
};

/// A multilayer perceptron by LibTorch.
struct MlpParameters : LoopParameters {
    std::vector<int64_t> hidden{128, 64};
    bool tanh = false; ///< else ReLU
    double dropout = 0;
};

/// Trains a network whose outputs are logits (one for two classes) or the standardised target. The weights are a tensor
/// file with "layers.N.weight" and "layers.N.bias".
///
/// Without dropout, on the processor and with one thread, the weights have the bits that PyTorch of the same version gives:
/// torch.manual_seed(seed); nn.Linear per layer; in epoch e (from 0) the batches of
/// torch.randperm(n, generator=torch.Generator().manual_seed(seed + 1 + e)); torch.optim.Adam or SGD. Losses: cross_entropy,
/// binary_cross_entropy_with_logits, mse_loss, each the batch's mean.
/// Same rows, parameters, seed and threads: same bits, also when stopped and resumed.
Result<FittedWeights> trainMlp(const LabelledRows<float>& train, const LabelledRows<float>& validation, const Problem& problem,
                               const MlpParameters& parameters, const EngineHooks& hooks);

/// What a TorchScript file needs to be used from PyTorch without Lathe.
struct ScriptedNetwork {
    std::string weights; ///< a tensor file: "layers.N.…" in single, or "weight" and "bias" in double precision
    bool tanh = false;
    std::string link; ///< "identity", "logistic", "softmax"
    double targetMean = 0;
    double targetScale = 1;
    std::vector<std::string> featureNames; ///< order of forward()'s columns
    std::vector<std::string> classes;
    std::string metadata; ///< JSON, stored beside as extra file "lathe.json"
};

/// The bytes of a TorchScript archive: `torch.jit.load("model.pt")(features)` gives what Model::score() gives.
Result<std::string> writeTorchScript(const ScriptedNetwork& network);

/// "cpu", "cuda", "cuda:1" or "auto" (CUDA when there is a device) as "cpu" or "cuda:N".
/// Errors: InvalidInput; Unsupported when CUDA is asked for and this LibTorch or machine has none.
Result<std::string> resolveDevice(const std::string& wanted);

struct ComputeDevice {
    std::string name;        ///< "cpu", "cuda:0"
    std::string description;
};
std::vector<ComputeDevice> computeDevices();

struct TorchInfo {
    std::string version;
    std::string blas; ///< configuration of the BLAS in use ("OpenBLAS 0.3.21 … Zen"), empty when it is not OpenBLAS
    bool cuda = false;
};
TorchInfo torchInfo();

/// Debian 12's OpenBLAS takes a processor younger than itself for one without AVX and is then 2 to 3 times slower. When it did, sets
/// OPENBLAS_CORETYPE and starts this program again in place (same process, same arguments); else returns at once. Call first in main().
void restartWithFittingBlas(char** arguments);

/// Pins the BLAS to \p threads and LibTorch's own loops to one, the fastest arrangement for small networks.
void pinThreads(int threads);

} // namespace lathe
