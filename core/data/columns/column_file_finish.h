// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a column file: what describes its chunks, the index, the header.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/data/columns/column_file_format.h"
#include "core/data/columns/column_file_hdf5.h"

namespace lathe::columns {

/// How a column's values lie in HDF5; of Text that of the ends.
[[nodiscard]] StoredType storedType(ColumnType type);

/// Writes attributes, statistics, dictionaries and the index of a file whose chunks are written (or are those of
/// others), ends HDF5's part, and makes the file at \p path valid and durable by its header. Errors: Io, Cancelled.
Result<void> finishColumnFile(Hdf5Output& output, const Path& path, const FileIndex& index, const JobContext& job);

} // namespace lathe::columns
