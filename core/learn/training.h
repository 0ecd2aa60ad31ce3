// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/runs/run_config.h"

namespace lathe {

namespace images {
class ImageStores;
}

/// Where a training puts what it finds while it works. Called on the training's thread.
class RunSink {
public:
    virtual ~RunSink() = default;
    /// A point of a series: train_loss at epoch 7.
    virtual void point(std::string_view key, int64_t step, double value) = 0;
    /// Makes all points so far durable; called before a checkpoint, which must not be ahead of them.
    virtual Result<void> flush() = 0;
    /// A figure of the whole run: test_auc.
    virtual Result<void> figure(const std::string& key, double value) = 0;
    virtual void progress(const std::string& stage, double done, double total) = 0;
    virtual void log(const std::string& text) = 0;
    virtual bool stopRequested() = 0;
    /// A file that was written, by its path below the run's folder; kinds as in RunArtifact.
    virtual Result<void> artifact(const std::string& path, const std::string& kind) = 0;
};

struct TrainingJob {
    std::string name; ///< of the run
    RunConfig config;
    std::shared_ptr<const ColumnFile> data;
    std::shared_ptr<images::ImageStores> pictures; ///< of the project; only kinds that learn from pictures need them
    Path folder;                                   ///< of the run; must exist
    Json lineage;                                  ///< as the package keeps it
    Json environment;                              ///< as the package keeps it
    bool resume = false;                           ///< go on from the folder's checkpoint, when there is one
};

struct TrainingOutcome {
    std::string modelHash;
    std::map<std::string, double> figures;
};

/// Trains as the configuration says: splits the rows, fits the preprocessing on the training part, trains, measures,
/// and writes the package to folder/model, the predictions of the test rows to folder/predictions.h5.
///
/// With k folds one model is trained per fold; "fold_<metric>" holds each fold's figure at step 1…k, "test_<metric>"
/// their mean and "test_<metric>_std" their standard deviation, the predictions are those of the fold in which a row
/// was tested, and the package holds a model of all rows.
///
/// Same data, configuration and threads: same bits, also when killed at any instant and resumed.
/// Errors: InvalidInput (columns, target, split), Unsupported (device), Cancelled (resumable), Io, Corrupt
/// (checkpoint).
Result<TrainingOutcome> train(const TrainingJob& job, RunSink& sink);

} // namespace lathe
