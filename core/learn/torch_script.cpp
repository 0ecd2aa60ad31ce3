// SPDX-License-Identifier: GPL-3.0-or-later
#include <sstream>

#include <torch/script.h>

#include "core/learn/tensor_file.h"
#include "core/learn/torch_engine.h"

namespace lathe {

namespace {

struct DenseLayer {
    at::Tensor weight, bias;
};

template <typename T>
at::Tensor tensorOf(const std::vector<T>& values, const std::vector<int64_t>& shape, at::ScalarType type) {
    return at::from_blob(const_cast<T*>(values.data()), shape, type).clone();
}

Result<std::vector<DenseLayer>> layersOf(const TensorFile& file) {
    std::vector<DenseLayer> layers;
    if (file.contains("weight")) {
        LATHE_TRY(const std::vector<double> weight, file.doubles("weight"));
        LATHE_TRY(const std::vector<double> bias, file.doubles("bias"));
        LATHE_TRY(const std::vector<int64_t> shape, file.shape("weight"));
        layers.push_back({tensorOf(weight, shape, at::kDouble), tensorOf(bias, {shape[0]}, at::kDouble)});
        return layers;
    }
    for (size_t n = 0; file.contains(fmt::format("layers.{}.weight", n)); ++n) {
        LATHE_TRY(const std::vector<float> weight, file.floats(fmt::format("layers.{}.weight", n)));
        LATHE_TRY(const std::vector<float> bias, file.floats(fmt::format("layers.{}.bias", n)));
        LATHE_TRY(const std::vector<int64_t> shape, file.shape(fmt::format("layers.{}.weight", n)));
        layers.push_back({tensorOf(weight, shape, at::kFloat), tensorOf(bias, {shape[0]}, at::kFloat)});
    }
    return layers;
}

/// The forward function as TorchScript source: layers, activations, then what makes probabilities or the target's unit.
std::string forwardSource(const ScriptedNetwork& network, size_t layers, bool doubles) {
    std::string source = "def forward(self, x: Tensor) -> Tensor:\n";
    source += doubles ? "  x = x.double()\n" : "  x = x.float()\n";
    for (size_t n = 0; n < layers; ++n) {
        source += fmt::format("  x = self.layer{}.forward(x)\n", n);
        if (n + 1 < layers) source += network.tanh ? "  x = torch.tanh(x)\n" : "  x = torch.relu(x)\n";
    }
    if (network.link == "logistic")
        source += "  p = torch.sigmoid(x)\n  return torch.cat([1.0 - p, p], 1)\n";
    else if (network.link == "softmax")
        source += "  return torch.softmax(x, 1)\n";
    else
        source += "  return x * self.target_scale + self.target_mean\n";
    return source;
}

c10::List<std::string> textList(const std::vector<std::string>& texts) {
    c10::List<std::string> list;
    for (const std::string& text : texts) list.push_back(text);
    return list;
}

std::string archiveOf(const ScriptedNetwork& network, const std::vector<DenseLayer>& layers) {
    auto unit = std::make_shared<torch::jit::CompilationUnit>();
    torch::jit::Module model(c10::QualifiedName("__torch__.lathe.Model"), unit);
    for (size_t n = 0; n < layers.size(); ++n) {
        torch::jit::Module layer(c10::QualifiedName(fmt::format("__torch__.lathe.Linear{}", n)), unit);
        layer.register_parameter("weight", layers[n].weight, false);
        layer.register_parameter("bias", layers[n].bias, false);
        layer.define("def forward(self, x: Tensor) -> Tensor:\n  return torch.linear(x, self.weight, self.bias)\n");
        model.register_module(fmt::format("layer{}", n), layer);
    }
    const auto texts = c10::ListType::ofStrings();
    model.register_attribute("feature_names", texts, textList(network.featureNames));
    model.register_attribute("classes", texts, textList(network.classes));
    model.register_attribute("target_mean", c10::FloatType::get(), network.targetMean);
    model.register_attribute("target_scale", c10::FloatType::get(), network.targetScale);
    model.define(forwardSource(network, layers.size(), layers.front().weight.scalar_type() == at::kDouble));
    std::ostringstream archive;
    model.save(archive, {{"lathe.json", network.metadata}});
    return archive.str();
}

} // namespace

Result<std::string> writeTorchScript(const ScriptedNetwork& network) {
    LATHE_TRY(const TensorFile file, TensorFile::read(network.weights));
    try {
        const at::NoGradGuard noGradients;
        LATHE_TRY(const std::vector<DenseLayer> layers, layersOf(file));
        if (layers.empty()) return fail(ErrorKind::Internal, "a network without layers cannot be written as TorchScript");
        return archiveOf(network, layers);
    } catch (const c10::Error& error) {
        return fail(ErrorKind::Internal, "LibTorch could not write the TorchScript file: {}", error.what_without_backtrace());
    } catch (const std::exception& error) {
        return fail(ErrorKind::Internal, "LibTorch could not write the TorchScript file: {}", error.what());
    }
}

} // namespace lathe
