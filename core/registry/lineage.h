// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/project/project.h"
#include "core/registry/registry.h"
#include "core/runs/run_store.h"

namespace lathe {

/// The steps from the source file to the run, root first. What can no longer be found (a dataset in the trash) is
/// still named with the hash that the run recorded.
Result<std::vector<LineageStep>> lineageOfRun(const Project& project, const RunInfo& run);

/// Lineage as stored in model_version.lineage: {"steps": [{"kind", "name", "detail", "hash", "time"}, …]}.
Json lineageToJson(const std::vector<LineageStep>& steps);
Result<std::vector<LineageStep>> lineageFromJson(const std::string& text);

} // namespace lathe
