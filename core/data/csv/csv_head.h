// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above the rows of a text table: titles and the names of its columns.
#pragma once

#include "core/data/csv/csv_rows.h"

#include <cstddef>
#include <string>
#include <vector>

namespace lathe::csv {

/// One row of the sample.
struct HeadRow {
    size_t begin = 0;
    size_t next = 0; ///< where the next row begins
    std::vector<std::string> fields;

    [[nodiscard]] size_t filled() const;
};

/// The first rows of a batch, blank lines and comments left out. Fields are without quotes and blanks around
/// them.
[[nodiscard]] std::vector<HeadRow> headRows(const Batch& batch, const Grammar& grammar, size_t most);

/// The most frequent number of fields of the rows from \p from on.
[[nodiscard]] size_t commonFieldCount(const std::vector<HeadRow>& rows, size_t from);

/// Rows at the top that are empty or a title, or say things about the table above its header.
[[nodiscard]] size_t titleRows(const std::vector<HeadRow>& rows);

/// Whether a row names the columns of those below it.
[[nodiscard]] bool namesColumns(const std::vector<HeadRow>& rows, size_t index);

} // namespace lathe::csv
