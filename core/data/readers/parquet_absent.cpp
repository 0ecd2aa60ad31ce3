// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/parquet.h"

#include <fmt/format.h>

namespace lathe::readers {

OpenedReader openParquet(const Path& file, const ImportOptions&) {
    return failHint(
        ErrorKind::Unsupported,
        fmt::format("'{}' is Parquet, which this build cannot read: it was made without Apache Arrow", file.string()),
        "Write it as CSV or JSON lines (duckdb -c \"COPY 'in.parquet' TO 'out.csv'\"), or build with Arrow's C++ libraries installed.");
}

} // namespace lathe::readers
