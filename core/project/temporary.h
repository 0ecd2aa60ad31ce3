// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"

#include <string_view>

namespace lathe {

/// A folder for unfinished work below \p parent whose name tells its owner: "<purpose>.<host>.<pid>.<start
/// ticks>-<random>". The name and not a file inside, so that owner and folder come into being in one step.
Result<ScopedFolder> ownedTemporaryFolder(const Path& parent, std::string_view purpose);

/// Removes the folders below \p parent whose process is gone. A process of another host cannot be looked at:
/// its folders go after a week. Returns how many were removed; what cannot be removed is left.
size_t sweepTemporaryFolders(const Path& parent);

/// A hidden folder for what will be renamed to \p target, in the folder of the target, which may be any of the user's.
/// Those that processes which are gone left there are removed. Errors: NotFound (the target's folder), Io.
Result<ScopedFolder> temporaryFolderBeside(const Path& target);

} // namespace lathe
