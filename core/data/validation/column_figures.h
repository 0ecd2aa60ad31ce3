// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/data/validation/chunk_rows.h"

namespace lathe::validation {

/// Sums and extremes of one column's values, gathered chunk by chunk and joined in file order, so that they do not
/// depend on the number of threads.
struct ColumnFigures {
    uint64_t elements = 0; ///< rows that the condition lets through
    uint64_t missing = 0;
    double mean = std::numeric_limits<double>::quiet_NaN();
    double squares = 0; ///< sum of squared distances from the mean
    double sum = 0;
    int64_t wholeSum = 0;
    bool wholeSumFits = true;
    double min = std::numeric_limits<double>::quiet_NaN();
    double max = std::numeric_limits<double>::quiet_NaN();
    int64_t wholeMin = 0; ///< exact, for whole numbers
    int64_t wholeMax = 0;
    std::string textMin; ///< byte order, which is code point order
    std::string textMax;

    [[nodiscard]] uint64_t count() const { return elements - missing; }
    /// Sample standard deviation (n − 1); NaN for fewer than two values.
    [[nodiscard]] double standardDeviation() const;

    /// The figures of one chunk. Errors: Corrupt, Io.
    static Result<ColumnFigures> ofChunk(ChunkRows& rows, size_t column, const RowCondition* condition);
    /// Adds the figures of later rows (Chan, Golub and LeVeque, 1979).
    void join(const ColumnFigures& later);
};

} // namespace lathe::validation
