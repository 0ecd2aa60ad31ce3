// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file.h"
#include "core/data/columns/column_file_chunks.h"
#include "core/data/columns/column_file_format.h"
#include "core/data/columns/column_file_open.h"
#include "core/data/columns/column_file_values.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace lathe {

using namespace columns;

namespace {

/// The part of one row chunk that a read asks for.
struct Part {
    uint64_t chunk = 0;
    size_t first = 0; ///< row within the chunk
    size_t count = 0;
    size_t rows = 0;  ///< rows of the chunk
    size_t place = 0; ///< row of the result at which it begins
};

} // namespace

struct ColumnFile::State {
    std::string name;
    FileIndex index;
    ChunkReader chunks;
    std::vector<ColumnSchema> schema;

    State(OpenedColumnFile opened, const Path& folder)
        : name(opened.name), index(std::move(opened.index)),
          chunks(std::move(opened.name), std::move(opened.file), index.compression, folder, index.sources) {}

    [[nodiscard]] Failure damaged(const ColumnIndex& column, uint64_t chunk) const {
        return failHint(ErrorKind::Corrupt,
                        fmt::format("'{}' is damaged: column '{}', rows {} to {}", name, column.schema.name,
                                    chunk * chunkRows, std::min((chunk + 1) * chunkRows, index.rows) - 1),
                        "Restore the file from a copy, or import the dataset again.");
    }
    /// Calls \p use with the bytes of elements [first, first + count) of a chunk that \p part of \p column needs, piece
    /// by piece; use says whether they are right.
    Result<void> elements(const StoredChunk& chunk, ChunkReader::Range range, const ColumnIndex& column,
                          const Part& part, const ChunkReader::Use& use);
    Result<void> readValues(const ColumnIndex& column, const Part& part, Column& out);
    Result<void> readMissing(const ColumnIndex& column, const Part& part, Column& out);
    Result<void> readTexts(const ColumnIndex& column, const Part& part, Column& out);
    Result<void> readTextBytes(const ColumnIndex& column, const Part& part, uint64_t from, uint64_t to,
                               std::string& out);
    Result<void> readPart(const ColumnIndex& column, const Part& part, Column& out);
};

Result<void> ColumnFile::State::elements(const StoredChunk& chunk, ChunkReader::Range range, const ColumnIndex& column,
                                         const Part& part, const ChunkReader::Use& use) {
    LATHE_TRY(const bool right, chunks.read(chunk, range, part.count < part.rows, use));
    if (!right) return damaged(column, part.chunk);
    return {};
}

Result<void> ColumnFile::State::readValues(const ColumnIndex& column, const Part& part, Column& out) {
    const StoredChunk& chunk = column.values[part.chunk];
    const size_t width = storedWidth(column.schema.type);
    const std::span<std::byte> bytes = bytesAsStored(out);
    if (part.count == part.rows && !bytes.empty()) {
        const auto target = bytes.subspan(part.place * width, part.count * width);
        LATHE_TRY(const bool right, chunks.readInto(chunk, width, chunkRows, target));
        if (!right) return damaged(column, part.chunk);
    } else {
        size_t place = part.place;
        const auto put = [&](std::span<const std::byte> values) {
            putStored(values, out, std::exchange(place, place + values.size() / width));
            return true;
        };
        LATHE_CHECK(elements(chunk, {width, chunkRows, part.first, part.count}, column, part, put));
    }
    if (column.schema.type == ColumnType::Category &&
        !haveTexts(std::span(out.codes).subspan(part.place, part.count), column.dictionary.size()))
        return damaged(column, part.chunk);
    return {};
}

Result<void> ColumnFile::State::readMissing(const ColumnIndex& column, const Part& part, Column& out) {
    const bool real = column.schema.type == ColumnType::Real;
    if (!real && column.missing[part.chunk].size > 0) {
        out.missing.resize(part.place, 0);
        return elements(column.missing[part.chunk], {1, chunkRows, part.first, part.count}, column, part,
                        [&](std::span<const std::byte> flags) {
                            for (const std::byte flag : flags) out.missing.push_back(flag != std::byte{0});
                            return true;
                        });
    }
    if (!out.missing.empty()) out.missing.resize(part.place + part.count, 0);
    return {};
}

Result<void> ColumnFile::State::readTextBytes(const ColumnIndex& column, const Part& part, uint64_t from, uint64_t to,
                                              std::string& out) {
    while (from < to) {
        const uint64_t end = std::min(to, (from / textChunkBytes + 1) * textChunkBytes);
        const ChunkReader::Range range{1, textChunkBytes, static_cast<size_t>(from % textChunkBytes),
                                       static_cast<size_t>(end - from)};
        LATHE_CHECK(
            elements(column.bytes[from / textChunkBytes], range, column, part, [&](std::span<const std::byte> bytes) {
                out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
                return true;
            }));
        from = end;
    }
    return {};
}

Result<void> ColumnFile::State::readTexts(const ColumnIndex& column, const Part& part, Column& out) {
    const size_t before = part.first == 0 ? 0 : 1; // the end of the text before is where the first one begins
    thread_local std::vector<uint64_t> ends;
    ends.clear();
    LATHE_CHECK(elements(column.values[part.chunk],
                         {sizeof(uint64_t), chunkRows, part.first - before, part.count + before}, column, part,
                         [&](std::span<const std::byte> bytes) {
                             const size_t known = ends.size();
                             ends.resize(known + bytes.size() / sizeof(uint64_t));
                             std::memcpy(ends.data() + known, bytes.data(), bytes.size());
                             return true;
                         }));
    const TextRange& range = column.texts[part.chunk];
    const uint64_t from = before == 0 ? range.start : ends.front();
    const uint64_t base = out.texts.bytes.size();
    uint64_t end = from;
    if (from < range.start || from > range.start + range.length) return damaged(column, part.chunk);
    for (size_t row = before; row < ends.size(); ++row) {
        const uint64_t next = ends[row];
        if (next < end || next > range.start + range.length) return damaged(column, part.chunk);
        end = next;
        out.texts.ends.push_back(base + (end - from));
    }
    out.texts.bytes.reserve(static_cast<size_t>(base + end - from));
    return readTextBytes(column, part, from, end, out.texts.bytes);
}

Result<void> ColumnFile::State::readPart(const ColumnIndex& column, const Part& part, Column& out) {
    LATHE_CHECK(readMissing(column, part, out));
    if (column.schema.type == ColumnType::Text) return readTexts(column, part, out);
    return readValues(column, part, out);
}

ColumnFile::ColumnFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ColumnFile::~ColumnFile() = default;

Result<std::shared_ptr<const ColumnFile>> ColumnFile::open(const Path& path) {
    LATHE_TRY(OpenedColumnFile opened, openColumnFile(path));
    auto state = std::make_unique<State>(std::move(opened), path.parent_path());
    for (const auto& column : state->index.columns) state->schema.push_back(column.schema);
    return std::shared_ptr<const ColumnFile>(new ColumnFile(std::move(state)));
}

uint64_t ColumnFile::rows() const { return m_state->index.rows; }
size_t ColumnFile::columns() const { return m_state->schema.size(); }
const std::vector<ColumnSchema>& ColumnFile::schema() const { return m_state->schema; }
const std::string& ColumnFile::contentHash() const { return m_state->index.contentHash; }
uint64_t ColumnFile::chunks() const { return m_state->index.chunks(); }

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

/// NaN is how a file says that a real is missing; a column in memory says so with flags as well.
void flagMissingReals(Column& column) {
    column.missing.resize(column.reals.size());
    uint8_t any = 0;
    for (size_t row = 0; row < column.reals.size(); ++row) {
        column.missing[row] = std::isnan(column.reals[row]) ? 1 : 0;
        any |= column.missing[row];
    }
    if (any == 0) column.missing.clear();
}

} // namespace

Result<Column> ColumnFile::read(size_t column, uint64_t first, uint64_t count, bool withDictionary) const {
    Column out;
    LATHE_CHECK(readInto(column, first, count, out, withDictionary));
    return out;
}

Result<void> ColumnFile::readInto(size_t column, uint64_t first, uint64_t count, Column& out,
                                  bool withDictionary) const {
    const ColumnIndex& index = m_state->index.columns[column];
    out.schema = index.schema;
    out.missing.clear();
    out.texts.bytes.clear();
    out.texts.ends.clear();
    if (withDictionary) out.dictionary = index.dictionary;
    else out.dictionary.clear();
    first = std::min(first, rows());
    const uint64_t begin = first;
    const uint64_t end = first + std::min(count, rows() - first);
    resizeValues(out, end - begin);
    bool missingReals = false;
    if (index.schema.type == ColumnType::Text) out.texts.ends.reserve(end - begin);
    while (first < end) {
        Part part;
        part.place = first - begin;
        part.chunk = first / chunkRows;
        part.first = first % chunkRows;
        part.rows = m_state->index.rowsOf(part.chunk);
        part.count = std::min<uint64_t>(part.rows - part.first, end - first);
        LATHE_CHECK(m_state->readPart(index, part, out));
        missingReals |= index.schema.type == ColumnType::Real && index.statistics[part.chunk].missing > 0;
        first += part.count;
    }
    if (missingReals) flagMissingReals(out);
    return {};
}

Result<Table> ColumnFile::readTable(uint64_t first, uint64_t count, const std::vector<size_t>& columns) const {
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
    return failHint(ErrorKind::Corrupt, fmt::format("'{}' does not hold the values it was written with", m_state->name),
                    "Restore the file from a copy, or import the dataset again.");
}

} // namespace lathe
