// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/datasets.h"
#include "core/stats/confident_learning.h"

namespace lathe::images {

struct SuspectOptions {
    std::string target = "label";
    size_t folds = 5;
    uint64_t seed = 1;
    /// Predictions by models that had not seen the row, such as a cross-validated run's: see readProbabilities(). Rows
    /// that they say nothing about are passed over. Empty: computed by outOfFoldProbabilities().
    Path probabilities;
};

struct Suspects {
    std::vector<std::string> classes;
    std::vector<int> labels;       ///< by row: the given class; −1: none
    std::vector<int> predicted;    ///< by row: the most probable class; −1: nothing is known of the row
    std::vector<float> confidence; ///< by row: probability of the given class; NaN without one
    std::vector<float> best;       ///< by row: probability of the most probable class
    uint64_t judged = 0;           ///< rows of which something is known
    std::vector<uint64_t>
        confusion; ///< classes × classes: rows with the given label (line) taken for the class (column)
    ConfidentLearning found;
    std::string features; ///< what the probabilities come from, one sentence
};

/// Rows whose label is probably wrong. For image datasets features are taken from the pictures (Pixels::features()),
/// for others from the columns: numbers and dates standardised (missing: the mean, and a mark of their own), the 20
/// most frequent values of categories as 0 and 1; texts are passed over. At most a million rows. Errors: NotFound (no
/// such column), InvalidInput (nothing to learn from, more than 1000 classes or 50 million probabilities, predictions
/// about other rows), Corrupt, Cancelled.
Result<Suspects> findSuspects(const Project& project, const VersionInfo& version, const SuspectOptions& options,
                              const JobContext& job);

} // namespace lathe::images
