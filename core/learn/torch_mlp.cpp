// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch_training.h"

#include <ATen/ATen.h>

namespace lathe {

namespace {

using at::Tensor;

/// Activations and gradients of one batch size, made once and written over by every batch.
struct Buffers {
    Tensor input;
    std::vector<Tensor> outputs;   ///< per layer, after the activation
    std::vector<Tensor> gradients; ///< per layer, with respect to what stands in outputs
    std::vector<Tensor> masks;     ///< dropout, per hidden layer
};

/// The network with its gradients written out by hand: the same operations on the same operands as autograd runs for
/// nn.Linear, ReLU and the losses, without a graph per batch. All parameters are views of one flat tensor,
/// so that the optimiser is one loop.
class Network {
public:
    Network(size_t inputs, size_t outputs, const MlpParameters& parameters, const at::Device& device)
        : m_tanh(parameters.tanh), m_dropout(parameters.dropout) {
        std::vector<int64_t> widths{static_cast<int64_t>(inputs)};
        widths.insert(widths.end(), parameters.hidden.begin(), parameters.hidden.end());
        widths.push_back(static_cast<int64_t>(outputs));
        int64_t total = 0;
        for (size_t l = 0; l + 1 < widths.size(); ++l) total += widths[l] * widths[l + 1] + widths[l + 1];
        auto flat = at::empty({total}, at::kFloat);
        int64_t at = 0;
        for (size_t l = 0; l + 1 < widths.size(); ++l) {
            initialiseAsTorch(flat.narrow(0, at, widths[l] * widths[l + 1]),
                              flat.narrow(0, at + widths[l] * widths[l + 1], widths[l + 1]), widths[l]);
            at += widths[l] * widths[l + 1] + widths[l + 1];
        }
        m_parameters = flat.to(device);
        m_gradients = at::zeros_like(m_parameters);
        at = 0;
        for (size_t l = 0; l + 1 < widths.size(); ++l) {
            const int64_t in = widths[l];
            const int64_t out = widths[l + 1];
            m_layers.push_back(
                {m_parameters.narrow(0, at, in * out).view({out, in}), m_parameters.narrow(0, at + in * out, out),
                 m_gradients.narrow(0, at, in * out).view({out, in}), m_gradients.narrow(0, at + in * out, out)});
            at += in * out + out;
        }
    }

    [[nodiscard]] Tensor& parameters() { return m_parameters; }
    [[nodiscard]] Tensor& gradients() { return m_gradients; }
    [[nodiscard]] size_t layers() const { return m_layers.size(); }
    [[nodiscard]] int64_t outputs(size_t layer) const { return m_layers[layer].weight.size(0); }

    /// Logits of the rows in buffers.input.
    Tensor forward(Buffers& buffers, bool training) const {
        makeBuffers(buffers);
        for (size_t l = 0; l < m_layers.size(); ++l) {
            const Tensor& in = l == 0 ? buffers.input : buffers.outputs[l - 1];
            Tensor& out = buffers.outputs[l];
            at::addmm_out(out, m_layers[l].bias, in, m_layers[l].weight.t());
            if (l + 1 == m_layers.size()) break;
            if (m_tanh) at::tanh_out(out, out);
            else at::clamp_min_out(out, out, 0);
            if (training && m_dropout > 0) {
                buffers.masks[l].bernoulli_(1 - m_dropout).div_(1 - m_dropout);
                out.mul_(buffers.masks[l]);
            }
        }
        return buffers.outputs.back();
    }

    /// Gradients of the parameters from that of the logits, which stands in buffers.gradients.back().
    void backward(Buffers& buffers) {
        for (size_t l = m_layers.size(); l-- > 0;) {
            const Tensor& gradient = buffers.gradients[l];
            const Tensor& in = l == 0 ? buffers.input : buffers.outputs[l - 1];
            at::mm_out(m_layers[l].weightGradient, gradient.t(), in);
            at::sum_out(m_layers[l].biasGradient, gradient, {0});
            if (l == 0) break;
            Tensor& below = buffers.gradients[l - 1];
            at::mm_out(below, gradient, m_layers[l].weight);
            throughActivation(buffers, l - 1, below);
        }
    }

private:
    struct Layer {
        Tensor weight, bias, weightGradient, biasGradient;
    };

    void makeBuffers(Buffers& buffers) const {
        if (!buffers.outputs.empty()) return;
        for (size_t l = 0; l < m_layers.size(); ++l) {
            buffers.outputs.push_back(
                at::empty({buffers.input.size(0), m_layers[l].weight.size(0)}, m_parameters.options()));
            buffers.gradients.push_back(at::empty_like(buffers.outputs.back()));
            if (m_dropout > 0) buffers.masks.push_back(at::empty_like(buffers.outputs.back()));
        }
    }

    void throughActivation(const Buffers& buffers, size_t layer, Tensor& gradient) const {
        Tensor activation = buffers.outputs[layer];
        if (m_dropout > 0) {
            gradient.mul_(buffers.masks[layer]);
            // Where a unit was dropped its output is 0 and so is its gradient; elsewhere the scale is undone.
            if (m_tanh) activation = activation * (1 - m_dropout);
        }
        if (m_tanh) at::tanh_backward_out(gradient, gradient, activation);
        else at::threshold_backward_out(gradient, gradient, activation, 0);
    }

    bool m_tanh;
    double m_dropout;
    Tensor m_parameters, m_gradients;
    std::vector<Layer> m_layers;
};

class TrainedMlp final : public TrainedNetwork {
public:
    TrainedMlp(const Rows<float>& train, const Rows<float>& validation, size_t outputs, const MlpParameters& parameters)
        : m_parameters(parameters), m_device(parameters.device), m_train(place(train)), m_validation(place(validation)),
          m_network(train.width, outputs, parameters, m_device) {}

    [[nodiscard]] Tensor& parameters() override { return m_network.parameters(); }
    [[nodiscard]] Tensor& gradients() override { return m_network.gradients(); }

    void beginEpoch(int, const Tensor& order) override { m_order = order.to(m_device); }

    Tensor forward(int64_t first, int64_t count, Tensor& gradient) override {
        m_batch = count == m_parameters.batchSize ? &m_fullBatch : &m_lastBatch;
        if (!m_batch->input.defined()) m_batch->input = at::empty({count, m_train.size(1)}, m_train.options());
        at::index_select_out(m_batch->input, m_train, 0, m_order.narrow(0, first, count));
        Tensor logits = m_network.forward(*m_batch, true);
        gradient = m_batch->gradients.back();
        return logits;
    }

    void backward(const Tensor&, const Tensor&) override { m_network.backward(*m_batch); }

    Tensor validationLogits(int64_t first, int64_t count) override {
        Buffers buffers;
        buffers.input = m_validation.narrow(0, first, count);
        return m_network.forward(buffers, false);
    }

    [[nodiscard]] int64_t validationBlock() const override { return 8192; }

    void addWeights(TensorFile& file, const float* parameters) const override {
        auto in = m_train.size(1);
        for (size_t l = 0; l < m_network.layers(); ++l) {
            const int64_t out = m_network.outputs(l);
            file.add(fmt::format("layers.{}.weight", l), {out, in},
                     std::span<const float>(parameters, static_cast<size_t>(in * out)));
            file.add(fmt::format("layers.{}.bias", l), {out},
                     std::span<const float>(parameters + in * out, static_cast<size_t>(out)));
            parameters += in * out + out;
            in = out;
        }
    }

private:
    [[nodiscard]] Tensor place(const Rows<float>& rows) const {
        // from_blob borrows; the rows outlive the training.
        return at::from_blob(const_cast<float*>(rows.values),
                             {static_cast<int64_t>(rows.count), static_cast<int64_t>(rows.width)}, at::kFloat)
            .to(m_device);
    }

    MlpParameters m_parameters;
    at::Device m_device;
    Tensor m_train, m_validation;
    Network m_network;
    Tensor m_order;
    Buffers m_fullBatch, m_lastBatch;
    Buffers* m_batch = nullptr;
};

} // namespace

Result<FittedWeights> trainMlp(const LabelledRows<float>& train, const LabelledRows<float>& validation,
                               const Problem& problem, const MlpParameters& parameters, const EngineHooks& hooks) {
    return guarded([&] {
        pinThreads(parameters.threads);
        at::manual_seed(parameters.seed);
        TrainedMlp network(train.features, validation.features, logitsOf(problem), parameters);
        return trainNetwork(network, train.target, validation.target, problem, parameters, hooks);
    });
}

} // namespace lathe
