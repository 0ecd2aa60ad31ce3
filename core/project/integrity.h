// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

namespace lathe {

/// What Project::check() does, for the project at \p folder.
Result<std::vector<ProjectProblem>> projectProblems(Database& database, const Path& folder, const JobContext& job);

} // namespace lathe
