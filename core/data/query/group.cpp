// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/group.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>
#include <optional>

#include "core/base/parallel.h"
#include "core/base/stoppable_sort.h"
#include "core/base/text.h"
#include "core/data/columns/gather_rows.h"
#include "core/data/query/entry_sort.h"
#include "core/data/query/filter_tests.h"
#include "core/data/query/group_moments.h"
#include "core/data/query/group_values.h"
#include "core/data/query/row_order.h"

namespace lathe {

using namespace query;

namespace {

constexpr const char* aggregateWords[] = {"count", "missing", "distinct", "min", "max", "sum", "mean", "std", "median"};

constexpr size_t groupsAtOnce = size_t{1} << 16U; ///< between two looks for a stop

/// What groups that are worked on together may take, and what chunks that wait to be added to them.
constexpr size_t groupMemory = size_t{256} << 20U;
constexpr size_t partMemory = size_t{96} << 20U;
/// What a group takes for each key (and once more) and for each measure, at most unless texts are long.
constexpr size_t bytesPerKey = 50;
constexpr size_t bytesPerMeasure = 150;

/// A column that measures look at.
struct Measured {
    size_t column = 0;
    ColumnType type = ColumnType::Integer;
    MomentNeeds needs;
    bool sorted = false;         ///< distinct or median is asked for
    std::deque<Moments> moments; ///< one per group; a list that grows by copying would take twice the memory
    std::vector<OrderedValues> ordered;

    void need(Aggregate aggregate) {
        sorted = sorted || aggregate == Aggregate::Distinct || aggregate == Aggregate::Median;
        needs.extremes = needs.extremes || aggregate == Aggregate::Min || aggregate == Aggregate::Max;
        needs.sum = needs.sum || aggregate == Aggregate::Sum || aggregate == Aggregate::Mean;
        needs.squares = needs.squares || aggregate == Aggregate::Std;
    }
};

class Grouping {
public:
    Grouping(const ColumnFile& file, std::vector<size_t> keys, std::vector<Measured> columns, const RowSelection* rows,
             const JobContext& job, size_t threads)
        : index(file, std::move(keys)), measured(std::move(columns)), m_file(file), m_rows(rows), m_job(job),
          m_threads(threads) {}

    /// False when there are more than \p most groups.
    Result<bool> run(size_t most) {
        LATHE_TRY(const bool few, accumulate(most));
        if (!few) return false;
        for (Measured& column : measured) {
            if (!column.sorted) continue;
            std::vector<uint64_t> values;
            for (const Moments& group : column.moments) values.push_back(group.count);
            LATHE_TRY(column.ordered, orderValues(m_file, index, column.column, values, m_rows, m_job, m_threads));
        }
        return true;
    }

    GroupIndex index;
    std::vector<Measured> measured;
    std::vector<uint64_t> counts; ///< rows of each group

private:
    /// What one chunk adds to each of its groups.
    struct ChunkPart {
        ChunkGroups groups;
        std::vector<uint64_t> counts;
        std::vector<std::vector<Moments>> moments; ///< by column, then group
    };
    Result<ChunkPart> partOf(uint64_t chunk) const;
    Result<bool> accumulate(size_t most);
    void add(const ChunkPart& part);
    /// Of a part with so many groups.
    [[nodiscard]] size_t bytesOf(size_t groups) const {
        return groups * (sizeof(RowHash) + 2 * sizeof(uint64_t) + measured.size() * sizeof(Moments));
    }

    const ColumnFile& m_file;
    const RowSelection* m_rows;
    const JobContext& m_job;
    size_t m_threads;
};

Result<Grouping::ChunkPart> Grouping::partOf(uint64_t chunk) const {
    ChunkPart part;
    LATHE_TRY(part.groups, index.groupsOf(m_rows, chunk));
    part.counts.resize(part.groups.keys.size());
    for (const uint32_t group : part.groups.ofRow) ++part.counts[group];
    for (const Measured& column : measured) {
        LATHE_TRY(const Column values, m_file.read(column.column, chunk * chunkRows, chunkRows, false));
        part.moments.push_back(
            momentsOf(m_file, m_rows, chunk, values, part.groups.ofRow, part.counts.size(), column.needs));
    }
    part.groups.ofRow = {}; // parts wait for those before them
    return part;
}

void Grouping::add(const ChunkPart& part) {
    const std::vector<uint32_t> numbers = index.add(part.groups);
    counts.resize(index.size());
    for (size_t i = 0; i < numbers.size(); ++i) counts[numbers[i]] += part.counts[i];
    for (size_t c = 0; c < measured.size(); ++c) {
        measured[c].moments.resize(index.size());
        for (size_t i = 0; i < numbers.size(); ++i) measured[c].moments[numbers[i]].add(part.moments[c][i]);
    }
}

/// Chunks are summed up in parallel, a few at a time, and added in their order: as many as fit into the memory when all
/// have as many groups as the fullest before.
Result<bool> Grouping::accumulate(size_t most) {
    m_job.beginStage("grouping", static_cast<double>(m_file.rows()), "rows");
    const size_t threads = m_threads == 0 ? availableThreads() : m_threads;
    std::vector<ChunkPart> parts;
    size_t fullest = chunkRows;
    for (uint64_t first = 0; first < m_file.chunks(); first += parts.size()) {
        const size_t window = std::clamp<size_t>(partMemory / bytesOf(fullest), 1, 4 * threads);
        parts = std::vector<ChunkPart>(static_cast<size_t>(std::min<uint64_t>(window, m_file.chunks() - first)));
        const auto sumUp = [&](size_t i) -> Result<void> {
            if (chosenIn(m_file, m_rows, first + i) == 0) return {};
            LATHE_TRY(parts[i], partOf(first + i));
            return {};
        };
        LATHE_CHECK(forEachTask(parts.size(), m_job, m_threads, sumUp));
        fullest = 1;
        for (size_t i = 0; i < parts.size(); ++i) {
            LATHE_CHECK(m_job.checkStop());
            if (!parts[i].counts.empty()) add(parts[i]);
            if (index.size() > most) return false;
            fullest = std::max(fullest, parts[i].counts.size());
            m_job.addDone(static_cast<double>(rowsOf(m_file, first + i)));
        }
    }
    return true;
}

// ---- The summary ----------------------------------------------------------------------------------------------

void pushNumber(Column& column, double value) {
    column.reals.push_back(value);
    column.missing.push_back(std::isnan(value) ? 1 : 0);
}

void pushOrdered(Column& column, const Moments& moments, uint64_t ordered) {
    const bool missing = moments.count == 0;
    if (column.schema.type == ColumnType::Real) {
        pushNumber(column, missing ? std::nan("") : realFromBits(ordered));
        return;
    }
    column.integers.push_back(missing ? 0 : integerFromBits(ordered));
    column.missing.push_back(missing ? 1 : 0);
}

ColumnType typeOf(const Measured& measured, Aggregate aggregate) {
    switch (aggregate) {
    case Aggregate::Count:
    case Aggregate::Missing:
    case Aggregate::Distinct: return ColumnType::Integer;
    case Aggregate::Min:
    case Aggregate::Max: return measured.type;
    case Aggregate::Sum: {
        const bool fits = std::all_of(measured.moments.begin(), measured.moments.end(), [](const Moments& group) {
            return group.wholeSum >= std::numeric_limits<int64_t>::min() &&
                   group.wholeSum <= std::numeric_limits<int64_t>::max();
        });
        return measured.type != ColumnType::Real && fits ? ColumnType::Integer : ColumnType::Real;
    }
    default: return ColumnType::Real;
    }
}

void pushSum(Column& column, const Measured& measured, const Moments& group) {
    if (column.schema.type == ColumnType::Integer) column.integers.push_back(static_cast<int64_t>(group.wholeSum));
    else if (measured.type == ColumnType::Real) column.reals.push_back(group.total());
    else column.reals.push_back(static_cast<double>(group.wholeSum));
    const bool missing = column.schema.type == ColumnType::Real && std::isnan(column.reals.back());
    column.missing.push_back(missing ? 1 : 0);
}

void pushWhole(Column& column, uint64_t value) {
    column.integers.push_back(static_cast<int64_t>(value));
    column.missing.push_back(0);
}

double meanOf(const Measured& measured, const Moments& group) {
    if (group.count == 0) return std::nan("");
    const auto count = static_cast<double>(group.count);
    if (measured.type != ColumnType::Real)
        return static_cast<double>(static_cast<long double>(group.wholeSum) / static_cast<long double>(group.count));
    return group.total() / count;
}

double medianOf(const Moments& group, const OrderedValues& ordered) {
    if (group.count == 0) return std::nan("");
    return ordered.below == ordered.above ? ordered.below : ordered.below / 2 + ordered.above / 2;
}

Result<Column> measureColumn(const Measured& measured, const Measure& measure, const JobContext& job) {
    Column column;
    column.schema = {toString(measure), typeOf(measured, measure.aggregate)};
    for (size_t g = 0; g < measured.moments.size(); ++g) {
        if (g % groupsAtOnce == 0) LATHE_CHECK(job.checkStop());
        const Moments& group = measured.moments[g];
        switch (measure.aggregate) {
        case Aggregate::Count: pushWhole(column, group.count); break;
        case Aggregate::Missing: pushWhole(column, group.missing); break;
        case Aggregate::Distinct: pushWhole(column, measured.ordered[g].distinct); break;
        case Aggregate::Min: pushOrdered(column, group, group.minimum); break;
        case Aggregate::Max: pushOrdered(column, group, group.maximum); break;
        case Aggregate::Sum: pushSum(column, measured, group); break;
        case Aggregate::Mean: pushNumber(column, meanOf(measured, group)); break;
        case Aggregate::Std:
            pushNumber(column, group.count < 2 ? std::nan("")
                                               : std::sqrt(group.squares / static_cast<double>(group.count - 1)));
            break;
        case Aggregate::Median: pushNumber(column, medianOf(group, measured.ordered[g])); break;
        }
    }
    return column;
}

/// -1, 0 or 1 as one value of a column stands to another; the missing last.
int compareValues(const Column& column, size_t a, size_t b) {
    if (column.isMissing(a) || column.isMissing(b))
        return static_cast<int>(column.isMissing(a)) - static_cast<int>(column.isMissing(b));
    if (isTextual(column.schema.type)) return column.text(a).compare(column.text(b));
    if (column.schema.type == ColumnType::Real)
        return column.reals[a] < column.reals[b] ? -1 : column.reals[a] > column.reals[b] ? 1 : 0;
    return column.integers[a] < column.integers[b] ? -1 : column.integers[a] > column.integers[b] ? 1 : 0;
}

Result<Table> sortedByKeys(Table summary, size_t keys, const JobContext& job) {
    std::vector<uint64_t> order(summary.rows());
    std::iota(order.begin(), order.end(), uint64_t{0});
    const auto before = [&](uint64_t a, uint64_t b) {
        for (size_t k = 0; k < keys; ++k)
            if (const int way = compareValues(summary.columns[k], a, b)) return way < 0;
        return false;
    };
    LATHE_CHECK(sortStably(std::span(order), before, job));
    for (Column& column : summary.columns) {
        LATHE_TRY(column, gatherRows(column, order, job));
    }
    return summary;
}

bool suits(Aggregate aggregate, ColumnType type) {
    if (aggregate <= Aggregate::Distinct) return true;
    if (aggregate <= Aggregate::Max) return !isTextual(type);
    return isNumeric(type);
}

Result<std::vector<Measured>> measuredColumns(const ColumnFile& file, const std::vector<Measure>& measures) {
    std::vector<Measured> measured;
    for (const Measure& measure : measures) {
        LATHE_TRY(const size_t index, columnNamed(file.schema(), measure.column));
        const ColumnType type = file.schema()[index].type;
        if (!suits(measure.aggregate, type))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' holds {} values, which have no {}", measure.column, toString(type),
                                        toString(measure.aggregate)),
                            "count, missing and distinct work for every column.");
        auto known =
            std::find_if(measured.begin(), measured.end(), [&](const Measured& m) { return m.column == index; });
        if (known == measured.end()) {
            Measured fresh;
            fresh.column = index;
            fresh.type = type;
            known = measured.insert(measured.end(), std::move(fresh));
        }
        known->need(measure.aggregate);
    }
    return measured;
}

} // namespace

const char* toString(Aggregate aggregate) { return aggregateWords[static_cast<size_t>(aggregate)]; }

std::string toString(const Measure& measure) {
    return fmt::format("{}({})", toString(measure.aggregate), measure.column);
}

Result<Measure> parseMeasure(std::string_view text) {
    const std::vector<std::string> known(std::begin(aggregateWords), std::end(aggregateWords));
    const size_t open = text.find('(');
    const std::string word(trimmed(text.substr(0, open)));
    const auto found = std::find(known.begin(), known.end(), word);
    if (open == std::string_view::npos || text.back() != ')' || found == known.end())
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not a measure", text),
                        found == known.end() ? suggestion(word, known) : "Write it with its column: mean(price).");
    Measure measure;
    measure.column = trimmed(text.substr(open + 1, text.size() - open - 2));
    measure.aggregate = static_cast<Aggregate>(found - known.begin());
    return measure;
}

namespace {

/// The summary of all groups of some rows; none when they are more than \p most.
Result<std::optional<Table>> summarise(const ColumnFile& file, const std::vector<size_t>& keys,
                                       const std::vector<Measured>& measured, const std::vector<Measure>& measures,
                                       const RowSelection* rows, size_t most, const JobContext& job, size_t threads) {
    Grouping grouping(file, keys, measured, rows, job, threads);
    LATHE_TRY(const bool few, grouping.run(most));
    if (!few) return std::optional<Table>();
    Table summary;
    if (!keys.empty()) {
        LATHE_TRY(summary, readRows(file, grouping.index.firstRows(), keys, job, true, threads));
    }
    Column counts;
    counts.schema = {"rows", ColumnType::Integer};
    for (const uint64_t count : grouping.counts) counts.integers.push_back(static_cast<int64_t>(count));
    summary.columns.push_back(std::move(counts));
    for (const Measure& measure : measures) {
        const size_t index = *columnNamed(file.schema(), measure.column);
        const auto of = std::find_if(grouping.measured.begin(), grouping.measured.end(),
                                     [&](const Measured& m) { return m.column == index; });
        LATHE_TRY(Column column, measureColumn(*of, measure, job));
        summary.columns.push_back(std::move(column));
    }
    LATHE_TRY(summary, sortedByKeys(std::move(summary), keys.size(), job));
    return std::optional(std::move(summary));
}

/// The first \p count rows.
Table firstRows(const Table& table, size_t count) {
    std::vector<uint64_t> rows(count);
    std::iota(rows.begin(), rows.end(), uint64_t{0});
    Table first;
    for (const Column& column : table.columns) first.columns.push_back(gather(column, rows));
    return first;
}

/// Sums are Real as soon as those of one portion are.
void becomeReal(Column& column) {
    column.reals.assign(column.integers.begin(), column.integers.end());
    column.integers.clear();
    column.schema.type = ColumnType::Real;
}

void appendPortion(Table& summary, Table portion) {
    if (summary.columns.empty()) {
        summary = std::move(portion);
        return;
    }
    for (size_t c = 0; c < summary.columns.size(); ++c) {
        Column& head = summary.columns[c];
        Column& tail = portion.columns[c];
        if (head.schema.type != tail.schema.type) becomeReal(head.schema.type == ColumnType::Real ? tail : head);
        append(head, tail);
    }
}

} // namespace

Result<GroupSummary> groupRows(const ColumnFile& file, const std::vector<std::string>& keys,
                               const std::vector<Measure>& measures, const RowSelection* rows, size_t most,
                               const Path& scratch, const JobContext& job, size_t threads) {
    std::vector<size_t> keyIndices;
    std::vector<SortKey> sortKeys;
    for (const std::string& key : keys) {
        LATHE_TRY(const size_t index, columnNamed(file.schema(), key));
        keyIndices.push_back(index);
        sortKeys.push_back({key, false});
    }
    LATHE_TRY(const std::vector<Measured> measured, measuredColumns(file, measures));
    const size_t held = groupMemory / (bytesPerKey * (keys.size() + 1) + bytesPerMeasure * measures.size());
    LATHE_TRY(auto whole, summarise(file, keyIndices, measured, measures, rows, held, job, threads));
    if (whole) {
        const size_t groups = whole->rows();
        return GroupSummary{groups, most < groups ? firstRows(*whole, most) : std::move(*whole)};
    }
    LATHE_TRY(const RowSelection firsts, selectFirstOfEqual(file, keyIndices, rows, job, threads));
    LATHE_TRY(const RowOrder order, sortRows(file, sortKeys, &firsts, scratch, job, threads));
    GroupSummary summary{order.size(), {}};
    const uint64_t wanted = std::min<uint64_t>(most, order.size());
    for (uint64_t first = 0; first < wanted; first += held) {
        LATHE_TRY(const std::vector<uint64_t> of, order.rows(first, std::min<uint64_t>(held, wanted - first)));
        LATHE_TRY(const RowSelection members, selectGroupsOf(file, keyIndices, of, rows, job, threads));
        LATHE_TRY(auto portion, summarise(file, keyIndices, measured, measures, &members, of.size(), job, threads));
        appendPortion(summary.table, std::move(*portion));
    }
    return summary;
}

} // namespace lathe
