// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/columns/table.h"
#include "core/learn/predictor.h"

namespace lathe {

/// What is to be learned, as numbers.
struct Target {
    Task task = Task::Regression;
    std::vector<std::string> classes; ///< numbers in numeric order, else in the order of their bytes
    std::vector<double> values;       ///< class index or value per row; NaN where missing
    [[nodiscard]] std::string label(size_t classIndex) const { return classes[classIndex]; }
};

/// \p task: auto, classification or regression. Auto classifies categories, texts, booleans, integers of at most 20
/// different values and reals of two. Errors: InvalidInput naming the column (nothing to tell apart, too many classes,
/// a date).
Result<Target> readTarget(const Column& column, const std::string& task);

/// The target of other rows in terms of classes already known. Labels that are not among them become NaN.
Result<std::vector<double>> targetValues(const Column& column, const Signature& signature);

} // namespace lathe
