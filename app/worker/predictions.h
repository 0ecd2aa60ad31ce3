// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "app/worker/commands.h"
#include "core/base/files.h"
#include "core/learn/predictor.h"

namespace lathe::worker {

[[nodiscard]] bool takesPictures(const Signature& signature);

/// A value as it stands in a CSV file.
[[nodiscard]] std::string csvField(std::string_view text);
/// ",p(cat),p(dog)"; empty for a regression.
[[nodiscard]] std::string classHeader(const Signature& signature);

/// Predictions for a folder of pictures, one picture, or an image dataset of a project, as CSV: row, path, prediction,
/// probabilities, and why there is none. \p scratch: a folder for what is needed meanwhile.
Result<Json> predictPictures(const Predictor& predictor, const PredictArguments& arguments, const Path& scratch);

} // namespace lathe::worker
