// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>

#include "core/base/parallel.h"
#include "core/data/images/augmentation_file.h"
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "core/learn/estimators.h"
#include "core/learn/learner.h"
#include "core/learn/picture_encoder.h"
#include "core/learn/torch_engine.h"

namespace lathe {

namespace {

constexpr uint64_t mostBytes = uint64_t{8} << 30;
constexpr size_t picturesAtOnce = 32; ///< between looks at a stop

/// All pictures of a version in the size that the network takes, held in memory.
class PictureLearner final : public Learner {
public:
    PictureLearner(const TrainingJob& job, const Target& target, std::string device)
        : m_job(job), m_target(target), m_device(std::move(device)),
          m_encoder(job.config.modelParameters.value("image_size", int64_t{64}),
                    job.config.modelParameters.value("color", "rgb") == "grey" ? 1 : 3) {}

    Result<std::string> read(RunSink& sink) override {
        LATHE_TRY(const std::vector<std::string> hashes, hashesOfPictures());
        if (hashes.size() * m_encoder.width() > mostBytes)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("{} pictures of {} × {} pixels do not fit in 8 GB of memory", hashes.size(),
                                        m_encoder.side(), m_encoder.side()),
                            "use a smaller image_size, color: grey, or a sample of the rows");
        m_samples.resize(hashes.size() * m_encoder.width());
        std::vector<Result<void>> outcomes(hashes.size());
        LATHE_CHECK(inBlocks(hashes.size(), "reading pictures", sink, [&](size_t i) {
            outcomes[i] = readPicture(hashes[i], m_samples.data() + i * m_encoder.width());
        }));
        LATHE_CHECK(noteOutcomes(outcomes, sink));
        return fmt::format("pictures of {0} × {0} pixels in {1}", m_encoder.side(),
                           m_encoder.channels() == 1 ? "grey" : "colour");
    }

    [[nodiscard]] bool isUsable(uint64_t row) const override { return m_usable[row]; }
    [[nodiscard]] bool stopsEarly() const override {
        return m_job.config.modelParameters.value("early_stopping", 0) > 0;
    }

    [[nodiscard]] Result<FittedModel> fit(const RowNumbers& train, const RowNumbers& validation,
                                          const EngineHooks& hooks, bool) const override {
        const Json& chosen = m_job.config.modelParameters;
        CnnParameters parameters;
        readLoopParameters(m_job.config, m_device, parameters);
        parameters.checkpointEvery = 1; // an epoch may take minutes
        parameters.channels = chosen.value("channels", parameters.channels);
        parameters.residualBlocks = chosen.value("residual_blocks", parameters.residualBlocks);
        parameters.dropout = chosen.value("dropout", parameters.dropout);
        LATHE_TRY(parameters.vary, variation(train));
        const std::vector<double> target = gatherValues(m_target.values, train);
        const std::vector<double> validationTarget = gatherValues(m_target.values, validation);
        const Problem problem{m_target.classes.size()};
        LATHE_TRY(FittedWeights weights,
                  trainCnn({picturesOf(train), target}, {picturesOf(validation), validationTarget}, problem, parameters,
                           hooks));
        FittedModel fitted;
        fitted.preprocessing = m_encoder.toJson();
        InputField picture{"picture", ColumnType::Text};
        picture.picture = true;
        fitted.inputs.push_back(std::move(picture));
        const Json details{{"side", m_encoder.side()},
                           {"residual_blocks", parameters.residualBlocks},
                           {"target_mean", weights.targetMean},
                           {"target_scale", weights.targetScale}};
        fitted.model = storedModel(m_job.config.modelKind, "weights.safetensors", std::move(weights), problem, details);
        return fitted;
    }

    [[nodiscard]] Result<std::vector<double>> score(const FittedModel& fitted, const RowNumbers& rows,
                                                    RunSink& sink) const override {
        LATHE_TRY(const std::unique_ptr<const Model> model, Model::load(fitted.model));
        std::vector<double> scores(rows.size() * model->outputs());
        LATHE_CHECK(inBlocks(rows.size(), "measuring", sink, [&](size_t i) {
            const uint8_t* samples = m_samples.data() + rows[i] * m_encoder.width();
            const std::vector<double> features(samples, samples + m_encoder.width());
            model->score(features.data(), 1, scores.data() + i * model->outputs());
        }));
        return scores;
    }

    [[nodiscard]] Json example(const FittedModel&, uint64_t) const override { return {}; }

private:
    Result<std::vector<std::string>> hashesOfPictures() const {
        const ColumnFile& data = *m_job.data;
        if (!images::isImageDataset(data.schema()) || m_job.pictures == nullptr)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("a {} learns from pictures, but {} is no image dataset", m_job.config.modelKind,
                                        m_job.config.data),
                            "import pictures with: lathe data import FOLDER; or choose another kind of model");
        LATHE_TRY(const Column column, data.read(*data.find(images::columns::sha256), 0, data.rows()));
        std::vector<std::string> hashes;
        for (size_t row = 0; row < column.rows(); ++row)
            hashes.push_back(column.isMissing(row) ? std::string() : column.display(row));
        return hashes;
    }

    /// Calls \p work for each picture on the run's threads.
    Result<void> inBlocks(size_t count, const char* stage, RunSink& sink,
                          const std::function<void(size_t)>& work) const {
        for (size_t first = 0; first < count; first += picturesAtOnce) {
            if (sink.stopRequested()) return stoppedFailure();
            sink.progress(stage, static_cast<double>(first), static_cast<double>(count));
            parallelFor(
                std::min(picturesAtOnce, count - first), [&](size_t i) { work(first + i); },
                static_cast<size_t>(m_job.config.threads));
        }
        return {};
    }

    /// Pictures that cannot be decoded are left out and named in the log; one that cannot be read ends the run.
    Result<void> noteOutcomes(const std::vector<Result<void>>& outcomes, RunSink& sink) {
        for (size_t row = 0; row < outcomes.size(); ++row) {
            m_usable.push_back(outcomes[row].has_value());
            if (outcomes[row]) continue;
            const Error& error = outcomes[row].error();
            if (error.kind != ErrorKind::Unsupported && error.kind != ErrorKind::InvalidInput &&
                error.kind != ErrorKind::Corrupt)
                return failure(error);
            sink.log(fmt::format("row {} is left out: {}", row, error.message));
        }
        return {};
    }

    Result<void> readPicture(const std::string& sha256, uint8_t* samples) const {
        LATHE_TRY(const std::vector<uint8_t> bytes, m_job.pictures->read(sha256));
        return m_encoder.encode(bytes, samples);
    }

    [[nodiscard]] Pictures picturesOf(const RowNumbers& rows) const {
        return {m_samples.data(), rows, m_encoder.side(), m_encoder.channels()};
    }

    /// How the pictures of \p rows, which must outlive it, are varied; empty when they are not.
    [[nodiscard]] Result<std::function<void(size_t, uint64_t, uint8_t*)>> variation(const RowNumbers& rows) const {
        const Json chosen = m_job.config.modelParameters.value("augmentation", Json::object());
        LATHE_TRY(const images::Augmentation augmentation,
                  images::readAugmentation(ConfigNode::fromJson(chosen, "augmentation")));
        if (augmentation == images::noAugmentation()) return std::function<void(size_t, uint64_t, uint8_t*)>{};
        LATHE_TRY(const images::Pixels* pixels, images::pixels());
        return [this, &rows, augmentation, pixels](size_t i, uint64_t seed, uint8_t* samples) {
            const int side = static_cast<int>(m_encoder.side());
            images::Raster raster(side, side, static_cast<int>(m_encoder.channels()));
            const uint8_t* picture = m_samples.data() + rows[i] * m_encoder.width();
            raster.samples.assign(picture, picture + m_encoder.width());
            const images::Raster varied = pixels->augmented(raster, augmentation, seed);
            std::copy(varied.samples.begin(), varied.samples.end(), samples);
        };
    }

    const TrainingJob& m_job;
    const Target& m_target;
    std::string m_device;
    PictureEncoder m_encoder;
    std::vector<uint8_t> m_samples; ///< rows × the encoder's width
    std::vector<bool> m_usable;     ///< by row
};

} // namespace

Result<std::unique_ptr<Learner>> createPictureLearner(const TrainingJob& job, const Target& target) {
    LATHE_TRY(std::string device, resolveDevice(job.config.device));
    return std::make_unique<PictureLearner>(job, target, std::move(device));
}

} // namespace lathe
