// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/out_of_fold.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/base/random.h"

namespace lathe::images {

namespace {

constexpr double shrinkage = 0.2;
constexpr double smallestVariance = 1e-8;

/// Sums of a set of rows: enough for means and covariance, and added up over folds.
struct Sums {
    std::vector<double> counts;  ///< by class
    std::vector<double> firsts;  ///< class × width
    std::vector<double> seconds; ///< width × width, upper triangle

    Sums(size_t classes, size_t width) : counts(classes), firsts(classes * width), seconds(width * width) {}
    void add(const float* row, size_t label, size_t width) {
        counts[label] += 1;
        for (size_t i = 0; i < width; ++i) {
            firsts[label * width + i] += row[i];
            double* line = seconds.data() + i * width;
            const double value = row[i];
            for (size_t j = i; j < width; ++j) line[j] += value * row[j];
        }
    }
    void add(const Sums& other) {
        const auto plus = [](std::vector<double>& into, const std::vector<double>& from) {
            for (size_t i = 0; i < into.size(); ++i) into[i] += from[i];
        };
        plus(counts, other.counts);
        plus(firsts, other.firsts);
        plus(seconds, other.seconds);
    }
};

/// The discriminant functions: a weight vector and an offset for each class.
struct Discriminant {
    size_t classes, width;
    std::vector<double> weights;
    std::vector<double> offsets; ///< −∞ for a class without rows

    void probabilities(const float* row, double* out) const {
        double largest = -INFINITY;
        for (size_t k = 0; k < classes; ++k) {
            out[k] = offsets[k];
            for (size_t i = 0; i < width; ++i) out[k] += weights[k * width + i] * row[i];
            largest = std::max(largest, out[k]);
        }
        double sum = 0;
        for (size_t k = 0; k < classes; ++k) sum += out[k] = std::exp(out[k] - largest);
        for (size_t k = 0; k < classes; ++k) out[k] /= sum;
    }
};

/// The lower Cholesky factor in place. The diagonal was shrunk into the positive, so it exists.
void factorise(std::vector<double>& matrix, size_t width) {
    for (size_t j = 0; j < width; ++j) {
        double* column = matrix.data() + j * width;
        for (size_t k = 0; k < j; ++k) column[j] -= column[k] * column[k];
        column[j] = std::sqrt(std::max(column[j], smallestVariance));
        for (size_t i = j + 1; i < width; ++i) {
            double* row = matrix.data() + i * width;
            double sum = row[j];
            for (size_t k = 0; k < j; ++k) sum -= row[k] * column[k];
            row[j] = sum / column[j];
        }
    }
}

std::vector<double> solved(const std::vector<double>& factor, std::vector<double> vector, size_t width) {
    for (size_t i = 0; i < width; ++i) {
        for (size_t k = 0; k < i; ++k) vector[i] -= factor[i * width + k] * vector[k];
        vector[i] /= factor[i * width + i];
    }
    for (size_t i = width; i-- > 0;) {
        for (size_t k = i + 1; k < width; ++k) vector[i] -= factor[k * width + i] * vector[k];
        vector[i] /= factor[i * width + i];
    }
    return vector;
}

Discriminant train(const Sums& sums, size_t classes, size_t width) {
    Discriminant model{classes, width, std::vector<double>(classes * width), std::vector<double>(classes, -INFINITY)};
    double total = 0;
    for (const double count : sums.counts) total += count;
    std::vector<double> means(classes * width);
    std::vector<double> covariance(width * width);
    for (size_t k = 0; k < classes; ++k)
        for (size_t i = 0; i < width; ++i)
            means[k * width + i] = sums.counts[k] > 0 ? sums.firsts[k * width + i] / sums.counts[k] : 0;
    const double degrees = std::max(1.0, total - static_cast<double>(classes));
    for (size_t i = 0; i < width; ++i)
        for (size_t j = i; j < width; ++j) {
            double within = sums.seconds[i * width + j];
            for (size_t k = 0; k < classes; ++k) within -= sums.counts[k] * means[k * width + i] * means[k * width + j];
            within /= degrees;
            covariance[j * width + i] = i == j ? std::max(within, smallestVariance) : within * (1 - shrinkage);
        }
    factorise(covariance, width);
    for (size_t k = 0; k < classes; ++k) {
        if (sums.counts[k] <= 0) continue;
        const std::vector<double> mean(means.begin() + static_cast<ptrdiff_t>(k * width),
                                       means.begin() + static_cast<ptrdiff_t>((k + 1) * width));
        const auto weights = solved(covariance, mean, width);
        double length = 0;
        for (size_t i = 0; i < width; ++i) length += mean[i] * weights[i];
        std::copy(weights.begin(), weights.end(), model.weights.begin() + static_cast<ptrdiff_t>(k * width));
        model.offsets[k] = std::log(sums.counts[k] / total) - length / 2;
    }
    return model;
}

/// Which fold a row is in; rows of one class go round in a random order.
std::vector<size_t> foldsOf(const std::vector<int>& labels, size_t classes, size_t folds, uint64_t seed) {
    std::vector<std::vector<size_t>> byClass(classes + 1);
    for (size_t row = 0; row < labels.size(); ++row)
        byClass[labels[row] < 0 ? classes : static_cast<size_t>(labels[row])].push_back(row);
    Random random(seed);
    std::vector<size_t> fold(labels.size());
    size_t next = 0;
    for (auto& rows : byClass) {
        random.shuffle(rows);
        for (const size_t row : rows) fold[row] = next++ % folds;
    }
    return fold;
}

} // namespace

Result<std::vector<double>> outOfFoldProbabilities(const Features& features, const std::vector<int>& labels,
                                                   size_t classes, size_t folds, uint64_t seed, const JobContext& job) {
    const size_t width = features.width;
    const auto labelled =
        static_cast<size_t>(std::count_if(labels.begin(), labels.end(), [](int label) { return label >= 0; }));
    if (classes < 2) return fail(ErrorKind::InvalidInput, "there are fewer than two classes to tell apart");
    if (labelled < 2 * folds)
        return fail(ErrorKind::InvalidInput, "{} labelled rows are too few for {} folds", labelled, folds);
    const auto fold = foldsOf(labels, classes, folds, seed);
    job.beginStage("learning without each part", static_cast<double>(2 * folds), "folds");
    std::vector<Sums> parts(folds, Sums(classes, width));
    parallelFor(folds, [&](size_t part) {
        for (size_t row = 0; row < labels.size() && !job.stopRequested(); ++row)
            if (fold[row] == part && labels[row] >= 0)
                parts[part].add(features.values.data() + row * width, static_cast<size_t>(labels[row]), width);
        job.addDone(1);
    });
    LATHE_CHECK(job.checkStop());
    std::vector<double> probabilities(labels.size() * classes);
    parallelFor(folds, [&](size_t part) {
        if (job.stopRequested()) return;
        Sums others(classes, width);
        for (size_t other = 0; other < folds; ++other)
            if (other != part) others.add(parts[other]);
        const Discriminant model = train(others, classes, width);
        for (size_t row = 0; row < labels.size() && !job.stopRequested(); ++row)
            if (fold[row] == part)
                model.probabilities(features.values.data() + row * width, probabilities.data() + row * classes);
        job.addDone(1);
    });
    LATHE_CHECK(job.checkStop());
    return probabilities;
}

} // namespace lathe::images
