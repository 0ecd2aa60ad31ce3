// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/correlate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>
#include <span>

#include "core/base/parallel.h"

namespace lathe {

namespace {

constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();
constexpr size_t mostNumeric = 64;
constexpr size_t mostCategorical = 40;
constexpr uint64_t mostLevels = 100;
constexpr size_t mostEntries = 200; ///< of a dictionary, some of which may not occur
/// Sums are taken over as many ranges of rows and added in their order, whatever the number of threads.
constexpr uint64_t slabs = 16;
constexpr size_t blockRows = 1024;

double dot(const double* a, const double* b, size_t count) {
    constexpr size_t lanes = 8;
    std::array<double, lanes> sums{};
    const size_t whole = count / lanes * lanes;
    for (size_t i = 0; i < whole; i += lanes)
        for (size_t lane = 0; lane < lanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
    double sum = 0;
    for (const double lane : sums) sum += lane;
    for (size_t i = whole; i < count; ++i) sum += a[i] * b[i];
    return sum;
}

/// A chosen numeric column: its numbers are used as (value - center) · scale, so that sums neither cancel nor overflow.
struct Numeric {
    size_t column = 0;
    double center = 0;
    double scale = 0;
    bool complete = false;
};

struct Categorical {
    size_t column = 0;
    bool boolean = false;
};

/// Sums over the rows where both columns of a pair have a finite value.
struct PairSums {
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    void add(const PairSums& other) {
        n += other.n;
        x += other.x;
        y += other.y;
        xx += other.xx;
        yy += other.yy;
        xy += other.xy;
    }
    [[nodiscard]] double correlation() const {
        const double spreadX = xx - x * x / n;
        const double spreadY = yy - y * y / n;
        // What is left of a constant column is rounding.
        if (n < 2 || !(spreadX > 1e-13 * xx) || !(spreadY > 1e-13 * yy)) return noNumber;
        return std::clamp((xy - x * y / n) / std::sqrt(spreadX) / std::sqrt(spreadY), -1.0, 1.0);
    }
};

/// Numbers and their squares per level of a category.
struct LevelSums {
    std::vector<double> n, z;
    double zz = 0;
    explicit LevelSums(size_t levels = 0) : n(levels), z(levels) {}

    void add(const LevelSums& other) {
        for (size_t i = 0; i < n.size(); ++i) {
            n[i] += other.n[i];
            z[i] += other.z[i];
        }
        zz += other.zz;
    }
    [[nodiscard]] double correlationRatio() const {
        double total = 0;
        double sum = 0;
        double between = 0;
        size_t levels = 0;
        for (size_t i = 0; i < n.size(); ++i) {
            if (n[i] == 0) continue;
            ++levels;
            total += n[i];
            sum += z[i];
            between += z[i] * z[i] / n[i];
        }
        if (levels < 2) return noNumber;
        const double all = zz - sum * sum / total;
        return all > 1e-13 * zz ? std::sqrt(std::clamp((between - sum * sum / total) / all, 0.0, 1.0)) : noNumber;
    }
};

size_t levelsOf(const Column& column) {
    return column.schema.type == ColumnType::Boolean ? 2 : column.dictionary.size();
}

size_t levelAt(const Column& column, size_t row) {
    return column.schema.type == ColumnType::Boolean ? static_cast<size_t>(column.integers[row]) : column.codes[row];
}

class Pass {
public:
    Pass(const std::vector<Numeric>& numeric, const std::vector<Categorical>& categorical)
        : m_numeric(numeric), m_categorical(categorical), m_pairs(numeric.size() * numeric.size()),
          m_levels(categorical.size() * numeric.size()), m_z(numeric.size() * blockRows), m_squares(m_z.size()),
          m_present(m_z.size()), m_sums(numeric.size()) {}

    /// \p table holds the numeric columns, then the categorical ones.
    void add(const Table& table) {
        for (size_t begin = 0; begin < table.rows(); begin += blockRows) {
            const size_t count = std::min(blockRows, table.rows() - begin);
            for (size_t i = 0; i < m_numeric.size(); ++i) fill(table.columns[i], i, begin, count);
            for (size_t i = 0; i < m_numeric.size(); ++i)
                for (size_t j = i + 1; j < m_numeric.size(); ++j) addPair(i, j, count);
            for (size_t c = 0; c < m_categorical.size(); ++c)
                addLevels(table.columns[m_numeric.size() + c], c, begin, count);
        }
    }

    void add(const Pass& other) {
        for (size_t i = 0; i < m_pairs.size(); ++i) m_pairs[i].add(other.m_pairs[i]);
        for (size_t i = 0; i < m_levels.size(); ++i) {
            if (m_levels[i].n.empty()) m_levels[i] = other.m_levels[i];
            else if (!other.m_levels[i].n.empty()) m_levels[i].add(other.m_levels[i]);
        }
    }

    [[nodiscard]] const PairSums& pair(size_t i, size_t j) const { return m_pairs[i * m_numeric.size() + j]; }
    [[nodiscard]] const LevelSums& levels(size_t c, size_t i) const { return m_levels[c * m_numeric.size() + i]; }

private:
    void fill(const Column& column, size_t i, size_t begin, size_t count) {
        const Numeric& numeric = m_numeric[i];
        double* z = &m_z[i * blockRows];
        double* squares = &m_squares[i * blockRows];
        double* present = &m_present[i * blockRows];
        for (size_t row = 0; row < count; ++row) {
            const double value = column.number(begin + row);
            const bool finite = std::isfinite(value);
            z[row] = finite ? (value - numeric.center) * numeric.scale : 0;
            squares[row] = z[row] * z[row];
            present[row] = finite ? 1 : 0;
        }
        m_sums[i] = {dot(z, present, count), dot(squares, present, count)};
    }

    void addPair(size_t i, size_t j, size_t count) {
        const size_t x = i * blockRows;
        const size_t y = j * blockRows;
        PairSums& sums = m_pairs[i * m_numeric.size() + j];
        sums.xy += dot(&m_z[x], &m_z[y], count);
        if (m_numeric[i].complete && m_numeric[j].complete) {
            sums.n += static_cast<double>(count);
            sums.x += m_sums[i].z;
            sums.y += m_sums[j].z;
            sums.xx += m_sums[i].zz;
            sums.yy += m_sums[j].zz;
            return;
        }
        sums.n += dot(&m_present[x], &m_present[y], count);
        sums.x += dot(&m_z[x], &m_present[y], count);
        sums.y += dot(&m_present[x], &m_z[y], count);
        sums.xx += dot(&m_squares[x], &m_present[y], count);
        sums.yy += dot(&m_present[x], &m_squares[y], count);
    }

    void addLevels(const Column& column, size_t c, size_t begin, size_t count) {
        for (size_t i = 0; i < m_numeric.size(); ++i) {
            if (m_numeric[i].column == m_categorical[c].column) continue;
            LevelSums& sums = m_levels[c * m_numeric.size() + i];
            if (sums.n.empty()) sums = LevelSums(levelsOf(column));
            const size_t at = i * blockRows;
            for (size_t row = 0; row < count; ++row) {
                if (column.isMissing(begin + row)) continue;
                const size_t level = levelAt(column, begin + row);
                sums.n[level] += m_present[at + row];
                sums.z[level] += m_z[at + row];
                sums.zz += m_squares[at + row];
            }
        }
    }

    const std::vector<Numeric>& m_numeric;
    const std::vector<Categorical>& m_categorical;
    std::vector<PairSums> m_pairs;
    std::vector<LevelSums> m_levels;
    std::vector<double> m_z, m_squares, m_present; // a block of rows, column by column
    struct BlockSums {
        double z = 0, zz = 0;
    };
    std::vector<BlockSums> m_sums; // of the block
};

/// Calls work(worker, chunk) for all chunks of each range, ranges in parallel, chunks of a range in order.
template <typename Work>
Result<void> eachSlab(const ChunkReader& reader, const JobContext& job, size_t threads, Work work) {
    std::mutex mutex;
    Result<void> result;
    const uint64_t count = std::min(slabs, reader.chunks);
    parallelFor(
        count,
        [&](size_t slab) {
            for (uint64_t chunk = reader.chunks * slab / count; chunk < reader.chunks * (slab + 1) / count; ++chunk) {
                auto done = job.checkStop();
                if (done) done = work(slab, chunk);
                if (done) continue;
                const std::lock_guard lock(mutex);
                if (result) result = std::move(done);
                return;
            }
        },
        threads);
    return result;
}

/// Bergsma (2013), equations 2.3 and 2.4.
double correctedCramersV(const std::vector<uint32_t>& counts, size_t rows, size_t columns) {
    std::vector<double> rowSums(rows);
    std::vector<double> columnSums(columns);
    double n = 0;
    for (size_t i = 0; i < rows; ++i) {
        for (size_t j = 0; j < columns; ++j) {
            const double count = counts[i * columns + j];
            rowSums[i] += count;
            columnSums[j] += count;
            n += count;
        }
    }
    const auto present = [](const std::vector<double>& sums) {
        return static_cast<double>(std::count_if(sums.begin(), sums.end(), [](double sum) { return sum > 0; }));
    };
    const double r = present(rowSums);
    const double c = present(columnSums);
    if (r < 2 || c < 2 || n < 2) return noNumber;
    double phi = -1; // χ²/n = Σ count² / (row · column) − 1
    for (size_t i = 0; i < rows; ++i)
        for (size_t j = 0; j < columns; ++j)
            if (const double count = counts[i * columns + j]; count > 0)
                phi += count * count / (rowSums[i] * columnSums[j]);
    const double corrected = std::max(0.0, phi - (r - 1) * (c - 1) / (n - 1));
    const double fewerRows = r - (r - 1) * (r - 1) / (n - 1);
    const double fewerColumns = c - (c - 1) * (c - 1) / (n - 1);
    const double least = std::min(fewerRows, fewerColumns) - 1;
    return least > 0 ? std::min(1.0, std::sqrt(corrected / least)) : noNumber;
}

Result<void> correlateCategories(const ChunkReader& reader, const std::vector<Categorical>& chosen,
                                 const JobContext& job, size_t threads, Correlations& result) {
    const size_t count = chosen.size();
    result.cramersV.assign(count * count, noNumber);
    for (size_t i = 0; i < count; ++i) result.cramersV[i * count + i] = 1;
    if (count < 2) return {};
    std::vector<size_t> columns;
    for (const Categorical& categorical : chosen) columns.push_back(categorical.column);
    struct Counts {
        std::vector<uint32_t> cells;
        size_t rows = 0, columns = 0;
    };
    std::vector<Counts> total(count * count);
    std::mutex mutex;
    LATHE_CHECK(eachSlab(reader, job, threads, [&](size_t, uint64_t chunk) -> Result<void> {
        LATHE_TRY(const Table table, reader.read(chunk, columns));
        for (size_t i = 0; i < count; ++i) {
            for (size_t j = i + 1; j < count; ++j) {
                const Column& a = table.columns[i];
                const Column& b = table.columns[j];
                Counts counts{{}, levelsOf(a), levelsOf(b)};
                counts.cells.assign(counts.rows * counts.columns, 0);
                for (size_t row = 0; row < table.rows(); ++row)
                    if (!a.isMissing(row) && !b.isMissing(row))
                        ++counts.cells[levelAt(a, row) * counts.columns + levelAt(b, row)];
                const std::lock_guard lock(mutex);
                Counts& sum = total[i * count + j];
                if (sum.cells.empty()) sum = std::move(counts);
                else
                    std::transform(sum.cells.begin(), sum.cells.end(), counts.cells.begin(), sum.cells.begin(),
                                   std::plus<>());
            }
        }
        return {};
    }));
    for (size_t i = 0; i < count; ++i) {
        for (size_t j = i + 1; j < count; ++j) {
            const Counts& counts = total[i * count + j];
            if (counts.cells.empty()) continue;
            result.cramersV[i * count + j] = result.cramersV[j * count + i] =
                correctedCramersV(counts.cells, counts.rows, counts.columns);
        }
    }
    return {};
}

struct Choice {
    std::vector<Numeric> numeric;
    std::vector<Categorical> categorical;
    uint64_t omitted = 0;
};

Choice choose(const std::vector<ColumnProfile>& columns, const std::function<size_t(size_t)>& dictionarySize) {
    Choice choice;
    for (size_t i = 0; i < columns.size(); ++i) {
        const ColumnProfile& column = columns[i];
        const bool boolean = column.schema.type == ColumnType::Boolean;
        if (isNumeric(column.schema.type)) {
            const bool spread = column.standardDeviation > 0 && std::isfinite(column.standardDeviation);
            if (choice.numeric.size() < mostNumeric)
                choice.numeric.push_back({i, spread ? column.mean : 0, spread ? 1 / column.standardDeviation : 0,
                                          column.missing == 0 && column.infinite == 0});
            else ++choice.omitted;
        }
        const bool fewLevels = column.distinct >= 2 && column.distinct <= mostLevels;
        if (!fewLevels ||
            !(boolean || (column.schema.type == ColumnType::Category && dictionarySize(i) <= mostEntries)))
            continue;
        if (choice.categorical.size() < mostCategorical) choice.categorical.push_back({i, boolean});
        else if (!boolean) ++choice.omitted;
    }
    return choice;
}

} // namespace

Result<Correlations> correlate(const ChunkReader& reader, const std::vector<ColumnProfile>& columns,
                               const JobContext& job, const ProfileOptions& options, SortSpace& space) {
    const Choice choice = choose(columns, reader.dictionarySize);
    Correlations result;
    result.omitted = choice.omitted;
    const size_t numbers = choice.numeric.size();
    std::vector<size_t> read;
    std::vector<size_t> numeric;
    for (const Numeric& one : choice.numeric) {
        numeric.push_back(one.column);
        result.numeric.push_back(columns[one.column].schema.name);
    }
    read = numeric;
    for (const Categorical& one : choice.categorical) {
        read.push_back(one.column);
        result.categorical.push_back(columns[one.column].schema.name);
    }
    result.pearson.assign(numbers * numbers, noNumber);
    result.spearman.assign(numbers * numbers, noNumber);
    result.correlationRatio.assign(choice.categorical.size() * numbers, noNumber);
    if (numbers > 0 && read.size() > 1 && reader.chunks > 0) {
        std::vector<Pass> passes(std::min(slabs, reader.chunks), Pass(choice.numeric, choice.categorical));
        LATHE_CHECK(eachSlab(reader, job, options.threads, [&](size_t slab, uint64_t chunk) -> Result<void> {
            LATHE_TRY(const Table table, reader.read(chunk, read));
            passes[slab].add(table);
            return {};
        }));
        for (size_t i = 1; i < passes.size(); ++i) passes[0].add(passes[i]);
        for (size_t i = 0; i < numbers; ++i)
            for (size_t j = i + 1; j < numbers; ++j)
                result.pearson[i * numbers + j] = result.pearson[j * numbers + i] = passes[0].pair(i, j).correlation();
        for (size_t c = 0; c < choice.categorical.size(); ++c)
            for (size_t i = 0; i < numbers; ++i)
                result.correlationRatio[c * numbers + i] = passes[0].levels(c, i).correlationRatio();
    }
    for (size_t i = 0; i < numbers; ++i)
        if (choice.numeric[i].scale > 0) result.pearson[i * numbers + i] = result.spearman[i * numbers + i] = 1;
    LATHE_CHECK(correlateRanks(reader, numeric, job, options, space, result));
    LATHE_CHECK(correlateCategories(reader, choice.categorical, job, options.threads, result));
    return result;
}

} // namespace lathe
