// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/column_file.h"
#include "core/data/column_file_codec.h"
#include "core/data/column_file_format.h"
#include "core/data/column_file_open.h"
#include "core/data/column_file_values.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <list>
#include <map>
#include <mutex>
#include <utility>

namespace lathe {

using namespace columns;

namespace {

using Bytes = std::vector<std::byte>;
using SharedBytes = std::shared_ptr<const Bytes>;

/// Which file a chunk lies in (0: the column file itself), and where.
using ChunkPlace = std::pair<uint32_t, uint64_t>;

/// The decoded chunks used last, by where they lie. Thread safe.
class ChunkCache {
public:
    SharedBytes find(ChunkPlace place) {
        const std::lock_guard lock(m_mutex);
        const auto entry = m_entries.find(place);
        if (entry == m_entries.end()) return nullptr;
        m_recent.splice(m_recent.begin(), m_recent, entry->second);
        return entry->second->second;
    }
    void add(ChunkPlace place, SharedBytes bytes) {
        const std::lock_guard lock(m_mutex);
        if (m_entries.contains(place)) return;
        m_size += bytes->size();
        m_recent.emplace_front(place, std::move(bytes));
        m_entries[place] = m_recent.begin();
        while (m_size > capacity && m_recent.size() > 1) {
            m_size -= m_recent.back().second->size();
            m_entries.erase(m_recent.back().first);
            m_recent.pop_back();
        }
    }

private:
    using Recent = std::list<std::pair<ChunkPlace, SharedBytes>>;
    static constexpr size_t capacity = size_t{64} << 20;
    std::mutex m_mutex;
    Recent m_recent;
    std::map<ChunkPlace, Recent::iterator> m_entries;
    size_t m_size = 0;
};

/// The files that hold chunks of a column file, opened when first asked for. Thread safe.
class ChunkSources {
public:
    ChunkSources(Path folder, const std::vector<std::string>& names) : m_folder(std::move(folder)) {
        for (const auto& name : names) m_files.emplace_back(Source{name, Descriptor()});
    }
    /// The descriptor of source \p number, counted from 1; valid while this object is.
    Result<int> file(uint32_t number) {
        const std::lock_guard lock(m_mutex);
        Source& source = m_files[number - 1];
        if (source.file.get() >= 0) return source.file.get();
        const Path path = m_folder / source.name;
        source.file = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (source.file.get() >= 0) return source.file.get();
        if (errno != ENOENT) return failure(errnoError("open", path.string()));
        return failHint(ErrorKind::Corrupt, fmt::format("'{}', which holds some of the rows, does not exist", path.string()),
                        "Restore the file from a copy, or import the dataset again.");
    }

private:
    struct Source {
        std::string name;
        Descriptor file;
    };
    Path m_folder;
    std::mutex m_mutex;
    std::vector<Source> m_files;
};

/// A chunk's bytes, and what keeps them when they are shared with the cache.
struct Decoded {
    std::span<const std::byte> bytes;
    SharedBytes kept;
};

/// The part of one row chunk that a read asks for.
struct Part {
    uint64_t chunk = 0;
    size_t first = 0; ///< row within the chunk
    size_t count = 0;
    size_t rows = 0; ///< rows of the chunk
};

} // namespace

struct ColumnFile::State {
    std::string name;
    Descriptor file;
    FileIndex index;
    ChunkSources sources;
    std::vector<ColumnSchema> schema;
    ChunkCache cache;

    State(OpenedColumnFile opened, const Path& folder)
        : name(std::move(opened.name)), file(std::move(opened.file)), index(std::move(opened.index)),
          sources(folder, index.sources) {}

    [[nodiscard]] Failure damaged(const ColumnIndex& column, uint64_t chunk) const {
        return failHint(ErrorKind::Corrupt,
                        fmt::format("'{}' is damaged: column '{}', rows {} to {}", name, column.schema.name,
                                    chunk * chunkRows, std::min((chunk + 1) * chunkRows, index.rows) - 1),
                        "Restore the file from a copy, or import the dataset again.");
    }
    /// The decoded bytes of a chunk that \p part of \p column needs. Reads that want only some rows go
    /// through the cache; whole chunks do not, so that a scan does not push out what the window shows: they lie in memory
    /// of this thread until the next call.
    Result<Decoded> decoded(const StoredChunk& chunk, size_t width, size_t size,
                                const ColumnIndex& column, const Part& part);
    Result<void> appendValues(const ColumnIndex& column, const Part& part, Column& out);
    Result<void> appendMissing(const ColumnIndex& column, const Part& part, Column& out);
    Result<void> appendTexts(const ColumnIndex& column, const Part& part, Column& out);
    Result<void> appendTextBytes(const ColumnIndex& column, const Part& part, uint64_t from, uint64_t to,
                                 std::string& out);
    Result<void> appendPart(const ColumnIndex& column, const Part& part, Column& out);
};

Result<Decoded> ColumnFile::State::decoded(const StoredChunk& chunk, size_t width, size_t size, const ColumnIndex& column,
                                           const Part& part) {
    const bool keep = part.count < part.rows;
    const ChunkPlace place{chunk.source, chunk.offset};
    if (SharedBytes known = keep ? cache.find(place) : nullptr) {
        if (known->size() == size) return Decoded{*known, known};
        return damaged(column, part.chunk); // two columns claim the same place with different types
    }
    constexpr size_t framing = 4096; // more than either encoding adds to bytes that do not compress
    if (chunk.size > size + size / 64 + framing) return damaged(column, part.chunk);
    thread_local Bytes encoded;
    encoded.resize(chunk.size);
    int holder = file.get();
    if (chunk.source > 0) {
        LATHE_TRY(holder, sources.file(chunk.source));
    }
    LATHE_CHECK(readAt(holder, chunk.offset, encoded, name));
    thread_local Bytes whole;
    const auto kept = keep ? std::make_shared<Bytes>(size) : nullptr;
    Bytes& bytes = keep ? *kept : whole;
    bytes.resize(size);
    if (checksum(encoded) != chunk.crc || !decodeChunk(encoded, index.compression, width, bytes))
        return damaged(column, part.chunk);
    if (keep) cache.add(place, kept);
    return Decoded{bytes, kept};
}

Result<void> ColumnFile::State::appendValues(const ColumnIndex& column, const Part& part, Column& out) {
    const size_t width = storedWidth(column.schema.type);
    LATHE_TRY(const Decoded values, decoded(column.values[part.chunk], width, chunkRows * width, column, part));
    if (!appendStored(values.bytes.subspan(part.first * width, part.count * width), column.dictionary.size(), out))
        return damaged(column, part.chunk);
    return {};
}

/// Called before the part's values are appended, while out.rows() is where they begin.
Result<void> ColumnFile::State::appendMissing(const ColumnIndex& column, const Part& part, Column& out) {
    const bool real = column.schema.type == ColumnType::Real;
    if (!real && column.missing[part.chunk].size > 0) {
        LATHE_TRY(const Decoded flags, decoded(column.missing[part.chunk], 1, chunkRows, column, part));
        out.missing.resize(out.rows(), 0);
        for (size_t row = part.first; row < part.first + part.count; ++row)
            out.missing.push_back(flags.bytes[row] != std::byte{0});
    } else if (!out.missing.empty()) {
        out.missing.resize(out.rows() + part.count, 0);
    }
    return {};
}

Result<void> ColumnFile::State::appendTextBytes(const ColumnIndex& column, const Part& part, uint64_t from,
                                                uint64_t to, std::string& out) {
    while (from < to) {
        const uint64_t piece = from / textChunkBytes;
        LATHE_TRY(const Decoded decodedPiece, decoded(column.bytes[piece], 1, textChunkBytes, column, part));
        const uint64_t end = std::min(to, (piece + 1) * textChunkBytes);
        out.append(reinterpret_cast<const char*>(decodedPiece.bytes.data()) + from % textChunkBytes, end - from);
        from = end;
    }
    return {};
}

Result<void> ColumnFile::State::appendTexts(const ColumnIndex& column, const Part& part, Column& out) {
    constexpr size_t width = sizeof(uint64_t);
    LATHE_TRY(const Decoded stored, decoded(column.values[part.chunk], width, chunkRows * width, column, part));
    const auto endOf = [&](size_t row) {
        uint64_t end = 0;
        std::memcpy(&end, stored.bytes.data() + row * width, width);
        return end;
    };
    const TextRange& range = column.texts[part.chunk];
    const uint64_t from = part.first == 0 ? range.start : endOf(part.first - 1);
    const uint64_t base = out.texts.bytes.size();
    uint64_t end = from;
    if (from < range.start || from > range.start + range.length) return damaged(column, part.chunk);
    out.texts.ends.reserve(out.texts.ends.size() + part.count);
    for (size_t row = part.first; row < part.first + part.count; ++row) {
        const uint64_t next = endOf(row);
        if (next < end || next > range.start + range.length) return damaged(column, part.chunk);
        end = next;
        out.texts.ends.push_back(base + (end - from));
    }
    return appendTextBytes(column, part, from, end, out.texts.bytes);
}

Result<void> ColumnFile::State::appendPart(const ColumnIndex& column, const Part& part, Column& out) {
    LATHE_CHECK(appendMissing(column, part, out));
    if (column.schema.type == ColumnType::Text) return appendTexts(column, part, out);
    return appendValues(column, part, out);
}

ColumnFile::ColumnFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ColumnFile::~ColumnFile() = default;

Result<std::shared_ptr<const ColumnFile>> ColumnFile::open(const Path& path) {
    LATHE_TRY(OpenedColumnFile opened, openColumnFile(path));
    auto state = std::make_unique<State>(std::move(opened), path.parent_path());
    for (const auto& column : state->index.columns) state->schema.push_back(column.schema);
    return std::shared_ptr<const ColumnFile>(new ColumnFile(std::move(state)));
}

uint64_t ColumnFile::rows() const {
    return m_state->index.rows;
}
size_t ColumnFile::columns() const {
    return m_state->schema.size();
}
const std::vector<ColumnSchema>& ColumnFile::schema() const {
    return m_state->schema;
}
const std::string& ColumnFile::contentHash() const {
    return m_state->index.contentHash;
}
uint64_t ColumnFile::chunks() const {
    return m_state->index.chunks();
}

std::optional<size_t> ColumnFile::find(std::string_view name) const {
    for (size_t i = 0; i < m_state->schema.size(); ++i)
        if (m_state->schema[i].name == name) return i;
    return std::nullopt;
}

ChunkStatistics ColumnFile::statistics(size_t column, uint64_t chunk) const {
    return m_state->index.columns[column].statistics[chunk];
}

const std::vector<std::string>& ColumnFile::dictionary(size_t column) const {
    return m_state->index.columns[column].dictionary;
}

namespace {

void reserveRows(Column& column, size_t count) {
    switch (column.schema.type) {
    case ColumnType::Real:
        column.reals.reserve(count);
        break;
    case ColumnType::Category:
        column.codes.reserve(count);
        break;
    case ColumnType::Text:
        column.texts.ends.reserve(count);
        break;
    default:
        column.integers.reserve(count);
        break;
    }
}

/// NaN is how a file says that a real is missing; a column in memory says so with flags as well.
void flagMissingReals(Column& column) {
    uint64_t missing = 0;
    for (const double value : column.reals) missing += std::isnan(value) ? 1 : 0;
    if (missing == 0) return;
    column.missing.resize(column.reals.size());
    for (size_t row = 0; row < column.reals.size(); ++row) column.missing[row] = std::isnan(column.reals[row]) ? 1 : 0;
}

/// Takes the rows out and leaves the memory.
void clearRows(Column& column) {
    column.integers.clear();
    column.reals.clear();
    column.codes.clear();
    column.dictionary.clear();
    column.texts.bytes.clear();
    column.texts.ends.clear();
    column.missing.clear();
}

} // namespace

Result<Column> ColumnFile::read(size_t column, uint64_t first, uint64_t count, bool withDictionary) const {
    Column out;
    LATHE_CHECK(readInto(column, first, count, out, withDictionary));
    return out;
}

Result<void> ColumnFile::readInto(size_t column, uint64_t first, uint64_t count, Column& out, bool withDictionary) const {
    const ColumnIndex& index = m_state->index.columns[column];
    clearRows(out);
    out.schema = index.schema;
    if (withDictionary) out.dictionary = index.dictionary;
    first = std::min(first, rows());
    const uint64_t end = first + std::min(count, rows() - first);
    reserveRows(out, end - first);
    while (first < end) {
        Part part;
        part.chunk = first / chunkRows;
        part.first = first % chunkRows;
        part.rows = m_state->index.rowsOf(part.chunk);
        part.count = std::min<uint64_t>(part.rows - part.first, end - first);
        LATHE_CHECK(m_state->appendPart(index, part, out));
        first += part.count;
    }
    if (index.schema.type == ColumnType::Real) flagMissingReals(out);
    return {};
}

Result<Table> ColumnFile::readTable(uint64_t first, uint64_t count,
                                    const std::vector<size_t>& columns) const {
    Table table;
    const size_t width = columns.empty() ? this->columns() : columns.size();
    for (size_t i = 0; i < width; ++i) {
        LATHE_TRY(Column column, read(columns.empty() ? i : columns[i], first, count));
        table.columns.push_back(std::move(column));
    }
    return table;
}

Result<void> ColumnFile::verify(const JobContext& job) const {
    job.beginStage("checking values", static_cast<double>(chunks() * columns()), "chunks");
    std::vector<std::vector<std::string>> digests(columns());
    for (size_t i = 0; i < columns(); ++i) {
        for (uint64_t chunk = 0; chunk < chunks(); ++chunk) {
            LATHE_CHECK(job.checkStop());
            LATHE_TRY(const Column values, read(i, chunk * chunkRows, chunkRows, false));
            LATHE_TRY(const StoredValues stored, toStored(values));
            digests[i].push_back(stored.digest());
            job.addDone(1);
        }
    }
    if (contentDigest(m_state->index, digests) == contentHash()) return {};
    return failHint(ErrorKind::Corrupt,
                    fmt::format("'{}' does not hold the values it was written with", m_state->name),
                    "Restore the file from a copy, or import the dataset again.");
}

} // namespace lathe
