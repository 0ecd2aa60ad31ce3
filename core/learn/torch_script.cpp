// SPDX-License-Identifier: GPL-3.0-or-later
#include <sstream>

#include <torch/script.h>

#include "core/learn/cnn_layout.h"
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

/// The end of a forward function: what makes probabilities, or numbers in the target's unit.
std::string linkSource(const std::string& link) {
    if (link == "logistic") return "  p = torch.sigmoid(x)\n  return torch.cat([1.0 - p, p], 1)\n";
    if (link == "softmax") return "  return torch.softmax(x, 1)\n";
    return "  return x * self.target_scale + self.target_mean\n";
}

c10::List<std::string> textList(const std::vector<std::string>& texts) {
    c10::List<std::string> list;
    for (const std::string& text : texts) list.push_back(text);
    return list;
}

/// A model without parts yet.
torch::jit::Module emptyModel(const std::shared_ptr<torch::jit::CompilationUnit>& unit) {
    return {c10::QualifiedName("__torch__.lathe.Model"), unit};
}

/// Adds what all models have, and \p body as forward().
std::string archiveOf(torch::jit::Module model, const ScriptedNetwork& network, const std::string& body) {
    const auto texts = c10::ListType::ofStrings();
    model.register_attribute("feature_names", texts, textList(network.featureNames));
    model.register_attribute("classes", texts, textList(network.classes));
    model.register_attribute("target_mean", c10::FloatType::get(), network.targetMean);
    model.register_attribute("target_scale", c10::FloatType::get(), network.targetScale);
    model.define("def forward(self, x: Tensor) -> Tensor:\n" + body + linkSource(network.link));
    std::ostringstream archive;
    model.save(archive, {{"lathe.json", network.metadata}});
    return archive.str();
}

Result<std::string> denseArchive(const ScriptedNetwork& network, const TensorFile& file) {
    LATHE_TRY(const std::vector<DenseLayer> layers, layersOf(file));
    if (layers.empty()) return fail(ErrorKind::Internal, "a network without layers cannot be written as TorchScript");
    auto unit = std::make_shared<torch::jit::CompilationUnit>();
    torch::jit::Module model = emptyModel(unit);
    std::string body = layers.front().weight.scalar_type() == at::kDouble ? "  x = x.double()\n" : "  x = x.float()\n";
    for (size_t n = 0; n < layers.size(); ++n) {
        torch::jit::Module layer(c10::QualifiedName(fmt::format("__torch__.lathe.Linear{}", n)), unit);
        layer.register_parameter("weight", layers[n].weight, false);
        layer.register_parameter("bias", layers[n].bias, false);
        layer.define("def forward(self, x: Tensor) -> Tensor:\n  return torch.linear(x, self.weight, self.bias)\n");
        model.register_module(fmt::format("layer{}", n), layer);
        body += fmt::format("  x = self.layer{}.forward(x)\n", n);
        if (n + 1 < layers.size()) body += network.tanh ? "  x = torch.tanh(x)\n" : "  x = torch.relu(x)\n";
    }
    return archiveOf(model, network, body);
}

/// A convolutional network; its parameters are the model's own, so that forward() reads as one function.
class ConvolutionalArchive {
public:
    ConvolutionalArchive(const ScriptedNetwork& network, const TensorFile& file, size_t residualBlocks)
        : m_network(network), m_file(file), m_residualBlocks(residualBlocks) {}

    Result<std::string> write() {
        LATHE_CHECK(add("mean", "mean", {1, -1, 1, 1}));
        LATHE_CHECK(add("scale", "scale", {1, -1, 1, 1}));
        m_body = "  x = (x.float() - self.mean) / self.scale\n";
        size_t next = 0;
        while (m_file.contains(fmt::format("convolutions.{}.weight", next))) {
            LATHE_TRY(const std::string first, convolved("x", next++));
            m_body += fmt::format("  x = torch.relu({})\n", first);
            for (size_t block = 0; block < m_residualBlocks; ++block, next += 2) {
                LATHE_TRY(const std::string inner, convolved("x", next));
                LATHE_TRY(const std::string outer, convolved("y", next + 1));
                m_body += fmt::format("  y = torch.relu({})\n  x = torch.relu(x + {})\n", inner, outer);
            }
            m_body += "  x = torch.max_pool2d(x, [2, 2])\n";
        }
        LATHE_CHECK(add("output.weight", "output_weight", {}));
        LATHE_CHECK(add("output.bias", "output_bias", {}));
        m_body += "  x = torch.linear(torch.mean(x, [2, 3]), self.output_weight, self.output_bias)\n";
        return archiveOf(m_model, m_network, m_body);
    }

private:
    /// An empty \p shape: as it is stored.
    Result<void> add(const std::string& stored, const std::string& name, std::vector<int64_t> shape) {
        LATHE_TRY(const std::vector<float> values, m_file.floats(stored));
        LATHE_TRY(const std::vector<int64_t> ownShape, m_file.shape(stored));
        if (shape.empty()) shape = ownShape;
        m_model.register_parameter(name, tensorOf(values, ownShape, at::kFloat).view(shape), false);
        return {};
    }

    Result<std::string> convolved(const std::string& input, size_t number) {
        const std::string stored = fmt::format("convolutions.{}", number);
        const std::string name = fmt::format("convolution{}", number);
        LATHE_CHECK(add(stored + ".weight", name, {}));
        LATHE_CHECK(add(stored + ".norm.weight", name + "_norm_weight", {}));
        LATHE_CHECK(add(stored + ".norm.bias", name + "_norm_bias", {}));
        LATHE_TRY(const std::vector<int64_t> shape, m_file.shape(stored + ".weight"));
        return fmt::format(
            "torch.group_norm(torch.conv2d({0}, self.{1}, None, [1, 1], [1, 1]), {2}, self.{1}_norm_weight, self.{1}_norm_bias, {3})",
            input, name, CnnLayout::groups(shape[0]), CnnLayout::epsilon);
    }

    const ScriptedNetwork& m_network;
    const TensorFile& m_file;
    size_t m_residualBlocks;
    std::shared_ptr<torch::jit::CompilationUnit> m_unit = std::make_shared<torch::jit::CompilationUnit>();
    torch::jit::Module m_model = emptyModel(m_unit);
    std::string m_body;
};

} // namespace

Result<std::string> writeTorchScript(const ScriptedNetwork& network) {
    LATHE_TRY(const TensorFile file, TensorFile::read(network.weights));
    try {
        const at::NoGradGuard noGradients;
        return network.residualBlocks ? ConvolutionalArchive(network, file, *network.residualBlocks).write()
                                      : denseArchive(network, file);
    } catch (const c10::Error& error) {
        return fail(ErrorKind::Internal, "LibTorch could not write the TorchScript file: {}",
                    error.what_without_backtrace());
    } catch (const std::exception& error) {
        return fail(ErrorKind::Internal, "LibTorch could not write the TorchScript file: {}", error.what());
    }
}

} // namespace lathe
