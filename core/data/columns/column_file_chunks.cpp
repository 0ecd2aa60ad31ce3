// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_chunks.h"

#include "core/data/columns/column_file_codec.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

namespace lathe::columns {

ChunkSources::ChunkSources(Path folder, const std::vector<std::string>& names) : m_folder(std::move(folder)) {
    for (const auto& name : names) m_files.emplace_back(Source{name, Descriptor()});
}

Result<int> ChunkSources::file(uint32_t number) {
    const std::lock_guard lock(m_mutex);
    Source& source = m_files[number - 1];
    if (source.file.get() >= 0) return source.file.get();
    const Path path = m_folder / source.name;
    source.file = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (source.file.get() >= 0) return source.file.get();
    if (errno != ENOENT) return failure(errnoError("open", path.string()));
    return failHint(ErrorKind::Corrupt,
                    fmt::format("'{}', which holds some of the rows, does not exist", path.string()),
                    "Restore the file from a copy, or import the dataset again.");
}

ChunkReader::ChunkReader(std::string name, Descriptor file, Compression compression, const Path& folder,
                         const std::vector<std::string>& sources)
    : m_name(std::move(name)), m_file(std::move(file)), m_compression(compression), m_sources(folder, sources) {}

Result<int> ChunkReader::holderOf(const StoredChunk& chunk) {
    if (chunk.source == 0) return m_file.get();
    return m_sources.file(chunk.source);
}

Result<std::span<const std::byte>> ChunkReader::whole(const StoredChunk& chunk, const Range& range) {
    constexpr size_t framing = 4096; // more than either encoding adds to bytes that do not compress
    const size_t size = range.elements * range.width;
    if (chunk.size > size + size / 64 + framing) return std::span<const std::byte>();
    thread_local Bytes encoded;
    encoded.resize(chunk.size);
    LATHE_TRY(const int holder, holderOf(chunk));
    LATHE_CHECK(readAt(holder, chunk.offset, encoded, m_name));
    if (checksum(encoded) != chunk.crc) return std::span<const std::byte>();
    return std::span<const std::byte>(encoded);
}

namespace {

/// Calls \p use with the part of a decoded block that lies in the range.
bool useBlock(std::span<const std::byte> decoded, size_t block, const ChunkReader::Range& range,
              const ChunkReader::Use& use) {
    const size_t elements = decoded.size() / range.width;
    const size_t begin = std::max(range.first, block * elements);
    const size_t end = std::min(range.first + range.count, (block + 1) * elements);
    return use(decoded.subspan((begin - block * elements) * range.width, (end - begin) * range.width));
}

} // namespace

Result<bool> ChunkReader::scan(const StoredChunk& chunk, const Range& range, const Use& use) {
    LATHE_TRY(const auto encoded, whole(chunk, range));
    const auto frame = ChunkFrame::parse(encoded, m_compression, range.width, range.elements * range.width);
    if (!frame) return false;
    thread_local Bytes decoded;
    decoded.resize(frame->bytesPerBlock());
    const size_t last = (range.first + range.count - 1) / frame->elementsPerBlock();
    for (size_t block = range.first / frame->elementsPerBlock(); block <= last; ++block)
        if (!frame->decodeFrom(encoded, block, decoded) || !useBlock(decoded, block, range, use)) return false;
    return true;
}

Result<std::shared_ptr<const ChunkFrame>> ChunkReader::frameOf(const StoredChunk& chunk, const Range& range,
                                                               std::span<const std::byte>& encoded) {
    const Place place{chunk.source, chunk.offset};
    if (auto known = m_frames.find(place)) {
        if (known->fits(range.width, range.elements * range.width)) return known;
        return std::shared_ptr<const ChunkFrame>(); // two columns claim the same place with different types
    }
    LATHE_TRY(encoded, whole(chunk, range));
    auto parsed = ChunkFrame::parse(encoded, m_compression, range.width, range.elements * range.width);
    if (!parsed) return std::shared_ptr<const ChunkFrame>();
    auto frame = std::make_shared<const ChunkFrame>(std::move(*parsed));
    m_frames.add(place, frame, frame->bytes());
    return frame;
}

Result<std::shared_ptr<const ChunkReader::Bytes>> ChunkReader::blockOf(const StoredChunk& chunk,
                                                                       const ChunkFrame& frame, size_t block,
                                                                       std::span<const std::byte> encoded) {
    const BlockPlace place{chunk.source, chunk.offset, block};
    if (auto known = m_blocks.find(place)) return known;
    auto decoded = std::make_shared<Bytes>(frame.bytesPerBlock());
    bool right = false;
    if (!encoded.empty()) {
        right = frame.decodeFrom(encoded, block, *decoded);
    } else {
        LATHE_TRY(const int holder, holderOf(chunk));
        const auto places = frame.places(block);
        size_t size = 0;
        for (const auto& piece : places) size += piece.size;
        thread_local Bytes pieces;
        pieces.resize(size);
        size_t at = 0;
        for (const auto& piece : places) {
            LATHE_CHECK(readAt(holder, chunk.offset + piece.offset, std::span(pieces).subspan(at, piece.size), m_name));
            at += piece.size;
        }
        right = frame.decode(block, pieces, *decoded);
    }
    if (!right) return std::shared_ptr<const Bytes>();
    m_blocks.add(place, decoded, decoded->size());
    return std::shared_ptr<const Bytes>(std::move(decoded));
}

Result<bool> ChunkReader::pick(const StoredChunk& chunk, const Range& range, const Use& use) {
    std::span<const std::byte> encoded;
    LATHE_TRY(const auto frame, frameOf(chunk, range, encoded));
    if (!frame) return false;
    const size_t last = (range.first + range.count - 1) / frame->elementsPerBlock();
    for (size_t block = range.first / frame->elementsPerBlock(); block <= last; ++block) {
        LATHE_TRY(const auto decoded, blockOf(chunk, *frame, block, encoded));
        if (!decoded || !useBlock(*decoded, block, range, use)) return false;
    }
    return true;
}

Result<bool> ChunkReader::read(const StoredChunk& chunk, Range range, bool keep, const Use& use) {
    if (range.count == 0) return true;
    return keep ? pick(chunk, range, use) : scan(chunk, range, use);
}

Result<bool> ChunkReader::readInto(const StoredChunk& chunk, size_t width, size_t elements,
                                   std::span<std::byte> target) {
    LATHE_TRY(const auto encoded, whole(chunk, {width, elements, 0, target.size() / width}));
    const auto frame = ChunkFrame::parse(encoded, m_compression, width, elements * width);
    if (!frame) return false;
    const size_t blockSize = frame->bytesPerBlock();
    const size_t wholeBlocks = target.size() / blockSize;
    for (size_t block = 0; block < wholeBlocks; ++block)
        if (!frame->decodeFrom(encoded, block, target.subspan(block * blockSize, blockSize))) return false;
    const auto rest = target.subspan(wholeBlocks * blockSize);
    if (rest.empty()) return true;
    Bytes decoded(blockSize);
    if (!frame->decodeFrom(encoded, wholeBlocks, decoded)) return false;
    std::copy_n(decoded.begin(), rest.size(), rest.begin());
    return true;
}

} // namespace lathe::columns
