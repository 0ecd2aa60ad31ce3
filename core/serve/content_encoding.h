// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace lathe {

/// Undoes Content-Encoding "gzip" or "deflate" (zlib format). Stops as soon as the result outgrows `limit`, so a
/// small body cannot fill the memory. Errors: InvalidInput (damaged or too large), Unsupported (another encoding).
Result<std::string> inflateBody(std::string_view body, std::string_view encoding, size_t limit);

} // namespace lathe
