// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/data/column_file.h"
#include "core/data/column_file_codec.h"
#include "core/data/column_file_finish.h"
#include "core/data/column_file_format.h"
#include "core/data/column_file_hdf5.h"
#include "core/data/column_file_values.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <set>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace lathe {

using namespace columns;

namespace {

/// A column while its file is being written. Vectors are indexed by row chunk and grow under the state's
/// mutex.
struct ColumnOutput {
    ColumnIndex index;
    uint64_t codesEnd = 0; ///< one past the largest code in use
    std::string object;    ///< last part of its HDF5 paths
    std::unique_ptr<Hdf5Output::Dataset> values;
    std::unique_ptr<Hdf5Output::Dataset> missing; ///< made with the first chunk that needs it
    std::unique_ptr<Hdf5Output::Dataset> bytes;   ///< Text only
    // For append():
    Column pending;
    std::unordered_map<std::string, uint32_t> codes;
};

Result<void> checkSchema(const std::vector<ColumnSchema>& schema) {
    if (schema.empty()) return fail(ErrorKind::InvalidInput, "a column file needs at least one column");
    std::set<std::string_view> names;
    for (const auto& column : schema)
        if (!names.insert(column.name).second)
            return fail(ErrorKind::InvalidInput, "two columns are called '{}'", column.name);
    return {};
}

} // namespace

struct ColumnFileWriter::State {
    Path path;
    Compression compression = Compression::Lz4;
    std::vector<ColumnSchema> schema;
    std::unique_ptr<Hdf5Output> output;
    std::vector<ColumnOutput> columns;
    std::mutex mutex;                 // guards what ColumnOutput says, chunkSizes
    std::vector<uint64_t> chunkSizes; // rows of each chunk written; 0: not yet
    std::atomic<uint64_t> rows = 0;
    uint64_t nextChunk = 0; // of append()
    bool finished = false;

    ~State() {
        output.reset();
        std::error_code ignored;
        if (!finished && !path.empty()) std::filesystem::remove(path, ignored);
    }

    Result<void> addDatasets();
    Result<void> reserveChunk(uint64_t chunk, uint64_t rowCount);
    Result<void> writeColumn(ColumnOutput& column, uint64_t chunk, const Column& values);
    Result<void> writeTextBytes(ColumnOutput& column, uint64_t chunk, const std::string& texts,
                                ChunkEncoder& encoder);
    Result<void> writeMissing(ColumnOutput& column, uint64_t chunk, const StoredValues& stored,
                              ChunkEncoder& encoder);
    Result<void> writePending();
    Result<void> checkComplete() const;
};

Result<void> ColumnFileWriter::State::addDatasets() {
    for (const auto& one : schema) {
        ColumnOutput column;
        column.index.schema = one;
        column.pending.schema = one;
        column.object = objectName(one.name);
        if (one.type == ColumnType::Text) {
            LATHE_TRY(column.bytes,
                      output->addDataset("/data/" + column.object, StoredType::UInt8, textChunkBytes));
            LATHE_TRY(column.values,
                      output->addDataset("/text_ends/" + column.object, StoredType::UInt64, chunkRows));
        } else {
            LATHE_TRY(column.values,
                      output->addDataset("/data/" + column.object, storedType(one.type), chunkRows));
        }
        columns.push_back(std::move(column));
    }
    return {};
}

Result<void> ColumnFileWriter::State::reserveChunk(uint64_t chunk, uint64_t rowCount) {
    const std::lock_guard lock(mutex);
    if (chunk >= chunkSizes.size()) {
        chunkSizes.resize(chunk + 1, 0);
        for (auto& column : columns) {
            column.index.digests.resize(chunk + 1);
            column.index.statistics.resize(chunk + 1);
            column.index.values.resize(chunk + 1);
            column.index.missing.resize(chunk + 1);
            column.index.texts.resize(chunk + 1);
        }
    }
    if (chunkSizes[chunk] != 0)
        return fail(ErrorKind::InvalidInput, "chunk {} of '{}' was written before", chunk, path.string());
    chunkSizes[chunk] = rowCount;
    rows += rowCount;
    return {};
}

Result<void> ColumnFileWriter::State::writeTextBytes(ColumnOutput& column, uint64_t chunk,
                                                     const std::string& texts, ChunkEncoder& encoder) {
    const size_t pieces = (texts.size() + textChunkBytes - 1) / textChunkBytes;
    uint64_t firstPiece = 0;
    {
        const std::lock_guard lock(mutex);
        firstPiece = column.index.bytes.size();
        column.index.bytes.resize(firstPiece + pieces);
        column.index.texts[chunk] = {firstPiece * textChunkBytes, texts.size()};
    }
    std::vector<std::byte> padded(textChunkBytes);
    for (size_t piece = 0; piece < pieces; ++piece) {
        const size_t from = piece * textChunkBytes;
        const size_t length = std::min(textChunkBytes, texts.size() - from);
        std::memcpy(padded.data(), texts.data() + from, length);
        std::fill(padded.begin() + static_cast<std::ptrdiff_t>(length), padded.end(), std::byte{0});
        const uint64_t element = (firstPiece + piece) * textChunkBytes;
        LATHE_TRY(const StoredChunk written,
                  output->writeChunk(*column.bytes, element, element + length, encoder.encode(padded, 1)));
        const std::lock_guard lock(mutex);
        column.index.bytes[firstPiece + piece] = written;
    }
    return {};
}

Result<void> ColumnFileWriter::State::writeMissing(ColumnOutput& column, uint64_t chunk,
                                                   const StoredValues& stored, ChunkEncoder& encoder) {
    {
        const std::lock_guard lock(mutex);
        if (!column.missing) {
            LATHE_TRY(column.missing,
                      output->addDataset("/missing/" + column.object, StoredType::UInt8, chunkRows));
        }
    }
    std::vector<std::byte> padded = stored.missing;
    padded.resize(chunkRows);
    LATHE_TRY(const StoredChunk written,
              output->writeChunk(*column.missing, chunk * chunkRows,
                                 chunk * chunkRows + stored.missing.size(), encoder.encode(padded, 1)));
    const std::lock_guard lock(mutex);
    column.index.missing[chunk] = written;
    return {};
}

Result<void> ColumnFileWriter::State::writeColumn(ColumnOutput& column, uint64_t chunk,
                                                  const Column& values) {
    ChunkEncoder encoder(compression);
    LATHE_TRY(StoredValues stored, toStored(values));
    const size_t count = stored.statistics.rows;
    if (!stored.missing.empty()) LATHE_CHECK(writeMissing(column, chunk, stored, encoder));
    const size_t width = storedWidth(column.index.schema.type);
    std::vector<std::byte> padded;
    if (column.index.schema.type == ColumnType::Text) {
        LATHE_CHECK(writeTextBytes(column, chunk, stored.texts, encoder));
        padded.resize(chunkRows * width);
        uint64_t end = 0;
        {
            const std::lock_guard lock(mutex);
            end = column.index.texts[chunk].start;
        }
        for (size_t row = 0; row < count; ++row) {
            uint32_t length = 0;
            std::memcpy(&length, stored.values.data() + row * sizeof length, sizeof length);
            end += length;
            std::memcpy(padded.data() + row * width, &end, sizeof end);
        }
    } else {
        padded = std::move(stored.values);
        padded.resize(chunkRows * width);
    }
    LATHE_TRY(const StoredChunk written,
              output->writeChunk(*column.values, chunk * chunkRows, chunk * chunkRows + count,
                                 encoder.encode(padded, width)));
    const std::lock_guard lock(mutex);
    column.index.values[chunk] = written;
    column.index.statistics[chunk] = stored.statistics;
    column.index.digests[chunk] = std::move(stored.digest);
    column.codesEnd = std::max(column.codesEnd, stored.codesEnd);
    return {};
}

ColumnFileWriter::ColumnFileWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ColumnFileWriter::~ColumnFileWriter() = default;

Result<std::unique_ptr<ColumnFileWriter>>
ColumnFileWriter::create(const Path& path, std::vector<ColumnSchema> schema, Compression compression) {
    LATHE_CHECK(checkSchema(schema));
    auto state = std::make_unique<State>();
    LATHE_TRY(state->output, Hdf5Output::create(path, compression));
    state->path = path;
    state->compression = compression;
    state->schema = std::move(schema);
    LATHE_CHECK(state->addDatasets());
    return std::unique_ptr<ColumnFileWriter>(new ColumnFileWriter(std::move(state)));
}

uint64_t ColumnFileWriter::rows() const {
    const auto& pending = m_state->columns.front().pending;
    return m_state->rows + pending.rows();
}

void ColumnFileWriter::setDictionary(size_t column, std::vector<std::string> dictionary) {
    const std::lock_guard lock(m_state->mutex);
    m_state->columns[column].index.dictionary = std::move(dictionary);
}

Result<void> ColumnFileWriter::writeChunk(uint64_t chunk, const Table& table) {
    if (table.schema() != m_state->schema)
        return fail(ErrorKind::InvalidInput, "the rows' columns are not those of '{}'",
                    m_state->path.string());
    const size_t count = table.rows();
    const bool even = std::all_of(table.columns.begin(), table.columns.end(), [&](const Column& column) {
        return column.rows() == count && (column.missing.empty() || column.missing.size() == count);
    });
    if (!even || count == 0 || count > chunkRows)
        return fail(ErrorKind::InvalidInput, "chunk {} of '{}' must have 1 to {} rows in every column", chunk,
                    m_state->path.string(), chunkRows);
    LATHE_CHECK(m_state->reserveChunk(chunk, count));
    for (size_t i = 0; i < table.columns.size(); ++i)
        LATHE_CHECK(m_state->writeColumn(m_state->columns[i], chunk, table.columns[i]));
    return {};
}

namespace {

template <typename T>
void appendRange(std::vector<T>& target, const std::vector<T>& source, size_t first, size_t count) {
    const auto from = source.begin() + static_cast<std::ptrdiff_t>(first);
    target.insert(target.end(), from, from + static_cast<std::ptrdiff_t>(count));
}

/// The file's codes for a table's; new texts get codes in the order in which rows first show them, so that
/// equal rows give equal files whatever else the table's dictionary holds.
class CodeMap {
public:
    CodeMap(ColumnOutput& column, const Column& source)
        : m_column(column), m_source(source), m_codes(source.dictionary.size(), unknown) {}

    uint32_t operator()(size_t row) {
        if (m_source.isMissing(row)) return 0;
        uint32_t& code = m_codes[m_source.codes[row]];
        if (code == unknown) {
            auto& texts = m_column.index.dictionary;
            const std::string& text = m_source.dictionary[m_source.codes[row]];
            const auto [entry, isNew] = m_column.codes.emplace(text, static_cast<uint32_t>(texts.size()));
            if (isNew) texts.push_back(text);
            code = entry->second;
        }
        return code;
    }

private:
    static constexpr uint32_t unknown = UINT32_MAX;
    ColumnOutput& m_column;
    const Column& m_source;
    std::vector<uint32_t> m_codes;
};

void appendMissing(Column& pending, const Column& source, size_t first, size_t count) {
    if (source.missing.empty() && pending.missing.empty()) return;
    pending.missing.resize(pending.rows(), 0);
    if (source.missing.empty()) {
        pending.missing.resize(pending.missing.size() + count, 0);
    } else {
        appendRange(pending.missing, source.missing, first, count);
    }
}

void appendPending(ColumnOutput& column, const Column& source, size_t first, size_t count, CodeMap& codes) {
    Column& pending = column.pending;
    appendMissing(pending, source, first, count);
    switch (source.schema.type) {
    case ColumnType::Real:
        appendRange(pending.reals, source.reals, first, count);
        break;
    case ColumnType::Category:
        for (size_t row = first; row < first + count; ++row) pending.codes.push_back(codes(row));
        break;
    case ColumnType::Text:
        for (size_t row = first; row < first + count; ++row) pending.texts.push(source.texts.at(row));
        break;
    default:
        appendRange(pending.integers, source.integers, first, count);
        break;
    }
}

Result<void> checkCodes(const Column& column) {
    if (column.schema.type != ColumnType::Category) return {};
    for (size_t row = 0; row < column.codes.size(); ++row)
        if (!column.isMissing(row) && column.codes[row] >= column.dictionary.size())
            return fail(ErrorKind::InvalidInput, "column '{}' has a category code without a text",
                        column.schema.name);
    return {};
}

} // namespace

Result<void> ColumnFileWriter::append(const Table& table) {
    if (table.schema() != m_state->schema)
        return fail(ErrorKind::InvalidInput, "the rows' columns are not those of '{}'",
                    m_state->path.string());
    const size_t count = table.rows();
    std::vector<CodeMap> codes;
    for (size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        if (column.rows() != count || (!column.missing.empty() && column.missing.size() != count))
            return fail(ErrorKind::InvalidInput, "column '{}' has {} rows, others have {}",
                        column.schema.name, column.rows(), count);
        LATHE_CHECK(checkCodes(column));
        codes.emplace_back(m_state->columns[i], column);
    }
    for (size_t first = 0; first < count;) {
        const size_t room = chunkRows - m_state->columns.front().pending.rows();
        const size_t taken = std::min(room, count - first);
        for (size_t i = 0; i < table.columns.size(); ++i)
            appendPending(m_state->columns[i], table.columns[i], first, taken, codes[i]);
        first += taken;
        if (taken == room) LATHE_CHECK(m_state->writePending());
    }
    return {};
}

Result<void> ColumnFileWriter::State::writePending() {
    const uint64_t chunk = nextChunk++;
    LATHE_CHECK(reserveChunk(chunk, columns.front().pending.rows()));
    std::vector<Result<void>> outcomes(columns.size());
    parallelFor(columns.size(), [&](size_t i) {
        ColumnOutput& column = columns[i];
        outcomes[i] = writeColumn(column, chunk, column.pending);
        column.pending = Column{.schema = column.index.schema};
    });
    for (auto& outcome : outcomes) LATHE_CHECK(std::move(outcome));
    return {};
}

Result<void> ColumnFileWriter::State::checkComplete() const {
    for (size_t chunk = 0; chunk < chunkSizes.size(); ++chunk) {
        const bool last = chunk + 1 == chunkSizes.size();
        if (chunkSizes[chunk] == 0 || (!last && chunkSizes[chunk] != chunkRows))
            return fail(ErrorKind::InvalidInput, "chunk {} of '{}' has {} rows of {}", chunk, path.string(),
                        chunkSizes[chunk], chunkRows);
    }
    for (const auto& column : columns)
        if (column.codesEnd > column.index.dictionary.size())
            return fail(ErrorKind::InvalidInput, "column '{}' has a category code without a text",
                        column.index.schema.name);
    return {};
}

Result<std::string> ColumnFileWriter::finish() {
    State& state = *m_state;
    if (state.columns.front().pending.rows() > 0) LATHE_CHECK(state.writePending());
    LATHE_CHECK(state.checkComplete());
    FileIndex index;
    index.rows = state.rows;
    index.compression = state.compression;
    std::vector<std::vector<std::string>> digests;
    for (auto& column : state.columns) {
        index.columns.push_back(column.index);
        digests.push_back(column.index.digests);
        if (column.missing) LATHE_CHECK(state.output->grow(*column.missing, index.rows));
    }
    index.contentHash = contentDigest(index, digests);
    LATHE_CHECK(finishColumnFile(*state.output, state.path, index));
    state.finished = true;
    return index.contentHash;
}

} // namespace lathe
