// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"

namespace lathe {

/// What stat(2) says of a regular file.
struct FileStamp {
    std::string path; ///< relative to the folder that was scanned
    uint64_t bytes = 0;
    uint64_t inode = 0;
    int64_t modified = 0; ///< nanoseconds since 1970
};

/// All regular files below \p folder, by path. Links are not followed. Files that vanish meanwhile are left out.
/// Listing is serial, stat(2) parallel. Errors: Io (a folder cannot be read), Cancelled.
Result<std::vector<FileStamp>> scanFolder(const Path& folder, const JobContext& job);

/// The stamp of one file, its path empty. Errors: NotFound, Io.
Result<FileStamp> stampOf(const Path& file);

} // namespace lathe
