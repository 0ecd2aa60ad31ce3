// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// What needs a model's engine is done by lathe-worker in a process of its own; a cancelled job kills it.

/// Metrics of a model package on a labelled column file: {"accuracy": …, "f1_macro": …} or {"rmse": …, …}.
/// Errors: those of the worker (a missing column, a damaged package), Cancelled.
Result<Json> evaluatePackage(const Path& package, const Path& columnFile, const std::string& target,
                             const JobContext& job);

/// Writes the predictions for a CSV or column file as CSV to \p output. Models of pictures take a folder, a picture, or
/// the column file of an image dataset, whose pictures lie in the project in \p projectFolder. Returns {"rows": …}.
Result<Json> predictToCsv(const Path& projectFolder, const Path& package, const Path& input, const Path& output,
                          const JobContext& job);

} // namespace lathe
