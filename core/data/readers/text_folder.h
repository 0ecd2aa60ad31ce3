// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/source_reader.h"

namespace lathe::readers {

/// A folder of texts: a row per file with its path, the folder it lies in as its class (when there are such), and the
/// text. Files whose name begins with a dot are passed over. Errors: Io, InvalidInput (too many files).
OpenedReader openTextFolder(const Path& folder, const ImportOptions& options, const JobContext& job);

} // namespace lathe::readers
