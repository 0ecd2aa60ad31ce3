// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"
#include "core/data/validation/suite.h"

namespace lathe {

struct UnexpectedValue {
    uint64_t row = 0; ///< from 0
    Json value;       ///< of the column; of several columns a map from name to value
};

/// What came of one expectation. Counts mean the same as in Great Expectations.
struct ExpectationResult {
    Expectation expectation;
    bool success = false;
    bool ran = false;
    std::string problem; ///< why it did not run; it counts as not met then

    bool counted = false;      ///< whether the next four say anything
    uint64_t elementCount = 0; ///< rows that row_condition lets through
    uint64_t unexpectedCount = 0;
    bool countsMissing = false; ///< missing_count is part of the result (not for expectations about missing values)
    uint64_t missingCount = 0;  ///< rows passed over: missing values, or by ignore_row_if
    std::vector<UnexpectedValue> sample; ///< the first unexpected ones
    Json observed;                       ///< observed_value; null when there is none
    Json details;                        ///< what else the expectation tells; null when nothing

    /// Of the rows that count, in percent; none when there is no such row.
    [[nodiscard]] std::optional<double> unexpectedPercent() const;
    /// As the validation result of Great Expectations 1.x.
    [[nodiscard]] Json toJson() const;
    static Result<ExpectationResult> fromJson(const Json& json);
    /// "3 of 120 values (2.5 %)" or "mean 4.2": one line for people.
    [[nodiscard]] std::string summary() const;
};

struct ValidationResult {
    std::string suite;
    std::string reference; ///< "orders@3"
    std::string contentHash;
    uint64_t rows = 0;
    int64_t startedAt = 0; ///< microseconds UTC
    double seconds = 0;
    std::vector<ExpectationResult> results;

    /// Expectations of a severity that were not met.
    [[nodiscard]] size_t failed(CheckSeverity severity) const;
    [[nodiscard]] size_t met() const;
    /// No expectation of severity error failed; with \p strict none of severity warning either.
    [[nodiscard]] bool success(bool strict = false) const {
        return failed(CheckSeverity::Error) == 0 && (!strict || failed(CheckSeverity::Warning) == 0);
    }

    /// A validation result of Great Expectations 1.x, with Lathe's own facts under meta.
    [[nodiscard]] Json toJson() const;
    static Result<ValidationResult> fromJson(const Json& json);
    /// One test case per expectation; warnings and infos that are not met stand as system-out unless \p strict.
    [[nodiscard]] std::string toJunit(bool strict = false) const;
};

struct ValidationOptions {
    size_t threads = 0;
    size_t sample = 20;               ///< unexpected values kept per expectation
    Json parameters = Json::object(); ///< beside and before those of the suite
    /// How many rows another table has, for expect_table_row_count_to_equal_other_table; may be empty.
    std::function<Result<uint64_t>(const std::string& name)> rowsOf;
};

/// Runs a suite over a column file: one pass for most expectations, in parallel; chunks whose statistics decide are
/// not read. Memory stays bounded whatever the number of rows. What cannot run (an unknown expectation, a column that
/// is not there, arguments that do not fit) is a result of its own that is not met. Deterministic for any number of
/// threads. Errors: Cancelled, Corrupt, Io.
Result<ValidationResult> validate(const ColumnFile& file, const ExpectationSuite& suite,
                                  const ValidationOptions& options, const JobContext& job);

/// The rows that one expectation finds unexpected, ascending, at most \p limit.
/// Errors: InvalidInput when the expectation cannot run or does not judge rows; Cancelled, Corrupt, Io.
Result<std::vector<uint64_t>> unexpectedRows(const ColumnFile& file, const Expectation& expectation,
                                             const Json& parameters, size_t limit, const JobContext& job);

} // namespace lathe
