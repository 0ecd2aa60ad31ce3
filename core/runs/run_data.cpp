// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_data.h"

namespace lathe {

Result<VersionInfo> versionOfRun(const Project& project, const RunInfo& run) {
    const Datasets datasets(project);
    auto version = datasets.resolve(run.data);
    if (!version || version->contentHash != run.dataHash)
        version = datasets.resolve(run.data.substr(0, run.data.find('@')) + "@sha256:" + run.dataHash);
    if (!version) return failure(std::move(version.error()).within("while opening the run's data"));
    return version;
}

} // namespace lathe
