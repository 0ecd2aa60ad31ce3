// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/profile/profile.h"

namespace lathe {

enum class ColumnChange { Same, Added, Removed, Retyped };
const char* toString(ColumnChange change); ///< "same", "added", "removed", "retyped"

/// A version's file and its profile.
struct ProfiledFile {
    const ColumnFile* file = nullptr;
    const DatasetProfile* profile = nullptr;
};

/// One column of two versions.
struct ColumnComparison {
    std::string name;
    ColumnChange change = ColumnChange::Same;
    std::optional<ColumnProfile> before; ///< none for an added column
    std::optional<ColumnProfile> after;  ///< none for a removed one
    /// Population stability index over common bins or categories (above 0.1 some, above 0.25 a large shift); NaN for
    /// free text and columns that are not in both.
    double psi = 0;
    double ks = 0;       ///< max |F − G| of numbers and times, else NaN
    double ksPValue = 0; ///< of the two-sided Kolmogorov–Smirnov test
    /// The same bins for both, by which the histograms can be laid over each other: edges of numbers and times (one
    /// more than counts), or labels of categories ("" for all others, last).
    std::vector<double> edges;
    std::vector<std::string> labels;
    std::vector<uint64_t> countsBefore;
    std::vector<uint64_t> countsAfter;

    /// Whether the schema, or more than rounding of the values, differs.
    [[nodiscard]] bool differs() const;
};

struct VersionComparison {
    uint64_t rowsBefore = 0;
    uint64_t rowsAfter = 0;
    std::vector<ColumnComparison> columns; ///< in the order of the later version, removed ones last
    [[nodiscard]] Json toJson() const;
};

/// Compares two versions column by column; columns are matched by name. PSI and KS are taken from all values up to four
/// million of a column, then from evenly spaced ones. O(rows · log rows) per column, columns in
/// parallel. Errors: Cancelled, Corrupt, Io.
Result<VersionComparison> compareVersions(const ProfiledFile& before, const ProfiledFile& after, const JobContext& job,
                                          size_t threads = 0);

} // namespace lathe
