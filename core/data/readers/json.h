// SPDX-License-Identifier: GPL-3.0-or-later
// JSON in all the forms that hold a table: an array of records, a record per line, records one after the other, an
// object of columns, an object of records, {"columns": […], "data": [[…]]}. docs/formats.md says what becomes of what.
#pragma once

#include "core/data/readers/row_source.h"
#include "core/data/readers/source_reader.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::readers {

/// Whether the bytes are exactly one JSON value (RFC 8259, at most 1024 levels deep), nothing but blanks around it.
/// Errors: InvalidInput with the reason.
Result<void> parseJsonStrictly(std::string_view bytes);

/// The rows of JSON. \p lines: one record per line, whatever else the text may look like.
/// Errors: those of the bytes; InvalidInput when it is no JSON, or the record path leads to no records; Cancelled.
Result<std::unique_ptr<RowSource>> openJsonRows(BytesAgain bytes, const std::string& name, bool lines,
                                                const ImportOptions& options, const std::stop_token& stop = {});

OpenedReader openJson(const Path& file, bool lines, const ImportOptions& options, const JobContext& job);

/// The keys of a record path: "data.items" is two; "a\.b" is one.
std::vector<std::string> splitRecordPath(std::string_view path);

} // namespace lathe::readers
