// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/data/columns/table.h"

namespace lathe {

/// Appends a text as a CSV field (RFC 4180), in quotes where it must be; an empty text is "", which is not a missing
/// value.
void appendCsvText(std::string& out, std::string_view text);

/// Appends a cell as a CSV field: nothing when it is missing, except \p alone in its line, which would then be no row.
void appendCsvCell(std::string& out, const Column& column, size_t row, bool alone);

} // namespace lathe
