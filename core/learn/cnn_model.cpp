// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/learn/cnn_layout.h"
#include "core/learn/model.h"
#include "core/learn/picture_encoder.h"
#include "core/learn/tensor_file.h"

namespace lathe {

namespace {

constexpr size_t kernel = CnnLayout::kernel;
constexpr size_t mostStages = 10; // 2 to this power is the largest side

/// A convolution and its normalisation.
struct Convolution {
    size_t inputs = 0;
    size_t outputs = 0;
    std::vector<float> weight; ///< kernel × kernel × inputs × outputs, so that the inner loop runs over outputs
    std::vector<float> normWeight, normBias;
};

/// A picture between layers: rows from the top, channels interleaved.
struct Plane {
    size_t side = 0;
    size_t channels = 0;
    std::vector<float> values;

    void reshape(size_t newSide, size_t newChannels) {
        side = newSide;
        channels = newChannels;
        values.resize(side * side * channels);
    }
};

void convolve(const Convolution& layer, const Plane& in, Plane& out) {
    const size_t side = in.side;
    out.reshape(side, layer.outputs);
    std::fill(out.values.begin(), out.values.end(), 0.0F);
    for (size_t y = 0; y < side; ++y)
        for (size_t x = 0; x < side; ++x) {
            float* sums = out.values.data() + (y * side + x) * layer.outputs;
            for (size_t ky = y == 0 ? 1 : 0; ky < kernel && y + ky <= side; ++ky)
                for (size_t kx = x == 0 ? 1 : 0; kx < kernel && x + kx <= side; ++kx) {
                    const float* values = in.values.data() + ((y + ky - 1) * side + x + kx - 1) * layer.inputs;
                    const float* weight = layer.weight.data() + (ky * kernel + kx) * layer.inputs * layer.outputs;
                    for (size_t i = 0; i < layer.inputs; ++i, weight += layer.outputs) {
                        const float value = values[i];
                        if (value == 0) continue; // half of what a ReLU passes on
                        for (size_t j = 0; j < layer.outputs; ++j) sums[j] += value * weight[j];
                    }
                }
        }
}

void normalise(const Convolution& layer, Plane& plane) {
    const size_t groups = static_cast<size_t>(CnnLayout::groups(static_cast<int64_t>(layer.outputs)));
    const size_t width = layer.outputs / groups;
    const size_t pixels = plane.side * plane.side;
    for (size_t group = 0; group < groups; ++group) {
        double sum = 0;
        double squares = 0;
        for (size_t p = 0; p < pixels; ++p)
            for (size_t c = 0; c < width; ++c) {
                const double value = plane.values[p * layer.outputs + group * width + c];
                sum += value;
                squares += value * value;
            }
        const double n = static_cast<double>(pixels * width);
        const double mean = sum / n;
        const double scale = 1 / std::sqrt(std::max(0.0, squares / n - mean * mean) + CnnLayout::epsilon);
        for (size_t c = group * width; c < (group + 1) * width; ++c) {
            const auto factor = static_cast<float>(scale * layer.normWeight[c]);
            const auto shift = static_cast<float>(layer.normBias[c] - mean * scale * layer.normWeight[c]);
            for (size_t p = 0; p < pixels; ++p) {
                float& value = plane.values[p * layer.outputs + c];
                value = value * factor + shift;
            }
        }
    }
}

void rectify(Plane& plane) {
    for (float& value : plane.values) value = std::max(value, 0.0F);
}

void halve(const Plane& in, Plane& out) {
    out.reshape(in.side / 2, in.channels);
    for (size_t y = 0; y < out.side; ++y)
        for (size_t x = 0; x < out.side; ++x)
            for (size_t c = 0; c < in.channels; ++c) {
                const auto at = [&](size_t row, size_t column) {
                    return in.values[((2 * y + row) * in.side + 2 * x + column) * in.channels + c];
                };
                out.values[(y * out.side + x) * in.channels + c] =
                    std::max(std::max(at(0, 0), at(0, 1)), std::max(at(1, 0), at(1, 1)));
            }
}

class CnnModel final : public Model {
public:
    static Result<std::unique_ptr<const Model>> parse(const StoredModel& stored);

    [[nodiscard]] size_t features() const override { return m_side * m_side * m_mean.size(); }
    [[nodiscard]] size_t outputs() const override { return outputsOf(m_link, m_bias.size()); }

    void score(const double* features, size_t rows, double* outputs) const override {
        thread_local Plane current;
        thread_local Plane inner;
        thread_local Plane next;
        std::vector<double> logits(m_bias.size());
        for (size_t row = 0; row < rows; ++row) {
            place(features + row * this->features(), current);
            for (size_t n = 0; n < m_convolutions.size();) {
                convolve(m_convolutions[n], current, next);
                normalise(m_convolutions[n++], next);
                rectify(next);
                std::swap(current, next);
                for (size_t block = 0; block < m_residualBlocks; ++block, n += 2) {
                    convolve(m_convolutions[n], current, inner);
                    normalise(m_convolutions[n], inner);
                    rectify(inner);
                    convolve(m_convolutions[n + 1], inner, next);
                    normalise(m_convolutions[n + 1], next);
                    for (size_t i = 0; i < next.values.size(); ++i)
                        current.values[i] = std::max(current.values[i] + next.values[i], 0.0F);
                }
                halve(current, next);
                std::swap(current, next);
            }
            answer(current, logits);
            linkOutputs(m_link, logits.data(), logits.size(), outputs + row * this->outputs());
        }
    }

private:
    void place(const double* pixels, Plane& plane) const {
        plane.reshape(m_side, m_mean.size());
        for (size_t i = 0; i < plane.values.size(); ++i) {
            const size_t channel = i % m_mean.size();
            plane.values[i] = (static_cast<float>(pixels[i]) - m_mean[channel]) / m_scale[channel];
        }
    }

    /// The mean over the picture through the dense layer.
    void answer(const Plane& plane, std::vector<double>& logits) const {
        std::vector<double> means(plane.channels);
        const size_t pixels = plane.side * plane.side;
        for (size_t p = 0; p < pixels; ++p)
            for (size_t c = 0; c < plane.channels; ++c) means[c] += plane.values[p * plane.channels + c];
        for (size_t k = 0; k < logits.size(); ++k) {
            double sum = m_bias[k];
            for (size_t c = 0; c < plane.channels; ++c)
                sum += means[c] / static_cast<double>(pixels) * m_weight[k * plane.channels + c];
            logits[k] = sum * m_targetScale + m_targetMean;
        }
    }

    size_t m_side = 0;
    size_t m_residualBlocks = 0;
    Link m_link = Link::Identity;
    double m_targetMean = 0;
    double m_targetScale = 1;
    std::vector<float> m_mean, m_scale; ///< by channel of the picture
    std::vector<Convolution> m_convolutions;
    std::vector<float> m_weight, m_bias; ///< of the dense layer
};

Result<Convolution> readConvolution(const TensorFile& file, size_t number) {
    const std::string name = fmt::format("convolutions.{}", number);
    LATHE_TRY(const std::vector<int64_t> shape, file.shape(name + ".weight"));
    LATHE_TRY(const std::vector<float> weight, file.floats(name + ".weight"));
    Convolution layer;
    LATHE_TRY(layer.normWeight, file.floats(name + ".norm.weight"));
    LATHE_TRY(layer.normBias, file.floats(name + ".norm.bias"));
    if (shape.size() != 4 || shape[0] < 1 || shape[1] < 1 || shape[2] != CnnLayout::kernel ||
        shape[3] != CnnLayout::kernel || layer.normWeight.size() != static_cast<size_t>(shape[0]) ||
        layer.normBias.size() != layer.normWeight.size())
        return fail(ErrorKind::Corrupt, "the shapes of convolution {} do not fit", number);
    layer.outputs = static_cast<size_t>(shape[0]);
    layer.inputs = static_cast<size_t>(shape[1]);
    layer.weight.resize(weight.size());
    constexpr size_t taps = kernel * kernel;
    for (size_t j = 0; j < layer.outputs; ++j)
        for (size_t i = 0; i < layer.inputs; ++i)
            for (size_t tap = 0; tap < taps; ++tap)
                layer.weight[(tap * layer.inputs + i) * layer.outputs + j] =
                    weight[(j * layer.inputs + i) * taps + tap];
    return layer;
}

Result<std::unique_ptr<const Model>> CnnModel::parse(const StoredModel& stored) {
    auto model = std::make_unique<CnnModel>();
    LATHE_TRY(model->m_link, linkFromJson(stored.description));
    LATHE_TRY(const TensorFile file, TensorFile::read(stored.weights));
    try {
        const auto side = stored.description.at("side").get<int64_t>();
        const auto blocks = stored.description.at("residual_blocks").get<int64_t>();
        if (side < PictureEncoder::smallestSide || side > PictureEncoder::largestSide || blocks < 0 || blocks > 100)
            return fail(ErrorKind::Corrupt,
                        "the model takes pictures of {} pixels a side through {} residual blocks a stage", side,
                        blocks);
        model->m_side = static_cast<size_t>(side);
        model->m_residualBlocks = static_cast<size_t>(blocks);
        model->m_targetMean = stored.description.value("target_mean", 0.0);
        model->m_targetScale = stored.description.value("target_scale", 1.0);
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "the model's description is damaged: {}", error.what());
    }
    const auto damaged = [&](const char* what) { return fail(ErrorKind::Corrupt, "{}: {}", stored.weightsFile, what); };
    LATHE_TRY(model->m_mean, file.floats("mean"));
    LATHE_TRY(model->m_scale, file.floats("scale"));
    size_t channels = model->m_mean.size();
    if ((channels != 1 && channels != 3) || model->m_scale.size() != channels)
        return damaged("mean and scale are of 1 or 3 channels");
    for (size_t n = 0; file.contains(fmt::format("convolutions.{}.weight", n)); ++n) {
        LATHE_TRY(Convolution layer, readConvolution(file, n));
        const bool first =
            n % CnnLayout::convolutionsOfStage(model->m_residualBlocks) == 0; // within a stage the width stays
        if (layer.inputs != channels || (!first && layer.outputs != channels))
            return damaged("the convolutions do not fit each other");
        channels = layer.outputs;
        model->m_convolutions.push_back(std::move(layer));
    }
    const size_t stage = CnnLayout::convolutionsOfStage(model->m_residualBlocks);
    const size_t stages = model->m_convolutions.size() / stage;
    if (stages == 0 || stages > mostStages || model->m_convolutions.size() % stage != 0 || model->m_side >> stages == 0)
        return damaged("the number of convolutions does not fit the picture's size");
    LATHE_TRY(model->m_weight, file.floats("output.weight"));
    LATHE_TRY(model->m_bias, file.floats("output.bias"));
    if (model->m_bias.empty() || model->m_weight.size() != model->m_bias.size() * channels)
        return damaged("the shape of the last layer does not fit");
    if (model->m_link == Link::Logistic && model->m_bias.size() != 1) return damaged("a logistic output has one logit");
    return model;
}

} // namespace

Result<std::unique_ptr<const Model>> loadCnnModel(const StoredModel& stored) { return CnnModel::parse(stored); }

} // namespace lathe
