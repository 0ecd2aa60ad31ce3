// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/label_suspects.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "core/data/images/label_probabilities.h"
#include "core/data/images/out_of_fold.h"

namespace lathe::images {

namespace {

constexpr uint64_t mostRows = 1'000'000;
constexpr size_t mostNumbers = 50'000'000; // probabilities at once: 400 MB
constexpr size_t mostValues = 20;
constexpr int featureSide = 128;

// ---- Features -----------------------------------------------------------------------------------------------------

/// Columns of equal length, put together row by row at the end.
class FeatureColumns {
public:
    void addNumbers(const Column& column) {
        double sum = 0;
        double squares = 0;
        size_t count = 0;
        for (size_t row = 0; row < column.rows(); ++row) {
            const double value = column.number(row);
            if (std::isnan(value)) continue;
            sum += value;
            squares += value * value;
            ++count;
        }
        if (count == 0) return;
        const double mean = sum / static_cast<double>(count);
        const double deviation = std::sqrt(std::max(0.0, squares / static_cast<double>(count) - mean * mean));
        std::vector<float> values;
        std::vector<float> marks;
        for (size_t row = 0; row < column.rows(); ++row) {
            const double value = column.number(row);
            values.push_back(std::isnan(value) || deviation == 0 ? 0.0F
                                                                 : static_cast<float>((value - mean) / deviation));
            marks.push_back(std::isnan(value) ? 1.0F : 0.0F);
        }
        if (deviation > 0) m_columns.push_back(std::move(values));
        if (count < column.rows()) m_columns.push_back(std::move(marks));
    }
    void addCategories(const Column& column) {
        std::vector<std::pair<size_t, uint32_t>> counts;
        for (uint32_t code = 0; code < column.dictionary.size(); ++code) counts.emplace_back(0, code);
        for (size_t row = 0; row < column.rows(); ++row)
            if (!column.isMissing(row)) ++counts[column.codes[row]].first;
        std::stable_sort(counts.begin(), counts.end(),
                         [](const auto& left, const auto& right) { return left.first > right.first; });
        for (size_t i = 0; i < std::min(mostValues, counts.size()); ++i) {
            std::vector<float> values;
            for (size_t row = 0; row < column.rows(); ++row)
                values.push_back(!column.isMissing(row) && column.codes[row] == counts[i].second ? 1.0F : 0.0F);
            m_columns.push_back(std::move(values));
        }
    }
    [[nodiscard]] Features take(size_t rows) const {
        Features features{m_columns.size(), std::vector<float>(rows * m_columns.size())};
        for (size_t row = 0; row < rows; ++row)
            for (size_t i = 0; i < m_columns.size(); ++i)
                features.values[row * m_columns.size() + i] = m_columns[i][row];
        return features;
    }

private:
    std::vector<std::vector<float>> m_columns;
};

Result<Features> featuresOfTable(const ColumnFile& file, size_t target, const JobContext& job) {
    FeatureColumns columns;
    for (size_t i = 0; i < file.columns(); ++i) {
        LATHE_CHECK(job.checkStop());
        const ColumnType type = file.schema()[i].type;
        if (i == target || type == ColumnType::Text) continue;
        LATHE_TRY(const Column column, file.read(i, 0, file.rows()));
        if (type == ColumnType::Category) columns.addCategories(column);
        else columns.addNumbers(column);
    }
    Features features = columns.take(file.rows());
    if (features.width == 0)
        return fail(ErrorKind::InvalidInput,
                    "there is no column of numbers or categories beside the target to learn from");
    return features;
}

/// Broken pictures have features of 0.
Result<Features> featuresOfPictures(const Project& project, const ColumnFile& file, const JobContext& job) {
    LATHE_TRY(const Pixels* pixels, images::pixels());
    LATHE_TRY(const auto stores, ImageStores::open(project));
    LATHE_TRY(const ImageTable table, readImages(file, job));
    Features features{featureCount, std::vector<float>(table.rows.size() * featureCount)};
    job.beginStage("looking at pictures", static_cast<double>(table.rows.size()), "pictures");
    parallelFor(table.rows.size(), [&](size_t i) {
        if (job.stopRequested()) return;
        job.addDone(1);
        const auto bytes = stores->read(table.rows[i].sha256);
        if (!bytes) return;
        const auto decoded = pixels->decode(*bytes, {featureSide, job.stopToken()});
        if (!decoded) return;
        const auto numbers = pixels->features(decoded->raster);
        std::copy(numbers.begin(), numbers.end(), features.values.begin() + static_cast<ptrdiff_t>(i * featureCount));
    });
    LATHE_CHECK(job.checkStop());
    return features;
}

/// Which class is the most probable for each row, and how often which is taken for which.
void addConfusion(Suspects& suspects, const std::vector<double>& probabilities) {
    const size_t classes = suspects.classes.size();
    suspects.confusion.assign(classes * classes, 0);
    suspects.predicted.assign(suspects.labels.size(), -1);
    suspects.confidence.assign(suspects.labels.size(), std::nanf(""));
    suspects.best = suspects.confidence;
    for (size_t row = 0; row < suspects.labels.size(); ++row) {
        const auto first = probabilities.begin() + static_cast<ptrdiff_t>(row * classes);
        const auto last = first + static_cast<ptrdiff_t>(classes);
        if (std::any_of(first, last, [](double each) { return std::isnan(each); })) continue;
        ++suspects.judged;
        suspects.predicted[row] = static_cast<int>(std::max_element(first, last) - first);
        suspects.best[row] = static_cast<float>(first[suspects.predicted[row]]);
        if (suspects.labels[row] < 0) continue;
        suspects.confidence[row] = static_cast<float>(first[suspects.labels[row]]);
        ++suspects.confusion[static_cast<size_t>(suspects.labels[row]) * classes +
                             static_cast<size_t>(suspects.predicted[row])];
    }
}

} // namespace

Result<Suspects> findSuspects(const Project& project, const VersionInfo& version, const SuspectOptions& options,
                              const JobContext& job) {
    const Datasets datasets(project);
    LATHE_TRY(const auto file, datasets.open(version));
    const auto target = file->find(options.target);
    if (!target) {
        std::vector<std::string> known;
        for (const auto& column : file->schema()) known.push_back(column.name);
        return failHint(ErrorKind::NotFound, fmt::format("{} has no column '{}'", version.reference(), options.target),
                        suggestion(options.target, known));
    }
    if (file->rows() > mostRows)
        return failHint(ErrorKind::InvalidInput, fmt::format("{} has more than a million rows", version.reference()),
                        "Take a sample first.");
    LATHE_TRY(const Column column, file->read(*target, 0, file->rows()));
    LATHE_TRY(LabelClasses targets, labelClasses(column));
    LATHE_CHECK(job.checkStop());
    if (targets.labels.size() * targets.classes.size() > mostNumbers)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("{} has {} rows of {} classes, which are too many probabilities to hold",
                                    version.reference(), targets.labels.size(), targets.classes.size()),
                        "Take a sample first, or merge classes.");
    std::vector<double> probabilities;
    Suspects suspects;
    if (!options.probabilities.empty()) {
        LATHE_TRY(const ScopedFolder scratch,
                  ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-suspects"));
        LATHE_TRY(probabilities, readProbabilities(options.probabilities, targets, *file, scratch.path(), job));
        suspects.features = "probabilities of " + options.probabilities.filename().string();
    } else {
        const bool pictures = isImageDataset(file->schema());
        LATHE_TRY(const Features features,
                  pictures ? featuresOfPictures(project, *file, job) : featuresOfTable(*file, *target, job));
        LATHE_TRY(probabilities, outOfFoldProbabilities(features, targets.labels, targets.classes.size(), options.folds,
                                                        options.seed, job));
        suspects.features =
            fmt::format("linear discriminant analysis of {} {}, {} folds", features.width,
                        pictures ? "features of the pictures" : "features of the columns", options.folds);
    }
    LATHE_CHECK(job.checkStop());
    suspects.found = findLabelErrors(targets.labels, probabilities, targets.classes.size());
    suspects.classes = std::move(targets.classes);
    suspects.labels = std::move(targets.labels);
    addConfusion(suspects, probabilities);
    return suspects;
}

} // namespace lathe::images
