// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/files.h"
#include "core/data/query/row_order.h"

namespace lathe {

/// What rows can be written as.
enum class ExportFormat {
    Csv,       ///< RFC 4180, UTF-8, header line
    JsonArray, ///< an array of objects
    JsonLines, ///< an object per line
};

/// By the name's ending: .json, .jsonl and .ndjson; all others are CSV.
[[nodiscard]] ExportFormat exportFormatFor(const Path& file);

/// Writes the rows of a view in the format, the columns \p columns in that order. Whole or not at all; an existing file is replaced.
/// In JSON a missing value is null, a date its ISO text, and an infinite number the text "Infinity" or "-Infinity".
/// Errors: NotFound (folder), Corrupt, Io, Cancelled.
Result<void> exportRows(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns, ExportFormat format,
                        const Path& target, const JobContext& job);
/// All rows and columns of a file.
Result<void> exportFile(const ColumnFile& file, ExportFormat format, const Path& target, const JobContext& job);

/// Writes the rows of a view as CSV (RFC 4180, UTF-8, header line), the columns \p columns in that order. Whole or not at all;
/// an existing file is replaced. Errors: NotFound (folder), Corrupt, Io, Cancelled.
Result<void> exportCsv(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns, const Path& target,
                       const JobContext& job);

} // namespace lathe
