// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/predictor.h"

#include <algorithm>

#include "core/base/parallel.h"
#include "core/learn/encoder.h"
#include "core/learn/model.h"
#include "core/learn/picture_encoder.h"
#include "core/registry/package_files.h"

namespace lathe {

namespace {

constexpr size_t blockRows = 1024;
constexpr size_t largestWeights = size_t{4} << 30;

uint32_t mostProbable(const double* scores, size_t count) {
    return static_cast<uint32_t>(std::max_element(scores, scores + count) - scores);
}

void answer(Task task, const std::vector<double>& scores, RowPrediction& prediction) {
    if (task == Task::Regression) {
        prediction.value = scores.front();
        return;
    }
    prediction.classIndex = mostProbable(scores.data(), scores.size());
    prediction.probabilities.assign(scores.begin(), scores.end());
}

Result<void> checkValues(std::span<const RawValue> values, const std::vector<InputField>& inputs) {
    if (values.size() != inputs.size())
        return fail(ErrorKind::InvalidInput, "the row has {} values, but the model has {} inputs", values.size(),
                    inputs.size());
    for (size_t i = 0; i < inputs.size(); ++i)
        if (values[i].missing && inputs[i].required)
            return fail(ErrorKind::InvalidInput, "a value for '{}' is missing; the model needs it", inputs[i].name);
    return {};
}

class PackagePredictor final : public Predictor {
public:
    PackagePredictor(Json manifest, Signature signature, FeatureEncoder encoder, std::unique_ptr<const Model> model)
        : m_manifest(std::move(manifest)), m_signature(std::move(signature)), m_encoder(std::move(encoder)),
          m_model(std::move(model)) {}

    [[nodiscard]] const Signature& signature() const override { return m_signature; }
    [[nodiscard]] const Json& manifest() const override { return m_manifest; }

    Result<Predictions> predict(const Table& rows) const override {
        LATHE_TRY(const FeatureEncoder::Binding binding, m_encoder.bind(rows, m_signature.inputs));
        const size_t count = rows.rows();
        const size_t outputs = m_model->outputs();
        const bool classify = m_signature.task == Task::Classification;
        Predictions result;
        if (classify) {
            result.classes.resize(count);
            result.probabilities.resize(count * outputs);
        } else {
            result.values.resize(count);
        }
        const size_t blocks = (count + blockRows - 1) / blockRows;
        parallelFor(
            blocks,
            [&](size_t block) {
                const size_t first = block * blockRows;
                const size_t size = std::min(blockRows, count - first);
                std::vector<double> features(size * m_encoder.width());
                std::vector<double> scores(size * outputs);
                m_encoder.encodeRows(binding, first, size, features.data());
                m_model->score(features.data(), size, scores.data());
                for (size_t row = 0; row < size; ++row) {
                    const double* score = scores.data() + row * outputs;
                    if (classify) {
                        result.classes[first + row] = mostProbable(score, outputs);
                        std::transform(score, score + outputs,
                                       result.probabilities.begin() +
                                           static_cast<std::ptrdiff_t>((first + row) * outputs),
                                       [](double p) { return static_cast<float>(p); });
                    } else {
                        result.values[first + row] = *score;
                    }
                }
            },
            blocks > 4 ? 0 : 1);
        return result;
    }

    Result<void> predictRow(std::span<const RawValue> values, RowPrediction& prediction) const override {
        LATHE_CHECK(checkValues(values, m_signature.inputs));
        thread_local std::vector<double> features;
        thread_local std::vector<double> scores;
        features.resize(m_encoder.width());
        scores.resize(m_model->outputs());
        m_encoder.encodeRow(values, features.data());
        m_model->score(features.data(), 1, scores.data());
        answer(m_signature.task, scores, prediction);
        return {};
    }

private:
    Json m_manifest;
    Signature m_signature;
    FeatureEncoder m_encoder;
    std::unique_ptr<const Model> m_model;
};

/// A model whose only input is a picture.
class PicturePredictor final : public Predictor {
public:
    PicturePredictor(Json manifest, Signature signature, PictureEncoder encoder, std::unique_ptr<const Model> model)
        : m_manifest(std::move(manifest)), m_signature(std::move(signature)), m_encoder(encoder),
          m_model(std::move(model)) {}

    [[nodiscard]] const Signature& signature() const override { return m_signature; }
    [[nodiscard]] const Json& manifest() const override { return m_manifest; }

    Result<Predictions> predict(const Table& rows) const override {
        const InputField& input = m_signature.inputs.front();
        const auto place = rows.find(input.name);
        if (!place || !isTextual(rows.columns[*place].schema.type))
            return fail(ErrorKind::InvalidInput, "the data has no column '{}' with the bytes of pictures", input.name);
        const Column& column = rows.columns[*place];
        std::vector<RowPrediction> predictions(column.rows());
        std::vector<Result<void>> outcomes(column.rows());
        parallelFor(column.rows(), [&](size_t row) {
            const RawValue value = column.isMissing(row) ? RawValue{} : RawValue::of(column.text(row));
            outcomes[row] = predictRow({&value, 1}, predictions[row]);
        });
        Predictions result;
        for (size_t row = 0; row < predictions.size(); ++row) {
            if (!outcomes[row]) return failure(std::move(outcomes[row].error()).within(fmt::format("in row {}", row)));
            if (m_signature.task == Task::Regression) {
                result.values.push_back(predictions[row].value);
                continue;
            }
            result.classes.push_back(predictions[row].classIndex);
            result.probabilities.insert(result.probabilities.end(), predictions[row].probabilities.begin(),
                                        predictions[row].probabilities.end());
        }
        return result;
    }

    Result<void> predictRow(std::span<const RawValue> values, RowPrediction& prediction) const override {
        LATHE_CHECK(checkValues(values, m_signature.inputs));
        const std::string_view bytes = values.front().text;
        thread_local std::vector<uint8_t> samples;
        thread_local std::vector<double> scores;
        samples.resize(m_encoder.width());
        scores.resize(m_model->outputs());
        LATHE_CHECK(m_encoder.encode({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()}, samples.data()));
        const std::vector<double> features(samples.begin(), samples.end());
        m_model->score(features.data(), 1, scores.data());
        answer(m_signature.task, scores, prediction);
        return {};
    }

private:
    Json m_manifest;
    Signature m_signature;
    PictureEncoder m_encoder;
    std::unique_ptr<const Model> m_model;
};

Result<std::shared_ptr<const Predictor>> build(const Path& folder, Json manifest) {
    for (const char* section : {"signature", "preprocessing", "model"})
        if (!manifest.is_object() || !manifest.contains(section))
            return fail(ErrorKind::Corrupt, "model.json has no section '{}'", section);
    LATHE_TRY(Signature signature, Signature::fromJson(manifest["signature"]));
    StoredModel stored;
    stored.description = manifest["model"];
    const auto weights = stored.description.find("weights");
    if (weights == stored.description.end() || !weights->is_string())
        return fail(ErrorKind::Corrupt, "model.json names no weights file");
    stored.weightsFile = weights->get<std::string>();
    if (Path(stored.weightsFile).filename() != Path(stored.weightsFile))
        return fail(ErrorKind::Corrupt, "the weights file '{}' lies outside the package", stored.weightsFile);
    LATHE_TRY(stored.weights, readTextFile(folder / stored.weightsFile, largestWeights));
    LATHE_TRY(std::unique_ptr<const Model> model, Model::load(stored));
    const size_t outputs = signature.task == Task::Classification ? signature.classes.size() : 1;
    const auto mismatch = [] {
        return fail(ErrorKind::Corrupt, "signature, preprocessing and weights do not belong together");
    };
    if (PictureEncoder::describes(manifest["preprocessing"])) {
        LATHE_TRY(const PictureEncoder encoder, PictureEncoder::fromJson(manifest["preprocessing"]));
        const bool onePicture = signature.inputs.size() == 1 && signature.inputs.front().picture;
        if (!onePicture || model->features() != encoder.width() || model->outputs() != outputs) return mismatch();
        return std::make_shared<const PicturePredictor>(std::move(manifest), std::move(signature), encoder,
                                                        std::move(model));
    }
    LATHE_TRY(FeatureEncoder encoder, FeatureEncoder::fromJson(manifest["preprocessing"]));
    if (model->features() != encoder.width() || model->outputs() != outputs ||
        encoder.columns().size() != signature.inputs.size())
        return mismatch();
    return std::make_shared<const PackagePredictor>(std::move(manifest), std::move(signature), std::move(encoder),
                                                    std::move(model));
}

} // namespace

Result<std::shared_ptr<const Predictor>> Predictor::load(const Path& packageFolder) {
    LATHE_CHECK(verifyPackage(packageFolder));
    LATHE_TRY(Json manifest, readPackageManifest(packageFolder));
    auto predictor = build(packageFolder, std::move(manifest));
    if (!predictor)
        return failure(std::move(predictor.error())
                           .within("while loading the model package " + packageFolder.filename().string()));
    return predictor;
}

} // namespace lathe
