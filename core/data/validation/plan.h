// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "core/data/validation/column_figures.h"
#include "core/data/validation/key_figures.h"
#include "core/data/validation/row_checks.h"
#include "core/data/validation/validate.h"

namespace lathe::validation {

/// Figures of one column that several expectations may ask for.
struct FiguresRequest {
    size_t column = 0;
    ConditionPointer condition;
    ColumnFigures figures; ///< once the first pass is over
};

/// What has to be done for a suite: figures shared between expectations, and how each comes to its result.
struct Plan {
    explicit Plan(const ColumnFile& columnFile) : file(&columnFile) {}

    const ColumnFile* file;
    std::deque<FiguresRequest> figures; // addresses stay
    std::deque<KeyRequest> keys;

    FiguresRequest& figuresOf(size_t column, const ConditionPointer& condition);
    KeyRequest& keysOf(const std::vector<size_t>& columns, const ConditionPointer& condition,
                       const std::string& ignoreRowIf = {});
};

/// One expectation on its way.
struct PlannedExpectation {
    ExpectationResult* result = nullptr;
    Json arguments;
    double mostly = 1;
    RowCheckPointer check;                              ///< of the first pass
    std::function<Result<RowCheckPointer>()> lateCheck; ///< made when figures and keys are known
    std::function<Result<void>(ExpectationResult&, const JobContext&)> conclude; ///< without rows to judge
    /// Counts known from keys alone: the rows serve the sample only.
    std::function<void(ExpectationResult&)> counts;
};

/// Sets up an aggregate expectation. False when \p type is none. Errors: InvalidInput.
Result<bool> planAggregate(const std::string& type, size_t column, const ConditionPointer& condition, Plan& plan,
                           PlannedExpectation& planned);
/// The same for sets of distinct values and for distributions.
Result<bool> planDistribution(const std::string& type, size_t column, const ConditionPointer& condition, Plan& plan,
                              PlannedExpectation& planned);
/// Answers a table expectation at once, or with the count of rows that \p condition lets through.
/// False when \p type is none. Errors: InvalidInput, those of rowsOf.
Result<bool> planTable(const std::string& type, const ConditionPointer& condition, const ValidationOptions& options,
                       Plan& plan, PlannedExpectation& planned);

/// Bounds of an aggregate: whether \p value lies between min_value and max_value as strictly as asked.
/// Errors: InvalidInput when a bound is no number of this type.
Result<bool> liesBetween(double value, const Json& arguments, ColumnType type);

} // namespace lathe::validation
