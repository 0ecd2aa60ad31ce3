// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"
#include "core/data/profile/correlations.h"
#include "core/data/profile/warnings.h"

namespace lathe {

struct HistogramBin {
    double from = 0;
    double to = 0;
    uint64_t count = 0;
    bool operator==(const HistogramBin&) const = default;
};

/// Statistics of one column over the rows that were looked at. Exact over those; infinite reals are values, but stay
/// out of mean, standard deviation, skewness, kurtosis and histogram.
struct ColumnProfile {
    ColumnSchema schema;
    uint64_t count = 0; ///< rows with a value
    uint64_t missing = 0;
    uint64_t distinct = 0;
    uint64_t memoryBytes = 0; ///< what the values take in memory
    // Numbers, dates (days) and timestamps (µs); NaN when there is no value:
    double min = 0;
    double max = 0;
    double mean = 0;
    double standardDeviation = 0; ///< sample (n − 1)
    double skewness = 0;          ///< adjusted Fisher–Pearson, as pandas
    double kurtosis = 0;          ///< excess, as pandas
    uint64_t zeros = 0;
    uint64_t negative = 0;
    uint64_t infinite = 0;
    std::vector<std::pair<double, double>>
        quantiles;                       ///< (p, value) for 1, 5, 25, 50, 75, 95, 99 %, linear interpolation
    std::vector<HistogramBin> histogram; ///< at most 40 bins of equal width; the last one is closed
    // Texts and categories, in characters:
    uint64_t minLength = 0;
    uint64_t maxLength = 0;
    double meanLength = 0;
    uint64_t emptyTexts = 0;
    uint64_t padded = 0; ///< texts that begin or end with a blank
    /// At most 20, most frequent first, as Column::display writes them; empty for numbers that never repeat.
    std::vector<std::pair<std::string, uint64_t>> topValues;

    [[nodiscard]] uint64_t rowsSeen() const { return count + missing; }
};

/// What a version's columns hold, how they hang together, and what deserves a look.
struct DatasetProfile {
    uint64_t rows = 0;
    /// Rows that columns not finished yet were estimated from; equal to rows when everything is exact.
    uint64_t rowsSeen = 0;
    uint64_t duplicateRows = 0; ///< rows equal to an earlier one
    std::vector<ColumnProfile> columns;
    Correlations correlations;
    std::vector<ProfileWarning> warnings; ///< gravest first

    [[nodiscard]] bool exact() const { return rowsSeen == rows; }
    [[nodiscard]] const ColumnProfile* find(std::string_view column) const;
    /// Those that name the column.
    [[nodiscard]] std::vector<ProfileWarning> warningsOf(std::string_view column) const;
    [[nodiscard]] uint64_t memoryBytes() const;

    [[nodiscard]] Json toJson() const;
    /// What toJson() wrote. Errors: Corrupt.
    static Result<DatasetProfile> fromJson(const Json& json);
};

struct ProfileOptions {
    size_t threads = 0; ///< 0: all
    /// For all threads together. Columns that do not fit into a thread's share are read several times instead, with
    /// the same result; rank correlations are then taken over evenly spaced rows (Correlations::spearmanRows).
    uint64_t memoryBytes = uint64_t{1} << 30U;
    bool duplicates = true;
    bool correlations = true;
    /// Handed a profile of the first 65 536 rows, then better ones whenever a column became exact. Called from the
    /// working threads, one call at a time; the profile returned in the end is not handed out.
    std::function<void(const DatasetProfile&)> partial;
};

/// The exact profile of all rows: one pass per column when it fits into memory, columns in parallel. The same bits for
/// any number of threads. Time O(rows · log rows) per column, O(rows) per pair of columns. Errors: Cancelled (within
/// 0.2 s), Corrupt, Io.
Result<DatasetProfile> profile(const ColumnFile& file, const JobContext& job, const ProfileOptions& options = {});

/// The same for rows in memory (a preview).
DatasetProfile profile(const Table& table);

} // namespace lathe
