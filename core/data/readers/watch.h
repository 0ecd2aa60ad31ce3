// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/data/datasets.h"

#include <chrono>
#include <functional>

namespace lathe {

struct WatchOptions {
    /// A file must not change for so long before it is taken: programs write files piece by piece.
    std::chrono::milliseconds settle{1000};
    /// Take what is there and end.
    bool once = false;
};

/// Calls \p changed for a file, or for each file of a folder (not of those below it; names that begin with a dot are
/// passed over), when it is there and has settled, and again whenever it has changed and settled. Files of a folder
/// come in the order of their names. The kernel tells of changes (inotify); every two seconds the folder is looked at
/// all the same, for not every file system tells. What \p changed returns as an error ends the watch. Errors: NotFound
/// (the folder, or the file's folder), Cancelled after a stop, those of \p changed.
Result<void> watchFiles(const Path& path, const WatchOptions& options, const std::stop_token& stop,
                        const std::function<Result<void>(const Path&)>& changed);

/// What became of one file.
struct WatchedFile {
    Path file;
    std::optional<VersionInfo> version; ///< none when nothing was made of it
    std::string message;                ///< why not; a file that cannot be read does not end the watch
};

/// Watches a file, whose every change becomes the next version, or a folder, each new file of which is appended.
/// A file whose bytes a version of the dataset came from is passed over, so a watch may be ended and begun again. A
/// file of a folder that changes after it was appended is reported and left alone: its rows are there already. Errors:
/// those of watchFiles().
Result<void> watchSource(const Project& project, const Path& path, const std::string& datasetName,
                         const ImportOptions& import, const WatchOptions& options, const JobContext& job,
                         const std::function<void(const WatchedFile&)>& report);

} // namespace lathe
