// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lathe {

/// How two sets of rows are compared. As written in a pipeline or given by options.
struct DriftOptions {
    /// "lathe" (ours: PSI for category and KS for numbers with size-aware thresholds, written down in
    /// docs/drift.md) or "evidently" (tests, binnings and thresholds of Evidently 0.7, facts in
    /// docs/drift.md).
    std::string defaults = "lathe";
    std::map<std::string, std::string> tests; ///< column → ks, chisquare, z, psi, jensenshannon… all in docs/drift.md
    std::map<std::string, double> thresholds; ///< column → threshold of its test
    std::vector<std::string> columns;         ///< empty: all that both have
    std::string target;                       ///< label column: reported as label drift, beside the others
    std::string prediction;                   ///< prediction column, likewise
    double driftShare = 0.5;                  ///< dataset drift when at least this share of columns drifted
    size_t threads = 0;
};

struct OverlaidBin {
    std::string label; ///< category, or "[a, b)" for numbers
    double from = 0;
    double to = 0;
    double reference = 0; ///< share of rows
    double current = 0;
};

struct ColumnDrift {
    std::string column;
    ColumnType type = ColumnType::Real;
    std::string role; ///< "feature", "target", "prediction"
    std::string test; ///< the one that decides
    double score = 0; ///< p-value or distance
    bool scoreIsPValue = false;
    double threshold = 0;
    bool drifted = false;
    std::map<std::string, double> statistics; ///< ks_statistic, ks_p, wasserstein, psi, jensenshannon,
                                              ///< mean_reference… all that were computed
    uint64_t referenceCount = 0, currentCount = 0;
    uint64_t referenceMissing = 0, currentMissing = 0;
    std::vector<std::string> newCategories; ///< at most 20
    std::vector<OverlaidBin> histogram;     ///< at most 40 bins
    std::string message;                    ///< why it could not be tested, else empty
};

struct DriftResult {
    std::string reference; ///< "weather@2 (2012–2013)"
    std::string current;
    uint64_t referenceRows = 0, currentRows = 0;
    std::vector<ColumnDrift> columns;
    size_t driftedColumns = 0;
    double share = 0;
    bool drifted = false;      ///< share ≥ options.driftShare
    bool labelDrifted = false; ///< the target column drifted
    DriftOptions options;
    /// Quality of a model on both sides where labels are known: metric → (reference, current).
    std::map<std::string, std::pair<double, double>> performance;
    std::string model;
    int64_t createdAt = 0;
    size_t testedColumns =
        0; ///< columns that share is a share of: tested features; with Evidently's defaults all tested
    std::vector<std::string> onlyInReference, onlyInCurrent; ///< columns that the other side lacks

    [[nodiscard]] Json toJson() const;
    static Result<DriftResult> fromJson(const Json& json);
};

/// Compares column by column, in parallel; memory holds one column of both sides per thread. A column that
/// cannot be tested does not fail the comparison, its message says why. Errors: InvalidInput (no common
/// column; a column, test, threshold or share in the options that does not exist or makes no sense),
/// Cancelled, those of reading the files.
Result<DriftResult> compare(const ColumnFile& reference, const ColumnFile& current, const DriftOptions& options,
                            const JobContext& job);
Result<DriftResult> compare(const Table& reference, const Table& current, const DriftOptions& options,
                            const JobContext& job);

/// A self-contained HTML page: aggregates only, inline SVG, light and dark, no script, CSP default-src
/// 'none'.
std::string toHtml(const DriftResult& result);

} // namespace lathe
