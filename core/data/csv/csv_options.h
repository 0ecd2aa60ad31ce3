// SPDX-License-Identifier: GPL-3.0-or-later
// The reader's options as people write them, in pipeline files and on the command line.
#pragma once

#include "core/base/config.h"
#include "core/data/csv/csv.h"

namespace lathe {

/// The keys that csvOptionsFrom() knows.
[[nodiscard]] const std::vector<std::string>& csvOptionKeys();

/// Reads the known keys of a map and leaves others alone; docs/csv.md says what each means. Errors:
/// InvalidInput with the place.
Result<CsvOptions> csvOptionsFrom(const ConfigNode& node);

/// Fixed width fields from a table with the columns `column`, `start` and `length`, as csvkit's schemas are.
/// Errors: those of the reader, InvalidInput.
Result<std::vector<FixedField>> readFixedFields(const Path& schema);

} // namespace lathe
