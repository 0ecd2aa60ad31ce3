// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/row_source.h"
#include "core/data/readers/source_reader.h"

#include <memory>

namespace lathe::readers {

/// Takes a sample of the source's rows, decides the columns' types, and is ready to preview and import.
/// Errors: those of the source; InvalidInput when it has no columns, or a type is given for one that it has not.
OpenedReader openRows(std::unique_ptr<RowSource> source, const Path& path, const ImportOptions& options);

} // namespace lathe::readers
