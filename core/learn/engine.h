// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace lathe {

/// What the engines (LibTorch, XGBoost, the linear solver) share: plain numbers in, bytes out. Nothing of a
/// project, a file or a column is known here, so each engine's library builds alone.

/// Feature vectors, row-major; borrowed.
template <typename T>
struct Rows {
    const T* values = nullptr;
    size_t count = 0;
    size_t width = 0;
};

/// Feature vectors with what is to be learned: a class index or a number per row.
template <typename T>
struct LabelledRows {
    Rows<T> features;
    std::span<const double> target;
};

/// Classes of the target; 0 for a regression.
struct Problem {
    size_t classes = 0;
    [[nodiscard]] bool isRegression() const { return classes == 0; }
    [[nodiscard]] bool isBinary() const { return classes == 2; }
};

/// What an engine tells while it works, and how it is stopped. All are called on the engine's thread and must be set.
struct EngineHooks {
    /// A point of a series such as "train_loss"; step counts epochs or rounds from 1.
    std::function<void(std::string_view key, int64_t step, double value)> metric;
    std::function<void(double done, double total)> progress;
    std::function<void(const std::string& text)> log;
    /// Makes a state durable from which the engine can go on with the same bits.
    std::function<Result<void>(std::string state)> checkpoint;
    std::function<bool()> stopRequested;
    /// A state written by checkpoint() earlier; empty to start afresh.
    std::string resumeFrom;
};

/// Weights as the package keeps them, and what model.json says about them beyond kind and file.
struct FittedWeights {
    std::string weights;
    std::string torchScript; ///< bytes of model.pt, or empty
    double targetMean = 0;   ///< of an MLP regression, which learns the standardised target
    double targetScale = 1;
    int64_t steps = 0; ///< epochs or rounds behind the weights (of the best one with early stopping)
};

/// The error every engine returns when it noticed a stop.
[[nodiscard]] inline Failure stoppedFailure() { return fail(ErrorKind::Cancelled, "the run was stopped"); }

} // namespace lathe
