// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>

#include "core/base/files.h"
#include "core/base/result.h"

namespace lathe {

/// Verifies \p folder against its checksums.txt ("<sha256>  <path>" per line, as sha256sum writes): every file listed is there and
/// unchanged, and no other is there. Returns the SHA-256 of checksums.txt itself.
/// Errors: NotFound (no such folder or list), Corrupt naming the file, Cancelled; paths that leave the folder are refused.
Result<std::string> verifyChecksumList(const Path& folder, std::stop_token stop = {});

} // namespace lathe
