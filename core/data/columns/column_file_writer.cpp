// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/column_file_codec.h"
#include "core/data/columns/column_file_finish.h"
#include "core/data/columns/column_file_format.h"
#include "core/data/columns/column_file_hdf5.h"
#include "core/data/columns/column_file_values.h"
#include "core/data/columns/column_file_waiting.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
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
    std::unique_ptr<Hdf5Output::Dataset> missing;    ///< made with the first chunk that needs it
    std::unique_ptr<Hdf5Output::Dataset> bytes;      ///< Text only
    std::unordered_map<std::string, uint32_t> codes; ///< of append(): those of the dictionary
};

/// Rows that wait for the rest of their chunk take no more memory than this.
constexpr size_t waitingBudget = size_t{96} << 20;
/// Columns of a waiting chunk are put together some at a time.
constexpr size_t groupBytes = size_t{4} << 20;

/// The texts of one chunk of one column, end to end.
struct ChunkTexts {
    using Sink = std::function<Result<void>(std::string_view)>;
    uint64_t bytes = 0;
    std::function<Result<void>(const Sink&)> give; ///< in portions
};

/// What a thread needs to encode chunks one after the other.
struct Workspace {
    explicit Workspace(Compression compression) : encoder(compression) {}

    ChunkEncoder encoder;
    StoredValues stored;
    std::vector<std::byte> textEnds;
};

using Columns = std::vector<const Column*>;

/// Calls \p work(begin, end) for parts of [0, count) on up to \p threads threads (0: all). Returns the first failure.
Result<void> inParallel(size_t count, size_t threads, const std::function<Result<void>(size_t, size_t)>& work) {
    constexpr size_t partsPerThread = 4; // so that no thread waits long for another
    const size_t wanted = threads == 0 ? availableThreads() : threads;
    const size_t parts = wanted == 1 ? 1 : std::min(count, wanted * partsPerThread);
    std::vector<Result<void>> outcomes(parts);
    parallelFor(
        parts, [&](size_t i) { outcomes[i] = work(count * i / parts, count * (i + 1) / parts); }, wanted);
    for (auto& outcome : outcomes) LATHE_CHECK(std::move(outcome));
    return {};
}

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
    State(const Path& file, std::vector<ColumnSchema> columnSchema, Compression how, JobContext context)
        : path(file), compression(how), schema(std::move(columnSchema)), job(std::move(context)),
          waiting(path.parent_path(), schema, waitingBudget) {}

    Path path;
    Compression compression;
    std::vector<ColumnSchema> schema;
    JobContext job;
    std::unique_ptr<Hdf5Output> output;
    std::vector<ColumnOutput> columns;
    std::mutex mutex;                 // guards what ColumnOutput says, chunkSizes, idle
    std::vector<uint64_t> chunkSizes; // rows of each chunk written; 0: not yet
    std::atomic<uint64_t> rows = 0;   // of the chunks written
    WaitingRows waiting;
    std::vector<std::unique_ptr<Workspace>> idle;
    uint64_t appended = 0; // rows, of append()
    bool finished = false;

    ~State() {
        output.reset();
        std::error_code ignored;
        if (!finished) std::filesystem::remove(path, ignored);
    }

    /// A workspace for as long as it is held; its memory then serves others.
    class Borrowed {
    public:
        explicit Borrowed(State& state) : m_state(state) {
            const std::lock_guard lock(m_state.mutex);
            if (m_state.idle.empty()) m_state.idle.push_back(std::make_unique<Workspace>(m_state.compression));
            m_workspace = std::move(m_state.idle.back());
            m_state.idle.pop_back();
        }
        ~Borrowed() {
            const std::lock_guard lock(m_state.mutex);
            m_state.idle.push_back(std::move(m_workspace));
        }
        Borrowed(const Borrowed&) = delete;
        Borrowed& operator=(const Borrowed&) = delete;
        Workspace& operator*() const { return *m_workspace; }
        Workspace* operator->() const { return m_workspace.get(); }

    private:
        State& m_state;
        std::unique_ptr<Workspace> m_workspace;
    };

    Result<void> addDatasets();
    Result<void> reserveChunk(uint64_t chunk, uint64_t rowCount);
    Result<void> writeStored(size_t column, uint64_t chunk, const StoredValues& stored, const ChunkTexts& texts,
                             Workspace& workspace);
    Result<void> writeTexts(ColumnOutput& column, uint64_t chunk, const ChunkTexts& texts, ChunkDigest& digest,
                            Workspace& workspace);
    Result<void> writeTextPiece(ColumnOutput& column, uint64_t piece, std::string_view bytes, Workspace& workspace);
    Result<void> writeMissing(ColumnOutput& column, uint64_t chunk, const StoredValues& stored, Workspace& workspace);
    Result<void> writeWhole(uint64_t chunk, const Columns& values, size_t first, size_t threads);
    Result<void> writeWaiting(const WaitingChunk& chunk, size_t threads);
    Result<void> write(uint64_t firstRow, const Columns& values, size_t threads);
    [[nodiscard]] Result<void> check(const Table& table) const;
    Result<void> checkComplete() const;
};

Result<void> ColumnFileWriter::State::addDatasets() {
    columns.reserve(schema.size());
    for (const auto& one : schema) {
        LATHE_CHECK(job.checkStop());
        ColumnOutput column;
        column.index.schema = one;
        column.object = objectName(one.name);
        if (one.type == ColumnType::Text) {
            LATHE_TRY(column.bytes, output->addDataset("/data/" + column.object, StoredType::UInt8, textChunkBytes));
            LATHE_TRY(column.values, output->addDataset("/text_ends/" + column.object, StoredType::UInt64, chunkRows));
        } else {
            LATHE_TRY(column.values, output->addDataset("/data/" + column.object, storedType(one.type), chunkRows));
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

Result<void> ColumnFileWriter::State::writeTextPiece(ColumnOutput& column, uint64_t piece, std::string_view bytes,
                                                     Workspace& workspace) {
    LATHE_CHECK(job.checkStop());
    const uint64_t element = piece * textChunkBytes;
    LATHE_TRY(const StoredChunk written,
              output->writeChunk(*column.bytes, element, element + bytes.size(),
                                 workspace.encoder.encode(std::as_bytes(std::span(bytes)), 1, textChunkBytes)));
    const std::lock_guard lock(mutex);
    column.index.bytes[piece] = written;
    return {};
}

Result<void> ColumnFileWriter::State::writeTexts(ColumnOutput& column, uint64_t chunk, const ChunkTexts& texts,
                                                 ChunkDigest& digest, Workspace& workspace) {
    uint64_t piece = 0;
    {
        const std::lock_guard lock(mutex);
        piece = column.index.bytes.size();
        column.index.bytes.resize(piece + (texts.bytes + textChunkBytes - 1) / textChunkBytes);
        column.index.texts[chunk] = {piece * textChunkBytes, texts.bytes};
    }
    std::string begun; // a piece that is not full yet
    const auto take = [&](std::string_view portion) -> Result<void> {
        digest.addTexts(portion);
        while (begun.size() + portion.size() >= textChunkBytes) {
            const size_t taken = textChunkBytes - begun.size();
            const bool direct = begun.empty();
            if (!direct) begun += portion.substr(0, taken);
            LATHE_CHECK(writeTextPiece(column, piece++, direct ? portion.substr(0, taken) : begun, workspace));
            begun.clear();
            portion.remove_prefix(taken);
        }
        begun += portion;
        return {};
    };
    LATHE_CHECK(texts.give(take));
    return begun.empty() ? Result<void>() : writeTextPiece(column, piece, begun, workspace);
}

Result<void> ColumnFileWriter::State::writeMissing(ColumnOutput& column, uint64_t chunk, const StoredValues& stored,
                                                   Workspace& workspace) {
    {
        const std::lock_guard lock(mutex);
        if (!column.missing) {
            LATHE_TRY(column.missing, output->addDataset("/missing/" + column.object, StoredType::UInt8, chunkRows));
        }
    }
    LATHE_TRY(const StoredChunk written,
              output->writeChunk(*column.missing, chunk * chunkRows, chunk * chunkRows + stored.missing.size(),
                                 workspace.encoder.encode(stored.missing, 1, chunkRows)));
    const std::lock_guard lock(mutex);
    column.index.missing[chunk] = written;
    return {};
}

namespace {

/// Where each text ends among the column's bytes, as bytes.
void endsOf(const StoredValues& stored, uint64_t start, std::vector<std::byte>& ends) {
    const size_t rows = stored.statistics.rows;
    ends.resize(rows * sizeof(uint64_t));
    for (size_t row = 0; row < rows; ++row) {
        uint32_t length = 0;
        std::memcpy(&length, stored.values.data() + row * sizeof length, sizeof length);
        start += length;
        std::memcpy(ends.data() + row * sizeof start, &start, sizeof start);
    }
}

} // namespace

Result<void> ColumnFileWriter::State::writeStored(size_t number, uint64_t chunk, const StoredValues& stored,
                                                  const ChunkTexts& texts, Workspace& workspace) {
    LATHE_CHECK(job.checkStop());
    ColumnOutput& column = columns[number];
    const bool isText = column.index.schema.type == ColumnType::Text;
    const size_t width = storedWidth(column.index.schema.type);
    ChunkDigest digest(stored.values, stored.missing, texts.bytes);
    if (!stored.missing.empty()) LATHE_CHECK(writeMissing(column, chunk, stored, workspace));
    if (isText) LATHE_CHECK(writeTexts(column, chunk, texts, digest, workspace));
    if (isText) {
        uint64_t start = 0;
        {
            const std::lock_guard lock(mutex);
            start = column.index.texts[chunk].start;
        }
        endsOf(stored, start, workspace.textEnds);
    }
    const uint64_t firstRow = chunk * chunkRows;
    LATHE_TRY(const StoredChunk written,
              output->writeChunk(
                  *column.values, firstRow, firstRow + stored.statistics.rows,
                  workspace.encoder.encode(isText ? workspace.textEnds : stored.values, width, chunkRows * width)));
    const std::lock_guard lock(mutex);
    column.index.values[chunk] = written;
    column.index.statistics[chunk] = stored.statistics;
    column.index.digests[chunk] = digest.finish();
    column.codesEnd = std::max(column.codesEnd, stored.codesEnd);
    return {};
}

/// Writes a chunk whose rows are all in \p values, from \p first on.
Result<void> ColumnFileWriter::State::writeWhole(uint64_t chunk, const Columns& values, size_t first, size_t threads) {
    LATHE_CHECK(reserveChunk(chunk, chunkRows));
    return inParallel(values.size(), threads, [&](size_t begin, size_t end) -> Result<void> {
        const Borrowed workspace(*this);
        const StoredValues& stored = workspace->stored;
        for (size_t i = begin; i < end; ++i) {
            LATHE_CHECK(toStored(*values[i], first, chunkRows, workspace->stored));
            const ChunkTexts texts{stored.texts.size(),
                                   [&](const ChunkTexts::Sink& sink) { return sink(stored.texts); }};
            LATHE_CHECK(writeStored(i, chunk, stored, texts, *workspace));
        }
        return {};
    });
}

Result<void> ColumnFileWriter::State::writeWaiting(const WaitingChunk& chunk, size_t threads) {
    LATHE_CHECK(reserveChunk(chunk.number(), chunk.rows()));
    const size_t width = sizeof(uint64_t) + 1; // of a value and its missing flag, at most
    const size_t group = std::clamp<size_t>(groupBytes / (chunk.rows() * width), 1, columns.size());
    const auto writeGroup = [&](size_t first, Workspace& workspace) -> Result<void> {
        LATHE_TRY(const auto stored, chunk.columns(first, std::min(group, columns.size() - first)));
        for (size_t i = 0; i < stored.size(); ++i) {
            ChunkTexts texts;
            texts.give = [&](const ChunkTexts::Sink& sink) { return chunk.texts(first + i, sink); };
            if (schema[first + i].type == ColumnType::Text) {
                LATHE_TRY(texts.bytes, chunk.textBytes(first + i));
            }
            LATHE_CHECK(writeStored(first + i, chunk.number(), stored[i], texts, workspace));
        }
        return {};
    };
    return inParallel((columns.size() + group - 1) / group, threads, [&](size_t begin, size_t end) -> Result<void> {
        const Borrowed workspace(*this);
        for (size_t i = begin; i < end; ++i) LATHE_CHECK(writeGroup(i * group, *workspace));
        return {};
    });
}

ColumnFileWriter::ColumnFileWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ColumnFileWriter::~ColumnFileWriter() = default;

Result<std::unique_ptr<ColumnFileWriter>> ColumnFileWriter::create(const Path& path, std::vector<ColumnSchema> schema,
                                                                   Compression compression, const JobContext& job) {
    LATHE_CHECK(checkSchema(schema));
    LATHE_TRY(auto output, Hdf5Output::create(path, compression));
    auto state = std::make_unique<State>(path, std::move(schema), compression, job);
    state->output = std::move(output);
    LATHE_CHECK(state->addDatasets());
    return std::unique_ptr<ColumnFileWriter>(new ColumnFileWriter(std::move(state)));
}

uint64_t ColumnFileWriter::rows() const { return m_state->rows + m_state->waiting.rows(); }

void ColumnFileWriter::setDictionary(size_t column, std::vector<std::string> dictionary) {
    const std::lock_guard lock(m_state->mutex);
    m_state->columns[column].index.dictionary = std::move(dictionary);
}

Result<void> ColumnFileWriter::State::write(uint64_t firstRow, const Columns& values, size_t threads) {
    const size_t count = values.front()->rows();
    for (size_t first = 0; first < count;) {
        const uint64_t chunk = (firstRow + first) / chunkRows;
        const size_t place = (firstRow + first) % chunkRows;
        const size_t taken = std::min<size_t>(chunkRows - place, count - first);
        if (taken == chunkRows) {
            LATHE_CHECK(writeWhole(chunk, values, first, threads));
        } else {
            std::vector<StoredValues> piece;
            for (const Column* column : values) {
                LATHE_TRY(StoredValues stored, toStored(*column, first, taken));
                piece.push_back(std::move(stored));
            }
            LATHE_TRY(const auto whole, waiting.add(chunk, place, std::move(piece)));
            if (whole) LATHE_CHECK(writeWaiting(*whole, threads));
        }
        first += taken;
    }
    return {};
}

Result<void> ColumnFileWriter::State::check(const Table& table) const {
    if (table.schema() != schema)
        return fail(ErrorKind::InvalidInput, "the rows' columns are not those of '{}'", path.string());
    const size_t count = table.rows();
    for (const Column& column : table.columns)
        if (column.rows() != count || (!column.missing.empty() && column.missing.size() != count))
            return fail(ErrorKind::InvalidInput, "column '{}' has {} rows, others have {}", column.schema.name,
                        column.rows(), count);
    return {};
}

Result<void> ColumnFileWriter::writeRows(uint64_t firstRow, const Table& table) {
    LATHE_CHECK(m_state->check(table));
    Columns values;
    for (const Column& column : table.columns) values.push_back(&column);
    return m_state->write(firstRow, values, 1);
}

namespace {

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

/// The column with the file's codes and no dictionary.
Column recoded(const Column& column, CodeMap codes) {
    Column result;
    result.schema = column.schema;
    result.missing = column.missing;
    result.codes.reserve(column.codes.size());
    for (size_t row = 0; row < column.codes.size(); ++row) result.codes.push_back(codes(row));
    return result;
}

Result<void> checkCodes(const Column& column) {
    if (column.schema.type != ColumnType::Category) return {};
    for (size_t row = 0; row < column.codes.size(); ++row)
        if (!column.isMissing(row) && column.codes[row] >= column.dictionary.size())
            return fail(ErrorKind::InvalidInput, "column '{}' has a category code without a text", column.schema.name);
    return {};
}

} // namespace

Result<void> ColumnFileWriter::append(const Table& table) {
    LATHE_CHECK(m_state->check(table));
    std::vector<Column> withCodes(table.columns.size());
    Columns values;
    for (size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        LATHE_CHECK(checkCodes(column));
        const bool coded = column.schema.type == ColumnType::Category;
        if (coded) withCodes[i] = recoded(column, CodeMap(m_state->columns[i], column));
        values.push_back(coded ? &withCodes[i] : &column);
    }
    const uint64_t first = std::exchange(m_state->appended, m_state->appended + table.rows());
    return m_state->write(first, values, 0);
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
    while (const auto last = state.waiting.takeFirst()) LATHE_CHECK(state.writeWaiting(*last, 0));
    LATHE_CHECK(state.checkComplete());
    FileIndex index;
    index.rows = state.rows;
    index.compression = state.compression;
    index.columns.reserve(state.columns.size());
    std::vector<std::vector<std::string>> digests;
    for (auto& column : state.columns) {
        digests.push_back(column.index.digests);
        index.columns.push_back(std::move(column.index));
        if (column.missing) LATHE_CHECK(state.output->grow(*column.missing, index.rows));
    }
    index.contentHash = contentDigest(index, digests);
    LATHE_CHECK(finishColumnFile(*state.output, state.path, index, state.job));
    state.finished = true;
    return index.contentHash;
}

} // namespace lathe
