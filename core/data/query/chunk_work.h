// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: what all queries do chunk by chunk.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/row_selection.h"

namespace lathe::query {

/// Rows of chunk \p chunk of \p file.
[[nodiscard]] inline uint64_t rowsOf(const ColumnFile& file, uint64_t chunk) {
    return std::min(chunkRows, file.rows() - chunk * chunkRows);
}

/// Calls \p work for each chunk that holds a row of \p rows (null: all) on up to \p threads threads (0: all), counting
/// rows done in \p job. Stops at the first error or when asked to; of several errors the one of the first chunk is
/// told.
Result<void> forEachChunk(const ColumnFile& file, const RowSelection* rows, const JobContext& job, size_t threads,
                          const std::function<Result<void>(uint64_t chunk)>& work);

/// Calls \p work(0 … count - 1) on up to \p threads threads (0: all). Stops at the first error or when asked to; of
/// several errors the one of the lowest number is told.
Result<void> forEachTask(size_t count, const JobContext& job, size_t threads,
                         const std::function<Result<void>(size_t task)>& work);

/// Rows wanted of one chunk: their places in a list of wanted rows, ascending by row.
struct ChunkGroup {
    uint64_t chunk = 0;
    std::span<const uint32_t> places;
};
/// A list of rows in any order, by chunk.
class RowGroups {
public:
    explicit RowGroups(std::span<const uint64_t> rows);
    [[nodiscard]] const std::vector<ChunkGroup>& groups() const { return m_groups; }

private:
    std::vector<uint32_t> m_places;
    std::vector<ChunkGroup> m_groups;
};

/// Calls \p use(row in the chunk) for each chosen row of a chunk, ascending.
template <typename Use>
void forEachRow(const ColumnFile& file, const RowSelection* rows, uint64_t chunk, const Use& use) {
    if (rows) {
        forEachBit(rows->chunkWords(chunk), use);
        return;
    }
    const auto count = static_cast<size_t>(rowsOf(file, chunk));
    for (size_t row = 0; row < count; ++row) use(row);
}

[[nodiscard]] inline uint64_t chosenIn(const ColumnFile& file, const RowSelection* rows, uint64_t chunk) {
    return rows ? rows->countIn(chunk) : rowsOf(file, chunk);
}
[[nodiscard]] inline uint64_t chosen(const ColumnFile& file, const RowSelection* rows) {
    return rows ? rows->count() : file.rows();
}

/// The columns of one chunk, each read once, when it is first asked for. For one thread.
class ChunkColumns {
public:
    ChunkColumns(const ColumnFile& file, uint64_t chunk) : m_file(file), m_chunk(chunk) {}
    [[nodiscard]] uint64_t chunk() const { return m_chunk; }
    [[nodiscard]] size_t rows() const { return static_cast<size_t>(rowsOf(m_file, m_chunk)); }
    /// Without its dictionary.
    Result<const Column*> column(size_t index);

private:
    const ColumnFile& m_file;
    uint64_t m_chunk;
    std::map<size_t, Column> m_columns;
};

/// The index of the column called \p name. Errors: NotFound with the nearest name.
Result<size_t> columnNamed(const std::vector<ColumnSchema>& schema, const std::string& name);

} // namespace lathe::query
