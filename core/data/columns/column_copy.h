// SPDX-License-Identifier: GPL-3.0-or-later
// Copying columns from file to file as they are encoded: nothing is unpacked, packed or hashed again.
#pragma once

#include "core/base/job.h"
#include "core/data/columns/column_file_chunks.h"
#include "core/data/columns/column_file_codec.h"
#include "core/data/columns/column_file_format.h"
#include "core/data/columns/column_file_hdf5.h"
#include "core/data/columns/column_file_open.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lathe::columns {

[[nodiscard]] inline size_t firstPiece(const TextRange& range) { return range.start / textChunkBytes; }
[[nodiscard]] inline size_t pieceCount(const TextRange& range) {
    return (range.length + textChunkBytes - 1) / textChunkBytes;
}

/// Whether some of its chunks lie in other files.
[[nodiscard]] bool takesFromOthers(const ColumnIndex& column);

/// Where the chunks of a column that lie in its own file stand in HDF5: a column that shares some has a virtual dataset
/// at the usual place.
[[nodiscard]] std::string physicalPath(const ColumnIndex& column, const std::string& group);

/// Copies chunks of columns to an output of equal compression.
class ChunkCopier {
public:
    ChunkCopier(Hdf5Output& output, Compression compression) : m_output(output), m_encoder(compression) {}

    /// Copies chunk \p chunk of \p rows rows; \p out gets its places and has the schema, which says where in HDF5. Of
    /// texts the chunks come in order. Errors: Io, Corrupt.
    Result<void> copy(const OpenedColumnFile& file, ChunkSources& sources, const ColumnIndex& from, ColumnIndex& out,
                      uint64_t chunk, uint64_t rows);
    /// Makes the datasets of a column that may have no rows.
    Result<void> addDatasets(const ColumnIndex& out);
    /// Makes the missing flags of a column, where there are any, as long as its values.
    Result<void> finish(const ColumnIndex& out, uint64_t rows);

private:
    Result<Hdf5Output::Dataset*> dataset(const std::string& path, StoredType type, uint64_t chunkElements);
    Result<Hdf5Output::Dataset*> values(const ColumnIndex& out);
    Result<void> fetch(const OpenedColumnFile& file, ChunkSources& sources, const StoredChunk& chunk);
    Result<void> copyTexts(const OpenedColumnFile& file, ChunkSources& sources, const ColumnIndex& from,
                           ColumnIndex& out, uint64_t chunk);
    Result<std::span<const std::byte>> movedEnds(const OpenedColumnFile& file, uint64_t rows, uint64_t delta);

    Hdf5Output& m_output;
    ChunkEncoder m_encoder;
    std::map<std::string, std::unique_ptr<Hdf5Output::Dataset>> m_datasets;
    std::vector<std::byte> m_buffer;
    std::vector<std::byte> m_ends;
};

/// A column of a new file: which it is of which file, and its name there.
struct CopiedColumn {
    Path file;
    size_t column = 0;
    std::string name;
};

/// Whether columns of a file, whose content hash is \p hash, can be copied into files of today. No path: no. Errors:
/// Corrupt, Io.
Result<bool> canCopy(const Path& file, const std::string& hash);

/// Writes \p target from columns of files that have equal rows and compression, and the digests of their chunks.
/// Returns its content hash. Errors: InvalidInput, Corrupt, Io, Cancelled.
Result<std::string> joinColumns(const Path& target, const std::vector<CopiedColumn>& columns, const JobContext& job);

} // namespace lathe::columns
