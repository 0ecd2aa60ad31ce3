// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/row_source.h"
#include "core/data/readers/source_reader.h"

#include <memory>
#include <string>
#include <string_view>

namespace lathe::readers {

/// The rows of a table, a view or one SELECT. The file is opened as immutable: nothing is written beside it, and what a
/// write-ahead log beside it holds is not seen. Statements that could do anything but read are refused.
/// \p job: null to look only; then a query that gives no first rows within a few seconds is an error.
/// Errors: NotFound (file, table), InvalidInput (the query), Corrupt, Cancelled.
OpenedReader openSqlite(const Path& file, const ImportOptions& options, const JobContext* job);

/// The same for a database image in memory.
Result<std::unique_ptr<RowSource>> openSqliteImage(std::string_view image, const ImportOptions& options);

} // namespace lathe::readers
