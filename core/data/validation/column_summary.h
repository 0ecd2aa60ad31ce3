// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/data/columns/column_file.h"

namespace lathe::validation {

/// What a schema asks of one column.
struct ColumnSummary {
    std::string type; ///< "INT" (also truth values, dates, timestamps), "FLOAT", "BYTES"
    uint64_t present = 0;
    uint64_t distinct = 0;
    double min = 0; ///< finite values of numbers; NaN when there are none
    double max = 0;
    bool infinite = false;
    using Counts = std::vector<std::pair<std::string, uint64_t>>;
    std::optional<Counts> counts; ///< of the different texts, in their order; none when there are too many

    /// Errors: Cancelled, Corrupt, Io.
    static Result<ColumnSummary> of(const ColumnFile& file, size_t column, const JobContext& job);
};

/// Ten buckets of equal width over the finite values.
struct Buckets {
    std::vector<double> edges;
    std::vector<double> shares; ///< of all values
};
Result<Buckets> bucketsOf(const ColumnFile& file, size_t column, const ColumnSummary& summary, const JobContext& job);

/// Σ over both halves of ½ Σ p log2(p / m): 0 for equal, 1 for disjoint.
[[nodiscard]] double jensenShannonBits(const std::vector<double>& p, const std::vector<double>& q);
/// The same of two sets of buckets, on the union of their edges, values taken for uniform within a bucket.
[[nodiscard]] double jensenShannonBits(const Buckets& left, const Buckets& right);

} // namespace lathe::validation
