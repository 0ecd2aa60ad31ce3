// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/column_file.h"

namespace lathe {

struct HistogramBin {
    double from = 0;
    double to = 0;
    uint64_t count = 0;
};

/// Everything exact, over all rows.
struct ColumnProfile {
    ColumnSchema schema;
    uint64_t count = 0; ///< rows with a value
    uint64_t missing = 0;
    uint64_t distinct = 0;
    // Numbers, dates (days) and timestamps (µs); NaN when there is no value:
    double min = 0;
    double max = 0;
    double mean = 0;
    double standardDeviation = 0; ///< sample (n − 1)
    double skewness = 0;          ///< adjusted Fisher–Pearson, as pandas
    double kurtosis = 0;          ///< excess, as pandas
    std::vector<std::pair<double, double>> quantiles; ///< (p, value) for 1, 5, 25, 50, 75, 95, 99 %, linear interpolation
    std::vector<HistogramBin> histogram;
    // Texts and categories:
    uint64_t minLength = 0;
    uint64_t maxLength = 0;
    double meanLength = 0;
    std::vector<std::pair<std::string, uint64_t>> topValues; ///< at most 20, most frequent first
    std::vector<std::string> warnings; ///< "constant", "id-like", "mostly missing", "high cardinality", "skewed"
};

struct DatasetProfile {
    uint64_t rows = 0;
    uint64_t duplicateRows = 0;
    std::vector<ColumnProfile> columns;
    [[nodiscard]] Json toJson() const;
};

/// One pass per column, columns in parallel. Errors: Cancelled, Corrupt.
Result<DatasetProfile> profile(const ColumnFile& file, const JobContext& job, size_t threads = 0);

/// The same for rows in memory (a preview).
DatasetProfile profile(const Table& table);

} // namespace lathe
