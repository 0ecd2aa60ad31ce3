// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/writers/row_feed.h"

namespace lathe::writers {

Result<void> writeParquet(const RowFeed&, const Path&, const JobContext&) {
    return failHint(
        ErrorKind::Unsupported, "Parquet cannot be written by this build: it was made without Apache Arrow",
        "Choose another format, or build with Arrow's C++ libraries installed (libparquet-dev, see docs/formats.md).");
}

} // namespace lathe::writers
