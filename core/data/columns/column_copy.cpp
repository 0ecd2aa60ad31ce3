// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_copy.h"

#include "core/data/columns/column_file_finish.h"
#include "core/data/columns/column_file_values.h"

#include <algorithm>
#include <cstring>

namespace lathe::columns {

bool takesFromOthers(const ColumnIndex& column) {
    return std::any_of(column.values.begin(), column.values.end(),
                       [](const StoredChunk& chunk) { return chunk.source > 0; });
}

std::string physicalPath(const ColumnIndex& column, const std::string& group) {
    return (takesFromOthers(column) ? "/own/" : "/") + group + "/" + objectName(column.schema.name);
}

Result<Hdf5Output::Dataset*> ChunkCopier::dataset(const std::string& path, StoredType type, uint64_t chunkElements) {
    auto& known = m_datasets[path];
    if (!known) {
        LATHE_TRY(known, m_output.addDataset(path, type, chunkElements));
    }
    return known.get();
}

/// Of texts their ends.
Result<Hdf5Output::Dataset*> ChunkCopier::values(const ColumnIndex& out) {
    const bool text = out.schema.type == ColumnType::Text;
    return dataset(physicalPath(out, text ? "text_ends" : "data"), storedType(out.schema.type), chunkRows);
}

Result<void> ChunkCopier::fetch(const OpenedColumnFile& file, ChunkSources& sources, const StoredChunk& chunk) {
    int holder = file.file.get();
    if (chunk.source > 0) {
        LATHE_TRY(holder, sources.file(chunk.source));
    }
    m_buffer.resize(chunk.size);
    LATHE_CHECK(readAt(holder, chunk.offset, m_buffer, file.name));
    if (checksum(m_buffer) == chunk.crc) return {};
    return fail(ErrorKind::Corrupt, "'{}' is damaged", file.name);
}

/// The ends in the buffer, of texts whose bytes begin \p delta later than they did (modulo 2^64).
Result<std::span<const std::byte>> ChunkCopier::movedEnds(const OpenedColumnFile& file, uint64_t rows, uint64_t delta) {
    m_ends.assign(chunkRows * sizeof(uint64_t), std::byte{0});
    if (!decodeChunk(m_buffer, file.index.compression, sizeof(uint64_t), m_ends))
        return fail(ErrorKind::Corrupt, "'{}' is damaged", file.name);
    for (uint64_t row = 0; row < rows; ++row) {
        uint64_t end = 0;
        std::memcpy(&end, m_ends.data() + row * sizeof end, sizeof end);
        end += delta;
        std::memcpy(m_ends.data() + row * sizeof end, &end, sizeof end);
    }
    return m_encoder.encode(std::span(m_ends).first(rows * sizeof(uint64_t)), sizeof(uint64_t), m_ends.size());
}

Result<void> ChunkCopier::copyTexts(const OpenedColumnFile& file, ChunkSources& sources, const ColumnIndex& from,
                                    ColumnIndex& out, uint64_t chunk) {
    const TextRange& range = from.texts[chunk];
    const size_t first = out.bytes.size();
    out.texts[chunk] = {first * textChunkBytes, range.length};
    LATHE_TRY(auto* bytes, dataset(physicalPath(out, "data"), StoredType::UInt8, textChunkBytes));
    for (size_t piece = 0; piece < pieceCount(range); ++piece) {
        const uint64_t element = (first + piece) * textChunkBytes;
        const uint64_t length = std::min<uint64_t>(textChunkBytes, range.length - piece * textChunkBytes);
        LATHE_CHECK(fetch(file, sources, from.bytes[firstPiece(range) + piece]));
        LATHE_TRY(const StoredChunk copied, m_output.writeChunk(*bytes, element, element + length, m_buffer));
        out.bytes.push_back(copied);
    }
    return {};
}

Result<void> ChunkCopier::copy(const OpenedColumnFile& file, ChunkSources& sources, const ColumnIndex& from,
                               ColumnIndex& out, uint64_t chunk, uint64_t rows) {
    const uint64_t first = chunk * chunkRows;
    const uint64_t end = first + rows;
    if (from.missing[chunk].size > 0) {
        LATHE_TRY(auto* missing, dataset(physicalPath(out, "missing"), StoredType::UInt8, chunkRows));
        LATHE_CHECK(fetch(file, sources, from.missing[chunk]));
        LATHE_TRY(out.missing[chunk], m_output.writeChunk(*missing, first, end, m_buffer));
    }
    const bool text = out.schema.type == ColumnType::Text;
    if (text) LATHE_CHECK(copyTexts(file, sources, from, out, chunk));
    LATHE_CHECK(fetch(file, sources, from.values[chunk]));
    std::span<const std::byte> encoded = m_buffer;
    if (text && out.texts[chunk].start != from.texts[chunk].start) {
        LATHE_TRY(encoded, movedEnds(file, rows, out.texts[chunk].start - from.texts[chunk].start));
    }
    LATHE_TRY(auto* target, values(out));
    LATHE_TRY(out.values[chunk], m_output.writeChunk(*target, first, end, encoded));
    return {};
}

Result<void> ChunkCopier::addDatasets(const ColumnIndex& out) {
    if (out.schema.type == ColumnType::Text)
        LATHE_CHECK(dataset(physicalPath(out, "data"), StoredType::UInt8, textChunkBytes));
    LATHE_CHECK(values(out));
    return {};
}

Result<void> ChunkCopier::finish(const ColumnIndex& out, uint64_t rows) {
    const auto missing = m_datasets.find(physicalPath(out, "missing"));
    return missing == m_datasets.end() ? Result<void>() : m_output.grow(*missing->second, rows);
}

// ---- Whole columns --------------------------------------------------------------------------------------------

namespace {

struct OpenSource {
    OpenedColumnFile file;
    std::unique_ptr<ChunkSources> others;
};

using OpenSources = std::map<Path, OpenSource>;

Result<OpenSources> openAll(const std::vector<CopiedColumn>& columns) {
    OpenSources sources;
    for (const CopiedColumn& column : columns) {
        if (sources.contains(column.file)) continue;
        LATHE_TRY(OpenedColumnFile opened, openColumnFile(column.file));
        auto others = std::make_unique<ChunkSources>(column.file.parent_path(), opened.index.sources);
        sources.emplace(column.file, OpenSource{std::move(opened), std::move(others)});
    }
    return sources;
}

/// What is known of a column without its chunks.
ColumnIndex describedAs(const ColumnIndex& from, const std::string& name) {
    ColumnIndex out = from;
    out.schema.name = name;
    std::fill(out.values.begin(), out.values.end(), StoredChunk{});
    std::fill(out.missing.begin(), out.missing.end(), StoredChunk{});
    out.bytes.clear();
    return out;
}

} // namespace

Result<bool> canCopy(const Path& file, const std::string& hash) {
    if (file.empty()) return false;
    LATHE_TRY(const OpenedColumnFile opened, openColumnFile(file));
    const FileIndex& index = opened.index;
    const bool hasDigests = std::all_of(index.columns.begin(), index.columns.end(), [&](const ColumnIndex& column) {
        return column.digests.size() == index.chunks();
    });
    return index.contentHash == hash && index.compression == Compression::Lz4 && hasDigests;
}

Result<std::string> joinColumns(const Path& target, const std::vector<CopiedColumn>& columns, const JobContext& job) {
    LATHE_TRY(OpenSources sources, openAll(columns));
    const FileIndex& first = sources.at(columns.front().file).file.index;
    FileIndex out;
    out.rows = first.rows;
    out.compression = first.compression;
    LATHE_TRY(const auto output, Hdf5Output::create(target, out.compression));
    ChunkCopier copier(*output, out.compression);
    job.beginStage("copying what is unchanged", static_cast<double>(out.chunks() * columns.size()), "chunks");
    std::vector<std::vector<std::string>> digests;
    for (const CopiedColumn& column : columns) {
        OpenSource& source = sources.at(column.file);
        const FileIndex& index = source.file.index;
        const ColumnIndex& from = index.columns[column.column];
        if (index.rows != out.rows || index.compression != out.compression || from.digests.size() != out.chunks())
            return fail(ErrorKind::InvalidInput, "column '{}' of '{}' cannot be copied as it is", column.name,
                        column.file.string());
        ColumnIndex& to = out.columns.emplace_back(describedAs(from, column.name));
        LATHE_CHECK(copier.addDatasets(to));
        for (uint64_t chunk = 0; chunk < out.chunks(); ++chunk) {
            LATHE_CHECK(job.checkStop());
            LATHE_CHECK(copier.copy(source.file, *source.others, from, to, chunk, out.rowsOf(chunk)));
            job.addDone(1);
        }
        LATHE_CHECK(copier.finish(to, out.rows));
        digests.push_back(to.digests);
    }
    out.contentHash = contentDigest(out, digests);
    LATHE_CHECK(finishColumnFile(*output, target, out, job));
    return out.contentHash;
}

} // namespace lathe::columns
