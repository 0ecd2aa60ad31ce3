// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/columns/column_file.h"

namespace lathe::images {

/// The labels of a version's rows as classes.
struct LabelClasses {
    std::vector<std::string> classes; ///< in alphabetical order
    std::vector<int> labels;          ///< by row: index into classes; −1: no label
};

/// Errors: InvalidInput (more than 1000 different values).
Result<LabelClasses> labelClasses(const Column& column);

/// Reads predictions by models that had not seen the rows: a table in any format that Lathe imports, or the predictions
/// that a run left. It has a column `CLASS` or `p(CLASS)` for each class. Which row of \p version a line is about says
/// its column `row` (the number, from 0), else `path` (of an image dataset), else its place; then there must be as many
/// lines as rows. A column `truth` must agree with the labels, so that predictions about other data are refused.
/// Returns rows × classes, row by row, NaN for rows that no line is about. \p scratch: a folder for the imported table.
/// Errors: InvalidInput with the line or column, Io, Corrupt, Cancelled.
Result<std::vector<double>> readProbabilities(const Path& source, const LabelClasses& targets,
                                              const ColumnFile& version, const Path& scratch, const JobContext& job);

} // namespace lathe::images
