// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"
#include "core/data/readers/import.h"
#include "core/data/recipe/recipe.h"
#include "core/project/project.h"

namespace lathe {

struct DatasetInfo {
    DatasetId id;
    std::string name;
    int64_t createdAt = 0;
    int latestVersion = 0;
};

/// One immutable version of a dataset. Named by its content hash; remembers where it came from.
struct VersionInfo {
    DatasetId dataset;
    std::string datasetName;
    int number = 0;          ///< 1, 2, 3… within the dataset
    std::string contentHash; ///< SHA-256 of schema and values
    uint64_t rows = 0;
    std::vector<ColumnSchema> schema;
    std::string file;     ///< relative to the project folder
    std::string fileHash; ///< by treeHashFile(), for integrity checks
    uint64_t fileBytes = 0;
    std::string source;     ///< the imported file's name (no path), or empty
    std::string sourceHash; ///< SHA-256 of the imported file's bytes
    std::string parent;     ///< "weather@1" when made by a recipe
    std::string parentHash; ///< content hash of the parent
    std::string recipe;     ///< YAML of the recipe that made it, or empty
    uint64_t rejectedRows = 0;
    std::string importReport; ///< JSON: what the reader decided and why; empty for recipes
    std::string note;
    std::vector<std::string> tags; ///< names that people gave it, in alphabetical order
    int64_t createdAt = 0;

    [[nodiscard]] std::string reference() const { return datasetName + "@" + std::to_string(number); }
};

/// What was decided at an import and why, as the JSON text that a version keeps.
[[nodiscard]] std::string importReport(const ImportOutcome& outcome);

/// The dataset versions of a project. Thread safe as the Project is.
class Datasets {
public:
    struct Rejected {
        uint64_t line = 0;
        std::string reason;
        std::string text;
    };
    /// A further file that becomes visible together with a version, such as its pictures.
    struct Companion {
        Path file;         ///< finished, below the project's tmp/
        std::string path;  ///< where it goes, relative to the project folder
        std::string owner; ///< whose it is, for people
    };
    /// A version before it is published.
    struct Draft {
        VersionInfo info; ///< name, source, parent, report and note; the rest is taken from \c file
        Path file;        ///< a finished column file below the project's tmp/
        std::vector<Rejected> rejected;
        std::vector<Companion> companions;
        std::string action = "dataset.import"; ///< of the audit entry
    };

    explicit Datasets(const Project& project) : m_project(&project) {}

    Result<std::vector<DatasetInfo>> list() const;
    Result<std::vector<VersionInfo>> versions(const std::string& datasetName) const;

    /// "name", "name@latest", "name@3", "name@sha256:PREFIX" (8 hex digits at least; unambiguous) or "name@TAG".
    /// Errors: NotFound with the nearest name, InvalidInput.
    Result<VersionInfo> resolve(const std::string& reference) const;
    Result<std::shared_ptr<const ColumnFile>> open(const VersionInfo& version) const;

    /// Imports a file or folder of any known format as the next version of \p datasetName (made when new). Equal
    /// content to the latest version gives that version back instead of a new one. Killed at any instant, nothing is
    /// visible of it. Errors: those of importSource().
    Result<VersionInfo> importFile(const Path& source, const std::string& datasetName, const ImportOptions& options,
                                   const JobContext& job) const;
    /// The same for what is known to be CSV.
    Result<VersionInfo> importCsv(const Path& file, const std::string& datasetName, const CsvOptions& options,
                                  const JobContext& job) const;

    /// The versions of this project for recipes that join (RecipeContext::tables). Usable as long as the project.
    RecipeTables tables() const;

    /// Applies a recipe (YAML text) to a version and stores the outcome as the next version of \p datasetName. With
    /// `fit_on` learning steps learn from its training rows only. The version's recipe holds what steps such as cluster
    /// found.
    Result<VersionInfo> clean(const VersionInfo& parent, const std::string& recipeYaml, const std::string& datasetName,
                              const JobContext& job) const;

    /// Publishes a finished column file and its companions as the next version, all or nothing. Equal content to the
    /// latest version gives that version back. Errors: InvalidInput (name), Unsupported (read-only), Io, Cancelled.
    Result<VersionInfo> publish(Draft draft, const JobContext& job) const;

    /// Publishes rows made by a program (a simulator, a request log) as the next version.
    Result<VersionInfo> store(const std::string& datasetName, const Table& table, const std::string& source) const;

    /// Rows the reader refused, as {line, reason, text}; at most \p limit.
    Result<std::vector<Rejected>> rejected(const VersionInfo& version, size_t limit) const;

    /// Gives a version a name of its own: "weather@gold". A tag belongs to one version of a dataset; given again it
    /// moves. Letters, digits,
    /// '-', '_' and '.', at most 100, not all digits, not "latest". Errors: InvalidInput, Unsupported (read-only).
    Result<void> tag(const VersionInfo& version, const std::string& tag) const;
    /// Errors: NotFound with the nearest tag.
    Result<void> removeTag(const std::string& datasetName, const std::string& tag) const;
    /// At most 10 000 bytes of UTF-8; empty takes it away. Errors: InvalidInput, NotFound.
    Result<void> setNote(const VersionInfo& version, const std::string& note) const;
    /// Makes a new latest version that is \p version again: it refers to the same file, and names it as its parent. All
    /// versions stay. Errors: Conflict when that is the latest already, NotFound.
    Result<VersionInfo> rollBack(const VersionInfo& version) const;

    /// Into the trash; it comes back with Project::restore().
    Result<void> remove(const std::string& datasetName) const;

private:
    const Project* m_project;
};

/// Writes a version's rows as CSV (RFC 4180, UTF-8, header line). \p first and \p count select rows.
Result<void> exportCsv(const ColumnFile& file, const Path& target, const JobContext& job, uint64_t first = 0,
                       uint64_t count = UINT64_MAX);

} // namespace lathe
