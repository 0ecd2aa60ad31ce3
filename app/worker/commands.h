// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe::worker {

struct RunArguments {
    std::string project;
    std::string run;
    bool resume = false;
};

struct PredictArguments {
    std::string package;
    std::string input;   ///< CSV, or a column file; for a model of pictures a folder, a picture, or a column file
    std::string project; ///< where a column file's pictures are
    std::string output;
};

struct EvaluateArguments {
    std::string package;
    std::string data;
    std::string target;
};

enum class RunEnd { Finished, Failed, Stopped };

/// Trains a queued (or, with resume, ended and resumable) run of a project to its end, which is stored with the run.
/// Errors: what kept the run from being begun.
Result<RunEnd> trainRun(const RunArguments& arguments);

/// Each returns what the program prints as one line of JSON.
Result<Json> predictFile(const PredictArguments& arguments);
Result<Json> evaluateFile(const EvaluateArguments& arguments);
Json listDevices();

} // namespace lathe::worker
