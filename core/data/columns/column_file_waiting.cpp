// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_waiting.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace lathe::columns {

namespace {

/// Parked columns are written and read in portions of about this many bytes.
constexpr size_t portionBytes = size_t{1} << 20;

/// Pieces whose columns are smaller than this on average are joined to those before them.
constexpr size_t smallColumnBytes = 256;

/// What stands before a parked column's values and missing flags.
struct ParkedHeader {
    ChunkStatistics statistics;
    uint64_t codesEnd = 0;
    uint64_t valueBytes = 0;
    uint64_t missingBytes = 0;
    uint64_t textPlace = 0; ///< in the file
    uint64_t textBytes = 0;
};

size_t memoryOf(const StoredValues& stored) {
    return sizeof stored + stored.values.size() + stored.missing.size() + stored.texts.size();
}

template <typename T>
std::string_view bytesOf(const T& value) {
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string_view textOf(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void assignBytes(std::vector<std::byte>& target, std::string_view bytes) {
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
    target.assign(begin, begin + bytes.size());
}

std::vector<ColumnType> typesOf(const std::vector<ColumnSchema>& schema) {
    std::vector<ColumnType> types;
    for (const auto& column : schema) types.push_back(column.type);
    return types;
}

} // namespace

Result<void> WaitingChunk::add(size_t first, std::vector<StoredValues> piece) {
    size_t size = 0;
    for (const auto& column : piece) size += memoryOf(column);
    m_rows += piece.front().statistics.rows;
    m_memory += size;
    const auto next = m_pieces.lower_bound(first);
    if (next != m_pieces.begin() && size < m_types.size() * smallColumnBytes) {
        auto& [begin, before] = *std::prev(next);
        if (begin + before.front().statistics.rows == first) {
            for (size_t i = 0; i < piece.size(); ++i) appendRows(before[i], piece[i]);
            return {};
        }
    }
    if (m_parked.contains(first) || !m_pieces.emplace(first, std::move(piece)).second)
        return fail(ErrorKind::InvalidInput, "row {} was written before", m_number * chunkRows + first);
    return {};
}

Result<void> WaitingChunk::openFile() {
    if (m_file.get() >= 0) return {};
    std::string name = (m_folder / "rows-XXXXXX").string();
    m_file = Descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (m_file.get() < 0) return failure(errnoError("create", name));
    ::unlink(name.c_str()); // it goes with the descriptor, also when the process dies
    return {};
}

Result<void> WaitingChunk::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(m_end));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failure(errnoError("write", (m_folder / "rows").string()));
        bytes.remove_prefix(static_cast<size_t>(count));
        m_end += static_cast<uint64_t>(count);
    }
    return {};
}

/// Writes pieces without a gap between them as one: first the texts of each column, then each column's header, values
/// and missing flags.
Result<void> WaitingChunk::parkRun(Pieces::iterator begin, Pieces::iterator end) {
    std::vector<std::pair<uint64_t, uint64_t>> texts(m_types.size()); // place and bytes
    for (size_t column = 0; column < m_types.size(); ++column) {
        texts[column].first = m_end;
        for (auto piece = begin; piece != end; ++piece) LATHE_CHECK(write(piece->second[column].texts));
        texts[column].second = m_end - texts[column].first;
    }
    Parked parked;
    std::string portion;
    for (size_t column = 0; column < m_types.size(); ++column) {
        StoredValues all = emptyStored();
        for (auto piece = begin; piece != end; ++piece) {
            piece->second[column].texts = std::string();
            appendRows(all, piece->second[column]);
            piece->second[column] = StoredValues();
        }
        parked.rows = all.statistics.rows;
        parked.places.push_back(m_end + portion.size());
        portion += bytesOf(ParkedHeader{all.statistics, all.codesEnd, all.values.size(), all.missing.size(),
                                        texts[column].first, texts[column].second});
        portion += textOf(all.values);
        portion += textOf(all.missing);
        if (portion.size() < portionBytes) continue;
        LATHE_CHECK(write(portion));
        portion.clear();
    }
    LATHE_CHECK(write(portion));
    parked.places.push_back(m_end);
    m_parked.emplace(begin->first, std::move(parked));
    return {};
}

Result<void> WaitingChunk::park() {
    LATHE_CHECK(openFile());
    for (auto begin = m_pieces.begin(); begin != m_pieces.end();) {
        auto end = begin;
        size_t next = begin->first;
        while (end != m_pieces.end() && end->first == next) {
            next += end->second.front().statistics.rows;
            ++end;
        }
        LATHE_CHECK(parkRun(begin, end));
        begin = end;
    }
    m_pieces.clear();
    m_memory = 0;
    return {};
}

Result<std::string> WaitingChunk::read(uint64_t from, uint64_t to) const {
    std::string bytes(to - from, '\0');
    LATHE_CHECK(readAt(m_file.get(), from, std::as_writable_bytes(std::span(bytes)), (m_folder / "rows").string()));
    return bytes;
}

Result<void> WaitingChunk::appendParked(const Parked& parked, size_t first, std::vector<StoredValues>& columns) const {
    LATHE_TRY(const std::string bytes, read(parked.places[first], parked.places[first + columns.size()]));
    std::string_view rest = bytes;
    for (StoredValues& column : columns) {
        ParkedHeader header;
        std::memcpy(&header, rest.data(), sizeof header);
        rest.remove_prefix(sizeof header);
        StoredValues part;
        part.statistics = header.statistics;
        part.codesEnd = header.codesEnd;
        assignBytes(part.values, rest.substr(0, header.valueBytes));
        rest.remove_prefix(header.valueBytes);
        assignBytes(part.missing, rest.substr(0, header.missingBytes));
        rest.remove_prefix(header.missingBytes);
        appendRows(column, part);
    }
    return {};
}

Result<std::vector<StoredValues>> WaitingChunk::columns(size_t first, size_t count) const {
    std::vector<StoredValues> columns(count, emptyStored());
    for (size_t row = 0; row < m_rows; row = columns.front().statistics.rows) {
        if (const auto parked = m_parked.find(row); parked != m_parked.end()) {
            LATHE_CHECK(appendParked(parked->second, first, columns));
        } else if (const auto piece = m_pieces.find(row); piece != m_pieces.end()) {
            for (size_t i = 0; i < count; ++i) appendRows(columns[i], piece->second[first + i]);
        } else {
            return fail(ErrorKind::InvalidInput, "row {} of chunk {} is missing", row, m_number);
        }
    }
    return columns;
}

/// Visits the texts of a column piece by piece: those in memory, or their place in the file.
Result<void> WaitingChunk::forEachTexts(
    size_t column, const std::function<Result<void>(const StoredValues*, uint64_t at, uint64_t bytes)>& visit) const {
    for (size_t row = 0; row < m_rows;) {
        if (const auto piece = m_pieces.find(row); piece != m_pieces.end()) {
            const StoredValues& stored = piece->second[column];
            LATHE_CHECK(visit(&stored, 0, stored.texts.size()));
            row += stored.statistics.rows;
        } else if (const auto parked = m_parked.find(row); parked != m_parked.end()) {
            const uint64_t place = parked->second.places[column];
            LATHE_TRY(const std::string bytes, read(place, place + sizeof(ParkedHeader)));
            ParkedHeader header;
            std::memcpy(&header, bytes.data(), sizeof header);
            LATHE_CHECK(visit(nullptr, header.textPlace, header.textBytes));
            row += parked->second.rows;
        } else {
            return fail(ErrorKind::InvalidInput, "row {} of chunk {} is missing", row, m_number);
        }
    }
    return {};
}

Result<uint64_t> WaitingChunk::textBytes(size_t column) const {
    uint64_t total = 0;
    LATHE_CHECK(forEachTexts(column, [&](const StoredValues*, uint64_t, uint64_t bytes) -> Result<void> {
        total += bytes;
        return {};
    }));
    return total;
}

Result<void> WaitingChunk::texts(size_t column, const std::function<Result<void>(std::string_view)>& sink) const {
    return forEachTexts(column, [&](const StoredValues* stored, uint64_t at, uint64_t bytes) -> Result<void> {
        if (stored != nullptr) return sink(stored->texts);
        for (const uint64_t end = at + bytes; at < end; at += portionBytes) {
            LATHE_TRY(const std::string portion, read(at, std::min<uint64_t>(end, at + portionBytes)));
            LATHE_CHECK(sink(portion));
        }
        return {};
    });
}

WaitingRows::WaitingRows(Path folder, const std::vector<ColumnSchema>& schema, size_t budget)
    : m_folder(std::move(folder)), m_types(typesOf(schema)), m_budget(budget) {}

Result<std::unique_ptr<WaitingChunk>> WaitingRows::add(uint64_t chunk, size_t first,
                                                       std::vector<StoredValues> columns) {
    const std::lock_guard lock(m_mutex);
    auto& waiting = m_chunks[chunk];
    if (!waiting) waiting = std::make_unique<WaitingChunk>(chunk, m_folder, m_types);
    LATHE_CHECK(waiting->add(first, std::move(columns)));
    if (waiting->rows() == chunkRows) {
        auto whole = std::move(waiting);
        m_chunks.erase(chunk);
        return whole;
    }
    LATHE_CHECK(relieve());
    return nullptr;
}

Result<void> WaitingRows::relieve() {
    size_t memory = 0;
    WaitingChunk* largest = nullptr;
    for (const auto& [number, chunk] : m_chunks) {
        memory += chunk->memory();
        if (largest == nullptr || chunk->memory() > largest->memory()) largest = chunk.get();
    }
    return memory > m_budget ? largest->park() : Result<void>();
}

std::unique_ptr<WaitingChunk> WaitingRows::takeFirst() {
    const std::lock_guard lock(m_mutex);
    if (m_chunks.empty()) return nullptr;
    auto first = std::move(m_chunks.begin()->second);
    m_chunks.erase(m_chunks.begin());
    return first;
}

uint64_t WaitingRows::rows() const {
    const std::lock_guard lock(m_mutex);
    uint64_t rows = 0;
    for (const auto& [number, chunk] : m_chunks) rows += chunk->rows();
    return rows;
}

} // namespace lathe::columns
