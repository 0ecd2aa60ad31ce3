// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/project/project.h"

namespace lathe {

/// A file or folder outside of the project that is known by the hashes of its files.
struct TrackedPath {
    int64_t id = 0;
    std::string path; ///< relative to the project folder
    bool isFolder = false;
    int64_t trackedAt = 0;
    uint64_t files = 0;
    uint64_t bytes = 0;
};

/// How a tracked path differs from what was recorded; paths are relative to it ("" for a single file).
struct TrackedStatus {
    TrackedPath tracked;
    std::vector<std::string> changed;
    std::vector<std::string> added;
    std::vector<std::string> missing;
    uint64_t files = 0;  ///< there now
    uint64_t hashed = 0; ///< had to be read, because the stat cache could not vouch for them
    [[nodiscard]] bool isClean() const { return changed.empty() && added.empty() && missing.empty(); }
};

/// Files outside of the project, known by MD5 (as DVC knows them), with a cache of what stat(2) says: a file whose
/// size, inode and modification time are those recorded is taken for unchanged without reading it, except when it was
/// modified no earlier than it was hashed (git's "racily clean" rule): then it could have changed after that within the
/// clock's tick. Regular files count; links and devices do not. Thread safe as the Project is.
class TrackedFiles {
public:
    explicit TrackedFiles(const Project& project) : m_project(&project) {}

    /// Records all files at or below \p path as they are now; a path that is tracked already is recorded anew, reading
    /// only what may have changed. Errors: NotFound, InvalidInput (it lies in the project), Io, Unsupported
    /// (read-only), Cancelled.
    Result<TrackedPath> track(const Path& path, const JobContext& job) const;
    Result<std::vector<TrackedPath>> list() const;
    /// Compares with what is there now. In a project open for writing, the stat cache learns what had to be read.
    /// An unchanged folder costs one stat per file, on all threads. Errors: Io, Cancelled.
    Result<TrackedStatus> status(const TrackedPath& tracked, const JobContext& job) const;
    /// The path by which \p path is or would be tracked. Errors: InvalidInput (it lies in the project).
    Result<std::string> trackedName(const Path& path) const;
    /// Where a tracked path is on this machine.
    [[nodiscard]] Path place(const TrackedPath& tracked) const {
        return (m_project->folder() / tracked.path).lexically_normal();
    }
    /// Errors: NotFound with the nearest path.
    Result<void> untrack(const Path& path) const;

private:
    const Project* m_project;
};

} // namespace lathe
