// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distributions.h"
#include "core/stats/two_sample.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace lathe::stats {

namespace {

/// A value of the statistic and the number of arrangements that give it.
struct Frequency {
    int64_t value;
    double count;
};
using Frequencies = std::vector<Frequency>; // sorted by value

Frequencies merged(const Frequencies& left, const Frequencies& right) {
    Frequencies both;
    both.reserve(left.size() + right.size());
    auto i = left.begin(), j = right.begin();
    while (i != left.end() || j != right.end()) {
        if (j == right.end() || (i != left.end() && i->value < j->value)) both.push_back(*i++);
        else if (i == left.end() || j->value < i->value) both.push_back(*j++);
        else both.push_back({i->value, i++->count + j++->count});
    }
    return both;
}

/// P(T ≥ t) over all arrangements of both samples (Xiao, Gordon and Yakovlev 2006): the sum of squared
/// heights of lattice paths, tabulated cell by cell. \p u is Anderson's U.
double exactSf(double u, int64_t n, int64_t m) {
    const int64_t common = std::lcm(n, m), a = common / n, b = common / m;
    const double nm = static_cast<double>(n * m);
    const double zeta =
        std::floor(static_cast<double>(common * common * (n + m)) * (6 * u - nm * (4 * nm - 1)) / (6 * nm * nm));
    std::vector<Frequencies> column(static_cast<size_t>(n) + 1);
    column[0] = {{0, 1.0}};
    for (int64_t y = 0; y <= m; ++y) {
        Frequencies left;
        for (int64_t x = 0; x <= n; ++x) {
            Frequencies& cell = column[static_cast<size_t>(x)];
            left = merged(left, cell);
            const int64_t height = a * x - b * y;
            for (Frequency& one : left) one.value += height * height;
            cell = left;
        }
    }
    double total = 0, tail = 0;
    for (const Frequency& one : column[static_cast<size_t>(n)]) {
        total += one.count;
        if (static_cast<double>(one.value) >= zeta) tail += one.count;
    }
    return tail / total;
}

/// Σ (rank − position)² of one sample, where equal values share their mean rank in the pooled sample.
double squaredRankExcess(std::span<const double> sample, std::span<const double> other) {
    double sum = 0;
    size_t below = 0, notAbove = 0;
    for (size_t first = 0; first < sample.size();) {
        const double value = sample[first];
        size_t last = first;
        while (last < sample.size() && sample[last] == value) ++last;
        while (below < other.size() && other[below] < value) ++below;
        notAbove = std::max(notAbove, below);
        while (notAbove < other.size() && other[notAbove] == value) ++notAbove;
        const double midrank = static_cast<double>(first + last + below + notAbove + 1) / 2;
        for (size_t i = first; i < last; ++i) {
            const double excess = midrank - static_cast<double>(i + 1);
            sum += excess * excess;
        }
        first = last;
    }
    return sum;
}

} // namespace

TestResult cramerVonMises(std::span<const double> a, std::span<const double> b) {
    const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
    const double u = n * squaredRankExcess(a, b) + m * squaredRankExcess(b, a);
    const double pairs = n * m, total = n + m;
    const double statistic = u / (pairs * total) - (4 * pairs - 1) / (6 * total);
    if (std::max(a.size(), b.size()) <= 20) {
        return {statistic, exactSf(u, static_cast<int64_t>(a.size()), static_cast<int64_t>(b.size()))};
    }
    const double mean = (1 + 1 / total) / 6;
    const double variance =
        (total + 1) * (4 * pairs * total - 3 * (n * n + m * m) - 2 * pairs) / (45 * total * total * 4 * pairs);
    return {statistic, cramerVonMisesLimitSf(1.0 / 6 + (statistic - mean) / std::sqrt(45 * variance))};
}

} // namespace lathe::stats
