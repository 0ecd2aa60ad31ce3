// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/job.h"

namespace lathe {

/// publishFolder() for folders of many files: looks for a stop between them and counts them as done. An empty folder at
/// \p target gives way in the same step. Errors: Io (also where \p target has content), Cancelled.
Result<void> publishFolder(const Path& root, const Path& target, const JobContext& job);

} // namespace lathe
