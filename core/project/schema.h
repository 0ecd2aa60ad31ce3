// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace lathe {

/// The tables of schema version 1, as SQL. All tables are STRICT; times are microseconds UTC; JSON is text.
extern const std::string_view schemaVersion1;

/// What version 2 adds: tags of dataset versions, chunks shared between column files, tracked files.
extern const std::string_view schemaVersion2;

/// What version 3 adds: expectation suites and validation results.
extern const std::string_view schemaVersion3;

} // namespace lathe
