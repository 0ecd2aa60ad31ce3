// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/shared_chunks.h"

#include <algorithm>
#include <map>
#include <memory>

#include "core/data/columns/column_copy.h"
#include "core/data/columns/column_file_finish.h"
#include "core/data/columns/column_file_hdf5.h"
#include "core/data/columns/column_file_open.h"
#include "core/data/columns/column_file_values.h"

namespace lathe {

using namespace columns;

namespace {

/// Digests of a column's chunks; files of format 1 did not keep them.
Result<std::vector<std::string>> digestsOf(const Path& path, const FileIndex& index, size_t column,
                                           const JobContext& job) {
    if (!index.columns[column].digests.empty() || index.chunks() == 0) return index.columns[column].digests;
    LATHE_TRY(const auto file, ColumnFile::open(path));
    std::vector<std::string> digests;
    for (uint64_t chunk = 0; chunk < index.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Column values, file->read(column, chunk * chunkRows, chunkRows, false));
        LATHE_TRY(const StoredValues stored, toStored(values));
        digests.push_back(stored.digest());
    }
    return digests;
}

/// Which chunks of one column the base has too.
struct ColumnPlan {
    size_t base = 0;          ///< the column there
    std::vector<bool> shared; ///< by chunk; empty when the base has no such column
    [[nodiscard]] bool any() const { return !shared.empty(); }
};

class SharedCopy {
public:
    SharedCopy(OpenedColumnFile file, OpenedColumnFile base, Path basePath, std::string baseName)
        : m_file(std::move(file)), m_base(std::move(base)), m_basePath(std::move(basePath)),
          m_baseName(std::move(baseName)), m_others(m_basePath.parent_path(), m_file.index.sources) {}

    Result<void> plan(const JobContext& job);
    [[nodiscard]] uint64_t savedBytes() const { return m_saved; }
    Result<ChunkSharing> write(const Path& target, const JobContext& job);

private:
    Result<void> planColumn(size_t column, const JobContext& job);
    Result<bool> matchColumn(size_t column, size_t base, const JobContext& job);
    [[nodiscard]] uint64_t encodedBytes(const ColumnIndex& column, uint64_t chunk) const;
    StoredChunk sharedChunk(const StoredChunk& chunk);
    uint32_t sourceNumber(const std::string& name);

    void referToShared(size_t column);
    Result<void> writeOwn(size_t column, ChunkCopier& copier, const JobContext& job);
    Result<void> addVirtualDatasets(size_t column);
    Result<std::pair<std::string, const ColumnIndex*>> origin(const StoredChunk& values, uint64_t chunk,
                                                              const ColumnIndex& own);
    Result<const FileIndex*> sourceIndex(const std::string& name);

    OpenedColumnFile m_file;
    OpenedColumnFile m_base;
    Path m_basePath;
    std::string m_baseName;
    ChunkSources m_others; ///< of the file: none
    std::vector<ColumnPlan> m_plan;
    uint64_t m_saved = 0;
    FileIndex m_out;
    ChunkSharing m_sharing;
    std::unique_ptr<Hdf5Output> m_output;
    std::map<std::string, FileIndex> m_sourceIndices;
};

// ---- Planning -------------------------------------------------------------------------------------------------

uint64_t SharedCopy::encodedBytes(const ColumnIndex& column, uint64_t chunk) const {
    uint64_t bytes = column.values[chunk].size + column.missing[chunk].size;
    if (column.schema.type != ColumnType::Text) return bytes;
    const TextRange& range = column.texts[chunk];
    for (size_t piece = 0; piece < pieceCount(range); ++piece) bytes += column.bytes[firstPiece(range) + piece].size;
    return bytes;
}

/// Plans \p column to share with the base's column \p base; false when no chunk is equal.
Result<bool> SharedCopy::matchColumn(size_t column, size_t base, const JobContext& job) {
    const ColumnIndex& own = m_file.index.columns[column];
    LATHE_TRY(const auto digests, digestsOf(m_basePath, m_base.index, base, job));
    ColumnPlan& plan = m_plan[column];
    for (size_t chunk = 0; chunk < std::min(own.digests.size(), digests.size()); ++chunk) {
        if (own.digests[chunk] != digests[chunk]) continue;
        plan.base = base;
        plan.shared.resize(own.values.size());
        plan.shared[chunk] = true;
        m_saved += encodedBytes(m_base.index.columns[base], chunk);
    }
    return plan.any();
}

Result<void> SharedCopy::planColumn(size_t column, const JobContext& job) {
    const ColumnSchema& schema = m_file.index.columns[column].schema;
    const auto& candidates = m_base.index.columns;
    const auto hasName = [&](const FileIndex& index, const std::string& name) {
        return std::any_of(index.columns.begin(), index.columns.end(),
                           [&](const auto& each) { return each.schema.name == name; });
    };
    for (size_t base = 0; base < candidates.size(); ++base) {
        if (candidates[base].schema.type != schema.type) continue;
        // Under another name only when that name is gone: the column may have been renamed.
        const bool sameName = candidates[base].schema.name == schema.name;
        if (!sameName && (hasName(m_base.index, schema.name) || hasName(m_file.index, candidates[base].schema.name)))
            continue;
        LATHE_TRY(const bool found, matchColumn(column, base, job));
        if (found) return {};
    }
    return {};
}

Result<void> SharedCopy::plan(const JobContext& job) {
    m_plan.resize(m_file.index.columns.size());
    // A file that shares already cannot be copied as it is encoded; nobody asks for that.
    if (m_file.index.compression != m_base.index.compression || !m_file.index.sources.empty()) return {};
    for (size_t column = 0; column < m_plan.size(); ++column) LATHE_CHECK(planColumn(column, job));
    return {};
}

// ---- Writing --------------------------------------------------------------------------------------------------

uint32_t SharedCopy::sourceNumber(const std::string& name) {
    auto& names = m_out.sources;
    const auto known = std::find(names.begin(), names.end(), name);
    const auto number = static_cast<uint32_t>(known - names.begin()) + 1;
    if (known == names.end()) {
        names.push_back(name);
        m_sharing.sources.push_back({name, 0});
    }
    return number;
}

StoredChunk SharedCopy::sharedChunk(const StoredChunk& chunk) {
    if (chunk.size == 0) return {};
    StoredChunk shared = chunk;
    shared.source = sourceNumber(chunk.source == 0 ? m_baseName : m_base.index.sources[chunk.source - 1]);
    m_sharing.sources[shared.source - 1].bytes += chunk.size;
    return shared;
}

/// Puts the base's chunks into the new index. Texts keep the base's places, so that the ends stored there hold.
void SharedCopy::referToShared(size_t column) {
    const ColumnPlan& plan = m_plan[column];
    const ColumnIndex& base = m_base.index.columns[plan.base];
    ColumnIndex& out = m_out.columns[column];
    const bool text = out.schema.type == ColumnType::Text;
    if (text) out.bytes.assign(base.bytes.size(), {});
    for (size_t chunk = 0; chunk < plan.shared.size(); ++chunk) {
        if (!plan.shared[chunk]) continue;
        out.values[chunk] = sharedChunk(base.values[chunk]);
        out.missing[chunk] = sharedChunk(base.missing[chunk]);
        if (!text) continue;
        out.texts[chunk] = base.texts[chunk];
        const TextRange& range = base.texts[chunk];
        for (size_t piece = firstPiece(range); piece < firstPiece(range) + pieceCount(range); ++piece)
            out.bytes[piece] = sharedChunk(base.bytes[piece]);
    }
}

Result<void> SharedCopy::writeOwn(size_t column, ChunkCopier& copier, const JobContext& job) {
    const ColumnPlan& plan = m_plan[column];
    ColumnIndex& out = m_out.columns[column];
    if (!plan.any()) LATHE_CHECK(copier.addDatasets(out)); // also a column of no rows has its datasets
    for (uint64_t chunk = 0; chunk < m_out.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        if (!plan.any() || !plan.shared[chunk])
            LATHE_CHECK(copier.copy(m_file, m_others, m_file.index.columns[column], out, chunk, m_out.rowsOf(chunk)));
        job.addDone(1);
    }
    return copier.finish(out, m_out.rows);
}

// ---- What HDF5 readers see ------------------------------------------------------------------------------------

Result<const FileIndex*> SharedCopy::sourceIndex(const std::string& name) {
    if (name == m_baseName) return &m_base.index;
    const auto known = m_sourceIndices.find(name);
    if (known != m_sourceIndices.end()) return &known->second;
    LATHE_TRY(OpenedColumnFile opened, openColumnFile(m_basePath.parent_path() / name));
    return &m_sourceIndices.emplace(name, std::move(opened.index)).first->second;
}

/// The file that holds a chunk of values, and the column it belongs to there: the one with a chunk at this very place.
Result<std::pair<std::string, const ColumnIndex*>> SharedCopy::origin(const StoredChunk& values, uint64_t chunk,
                                                                      const ColumnIndex& own) {
    if (values.source == 0) return std::pair{std::string("."), &own};
    const std::string& name = m_out.sources[values.source - 1];
    LATHE_TRY(const FileIndex* index, sourceIndex(name));
    for (const ColumnIndex& column : index->columns)
        if (chunk < column.values.size() && column.values[chunk].source == 0 &&
            column.values[chunk].offset == values.offset)
            return std::pair{name, &column};
    return fail(ErrorKind::Corrupt, "'{}' does not hold the rows that '{}' takes from it", name, m_base.name);
}

void appendPart(std::vector<Hdf5Output::VirtualPart>& parts, Hdf5Output::VirtualPart part) {
    if (part.count == 0) return;
    if (!parts.empty()) {
        auto& last = parts.back();
        if (last.file == part.file && last.path == part.path && last.first + last.count == part.first) {
            last.count += part.count;
            return;
        }
    }
    parts.push_back(std::move(part));
}

Result<void> SharedCopy::addVirtualDatasets(size_t column) {
    const ColumnIndex& out = m_out.columns[column];
    if (!takesFromOthers(out)) return {};
    const bool text = out.schema.type == ColumnType::Text;
    std::vector<Hdf5Output::VirtualPart> values;
    std::vector<Hdf5Output::VirtualPart> missing;
    std::vector<Hdf5Output::VirtualPart> bytes;
    uint64_t bytesEnd = 0;
    for (uint64_t chunk = 0; chunk < m_out.chunks(); ++chunk) {
        LATHE_TRY(const auto holder, origin(out.values[chunk], chunk, out));
        const auto& [file, there] = holder;
        const uint64_t first = chunk * chunkRows;
        const uint64_t rows = m_out.rowsOf(chunk);
        appendPart(values, {file, physicalPath(*there, text ? "text_ends" : "data"), first, rows});
        if (out.missing[chunk].size > 0) appendPart(missing, {file, physicalPath(*there, "missing"), first, rows});
        if (!text) continue;
        appendPart(bytes, {file, physicalPath(*there, "data"), out.texts[chunk].start, out.texts[chunk].length});
        bytesEnd = std::max(bytesEnd, out.texts[chunk].start + out.texts[chunk].length);
    }
    const std::string object = objectName(out.schema.name);
    LATHE_CHECK(m_output->addVirtual((text ? "/text_ends/" : "/data/") + object, storedType(out.schema.type),
                                     m_out.rows, values));
    if (!missing.empty())
        LATHE_CHECK(m_output->addVirtual("/missing/" + object, StoredType::UInt8, m_out.rows, missing));
    if (text) LATHE_CHECK(m_output->addVirtual("/data/" + object, StoredType::UInt8, bytesEnd, bytes));
    return {};
}

Result<ChunkSharing> SharedCopy::write(const Path& target, const JobContext& job) {
    LATHE_TRY(m_output, Hdf5Output::create(target, m_file.index.compression));
    m_out.rows = m_file.index.rows;
    m_out.compression = m_file.index.compression;
    m_out.contentHash = m_file.index.contentHash;
    for (const ColumnIndex& column : m_file.index.columns) {
        ColumnIndex& out = m_out.columns.emplace_back(column);
        std::fill(out.values.begin(), out.values.end(), StoredChunk{});
        std::fill(out.missing.begin(), out.missing.end(), StoredChunk{});
        out.bytes.clear();
    }
    job.beginStage("sharing what is unchanged", static_cast<double>(m_out.chunks() * m_out.columns.size()), "chunks");
    ChunkCopier copier(*m_output, m_out.compression);
    for (size_t column = 0; column < m_plan.size(); ++column) {
        if (m_plan[column].any()) referToShared(column);
        LATHE_CHECK(writeOwn(column, copier, job));
    }
    for (size_t column = 0; column < m_plan.size(); ++column) LATHE_CHECK(addVirtualDatasets(column));
    LATHE_CHECK(finishColumnFile(*m_output, target, m_out, job));
    return std::move(m_sharing);
}

} // namespace

Result<std::optional<ChunkSharing>> shareChunks(const Path& file, const Path& base, const std::string& baseName,
                                                const Path& target, const JobContext& job) {
    LATHE_TRY(OpenedColumnFile opened, openColumnFile(file));
    LATHE_TRY(OpenedColumnFile openedBase, openColumnFile(base));
    SharedCopy copy(std::move(opened), std::move(openedBase), base, baseName);
    LATHE_CHECK(copy.plan(job));
    if (copy.savedBytes() < leastSharedBytes) return std::optional<ChunkSharing>();
    LATHE_TRY(ChunkSharing sharing, copy.write(target, job));
    return std::optional(std::move(sharing));
}

} // namespace lathe
