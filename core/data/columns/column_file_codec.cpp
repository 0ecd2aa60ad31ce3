// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_codec.h"

#include "core/data/columns/column_file_frame.h"

#include <libdeflate.h>
#include <lz4.h>

#include <algorithm>
#include <cstring>

#ifdef __SSSE3__
#include <immintrin.h>
#endif

namespace lathe::columns {

namespace {

constexpr size_t lz4HeaderSize = 12;  // u64 size of the chunk, u32 size of a piece
constexpr size_t pieceHeaderSize = 4; // u32 encoded size
constexpr int deflateLevel = 6;

void storeBigEndian(std::byte* target, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) target[i] = static_cast<std::byte>(value >> (8 * (bytes - 1 - i)));
}

/// The buffer, grown when it is smaller: columns of different widths take turns, and growing clears.
std::span<std::byte> atLeast(std::vector<std::byte>& buffer, size_t size) {
    if (buffer.size() < size) buffer.resize(size);
    return buffer;
}

bool isZero(std::span<const std::byte> bytes) {
    // Equal to itself one byte further on, and zero at the beginning.
    return bytes.front() == std::byte{0} && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0;
}

#ifdef __SSSE3__

/// Transposes 8 rows of 8 16-bit lanes.
void transpose16(__m128i (&rows)[8]) {
    __m128i a[8];
    __m128i b[8];
    for (size_t i = 0; i < 4; ++i) {
        a[2 * i] = _mm_unpacklo_epi16(rows[2 * i], rows[2 * i + 1]);
        a[2 * i + 1] = _mm_unpackhi_epi16(rows[2 * i], rows[2 * i + 1]);
    }
    for (size_t half = 0; half < 2; ++half) {
        const size_t o = 4 * half;
        b[o] = _mm_unpacklo_epi32(a[o], a[o + 2]);
        b[o + 1] = _mm_unpackhi_epi32(a[o], a[o + 2]);
        b[o + 2] = _mm_unpacklo_epi32(a[o + 1], a[o + 3]);
        b[o + 3] = _mm_unpackhi_epi32(a[o + 1], a[o + 3]);
    }
    for (size_t i = 0; i < 4; ++i) {
        rows[2 * i] = _mm_unpacklo_epi64(b[i], b[i + 4]);
        rows[2 * i + 1] = _mm_unpackhi_epi64(b[i], b[i + 4]);
    }
}

void transpose32(__m128i (&rows)[4]) {
    const __m128i a = _mm_unpacklo_epi32(rows[0], rows[1]);
    const __m128i b = _mm_unpackhi_epi32(rows[0], rows[1]);
    const __m128i c = _mm_unpacklo_epi32(rows[2], rows[3]);
    const __m128i d = _mm_unpackhi_epi32(rows[2], rows[3]);
    rows[0] = _mm_unpacklo_epi64(a, c);
    rows[1] = _mm_unpackhi_epi64(a, c);
    rows[2] = _mm_unpacklo_epi64(b, d);
    rows[3] = _mm_unpackhi_epi64(b, d);
}

__m128i load(const std::byte* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
void store(std::byte* p, __m128i value) { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), value); }

/// Sixteen elements at a time; returns how many elements were done.
size_t shuffle8(const std::byte* source, size_t count, std::byte* target) {
    const __m128i pairs = _mm_setr_epi8(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        __m128i rows[8];
        for (size_t r = 0; r < 8; ++r) rows[r] = _mm_shuffle_epi8(load(source + 8 * i + 16 * r), pairs);
        transpose16(rows);
        for (size_t plane = 0; plane < 8; ++plane) store(target + plane * count + i, rows[plane]);
    }
    return i;
}

size_t unshuffle8(std::span<const std::byte* const> planes, size_t count, std::byte* target) {
    const __m128i parts = _mm_setr_epi8(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15);
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        __m128i rows[8];
        for (size_t plane = 0; plane < 8; ++plane) rows[plane] = load(planes[plane] + i);
        transpose16(rows);
        for (size_t r = 0; r < 8; ++r) store(target + 8 * i + 16 * r, _mm_shuffle_epi8(rows[r], parts));
    }
    return i;
}

size_t shuffle4(const std::byte* source, size_t count, std::byte* target) {
    const __m128i quads = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        __m128i rows[4];
        for (size_t r = 0; r < 4; ++r) rows[r] = _mm_shuffle_epi8(load(source + 4 * i + 16 * r), quads);
        transpose32(rows);
        for (size_t plane = 0; plane < 4; ++plane) store(target + plane * count + i, rows[plane]);
    }
    return i;
}

size_t unshuffle4(std::span<const std::byte* const> planes, size_t count, std::byte* target) {
    const __m128i quads = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        __m128i rows[4];
        for (size_t plane = 0; plane < 4; ++plane) rows[plane] = load(planes[plane] + i);
        transpose32(rows);
        for (size_t r = 0; r < 4; ++r) store(target + 4 * i + 16 * r, _mm_shuffle_epi8(rows[r], quads));
    }
    return i;
}

#endif

} // namespace

void shuffle(std::span<const std::byte> source, size_t width, std::span<std::byte> target) {
    const size_t count = source.size() / width;
    size_t done = 0;
#ifdef __SSSE3__
    if (width == 8) done = shuffle8(source.data(), count, target.data());
    if (width == 4) done = shuffle4(source.data(), count, target.data());
#endif
    for (size_t plane = 0; plane < width; ++plane)
        for (size_t i = done; i < count; ++i) target[plane * count + i] = source[i * width + plane];
}

void unshuffle(std::span<const std::byte* const> planes, std::span<std::byte> target) {
    const size_t width = planes.size();
    const size_t count = target.size() / width;
    size_t done = 0;
#ifdef __SSSE3__
    if (width == 8) done = unshuffle8(planes, count, target.data());
    if (width == 4) done = unshuffle4(planes, count, target.data());
#endif
    for (size_t plane = 0; plane < width; ++plane)
        for (size_t i = done; i < count; ++i) target[i * width + plane] = planes[plane][i];
}

struct ChunkEncoder::Deflater {
    libdeflate_compressor* compressor = libdeflate_alloc_compressor(deflateLevel);
    ~Deflater() { libdeflate_free_compressor(compressor); }
};

ChunkEncoder::ChunkEncoder(Compression compression) : m_compression(compression) {
    if (compression == Compression::Deflate) m_deflater = new Deflater;
}

ChunkEncoder::~ChunkEncoder() { delete m_deflater; }

/// The values, followed by zeros up to \p size bytes, byte plane by byte plane.
std::span<const std::byte> ChunkEncoder::planes(std::span<const std::byte> values, size_t width, size_t size) {
    if (values.size() < size) {
        m_padded.assign(values.begin(), values.end());
        m_padded.resize(size);
        values = m_padded;
    }
    if (width == 1) return values;
    const auto shuffled = atLeast(m_shuffled, size).first(size);
    shuffle(values, width, shuffled);
    return shuffled;
}

std::span<const std::byte> ChunkEncoder::encode(std::span<const std::byte> values, size_t width, size_t size) {
    if (m_compression == Compression::Deflate) return deflate(planes(values, width, size));
    const size_t block = size / blocksPerChunk;
    const size_t filled = (values.size() + block - 1) / block; // blocks that hold values
    return encodeLz4(planes(values, width, filled * block), width, size);
}

std::span<const std::byte> ChunkEncoder::deflate(std::span<const std::byte> planes) {
    if (m_deflater->compressor == nullptr) return {};
    atLeast(m_encoded, libdeflate_zlib_compress_bound(m_deflater->compressor, planes.size()));
    const size_t size = libdeflate_zlib_compress(m_deflater->compressor, planes.data(), planes.size(), m_encoded.data(),
                                                 m_encoded.size());
    return {m_encoded.data(), size};
}

/// The framing of filter 32004 around planes whose ends are cut off where only zeros follow.
std::span<const std::byte> ChunkEncoder::encodeLz4(std::span<const std::byte> planes, size_t width, size_t size) {
    const size_t pieceSize = size / width / blocksPerChunk;
    const size_t filled = planes.size() / width; // of each plane
    const auto bound = static_cast<size_t>(LZ4_compressBound(static_cast<int>(pieceSize)));
    atLeast(m_encoded, lz4HeaderSize + width * blocksPerChunk * (pieceHeaderSize + bound));
    storeBigEndian(m_encoded.data(), size, 8);
    storeBigEndian(m_encoded.data() + 8, pieceSize, 4);
    const auto zeros = zeroPiece(pieceSize);
    size_t at = lz4HeaderSize;
    for (size_t plane = 0; plane < width; ++plane) {
        for (size_t from = 0; from < pieceSize * blocksPerChunk; from += pieceSize) {
            const bool beyond = from >= filled;
            const auto piece = beyond ? planes.first(0) : planes.subspan(plane * filled + from, pieceSize);
            if (!beyond && !isZero(piece)) {
                at = putPiece(piece, at);
            } else {
                std::memcpy(m_encoded.data() + at, zeros.data(), zeros.size());
                at += zeros.size();
            }
        }
    }
    return {m_encoded.data(), at};
}

/// A piece that does not shrink is stored as it is. Returns where it ends.
size_t ChunkEncoder::putPiece(std::span<const std::byte> piece, size_t at) {
    std::byte* body = m_encoded.data() + at + pieceHeaderSize;
    const auto length = static_cast<int>(piece.size());
    auto size = static_cast<size_t>(LZ4_compress_default(
        reinterpret_cast<const char*>(piece.data()), reinterpret_cast<char*>(body), length, LZ4_compressBound(length)));
    if (size == 0 || size >= piece.size()) {
        std::memcpy(body, piece.data(), piece.size());
        size = piece.size();
    }
    storeBigEndian(m_encoded.data() + at, size, pieceHeaderSize);
    return at + pieceHeaderSize + size;
}

/// What putPiece() writes for zeros.
std::span<const std::byte> ChunkEncoder::zeroPiece(size_t pieceSize) {
    auto& known = m_zeroPieces[pieceSize];
    if (known.empty()) {
        const size_t end = putPiece(std::vector<std::byte>(pieceSize), lz4HeaderSize);
        known.assign(m_encoded.begin() + lz4HeaderSize, m_encoded.begin() + static_cast<std::ptrdiff_t>(end));
    }
    return known;
}

bool decodeChunk(std::span<const std::byte> encoded, Compression compression, size_t width,
                 std::span<std::byte> chunk) {
    const auto frame = ChunkFrame::parse(encoded, compression, width, chunk.size());
    if (!frame) return false;
    for (size_t block = 0; block < frame->blocks(); ++block) {
        const size_t size = frame->bytesPerBlock();
        if (!frame->decodeFrom(encoded, block, chunk.subspan(block * size, size))) return false;
    }
    return true;
}

uint32_t checksum(std::span<const std::byte> bytes) { return libdeflate_crc32(0, bytes.data(), bytes.size()); }

} // namespace lathe::columns
