// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/job.h"

namespace lathe::images {

/// Numbers of which each row has \c width.
struct Features {
    size_t width = 0;
    std::vector<float> values; ///< rows × width, row by row
};

/// Class probabilities of each row by models that were trained without it: linear discriminant analysis with a common
/// covariance shrunk towards its diagonal (Friedman 1989, γ = 0.2), k folds stratified by class. A simple model is what
/// suspects need: it does not learn single wrong labels by heart. Rows with label −1 get probabilities too and train
/// nothing. Returns rows × classes, row by row. The same seed gives the same numbers.
/// O(rows · width²) for the covariances and O(folds · width³). Errors: InvalidInput (fewer than two classes or than two
/// labelled rows for each fold), Cancelled. REQUIRES labels.size() · width == values.size(), folds ≥ 2.
Result<std::vector<double>> outOfFoldProbabilities(const Features& features, const std::vector<int>& labels,
                                                   size_t classes, size_t folds, uint64_t seed, const JobContext& job);

} // namespace lathe::images
