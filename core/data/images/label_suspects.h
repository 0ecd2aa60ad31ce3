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
    /// A table with one column for each class, as many rows as the version, in its order: probabilities by models that had
    /// not seen the row, such as a cross-validated run's. Empty: computed by outOfFoldProbabilities().
    Path probabilities;
};

struct Suspects {
    std::vector<std::string> classes;
    ConfidentLearning found;
    std::string features; ///< what the probabilities come from, one sentence
};

/// Rows whose label is probably wrong. For image datasets features are taken from the pictures (Pixels::features()), for
/// others from the columns: numbers and dates standardised (missing: the mean, and a mark of their own), the 20 most
/// frequent values of categories as 0 and 1; texts are passed over. At most a million rows. Errors: NotFound (no such
/// column), InvalidInput (nothing to learn from, more than 1000 classes), Corrupt, Cancelled.
Result<Suspects> findSuspects(const Project& project, const VersionInfo& version, const SuspectOptions& options, const JobContext& job);

} // namespace lathe::images
