// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows of a version are stored: by content, so that nothing is stored twice.
#pragma once

#include <optional>

#include "core/data/datasets.h"
#include "core/data/versions/shared_chunks.h"

namespace lathe {

/// How the rows of a version that is about to be published are stored.
struct VersionFile {
    bool exists = false; ///< equal content is in the project: the version refers to that file
    Path file;           ///< what is to be published, below tmp/; of no use when it exists
    std::string path;    ///< relative to the project folder; given only when it exists
    uint64_t bytes = 0;
    std::string digest; ///< by treeHashFile()
    ChunkSharing sharing;
};

/// Decides for the finished column file \p file of the version \p draft (dataset name, content hash and parent are
/// known): equal content of any version is referred to; else chunks are shared with the parent or, without one, with
/// the latest version of the dataset. A base that cannot be read is passed over. Errors: Io, Cancelled.
Result<VersionFile> chooseVersionFile(const Project& project, const Path& file, const VersionInfo& draft,
                                      const JobContext& job);

/// Enters what the published file \p path takes from others; inside the transaction that makes it visible.
/// Errors: Conflict when a source is no longer there.
Result<void> recordSources(Database& database, const std::string& path, const ChunkSharing& sharing);

/// What a version's file takes on disk.
struct VersionStorage {
    uint64_t ownBytes = 0;               ///< of the version's file
    uint64_t sharedBytes = 0;            ///< encoded bytes that lie in other files
    std::vector<std::string> sources;    ///< whose files those are: "dataset weather@1"
    std::vector<std::string> sameFile;   ///< other versions with this very file: "weather@1"
    std::vector<std::string> dependents; ///< whose files take chunks from this one
};
Result<VersionStorage> versionStorage(const Project& project, const VersionInfo& version);

} // namespace lathe
