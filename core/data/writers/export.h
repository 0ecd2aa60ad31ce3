// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a version as files for other programs. docs/formats.md says what becomes of each format's values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/data/query/row_order.h"

namespace lathe {

/// What rows can be written as. The words (toString) stand in options; do not change them.
enum class ExportFormat {
    Csv,       ///< "csv": RFC 4180, UTF-8, header line
    Tsv,       ///< "tsv": the same with tabs
    JsonArray, ///< "json": an array of objects
    JsonLines, ///< "jsonl": an object per line
    Arff,      ///< "arff"
    Sqlite,    ///< "sqlite": a table called as the file
    Hdf5,      ///< "hdf5": a dataset per column
    Npz,       ///< "npz": a NumPy array per column
    Parquet,   ///< "parquet": where the build found Apache Arrow
};

[[nodiscard]] const char* toString(ExportFormat format);
[[nodiscard]] std::optional<ExportFormat> exportFormatFromText(std::string_view text);
/// All words, in the order of the enumeration.
[[nodiscard]] const std::vector<std::string>& exportFormatWords();
/// The endings of a format's files, ".jsonl" and so on, the usual one first.
[[nodiscard]] const std::vector<std::string>& exportEndings(ExportFormat format);
/// Whether the format is text, of which ".gz" and ".zst" behind the ending make packed files.
[[nodiscard]] bool isTextFormat(ExportFormat format);

/// By the name's ending, that of packed files left out of account; all others are CSV.
[[nodiscard]] ExportFormat exportFormatFor(const Path& file);

/// Writes the rows of a view in the format, the columns \p columns in that order, packed where the name ends with ".gz"
/// or ".zst". Whole or not at all; an existing file is replaced. Memory does not grow with the rows. Answers a stop
/// within 200 ms. Errors: NotFound (folder); InvalidInput for values that the format cannot hold, with column and row,
/// and for packed files that are no text; Unsupported (Parquet in builds without Apache Arrow); Corrupt, Io, Cancelled.
Result<void> exportRows(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns,
                        ExportFormat format, const Path& target, const JobContext& job);
/// Writes the same to an open descriptor called \p name, such as standard output; what is written before an error
/// stays. Errors: InvalidInput (also for formats that are no text), Corrupt, Io, Cancelled.
Result<void> exportRows(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns,
                        ExportFormat format, int descriptor, const std::string& name, const JobContext& job);
/// All rows and columns of a file.
Result<void> exportFile(const ColumnFile& file, ExportFormat format, const Path& target, const JobContext& job);

} // namespace lathe
