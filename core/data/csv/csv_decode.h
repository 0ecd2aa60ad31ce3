// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/table.h"
#include "core/data/csv/csv_rows.h"
#include "core/data/csv/csv_values.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lathe::csv {

/// What is decided about one column.
struct ColumnPlan {
    std::string name;
    std::string sourceName;   ///< in the file
    size_t field = 0;         ///< its place in a row
    Kinds fits = allKinds;    ///< that fit all values seen so far
    Kinds allowed = allKinds; ///< those of them that may be chosen
    Kinds kinds = allKinds;   ///< what remains of both when ambiguities are settled
    bool fixed = false;       ///< the user gave the type
    bool undecided = false;   ///< the sample fits dates with the day and with the month first
    std::string currency;     ///< of the money kinds
    std::string pattern;      ///< of the pattern kinds
    std::shared_ptr<const MissingMarks> marks;
    std::shared_ptr<const MissingMarks> textMarks; ///< those to return to when it becomes text; null: the same

    [[nodiscard]] Kind kind() const { return preferred(kinds); }
    [[nodiscard]] ColumnSchema schema() const { return {name, typeOf(kind())}; }
};

/// How the rows' fields are to be understood.
struct Reading {
    Grammar grammar;
    bool quotedMarksAreTexts = false; ///< in textual columns, of quoted fields
};

/// What decoding a column of a batch came to.
struct DecodedColumn {
    Column column;                 ///< a Category's dictionary is in the order of first appearance
    bool contradicts = false;      ///< some value is not of the plan's kind; then only `kinds` has a meaning
    Kinds kinds = allKinds;        ///< when it contradicts, or is undecided: the kinds that fit all values
    std::vector<uint32_t> misfits; ///< of fixed columns: rows whose value is not of the type
};

/// Reads the rows' columns as \p plans say into \p out, whose memory is used again. Errors: Cancelled.
Result<void> decodeColumns(const Rows& rows, const std::vector<ColumnPlan>& plans, const Reading& reading,
                           const JobContext& job, std::vector<DecodedColumn>& out);

/// Those of \p candidates that fit all values of a column.
[[nodiscard]] Kinds kindsOfColumn(const Rows& rows, const ColumnPlan& plan, const Reading& reading, Kinds candidates);

} // namespace lathe::csv
