// SPDX-License-Identifier: GPL-3.0-or-later
// Importing: threads take turns at reading batches of rows and decode them side by side; in the order of the
// batches dictionaries are merged and rows get their place. So the file is the same for any number of threads.
#include "core/base/ordered_work.h"
#include "core/base/parallel.h"
#include "core/data/columns/file_dictionaries.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/csv_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <mutex>
#include <numeric>
#include <optional>
#include <utility>

namespace lathe {

using namespace csv;

namespace {

constexpr size_t mostRejectedKept = 10000;
/// More gain nothing, for batches are read one after the other; each takes some 40 MB.
constexpr size_t mostThreads = 8;
/// Columns take memory of their own in each thread, so that many columns are read by fewer threads.
constexpr size_t manyFields = 2000;
constexpr size_t mostThreadsOfManyFields = 4;
/// Cells of a batch, so that files of thousands of columns take no more memory than others.
constexpr size_t mostCells = size_t{1} << 20;

/// A chunk's, or as many of them as go into it without a rest.
size_t rowsOfBatch(size_t fields) {
    return std::clamp<size_t>(std::bit_floor(mostCells / std::max<size_t>(fields, 1)), 16, chunkRows);
}

std::vector<ColumnSchema> schemaOf(const Plan& plan) {
    std::vector<ColumnSchema> schema;
    for (const auto& column : plan.columns) schema.push_back(column.schema());
    return schema;
}

Table firstRows(const Table& table, size_t count) {
    std::vector<uint64_t> rows(count);
    std::iota(rows.begin(), rows.end(), 0);
    Table first;
    for (const auto& column : table.columns) first.columns.push_back(gather(column, rows));
    return first;
}

/// What a batch became before it has its place in the file. Used again for the next, with its memory.
struct DecodedBatch {
    std::vector<DecodedColumn> columns;
    std::vector<CsvRejectedRow> rejected;
    bool contradicts = false;

    [[nodiscard]] size_t rows() const { return columns.front().column.rows(); }
};

/// Takes the rows out of which some value does not fit a type that the user fixed.
void rejectMisfits(const Rows& rows, const Plan& plan, DecodedBatch& out) {
    std::vector<bool> bad(rows.count(), false);
    size_t count = 0;
    for (size_t i = 0; i < out.columns.size(); ++i)
        for (const uint32_t row : out.columns[i].misfits) {
            if (bad[row]) continue;
            bad[row] = true;
            ++count;
            const auto& wanted = plan.columns[i];
            out.rejected.push_back(rows.reject(row, fmt::format("column '{}': '{}' is not of type {}", wanted.name,
                                                                rows.field(row, wanted.field).substr(0, 100),
                                                                toString(typeOf(wanted.kind())))));
        }
    if (count == 0) return;
    std::vector<uint64_t> kept;
    for (size_t row = 0; row < rows.count(); ++row)
        if (!bad[row]) kept.push_back(row);
    for (auto& decoded : out.columns) decoded.column = gather(decoded.column, kept);
    std::sort(out.rejected.begin(), out.rejected.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
}

/// Errors: Cancelled.
Result<void> decodeBatch(const Batch& batch, const Plan& plan, const JobContext& job, DecodedBatch& out) {
    out.rejected.clear();
    out.contradicts = false;
    const Rows rows = plan.rows(batch, out.rejected);
    LATHE_CHECK(decodeColumns(rows, plan.columns, plan.reading, job, out.columns));
    for (const auto& column : out.columns) out.contradicts = out.contradicts || column.contradicts;
    if (!out.contradicts) rejectMisfits(rows, plan, out);
    return {};
}

/// Reads the file once under one plan. Either the column file is complete afterwards, or some value
/// contradicted the plan and kinds() says what fits.
class Pass {
public:
    Pass(const Plan& plan, std::unique_ptr<ByteSource> source, const JobContext& job)
        : m_plan(plan), m_job(job), m_work(job), m_reader(plan.reader(std::move(source), rowsOfBatch(plan.fields))),
          m_dictionaries(plan.columns.size()), m_kinds(plan.columns.size(), allKinds) {
        m_reader.stopWith(job);
    }

    Result<void> run(const Path& target, size_t threads) {
        LATHE_TRY(m_writer, ColumnFileWriter::create(target, schemaOf(m_plan), Compression::Lz4, m_job));
        return m_work.run(threads, [this] { work(); });
    }

    /// Of a pass without contradiction. Returns the content hash.
    Result<std::string> finish() {
        for (size_t i = 0; i < m_plan.columns.size(); ++i)
            if (typeOf(m_plan.columns[i].kind()) == ColumnType::Category)
                m_writer->setDictionary(i, m_dictionaries.take(i));
        return m_writer->finish();
    }

    /// Whether the file's hash is computed in passing; else it has to be read once more for it.
    [[nodiscard]] bool hashesSource() const { return m_reader.isVerbatim(); }
    [[nodiscard]] std::string sourceHash() { return m_reader.sourceHash(); }

    [[nodiscard]] bool contradicted() const { return m_contradicted; }
    [[nodiscard]] const std::vector<Kinds>& kinds() const { return m_kinds; }
    [[nodiscard]] uint64_t rows() const { return m_rows; }
    [[nodiscard]] uint64_t rejectedRows() const { return m_rejectedRows; }
    [[nodiscard]] std::vector<CsvRejectedRow>& rejected() { return m_rejected; }

private:
    void work() {
        Batch batch;
        DecodedBatch decoded;
        std::unique_lock large(m_largeMutex, std::defer_lock);
        while (const auto number = m_work.take([&] { return read(batch, large); })) {
            if (auto done = decodeBatch(batch, m_plan, m_job, decoded); !done)
                return m_work.fail(std::move(done.error()));
            std::optional<uint64_t> firstRow;
            if (!m_work.inTurn(*number, [&] { return place(batch, decoded, firstRow); })) return;
            if (firstRow)
                if (auto written = write(*firstRow, decoded); !written) return m_work.fail(std::move(written.error()));
            if (!large.owns_lock()) continue; // the memory serves the next batch
            batch = Batch();
            decoded = DecodedBatch();
            large.unlock();
        }
    }

    Result<bool> read(Batch& batch, std::unique_lock<std::mutex>& large) {
        LATHE_TRY(const bool more, m_reader.next(batch));
        m_job.setDone(m_reader.source().position());
        // Those who hold it never wait for a batch that is read later.
        if (more && batch.isLarge()) large.lock();
        return more;
    }

    Result<void> write(uint64_t firstRow, DecodedBatch& batch) {
        Table table;
        for (auto& decoded : batch.columns) table.columns.push_back(std::move(decoded.column));
        LATHE_CHECK(m_writer->writeRows(firstRow, table));
        for (size_t i = 0; i < table.columns.size(); ++i) batch.columns[i].column = std::move(table.columns[i]);
        return {};
    }

    // The rest runs in turn.

    /// Sets \p firstRow unless there is nothing to write.
    Result<void> place(const Batch& text, DecodedBatch& batch, std::optional<uint64_t>& firstRow) {
        m_rejectedRows += batch.rejected.size();
        for (auto& row : batch.rejected)
            if (m_rejected.size() < mostRejectedKept) m_rejected.push_back(std::move(row));
        for (size_t i = 0; i < m_kinds.size(); ++i) m_kinds[i] &= batch.columns[i].kinds;
        m_contradicted = m_contradicted || batch.contradicts;
        if (m_contradicted) return {}; // only looking for more contradictions
        if (hashesSource()) m_reader.hash(text);
        mergeDictionaries(batch);
        if (m_contradicted) return {};
        firstRow = m_rows;
        m_rows += batch.rows();
        return {};
    }

    void mergeDictionaries(DecodedBatch& batch) {
        for (size_t i = 0; i < batch.columns.size(); ++i) {
            Column& column = batch.columns[i].column;
            if (column.schema.type != ColumnType::Category) continue;
            m_dictionaries.recode(i, column);
            if (!m_dictionaries.outgrown(i) || m_plan.columns[i].fixed) continue;
            m_kinds[i] &= ~Kinds{CategoryText};
            m_contradicted = true;
        }
    }

    const Plan& m_plan;
    const JobContext& m_job;
    OrderedWork m_work;
    BatchReader m_reader;    // touched by read() only
    std::mutex m_largeMutex; // one batch of very long rows at a time, for its memory

    // Touched in turn only:
    FileDictionaries m_dictionaries;
    std::vector<Kinds> m_kinds;
    bool m_contradicted = false;
    uint64_t m_rows = 0;
    uint64_t m_rejectedRows = 0;
    std::vector<CsvRejectedRow> m_rejected;

    std::unique_ptr<ColumnFileWriter> m_writer; // thread safe
};

/// How each column is read.
std::vector<Kind> kindsOf(const Plan& plan) {
    std::vector<Kind> kinds;
    for (const auto& column : plan.columns) kinds.push_back(column.kind());
    return kinds;
}

Failure nothingAccepted(const Path& file, const CsvRejectedRow& first, uint64_t count) {
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("{}:{}: the row {}; none of the {} rows could be read", file.string(), first.line,
                                first.reason, count),
                    "Name delimiter, quote or encoding if they were guessed wrong.");
}

} // namespace

struct CsvFile::State {
    Path path;
    CsvOptions options;
    FileStamp stamp;
    Plan plan;
};

CsvFile::CsvFile(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CsvFile::~CsvFile() = default;
CsvFile::CsvFile(CsvFile&&) noexcept = default;
CsvFile& CsvFile::operator=(CsvFile&&) noexcept = default;

Result<CsvFile> CsvFile::open(const Path& file, const CsvOptions& options) {
    FileStamp stamp(file);
    LATHE_TRY(auto beginning, ByteSource::open(file, options.member));
    LATHE_TRY(Plan plan, makePlan(*beginning, options));
    return CsvFile(std::make_unique<State>(State{file, options, std::move(stamp), std::move(plan)}));
}

const CsvDialect& CsvFile::dialect() const { return m_state->plan.dialect; }

Result<CsvOutcome> CsvFile::import(const Path& target, const JobContext& job) {
    auto& [file, options, stamp, plan] = *m_state;
    const size_t threads = std::min(options.threads == 0 ? availableThreads() : options.threads,
                                    plan.fields > manyFields ? mostThreadsOfManyFields : mostThreads);
    std::optional<SourceHash> hashApart;
    CsvOutcome outcome;
    for (bool again = false;; again = true) {
        LATHE_TRY(auto source, ByteSource::open(file, options.member));
        job.beginStage(again ? "reading rows again" : "reading rows", source->size(), "bytes");
        const std::vector<Kind> kinds = kindsOf(plan);
        Pass pass(plan, std::move(source), job);
        if (!pass.hashesSource() && !hashApart) hashApart.emplace(file);
        LATHE_CHECK(pass.run(target, threads));
        const bool learned = narrow(plan, pass.kinds());
        if (pass.contradicted() || (learned && kindsOf(plan) != kinds)) continue;
        if (pass.rows() == 0 && pass.rejectedRows() > 0)
            return nothingAccepted(file, pass.rejected().front(), pass.rejectedRows());
        LATHE_TRY(outcome.contentHash, pass.finish());
        LATHE_TRY(outcome.sourceHash, hashApart ? hashApart->wait(job.stopToken()) : pass.sourceHash());
        LATHE_CHECK(stamp.checkUnchanged());
        outcome.rows = pass.rows();
        outcome.rejectedRows = pass.rejectedRows();
        outcome.rejected = std::move(pass.rejected());
        break;
    }
    plan.updateDialect();
    outcome.dialect = plan.dialect;
    return outcome;
}

Result<Table> CsvFile::preview(size_t rows, std::vector<CsvRejectedRow>& rejected) {
    LATHE_TRY(auto source, ByteSource::open(m_state->path, m_state->options.member));
    return previewRows(std::move(source), m_state->plan, rows, rejected);
}

Result<CsvOutcome> importCsvFile(const Path& file, const Path& target, const CsvOptions& options,
                                 const JobContext& job) {
    LATHE_TRY(CsvFile csv, CsvFile::open(file, options));
    return csv.import(target, job);
}

Result<Table> previewCsv(const Path& file, const CsvOptions& options, size_t rows) {
    LATHE_TRY(CsvFile csv, CsvFile::open(file, options));
    std::vector<CsvRejectedRow> rejected;
    return csv.preview(rows, rejected);
}

Result<Table> csv::previewRows(std::unique_ptr<ByteSource> source, Plan& plan, size_t rows,
                               std::vector<CsvRejectedRow>& rejected) {
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
        std::vector<Kinds> kinds(plan.columns.size(), allKinds);
        bool contradicts = false;
        rejected.clear();
        for (const auto& column : plan.columns) table.columns.push_back(Column{.schema = column.schema()});
        DecodedBatch decoded;
        for (const auto& batch : batches) {
            LATHE_CHECK(decodeBatch(batch, plan, JobContext(), decoded));
            contradicts = contradicts || decoded.contradicts;
            std::move(decoded.rejected.begin(), decoded.rejected.end(), std::back_inserter(rejected));
            for (size_t i = 0; i < kinds.size(); ++i) {
                if (decoded.columns[i].contradicts) kinds[i] &= decoded.columns[i].kinds;
                if (!contradicts) append(table.columns[i], decoded.columns[i].column);
            }
        }
        if (!contradicts) {
            plan.updateDialect();
            return table.rows() > rows ? firstRows(table, rows) : std::move(table);
        }
        narrow(plan, kinds);
    }
}

} // namespace lathe
