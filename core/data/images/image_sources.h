// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/datasets.h"
#include "core/data/images/pixels.h"

namespace lathe::images {

/// Pictures that can be imported, in a fixed order. Reading is thread safe.
class PictureSource {
public:
    struct Picture {
        std::string path; ///< its name in the dataset: UTF-8, parts separated by /
        std::optional<std::string> label;
        std::optional<std::string> split; ///< "train", "validation", "test"…
    };
    virtual ~PictureSource() = default;
    [[nodiscard]] virtual size_t count() const = 0;
    [[nodiscard]] virtual const Picture& picture(size_t index) const = 0;
    /// The encoded picture. Errors: Io, NotFound, InvalidInput (too large).
    virtual Result<std::vector<uint8_t>> read(size_t index) const = 0;

    std::string layout;                       ///< "class-folders", "label-file", "flat" or "idx"
    std::vector<std::string> reasons;         ///< one sentence per decision
    std::vector<Datasets::Rejected> rejected; ///< files that are no pictures, labels without a file
};

struct FolderOptions {
    /// A table (CSV, JSON lines…) with a column of file names and one of labels; empty: `labels.*` or `metadata.*` in
    /// the folder when there is one, else the folders' names.
    Path labelFile;
    std::string fileColumn;  ///< empty: file, filename, file_name, image, path or id, else the first column
    std::string labelColumn; ///< empty: label, class, category or target, else the column after the file's
};

/// A folder of class folders, a folder with a label file, or a flat folder; subfolders are searched. Folders train,
/// test, val, valid, validation and dev at the top are splits. Files are taken for pictures by their first bytes or by
/// their name's ending in any case, so that broken ones are not lost. O(files). Errors: NotFound, Io, InvalidInput,
/// Cancelled.
Result<std::unique_ptr<PictureSource>> openFolder(const Path& folder, const FolderOptions& options, const Path& scratch,
                                                  const JobContext& job);

/// A pair of IDX files as MNIST's (plain or gzip): unsigned bytes count × rows × columns, and labels, which may be
/// empty. Errors: NotFound, Io, Corrupt, Unsupported (other element types).
Result<std::unique_ptr<PictureSource>> openIdx(const Path& imagesFile, const Path& labelsFile, const Pixels& pixels);

/// Class and split of a picture from its place below the folder; \p splitFolders says whether the top folders are
/// splits. For tests and the fuzzer.
PictureSource::Picture placed(const std::string& path, bool splitFolders);

/// A file's name as UTF-8: bytes that are not become %XX.
std::string utf8Name(const std::string& bytes);

inline constexpr uint64_t largestFile = uint64_t{512} << 20; ///< bytes of one encoded picture

} // namespace lathe::images
