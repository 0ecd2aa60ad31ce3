// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/model.h"
#include "core/learn/tensor_file.h"
#include "core/learn/torch_engine.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

constexpr size_t rows = 1000; // not a multiple of the batch size
constexpr size_t width = 13;

/// PyTorch as everybody writes it: modules, autograd, torch.optim.
constexpr auto script = R"(
import sys, numpy, torch
torch.set_num_threads(1)
def train(task, optimizer, name):
    classes, seed, epochs, batch = 4, 11, 6, 64
    x = torch.from_numpy(numpy.fromfile(name + '.x', dtype='float32').reshape(-1, 13))
    y = torch.from_numpy(numpy.fromfile(name + '.y', dtype='float64'))
    y = y.long() if task == 'multiclass' else y.float().unsqueeze(1)
    loss_of = {'multiclass': torch.nn.functional.cross_entropy, 'binary': torch.nn.functional.binary_cross_entropy_with_logits,
               'regression': torch.nn.functional.mse_loss}[task]
    torch.manual_seed(seed)
    activation = torch.nn.Tanh if optimizer == 'adam-tanh' else torch.nn.ReLU
    net = torch.nn.Sequential(torch.nn.Linear(13, 32), activation(), torch.nn.Linear(32, 17), activation(),
                              torch.nn.Linear(17, classes if task == 'multiclass' else 1))
    steps = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=0.001) if optimizer == 'sgd' else \
            torch.optim.Adam(net.parameters(), lr=0.001, weight_decay=0.01 if optimizer == 'adam-decay' else 0)
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + 1 + epoch))
        for first in range(0, len(x), batch):
            rows = order[first:first + batch]
            steps.zero_grad()
            loss_of(net(x[rows]), y[rows]).backward()
            steps.step()
    numpy.concatenate([p.detach().numpy().ravel() for p in net.parameters()]).tofile(name + '.out')
for case in sys.argv[1:]:
    train(*case.split())
)";

struct Case {
    std::string task;
    std::string optimizer;
    size_t classes;
};

MlpParameters parametersFor(const Case& parity) {
    MlpParameters parameters;
    parameters.hidden = {32, 17};
    parameters.epochs = 6;
    parameters.batchSize = 64;
    parameters.seed = 11;
    parameters.tanh = parity.optimizer == "adam-tanh";
    parameters.weightDecay = parity.optimizer == "adam-decay" ? 0.01 : 0;
    if (parity.optimizer == "sgd") {
        parameters.sgd = true;
        parameters.learningRate = 0.01;
        parameters.momentum = 0.9;
        parameters.weightDecay = 0.001;
    }
    return parameters;
}

/// Trains the case's network, leaves its rows for PyTorch under \p name, and returns all parameters in PyTorch's order.
std::vector<float> trainHere(const Case& parity, const std::string& name) {
    Noise noise;
    std::vector<float> x(rows * width);
    for (float& value : x) value = static_cast<float>(noise.next() * 2 - 1);
    std::vector<double> target(rows);
    for (size_t i = 0; i < rows; ++i) {
        const double score = x[i * width] + 2 * x[i * width + 1] * x[i * width + 2];
        const auto classes = static_cast<double>(parity.classes);
        target[i] = parity.classes == 0 ? score : std::min(classes - 1, std::floor((score + 3) / 6 * classes));
    }
    const EngineHooks hooks{
        [](std::string_view, int64_t, double) {},   [](double, double) {}, [](const std::string&) {},
        [](std::string) { return Result<void>{}; }, [] { return false; },  {}};
    const auto fitted = trainMlp({{x.data(), rows, width}, target}, {}, {parity.classes}, parametersFor(parity), hooks);
    EXPECT_TRUE(fitted.has_value()) << fitted.error().describe();
    for (double& value : target) value = static_cast<float>((value - fitted->targetMean) / fitted->targetScale);
    writeRaw(name + ".x", x);
    writeRaw(name + ".y", target);
    const auto file = TensorFile::read(fitted->weights);
    std::vector<float> parameters;
    for (size_t layer = 0; layer < 3; ++layer)
        for (const char* part : {"weight", "bias"}) {
            const auto values = file->floats(fmt::format("layers.{}.{}", layer, part));
            parameters.insert(parameters.end(), values->begin(), values->end());
        }
    return parameters;
}

TEST(TorchParity, plainNetworksEndWithTheBitsOfPyTorch) {
    const std::vector<Case> cases{{"multiclass", "adam", 4},      {"binary", "adam", 2},
                                  {"regression", "adam", 0},      {"multiclass", "adam-decay", 4},
                                  {"multiclass", "adam-tanh", 4}, {"multiclass", "sgd", 4}};
    const TemporaryFolder folder;
    std::vector<std::vector<float>> ours;
    std::vector<std::string> arguments;
    for (const Case& parity : cases) {
        const std::string name = (folder / (parity.task + parity.optimizer)).string();
        ours.push_back(trainHere(parity, name));
        arguments.push_back(parity.task + " " + parity.optimizer + " " + name);
    }
    python(folder.path(), script, arguments);
    for (size_t c = 0; c < cases.size(); ++c) {
        const std::vector<float> expected = readRaw<float>(folder / (cases[c].task + cases[c].optimizer + ".out"));
        ASSERT_EQ(ours[c].size(), expected.size());
        size_t different = 0;
        for (size_t i = 0; i < expected.size(); ++i)
            different += std::memcmp(&ours[c][i], &expected[i], sizeof(float)) != 0;
        EXPECT_EQ(different, 0U) << "of " << expected.size() << " parameters: " << arguments[c];
    }
}

/// model.pt, opened by PyTorch alone, gives what our own evaluator gives.
TEST(TorchScript, pythonReadsWhatWeWrite) {
    constexpr auto reader = R"(
import sys, json, numpy, torch
x = torch.from_numpy(numpy.fromfile(sys.argv[1], dtype='float64').reshape(-1, 3))
for name in sys.argv[2:]:
    extra = {'lathe.json': ''}
    model = torch.jit.load(name, _extra_files=extra)
    assert json.loads(extra['lathe.json'])['made'] == 'here', extra
    assert model.feature_names == ['a', 'b', 'c'] and model.classes == ['no', 'yes']
    model(x).double().detach().numpy().ravel().tofile(name + '.out')
)";
    const TemporaryFolder folder;
    Noise noise;
    const auto numbers = [&noise](size_t count) {
        std::vector<double> values(count);
        for (double& value : values) value = noise.next() * 2 - 1;
        return values;
    };
    const std::vector<double> x = numbers(3 * 50);
    writeRaw(folder / "x.f64", x);
    std::vector<std::string> arguments{(folder / "x.f64").string()};
    std::vector<std::vector<double>> ours;
    for (const std::string kind : {"linear", "mlp"}) {
        for (const std::string link : {"identity", "logistic", "softmax"}) {
            const int64_t outputs = link == "softmax" ? 4 : 1;
            TensorFile file;
            const auto addLayer = [&](const std::string& name, int64_t out, int64_t in) {
                const std::vector<double> weight = numbers(static_cast<size_t>(out * in));
                const std::vector<double> bias = numbers(static_cast<size_t>(out));
                if (kind == "linear") {
                    file.add("weight", {out, in}, std::span<const double>(weight));
                    file.add("bias", {out}, std::span<const double>(bias));
                    return;
                }
                const std::vector<float> weights(weight.begin(), weight.end());
                const std::vector<float> biases(bias.begin(), bias.end());
                file.add(name + ".weight", {out, in}, std::span<const float>(weights));
                file.add(name + ".bias", {out}, std::span<const float>(biases));
            };
            if (kind == "mlp") addLayer("layers.0", 5, 3);
            addLayer("layers.1", outputs, kind == "mlp" ? 5 : 3);
            ScriptedNetwork network;
            network.weights = file.write();
            network.link = link;
            const bool scaled = kind == "mlp" && link == "identity"; // as in a regression
            network.targetScale = scaled ? 10 : 1;
            network.targetMean = scaled ? 100 : 0;
            network.featureNames = {"a", "b", "c"};
            network.classes = {"no", "yes"};
            network.metadata = R"({"made": "here"})";
            const auto archive = writeTorchScript(network);
            ASSERT_OK(archive);
            arguments.push_back((folder / (kind + link + ".pt")).string());
            std::ofstream(arguments.back(), std::ios::binary) << *archive;
            const auto model = Model::load({{{"kind", kind},
                                             {"link", link},
                                             {"target_scale", network.targetScale},
                                             {"target_mean", network.targetMean}},
                                            "weights",
                                            network.weights});
            ASSERT_OK(model);
            ours.emplace_back(50 * (*model)->outputs());
            (*model)->score(x.data(), 50, ours.back().data());
        }
    }
    python(folder.path(), reader, arguments);
    for (size_t i = 0; i < ours.size(); ++i) {
        const std::vector<double> expected = readRaw<double>(arguments[i + 1] + ".out");
        ASSERT_EQ(expected.size(), ours[i].size()) << arguments[i + 1];
        const bool single = arguments[i + 1].find("/mlp") != std::string::npos;
        for (size_t k = 0; k < expected.size(); ++k)
            EXPECT_NEAR(ours[i][k], expected[k], single ? 2e-5 : 1e-14) << arguments[i + 1];
    }
}

} // namespace
} // namespace lathe
