// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch_training.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/learn/adam.h"
#include "core/learn/checkpoint_pace.h"

namespace lathe {

namespace {

using at::Tensor;

/// A loss of a batch's logits and, written into \p gradient, its derivative; both means over the batch.
Tensor lossOf(const Problem& problem, const Tensor& logits, const Tensor& target, Tensor* gradient) {
    constexpr auto mean = at::Reduction::Mean;
    if (problem.isRegression()) {
        if (gradient != nullptr)
            at::mse_loss_backward_out(*gradient, at::ones({}, logits.options()), logits, target, mean);
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
        const Tensor inner =
            at::nll_loss_backward(at::ones({}, logits.options()), logProbabilities, target, {}, mean, ignored, weight);
        at::_log_softmax_backward_data_out(*gradient, inner, logProbabilities, 1, at::kFloat);
    }
    return loss;
}

class Training {
public:
    Training(TrainedNetwork& network, std::span<const double> target, std::span<const double> validationTarget,
             const Problem& problem, const LoopParameters& parameters, const EngineHooks& hooks)
        : m_network(network), m_problem(problem), m_parameters(parameters), m_hooks(hooks),
          m_device(parameters.device) {
        if (problem.isRegression()) standardiseTarget(target);
        m_target = place(target);
        m_validation = place(validationTarget);
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
            if ((m_epoch % m_parameters.checkpointEvery == 0 || m_pace.isDue()) && m_epoch < m_parameters.epochs)
                LATHE_CHECK(m_pace.keep([&] { return m_hooks.checkpoint(snapshotBytes()); }));
        }
        return finish();
    }

private:
    void standardiseTarget(std::span<const double> target) {
        const auto n = static_cast<double>(target.size());
        m_targetMean = std::accumulate(target.begin(), target.end(), 0.0) / n;
        double squares = 0;
        for (const double value : target) squares += (value - m_targetMean) * (value - m_targetMean);
        m_targetScale = squares > 0 ? std::sqrt(squares / n) : 1;
    }

    [[nodiscard]] Tensor place(std::span<const double> target) const {
        const auto n = static_cast<int64_t>(target.size());
        if (m_problem.classes > 2) {
            auto classes = at::empty({n}, at::kLong);
            std::transform(target.begin(), target.end(), classes.data_ptr<int64_t>(),
                           [](double value) { return static_cast<int64_t>(value); });
            return classes.to(m_device);
        }
        auto numbers = at::empty({n, 1}, at::kFloat);
        std::transform(target.begin(), target.end(), numbers.data_ptr<float>(),
                       [&](double value) { return static_cast<float>((value - m_targetMean) / m_targetScale); });
        return numbers.to(m_device);
    }

    [[nodiscard]] bool stoppedEarly() const {
        return m_parameters.earlyStopping > 0 && m_validation.size(0) > 0 &&
               m_epoch - m_bestEpoch >= m_parameters.earlyStopping;
    }

    /// False when a stop was asked for; the epoch then counts as not begun.
    bool trainEpoch() {
        const uint64_t epochSeed = m_parameters.seed + 1 + static_cast<uint64_t>(m_epoch);
        auto generator = at::detail::createCPUGenerator(epochSeed);
        const int64_t n = m_target.size(0);
        const Tensor order = at::randperm(n, generator, at::kLong);
        m_network.beginEpoch(m_epoch, order);
        const Tensor rows = order.to(m_device);
        at::manual_seed(epochSeed); // dropout needs no state of its own in a checkpoint
        Tensor lossSum = at::zeros({}, m_network.parameters().options().dtype(at::kDouble));
        for (int64_t first = 0; first < n; first += m_parameters.batchSize) {
            if (m_hooks.stopRequested()) return false;
            const int64_t size = std::min<int64_t>(m_parameters.batchSize, n - first);
            lossSum.add_(trainBatch(first, rows.narrow(0, first, size)), static_cast<double>(size));
        }
        m_hooks.metric("train_loss", m_epoch + 1, lossSum.item<double>() / static_cast<double>(n));
        return true;
    }

    Tensor trainBatch(int64_t first, const Tensor& rows) {
        Tensor gradient;
        const Tensor logits = m_network.forward(first, rows.size(0), gradient);
        Tensor loss = lossOf(m_problem, logits, m_target.index_select(0, rows), &gradient);
        m_network.backward(logits, gradient);
        m_parameters.sgd ? sgdStep() : adamStep();
        return loss;
    }

    void adamStep() {
        ++m_step;
        const AdamStep step = AdamStep::at(m_step, m_parameters.learningRate, m_parameters.weightDecay);
        Tensor& flat = m_network.parameters();
        Tensor& gradient = m_network.gradients();
        if (flat.is_cpu()) {
            step.apply(flat.data_ptr<float>(), gradient.data_ptr<float>(), m_firstMoment.data_ptr<float>(),
                       m_secondMoment.data_ptr<float>(), static_cast<size_t>(flat.numel()));
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
        const int64_t count = m_validation.size(0);
        if (count == 0) return;
        double sum = 0;
        const int64_t block = m_network.validationBlock();
        for (int64_t first = 0; first < count; first += block) {
            const Tensor target = m_validation.slice(0, first, first + block);
            const Tensor logits = m_network.validationLogits(first, target.size(0));
            sum += lossOf(m_problem, logits, target, nullptr).item<double>() * static_cast<double>(target.size(0));
        }
        const double loss = sum / static_cast<double>(count);
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
            file.add(name, {values.numel()},
                     std::span<const float>(values.data_ptr<float>(), static_cast<size_t>(values.numel())));
        };
        for (size_t i = 0; i < m_snapshot.size(); ++i) add(names[i], m_snapshot[i]);
        if (m_best.defined()) add("best", m_best);
        const double position[] = {static_cast<double>(m_epoch), static_cast<double>(m_snapshotStep),
                                   static_cast<double>(m_bestEpoch), m_bestLoss};
        file.add("position", {4}, std::span<const double>(position));
        return file.write();
    }

    Result<void> restore() {
        LATHE_TRY(const TensorFile file, TensorFile::read(m_hooks.resumeFrom));
        LATHE_TRY(const std::vector<double> position, file.doubles("position"));
        const auto load = [&file](const std::string& name, Tensor& into) -> Result<void> {
            LATHE_TRY(std::vector<float> values, file.floats(name));
            if (static_cast<int64_t>(values.size()) != into.numel())
                return fail(ErrorKind::Corrupt, "the checkpoint belongs to another network");
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
        if (position.size() != 4)
            return fail(ErrorKind::Corrupt, "the checkpoint does not say at which epoch it was written");
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
            m_hooks.log(
                fmt::format("early stopping: the validation loss was best after epoch {} of {}; its weights are kept",
                            m_bestEpoch, m_epoch));
            flat = m_best;
            fitted.steps = m_bestEpoch;
        }
        TensorFile file;
        m_network.addWeights(file, flat.data_ptr<float>());
        fitted.weights = file.write();
        return fitted;
    }

    TrainedNetwork& m_network;
    Problem m_problem;
    LoopParameters m_parameters;
    const EngineHooks& m_hooks;
    at::Device m_device;
    double m_targetMean = 0;
    double m_targetScale = 1;
    Tensor m_target, m_validation;
    Tensor m_firstMoment, m_secondMoment, m_best;
    std::array<Tensor, 3> m_snapshot;
    int m_epoch = 0; ///< epochs done
    int64_t m_step = 0;
    int64_t m_snapshotStep = 0;
    int m_bestEpoch = 0;
    double m_bestLoss = std::numeric_limits<double>::infinity();
    CheckpointPace m_pace;
};

} // namespace

void initialiseAsTorch(Tensor weight, Tensor bias, int64_t inputs) {
    const double slope = std::sqrt(5.0);
    const double gain = std::sqrt(2.0 / (1 + std::pow(slope, 2)));
    const double deviation = gain / std::sqrt(static_cast<double>(inputs));
    const double bound = std::sqrt(3.0) * deviation;
    weight.uniform_(-bound, bound);
    if (!bias.defined()) return;
    const double biasBound = 1 / std::sqrt(static_cast<double>(inputs));
    bias.uniform_(-biasBound, biasBound);
}

Result<FittedWeights> trainNetwork(TrainedNetwork& network, std::span<const double> target,
                                   std::span<const double> validationTarget, const Problem& problem,
                                   const LoopParameters& parameters, const EngineHooks& hooks) {
    return Training(network, target, validationTarget, problem, parameters, hooks).run();
}

Result<FittedWeights> guarded(const std::function<Result<FittedWeights>()>& work) {
    try {
        const at::NoGradGuard noGradients;
        return work();
    } catch (const c10::Error& error) {
        return fail(ErrorKind::Internal, "LibTorch: {}", error.what_without_backtrace());
    } catch (const std::exception& error) {
        return fail(ErrorKind::Internal, "LibTorch: {}", error.what());
    }
}

} // namespace lathe
