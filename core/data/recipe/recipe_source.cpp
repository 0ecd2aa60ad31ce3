// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/recipe_source.h"

#include <algorithm>
#include <numeric>

#include "core/data/recipe/recipe_operation.h"

namespace lathe::recipe {

namespace {

using Wanted = std::optional<std::vector<size_t>>;

/// A chunk of a file; columns that are not wanted cost nothing.
Result<Table> readPiece(const ColumnFile& input, uint64_t chunk, const Wanted& wanted) {
    const uint64_t first = chunk * chunkRows;
    if (!wanted) return input.readTable(first, chunkRows);
    Table piece;
    for (size_t i = 0; i < input.columns(); ++i) {
        const bool needed = std::find(wanted->begin(), wanted->end(), i) != wanted->end();
        auto column =
            needed ? input.read(i, first, chunkRows)
                   : unreadColumn(input.schema()[i], static_cast<size_t>(std::min(chunkRows, input.rows() - first)));
        if (!column) return failure(std::move(column.error()));
        piece.columns.push_back(std::move(*column));
    }
    return piece;
}

} // namespace

Source sourceOf(const ColumnFile& file) {
    return {file.chunks(), file.rows(), file.schema(),
            [&file](uint64_t chunk, const Wanted& wanted) { return readPiece(file, chunk, wanted); }};
}

Source sourceOf(std::shared_ptr<const ColumnFile> file) {
    return {file->chunks(), file->rows(), file->schema(),
            [file](uint64_t chunk, const Wanted& wanted) { return readPiece(*file, chunk, wanted); }};
}

Source numberedSourceOf(const ColumnFile& file) {
    Source source = sourceOf(file);
    source.schema.push_back({rowNumberColumn, ColumnType::Integer});
    source.read = [&file](uint64_t chunk, const Wanted& wanted) -> Result<Table> {
        LATHE_TRY(Table piece, readPiece(file, chunk, wanted));
        Column numbers = emptyColumn(rowNumberColumn, ColumnType::Integer);
        numbers.integers.resize(piece.rows());
        std::iota(numbers.integers.begin(), numbers.integers.end(), static_cast<int64_t>(chunk * chunkRows));
        piece.columns.push_back(std::move(numbers));
        return piece;
    };
    return source;
}

Source sourceOf(Table table) {
    const auto all = std::make_shared<const Table>(std::move(table));
    const auto read = [all](uint64_t piece, const Wanted&) -> Result<Table> {
        std::vector<uint64_t> rows(std::min<uint64_t>(chunkRows, all->rows() - piece * chunkRows));
        std::iota(rows.begin(), rows.end(), piece * chunkRows);
        Table result;
        for (const Column& column : all->columns) result.columns.push_back(gather(column, rows));
        return result;
    };
    return {(all->rows() + chunkRows - 1) / chunkRows, all->rows(), all->schema(), read};
}

} // namespace lathe::recipe
