// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/json.h"
#include "core/data/readers/json_decode.h"
#include "core/data/readers/text_window.h"

namespace lathe::readers {

/// Where the records of a stream stand.
enum class RecordPlace {
    Array, ///< in the array to which the record path leads
    Lines, ///< one per line
    Loose, ///< one after the other, with blanks or nothing between
};

/// Records read as they come, in memory that does not grow with them. Errors: InvalidInput, NotFound (the path).
Result<std::unique_ptr<RowSource>> openJsonStream(BytesAgain bytes, RecordPlace place, std::vector<std::string> path,
                                                  SourceDescription facts, const ImportOptions& options,
                                                  const std::stop_token& stop);

/// What an object is.
struct ObjectTable {
    std::unique_ptr<RowSource> source; ///< when the object as a whole is the table
    std::vector<SourceChoice> arrays;  ///< else the arrays of records in it, by record path
};

/// The object, or what its \p path leads to, of a \p document in memory: columns by key, records by key, split form, or
/// one record. Errors: InvalidInput, NotFound (the path), Cancelled.
Result<ObjectTable> openJsonObject(std::string document, const std::vector<std::string>& path, const std::string& name,
                                   SourceDescription facts, const std::stop_token& stop);

/// The opposite of splitRecordPath().
std::string joinedRecordPath(const std::vector<std::string>& keys);

} // namespace lathe::readers
