// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a column file that wait until the chunk they belong to is whole.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/data/columns/column_file_open.h"
#include "core/data/columns/column_file_values.h"
#include "core/data/columns/table.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace lathe::columns {

/// The rows of one chunk, in pieces that are held in memory or parked in a file without a name, which goes with the
/// object. Not thread safe while it is filled; columns and texts may be read by several threads.
class WaitingChunk {
public:
    WaitingChunk(uint64_t number, const Path& folder, const std::vector<ColumnType>& types)
        : m_number(number), m_folder(folder), m_types(types) {}

    /// \p first: the chunk's row at which the piece begins. Errors: InvalidInput when it was added before.
    Result<void> add(size_t first, std::vector<StoredValues> piece);
    /// Moves the pieces out of memory. Errors: Io.
    Result<void> park();
    [[nodiscard]] uint64_t number() const { return m_number; } ///< of the chunk
    [[nodiscard]] size_t rows() const { return m_rows; }
    [[nodiscard]] size_t memory() const { return m_memory; }

    /// Columns [first, first + count) with all rows; `texts` is left empty. REQUIRES that the rows are without gaps.
    /// Errors: Io.
    Result<std::vector<StoredValues>> columns(size_t first, size_t count) const;
    /// Bytes of all texts of a column.
    Result<uint64_t> textBytes(size_t column) const;
    /// Gives the texts of a column end to end to \p sink, in portions of no particular length.
    Result<void> texts(size_t column, const std::function<Result<void>(std::string_view)>& sink) const;

private:
    using Piece = std::vector<StoredValues>; // one per column
    struct Parked {
        size_t rows = 0;
        std::vector<uint64_t> places; ///< in the file: of each column, and the end of the last
    };
    using Pieces = std::map<size_t, Piece>;

    Result<void> openFile();
    Result<void> write(std::string_view bytes);
    Result<void> parkRun(Pieces::iterator begin, Pieces::iterator end);
    Result<std::string> read(uint64_t from, uint64_t to) const;
    Result<void> appendParked(const Parked& parked, size_t first, std::vector<StoredValues>& columns) const;
    Result<void>
    forEachTexts(size_t column,
                 const std::function<Result<void>(const StoredValues*, uint64_t at, uint64_t bytes)>& visit) const;

    const uint64_t m_number;
    const Path& m_folder;
    const std::vector<ColumnType>& m_types;
    size_t m_rows = 0;
    size_t m_memory = 0;
    Pieces m_pieces;                   ///< by their first row
    std::map<size_t, Parked> m_parked; ///< by their first row
    Descriptor m_file;
    uint64_t m_end = 0; ///< of the file
};

/// The chunks of a file that are not whole yet. When their rows take more than \p budget bytes of memory, those of the
/// chunk that holds most are parked beside the file, so that neither wide tables nor long texts need memory. Thread
/// safe.
class WaitingRows {
public:
    WaitingRows(Path folder, const std::vector<ColumnSchema>& schema, size_t budget);

    /// Adds rows of a chunk; it is returned with the last of its chunkRows rows, else null. Errors: Io, InvalidInput.
    Result<std::unique_ptr<WaitingChunk>> add(uint64_t chunk, size_t first, std::vector<StoredValues> columns);
    /// The lowest chunk that waits, which then waits no more; null when no chunk does.
    std::unique_ptr<WaitingChunk> takeFirst();
    [[nodiscard]] uint64_t rows() const;

private:
    Result<void> relieve();

    Path m_folder;
    std::vector<ColumnType> m_types;
    size_t m_budget;
    mutable std::mutex m_mutex; // guards the next
    std::map<uint64_t, std::unique_ptr<WaitingChunk>> m_chunks;
};

} // namespace lathe::columns
