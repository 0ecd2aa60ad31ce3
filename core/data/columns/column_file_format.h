// SPDX-License-Identifier: GPL-3.0-or-later
// What a column file holds besides its HDF5 objects: a header in HDF5's user block and an index.
// docs/column-file.md describes both byte by byte. Reading uses nothing else, so HDF5's own parser never sees
// a file we did not just write.
#pragma once

#include "core/base/result.h"
#include "core/data/columns/column_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lathe::columns {

inline constexpr size_t userBlockSize = 512;
inline constexpr size_t textChunkBytes = size_t{256} << 10; ///< HDF5 chunk of the bytes of a Text column

/// Where the encoded bytes of one HDF5 chunk lie. size 0: there is none.
struct StoredChunk {
    uint64_t offset = 0;
    uint32_t size = 0;
    uint32_t crc = 0;
    uint32_t source = 0; ///< 0: in this file; k: in sources[k - 1] of the index
};

/// The bytes of the texts of one row chunk within the column's bytes.
struct TextRange {
    uint64_t start = 0; ///< a multiple of textChunkBytes
    uint64_t length = 0;
};

struct ColumnIndex {
    ColumnSchema schema;
    std::vector<ChunkStatistics> statistics; // one per row chunk, as the next three
    std::vector<StoredChunk> values;         // the fixed-width values; of Text columns the ends
    std::vector<StoredChunk> missing;
    std::vector<std::string> digests; // 64 hexadecimal digits each; empty in files of format 1, which kept none
    std::vector<TextRange> texts;     // Text columns only
    std::vector<StoredChunk> bytes;   // Text columns only: one per HDF5 chunk of textChunkBytes
    std::vector<std::string> dictionary;
};

struct FileIndex {
    uint64_t rows = 0;
    Compression compression = Compression::Lz4;
    std::string contentHash;
    std::vector<std::string>
        sources; ///< other column files that hold some of the chunks, as isSourcePath() allows them
    std::vector<ColumnIndex> columns;

    [[nodiscard]] uint64_t chunks() const { return (rows + chunkRows - 1) / chunkRows; }
    [[nodiscard]] uint64_t rowsOf(uint64_t chunk) const { return std::min(chunkRows, rows - chunk * chunkRows); }
};

struct FileHeader {
    uint32_t version = 2; ///< of the format
    uint64_t fileSize = 0;
    uint64_t indexOffset = 0;
    uint64_t indexSize = 0;
    uint32_t indexCrc = 0;
};

/// Bytes per stored value: 1 Boolean, 4 Date and Category codes, 8 the others (of Text: the ends).
[[nodiscard]] size_t storedWidth(ColumnType type);

/// A column name as the last part of an HDF5 path: '/', '%', a leading '.', and control bytes become %XX.
[[nodiscard]] std::string objectName(std::string_view columnName);

[[nodiscard]] std::array<std::byte, userBlockSize> encodeHeader(const FileHeader& header);
/// Errors: Corrupt (message without the file's name), Unsupported for a newer version of the format.
Result<FileHeader> decodeHeader(std::span<const std::byte> bytes);

[[nodiscard]] std::string encodeIndex(const FileIndex& index);
/// Checks every count against the bytes there are and every position in this file against \p fileSize; \p version is
/// the header's. Errors: Corrupt.
Result<FileIndex> decodeIndex(std::span<const std::byte> bytes, uint64_t fileSize, uint32_t version);

/// True for the only names a source may have: "../FOLDER/FILE", which cannot lead out of the project's data folder.
[[nodiscard]] bool isSourcePath(std::string_view path);

} // namespace lathe::columns
