// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <system_error>

#include "core/base/files.h"

namespace lathe {

/// Removes a folder with all below it. Of many files several are removed at a time.
std::error_code removeFolder(const Path& folder);

} // namespace lathe
