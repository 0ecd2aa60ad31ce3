// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace lathe {

using Path = std::filesystem::path;

/// The whole content of a file of at most `limit` bytes. Errors: NotFound, Io, InvalidInput (larger than limit).
Result<std::string> readTextFile(const Path& path, size_t limit = size_t{64} << 20);

/// Replaces `path` by `content` so that a reader, or a crash at any instant, sees the old file or the new one,
/// never a mixture: written beside, fsynced, renamed, folder fsynced. Errors: Io.
Result<void> writeFileAtomic(const Path& path, std::string_view content);

/// Makes a file's or folder's content durable. Errors: Io.
Result<void> syncFile(const Path& path);
Result<void> syncFolder(const Path& path);

/// Makes every file and folder below `root` durable, then renames `root` to `target` and makes that durable.
/// `target` must not exist. Errors: Conflict, Io.
Result<void> publishFolder(const Path& root, const Path& target);

/// Same for one file; an existing target is replaced.
Result<void> publishFile(const Path& file, const Path& target);

/// Copies a folder with all below it. Errors: Io, Conflict (target exists).
Result<void> copyFolder(const Path& from, const Path& to);

Result<void> createFolders(const Path& path);

/// A folder that is removed with all below it when the object ends, unless released.
class ScopedFolder {
public:
    /// Creates `parent`/prefix-XXXX. Errors: Io.
    static Result<ScopedFolder> create(const Path& parent, std::string_view prefix);
    ~ScopedFolder();
    ScopedFolder(ScopedFolder&& other) noexcept;
    ScopedFolder& operator=(ScopedFolder&& other) noexcept;

    [[nodiscard]] const Path& path() const { return m_path; }
    Path release();

private:
    explicit ScopedFolder(Path path) : m_path(std::move(path)) {}
    Path m_path;
};

/// The folder the running program's binary lies in; helper programs are looked for beside it.
Path programFolder();

} // namespace lathe
