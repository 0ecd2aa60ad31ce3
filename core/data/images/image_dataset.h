// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/datasets.h"
#include "core/data/images/image_columns.h"
#include "core/data/images/image_sources.h"
#include "core/data/images/pixels.h"

namespace lathe::images {

enum class Status {
    Ok,
    Truncated, ///< only a part could be decoded
    Broken,    ///< nothing could be decoded
};
const char* toString(Status status); ///< "ok", "truncated", "broken"

/// One row of an image dataset.
struct ImageRow {
    uint64_t row = 0; ///< within the version
    std::string path;
    int label = -1; ///< index into ImageTable::labels; -1: none
    int split = -1; ///< index into ImageTable::splits; -1: none
    Status status = Status::Ok;
    std::string reason; ///< why it is not ok
    std::string sha256;
    ImageHeader header;
    uint64_t bytes = 0;
    Quality quality;
};

/// All rows of a version in memory: about 400 bytes each.
struct ImageTable {
    std::vector<ImageRow> rows;
    std::vector<std::string> labels;
    std::vector<std::string> splits;

    [[nodiscard]] std::string labelOf(const ImageRow& row) const {
        return row.label < 0 ? std::string() : labels[static_cast<size_t>(row.label)];
    }
};

/// Errors: InvalidInput (no image dataset), Corrupt, Io, Cancelled.
Result<ImageTable> readImages(const ColumnFile& file, const JobContext& job);

/// Rows as a table with all columns, in the order of the constants above.
[[nodiscard]] Table tableOf(const ImageTable& images);

struct ImageImportOptions {
    FolderOptions folder;
    Path idxLabels;      ///< IDX only
    size_t threads = 0;  ///< 0: all
    std::string tracked; ///< the name by which the folder is tracked; set by importTrackedImages()
};

/// Imports pictures as the next version of \p datasetName: their encoded bytes into one image store (those that the
/// project has already are not stored again), what is known of them into the version's table. Broken pictures are kept,
/// with the reason. \p source is a folder, an IDX file, or a DVC pointer to one. The version is the same for any number
/// of threads. Memory is bounded by 64 MB of files at a time and one decoded picture a thread. Killed at any instant,
/// nothing is visible of it. Errors: those of openFolder() and openIdx(), Unsupported (read-only project; no module),
/// Cancelled.
Result<VersionInfo> importImages(const Project& project, const Path& source, const std::string& datasetName,
                                 const ImageImportOptions& options, const JobContext& job);

/// Imports \p folder and tracks it (TrackedFiles), so that what changes in it afterwards is seen; the version's import
/// report names it as `tracked`. A folder inside the project is imported and not tracked. Errors: as importImages().
Result<VersionInfo> importTrackedImages(const Project& project, const Path& folder, const std::string& datasetName,
                                        const ImageImportOptions& options, const JobContext& job);

/// Which dataset the tracked folder of this name was imported as; empty: none. O(datasets).
Result<std::string> datasetOfTracked(const Project& project, const std::string& trackedName);

/// Writes the pictures of a version as they were imported below \p folder, which must not exist or be empty: one folder
/// per class (rows without one into `unlabelled`), below one per split when there are splits. Names that meet are told
/// apart by a number. Written beside and renamed: until the last picture is durable \p folder is as it was.
/// Errors: Conflict, Io, Corrupt, Cancelled.
Result<uint64_t> exportImages(const Project& project, const ColumnFile& file, const Path& folder,
                              const JobContext& job);

} // namespace lathe::images
