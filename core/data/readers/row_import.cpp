// SPDX-License-Identifier: GPL-3.0-or-later
// Importing: threads take turns at reading pieces, make rows of them side by side; in the order of the pieces rows get
// their place. A value that contradicts the plan ends the writing, not the reading: the pass
// goes on to the end to learn what fits all values, and the next pass writes.
#include "core/data/readers/row_import.h"

#include "core/base/ordered_work.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/file_dictionaries.h"
#include "core/data/readers/arrays.h"
#include "core/data/sources/byte_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace lathe::readers {

namespace {

constexpr size_t mostRejectedKept = 10000;
constexpr size_t longestRejectedText = 4096;
constexpr size_t mostThreads = 8;
constexpr size_t sampleRows = 10000;
constexpr size_t sampleBytes = size_t{1} << 20;
/// Cells of a piece, so that sources of thousands of columns take no more memory than others.
constexpr size_t mostCells = size_t{1} << 22;

size_t rowsOfPiece(size_t columns, size_t most) {
    return std::clamp<size_t>(mostCells / std::max<size_t>(columns, 1), 16, most);
}

/// A name out of the source as people can be shown it.
std::string readableName(const std::string& name) { return isValidUtf8(name) ? name : utf8FromLatin1(name); }

/// What a column may be called: not empty, UTF-8 without NUL, and as no other.
class ColumnNames {
public:
    std::string take(const std::string& wanted, size_t place) {
        std::string base = readableName(wanted);
        for (size_t at = base.find('\0'); at != std::string::npos; at = base.find('\0'))
            base.replace(at, 1, "\xef\xbf\xbd");
        if (base.empty()) base = fmt::format("column_{}", place + 1);
        std::string name = base;
        // Each name goes on counting where it stood, since thousands of columns may all be called the same.
        for (size_t& copy = m_copies[base]; !m_used.insert(name).second; name = fmt::format("{}_{}", base, copy))
            copy = std::max<size_t>(copy + 1, 2);
        return name;
    }
    [[nodiscard]] bool contains(const std::string& name) const { return m_used.contains(name); }

private:
    std::set<std::string> m_used;
    std::map<std::string, size_t> m_copies; ///< the last number given to a name
};

/// The columns of a source while it is found out what they are.
class Columns {
public:
    Columns(std::vector<ColumnPlan> plan, const CsvOptions& options) : m_options(&options) {
        for (auto& column : plan) add(std::move(column));
    }

    void add(ColumnPlan column) {
        const size_t place = m_plan.size();
        const auto& given = m_options->names;
        m_names.push_back(m_used.take(place < given.size() ? given[place] : column.name, place));
        if (const auto type = m_options->types.find(m_names.back()); type != m_options->types.end()) {
            column.kinds = kindOf(type->second);
            column.fixed = true;
        }
        m_plan.push_back(std::move(column));
    }

    /// Takes in what a pass found. Says what changed.
    void narrow(const std::vector<Kinds>& kinds, const std::vector<ColumnPlan>& found,
                std::vector<std::string>* reasons) {
        for (size_t i = 0; i < kinds.size(); ++i) {
            ColumnPlan& column = m_plan[i];
            const ColumnType before = typeOf(column.kind());
            if (column.fixed || (column.kinds & kinds[i]) == column.kinds) continue;
            const bool hadValues = column.kind() != NoValue;
            column.kinds &= kinds[i];
            if (reasons && hadValues && typeOf(column.kind()) != before)
                reasons->push_back(fmt::format("'{}' looked like {} at first; a later value makes it {}.", m_names[i],
                                               toString(before), toString(typeOf(column.kind()))));
        }
        for (const auto& column : found) {
            add(column);
            if (reasons) reasons->push_back(fmt::format("'{}' first stands behind the sample.", m_names.back()));
        }
    }

    /// What reading the values takes away from them.
    [[nodiscard]] std::vector<std::string> losses() const {
        std::vector<std::string> losses;
        for (size_t i = 0; i < m_plan.size(); ++i)
            if (m_plan[i].kind() == FineTimeValue && !m_plan[i].fixed)
                losses.push_back(fmt::format("'{}' is read as {}: digits behind the microsecond are cut.", m_names[i],
                                             toString(ColumnType::Timestamp)));
        return losses;
    }

    [[nodiscard]] const std::vector<ColumnPlan>& plan() const { return m_plan; }
    [[nodiscard]] const std::string& name(size_t column) const { return m_names[column]; }
    [[nodiscard]] std::vector<ColumnSchema> schema() const {
        std::vector<ColumnSchema> schema;
        for (size_t i = 0; i < m_plan.size(); ++i) schema.push_back({m_names[i], typeOf(m_plan[i].kind())});
        return schema;
    }

    /// Every name and type that was given must have found its column.
    [[nodiscard]] Result<void> check(const Path& path) const {
        if (m_options->names.size() > m_plan.size())
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("{} column names are given for the {} columns of '{}'", m_options->names.size(),
                                        m_plan.size(), path.string()),
                            "Give at most as many names as there are columns.");
        for (const auto& [name, type] : m_options->types)
            if (!m_used.contains(name))
                return failHint(
                    ErrorKind::InvalidInput,
                    fmt::format("a type is given for column '{}', which '{}' does not have", name, path.string()),
                    suggestion(name, m_names));
        return {};
    }

private:
    const CsvOptions* m_options;
    std::vector<ColumnPlan> m_plan; ///< under the names of the source
    std::vector<std::string> m_names;
    ColumnNames m_used;
};

/// A piece's rows, or what speaks against the plan.
struct Outcome {
    Table table;
    std::vector<RejectedRow> rejected;
    std::vector<Kinds> kinds;
    std::vector<ColumnPlan> newColumns;
    bool contradicts = false;
};

/// Takes the rows out of which some value does not fit a type that the user fixed.
void rejectMisfits(const Piece& piece, const DecodedPiece& decoded, const Columns& columns, Outcome& out) {
    std::vector<bool> bad(decoded.rows, false);
    bool any = false;
    for (size_t i = 0; i < decoded.columns.size(); ++i)
        for (const uint32_t row : decoded.columns[i].misfits()) {
            any = true;
            if (bad[row]) continue;
            bad[row] = true;
            const size_t record = decoded.records.empty() ? row : decoded.records[row];
            out.rejected.push_back(
                piece.reject(record, fmt::format("column '{}': the value is not of type {}", columns.name(i),
                                                 toString(out.table.columns[i].schema.type))));
        }
    if (!any) return;
    std::vector<uint64_t> kept;
    for (size_t row = 0; row < decoded.rows; ++row)
        if (!bad[row]) kept.push_back(row);
    for (auto& column : out.table.columns) column = gather(column, kept);
    std::sort(out.rejected.begin(), out.rejected.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
}

Outcome judge(const Piece& piece, DecodedPiece decoded, const Columns& columns, bool whole) {
    Outcome out;
    out.rejected = std::move(decoded.rejected);
    out.contradicts = !decoded.newColumns.empty();
    for (const auto& column : decoded.columns) {
        out.kinds.push_back(column.kinds(whole));
        out.contradicts = out.contradicts || column.contradicts();
    }
    out.newColumns = std::move(decoded.newColumns);
    if (out.contradicts) return out;
    for (size_t i = 0; i < decoded.columns.size(); ++i) {
        out.table.columns.push_back(decoded.columns[i].take());
        out.table.columns.back().schema.name = columns.name(i);
    }
    rejectMisfits(piece, decoded, columns, out);
    return out;
}

/// What the pieces of a pass have against the plan.
class Contradictions {
public:
    explicit Contradictions(size_t columns) : m_kinds(columns, allKinds) {}

    void add(const Outcome& outcome) {
        if (!outcome.contradicts) return;
        m_any = true;
        for (size_t i = 0; i < m_kinds.size(); ++i) m_kinds[i] &= outcome.kinds[i];
        for (const auto& column : outcome.newColumns) {
            const auto known =
                std::find_if(m_new.begin(), m_new.end(), [&](const auto& c) { return c.name == column.name; });
            if (known == m_new.end()) m_new.push_back(column);
            else known->kinds &= column.kinds;
        }
    }
    void addText(size_t column) {
        m_any = true;
        m_kinds[column] &= ~Kinds{CategoryValue};
    }
    [[nodiscard]] bool any() const { return m_any; }
    [[nodiscard]] size_t newColumns() const { return m_new.size(); }
    void applyTo(Columns& columns, std::vector<std::string>* reasons) const { columns.narrow(m_kinds, m_new, reasons); }

private:
    bool m_any = false;
    std::vector<Kinds> m_kinds;
    std::vector<ColumnPlan> m_new;
};

Failure tooManyColumns(const Path& path) {
    return failHint(
        ErrorKind::InvalidInput, fmt::format("'{}' has more than {} columns", path.string(), mostColumns),
        "Keys that are values make columns without end: name the path to the records, or turn the table on its side.");
}

/// Reads the source once under one plan. Either the column file is complete afterwards, or contradictions() say what
/// speaks against the plan.
class Pass {
public:
    Pass(RowSource& source, const Columns& columns, const Path& path, const JobContext& job)
        : m_source(source), m_columns(columns), m_path(path), m_job(job), m_work(job),
          m_dictionaries(columns.plan().size()), m_contradictions(columns.plan().size()) {}

    Result<void> run(const Path& target, size_t threads) {
        LATHE_CHECK(m_source.rewind());
        LATHE_TRY(m_writer, ColumnFileWriter::create(target, m_columns.schema(), Compression::Lz4, m_job));
        return m_work.run(threads, [this] { work(); });
    }

    /// Of a pass without contradiction. Returns the content hash.
    Result<std::string> finish() {
        const auto schema = m_columns.schema();
        for (size_t i = 0; i < schema.size(); ++i)
            if (schema[i].type == ColumnType::Category) m_writer->setDictionary(i, m_dictionaries.take(i));
        return m_writer->finish();
    }

    [[nodiscard]] const Contradictions& contradictions() const { return m_contradictions; }
    [[nodiscard]] uint64_t rows() const { return m_rows; }
    [[nodiscard]] uint64_t rejectedRows() const { return m_rejectedRows; }
    [[nodiscard]] std::vector<RejectedRow>& rejected() { return m_rejected; }

private:
    void work() {
        for (;;) {
            Piece piece;
            const auto number = m_work.take([&] { return read(piece); });
            if (!number) return;
            DecodedPiece decoded = piece.decoded ? std::move(*piece.decoded) : m_source.decode(piece, m_columns.plan());
            Outcome outcome = judge(piece, std::move(decoded), m_columns, false);
            std::optional<uint64_t> firstRow;
            if (!m_work.inTurn(*number, [&] { return place(outcome, firstRow); })) return;
            if (!firstRow) continue;
            if (auto written = m_writer->writeRows(*firstRow, outcome.table); !written)
                return m_work.fail(std::move(written.error()));
        }
    }

    Result<bool> read(Piece& piece) {
        LATHE_TRY(const bool more,
                  m_source.read(piece, m_columns.plan(), rowsOfPiece(m_columns.plan().size(), chunkRows)));
        m_job.setDone(m_source.position());
        return more;
    }

    /// Sets \p firstRow unless there is nothing to write.
    Result<void> place(Outcome& outcome, std::optional<uint64_t>& firstRow) {
        m_rejectedRows += outcome.rejected.size();
        for (auto& row : outcome.rejected)
            if (m_rejected.size() < mostRejectedKept) m_rejected.push_back(std::move(row));
        m_contradictions.add(outcome);
        if (m_contradictions.newColumns() + m_columns.plan().size() > mostColumns) return tooManyColumns(m_path);
        if (m_contradictions.any()) return {}; // only looking for more of them
        for (size_t i = 0; i < outcome.table.columns.size(); ++i) {
            Column& column = outcome.table.columns[i];
            if (column.schema.type != ColumnType::Category) continue;
            m_dictionaries.recode(i, column);
            if (m_dictionaries.outgrown(i) && !m_columns.plan()[i].fixed) m_contradictions.addText(i);
        }
        if (m_contradictions.any()) return {};
        firstRow = m_rows;
        m_rows += outcome.table.rows();
        return {};
    }

    RowSource& m_source;
    const Columns& m_columns;
    const Path& m_path;
    const JobContext& m_job;
    OrderedWork m_work;

    // Touched in turn only:
    FileDictionaries m_dictionaries;
    uint64_t m_rows = 0;
    Contradictions m_contradictions;
    uint64_t m_rejectedRows = 0;
    std::vector<RejectedRow> m_rejected;

    std::unique_ptr<ColumnFileWriter> m_writer; // thread safe
};

class RowReader final : public SourceReader {
public:
    RowReader(std::unique_ptr<RowSource> source, const Path& path, const ImportOptions& options)
        : m_source(std::move(source)), m_path(path), m_options(options), m_columns(m_source->columns(), m_options.csv) {
    }

    Result<void> takeSample() {
        LATHE_TRY(const bool whole, settle(sampleRows, sampleBytes));
        if (m_columns.plan().empty())
            return failHint(ErrorKind::InvalidInput, fmt::format("'{}' has no records", m_path.string()),
                            "There is nothing to import.");
        if (whole) LATHE_CHECK(m_columns.check(m_path));
        describe();
        return {};
    }

    [[nodiscard]] const SourceDescription& description() const override { return m_description; }

    Result<Table> preview(size_t rows) override {
        Table table;
        std::vector<RejectedRow> rejected;
        LATHE_CHECK(settle(std::max<size_t>(rows, 1), SIZE_MAX, &table, &rejected));
        describe();
        m_description.rejected = std::move(rejected);
        std::vector<uint64_t> first(std::min(rows, table.rows()));
        std::iota(first.begin(), first.end(), 0);
        for (auto& column : table.columns) column = gather(column, first);
        return table;
    }

    Result<ImportOutcome> import(const Path& target, const JobContext& job) override {
        const size_t wanted = m_options.csv.threads == 0 ? availableThreads() : m_options.csv.threads;
        const size_t threads = m_source->parallel() ? std::min(wanted, mostThreads) : 1;
        std::optional<SourceHash> fileHash;
        if (!m_source->hashesItself()) fileHash.emplace(m_path);
        m_source->stopWhen(job.stopToken());
        ImportOutcome outcome;
        for (bool again = false;; again = true) {
            job.beginStage(again ? "reading rows again" : "reading rows", m_source->size(), m_source->unit());
            const Columns columns = m_columns;
            Pass pass(*m_source, columns, m_path, job);
            LATHE_CHECK(pass.run(target, threads));
            if (pass.contradictions().any()) {
                pass.contradictions().applyTo(m_columns, &m_reasons);
                continue;
            }
            if (pass.rows() == 0 && pass.rejectedRows() > 0)
                return nothingAccepted(pass.rejected().front(), pass.rejectedRows());
            LATHE_CHECK(m_columns.check(m_path));
            LATHE_TRY(outcome.contentHash, pass.finish());
            outcome.rows = pass.rows();
            outcome.rejectedRows = pass.rejectedRows();
            outcome.rejected = std::move(pass.rejected());
            break;
        }
        LATHE_TRY(outcome.sourceHash, fileHash ? fileHash->wait(job.stopToken()) : m_source->sourceHash());
        describe();
        return outcome;
    }

private:
    /// Reads the first rows, narrowing the plan until it fits them; they then are in \p table, and those among them
    /// that are left out in \p rejected. True when they are all.
    Result<bool> settle(size_t rows, size_t mostBytes, Table* table = nullptr,
                        std::vector<RejectedRow>* rejected = nullptr) {
        for (;;) {
            bool whole = false;
            LATHE_TRY(std::vector<Piece> pieces, firstPieces(rows, mostBytes, whole));
            Contradictions contradictions(m_columns.plan().size());
            std::vector<Outcome> outcomes;
            for (Piece& piece : pieces) {
                DecodedPiece decoded =
                    piece.decoded ? std::move(*piece.decoded) : m_source->decode(piece, m_columns.plan());
                outcomes.push_back(judge(piece, std::move(decoded), m_columns, whole));
                contradictions.add(outcomes.back());
                if (contradictions.newColumns() + m_columns.plan().size() > mostColumns) return tooManyColumns(m_path);
            }
            if (contradictions.any()) {
                contradictions.applyTo(m_columns, nullptr);
                continue;
            }
            if (rejected)
                for (Outcome& outcome : outcomes) std::ranges::move(outcome.rejected, std::back_inserter(*rejected));
            if (table) *table = joined(std::move(outcomes), m_columns.schema());
            return whole;
        }
    }

    Result<std::vector<Piece>> firstPieces(size_t rows, size_t mostBytes, bool& whole) {
        LATHE_CHECK(m_source->rewind());
        std::vector<Piece> pieces;
        const size_t rowsAtOnce = rowsOfPiece(m_columns.plan().size(), std::min<size_t>(rows, chunkRows));
        for (size_t have = 0, bytes = 0; have < rows && bytes < mostBytes;) {
            Piece piece;
            LATHE_TRY(const bool more, m_source->read(piece, m_columns.plan(), rowsAtOnce));
            whole = !more;
            if (whole) return pieces;
            have += piece.decoded ? piece.decoded->rows : piece.ends.size();
            bytes += piece.bytes.size();
            pieces.push_back(std::move(piece));
        }
        Piece next;
        LATHE_TRY(const bool more, m_source->read(next, m_columns.plan(), 1));
        whole = !more;
        return pieces;
    }

    static Table joined(std::vector<Outcome> outcomes, const std::vector<ColumnSchema>& schema) {
        Table table;
        for (const auto& column : schema) table.columns.push_back(Column{.schema = column});
        for (const Outcome& outcome : outcomes)
            for (size_t i = 0; i < schema.size(); ++i) append(table.columns[i], outcome.table.columns[i]);
        return table;
    }

    [[nodiscard]] Failure nothingAccepted(const RejectedRow& first, uint64_t count) const {
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("{}:{}: {}; none of the {} records could be read", m_path.string(), first.line,
                                    first.reason, count),
                        "Check the file, the format, and the types that were given.");
    }

    void describe() {
        m_description = m_source->facts();
        for (SourceChoice& choice : m_description.choices) choice.name = readableName(choice.name);
        m_description.chosen = readableName(m_description.chosen);
        for (std::string& reason : m_description.reasons) reason = readableName(reason);
        m_description.columns = m_columns.schema();
        std::ranges::move(m_columns.losses(), std::back_inserter(m_description.reasons));
        m_description.reasons.insert(m_description.reasons.end(), m_reasons.begin(), m_reasons.end());
    }

    std::unique_ptr<RowSource> m_source;
    Path m_path;
    ImportOptions m_options;
    Columns m_columns;
    std::vector<std::string> m_reasons; ///< what an import found behind the sample
    SourceDescription m_description;
};

} // namespace

RejectedRow Piece::reject(size_t index, std::string reason) const {
    RejectedRow row;
    row.line = index < lines.size() ? lines[index] : firstRecord + index;
    row.reason = std::move(reason);
    if (index < ends.size()) row.text = std::string(record(index).substr(0, longestRejectedText));
    return row;
}

DecodedPiece emptyPiece(const std::vector<ColumnPlan>& plan) {
    DecodedPiece piece;
    piece.columns.reserve(plan.size());
    for (const auto& column : plan) piece.columns.emplace_back(column);
    return piece;
}

OpenedReader openRows(std::unique_ptr<RowSource> source, const Path& path, const ImportOptions& options) {
    auto reader = std::make_unique<RowReader>(std::move(source), path, options);
    LATHE_CHECK(reader->takeSample());
    return reader;
}

} // namespace lathe::readers
