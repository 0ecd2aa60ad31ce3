// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"

namespace lathe {

struct DiffOptions {
    /// Columns whose values together name a row. Empty: rows have no name, and the versions are compared as multisets,
    /// so that a row that changed counts as removed and added.
    std::vector<std::string> key;
    /// Differences of which the place is kept, 16 bytes each; when there are more, the first of them by row. Counts are
    /// always exact.
    uint64_t limit = 10'000'000;
    /// Row records (48 bytes) held at once; beyond that they are spilled to files below \c scratch.
    uint64_t memoryBytes = uint64_t{512} << 20;
    Path scratch = std::filesystem::temp_directory_path();
};

/// A row that differs: by its numbers in the two versions, -1 where there is none.
struct RowDifference {
    enum class Kind { Added, Removed, Changed };
    int64_t before = -1;
    int64_t after = -1;
    [[nodiscard]] Kind kind() const { return before < 0 ? Kind::Added : after < 0 ? Kind::Removed : Kind::Changed; }
};
const char* toString(RowDifference::Kind kind); ///< "added", "removed", "changed"

/// A column of either version.
struct DiffColumn {
    std::string name;
    std::optional<size_t> before; ///< its number in the version before; none: the column is new
    std::optional<size_t> after;  ///< none: the column is gone
    ColumnType typeBefore = ColumnType::Text;
    ColumnType typeAfter = ColumnType::Text;
    bool isKey = false;
    uint64_t changedCells = 0; ///< in changed rows whose place is kept

    [[nodiscard]] bool isCommon() const { return before && after; }
    [[nodiscard]] bool isRetyped() const { return isCommon() && typeBefore != typeAfter; }
};

struct VersionDiff {
    std::vector<DiffColumn> columns; ///< those of the version after in their order, then those that are gone
    uint64_t rowsBefore = 0;
    uint64_t rowsAfter = 0;
    uint64_t added = 0;
    uint64_t removed = 0;
    uint64_t changed = 0;
    uint64_t unchanged = 0;
    uint64_t changedCells = 0; ///< in changed rows whose place is kept
    uint64_t repeatedKeys = 0; ///< keys that name several rows of one version; such rows are matched in their order
    std::vector<RowDifference> rows; ///< by row number (before where there is one, else after)
    bool complete = true;            ///< false: there are more than \c rows says

    [[nodiscard]] bool schemaChanged() const;
    [[nodiscard]] bool isEqual() const { return added + removed + changed == 0 && !schemaChanged(); }
    [[nodiscard]] Json toJson() const; ///< counts and columns, without rows
};

/// Compares two versions row by row over the columns they have in common; a column whose type changed is compared by
/// what its cells read. Rows are matched by 128-bit hashes. Time O(rows × columns), parallel; memory bounded by the
/// options. Cancelled within the time of one chunk. Errors: NotFound (a key column that one version lacks, with the
/// nearest name), InvalidInput, Corrupt, Io, Cancelled.
Result<VersionDiff> diffVersions(const ColumnFile& before, const ColumnFile& after, const DiffOptions& options,
                                 const JobContext& job);

/// The rows of some differences, side by side: one column for each of diff.columns in both tables, in the order of \p
/// differences; all missing where a side has no such row or column.
struct DifferenceRows {
    Table before;
    Table after;
    /// True when the cell of both sides is there and differs.
    [[nodiscard]] bool isChanged(const std::vector<RowDifference>& differences, const VersionDiff& diff, size_t column,
                                 size_t row) const;
};
Result<DifferenceRows> readDifferences(const ColumnFile& before, const ColumnFile& after, const VersionDiff& diff,
                                       const std::vector<RowDifference>& differences, const JobContext& job = {});

/// One line per difference: change, row_before, row_after, then each column as "NAME (before)" and "NAME (after)".
Result<void> exportDifferences(const ColumnFile& before, const ColumnFile& after, const VersionDiff& diff,
                               const Path& target, const JobContext& job);

/// True when two cells hold the same; of different types, when they read the same.
[[nodiscard]] bool equalCells(const Column& a, size_t rowA, const Column& b, size_t rowB);

} // namespace lathe
