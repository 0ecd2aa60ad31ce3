// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/profile.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>
#include <span>

#include "core/base/parallel.h"
#include "core/data/columns/row_hash.h"
#include "core/data/profile/column_scan.h"
#include "core/data/profile/correlate.h"
#include "core/data/profile/judge.h"
#include "core/data/profile/sorted_sweep.h"

namespace lathe {

namespace {

/// Rows to be profiled.
struct Source {
    uint64_t rows = 0;
    std::vector<ColumnSchema> schema;
    std::function<ColumnScan(size_t column)> scan;
    ChunkReader chunks;
};

/// The least and the greatest value by the statistics of the chunks.
std::optional<std::pair<double, double>> rangeOf(const ColumnFile& file, size_t column) {
    std::pair<double, double> range{HUGE_VAL, -HUGE_VAL};
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        const ChunkStatistics statistics = file.statistics(column, chunk);
        if (statistics.missing == statistics.rows) continue;
        range.first = std::min(range.first, statistics.min);
        range.second = std::max(range.second, statistics.max);
    }
    return range.first <= range.second ? std::optional(range) : std::nullopt;
}

Source sourceOf(const ColumnFile& file, const JobContext& job, uint64_t memoryBytes, SortSpace& space) {
    Source source;
    source.rows = file.rows();
    source.schema = file.schema();
    source.scan = [&file, &space, job, memoryBytes](size_t column) {
        ColumnScan scan;
        scan.rows = file.rows();
        scan.schema = file.schema()[column];
        scan.memoryBytes = memoryBytes;
        scan.space = &space;
        scan.job = job;
        if (scan.schema.type == ColumnType::Category) scan.dictionary = &file.dictionary(column);
        scan.range = rangeOf(file, column);
        scan.each = [&file, job, column](const std::function<bool(const Column&)>& use) -> Result<void> {
            Column piece;
            for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
                LATHE_CHECK(job.checkStop());
                LATHE_CHECK(file.readInto(column, chunk * chunkRows, chunkRows, piece, false));
                if (!use(piece)) break;
            }
            return {};
        };
        return scan;
    };
    source.chunks = {file.rows(), file.chunks(),
                     [&file](uint64_t chunk, const std::vector<size_t>& columns) {
                         return file.readTable(chunk * chunkRows, chunkRows, columns);
                     },
                     [&file](size_t column) { return file.dictionary(column).size(); }};
    return source;
}

/// The least and the greatest number of a column.
std::optional<std::pair<double, double>> rangeOf(const Column& column) {
    if (isTextual(column.schema.type)) return std::nullopt;
    std::pair<double, double> range{HUGE_VAL, -HUGE_VAL};
    for (size_t row = 0; row < column.rows(); ++row) {
        if (column.isMissing(row)) continue;
        const double value = column.number(row);
        if (value < range.first) range.first = value;
        if (value > range.second) range.second = value;
    }
    return range.first <= range.second ? std::optional(range) : std::nullopt;
}

/// Rows in memory are cut like those of a file, so that both give the same bits.
Source sourceOf(const Table& table, SortSpace& space) {
    Source source;
    source.rows = table.rows();
    source.schema = table.schema();
    source.scan = [&table, &space](size_t column) {
        ColumnScan scan;
        scan.rows = table.rows();
        scan.schema = table.columns[column].schema;
        scan.memoryBytes = std::numeric_limits<uint64_t>::max();
        scan.space = &space;
        scan.range = rangeOf(table.columns[column]);
        scan.each = [&table, column](const std::function<bool(const Column&)>& use) -> Result<void> {
            use(table.columns[column]);
            return {};
        };
        return scan;
    };
    source.chunks.rows = table.rows();
    source.chunks.chunks = (table.rows() + chunkRows - 1) / chunkRows;
    source.chunks.dictionarySize = [&table](size_t column) { return table.columns[column].dictionary.size(); };
    source.chunks.read = [&table](uint64_t chunk, const std::vector<size_t>& columns) -> Result<Table> {
        std::vector<uint64_t> rows(std::min<uint64_t>(chunkRows, table.rows() - chunk * chunkRows));
        for (size_t i = 0; i < rows.size(); ++i) rows[i] = chunk * chunkRows + i;
        Table piece;
        for (const size_t column : columns) piece.columns.push_back(gather(table.columns[column], rows));
        return piece;
    };
    return source;
}

Result<ScannedColumn> profileColumn(const Source& source, size_t column) {
    const ColumnScan scan = source.scan(column);
    ScannedColumn result;
    ColumnProfile& profile = result.profile;
    profile.schema = scan.schema;
    profile.min = profile.max = profile.mean = std::nan("");
    profile.standardDeviation = profile.skewness = profile.kurtosis = std::nan("");
    switch (scan.schema.type) {
    case ColumnType::Category: LATHE_CHECK(profileCategory(scan, result)); break;
    case ColumnType::Text: LATHE_CHECK(profileTexts(scan, result)); break;
    default: LATHE_CHECK(profileNumbers(scan, result));
    }
    profile.missing = source.rows - profile.count;
    return result;
}

// ---- Rows and columns that occur twice --------------------------------------------------------------------------

struct DuplicateCount {
    uint64_t duplicates = 0;
    void sorted(std::span<const RowHash> hashes) {
        for (size_t i = 1; i < hashes.size(); ++i) duplicates += hashes[i] == hashes[i - 1] ? 1 : 0;
    }
    void repeated(const RowHash&, uint64_t times) { duplicates += times - 1; }
};

/// Rows hashed by several threads, shown in their order.
Result<void> eachRowHashes(const Source& source, const JobContext& job, size_t threads,
                           const std::function<void(std::span<const RowHash>)>& take) {
    std::vector<size_t> all(source.schema.size());
    for (size_t i = 0; i < all.size(); ++i) all[i] = i;
    std::vector<Result<std::vector<RowHash>>> hashes(threads);
    for (uint64_t first = 0; first < source.chunks.chunks; first += threads) {
        const size_t count = std::min<uint64_t>(threads, source.chunks.chunks - first);
        parallelFor(
            count,
            [&](size_t i) {
                auto table = job.checkStop() ? source.chunks.read(first + i, all)
                                             : failure(Error{ErrorKind::Cancelled, {}, {}, {}});
                if (table) hashes[i] = hashRows(*table);
                else hashes[i] = failure(std::move(table.error()));
            },
            threads);
        LATHE_CHECK(job.checkStop());
        for (size_t i = 0; i < count; ++i) {
            if (!hashes[i]) return failure(std::move(hashes[i].error()));
            take(*hashes[i]);
        }
    }
    return {};
}

Result<uint64_t> countDuplicateRows(const Source& source, const std::vector<ColumnProfile>& columns,
                                    const JobContext& job, uint64_t memoryBytes, size_t threads, SortSpace& space) {
    // Where a column never repeats no row can.
    const bool unique = std::any_of(columns.begin(), columns.end(),
                                    [&](const ColumnProfile& column) { return column.distinct == source.rows; });
    if (unique || columns.empty()) return uint64_t{0};
    DuplicateCount count;
    LATHE_CHECK(sweepSorted<RowHash>(
        {space, source.rows, memoryBytes}, job, [&](auto take) { return eachRowHashes(source, job, threads, take); },
        [] {}, count));
    return count.duplicates;
}

bool sameValues(const Column& a, const Column& b) {
    if (a.missing != b.missing && (a.missingCount() > 0 || b.missingCount() > 0)) return false;
    for (size_t row = 0; row < a.rows(); ++row) {
        if (a.isMissing(row) || b.isMissing(row)) {
            if (a.isMissing(row) != b.isMissing(row)) return false;
            continue;
        }
        if (isTextual(a.schema.type) ? a.text(row) != b.text(row) : a.number(row) != b.number(row)) return false;
    }
    return true;
}

bool mayBeEqual(const ColumnProfile& a, const ColumnProfile& b) {
    const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
    return isTextual(a.schema.type) == isTextual(b.schema.type) && a.count == b.count && a.count > 0 &&
           a.distinct == b.distinct && a.distinct > 1 && same(a.min, b.min) && same(a.max, b.max) &&
           same(a.mean, b.mean) && a.quantiles == b.quantiles && same(a.meanLength, b.meanLength) &&
           a.maxLength == b.maxLength;
}

/// Pairs of columns with the same values in every row; only those with the same statistics are read.
Result<std::vector<std::pair<size_t, size_t>>>
findEqualColumns(const Source& source, const std::vector<ColumnProfile>& columns, const JobContext& job) {
    std::vector<std::pair<size_t, size_t>> pairs;
    for (size_t j = 1; j < columns.size(); ++j) {
        for (size_t i = 0; i < j; ++i) {
            if (!mayBeEqual(columns[i], columns[j])) continue;
            bool equal = true;
            for (uint64_t chunk = 0; chunk < source.chunks.chunks && equal; ++chunk) {
                LATHE_CHECK(job.checkStop());
                LATHE_TRY(const Table table, source.chunks.read(chunk, {i, j}));
                equal = sameValues(table.columns[0], table.columns[1]);
            }
            if (!equal) continue;
            pairs.emplace_back(i, j);
            break;
        }
    }
    return pairs;
}

// ---- The whole ------------------------------------------------------------------------------------------------

/// Columns become exact one after another; whoever looks gets what is there.
class Progressive {
public:
    Progressive(const Source& source, const ProfileOptions& options) : m_partial(options.partial) {
        m_profile.rows = source.rows;
        m_profile.rowsSeen = source.rows;
        m_profile.columns.resize(source.schema.size());
        m_findings.resize(source.schema.size());
    }

    /// An estimate that exact columns replace.
    void begin(DatasetProfile estimate, uint64_t rows) {
        for (size_t i = 0; i < m_findings.size(); ++i) {
            for (const ProfileWarning& warning : estimate.warnings)
                if (warning.columns.size() == 1 && warning.columns[0] == estimate.columns[i].schema.name)
                    m_findings[i].push_back(warning);
        }
        m_profile = std::move(estimate);
        m_profile.rowsSeen = m_profile.rows;
        m_profile.rows = rows;
        m_shown = std::chrono::steady_clock::now();
        m_partial(m_profile);
    }

    void set(size_t column, ScannedColumn scanned) {
        auto findings = judgeColumn(scanned.profile, scanned.sample);
        const std::lock_guard lock(m_mutex);
        m_profile.columns[column] = std::move(scanned.profile);
        m_findings[column] = std::move(findings);
        const auto now = std::chrono::steady_clock::now();
        if (!m_partial || m_profile.exact() || now - m_shown < std::chrono::milliseconds(100)) return;
        m_shown = now;
        m_profile.warnings.clear();
        for (const auto& list : m_findings)
            m_profile.warnings.insert(m_profile.warnings.end(), list.begin(), list.end());
        arrangeWarnings(m_profile);
        m_partial(m_profile);
    }

    /// Everything is exact now.
    DatasetProfile finish() {
        m_profile.rowsSeen = m_profile.rows;
        m_profile.warnings.clear();
        m_profile.duplicateRows = 0;
        m_profile.correlations = {};
        for (auto& list : m_findings) m_profile.warnings.insert(m_profile.warnings.end(), list.begin(), list.end());
        return std::move(m_profile);
    }

private:
    std::function<void(const DatasetProfile&)> m_partial;
    std::mutex m_mutex;
    DatasetProfile m_profile;
    std::vector<std::vector<ProfileWarning>> m_findings; // of single columns
    std::chrono::steady_clock::time_point m_shown;
};

/// Texts cost most, then reals that must be sorted: begun last, one of them would keep a thread busy while others idle.
std::vector<size_t> dearestFirst(const std::vector<ColumnSchema>& schema) {
    const auto cost = [&](size_t column) {
        switch (schema[column].type) {
        case ColumnType::Text: return 4;
        case ColumnType::Real: return 3;
        case ColumnType::Timestamp:
        case ColumnType::Integer: return 2;
        default: return 1;
        }
    };
    std::vector<size_t> order(schema.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return cost(a) > cost(b); });
    return order;
}

Result<DatasetProfile> profileSource(const Source& source, Progressive& progress, const JobContext& job,
                                     const ProfileOptions& options, SortSpace& space) {
    const size_t threads = options.threads == 0 ? availableThreads() : options.threads;
    std::mutex mutex;
    Result<void> failed;
    job.beginStage("profiling columns", static_cast<double>(source.schema.size()), "columns");
    const std::vector<size_t> order = dearestFirst(source.schema);
    parallelFor(
        order.size(),
        [&](size_t place) {
            const size_t column = order[place];
            auto done = job.checkStop();
            auto scanned = done ? profileColumn(source, column) : failure(std::move(done.error()));
            if (scanned) progress.set(column, std::move(*scanned));
            job.addDone(1);
            if (scanned) return;
            const std::lock_guard lock(mutex);
            if (failed) failed = failure(std::move(scanned.error()));
        },
        threads);
    LATHE_CHECK(failed);
    DatasetProfile result = progress.finish();
    if (options.duplicates) {
        job.beginStage("looking for duplicates", 0, "rows");
        LATHE_TRY(result.duplicateRows,
                  countDuplicateRows(source, result.columns, job, options.memoryBytes, threads, space));
    }
    LATHE_TRY(const auto equalColumns, findEqualColumns(source, result.columns, job));
    if (options.correlations) {
        job.beginStage("comparing columns", 0, "columns");
        LATHE_TRY(result.correlations, correlate(source.chunks, result.columns, job, options, space));
    }
    judgeTable(result, equalColumns);
    arrangeWarnings(result);
    return result;
}

} // namespace

const ColumnProfile* DatasetProfile::find(std::string_view column) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const ColumnProfile& one) { return one.schema.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

std::vector<ProfileWarning> DatasetProfile::warningsOf(std::string_view column) const {
    std::vector<ProfileWarning> result;
    for (const ProfileWarning& warning : warnings)
        if (std::find(warning.columns.begin(), warning.columns.end(), column) != warning.columns.end())
            result.push_back(warning);
    return result;
}

uint64_t DatasetProfile::memoryBytes() const {
    uint64_t total = 0;
    for (const ColumnProfile& column : columns) total += column.memoryBytes;
    return total;
}

Result<DatasetProfile> profile(const ColumnFile& file, const JobContext& job, const ProfileOptions& options) {
    const size_t threads =
        std::max<size_t>(1, std::min(options.threads == 0 ? availableThreads() : options.threads, file.columns()));
    SortSpace space(file.rows());
    const Source source = sourceOf(file, job, options.memoryBytes / threads, space);
    Progressive progress(source, options);
    if (options.partial && file.rows() > chunkRows) {
        LATHE_TRY(const Table head, file.readTable(0, chunkRows));
        progress.begin(profile(head), file.rows());
    }
    return profileSource(source, progress, job, options, space);
}

DatasetProfile profile(const Table& table) {
    SortSpace space(table.rows());
    const Source source = sourceOf(table, space);
    ProfileOptions options;
    Progressive progress(source, options);
    return *profileSource(source, progress, JobContext(), options, space);
}

} // namespace lathe
