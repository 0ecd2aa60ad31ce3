// SPDX-License-Identifier: GPL-3.0-or-later
// B4: a 64-128-128-10 network, batch 256, Adam, one thread, trained by Lathe and by PyTorch on the same rows in the
// same order. One line of JSON per figure: processor time per step in the fastest epoch of each (one thread, so the
// same as elapsed time on an idle machine, and comparable on a busy one), and how many times faster ours is. Usage:
// bench_mlp [ROWS] [EPOCHS]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/base/json.h"
#include "core/learn/tensor_file.h"
#include "core/learn/torch_engine.h"
#include "tests/bench/torch_peer.h"

namespace {

using namespace lathe;
using namespace lathe::bench;

constexpr size_t width = 64;
constexpr size_t classes = 10;

struct Rows64 {
    std::vector<float> x;
    std::vector<double> y;
};

Rows64 makeRows(size_t count) {
    uint64_t state = 42;
    const auto next = [&state] {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state >> 11U) * 0x1.0p-53 * 2 - 1;
    };
    Rows64 rows;
    for (size_t i = 0; i < count; ++i) {
        double score = 0;
        for (size_t f = 0; f < width; ++f) {
            rows.x.push_back(static_cast<float>(next()));
            score += rows.x.back() * (f % 3 == 0 ? 1 : -0.3);
        }
        rows.y.push_back(std::clamp(static_cast<double>(static_cast<int>(score + 5)), 0.0, 9.0));
    }
    return rows;
}

/// Processor seconds of the fastest epoch; the parameters go to \p parameters.
double trainHere(const Rows64& rows, int epochs, std::string& parameters) {
    MlpParameters settings;
    settings.hidden = {128, 128};
    settings.epochs = epochs;
    settings.seed = 5;
    EpochClock clock;
    const auto fitted =
        trainMlp({{rows.x.data(), rows.y.size(), width}, rows.y}, {}, {classes}, settings, clock.hooks());
    if (!fitted) return 0;
    const auto file = TensorFile::read(fitted->weights);
    for (int layer = 0; layer < 3; ++layer)
        for (const char* part : {"weight", "bias"}) {
            const auto values = file->floats(fmt::format("layers.{}.{}", layer, part));
            parameters.append(reinterpret_cast<const char*>(values->data()), values->size() * sizeof(float));
        }
    return clock.fastest();
}

} // namespace

int main(int argc, char** argv) {
    restartWithFittingBlas(argv); // PyTorch inherits the choice: both run on the same kernels
    const auto count = static_cast<size_t>(argc > 1 ? std::atoll(argv[1]) : 102400);
    const int epochs = argc > 2 ? std::atoi(argv[2]) : 5;
    const Rows64 rows = makeRows(count);
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "bench-mlp");
    if (!folder) return 1;
    writeRaw(folder->path() / "x.f32", rows.x);
    writeRaw(folder->path() / "y.f64", rows.y);
    std::string parameters;
    const double ours = trainHere(rows, epochs, parameters);
    if (ours == 0) return 1;
    for (const char* how : {"loader", "sliced"}) {
        const double peer = fastestEpochOfPeer("mlp_torch.py", {how, std::to_string(epochs), folder->path().string()});
        if (peer == 0) {
            std::fprintf(stderr, "PyTorch did not run: apt-get install python3-torch\n");
            return 1;
        }
        Json line{{"bench", "B4"},
                  {"peer", std::string("PyTorch ") +
                               (std::strcmp(how, "loader") == 0 ? "with DataLoader" : "with sliced tensors")},
                  {"ours_us_per_step", ours / static_cast<double>((count + 255) / 256) * 1e6},
                  {"peer_us_per_step", peer / static_cast<double>((count + 255) / 256) * 1e6},
                  {"ratio", peer / ours}};
        if (std::strcmp(how, "sliced") == 0) {
            const auto theirs = readTextFile(folder->path() / "sliced.f32");
            line["same_bits"] = theirs && *theirs == parameters;
        }
        std::printf("%s\n", line.dump().c_str());
    }
    return 0;
}
