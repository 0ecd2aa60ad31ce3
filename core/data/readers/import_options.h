// SPDX-License-Identifier: GPL-3.0-or-later
// The options of an import as people write them, in pipeline files and on the command line.
#pragma once

#include "core/base/config.h"
#include "core/data/readers/import.h"

namespace lathe {

/// The keys that importOptionsFrom() knows.
[[nodiscard]] const std::vector<std::string>& importOptionKeys();

/// Reads the known keys of a map and leaves others alone. Errors: InvalidInput with the place.
Result<ImportOptions> importOptionsFrom(const ConfigNode& node);

} // namespace lathe
