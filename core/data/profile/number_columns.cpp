// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "core/data/profile/coded_numbers.h"
#include "core/data/profile/column_scan.h"
#include "core/data/profile/number_key.h"
#include "core/data/profile/number_summary.h"
#include "core/data/profile/sorted_sweep.h"

namespace lathe {

namespace {

constexpr size_t histogramBins = 40;
constexpr std::array<double, 7> probabilities = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

/// Turns a column into keys, block by block, and on the first time draws the sample.
class NumberScan {
public:
    NumberScan(const ColumnScan& scan, ScannedColumn& column)
        : m_scan(scan), m_column(column), m_stride(scan.rows / sampledValues + 1) {
        m_keys.resize(chunkRows);
    }

    template <typename Take>
    Result<void> operator()(Take take) {
        uint64_t row = 0;
        LATHE_CHECK(m_scan.each([&](const Column& piece) {
            for (size_t begin = 0; begin < piece.rows(); begin += chunkRows) {
                const size_t end = std::min<size_t>(piece.rows(), begin + chunkRows);
                const std::span<const int64_t> keys = block(piece, begin, end);
                if (m_first) draw(keys, row + begin);
                take(keys);
            }
            row += piece.rows();
            return true;
        }));
        m_first = false;
        return {};
    }

    /// Whether the rows are read for the first time.
    [[nodiscard]] bool first() const { return m_first; }
    [[nodiscard]] uint64_t stride() const { return m_stride; }

private:
    [[nodiscard]] bool real() const { return m_scan.schema.type == ColumnType::Real; }

    std::span<const int64_t> block(const Column& piece, size_t begin, size_t end) {
        if (real() && piece.missing.empty()) {
            for (size_t row = begin; row < end; ++row) m_keys[row - begin] = keyOf(piece.reals[row]);
            return {m_keys.data(), end - begin};
        }
        if (real()) {
            size_t kept = 0;
            for (size_t row = begin; row < end; ++row) {
                const double value = piece.reals[row];
                m_keys[kept] = keyOf(value);
                kept += std::isnan(value) ? 0 : 1;
            }
            return {m_keys.data(), kept};
        }
        if (piece.missing.empty()) return {piece.integers.data() + begin, end - begin};
        size_t kept = 0;
        for (size_t row = begin; row < end; ++row) {
            m_keys[kept] = piece.integers[row];
            kept += piece.missing[row] == 0 ? 1 : 0;
        }
        return {m_keys.data(), kept};
    }

    void draw(std::span<const int64_t> keys, uint64_t firstRow) {
        if (m_scan.schema.type != ColumnType::Integer) return;
        for (uint64_t i = (m_stride - firstRow % m_stride) % m_stride; i < keys.size(); i += m_stride)
            m_column.sample.integers.push_back(keys[i]);
    }

    const ColumnScan& m_scan;
    ScannedColumn& m_column;
    uint64_t m_stride;
    bool m_first = true;
    std::vector<int64_t> m_keys;
};

// ---- What needs the order -------------------------------------------------------------------------------------

/// Bins of equal width over the finite range and the keys at which they begin. Whole-numbered columns get bins of
/// whole width around their values.
struct Bins {
    std::vector<HistogramBin> bins;
    std::vector<int64_t> starts; ///< the first key of every bin but the first

    static Bins over(double least, double greatest, bool whole) {
        Bins result;
        double from = least;
        double width = (greatest - least) / static_cast<double>(histogramBins);
        size_t count = histogramBins;
        if (whole) {
            width = std::max(1.0, std::ceil((greatest - least + 1) / static_cast<double>(histogramBins)));
            count = static_cast<size_t>(std::floor((greatest - least) / width)) + 1;
            from = least - 0.5;
        } else if (!(width > 0) || !std::isfinite(width)) {
            result.bins = {{least, greatest, 0}};
            return result;
        }
        for (size_t bin = 0; bin < count; ++bin) {
            const double low = from + width * static_cast<double>(bin);
            const double high = bin + 1 == count && !whole ? greatest : from + width * static_cast<double>(bin + 1);
            result.bins.push_back({low, high, 0});
            if (bin > 0) result.starts.push_back(whole ? wholeKey(low) : keyOf(low));
        }
        return result;
    }

private:
    static int64_t wholeKey(double edge) {
        const double up = std::ceil(edge);
        if (up >= 0x1p63) return std::numeric_limits<int64_t>::max();
        return up <= -0x1p63 ? std::numeric_limits<int64_t>::min() : static_cast<int64_t>(up);
    }
};

/// Distinct values, quantiles, range, histogram and most frequent values from keys in ascending order.
class NumberOrder {
public:
    explicit NumberOrder(ColumnType type) : m_type(type) {}

    /// Before the keys are shown: how many there are, and the bins.
    void expect(uint64_t count, Bins bins) {
        m_count = count;
        m_bins = std::move(bins);
        m_before.assign(m_bins.starts.size(), 0);
        for (const double p : probabilities) {
            const auto below = static_cast<uint64_t>(p * static_cast<double>(count > 0 ? count - 1 : 0));
            m_ranks.push_back({below, 0});
            m_ranks.push_back({std::min(below + 1, count > 0 ? count - 1 : 0), 0});
        }
        m_nextPlace = 0;
    }

    void sorted(std::span<const int64_t> keys) {
        sorted(keys, [](int64_t key) { return key; });
    }
    /// \p codes stand in the order of the keys that \p keyOf makes of them.
    template <typename Code, typename KeyOf>
    void sorted(std::span<const Code> codes, const KeyOf& keyOf) {
        if (codes.empty()) return;
        uint64_t changes = 0;
        for (size_t i = 1; i < codes.size(); ++i) changes += codes[i] != codes[i - 1] ? 1 : 0;
        m_distinct += changes + 1;
        findRuns(codes, keyOf, changes + 1 == codes.size());
        findRanks(codes.size(), [&](uint64_t place) { return keyOf(codes[place]); });
        const int64_t last = keyOf(codes.back());
        for (; m_bin < m_before.size() && m_bins.starts[m_bin] <= last; ++m_bin)
            m_before[m_bin] = m_seen + countBefore(codes, keyOf, m_bins.starts[m_bin]);
        if (m_type == ColumnType::Real) countInfinite(codes, keyOf);
        extend(keyOf(codes.front()), last);
        m_seen += codes.size();
    }

    void repeated(int64_t key, uint64_t times) {
        ++m_distinct;
        m_top.add(key, times);
        findRanks(times, [&](uint64_t) { return key; });
        for (; m_bin < m_before.size() && m_bins.starts[m_bin] <= key; ++m_bin) m_before[m_bin] = m_seen;
        if (m_type == ColumnType::Real && !std::isfinite(realOf(key))) (key < 0 ? m_least : m_greatest) += times;
        extend(key, key);
        m_seen += times;
    }

    void store(ColumnProfile& profile) {
        profile.distinct = m_distinct;
        if (m_seen == 0) return;
        profile.min = number(m_first);
        profile.max = number(m_last);
        for (size_t i = 0; i < probabilities.size(); ++i) {
            const double place = probabilities[i] * static_cast<double>(m_count - 1);
            const double low = number(m_ranks[2 * i].key);
            const double high = number(m_ranks[2 * i + 1].key);
            const double share = place - std::floor(place);
            profile.quantiles.emplace_back(probabilities[i], low == high ? low : low + (high - low) * share);
        }
        storeHistogram(profile);
        if (m_distinct == m_seen) return;
        for (const auto& [key, times] : m_top.runs()) profile.topValues.emplace_back(display(key), times);
    }

private:
    struct Rank {
        uint64_t place;
        int64_t key;
    };

    [[nodiscard]] double number(int64_t key) const {
        return m_type == ColumnType::Real ? realOf(key) : static_cast<double>(key);
    }
    [[nodiscard]] std::string display(int64_t key) const {
        if (m_type != ColumnType::Real) return displayInteger(m_type, key);
        Column one;
        one.schema.type = m_type;
        one.reals = {realOf(key)};
        return one.display(0);
    }

    void extend(int64_t first, int64_t last) {
        if (m_seen == 0) m_first = first;
        m_last = last;
    }

    /// Takes the ranks that lie among the next \p count keys.
    template <typename KeyAt>
    void findRanks(uint64_t count, KeyAt keyAt) {
        if (m_nextPlace >= m_seen + count) return;
        m_nextPlace = std::numeric_limits<uint64_t>::max();
        for (Rank& rank : m_ranks) {
            if (rank.place >= m_seen + count) m_nextPlace = std::min(m_nextPlace, rank.place);
            else if (rank.place >= m_seen) rank.key = keyAt(rank.place - m_seen);
        }
    }

    /// How many keys are less than \p bound.
    template <typename Code, typename KeyOf>
    static uint64_t countBefore(std::span<const Code> codes, const KeyOf& keyOf, int64_t bound) {
        const auto first =
            std::partition_point(codes.begin(), codes.end(), [&](Code code) { return keyOf(code) < bound; });
        return static_cast<uint64_t>(first - codes.begin());
    }

    template <typename Code, typename KeyOf>
    void findRuns(std::span<const Code> codes, const KeyOf& keyOf, bool allDiffer) {
        if (allDiffer) {
            for (size_t i = 0; i < codes.size() && m_top.least() == 0; ++i) m_top.add(keyOf(codes[i]), 1);
            return;
        }
        for (size_t begin = 0; begin < codes.size();) {
            // A run that matters reaches this far.
            const size_t reach = begin + m_top.least();
            if (reach >= codes.size()) return;
            if (codes[reach] != codes[begin]) {
                // Runs that begin before `reach` and end before it are too short; the one that holds it may not be.
                const Code code = codes[reach];
                begin = std::max(begin + 1, reach);
                while (begin > 0 && codes[begin - 1] == code) --begin;
                continue;
            }
            const auto after =
                std::upper_bound(codes.begin() + static_cast<std::ptrdiff_t>(begin), codes.end(), codes[begin]);
            const auto next = static_cast<size_t>(after - codes.begin());
            m_top.add(keyOf(codes[begin]), next - begin);
            begin = next;
        }
    }

    template <typename Code, typename KeyOf>
    void countInfinite(std::span<const Code> codes, const KeyOf& keyOf) {
        static const int64_t lowest = lathe::keyOf(-std::numeric_limits<double>::max());
        static const int64_t beyond = lathe::keyOf(std::numeric_limits<double>::infinity());
        if (keyOf(codes.front()) < lowest) m_least += countBefore(codes, keyOf, lowest);
        if (keyOf(codes.back()) >= beyond) m_greatest += codes.size() - countBefore(codes, keyOf, beyond);
    }

    void storeHistogram(ColumnProfile& profile) {
        const uint64_t finite = m_seen - m_greatest;
        uint64_t before = m_least;
        for (size_t bin = 0; bin < m_bins.bins.size(); ++bin) {
            const uint64_t end = bin < m_bin ? m_before[bin] : finite;
            m_bins.bins[bin].count = end - before;
            before = end;
        }
        profile.histogram = std::move(m_bins.bins);
    }

    ColumnType m_type;
    uint64_t m_count = 0;
    uint64_t m_seen = 0;
    uint64_t m_distinct = 0;
    uint64_t m_least = 0;    ///< how many are -∞
    uint64_t m_greatest = 0; ///< how many are +∞
    int64_t m_first = 0;
    int64_t m_last = 0;
    std::vector<Rank> m_ranks; // two per probability
    Bins m_bins;
    std::vector<uint64_t> m_before; // keys before each of m_bins.starts, of which the first m_bin are known
    size_t m_bin = 0;
    uint64_t m_nextPlace = 0; // no rank before it is still to be found
    TopRuns<int64_t> m_top;
};

} // namespace

std::string displayInteger(ColumnType type, int64_t value) {
    Column one;
    one.schema.type = type;
    one.integers = {value};
    return one.display(0);
}

Result<void> profileNumbers(const ColumnScan& scan, ScannedColumn& column) {
    ColumnProfile& profile = column.profile;
    NumberScan keys(scan, column);
    NumberSummary summary(scan);
    NumberOrder order(scan.schema.type);
    CodedNumbers coded(scan);
    const auto uncoded = [&](auto take) {
        return keys([&](std::span<const int64_t> block) {
            // Numbers that are counted by their codes are summed up by their counts.
            const auto giveBack = [&](std::span<const int64_t> counted) {
                if (coded.counting()) summary.add(counted);
                take(counted);
            };
            const bool taken = coded.add(block, giveBack);
            if (keys.first() && !coded.counting()) summary.add(block);
            if (!taken) take(block);
        });
    };
    const auto ready = [&] {
        coded.eachCounted([&](auto counted, auto times) { summary.add(counted, times); });
        const bool whole = scan.schema.type != ColumnType::Real;
        order.expect(summary.count(),
                     summary.anyFinite() ? Bins::over(summary.least(), summary.greatest(), whole) : Bins());
    };
    LATHE_CHECK(sweepSorted<int64_t>({*scan.space, scan.rows, scan.memoryBytes, !coded.failed()}, scan.job, uncoded,
                                     ready, order));
    LATHE_CHECK(coded.show(scan.job, order));
    order.store(profile);
    summary.store(profile);
    profile.memoryBytes = scan.rows * sizeof(int64_t);
    column.sample.all = keys.stride() == 1;
    return {};
}

} // namespace lathe
