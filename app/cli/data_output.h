// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/data/columns/table.h"
#include "core/data/datasets.h"

namespace lathe::cli {

Json versionJson(const VersionInfo& version);
std::string versionLine(const VersionInfo& version);

Json cellJson(const Column& column, size_t row); ///< null when missing
Json rowsJson(const Table& table);               ///< one object per row
std::string cellText(const Column& column, size_t row);

} // namespace lathe::cli
