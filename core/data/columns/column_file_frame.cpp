// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_frame.h"

#include "core/data/columns/column_file_codec.h"

#include <libdeflate.h>
#include <lz4.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <utility>

namespace lathe::columns {

namespace {

constexpr size_t frameHeaderSize = 12; // u64 size of the chunk, u32 size of a piece
constexpr size_t pieceHeaderSize = 4;  // u32 encoded size
constexpr size_t widest = 8;           // bytes of an element
constexpr std::array<std::byte, chunkRows / blocksPerChunk> zeros{};

uint64_t loadBigEndian(const std::byte* source, size_t bytes) {
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<uint64_t>(source[i]);
    return value;
}

bool inflateZlib(std::span<const std::byte> encoded, std::span<std::byte> target) {
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor(
        libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    return decompressor && libdeflate_zlib_decompress(decompressor.get(), encoded.data(), encoded.size(), target.data(),
                                                      target.size(), nullptr) == LIBDEFLATE_SUCCESS;
}

/// The filter's rule: a piece that does not shrink is stored as it is.
bool expandLz4(std::span<const std::byte> encoded, std::span<std::byte> target) {
    if (encoded.size() == target.size()) {
        std::memcpy(target.data(), encoded.data(), target.size());
        return true;
    }
    return LZ4_decompress_safe(reinterpret_cast<const char*>(encoded.data()), reinterpret_cast<char*>(target.data()),
                               static_cast<int>(encoded.size()),
                               static_cast<int>(target.size())) == static_cast<int>(target.size());
}

/// What LZ4 makes of a block's plane of zeros, as the upper bytes of most whole numbers are.
const std::vector<std::byte>& encodedZeros() {
    static const auto encoded = [] {
        std::vector<std::byte> bytes(static_cast<size_t>(LZ4_compressBound(static_cast<int>(zeros.size()))));
        bytes.resize(static_cast<size_t>(
            LZ4_compress_default(reinterpret_cast<const char*>(zeros.data()), reinterpret_cast<char*>(bytes.data()),
                                 static_cast<int>(zeros.size()), static_cast<int>(bytes.size()))));
        return bytes;
    }();
    return encoded;
}

/// The bytes of a plane: where they stand already, or expanded into \p room. Null when the piece is damaged.
const std::byte* planeOf(std::span<const std::byte> piece, std::span<std::byte> room) {
    if (piece.size() == room.size()) return piece.data();
    if (room.size() == zeros.size() && std::ranges::equal(piece, encodedZeros())) return zeros.data();
    return expandLz4(piece, room) ? room.data() : nullptr;
}

} // namespace

std::optional<ChunkFrame> ChunkFrame::parse(std::span<const std::byte> encoded, Compression compression, size_t width,
                                            size_t size) {
    ChunkFrame frame;
    frame.m_compression = compression;
    frame.m_width = width;
    frame.m_size = size;
    if (encoded.size() > UINT32_MAX || size == 0) return std::nullopt;
    if (compression == Compression::Deflate) {
        frame.m_pieceSize = size;
        frame.m_pieces.push_back({0, static_cast<uint32_t>(encoded.size())});
        return frame;
    }
    if (encoded.size() < frameHeaderSize || loadBigEndian(encoded.data(), 8) != size) return std::nullopt;
    frame.m_pieceSize = static_cast<size_t>(std::min<uint64_t>(loadBigEndian(encoded.data() + 8, 4), size));
    if (frame.m_pieceSize == 0 || size > static_cast<size_t>(LZ4_MAX_INPUT_SIZE)) return std::nullopt;
    frame.m_pieces.reserve(
        std::min((size + frame.m_pieceSize - 1) / frame.m_pieceSize, encoded.size() / pieceHeaderSize));
    size_t at = frameHeaderSize;
    for (size_t done = 0; done < size; done += frame.m_pieceSize) {
        if (encoded.size() - at < pieceHeaderSize) return std::nullopt;
        const uint64_t length = loadBigEndian(encoded.data() + at, pieceHeaderSize);
        at += pieceHeaderSize;
        if (length > encoded.size() - at) return std::nullopt;
        frame.m_pieces.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(length)});
        at += static_cast<size_t>(length);
    }
    const size_t plane = size / width;
    if (size % width == 0 && plane % frame.m_pieceSize == 0) frame.m_blocks = plane / frame.m_pieceSize;
    return frame;
}

std::vector<ChunkFrame::Place> ChunkFrame::places(size_t block) const {
    std::vector<Place> places;
    for (size_t plane = 0; plane < piecesPerBlock(); ++plane) places.push_back(m_pieces[pieceOf(block, plane)]);
    return places;
}

template <typename PieceAt>
bool ChunkFrame::expand(std::span<std::byte> target, const PieceAt& pieceAt) const {
    if (m_compression == Compression::Deflate) return inflateZlib(pieceAt(0), target);
    for (size_t i = 0, at = 0; at < target.size(); ++i, at += m_pieceSize)
        if (!expandLz4(pieceAt(i), target.subspan(at, std::min(m_pieceSize, target.size() - at)))) return false;
    return true;
}

template <typename PieceAt>
bool ChunkFrame::decodeBlock(std::span<std::byte> target, const PieceAt& pieceAt) const {
    if (m_width == 1) return expand(target, pieceAt);
    thread_local std::vector<std::byte> expanded;
    expanded.resize(target.size());
    std::array<const std::byte*, widest> planes;
    const size_t planeSize = target.size() / m_width;
    const bool pieceIsPlane = m_compression == Compression::Lz4 && m_pieceSize == planeSize;
    if (!pieceIsPlane && !expand(expanded, pieceAt)) return false;
    for (size_t i = 0; i < m_width; ++i) {
        const auto room = std::span(expanded).subspan(i * planeSize, planeSize);
        planes[i] = pieceIsPlane ? planeOf(pieceAt(i), room) : room.data();
        if (planes[i] == nullptr) return false;
    }
    unshuffle(std::span(planes).first(m_width), target);
    return true;
}

bool ChunkFrame::decode(size_t block, std::span<const std::byte> pieces, std::span<std::byte> target) const {
    size_t at = 0;
    return decodeBlock(target, [&](size_t plane) {
        const size_t size = m_pieces[pieceOf(block, plane)].size;
        const size_t from = std::exchange(at, at + size);
        return pieces.subspan(from, size);
    });
}

bool ChunkFrame::decodeFrom(std::span<const std::byte> encoded, size_t block, std::span<std::byte> target) const {
    return decodeBlock(target, [&](size_t plane) {
        const Place& place = m_pieces[pieceOf(block, plane)];
        return encoded.subspan(place.offset, place.size);
    });
}

} // namespace lathe::columns
