// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/column_file.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace lathe::columns {

/// Puts byte j of every element into plane j, as HDF5's shuffle filter does. \p target is as long as \p
/// source, a multiple of \p width.
void shuffle(std::span<const std::byte> source, size_t width, std::span<std::byte> target);
/// Undoes it: makes elements of as many bytes as there are planes, each of which has a byte for every element.
void unshuffle(std::span<const std::byte* const> planes, std::span<std::byte> target);

/// Blocks of an LZ4 chunk that can be decoded without the others (ChunkFrame): 4096 rows each. More of them compress
/// less well (16: 5 % larger files than 1), fewer make a page of scattered rows slower.
inline constexpr size_t blocksPerChunk = 16;

/// Compresses one HDF5 chunk exactly as the file's filter pipeline would: shuffle for widths above 1, then
/// the LZ4 filter's framing (registered filter 32004) or a zlib stream. Keeps its buffers; one object per
/// thread.
class ChunkEncoder {
public:
    explicit ChunkEncoder(Compression compression);
    ~ChunkEncoder();
    ChunkEncoder(const ChunkEncoder&) = delete;
    ChunkEncoder& operator=(const ChunkEncoder&) = delete;

    /// A chunk of \p size bytes, a multiple of \p width × blocksPerChunk: \p values, then zeros. By LZ4 the blocks that
    /// hold zeros only cost next to nothing. The result is valid until the next call; empty when memory ran out.
    std::span<const std::byte> encode(std::span<const std::byte> values, size_t width, size_t size);

private:
    std::span<const std::byte> planes(std::span<const std::byte> values, size_t width, size_t size);
    std::span<const std::byte> deflate(std::span<const std::byte> planes);
    std::span<const std::byte> encodeLz4(std::span<const std::byte> planes, size_t width, size_t size);
    size_t putPiece(std::span<const std::byte> piece, size_t at);
    std::span<const std::byte> zeroPiece(size_t pieceSize);

    struct Deflater;
    Compression m_compression;
    Deflater* m_deflater = nullptr;
    std::vector<std::byte> m_padded;
    std::vector<std::byte> m_shuffled;
    std::vector<std::byte> m_encoded;
    std::map<size_t, std::vector<std::byte>> m_zeroPieces; ///< framed, by their size
};

/// Undoes ChunkEncoder::encode. Returns false when \p encoded is not what it writes for a chunk of exactly
/// \p chunk.size() bytes; never reads or writes outside of both.
[[nodiscard]] bool decodeChunk(std::span<const std::byte> encoded, Compression compression, size_t width,
                               std::span<std::byte> chunk);

[[nodiscard]] uint32_t checksum(std::span<const std::byte> bytes); ///< CRC-32 (ISO-HDLC)

} // namespace lathe::columns
