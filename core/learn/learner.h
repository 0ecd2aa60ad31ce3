// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/learn/encoder.h"
#include "core/learn/engine.h"
#include "core/learn/model.h"
#include "core/learn/target.h"
#include "core/learn/training.h"

namespace lathe {

using RowNumbers = std::vector<uint64_t>;

/// A model fitted to some rows, with what comes before it.
struct FittedModel {
    FeatureEncoder encoder; ///< of columns; empty for pictures
    Json preprocessing;     ///< model.json's section
    std::vector<InputField> inputs;
    std::vector<std::string> featureNames; ///< empty for pictures
    StoredModel model;
};

/// What a run learns from, and with: the columns of a table, or pictures. Not thread safe.
class Learner {
public:
    /// The learner for the configuration's kind of model. \p job and \p target must outlive it; nothing is read yet.
    /// Errors: Unsupported (device), InvalidInput.
    static Result<std::unique_ptr<Learner>> create(const TrainingJob& job, const Target& target);
    virtual ~Learner() = default;

    /// Reads what there is to learn from; returns it in words ("4 columns").
    /// Errors: InvalidInput (columns, no pictures), Cancelled, Io, Corrupt.
    virtual Result<std::string> read(RunSink& sink) = 0;
    /// False: the row can neither be learned from nor be tested.
    [[nodiscard]] virtual bool isUsable(uint64_t row) const = 0;
    [[nodiscard]] virtual bool stopsEarly() const = 0;

    /// \p quietly: nothing of how the features were prepared is logged.
    [[nodiscard]] virtual Result<FittedModel> fit(const RowNumbers& train, const RowNumbers& validation,
                                                  const EngineHooks& hooks, bool quietly) const = 0;
    /// Rows × outputs, by the code that batch prediction and the server run. Errors: Corrupt, Cancelled.
    [[nodiscard]] virtual Result<std::vector<double>> score(const FittedModel& fitted, const RowNumbers& rows,
                                                            RunSink& sink) const = 0;
    /// A row as a request has it; null when it cannot be written as text.
    [[nodiscard]] virtual Json example(const FittedModel& fitted, uint64_t row) const = 0;
};

/// For the sources of the learners.
Result<std::unique_ptr<Learner>> createTableLearner(const TrainingJob& job, const Target& target);
Result<std::unique_ptr<Learner>> createPictureLearner(const TrainingJob& job, const Target& target);
/// Errors: InvalidInput when the data has no such column; \p role: what the configuration names it as.
Result<void> requireColumn(const ColumnFile& data, const std::string& name, const char* role);
[[nodiscard]] std::vector<double> gatherValues(const std::vector<double>& values, const RowNumbers& rows);

} // namespace lathe
