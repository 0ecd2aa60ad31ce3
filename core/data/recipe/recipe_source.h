// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: where the rows of a recipe come from.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/data/columns/column_file.h"

namespace lathe::recipe {

/// Rows that can be read several times, piece by piece.
struct Source {
    uint64_t pieces = 0;
    uint64_t rows = 0;
    std::vector<ColumnSchema> schema;
    /// With \p wanted, the values of other columns mean nothing.
    std::function<Result<Table>(uint64_t piece, const std::optional<std::vector<size_t>>& wanted)> read;
};

/// The chunks of a file.
Source sourceOf(std::shared_ptr<const ColumnFile> file);
/// The same of a file that outlives the source.
Source sourceOf(const ColumnFile& file);
/// With the numbers of the rows as a further column, for steps that have to know which rows they may learn from.
Source numberedSourceOf(const ColumnFile& file);
/// A table in pieces as long as chunks.
Source sourceOf(Table table);

} // namespace lathe::recipe
