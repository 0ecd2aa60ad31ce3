// SPDX-License-Identifier: GPL-3.0-or-later
// Interoperation with DVC (dvc.org): pointer files and the local cache, formats of DVC 2 and 3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/project/project.h"

namespace lathe {

/// What a `.dvc` file says about its (first) output.
struct DvcPointer {
    std::string md5; ///< 32 hexadecimal digits, and ".dir" for a folder
    uint64_t size = 0;
    std::optional<uint64_t> files; ///< of a folder
    std::string path;              ///< relative to the pointer's folder (or its wdir)
    bool oldText = false;          ///< made before DVC 3.0: of text files the MD5 counts CR LF as LF

    [[nodiscard]] bool isFolder() const { return md5.ends_with(".dir"); }
    /// The pointer as DVC 3 writes it.
    [[nodiscard]] std::string toYaml() const;
};

/// Errors: InvalidInput with the place in \p name.
Result<DvcPointer> parseDvcPointer(std::string_view text, const std::string& name);

/// One file of a cached folder.
struct DvcEntry {
    std::string md5;
    std::string path; ///< relative, with '/'
};
/// The list of a folder as DVC writes it, byte for byte: its MD5 names the folder. Sorted by path.
[[nodiscard]] std::string dvcFolderText(std::vector<DvcEntry> entries);
/// Reads the list of a cached folder (`….dir`: JSON). Errors: Corrupt, also for a path that leads out of the folder.
Result<std::vector<DvcEntry>> parseDvcFolder(std::string_view text, const std::string& name);

[[nodiscard]] bool isDvcPointer(const Path& path);

/// The data that the pointer file \p pointer stands for: the file or folder beside it when its MD5 is right, else the
/// cache of the DVC repository it lies in (`.dvc/cache/files/md5` or, before 3.0, `.dvc/cache`); cached folders and
/// files are put together below \p scratch under their own names. Everything is verified. Errors: NotFound (nowhere;
/// the hint says `dvc pull`), Corrupt, InvalidInput, Cancelled.
Result<Path> resolveDvcPointer(const Path& pointer, const Path& scratch, const JobContext& job);

/// A source to read, with the folder it was put together in, if any; both end together.
struct ReadableSource {
    Path path;
    std::optional<ScopedFolder> scratch;
};

/// \p given itself, or what it stands for when it is a pointer. Errors: those of resolveDvcPointer(), Io.
Result<ReadableSource> readableSource(const Project& project, const Path& given, const JobContext& job);

/// Writes `data`.dvc beside the file or folder \p data, and, inside a DVC repository, puts the file, or the folder's
/// files and their list, into its cache and, inside git, the name into .gitignore, as `dvc add` does. Of a folder
/// regular files count; what lies below
/// `.dvc` and `.git` does not. Returns the pointer's path. Errors: Io, NotFound, InvalidInput (an empty folder),
/// Cancelled.
Result<Path> writeDvcPointer(const Path& data, const JobContext& job);

} // namespace lathe
