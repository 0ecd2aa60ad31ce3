// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/column_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lathe::columns {

/// Where the pieces of an encoded chunk lie, so that some of its elements can be had without decoding them all. An LZ4
/// chunk is a sequence of pieces that stand alone, each a run of one byte plane; the pieces of equal place in their
/// planes make a block of consecutive elements. A deflated chunk, and an LZ4 chunk of one piece as older versions wrote
/// them, is one block. Immutable.
class ChunkFrame {
public:
    /// Nothing when \p encoded is not what ChunkEncoder::encode (or HDF5's LZ4 filter) writes for a chunk of \p size
    /// bytes in elements of \p width bytes. The pieces themselves are looked at by decode().
    static std::optional<ChunkFrame> parse(std::span<const std::byte> encoded, Compression compression, size_t width,
                                           size_t size);

    [[nodiscard]] bool fits(size_t width, size_t size) const { return m_width == width && m_size == size; }
    [[nodiscard]] size_t elementsPerBlock() const { return m_size / m_width / m_blocks; }
    [[nodiscard]] size_t blocks() const { return m_blocks; }
    [[nodiscard]] size_t bytesPerBlock() const { return m_size / m_blocks; }

    /// Where the pieces of a block lie in the encoded chunk. Decoding wants them one after the other.
    struct Place {
        uint32_t offset = 0;
        uint32_t size = 0;
    };
    [[nodiscard]] std::vector<Place> places(size_t block) const;

    /// Decodes a block into \p target, bytesPerBlock() long. \p pieces as places() says them, end to end. False when
    /// they are not what was encoded; never reads or writes outside of both.
    [[nodiscard]] bool decode(size_t block, std::span<const std::byte> pieces, std::span<std::byte> target) const;
    /// The same from the whole encoded chunk.
    [[nodiscard]] bool decodeFrom(std::span<const std::byte> encoded, size_t block, std::span<std::byte> target) const;

    [[nodiscard]] size_t bytes() const { return sizeof *this + m_pieces.capacity() * sizeof(Place); }

private:
    ChunkFrame() = default;
    [[nodiscard]] size_t piecesPerBlock() const { return m_pieces.size() / m_blocks; }
    /// The number of a piece within the chunk: those of a block lie in different planes.
    [[nodiscard]] size_t pieceOf(size_t block, size_t plane) const { return plane * m_blocks + block; }
    template <typename PieceAt>
    bool expand(std::span<std::byte> target, const PieceAt& pieceAt) const;
    template <typename PieceAt>
    bool decodeBlock(std::span<std::byte> target, const PieceAt& pieceAt) const;

    Compression m_compression = Compression::Lz4;
    size_t m_width = 1;
    size_t m_size = 0;      ///< decoded
    size_t m_pieceSize = 0; ///< decoded; the last may be shorter when there is one block
    size_t m_blocks = 1;
    std::vector<Place> m_pieces;
};

} // namespace lathe::columns
