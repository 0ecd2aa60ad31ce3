// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/learn/cnn_layout.h"
#include "core/learn/torch_training.h"

namespace lathe {

namespace {

using at::Tensor;

/// Mean and standard deviation of each channel over all pixels; sums of whole numbers, so the order does not matter.
struct ChannelFigures {
    std::vector<float> mean, scale;

    explicit ChannelFigures(const Pictures& pictures) {
        const auto channels = static_cast<size_t>(pictures.channels);
        std::vector<uint64_t> sums(channels);
        std::vector<uint64_t> squares(channels);
        for (size_t i = 0; i < pictures.count(); ++i) {
            const uint8_t* samples = pictures.picture(i);
            for (size_t at = 0; at < pictures.bytes(); ++at) {
                const uint64_t value = samples[at];
                sums[at % channels] += value;
                squares[at % channels] += value * value;
            }
        }
        const auto n = static_cast<double>(pictures.count() * pictures.bytes() / channels);
        for (size_t c = 0; c < channels; ++c) {
            const double average = static_cast<double>(sums[c]) / n;
            const double variance = static_cast<double>(squares[c]) / n - average * average;
            mean.push_back(static_cast<float>(average));
            scale.push_back(variance > 0 ? static_cast<float>(std::sqrt(variance)) : 1.0F);
        }
    }
};

/// Cuts a flat tensor into tensors of given shapes, one after the other.
class Cutter {
public:
    explicit Cutter(Tensor flat) : m_flat(std::move(flat)) {}
    Tensor next(const std::vector<int64_t>& shape) {
        const int64_t count = c10::multiply_integers(shape);
        m_at += count;
        return m_flat.narrow(0, m_at - count, count).view(shape);
    }

private:
    Tensor m_flat;
    int64_t m_at = 0;
};

class TrainedCnn final : public TrainedNetwork {
public:
    TrainedCnn(const Pictures& train, const Pictures& validation, size_t outputs, const CnnParameters& parameters)
        : m_train(train), m_validation(validation), m_options(parameters), m_device(parameters.device),
          m_figures(train) {
        describe(train.channels, static_cast<int64_t>(outputs));
        int64_t total = 0;
        for (const Part& part : m_parts) total += c10::multiply_integers(part.shape);
        const Tensor flat = at::empty({total}, at::kFloat);
        initialise(flat);
        m_parameters = flat.to(m_device);
        m_gradients = at::zeros_like(m_parameters);
        Cutter values(m_parameters);
        Cutter gradients(m_gradients);
        for (const Part& part : m_parts) {
            Tensor leaf = values.next(part.shape).detach().set_requires_grad(true);
            leaf.mutable_grad() = gradients.next(part.shape); // autograd adds to a gradient that is there
            m_leaves.push_back(std::move(leaf));
        }
        const std::vector<int64_t> perChannel{1, train.channels, 1, 1};
        m_mean = at::from_blob(m_figures.mean.data(), perChannel, at::kFloat).to(m_device);
        m_scale = at::from_blob(m_figures.scale.data(), perChannel, at::kFloat).to(m_device);
    }

    [[nodiscard]] Tensor& parameters() override { return m_parameters; }
    [[nodiscard]] Tensor& gradients() override { return m_gradients; }

    void beginEpoch(int epoch, const Tensor& order) override {
        m_order = order;
        m_epochSeed = Random(m_options.seed + 1 + static_cast<uint64_t>(epoch)).next();
    }

    Tensor forward(int64_t first, int64_t count, Tensor& gradient) override {
        const int64_t* rows = m_order.data_ptr<int64_t>() + first;
        const Tensor input = placed(count, [&](size_t i, uint8_t* samples) {
            const auto row = static_cast<size_t>(rows[i]);
            if (m_options.vary) m_options.vary(row, m_epochSeed + row, samples);
            else std::memcpy(samples, m_train.picture(row), m_train.bytes());
        });
        const c10::AutoGradMode gradients(true);
        Tensor logits = apply(input, true);
        gradient = at::empty_like(logits.detach());
        return logits;
    }

    void backward(const Tensor& logits, const Tensor& gradient) override {
        m_gradients.zero_();
        logits.backward(gradient);
    }

    Tensor validationLogits(int64_t first, int64_t count) override {
        const Tensor input = placed(count, [&](size_t i, uint8_t* samples) {
            std::memcpy(samples, m_validation.picture(static_cast<size_t>(first) + i), m_validation.bytes());
        });
        return apply(input, false);
    }

    [[nodiscard]] int64_t validationBlock() const override { return m_options.batchSize; }

    void addWeights(TensorFile& file, const float* parameters) const override {
        const auto channels = static_cast<int64_t>(m_figures.mean.size());
        file.add("mean", {channels}, std::span<const float>(m_figures.mean));
        file.add("scale", {channels}, std::span<const float>(m_figures.scale));
        for (const Part& part : m_parts) {
            const auto count = static_cast<size_t>(c10::multiply_integers(part.shape));
            file.add(part.name, part.shape, std::span<const float>(parameters, count));
            parameters += count;
        }
    }

private:
    struct Part {
        std::string name;
        std::vector<int64_t> shape;
    };

    /// Names and shapes of the parameters, in the order in which PyTorch's modules would hold them.
    void describe(int64_t channels, int64_t outputs) {
        size_t number = 0;
        for (const int64_t width : m_options.channels)
            for (size_t i = 0; i < stageLength(); ++i) {
                const std::string name = fmt::format("convolutions.{}", number++);
                m_parts.push_back({name + ".weight", {width, channels, CnnLayout::kernel, CnnLayout::kernel}});
                m_parts.push_back({name + ".norm.weight", {width}});
                m_parts.push_back({name + ".norm.bias", {width}});
                channels = width;
            }
        m_parts.push_back({"output.weight", {outputs, channels}});
        m_parts.push_back({"output.bias", {outputs}});
    }

    void initialise(const Tensor& flat) const {
        Cutter cutter(flat);
        for (size_t i = 0; i + 2 < m_parts.size(); i += 3) {
            const auto& shape = m_parts[i].shape;
            initialiseAsTorch(cutter.next(shape), {}, shape[1] * shape[2] * shape[3]);
            cutter.next(m_parts[i + 1].shape).fill_(1);
            cutter.next(m_parts[i + 2].shape).zero_();
        }
        const auto& shape = m_parts[m_parts.size() - 2].shape;
        const Tensor weight = cutter.next(shape);
        initialiseAsTorch(weight, cutter.next({shape[0]}), shape[1]);
    }

    [[nodiscard]] size_t stageLength() const {
        return CnnLayout::convolutionsOfStage(static_cast<size_t>(m_options.residualBlocks));
    }

    /// Pictures on the device as the network takes them. \p fill writes the i-th one; it is called on several threads.
    [[nodiscard]] Tensor placed(int64_t count, const std::function<void(size_t i, uint8_t* samples)>& fill) const {
        const int64_t side = m_train.side;
        const Tensor samples = at::empty({count, side, side, m_train.channels}, at::kByte);
        auto* bytes = samples.data_ptr<uint8_t>();
        parallelFor(
            static_cast<size_t>(count), [&](size_t i) { fill(i, bytes + i * m_train.bytes()); },
            static_cast<size_t>(m_options.threads));
        return samples.to(m_device)
            .permute({0, 3, 1, 2})
            .to(at::kFloat, false, false, at::MemoryFormat::Contiguous)
            .sub_(m_mean)
            .div_(m_scale);
    }

    /// Convolution number \p n and its normalisation.
    [[nodiscard]] Tensor convolved(const Tensor& x, size_t n) const {
        const Tensor& weight = m_leaves[3 * n];
        return at::group_norm(at::conv2d(x, weight, {}, 1, 1), CnnLayout::groups(weight.size(0)), m_leaves[3 * n + 1],
                              m_leaves[3 * n + 2], CnnLayout::epsilon);
    }

    [[nodiscard]] Tensor apply(Tensor x, bool training) const {
        size_t next = 0;
        for (size_t stage = 0; stage < m_options.channels.size(); ++stage) {
            x = at::relu(convolved(x, next++));
            for (int block = 0; block < m_options.residualBlocks; ++block, next += 2)
                x = at::relu(x + convolved(at::relu(convolved(x, next)), next + 1));
            x = at::max_pool2d(x, {2, 2});
        }
        x = at::dropout(x.mean({2, 3}), m_options.dropout, training);
        return at::linear(x, m_leaves[m_leaves.size() - 2], m_leaves.back());
    }

    Pictures m_train, m_validation;
    CnnParameters m_options;
    at::Device m_device;
    ChannelFigures m_figures;
    std::vector<Part> m_parts;
    std::vector<Tensor> m_leaves; ///< views of m_parameters, as m_parts lists them
    Tensor m_parameters, m_gradients, m_mean, m_scale, m_order;
    uint64_t m_epochSeed = 0;
};

} // namespace

Result<FittedWeights> trainCnn(const LabelledPictures& train, const LabelledPictures& validation,
                               const Problem& problem, const CnnParameters& parameters, const EngineHooks& hooks) {
    return guarded([&]() -> Result<FittedWeights> {
        if (parameters.channels.empty())
            return failHint(ErrorKind::InvalidInput, "a network needs at least one stage",
                            "name its channels, such as [16, 32]");
        if (train.pictures.side >> parameters.channels.size() == 0)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("pictures of {0} × {0} pixels cannot be halved {1} times", train.pictures.side,
                                        parameters.channels.size()),
                            "use fewer stages (channels) or a larger image_size");
        keepFreedMemory();
        pinThreads(parameters.threads);
        at::set_num_threads(parameters.threads); // convolutions are LibTorch's own loops
        at::manual_seed(parameters.seed);
        TrainedCnn network(train.pictures, validation.pictures, logitsOf(problem), parameters);
        return trainNetwork(network, train.target, validation.target, problem, parameters, hooks);
    });
}

} // namespace lathe
