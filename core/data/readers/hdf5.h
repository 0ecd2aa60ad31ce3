// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/arrays.h"
#include "core/data/readers/source_reader.h"

namespace lathe::readers {

/// A dataset, or the equally long datasets of a group side by side. What lies in other files (external links and
/// storage, virtual datasets) is not followed. Errors: NotFound (the path), Corrupt, Unsupported (types, filters).
OpenedReader openHdf5(const Path& file, const ImportOptions& options);

/// The same for a file's image in memory.
Result<std::unique_ptr<RowSource>> openHdf5Image(std::string_view image, const ImportOptions& options);

} // namespace lathe::readers
