// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/validation/chunk_rows.h"
#include "core/data/validation/key_runs.h"

namespace lathe::validation {

/// What is asked about the different values of a column, or the different rows of several columns.
struct KeyRequest {
    std::vector<size_t> columns;
    std::string ignoreRowIf; ///< of several columns; a single column's missing values never count
    std::shared_ptr<const RowCondition> condition;

    // Questions; they may grow until compute():
    std::vector<double> probabilities;         ///< numbers: the values around (n - 1) p
    bool wantRepeated = false;                 ///< the keys that occur more than once
    bool wantModes = false;                    ///< the most frequent keys
    bool wantAll = false;                      ///< every key with its count, when they are not too many
    std::vector<std::vector<double>> binEdges; ///< numbers: a histogram for each

    // Answers:
    uint64_t values = 0; ///< rows that count
    uint64_t distinct = 0;
    uint64_t repeatedRows = 0;                         ///< rows whose key occurs more than once
    std::vector<std::pair<double, double>> neighbours; ///< for each probability: the values below and above its place
    std::vector<int64_t> repeatedNumbers;
    std::vector<RowHash> repeatedHashes;
    uint64_t highestCount = 0;
    uint64_t modes = 0;               ///< how many keys have the highest count
    std::vector<int64_t> modeNumbers; ///< at most mostModes of them
    std::vector<RowHash> modeHashes;
    bool allComplete = false; ///< false when there were more keys than mostKeys
    std::vector<KeyRun<int64_t>> allNumbers;
    std::vector<KeyRun<RowHash>> allHashes;
    struct Histogram {
        uint64_t below = 0;
        uint64_t above = 0;
        std::vector<uint64_t> counts; ///< NumPy's rule: the last bin holds its right edge
    };
    std::vector<Histogram> histograms;

    static constexpr size_t mostModes = 1000;
    static constexpr size_t mostKeys = size_t{1} << 20U;
    static constexpr size_t mostRepeated = size_t{1} << 23U;

    /// True when keys are 128-bit hashes: of a Text column, or of several columns.
    [[nodiscard]] bool hashed(const ColumnFile& file) const;
    /// Answers all questions; usually one pass over the columns. Errors: Cancelled, Corrupt, Io.
    Result<void> compute(const ColumnFile& file, const JobContext& job);
};

/// The value that a key of a column without texts stands for, as JSON: dates as ISO 8601.
[[nodiscard]] Json keyJson(const ColumnFile& file, size_t column, int64_t key);
/// A number of a column as JSON: dates as ISO 8601, whole numbers whole.
[[nodiscard]] Json numberJson(ColumnType type, double value);

/// The texts that hash to \p hashes, looked up in the rows; \p hashes that are not found stay out.
/// Errors: Cancelled, Corrupt, Io.
Result<std::vector<std::pair<RowHash, std::string>>> textsOf(const ColumnFile& file, size_t column,
                                                             std::vector<RowHash> hashes, const JobContext& job);

/// The hash that hashRows() gives a text of a Text column.
[[nodiscard]] RowHash textHash(std::string_view text);

} // namespace lathe::validation
