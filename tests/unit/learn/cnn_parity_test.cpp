// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutional networks against PyTorch: the same network, seed and loop.
#include <numeric>

#include "core/base/random.h"
#include "core/learn/model.h"
#include "core/learn/tensor_file.h"
#include "core/learn/torch_engine.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

constexpr size_t count = 150; // not a multiple of the batch size
constexpr int64_t side = 17;  // nor of a power of two

/// PyTorch as everybody writes it: modules, autograd, torch.optim; then what TorchScript files give.
constexpr auto script = R"(
import sys, json, numpy, torch
from torch import nn
torch.set_num_threads(1)
def groups(width):
    return next((g for g in (8, 4, 2) if width % g == 0), 1)
class Convolved(nn.Sequential):
    def __init__(self, inputs, outputs):
        super().__init__(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.GroupNorm(groups(outputs), outputs))
class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = Convolved(width, width), Convolved(width, width)
    def forward(self, x):
        return torch.relu(x + self.second(torch.relu(self.first(x))))
class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))
def network(inputs, widths, blocks, outputs):
    parts = []
    for width in widths:
        parts += [Convolved(inputs, width), nn.ReLU()] + [Block(width) for _ in range(blocks)] + [nn.MaxPool2d(2)]
        inputs = width
    return nn.Sequential(*parts, Mean(), nn.Linear(inputs, outputs))
def train(task, blocks, channels, decay, name):
    seed, batch = 11, 64
    raw = torch.from_numpy(numpy.fromfile(name + '.x', dtype='uint8').reshape(-1, 17, 17, channels))
    figures = numpy.fromfile(name + '.figures', dtype='float32').reshape(2, 1, channels, 1, 1)
    expected = numpy.stack([raw.double().mean((0, 1, 2)).numpy(), raw.double().std((0, 1, 2), unbiased=False).numpy()]).ravel()
    assert numpy.allclose(figures.ravel(), expected, rtol=1e-6), (figures, expected)
    x = (raw.permute(0, 3, 1, 2).to(torch.float32, memory_format=torch.contiguous_format) - torch.from_numpy(figures[0])) / torch.from_numpy(figures[1])
    y = torch.from_numpy(numpy.fromfile(name + '.y', dtype='float64'))
    y = y.long() if task == 'multiclass' else y.float().unsqueeze(1)
    loss_of = {'multiclass': nn.functional.cross_entropy, 'binary': nn.functional.binary_cross_entropy_with_logits, 'regression': nn.functional.mse_loss}[task]
    torch.manual_seed(seed)
    net = network(channels, (8, 12), blocks, 4 if task == 'multiclass' else 1)
    steps = torch.optim.Adam(net.parameters(), lr=0.003, weight_decay=decay)
    for epoch in range(3):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + 1 + epoch))
        for first in range(0, len(x), batch):
            rows = order[first:first + batch]
            steps.zero_grad()
            loss_of(net(x[rows]), y[rows]).backward()
            steps.step()
    numpy.concatenate([p.detach().numpy().ravel() for p in net.parameters()]).tofile(name + '.out')
    extra = {'lathe.json': ''}
    script = torch.jit.load(name + '.pt', _extra_files=extra)
    assert json.loads(extra['lathe.json'])['made'] == 'here'
    script(raw.permute(0, 3, 1, 2)).double().detach().numpy().ravel().tofile(name + '.scores')
for case in sys.argv[1:]:
    task, blocks, channels, decay, name = case.split()
    train(task, int(blocks), int(channels), float(decay), name)
)";

struct Case {
    std::string task;
    size_t classes;
    int blocks;
    int64_t channels;
    double decay;
};

struct Trained {
    std::vector<float> parameters; ///< in PyTorch's order
    std::vector<double> scores;    ///< of all pictures, by our evaluator
};

EngineHooks silentHooks() {
    return {[](std::string_view, int64_t, double) {},   [](double, double) {}, [](const std::string&) {},
            [](std::string) { return Result<void>{}; }, [] { return false; },  {}};
}

/// Trains the case's network and leaves its pictures, targets and TorchScript for PyTorch under \p name.
Trained trainHere(const Case& parity, const std::string& name) {
    Random random(5);
    std::vector<uint8_t> samples(count * static_cast<size_t>(side * side * parity.channels));
    std::vector<double> target(count);
    for (size_t i = 0; i < count; ++i) {
        const uint64_t level = random.below(150);
        for (size_t k = 0; k < samples.size() / count; ++k)
            samples[i * samples.size() / count + k] = static_cast<uint8_t>(level + random.below(100));
        target[i] =
            parity.classes == 0 ? static_cast<double>(level) : static_cast<double>(level * parity.classes / 150);
    }
    std::vector<uint64_t> places(count);
    std::iota(places.begin(), places.end(), 0);
    CnnParameters parameters;
    parameters.channels = {8, 12};
    parameters.residualBlocks = parity.blocks;
    parameters.epochs = 3;
    parameters.batchSize = 64;
    parameters.learningRate = 0.003;
    parameters.weightDecay = parity.decay;
    parameters.seed = 11;
    const auto fitted = trainCnn({{samples.data(), places, side, parity.channels}, target}, {}, {parity.classes},
                                 parameters, silentHooks());
    EXPECT_TRUE(fitted.has_value()) << fitted.error().describe();
    if (!fitted) return {};
    for (double& value : target) value = static_cast<float>((value - fitted->targetMean) / fitted->targetScale);

    const TensorFile file = *TensorFile::read(fitted->weights);
    std::vector<float> figures = *file.floats("mean");
    const std::vector<float> scale = *file.floats("scale");
    figures.insert(figures.end(), scale.begin(), scale.end());
    Trained trained;
    const auto take = [&](const std::string& tensor) {
        const std::vector<float> values = *file.floats(tensor);
        trained.parameters.insert(trained.parameters.end(), values.begin(), values.end());
    };
    for (size_t n = 0; file.contains(fmt::format("convolutions.{}.weight", n)); ++n)
        for (const char* part : {"weight", "norm.weight", "norm.bias"})
            take(fmt::format("convolutions.{}.{}", n, part));
    take("output.weight");
    take("output.bias");

    ScriptedNetwork network;
    network.weights = fitted->weights;
    network.residualBlocks = static_cast<size_t>(parity.blocks);
    network.link = parity.classes == 0 ? "identity" : parity.classes == 2 ? "logistic" : "softmax";
    network.targetMean = fitted->targetMean;
    network.targetScale = fitted->targetScale;
    network.metadata = R"({"made": "here"})";
    const auto archive = writeTorchScript(network);
    EXPECT_TRUE(archive.has_value()) << archive.error().describe();
    std::ofstream(name + ".pt", std::ios::binary) << archive.value_or("");
    writeRaw(name + ".x", samples);
    writeRaw(name + ".y", target);
    writeRaw(name + ".figures", figures);

    const auto model = Model::load({{{"kind", "cnn"},
                                     {"link", network.link},
                                     {"side", side},
                                     {"residual_blocks", parity.blocks},
                                     {"target_mean", fitted->targetMean},
                                     {"target_scale", fitted->targetScale}},
                                    "weights",
                                    fitted->weights});
    EXPECT_TRUE(model.has_value()) << model.error().describe();
    if (!model) return trained;
    trained.scores.resize(count * (*model)->outputs());
    (*model)->score(std::vector<double>(samples.begin(), samples.end()).data(), count, trained.scores.data());
    return trained;
}

TEST(CnnParity, trainsEvaluatesAndExportsAsPyTorch) {
    const std::vector<Case> cases{
        {"multiclass", 4, 0, 3, 0}, {"multiclass", 4, 2, 1, 0.01}, {"binary", 2, 1, 3, 0}, {"regression", 0, 1, 1, 0}};
    const TemporaryFolder folder;
    std::vector<Trained> ours;
    std::vector<std::string> names;
    std::vector<std::string> arguments;
    for (const Case& parity : cases) {
        names.push_back((folder / fmt::format("{}{}", parity.task, parity.blocks)).string());
        ours.push_back(trainHere(parity, names.back()));
        arguments.push_back(
            fmt::format("{} {} {} {} {}", parity.task, parity.blocks, parity.channels, parity.decay, names.back()));
    }
    python(folder.path(), script, arguments);
    for (size_t c = 0; c < cases.size(); ++c) {
        SCOPED_TRACE(arguments[c]);
        const auto expected = readRaw<float>(names[c] + ".out");
        ASSERT_EQ(ours[c].parameters.size(), expected.size());
        size_t different = 0;
        for (size_t i = 0; i < expected.size(); ++i)
            different += std::memcmp(&ours[c].parameters[i], &expected[i], sizeof(float)) != 0;
        EXPECT_EQ(different, 0U) << "of " << expected.size() << " parameters";
        const auto scores = readRaw<double>(names[c] + ".scores");
        ASSERT_EQ(ours[c].scores.size(), scores.size());
        const double scale = cases[c].classes == 0 ? 150 : 1;
        for (size_t i = 0; i < scores.size(); ++i) EXPECT_NEAR(ours[c].scores[i], scores[i], 1e-5 * scale);
    }
}

} // namespace
} // namespace lathe
