// SPDX-License-Identifier: GPL-3.0-or-later
// How the chunks of a column file come off the disk: whole ones at once, some elements of one through caches.
#pragma once

#include "core/base/files.h"
#include "core/data/columns/column_file_format.h"
#include "core/data/columns/column_file_frame.h"
#include "core/data/columns/column_file_open.h"

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

namespace lathe::columns {

/// The values used last, at most so many bytes of them (but at least one). Thread safe.
template <typename Key, typename Value>
class RecentlyUsed {
public:
    explicit RecentlyUsed(size_t capacity) : m_capacity(capacity) {}

    std::shared_ptr<const Value> find(const Key& key) {
        const std::lock_guard lock(m_mutex);
        const auto entry = m_entries.find(key);
        if (entry == m_entries.end()) return nullptr;
        m_recent.splice(m_recent.begin(), m_recent, entry->second);
        return entry->second->value;
    }
    void add(const Key& key, std::shared_ptr<const Value> value, size_t bytes) {
        const std::lock_guard lock(m_mutex);
        if (m_entries.contains(key)) return;
        m_size += bytes;
        m_recent.push_front({key, std::move(value), bytes});
        m_entries[key] = m_recent.begin();
        while (m_size > m_capacity && m_recent.size() > 1) {
            m_size -= m_recent.back().bytes;
            m_entries.erase(m_recent.back().key);
            m_recent.pop_back();
        }
    }

private:
    struct Entry {
        Key key;
        std::shared_ptr<const Value> value;
        size_t bytes = 0;
    };
    const size_t m_capacity;
    std::mutex m_mutex;
    std::list<Entry> m_recent; // most recent first
    std::map<Key, typename std::list<Entry>::iterator> m_entries;
    size_t m_size = 0;
};

/// The files that hold chunks of a column file, opened when first asked for. Thread safe.
class ChunkSources {
public:
    ChunkSources(Path folder, const std::vector<std::string>& names);
    /// The descriptor of source \p number, counted from 1; valid while this object is. Errors: Corrupt, Io.
    Result<int> file(uint32_t number);

private:
    struct Source {
        std::string name;
        Descriptor file;
    };
    Path m_folder;
    std::mutex m_mutex;
    std::vector<Source> m_files;
};

/// Reads elements of chunks. Thread safe.
class ChunkReader {
public:
    ChunkReader(std::string name, Descriptor file, Compression compression, const Path& folder,
                const std::vector<std::string>& sources);

    /// \p count elements from \p first on of a chunk that has \p elements of \p width bytes.
    struct Range {
        size_t width = 1;
        size_t elements = 0;
        size_t first = 0;
        size_t count = 0;
    };
    using Bytes = std::vector<std::byte>;
    using Use = std::function<bool(std::span<const std::byte>)>;

    /// Calls \p use with the bytes of the range in order, block by block. With \p keep what is decoded goes through the
    /// caches; scans of whole chunks do not, so that they do not push out what the window shows. The checksum of a
    /// chunk is compared when the chunk is first touched. False when the chunk is damaged or \p use said so. Errors:
    /// Io, Corrupt.
    Result<bool> read(const StoredChunk& chunk, Range range, bool keep, const Use& use);
    /// Decodes elements of \p width bytes from the first on straight into \p target, past the caches. False and errors
    /// as read().
    Result<bool> readInto(const StoredChunk& chunk, size_t width, size_t elements, std::span<std::byte> target);

private:
    /// Which file a chunk lies in (0: the column file itself), and where.
    using Place = std::pair<uint32_t, uint64_t>;
    using BlockPlace = std::tuple<uint32_t, uint64_t, size_t>;

    Result<int> holderOf(const StoredChunk& chunk);
    /// The encoded chunk, whole and compared with its checksum, in a buffer of the calling thread; empty when it is
    /// damaged.
    Result<std::span<const std::byte>> whole(const StoredChunk& chunk, const Range& range);
    Result<bool> scan(const StoredChunk& chunk, const Range& range, const Use& use);
    Result<bool> pick(const StoredChunk& chunk, const Range& range, const Use& use);
    /// The frame of a chunk; of one not seen before \p encoded becomes its bytes. Null when it is damaged.
    Result<std::shared_ptr<const ChunkFrame>> frameOf(const StoredChunk& chunk, const Range& range,
                                                      std::span<const std::byte>& encoded);
    /// Null when it is damaged. \p encoded: the chunk when it is at hand, else empty.
    Result<std::shared_ptr<const Bytes>> blockOf(const StoredChunk& chunk, const ChunkFrame& frame, size_t block,
                                                 std::span<const std::byte> encoded);

    static constexpr size_t blockMemory = size_t{64} << 20;
    static constexpr size_t frameMemory = size_t{24} << 20; ///< a kilobyte for each chunk of eight-byte values

    const std::string m_name;
    const Descriptor m_file;
    const Compression m_compression;
    ChunkSources m_sources;
    RecentlyUsed<Place, ChunkFrame> m_frames{frameMemory};
    RecentlyUsed<BlockPlace, Bytes> m_blocks{blockMemory};
};

} // namespace lathe::columns
