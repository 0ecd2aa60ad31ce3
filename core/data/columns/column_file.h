// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/table.h"

namespace lathe {

/// What is known of one chunk of one column without reading it.
struct ChunkStatistics {
    uint64_t rows = 0;
    uint64_t missing = 0;
    double min = 0; ///< NaN when the chunk has no value, or the column is textual
    double max = 0;
};

/// The immutable column file of a dataset version: HDF5, one dataset per column, chunks of 65 536 rows, layout in
/// docs/column-file.md. Missing values are explicit.
inline constexpr uint64_t chunkRows = 65536;

enum class Compression {
    Lz4,     ///< shuffle + LZ4 (HDF5 filter 32004): the default, fast
    Deflate, ///< shuffle + deflate: read by every HDF5 without a plug-in
};

/// Writes a column file. Chunks are compressed by the calling threads; only the write itself is serialised. Memory is
/// bounded whatever the table: rows whose chunk is not whole yet take at most some 100 MB, beyond which they are parked
/// in a nameless file beside \p path, and texts are written in portions.
class ColumnFileWriter {
public:
    /// Creates \p path, which must not exist. \p job is asked for a stop, which fails what is being called.
    /// Errors: Io, Conflict.
    static Result<std::unique_ptr<ColumnFileWriter>> create(const Path& path, std::vector<ColumnSchema> schema,
                                                            Compression compression = Compression::Lz4,
                                                            const JobContext& job = {});
    ~ColumnFileWriter();

    /// Appends the rows of \p table, whose schema must equal the writer's. Any number of rows; full chunks are
    /// written as they fill. Category codes are re-mapped to the file's dictionary; a Category whose dictionary
    /// outgrows 65 536 entries still works, slower. Not thread safe. Errors: InvalidInput, Io, Cancelled.
    Result<void> append(const Table& table);

    /// Writes the rows from \p firstRow on. Rows may come in pieces of any length, in any order, from several threads;
    /// before finish() all rows from 0 on must have come, each once. A chunk (rows k*65536 …) is written by the thread
    /// that brings the last of its rows. Category codes must already be the file's: pass the dictionaries to
    /// setDictionary() before finish(). Do not mix with append(). Thread safe. Errors: InvalidInput, Io, Cancelled.
    Result<void> writeRows(uint64_t firstRow, const Table& table);
    void setDictionary(size_t column, std::vector<std::string> dictionary);

    /// Writes what is buffered, the dictionaries, the attributes and the content hash, and closes the file durably.
    /// Returns the content hash: SHA-256 over schema and values, independent of compression and thread count.
    Result<std::string> finish();

    [[nodiscard]] uint64_t rows() const;

private:
    struct State;
    explicit ColumnFileWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Reads a column file. Thread safe; chunks are decoded outside HDF5's global lock.
class ColumnFile {
public:
    /// Reads schema, chunk index and dictionaries: O(columns + chunks). Errors: NotFound, Corrupt, Unsupported.
    static Result<std::shared_ptr<const ColumnFile>> open(const Path& path);
    ~ColumnFile();

    [[nodiscard]] uint64_t rows() const;
    [[nodiscard]] size_t columns() const;
    [[nodiscard]] const std::vector<ColumnSchema>& schema() const;
    [[nodiscard]] std::optional<size_t> find(std::string_view name) const;
    [[nodiscard]] const std::string& contentHash() const;
    /// Chunks per column: ceil(rows / 65 536).
    [[nodiscard]] uint64_t chunks() const;
    [[nodiscard]] ChunkStatistics statistics(size_t column, uint64_t chunk) const;
    /// The dictionary of a Category column; empty for others.
    [[nodiscard]] const std::vector<std::string>& dictionary(size_t column) const;

    /// Rows [first, first + count) of one column; clipped to the end. With \p withDictionary false a Category's
    /// dictionary is left empty (use dictionary()). Errors: Corrupt, Io.
    Result<Column> read(size_t column, uint64_t first, uint64_t count, bool withDictionary = true) const;
    /// Same into \p out, whose memory is used again: what reads chunk after chunk saves most of the time that fresh
    /// memory costs. After an error \p out holds nothing of use.
    Result<void> readInto(size_t column, uint64_t first, uint64_t count, Column& out, bool withDictionary = true) const;
    /// Same for several columns; empty \p columns means all.
    Result<Table> readTable(uint64_t first, uint64_t count, const std::vector<size_t>& columns = {}) const;

    /// Recomputes the content hash from the values. Errors: Corrupt when it differs.
    Result<void> verify(const JobContext& job) const;

private:
    struct State;
    explicit ColumnFile(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace lathe
