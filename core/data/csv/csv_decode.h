// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/csv/csv_rows.h"
#include "core/data/csv/csv_values.h"
#include "core/data/table.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lathe::csv {

/// What is decided about one column.
struct ColumnPlan {
    std::string name;
    uint32_t kinds = allKinds; ///< that fit all values seen so far
    bool fixed = false;        ///< the user gave the type

    [[nodiscard]] Kind kind() const { return preferred(kinds); }
    [[nodiscard]] ColumnSchema schema() const { return {name, typeOf(kind())}; }
};

/// What decoding a column of a batch came to.
struct DecodedColumn {
    Column column; ///< a Category's dictionary is in the order of first appearance
    uint32_t kinds =
        allKinds; ///< when a value contradicts the plan: the kinds that fit all values of the batch
    std::vector<uint32_t> misfits; ///< of fixed columns: rows whose value is not of the type
};

/// Reads column \p index of the rows as \p plan says. When a value contradicts a plan that is not fixed, only
/// `kinds` of the outcome has a meaning.
[[nodiscard]] DecodedColumn decodeColumn(const Rows& rows, size_t index, const ColumnPlan& plan,
                                         const Grammar& grammar, const MissingMarks& marks);

/// The kinds that fit all values of a column.
[[nodiscard]] uint32_t kindsOfColumn(const Rows& rows, size_t index, const Grammar& grammar,
                                     const MissingMarks& marks);

} // namespace lathe::csv
