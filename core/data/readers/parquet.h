// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/row_source.h"
#include "core/data/readers/source_reader.h"

namespace lathe::readers {

/// The rows of a Parquet file, a row group at a time. Nested columns become JSON text. Errors: Corrupt; Unsupported in
/// a build without Apache Arrow, and for types without a place in a column file.
OpenedReader openParquet(const Path& file, const ImportOptions& options);

/// The same for a file's image in memory, which outlives the rows. Only in builds with Apache Arrow.
Result<std::unique_ptr<RowSource>> openParquetImage(std::string_view image);

} // namespace lathe::readers
