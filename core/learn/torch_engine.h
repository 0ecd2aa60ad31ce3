// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/learn/engine.h"

namespace lathe {

/// How a network is trained, whatever it consists of.
struct LoopParameters {
    int epochs = 50;
    int batchSize = 256;
    bool sgd = false; ///< else Adam
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
/// Without dropout, on the processor and with one thread, the weights have the bits that PyTorch of the same version
/// gives: torch.manual_seed(seed); nn.Linear per layer; in epoch e (from 0) the batches of torch.randperm(n,
/// generator=torch.Generator().manual_seed(seed + 1 + e)); torch.optim.Adam or SGD. Losses: cross_entropy,
/// binary_cross_entropy_with_logits, mse_loss, each the batch's mean.
/// Same rows, parameters, seed and threads: same bits, also when stopped and resumed.
Result<FittedWeights> trainMlp(const LabelledRows<float>& train, const LabelledRows<float>& validation,
                               const Problem& problem, const MlpParameters& parameters, const EngineHooks& hooks);

/// Square pictures of one size: rows from the top without padding, samples interleaved. Borrowed.
struct Pictures {
    const uint8_t* samples = nullptr;
    std::span<const uint64_t> places; ///< which of the pictures at samples these are
    int64_t side = 0;                 ///< pixels
    int64_t channels = 0;             ///< 1 grey, 3 colour

    [[nodiscard]] size_t count() const { return places.size(); }
    /// Of one picture.
    [[nodiscard]] size_t bytes() const { return static_cast<size_t>(side * side * channels); }
    [[nodiscard]] const uint8_t* picture(size_t i) const { return samples + places[i] * bytes(); }
};

struct LabelledPictures {
    Pictures pictures;
    std::span<const double> target;
};

/// A convolutional network by LibTorch: see CnnLayout.
struct CnnParameters : LoopParameters {
    std::vector<int64_t> channels{16, 32, 64}; ///< of each stage; each halves the picture
    int residualBlocks = 0;                    ///< in each stage
    double dropout = 0;                        ///< before the last layer
    /// Writes a variant of the \p i-th training picture: the same seed, the same variant. Empty: pictures are used as
    /// they are. Called on several threads.
    std::function<void(size_t i, uint64_t seed, uint8_t* samples)> vary;
};

/// Trains a network whose outputs are logits (one for two classes) or the standardised target. The weights are a tensor
/// file as CnnLayout describes it.
///
/// Without dropout and variants, on the processor, the weights have the bits that PyTorch of the same version gives
/// with the same number of threads: torch.manual_seed(seed); nn.Conv2d (no bias) and nn.GroupNorm per convolution,
/// nn.Linear; then as trainMlp(). Same pictures, parameters, seed and threads: same bits, also when stopped and
/// resumed. Errors: InvalidInput (more stages than the pictures can be halved).
Result<FittedWeights> trainCnn(const LabelledPictures& train, const LabelledPictures& validation,
                               const Problem& problem, const CnnParameters& parameters, const EngineHooks& hooks);

/// What a TorchScript file needs to be used from PyTorch without Lathe.
struct ScriptedNetwork {
    std::string weights; ///< a tensor file: "layers.N.…" in single, "weight" and "bias" in double precision, or as
                         ///< CnnLayout says
    std::optional<size_t> residualBlocks; ///< in each stage of a convolutional network; nothing for others
    bool tanh = false;
    std::string link; ///< "identity", "logistic", "softmax"
    double targetMean = 0;
    double targetScale = 1;
    std::vector<std::string> featureNames; ///< order of forward()'s columns
    std::vector<std::string> classes;
    std::string metadata; ///< JSON, stored beside as extra file "lathe.json"
};

/// The bytes of a TorchScript archive: `torch.jit.load("model.pt")(features)` gives what Model::score() gives. A
/// convolutional network takes pictures × channels × rows × columns, samples 0…255.
Result<std::string> writeTorchScript(const ScriptedNetwork& network);

/// "cpu", "cuda", "cuda:1" or "auto" (CUDA when there is a device) as "cpu" or "cuda:N".
/// Errors: InvalidInput; Unsupported when CUDA is asked for and this LibTorch or machine has none.
Result<std::string> resolveDevice(const std::string& wanted);

struct ComputeDevice {
    std::string name; ///< "cpu", "cuda:0"
    std::string description;
};
std::vector<ComputeDevice> computeDevices();

struct TorchInfo {
    std::string version;
    std::string blas; ///< configuration of the BLAS in use ("OpenBLAS 0.3.21 … Zen"), empty when it is not OpenBLAS
    bool cuda = false;
};
TorchInfo torchInfo();

/// Debian 12's OpenBLAS takes a processor younger than itself for one without AVX and is then 2 to 3 times slower. When
/// it did, sets OPENBLAS_CORETYPE and starts this program again in place (same process, same arguments); else returns
/// at once. Call first in main().
void restartWithFittingBlas(char** arguments);

/// Pins the BLAS to \p threads and LibTorch's own loops to one, the fastest arrangement for small networks.
void pinThreads(int threads);

/// Lets the C library keep what was freed for the next batch: pages that come and go cost a tenth of a small network's
/// time.
void keepFreedMemory();

} // namespace lathe
