// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cmath>
#include <mutex>
#include <optional>

#include "core/base/parallel.h"
#include "core/data/profile/correlate.h"
#include "core/data/profile/sorted_sweep.h"

namespace lathe {

namespace {

constexpr uint32_t tieBit = uint32_t{1} << 31U;
constexpr uint64_t mostRows = tieBit - 1;

/// Rows of a column in ascending order of its values; tieBit marks a row whose value equals that of the row before.
struct RankedColumn {
    std::vector<double>
        ranks; ///< average rank minus the mean rank, 0 where there is no value; before ranking: the values
    std::vector<uint32_t> order;
    std::vector<uint64_t> present; ///< one bit per row; empty: all
    double sumOfSquares = 0;       ///< of ranks

    [[nodiscard]] bool has(size_t row) const {
        return present.empty() || ((present[row / 64] >> (row % 64)) & 1U) != 0;
    }
};

/// Ties from sorted (value, row) pairs.
struct Ordering {
    std::vector<uint32_t>& order;
    std::optional<uint64_t> last{};

    void sorted(std::span<const RowHash> keys) {
        for (const RowHash& key : keys) {
            order.push_back(static_cast<uint32_t>(key.low) | (last == key.high ? tieBit : 0));
            last = key.high;
        }
    }
    void repeated(const RowHash& key, uint64_t times) {
        for (uint64_t i = 0; i < times; ++i) sorted({&key, 1});
    }
};

/// Rows looked at between two looks for a stop.
constexpr size_t lookAgain = 65536;

/// Average ranks of the rows that \p other has, too, minus their mean; gives the sum of their squares. Asked to stop it
/// ends early.
double rankWithin(const RankedColumn& column, const RankedColumn* other, const JobContext& job,
                  std::vector<double>& ranks) {
    uint64_t total = column.order.size();
    if (other)
        total = static_cast<uint64_t>(std::count_if(column.order.begin(), column.order.end(),
                                                    [&](uint32_t entry) { return other->has(entry & ~tieBit); }));
    const double mean = (static_cast<double>(total) + 1) / 2;
    const std::vector<uint32_t>& order = column.order;
    const auto chosen = [&](size_t i) { return !other || other->has(order[i] & ~tieBit); };
    uint64_t before = 0;
    double squares = 0;
    size_t look = lookAgain;
    for (size_t begin = 0; begin < order.size();) {
        if (begin >= look) {
            if (job.stopRequested()) break;
            look = begin + lookAgain;
        }
        size_t end = begin + 1;
        uint64_t equal = chosen(begin) ? 1 : 0;
        for (; end < order.size() && (order[end] & tieBit) != 0; ++end) equal += chosen(end) ? 1 : 0;
        const double rank = static_cast<double>(before) + (static_cast<double>(equal) + 1) / 2 - mean;
        for (size_t i = begin; i < end; ++i)
            if (chosen(i)) ranks[order[i] & ~tieBit] = rank;
        squares += rank * rank * static_cast<double>(equal);
        before += equal;
        begin = end;
    }
    return squares;
}

Result<void> order(RankedColumn& column, SortSpace& space, const JobContext& job) {
    const std::vector<double>& values = column.ranks;
    KeyRuns<RowHash> runs(space);
    std::vector<RowHash> block;
    uint64_t missing = 0;
    for (size_t row = 0; row < values.size(); ++row) {
        if (std::isnan(values[row])) {
            ++missing;
            continue;
        }
        const uint64_t bits = std::bit_cast<uint64_t>(values[row] + 0.0);
        constexpr uint64_t sign = uint64_t{1} << 63U;
        block.push_back({row, (bits & sign) != 0 ? ~bits : bits | sign});
        if (block.size() < lookAgain) continue;
        LATHE_CHECK(job.checkStop());
        runs.add(block);
        block.clear();
    }
    runs.add(block);
    if (missing > 0) {
        column.present.assign(values.size() / 64 + 1, 0);
        for (size_t row = 0; row < values.size(); ++row)
            if (!std::isnan(values[row])) column.present[row / 64] |= uint64_t{1} << (row % 64);
    }
    column.order.reserve(values.size() - missing);
    Ordering ordering{column.order};
    LATHE_CHECK(runs.show(job, ordering));
    LATHE_CHECK(job.checkStop());
    std::fill(column.ranks.begin(), column.ranks.end(), 0.0);
    column.sumOfSquares = rankWithin(column, nullptr, job, column.ranks);
    return {};
}

/// Rank vectors of a pair where one has values that the other lacks.
double correlatePartly(const RankedColumn& a, const RankedColumn& b, const JobContext& job) {
    std::vector<double> own(a.ranks.size());
    std::vector<double> others(a.ranks.size());
    const bool sameA = b.present.empty();
    const bool sameB = a.present.empty();
    const double squaresA = sameA ? a.sumOfSquares : rankWithin(a, &b, job, own);
    const double squaresB = sameB ? b.sumOfSquares : rankWithin(b, &a, job, others);
    const double* x = sameA ? a.ranks.data() : own.data();
    const double* y = sameB ? b.ranks.data() : others.data();
    double sum = 0;
    for (size_t row = 0; row < a.ranks.size(); ++row) sum += x[row] * y[row];
    return sum / std::sqrt(squaresA) / std::sqrt(squaresB);
}

double correlatePair(const RankedColumn& a, const RankedColumn& b, const JobContext& job) {
    double rho = 0;
    if (a.present == b.present) {
        double sum = 0;
        for (size_t row = 0; row < a.ranks.size(); ++row) sum += a.ranks[row] * b.ranks[row];
        rho = sum / std::sqrt(a.sumOfSquares) / std::sqrt(b.sumOfSquares);
    } else {
        rho = correlatePartly(a, b, job);
    }
    return std::isfinite(rho) ? std::clamp(rho, -1.0, 1.0) : std::nan("");
}

} // namespace

Result<void> correlateRanks(const ChunkReader& reader, const std::vector<size_t>& numeric, const JobContext& job,
                            const ProfileOptions& options, SortSpace& space, Correlations& result) {
    const size_t count = numeric.size();
    if (count < 2 || reader.rows < 2) return {};
    const size_t threads = options.threads == 0 ? availableThreads() : options.threads;
    // Ranks and order of every column, and for each thread what sorting or two partial rank vectors take.
    const uint64_t bytesPerRow = count * (sizeof(double) + sizeof(uint32_t)) + threads * 2 * sizeof(RowHash);
    const uint64_t room = std::min(mostRows, std::max<uint64_t>(options.memoryBytes / bytesPerRow, chunkRows));
    const uint64_t stride = (reader.rows + room - 1) / room;
    const uint64_t rows = (reader.rows + stride - 1) / stride;
    std::vector<RankedColumn> columns(count);
    for (RankedColumn& column : columns) {
        LATHE_CHECK(job.checkStop());
        column.ranks.resize(rows);
    }

    std::mutex mutex;
    Result<void> failed;
    const auto guarded = [&](auto work) {
        return [&, work](size_t task) {
            auto done = job.checkStop();
            if (done) done = work(task);
            if (done) return;
            const std::lock_guard lock(mutex);
            if (failed) failed = std::move(done);
        };
    };
    parallelFor(reader.chunks, guarded([&](size_t chunk) -> Result<void> {
                    LATHE_TRY(const Table table, reader.read(chunk, numeric));
                    const uint64_t first = chunk * chunkRows;
                    for (size_t i = 0; i < count; ++i) {
                        for (uint64_t row = (stride - first % stride) % stride; row < table.rows(); row += stride) {
                            const double value = table.columns[i].number(row);
                            columns[i].ranks[(first + row) / stride] = std::isfinite(value) ? value : std::nan("");
                        }
                    }
                    return {};
                }),
                threads);
    if (!failed) return failed;
    parallelFor(count, guarded([&](size_t i) { return order(columns[i], space, job); }), threads);
    if (!failed) return failed;
    parallelFor(count * count, guarded([&](size_t task) -> Result<void> {
                    const size_t i = task / count;
                    const size_t j = task % count;
                    if (i < j)
                        result.spearman[i * count + j] = result.spearman[j * count + i] =
                            correlatePair(columns[i], columns[j], job);
                    return {};
                }),
                threads);
    LATHE_CHECK(job.checkStop());
    result.spearmanRows = rows;
    return failed;
}

} // namespace lathe
