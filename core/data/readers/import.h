// SPDX-License-Identifier: GPL-3.0-or-later
// The door for data of every format. A source is a file or a folder; what it is gets decided by its first bytes, and
// where those leave it open, by its name. docs/formats.md says what becomes of each format's values.
#pragma once

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/data/columns/table.h"
#include "core/data/csv/csv.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lathe {

/// The words (toString) stand in files, options and messages; do not change them.
enum class SourceFormat {
    Csv,          ///< "csv": delimited text of any dialect
    JsonDocument, ///< "json": records in an array, columns in an object, or records one after the other
    JsonLines,    ///< "jsonl": one record per line
    Arff,         ///< "arff"
    Sqlite,       ///< "sqlite": a table, a view or a query
    Hdf5,         ///< "hdf5": a dataset, or the equally long datasets of a group
    NetCdf,       ///< "netcdf": classic (CDF-1, 2, 5) and netCDF-4
    Npy,          ///< "npy"
    Npz,          ///< "npz": the equally long arrays of an archive side by side
    Idx,          ///< "idx": the format of MNIST, plain or gzip
    TextFolder,   ///< "text-folder": a file per text, a folder per class
    ImageFolder,  ///< "image-folder": recognised here, read by the image datasets
    Parquet,      ///< "parquet": where the build found Apache Arrow
};

[[nodiscard]] const char* toString(SourceFormat format);
[[nodiscard]] std::optional<SourceFormat> sourceFormatFromText(std::string_view text);
/// All words, in the order of the enumeration.
[[nodiscard]] const std::vector<std::string>& sourceFormatWords();

/// What a source is, and the sentence that says why.
struct FormatGuess {
    SourceFormat format = SourceFormat::Csv;
    std::string reason;
};

/// Looks at no more than 64 kB of a file, or at the names in a folder. Text of which nothing else is known is CSV.
/// \p member: the file within a zip archive; without it the first of several.
/// Errors: NotFound, Io; InvalidInput for an empty folder.
Result<FormatGuess> detectFormat(const Path& source, const std::string& member = {});

/// What a person decides; everything left empty is found out.
struct ImportOptions {
    std::optional<SourceFormat> format;
    /// For CSV all of it. `names`, `types` and `threads` hold for every format; `missingMarks` for the formats whose
    /// values are all written as text (CSV).
    CsvOptions csv;
    std::string table;       ///< SQLite: a table or view
    std::string query;       ///< SQLite: one SELECT instead of a table
    std::string datasetPath; ///< HDF5, netCDF: "/group/dataset" or "/group"; npz: the array's name
    std::string recordPath;  ///< JSON: keys to the records, "data.items"; a key that holds a dot is written with \.
};

/// One of several things inside a source that could be imported.
struct SourceChoice {
    std::string name;  ///< what to write as table, dataset path or record path
    std::string kind;  ///< "table", "view", "dataset", "group", "array", "variables"
    std::string shape; ///< for people: "3503 rows", "60000 × 28 × 28"
    bool operator==(const SourceChoice&) const = default;
};

/// What is known of a source before its rows are read.
struct SourceDescription {
    SourceFormat format = SourceFormat::Csv;
    std::vector<ColumnSchema> columns;    ///< as the sample suggests; a later value may widen a type
    std::vector<std::string> reasons;     ///< one sentence per decision
    std::vector<SourceChoice> choices;    ///< empty when there is but one thing to import
    std::string chosen;                   ///< the choice that was taken
    std::optional<CsvDialect> csv;        ///< of CSV only
    std::vector<CsvRejectedRow> rejected; ///< of previewSource(): rows among those looked at that would be left out
};

/// A row or record that was left out. `line` is the line of a text format at which it begins, else its number from 1.
using RejectedRow = CsvRejectedRow;

struct ImportOutcome {
    SourceDescription description; ///< with the types that the whole source came to
    uint64_t rows = 0;
    uint64_t rejectedRows = 0;
    std::vector<RejectedRow> rejected; ///< the first 10 000
    std::string sourceHash;            ///< SHA-256 of the file's bytes; of a folder, over its files' names and hashes
    std::string contentHash;
};

/// Decides how a source is to be read. Time does not depend on its size, a columns-oriented JSON object and a folder's
/// number of files excepted. Errors: NotFound, Io; InvalidInput with file, place and reason when the format is broken;
/// Unsupported when it is sound and this build cannot read it.
Result<SourceDescription> describeSource(const Path& source, const ImportOptions& options);

/// The first \p rows rows as they would be imported. As quick as describeSource().
Result<Table> previewSource(const Path& source, const ImportOptions& options, size_t rows,
                            SourceDescription* description = nullptr);

/// Reads a source of any size into a column file at \p target, which must not exist, in bounded memory. Records that
/// cannot be read are kept apart with place and reason; a value that contradicts the type found in the sample changes
/// the column's type, never the value; a value that does not fit a type the user fixed puts its row among the rejects.
/// The column file is the same for any number of threads. On an error the target may be left behind unfinished.
/// Errors: those of describeSource(), Cancelled.
Result<ImportOutcome> importSource(const Path& source, const Path& target, const ImportOptions& options,
                                   const JobContext& job);

} // namespace lathe
