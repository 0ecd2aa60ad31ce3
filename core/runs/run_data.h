// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"
#include "core/runs/run_store.h"

namespace lathe {

/// The data version a run was created for, by content: the name may meanwhile stand for something else.
/// Errors: NotFound (it is no longer in the project).
Result<VersionInfo> versionOfRun(const Project& project, const RunInfo& run);

} // namespace lathe
