// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/learn/model.h"
#include "core/learn/tensor_file.h"

namespace lathe {

namespace {

class LinearModel final : public Model {
public:
    static Result<std::unique_ptr<const Model>> parse(const StoredModel& stored) {
        auto model = std::make_unique<LinearModel>();
        LATHE_TRY(model->m_link, linkFromJson(stored.description));
        LATHE_TRY(const TensorFile file, TensorFile::read(stored.weights));
        LATHE_TRY(const std::vector<int64_t> shape, file.shape("weight"));
        LATHE_TRY(model->m_weight, file.doubles("weight"));
        LATHE_TRY(model->m_bias, file.doubles("bias"));
        if (shape.size() != 2 || shape[0] < 1 || model->m_bias.size() != static_cast<size_t>(shape[0]) ||
            (model->m_link == Link::Logistic && shape[0] != 1))
            return fail(ErrorKind::Corrupt, "{}: the shapes of weight and bias do not fit each other",
                        stored.weightsFile);
        model->m_features = static_cast<size_t>(shape[1]);
        return model;
    }

    [[nodiscard]] size_t features() const override { return m_features; }
    [[nodiscard]] size_t outputs() const override { return outputsOf(m_link, m_bias.size()); }

    void score(const double* features, size_t rows, double* outputs) const override {
        thread_local std::vector<double> logits;
        logits.resize(m_bias.size());
        for (size_t row = 0; row < rows; ++row) {
            for (size_t k = 0; k < m_bias.size(); ++k)
                logits[k] = m_bias[k] + dot(m_weight.data() + k * m_features, features + row * m_features);
            linkOutputs(m_link, logits.data(), logits.size(), outputs + row * this->outputs());
        }
    }

private:
    /// Four partial sums, so that the additions do not wait for each other.
    [[nodiscard]] double dot(const double* a, const double* b) const {
        double sums[4] = {};
        size_t i = 0;
        for (; i + 4 <= m_features; i += 4)
            for (size_t lane = 0; lane < 4; ++lane) sums[lane] += a[i + lane] * b[i + lane];
        for (; i < m_features; ++i) sums[0] += a[i] * b[i];
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }

    Link m_link = Link::Identity;
    size_t m_features = 0;
    std::vector<double> m_weight;
    std::vector<double> m_bias;
};

class MlpModel final : public Model {
public:
    static Result<std::unique_ptr<const Model>> parse(const StoredModel& stored);

    [[nodiscard]] size_t features() const override { return m_layers.front().inputs; }
    [[nodiscard]] size_t outputs() const override { return outputsOf(m_link, m_layers.back().outputs); }

    void score(const double* features, size_t rows, double* outputs) const override {
        thread_local std::vector<float> current;
        thread_local std::vector<float> next;
        thread_local std::vector<double> logits;
        const size_t width = this->features();
        const size_t last = m_layers.back().outputs;
        logits.resize(last);
        for (size_t first = 0; first < rows; first += blockRows) {
            const size_t block = std::min(blockRows, rows - first);
            current.resize(block * width);
            for (size_t i = 0; i < block * width; ++i) current[i] = static_cast<float>(features[first * width + i]);
            for (size_t l = 0; l < m_layers.size(); ++l) {
                next.resize(block * m_layers[l].outputs);
                for (size_t row = 0; row < block; ++row)
                    forward(m_layers[l], current.data() + row * m_layers[l].inputs,
                            next.data() + row * m_layers[l].outputs);
                if (l + 1 < m_layers.size()) activate(next);
                current.swap(next);
            }
            for (size_t row = 0; row < block; ++row) {
                for (size_t k = 0; k < last; ++k) logits[k] = current[row * last + k] * m_targetScale + m_targetMean;
                linkOutputs(m_link, logits.data(), last, outputs + (first + row) * this->outputs());
            }
        }
    }

private:
    struct Layer {
        size_t inputs = 0;
        size_t outputs = 0;
        std::vector<float> weight; ///< inputs × outputs: transposed, so that the inner loop runs over outputs
        std::vector<float> bias;
    };
    static constexpr size_t blockRows = 32; // keeps a layer's weights in the first-level cache across rows

    /// Zero inputs cost nothing: most one-hot features, and half of what ReLU passes on.
    static void forward(const Layer& layer, const float* in, float* out) {
        std::copy(layer.bias.begin(), layer.bias.end(), out);
        for (size_t i = 0; i < layer.inputs; ++i) {
            const float value = in[i];
            if (value == 0) continue;
            const float* weight = layer.weight.data() + i * layer.outputs;
            for (size_t j = 0; j < layer.outputs; ++j) out[j] += value * weight[j];
        }
    }

    void activate(std::vector<float>& values) const {
        if (m_tanh)
            for (float& value : values) value = std::tanh(value);
        else
            for (float& value : values) value = std::max(value, 0.0F);
    }

    std::vector<Layer> m_layers;
    Link m_link = Link::Identity;
    bool m_tanh = false;
    double m_targetMean = 0;
    double m_targetScale = 1;
};

Result<std::unique_ptr<const Model>> MlpModel::parse(const StoredModel& stored) {
    auto model = std::make_unique<MlpModel>();
    LATHE_TRY(model->m_link, linkFromJson(stored.description));
    LATHE_TRY(const TensorFile file, TensorFile::read(stored.weights));
    try {
        const auto activation = stored.description.value("activation", std::string("relu"));
        if (activation != "relu" && activation != "tanh")
            return fail(ErrorKind::Unsupported, "the activation '{}' is not known to this version", activation);
        model->m_tanh = activation == "tanh";
        model->m_targetMean = stored.description.value("target_mean", 0.0);
        model->m_targetScale = stored.description.value("target_scale", 1.0);
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "the model's description is damaged: {}", error.what());
    }
    for (size_t n = 0; file.contains(fmt::format("layers.{}.weight", n)); ++n) {
        LATHE_TRY(const std::vector<int64_t> shape, file.shape(fmt::format("layers.{}.weight", n)));
        LATHE_TRY(const std::vector<float> weight, file.floats(fmt::format("layers.{}.weight", n)));
        Layer layer;
        LATHE_TRY(layer.bias, file.floats(fmt::format("layers.{}.bias", n)));
        if (shape.size() != 2 || layer.bias.size() != static_cast<size_t>(shape[0]) || shape[0] < 1 ||
            (n > 0 && model->m_layers.back().outputs != static_cast<size_t>(shape[1])))
            return fail(ErrorKind::Corrupt, "{}: the shapes of layer {} do not fit", stored.weightsFile, n);
        layer.outputs = static_cast<size_t>(shape[0]);
        layer.inputs = static_cast<size_t>(shape[1]);
        layer.weight.resize(weight.size());
        for (size_t j = 0; j < layer.outputs; ++j)
            for (size_t i = 0; i < layer.inputs; ++i)
                layer.weight[i * layer.outputs + j] = weight[j * layer.inputs + i];
        model->m_layers.push_back(std::move(layer));
    }
    if (model->m_layers.empty()) return fail(ErrorKind::Corrupt, "{} holds no layers", stored.weightsFile);
    if (model->m_link == Link::Logistic && model->m_layers.back().outputs != 1)
        return fail(ErrorKind::Corrupt, "{}: a logistic output has one logit", stored.weightsFile);
    return model;
}

} // namespace

Result<std::unique_ptr<const Model>> loadLinearModel(const StoredModel& stored) { return LinearModel::parse(stored); }
Result<std::unique_ptr<const Model>> loadMlpModel(const StoredModel& stored) { return MlpModel::parse(stored); }

} // namespace lathe
