// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"

namespace lathe {

/// The rows of the dataset's latest version and behind them those of a source, as the next version, whose parent is
/// that latest one. A dataset that does not exist yet is made. Columns are matched by name, in any order, and must
/// agree in type. A type that holds the new values exactly agrees too: integers come into a column of reals, anything
/// into a column of texts as it is written, and columns without values into any. Nothing new gives the latest version
/// back. Errors: InvalidInput that names every column that does not agree; Conflict when another version was made
/// meanwhile; those of Datasets::importFile().
Result<VersionInfo> appendFile(const Project& project, const Path& source, const std::string& datasetName,
                               const ImportOptions& options, const JobContext& job);

} // namespace lathe
