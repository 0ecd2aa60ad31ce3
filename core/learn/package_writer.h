// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "core/base/files.h"
#include "core/learn/model.h"
#include "core/learn/predictor.h"

namespace lathe {

/// All that a model package says. Layout and meaning: docs/model-package.md.
struct PackageContent {
    std::string name; ///< of the run, for people
    Signature signature;
    Json preprocessing;
    std::vector<std::string> featureNames; ///< of columns
    StoredModel model;
    std::map<std::string, double> metrics;
    Json parameters;
    Json lineage;
    Json environment;
    Json example; ///< one raw row, {"column": value}; null when there is none
};

/// SHA-256 over all that decides a prediction: preprocessing, classes, link and weights. Equal for equal models.
std::string hashOf(const PackageContent& content);

/// Builds the package below \p workFolder, seals it and moves it to \p target, replacing a package that an interrupted
/// run left there. Errors: Io.
Result<void> writePackage(const PackageContent& content, const Path& workFolder, const Path& target);

} // namespace lathe
