// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/arrays.h"
#include "core/data/readers/source_reader.h"

namespace lathe::readers {

/// The variables that share their dimensions side by side, behind a column for each dimension: one row per point of the
/// grid, the last dimension runs fastest. Conventions followed: _FillValue and missing_value, scale_factor and
/// add_offset, and times "days since …" of the Gregorian calendars.
/// Errors: NotFound (the variable), Corrupt, Unsupported (types of the user's own).
OpenedReader openNetCdf(const Path& file, const ImportOptions& options);

/// The same for a file's image in memory.
Result<std::unique_ptr<RowSource>> openNetCdfImage(std::string_view image, const ImportOptions& options);

} // namespace lathe::readers
