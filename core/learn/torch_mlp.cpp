// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/learn/adam.h"
#include "core/learn/tensor_file.h"
#include "core/learn/torch_engine.h"

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
    Network(size_t inputs, size_t outputs, const MlpParameters& parameters, const at::Device& device) : m_tanh(parameters.tanh), m_dropout(parameters.dropout) {
        std::vector<int64_t> widths{static_cast<int64_t>(inputs)};
        widths.insert(widths.end(), parameters.hidden.begin(), parameters.hidden.end());
        widths.push_back(static_cast<int64_t>(outputs));
        int64_t total = 0;
        for (size_t l = 0; l + 1 < widths.size(); ++l) total += widths[l] * widths[l + 1] + widths[l + 1];
        auto flat = at::empty({total}, at::kFloat);
        int64_t at = 0;
        for (size_t l = 0; l + 1 < widths.size(); ++l) {
            initialise(flat.narrow(0, at, widths[l] * widths[l + 1]), flat.narrow(0, at + widths[l] * widths[l + 1], widths[l + 1]), widths[l]);
            at += widths[l] * widths[l + 1] + widths[l + 1];
        }
        m_parameters = flat.to(device);
        m_gradients = at::zeros_like(m_parameters);
        at = 0;
        for (size_t l = 0; l + 1 < widths.size(); ++l) {
            const int64_t in = widths[l];
            const int64_t out = widths[l + 1];
            m_layers.push_back({m_parameters.narrow(0, at, in * out).view({out, in}), m_parameters.narrow(0, at + in * out, out),
                                m_gradients.narrow(0, at, in * out).view({out, in}), m_gradients.narrow(0, at + in * out, out)});
            at += in * out + out;
        }
    }

    [[nodiscard]] Tensor& parameters() { return m_parameters; }
    [[nodiscard]] Tensor& gradients() { return m_gradients; }

    /// Logits of the rows in buffers.input.
    Tensor forward(Buffers& buffers, bool training) const {
        makeBuffers(buffers);
        for (size_t l = 0; l < m_layers.size(); ++l) {
            const Tensor& in = l == 0 ? buffers.input : buffers.outputs[l - 1];
            Tensor& out = buffers.outputs[l];
            at::addmm_out(out, m_layers[l].bias, in, m_layers[l].weight.t());
            if (l + 1 == m_layers.size()) break;
            if (m_tanh)
                at::tanh_out(out, out);
            else
                at::clamp_min_out(out, out, 0);
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

    /// nn.Linear's: Kaiming uniform with a = √5 for the weights, ±1/√inputs for the bias.
    static void initialise(Tensor weight, Tensor bias, int64_t inputs) {
        const double slope = std::sqrt(5.0);
        const double gain = std::sqrt(2.0 / (1 + std::pow(slope, 2)));
        const double deviation = gain / std::sqrt(static_cast<double>(inputs));
        const double bound = std::sqrt(3.0) * deviation;
        weight.uniform_(-bound, bound);
        const double biasBound = 1 / std::sqrt(static_cast<double>(inputs));
        bias.uniform_(-biasBound, biasBound);
    }

    void makeBuffers(Buffers& buffers) const {
        if (!buffers.outputs.empty()) return;
        for (size_t l = 0; l < m_layers.size(); ++l) {
            buffers.outputs.push_back(at::empty({buffers.input.size(0), m_layers[l].weight.size(0)}, m_parameters.options()));
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
        if (m_tanh)
            at::tanh_backward_out(gradient, gradient, activation);
        else
            at::threshold_backward_out(gradient, gradient, activation, 0);
    }

    bool m_tanh;
    double m_dropout;
    Tensor m_parameters, m_gradients;
    std::vector<Layer> m_layers;
};

/// A loss of a batch's logits and, written into \p gradient, its derivative; both means over the batch.
Tensor lossOf(const Problem& problem, const Tensor& logits, const Tensor& target, Tensor* gradient) {
    constexpr auto mean = at::Reduction::Mean;
    if (problem.isRegression()) {
        if (gradient != nullptr) at::mse_loss_backward_out(*gradient, at::ones({}, logits.options()), logits, target, mean);
        return at::mse_loss(logits, target, mean);
    }
    if (problem.isBinary()) {
        if (gradient != nullptr) {
            at::sigmoid_out(*gradient, logits);
            gradient->sub_(target).div_(logits.numel());
        }
        return at::binary_cross_entropy_with_logits(logits, target, {}, {}, mean);
    }
    constexpr int64_t ignored = -100;
    const Tensor logProbabilities = at::_log_softmax(logits, 1, false);
    auto [loss, weight] = at::nll_loss_forward(logProbabilities, target, {}, mean, ignored);
    if (gradient != nullptr) {
        const Tensor inner = at::nll_loss_backward(at::ones({}, logits.options()), logProbabilities, target, {}, mean, ignored, weight);
        at::_log_softmax_backward_data_out(*gradient, inner, logProbabilities, 1, at::kFloat);
    }
    return loss;
}

/// One part of the data on the device.
struct DeviceRows {
    Tensor features, target;
    [[nodiscard]] int64_t count() const { return features.defined() ? features.size(0) : 0; }
};

class Training {
public:
    Training(const LabelledRows<float>& train, const LabelledRows<float>& validation, const Problem& problem, const MlpParameters& parameters,
             const EngineHooks& hooks)
        : m_problem(problem), m_parameters(parameters), m_hooks(hooks), m_device(parameters.device), m_network(makeNetwork(train)) {
        if (problem.isRegression()) standardiseTarget(train.target);
        m_train = place(train);
        m_validation = place(validation);
        auto& flat = m_network.parameters();
        m_firstMoment = at::zeros_like(flat);
        m_secondMoment = at::zeros_like(flat);
    }

    Result<FittedWeights> run() {
        if (!m_hooks.resumeFrom.empty()) LATHE_CHECK(restore());
        takeSnapshot();
        while (m_epoch < m_parameters.epochs && !stoppedEarly()) {
            if (!trainEpoch()) {
                LATHE_CHECK(m_hooks.checkpoint(snapshotBytes()));
                return stoppedFailure();
            }
            ++m_epoch;
            measureValidation();
            takeSnapshot();
            m_hooks.progress(m_epoch, m_parameters.epochs);
            if (m_epoch % m_parameters.checkpointEvery == 0 && m_epoch < m_parameters.epochs) LATHE_CHECK(m_hooks.checkpoint(snapshotBytes()));
        }
        return finish();
    }

private:
    [[nodiscard]] size_t logits() const { return m_problem.classes > 2 ? m_problem.classes : 1; }

    Network makeNetwork(const LabelledRows<float>& train) {
        at::manual_seed(m_parameters.seed);
        return Network(train.features.width, logits(), m_parameters, m_device);
    }

    void standardiseTarget(std::span<const double> target) {
        const auto n = static_cast<double>(target.size());
        m_targetMean = std::accumulate(target.begin(), target.end(), 0.0) / n;
        double squares = 0;
        for (const double value : target) squares += (value - m_targetMean) * (value - m_targetMean);
        m_targetScale = squares > 0 ? std::sqrt(squares / n) : 1;
    }

    DeviceRows place(const LabelledRows<float>& rows) const {
        if (rows.features.count == 0) return {};
        const auto n = static_cast<int64_t>(rows.features.count);
        DeviceRows result;
        // from_blob borrows; the rows outlive the training.
        result.features = at::from_blob(const_cast<float*>(rows.features.values), {n, static_cast<int64_t>(rows.features.width)}, at::kFloat).to(m_device);
        if (m_problem.classes > 2) {
            auto target = at::empty({n}, at::kLong);
            std::transform(rows.target.begin(), rows.target.end(), target.data_ptr<int64_t>(), [](double value) { return static_cast<int64_t>(value); });
            result.target = target.to(m_device);
        } else {
            auto target = at::empty({n, 1}, at::kFloat);
            std::transform(rows.target.begin(), rows.target.end(), target.data_ptr<float>(),
                           [&](double value) { return static_cast<float>((value - m_targetMean) / m_targetScale); });
            result.target = target.to(m_device);
        }
        return result;
    }

    [[nodiscard]] bool stoppedEarly() const {
        return m_parameters.earlyStopping > 0 && m_validation.count() > 0 && m_epoch - m_bestEpoch >= m_parameters.earlyStopping;
    }

    /// False when a stop was asked for; the epoch then counts as not begun.
    bool trainEpoch() {
        const uint64_t epochSeed = m_parameters.seed + 1 + static_cast<uint64_t>(m_epoch);
        auto generator = at::detail::createCPUGenerator(epochSeed);
        const int64_t n = m_train.count();
        const Tensor order = at::randperm(n, generator, at::kLong).to(m_device);
        if (m_parameters.dropout > 0) at::manual_seed(epochSeed); // masks need no state of their own in a checkpoint
        Tensor lossSum = at::zeros({}, m_train.features.options().dtype(at::kDouble));
        for (int64_t first = 0; first < n; first += m_parameters.batchSize) {
            if (m_hooks.stopRequested()) return false;
            const int64_t size = std::min<int64_t>(m_parameters.batchSize, n - first);
            lossSum.add_(trainBatch(order.narrow(0, first, size)), static_cast<double>(size));
        }
        m_hooks.metric("train_loss", m_epoch + 1, lossSum.item<double>() / static_cast<double>(n));
        return true;
    }

    Tensor trainBatch(const Tensor& rows) {
        Buffers& buffers = rows.size(0) == m_parameters.batchSize ? m_fullBatch : m_lastBatch;
        if (!buffers.input.defined()) buffers.input = at::empty({rows.size(0), m_train.features.size(1)}, m_train.features.options());
        at::index_select_out(buffers.input, m_train.features, 0, rows);
        const Tensor target = m_train.target.index_select(0, rows);
        const Tensor output = m_network.forward(buffers, true);
        Tensor loss = lossOf(m_problem, output, target, &buffers.gradients.back());
        m_network.backward(buffers);
        m_parameters.sgd ? sgdStep() : adamStep();
        return loss;
    }

    void adamStep() {
        ++m_step;
        const AdamStep step = AdamStep::at(m_step, m_parameters.learningRate, m_parameters.weightDecay);
        Tensor& flat = m_network.parameters();
        Tensor& gradient = m_network.gradients();
        if (flat.is_cpu()) {
            step.apply(flat.data_ptr<float>(), gradient.data_ptr<float>(), m_firstMoment.data_ptr<float>(), m_secondMoment.data_ptr<float>(),
                       static_cast<size_t>(flat.numel()));
            return;
        }
        if (step.weightDecay != 0) gradient.add_(flat, step.weightDecay);
        m_firstMoment.mul_(AdamStep::beta1).add_(gradient, 1 - AdamStep::beta1);
        m_secondMoment.mul_(AdamStep::beta2).addcmul_(gradient, gradient, 1 - AdamStep::beta2);
        const Tensor denominator = (m_secondMoment.sqrt() / step.secondCorrection).add_(AdamStep::epsilon);
        flat.addcdiv_(m_firstMoment, denominator, -step.size);
    }

    void sgdStep() {
        ++m_step;
        Tensor& flat = m_network.parameters();
        Tensor& gradient = m_network.gradients();
        if (m_parameters.weightDecay != 0) gradient.add_(flat, m_parameters.weightDecay);
        if (m_parameters.momentum == 0) {
            flat.add_(gradient, -m_parameters.learningRate);
            return;
        }
        m_firstMoment.mul_(m_parameters.momentum).add_(gradient);
        flat.add_(m_firstMoment, -m_parameters.learningRate);
    }

    void measureValidation() {
        if (m_validation.count() == 0) return;
        double sum = 0;
        constexpr int64_t blockRows = 8192;
        for (int64_t first = 0; first < m_validation.count(); first += blockRows) {
            Buffers buffers;
            buffers.input = m_validation.features.slice(0, first, first + blockRows);
            const Tensor output = m_network.forward(buffers, false);
            const Tensor target = m_validation.target.slice(0, first, first + blockRows);
            sum += lossOf(m_problem, output, target, nullptr).item<double>() * static_cast<double>(output.size(0));
        }
        const double loss = sum / static_cast<double>(m_validation.count());
        m_hooks.metric("val_loss", m_epoch, loss);
        if (loss < m_bestLoss) {
            m_bestLoss = loss;
            m_bestEpoch = m_epoch;
            if (m_parameters.earlyStopping > 0) m_best = m_network.parameters().cpu().clone();
        }
    }

    /// The state at the end of an epoch: a stop in the middle of the next one goes back to it.
    void takeSnapshot() {
        m_snapshot = {m_network.parameters().cpu().clone(), m_firstMoment.cpu().clone(), m_secondMoment.cpu().clone()};
        m_snapshotStep = m_step;
    }

    [[nodiscard]] std::string snapshotBytes() const {
        static constexpr const char* names[] = {"parameters", "first_moment", "second_moment"};
        TensorFile file;
        const auto add = [&file](const std::string& name, const Tensor& values) {
            file.add(name, {values.numel()}, std::span<const float>(values.data_ptr<float>(), static_cast<size_t>(values.numel())));
        };
        for (size_t i = 0; i < m_snapshot.size(); ++i) add(names[i], m_snapshot[i]);
        if (m_best.defined()) add("best", m_best);
        const double position[] = {static_cast<double>(m_epoch), static_cast<double>(m_snapshotStep), static_cast<double>(m_bestEpoch), m_bestLoss};
        file.add("position", {4}, std::span<const double>(position));
        return file.write();
    }

    Result<void> restore() {
        LATHE_TRY(const TensorFile file, TensorFile::read(m_hooks.resumeFrom));
        LATHE_TRY(const std::vector<double> position, file.doubles("position"));
        const auto load = [&file](const std::string& name, Tensor& into) -> Result<void> {
            LATHE_TRY(std::vector<float> values, file.floats(name));
            if (static_cast<int64_t>(values.size()) != into.numel()) return fail(ErrorKind::Corrupt, "the checkpoint belongs to another network");
            into.copy_(at::from_blob(values.data(), {into.numel()}, at::kFloat));
            return {};
        };
        LATHE_CHECK(load("parameters", m_network.parameters()));
        LATHE_CHECK(load("first_moment", m_firstMoment));
        LATHE_CHECK(load("second_moment", m_secondMoment));
        if (file.contains("best")) {
            m_best = at::empty({m_network.parameters().numel()}, at::kFloat);
            LATHE_CHECK(load("best", m_best));
        }
        if (position.size() != 4) return fail(ErrorKind::Corrupt, "the checkpoint does not say at which epoch it was written");
        m_epoch = static_cast<int>(position[0]);
        m_step = static_cast<int64_t>(position[1]);
        m_bestEpoch = static_cast<int>(position[2]);
        m_bestLoss = position[3];
        return {};
    }

    Result<FittedWeights> finish() {
        FittedWeights fitted;
        fitted.steps = m_epoch;
        fitted.targetMean = m_targetMean;
        fitted.targetScale = m_targetScale;
        Tensor flat = m_network.parameters().cpu();
        if (m_best.defined() && m_bestEpoch < m_epoch) {
            m_hooks.log(fmt::format("early stopping: the validation loss was best after epoch {} of {}; its weights are kept", m_bestEpoch, m_epoch));
            flat = m_best;
            fitted.steps = m_bestEpoch;
        }
        TensorFile file;
        const float* values = flat.data_ptr<float>();
        auto in = m_train.features.size(1);
        for (size_t l = 0; l <= m_parameters.hidden.size(); ++l) {
            const int64_t out = l < m_parameters.hidden.size() ? m_parameters.hidden[l] : static_cast<int64_t>(logits());
            file.add(fmt::format("layers.{}.weight", l), {out, in}, std::span<const float>(values, static_cast<size_t>(in * out)));
            file.add(fmt::format("layers.{}.bias", l), {out}, std::span<const float>(values + in * out, static_cast<size_t>(out)));
            values += in * out + out;
            in = out;
        }
        fitted.weights = file.write();
        return fitted;
    }

    Problem m_problem;
    MlpParameters m_parameters;
    const EngineHooks& m_hooks;
    at::Device m_device;
    double m_targetMean = 0;
    double m_targetScale = 1;
    Network m_network;
    DeviceRows m_train, m_validation;
    Buffers m_fullBatch, m_lastBatch;
    Tensor m_firstMoment, m_secondMoment, m_best;
    std::array<Tensor, 3> m_snapshot;
    int m_epoch = 0; ///< epochs done
    int64_t m_step = 0;
    int64_t m_snapshotStep = 0;
    int m_bestEpoch = 0;
    double m_bestLoss = std::numeric_limits<double>::infinity();
};

} // namespace

Result<FittedWeights> trainMlp(const LabelledRows<float>& train, const LabelledRows<float>& validation, const Problem& problem,
                               const MlpParameters& parameters, const EngineHooks& hooks) {
    try {
        const at::NoGradGuard noGradients;
        pinThreads(parameters.threads);
        return Training(train, validation, problem, parameters, hooks).run();
    } catch (const c10::Error& error) {
        return fail(ErrorKind::Internal, "LibTorch: {}", error.what_without_backtrace());
    } catch (const std::exception& error) {
        return fail(ErrorKind::Internal, "LibTorch: {}", error.what());
    }
}

} // namespace lathe
