// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>

#include "app/worker/predictions.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"

namespace lathe::worker {

namespace {

constexpr size_t picturesAtOnce = 256;

/// One picture as a file.
class SinglePicture final : public images::PictureSource {
public:
    explicit SinglePicture(Path path)
        : m_path(std::move(path)), m_picture{m_path.filename().string(), std::nullopt, std::nullopt} {}
    [[nodiscard]] size_t count() const override { return 1; }
    [[nodiscard]] const Picture& picture(size_t) const override { return m_picture; }
    Result<std::vector<uint8_t>> read(size_t) const override {
        LATHE_TRY(const std::string bytes, readTextFile(m_path, images::largestFile));
        return std::vector<uint8_t>(bytes.begin(), bytes.end());
    }

private:
    Path m_path;
    Picture m_picture;
};

/// The pictures of a version.
class StoredPictures final : public images::PictureSource {
public:
    static Result<std::unique_ptr<PictureSource>> open(const Path& project, const Path& columnFile) {
        auto pictures = std::make_unique<StoredPictures>();
        LATHE_TRY(pictures->m_project, Project::open(project, Project::Access::ReadOnly));
        LATHE_TRY(pictures->m_stores, images::ImageStores::open(*pictures->m_project));
        LATHE_TRY(const auto file, ColumnFile::open(columnFile));
        LATHE_TRY(images::ImageTable table, images::readImages(*file, JobContext{}));
        for (images::ImageRow& row : table.rows) {
            pictures->m_pictures.push_back({std::move(row.path), std::nullopt, std::nullopt});
            pictures->m_hashes.push_back(std::move(row.sha256));
        }
        return pictures;
    }
    [[nodiscard]] size_t count() const override { return m_pictures.size(); }
    [[nodiscard]] const Picture& picture(size_t index) const override { return m_pictures[index]; }
    Result<std::vector<uint8_t>> read(size_t index) const override { return m_stores->read(m_hashes[index]); }

private:
    std::unique_ptr<Project> m_project;
    std::shared_ptr<images::ImageStores> m_stores;
    std::vector<Picture> m_pictures;
    std::vector<std::string> m_hashes;
};

Result<std::unique_ptr<images::PictureSource>> openPictures(const PredictArguments& arguments, const Path& scratch) {
    const Path input = arguments.input;
    if (std::filesystem::is_directory(input)) return images::openFolder(input, {}, scratch, JobContext{});
    if (input.extension() == ".h5" && !arguments.project.empty()) return StoredPictures::open(arguments.project, input);
    return std::make_unique<SinglePicture>(input);
}

struct Outcome {
    RowPrediction prediction;
    std::string error; ///< why there is none
};

Outcome predictOne(const Predictor& predictor, const images::PictureSource& pictures, size_t index) {
    Outcome outcome;
    const auto bytes = pictures.read(index);
    if (!bytes) return {{}, bytes.error().message};
    const RawValue value = RawValue::of(std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    if (const auto predicted = predictor.predictRow({&value, 1}, outcome.prediction); !predicted)
        outcome.error = predicted.error().message;
    return outcome;
}

std::string lineOf(const Outcome& outcome, const Signature& signature) {
    const size_t classes = signature.classes.size();
    if (!outcome.error.empty()) return std::string(classes + 1, ',') + csvField(outcome.error);
    const RowPrediction& prediction = outcome.prediction;
    std::string line = classes > 0 ? csvField(signature.classes[prediction.classIndex]) : exactNumber(prediction.value);
    for (size_t k = 0; k < classes; ++k) line += fmt::format(",{}", prediction.probabilities[k]);
    return line + ',';
}

} // namespace

bool takesPictures(const Signature& signature) {
    return std::any_of(signature.inputs.begin(), signature.inputs.end(),
                       [](const InputField& input) { return input.picture; });
}

std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char character : text) {
        quoted += character;
        if (character == '"') quoted += '"';
    }
    return quoted + '"';
}

std::string classHeader(const Signature& signature) {
    std::string header;
    for (const std::string& label : signature.classes) header += "," + csvField("p(" + label + ")");
    return header;
}

Result<Json> predictPictures(const Predictor& predictor, const PredictArguments& arguments, const Path& scratch) {
    LATHE_CHECK(images::pixels());
    LATHE_TRY(const auto pictures, openPictures(arguments, scratch));
    const Path part = arguments.output + ".part";
    std::ofstream stream(part, std::ios::binary);
    stream << "row,path,prediction" << classHeader(predictor.signature()) << ",error\n";
    size_t failed = 0;
    for (size_t first = 0; first < pictures->count(); first += picturesAtOnce) {
        std::vector<Outcome> outcomes(std::min(picturesAtOnce, pictures->count() - first));
        parallelFor(outcomes.size(), [&](size_t i) { outcomes[i] = predictOne(predictor, *pictures, first + i); });
        for (size_t i = 0; i < outcomes.size(); ++i) {
            failed += outcomes[i].error.empty() ? 0 : 1;
            stream << first + i << ',' << csvField(pictures->picture(first + i).path) << ','
                   << lineOf(outcomes[i], predictor.signature()) << '\n';
        }
    }
    stream.close();
    if (!stream) return fail(ErrorKind::Io, "cannot write '{}'", part.string());
    LATHE_CHECK(publishFile(part, arguments.output));
    return Json{{"rows", pictures->count()}, {"without_prediction", failed}, {"output", arguments.output}};
}

} // namespace lathe::worker
