// SPDX-License-Identifier: GPL-3.0-or-later
// B5: an epoch of a convolutional network over grey pictures of 28 × 28 pixels, as Fashion-MNIST's are, batch 64, Adam,
// one thread, trained by Lathe and by PyTorch on the same pictures in the same order. One line of JSON per network:
// processor time of the fastest epoch of each, and how many times faster ours is. Usage: bench_cnn [PICTURES] [EPOCHS]
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "core/base/json.h"
#include "core/base/random.h"
#include "core/learn/torch_engine.h"
#include "tests/bench/torch_peer.h"

namespace {

using namespace lathe;
using namespace lathe::bench;

constexpr int64_t side = 28;
constexpr uint64_t classes = 10;

struct Made {
    std::vector<uint8_t> samples;
    std::vector<uint64_t> places;
    std::vector<double> target;
};

/// What is on the pictures is no matter for the time.
Made makePictures(size_t count) {
    Random random(5);
    Made made;
    made.samples.resize(count * side * side);
    for (uint8_t& sample : made.samples) sample = static_cast<uint8_t>(random.below(256));
    made.places.resize(count);
    std::iota(made.places.begin(), made.places.end(), 0);
    for (size_t i = 0; i < count; ++i) made.target.push_back(static_cast<double>(random.below(classes)));
    return made;
}

double trainHere(const Made& made, int residualBlocks, int epochs) {
    CnnParameters settings;
    settings.residualBlocks = residualBlocks;
    settings.epochs = epochs;
    settings.batchSize = 64;
    settings.seed = 5;
    EpochClock clock;
    const auto fitted =
        trainCnn({{made.samples.data(), made.places, side, 1}, made.target}, {}, {classes}, settings, clock.hooks());
    return fitted ? clock.fastest() : 0;
}

} // namespace

int main(int argc, char** argv) {
    restartWithFittingBlas(argv); // PyTorch inherits the choice: both run on the same kernels
    const auto count = static_cast<size_t>(argc > 1 ? std::atoll(argv[1]) : 6000);
    const int epochs = argc > 2 ? std::atoi(argv[2]) : 3;
    const Made made = makePictures(count);
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "bench-cnn");
    if (!folder) return 1;
    writeRaw(folder->path() / "x.u8", made.samples);
    writeRaw(folder->path() / "y.f64", made.target);
    for (const int blocks : {0, 1}) {
        const double ours = trainHere(made, blocks, epochs);
        const double peer = fastestEpochOfPeer(
            "cnn_torch.py", {std::to_string(blocks), std::to_string(epochs), folder->path().string()});
        if (ours == 0 || peer == 0) {
            std::fprintf(stderr, "a training did not run: apt-get install python3-torch\n");
            return 1;
        }
        const Json line{{"bench", "B5"},
                        {"residual_blocks", blocks},
                        {"pictures", count},
                        {"ours_s_per_epoch", ours},
                        {"peer_s_per_epoch", peer},
                        {"ratio", peer / ours}};
        std::printf("%s\n", line.dump().c_str());
    }
    return 0;
}
