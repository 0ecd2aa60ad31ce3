// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>

#include "core/base/json.h"
#include "core/learn/engine.h"
#include "core/learn/predictor.h"

namespace lathe {

/// The figures of predictions against the truth, by metric name: accuracy, f1_macro, log_loss, auc, average_precision
/// (two classes: of the second; more: unweighted mean of one against the rest), or rmse, mae, r2. Figures that the rows
/// do not define are left out. \p truth: class index or value; \p scores: rows × classes probabilities, or one value
/// per row.
std::map<std::string, double> qualityOf(const Problem& problem, std::span<const double> truth,
                                        std::span<const double> scores);

/// A loaded model against labelled rows. Rows whose target is missing or a class unknown to the model are left out.
/// Errors: InvalidInput (columns, no row left).
Result<std::map<std::string, double>> evaluatePredictor(const Predictor& predictor, const Table& rows,
                                                        const std::string& target);

} // namespace lathe
