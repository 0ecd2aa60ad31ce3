// SPDX-License-Identifier: GPL-3.0-or-later
// Importing: threads take turns at reading batches of rows, decode them side by side, and pass a gate in the
// order of the batches, where dictionaries are merged and rows get their place. So the file is the same for
// any number of threads.
#include "core/base/parallel.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/csv_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

namespace lathe {

using namespace csv;

namespace {

constexpr size_t mostRejectedKept = 10000;
constexpr size_t largestDictionary = 65536;
/// More gain nothing, for batches are read one after the other; each takes some 40 MB.
constexpr size_t mostThreads = 8;

/// Texts of a Category column of the whole file, in the order of first appearance.
class Dictionary {
public:
    /// The file's codes for a batch's.
    std::vector<uint32_t> merge(const std::vector<std::string>& texts) {
        std::vector<uint32_t> codes;
        codes.reserve(texts.size());
        for (const auto& text : texts) {
            const auto [entry, isNew] = m_codes.emplace(text, static_cast<uint32_t>(m_texts.size()));
            if (isNew) m_texts.push_back(text);
            codes.push_back(entry->second);
        }
        return codes;
    }
    [[nodiscard]] const std::vector<std::string>& texts() const { return m_texts; }

private:
    std::vector<std::string> m_texts;
    std::unordered_map<std::string, uint32_t> m_codes;
};

void recode(Column& column, const std::vector<uint32_t>& codes) {
    for (size_t row = 0; row < column.codes.size(); ++row)
        if (!column.isMissing(row)) column.codes[row] = codes[column.codes[row]];
    column.dictionary.clear();
}

template <typename T>
std::vector<T> splitFront(std::vector<T>& values, size_t count) {
    if (values.empty()) return {};
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<T> front(values.begin(), middle);
    values.erase(values.begin(), middle);
    return front;
}

/// Takes the first \p count rows off a column.
Column splitFront(Column& column, size_t count) {
    Column front;
    front.schema = column.schema;
    front.integers = splitFront(column.integers, count);
    front.reals = splitFront(column.reals, count);
    front.codes = splitFront(column.codes, count);
    front.missing = splitFront(column.missing, count);
    if (column.schema.type != ColumnType::Text) return front;
    front.texts.ends = splitFront(column.texts.ends, count);
    const uint64_t bytes = front.texts.ends.empty() ? 0 : front.texts.ends.back();
    front.texts.bytes = column.texts.bytes.substr(0, bytes);
    column.texts.bytes.erase(0, bytes);
    for (uint64_t& end : column.texts.ends) end -= bytes;
    return front;
}

/// What a batch became before it has its place in the file.
struct DecodedBatch {
    Table table;
    std::vector<CsvRejectedRow> rejected;
    std::vector<uint32_t> kinds; ///< per column, that fit the batch where the plan does not
    bool contradicts = false;
};

/// Takes the rows out of which some value does not fit a type that the user fixed.
void rejectMisfits(const Rows& rows, const Plan& plan, const std::vector<std::vector<uint32_t>>& misfits,
                   DecodedBatch& out) {
    std::vector<bool> bad(rows.count(), false);
    size_t count = 0;
    for (size_t column = 0; column < misfits.size(); ++column)
        for (const uint32_t row : misfits[column]) {
            if (bad[row]) continue;
            bad[row] = true;
            ++count;
            const auto& wanted = plan.columns[column];
            out.rejected.push_back(rows.reject(
                row, fmt::format("column '{}': '{}' is not of type {}", wanted.name,
                                 rows.field(row, column).substr(0, 100), toString(typeOf(wanted.kind())))));
        }
    if (count == 0) return;
    std::vector<uint64_t> kept;
    for (size_t row = 0; row < rows.count(); ++row)
        if (!bad[row]) kept.push_back(row);
    for (auto& column : out.table.columns) column = gather(column, kept);
    std::sort(out.rejected.begin(), out.rejected.end(),
              [](const auto& a, const auto& b) { return a.line < b.line; });
}

DecodedBatch decodeBatch(const Batch& batch, const Plan& plan, const MissingMarks& marks) {
    DecodedBatch out;
    const Rows rows(batch, plan.grammar, plan.fields, out.rejected);
    std::vector<std::vector<uint32_t>> misfits;
    for (size_t i = 0; i < plan.columns.size(); ++i) {
        DecodedColumn decoded = decodeColumn(rows, i, plan.columns[i], plan.grammar, marks);
        out.kinds.push_back(decoded.kinds);
        out.contradicts = out.contradicts || decoded.kinds != allKinds;
        misfits.push_back(std::move(decoded.misfits));
        out.table.columns.push_back(std::move(decoded.column));
    }
    if (!out.contradicts) rejectMisfits(rows, plan, misfits, out);
    return out;
}

/// Narrows the columns' kinds to what a pass found. Dates that may have the day or the month first stay text.
void narrow(Plan& plan, const std::vector<uint32_t>& kinds) {
    for (size_t i = 0; i < plan.columns.size(); ++i) {
        ColumnPlan& column = plan.columns[i];
        const ColumnType before = typeOf(column.kind());
        const bool changes = !column.fixed && (column.kinds & kinds[i]) != column.kinds;
        if (!changes) continue;
        column.kinds &= kinds[i];
        for (const uint32_t pair : {uint32_t{DateDmy} | DateMdy, uint32_t{TimeDmy} | TimeMdy})
            if ((column.kinds & pair) == pair) column.kinds &= ~pair;
        plan.dialect.reasons.push_back(fmt::format("'{}' looked like {} at first; a later value makes it {}.",
                                                   column.name, toString(before),
                                                   toString(typeOf(column.kind()))));
    }
}

/// Reads the file once under one plan. Either the column file is complete afterwards, or some value
/// contradicted the plan and kinds() says what fits.
class Pass {
public:
    Pass(const Plan& plan, const CsvOptions& options, std::unique_ptr<ByteSource> source,
         const JobContext& job)
        : m_plan(plan)
        , m_marks(options.missingMarks)
        , m_job(job)
        , m_reader(plan.reader(std::move(source), chunkRows))
        , m_dictionaries(plan.columns.size())
        , m_kinds(plan.columns.size(), allKinds) {
        for (const auto& column : plan.columns) m_carry.columns.push_back(Column{.schema = column.schema()});
    }

    Result<void> run(const Path& target, size_t threads) {
        LATHE_TRY(m_writer, ColumnFileWriter::create(target, m_carry.schema()));
        {
            std::vector<std::jthread> helpers;
            for (size_t i = 1; i < threads; ++i) helpers.emplace_back([this] { work(); });
            work();
        }
        if (!m_outcome) return m_outcome;
        return {};
    }

    /// Of a pass without contradiction. Returns the content hash.
    Result<std::string> finish() {
        if (m_carry.rows() > 0) LATHE_CHECK(m_writer->writeChunk(m_nextChunk, m_carry));
        for (size_t i = 0; i < m_dictionaries.size(); ++i)
            if (m_carry.columns[i].schema.type == ColumnType::Category)
                m_writer->setDictionary(i, m_dictionaries[i].texts());
        return m_writer->finish();
    }

    [[nodiscard]] bool contradicted() const { return m_contradicted; }
    [[nodiscard]] const std::vector<uint32_t>& kinds() const { return m_kinds; }
    [[nodiscard]] uint64_t rows() const { return m_rows; }
    [[nodiscard]] uint64_t rejectedRows() const { return m_rejectedRows; }
    [[nodiscard]] std::vector<CsvRejectedRow>& rejected() { return m_rejected; }

private:
    /// A full chunk and its place.
    using Placed = std::vector<std::pair<uint64_t, Table>>;

    void work() {
        Batch batch;
        for (;;) {
            auto more = read(batch);
            if (!more) fail(std::move(more.error()));
            if (!more || !*more) return;
            DecodedBatch decoded = decodeBatch(batch, m_plan, m_marks);
            Placed placed;
            if (!enter(batch.number)) return;
            place(decoded, placed);
            leave();
            for (const auto& [chunk, table] : placed)
                if (auto written = m_writer->writeChunk(chunk, table); !written)
                    return fail(std::move(written.error()));
        }
    }

    Result<bool> read(Batch& batch) {
        const std::lock_guard lock(m_readMutex);
        LATHE_CHECK(m_job.checkStop());
        if (m_ended) return false;
        LATHE_TRY(const bool more, m_reader.next(batch));
        m_ended = !more;
        m_job.setDone(m_reader.source().position());
        return more;
    }

    /// Waits until all batches before this one have passed. False when another thread failed.
    bool enter(uint64_t number) {
        std::unique_lock lock(m_gateMutex);
        m_gate.wait(lock, [&] { return m_turn == number || !m_outcome; });
        return m_outcome.has_value();
    }
    void leave() {
        {
            const std::lock_guard lock(m_gateMutex);
            ++m_turn;
        }
        m_gate.notify_all();
    }
    void fail(Error error) {
        {
            const std::lock_guard lock(m_gateMutex);
            if (m_outcome) m_outcome = failure(std::move(error));
        }
        {
            const std::lock_guard lock(m_readMutex);
            m_ended = true;
        }
        m_gate.notify_all();
    }

    // The rest runs within the gate.

    void place(DecodedBatch& batch, Placed& placed) {
        m_rejectedRows += batch.rejected.size();
        for (auto& row : batch.rejected)
            if (m_rejected.size() < mostRejectedKept) m_rejected.push_back(std::move(row));
        if (batch.contradicts) {
            for (size_t i = 0; i < m_kinds.size(); ++i) m_kinds[i] &= batch.kinds[i];
            m_contradicted = true;
        }
        if (m_contradicted) return; // only looking for more contradictions
        mergeDictionaries(batch.table);
        if (m_contradicted) return;
        const size_t count = batch.table.rows();
        m_rows += count;
        if (m_carry.rows() == 0 && count == chunkRows) {
            placed.emplace_back(m_nextChunk++, std::move(batch.table));
        } else {
            carry(batch.table, placed);
        }
    }

    void mergeDictionaries(Table& table) {
        for (size_t i = 0; i < table.columns.size(); ++i) {
            if (table.columns[i].schema.type != ColumnType::Category) continue;
            const auto codes = m_dictionaries[i].merge(table.columns[i].dictionary);
            if (m_dictionaries[i].texts().size() > largestDictionary && !m_plan.columns[i].fixed) {
                m_kinds[i] &= ~uint32_t{CategoryText};
                m_contradicted = true;
            }
            recode(table.columns[i], codes);
        }
    }

    /// Rows were refused before these or these are few: they go behind those that wait for their chunk to
    /// fill.
    void carry(const Table& table, Placed& placed) {
        for (size_t i = 0; i < table.columns.size(); ++i) append(m_carry.columns[i], table.columns[i]);
        while (m_carry.rows() >= chunkRows) {
            Table chunk;
            for (auto& column : m_carry.columns) chunk.columns.push_back(splitFront(column, chunkRows));
            placed.emplace_back(m_nextChunk++, std::move(chunk));
        }
    }

    const Plan& m_plan;
    const MissingMarks m_marks;
    const JobContext& m_job;

    std::mutex m_readMutex; // guards the next two
    BatchReader m_reader;
    bool m_ended = false;

    std::mutex m_gateMutex; // guards the next two
    Result<void> m_outcome;
    uint64_t m_turn = 0;
    std::condition_variable m_gate;

    // Touched within the gate only:
    std::vector<Dictionary> m_dictionaries;
    std::vector<uint32_t> m_kinds;
    bool m_contradicted = false;
    Table m_carry;
    uint64_t m_nextChunk = 0;
    uint64_t m_rows = 0;
    uint64_t m_rejectedRows = 0;
    std::vector<CsvRejectedRow> m_rejected;

    std::unique_ptr<ColumnFileWriter> m_writer; // thread safe
};

Failure nothingAccepted(const Path& file, const CsvRejectedRow& first, uint64_t count) {
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("{}:{}: the row {}; none of the {} rows could be read", file.string(),
                                first.line, first.reason, count),
                    "Name delimiter, quote or encoding if they were guessed wrong.");
}

} // namespace

Result<CsvDialect> sniffCsv(const Path& file, const CsvOptions& options) {
    LATHE_TRY(auto source, ByteSource::open(file));
    LATHE_TRY(Plan plan, makePlan(*source, options));
    return std::move(plan.dialect);
}

Result<CsvOutcome> importCsvFile(const Path& file, const Path& target, const CsvOptions& options,
                                 const JobContext& job) {
    LATHE_TRY(auto beginning, ByteSource::open(file));
    LATHE_TRY(Plan plan, makePlan(*beginning, options));
    const size_t threads = std::min(options.threads == 0 ? availableThreads() : options.threads, mostThreads);
    SourceHash sourceHash(file);
    CsvOutcome outcome;
    for (bool again = false;;) {
        LATHE_TRY(auto source, ByteSource::open(file));
        job.beginStage(again ? "reading rows again" : "reading rows", source->size(), "bytes");
        const Plan current = plan;
        Pass pass(current, options, std::move(source), job);
        LATHE_CHECK(pass.run(target, threads));
        if (pass.contradicted()) {
            narrow(plan, pass.kinds());
            again = true;
            continue;
        }
        if (pass.rows() == 0 && pass.rejectedRows() > 0)
            return nothingAccepted(file, pass.rejected().front(), pass.rejectedRows());
        LATHE_TRY(outcome.contentHash, pass.finish());
        LATHE_TRY(outcome.sourceHash, sourceHash.wait(job.stopToken()));
        outcome.rows = pass.rows();
        outcome.rejectedRows = pass.rejectedRows();
        outcome.rejected = std::move(pass.rejected());
        break;
    }
    plan.updateDialect();
    outcome.dialect = std::move(plan.dialect);
    return outcome;
}

Result<Table> csv::previewRows(std::unique_ptr<ByteSource> source, Plan& plan, const CsvOptions& options,
                               size_t rows) {
    const MissingMarks marks(options.missingMarks);
    BatchReader reader = plan.reader(std::move(source), std::clamp<size_t>(rows, 1, chunkRows));
    std::vector<Batch> batches;
    for (size_t have = 0; have < rows;) {
        Batch batch;
        LATHE_TRY(const bool more, reader.next(batch));
        if (!more) break;
        have += batch.rows;
        batches.push_back(std::move(batch));
    }
    for (;;) {
        Table table;
        std::vector<uint32_t> kinds(plan.columns.size(), allKinds);
        bool contradicts = false;
        for (const auto& column : plan.columns) table.columns.push_back(Column{.schema = column.schema()});
        for (const auto& batch : batches) {
            const DecodedBatch decoded = decodeBatch(batch, plan, marks);
            contradicts = contradicts || decoded.contradicts;
            for (size_t i = 0; i < kinds.size(); ++i) {
                kinds[i] &= decoded.kinds[i];
                if (!contradicts) append(table.columns[i], decoded.table.columns[i]);
            }
        }
        if (!contradicts) {
            plan.updateDialect();
            if (table.rows() > rows)
                for (auto& column : table.columns) {
                    std::vector<std::string> dictionary = std::move(column.dictionary);
                    column = splitFront(column, rows);
                    column.dictionary = std::move(dictionary);
                }
            return table;
        }
        narrow(plan, kinds);
    }
}

Result<Table> previewCsv(const Path& file, const CsvOptions& options, size_t rows, CsvDialect* dialect) {
    LATHE_TRY(auto beginning, ByteSource::open(file));
    LATHE_TRY(Plan plan, makePlan(*beginning, options));
    LATHE_TRY(auto source, ByteSource::open(file));
    LATHE_TRY(Table table, previewRows(std::move(source), plan, options, rows));
    if (dialect != nullptr) *dialect = std::move(plan.dialect);
    return table;
}

} // namespace lathe
