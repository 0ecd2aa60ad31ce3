// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/two_sample.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace lathe::stats {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Calls visit(value, left a, right a, left b, right b) for each distinct value: how many of each sample lie
/// below it, and how many at or below.
template <typename Visit>
void forEachValue(std::span<const double> a, std::span<const double> b, Visit visit) {
    size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        const double value = j == b.size() || (i < a.size() && a[i] <= b[j]) ? a[i] : b[j];
        const size_t leftA = i, leftB = j;
        while (i < a.size() && a[i] == value) ++i;
        while (j < b.size() && b[j] == value) ++j;
        visit(value, leftA, i, leftB, j);
    }
}

/// Walks both samples in order, one value a step and without a branch that depends on the data: such a branch
/// is mispredicted half the time and costs more than the arithmetic. step(n·m·(F − G), width) is called for
/// the gap before each value; the gap is 0 wide between equal values.
template <typename Step>
void walkGaps(std::span<const double> a, std::span<const double> b, Step step) {
    const auto up = static_cast<int64_t>(b.size()), down = static_cast<int64_t>(a.size());
    int64_t difference = 0;
    size_t i = 0, j = 0;
    double previous = std::min(a.front(), b.front());
    while (i < a.size() && j < b.size()) {
        const double value = std::min(a[i], b[j]);
        const bool takeA = a[i] <= b[j];
        step(difference, value - previous);
        previous = value;
        i += takeA;
        j += !takeA;
        difference += takeA ? up : -down;
    }
    for (; i < a.size(); ++i, difference += up) {
        step(difference, a[i] - previous);
        previous = a[i];
    }
    for (; j < b.size(); ++j, difference -= down) {
        step(difference, b[j] - previous);
        previous = b[j];
    }
}

double product(std::span<const double> a, std::span<const double> b) {
    return static_cast<double>(a.size()) * static_cast<double>(b.size());
}

/// P(U ≥ u) under the null hypothesis without ties, by counting arrangements: f(n, m, u) = f(n−1, m, u−m) +
/// f(n, m−1, u).
double mannWhitneyExactSf(size_t n, size_t m, size_t u) {
    if (n > m) std::swap(n, m);
    const size_t most = n * m;
    // ways[k][v]: share of arrangements of k and the current number of the other sample that give U = v.
    std::vector<std::vector<double>> ways(n + 1, std::vector<double>(most + 1));
    for (size_t k = 0; k <= n; ++k) ways[k][0] = 1;
    for (size_t other = 1; other <= m; ++other) {
        for (size_t k = 1; k <= n; ++k) {
            const double last = static_cast<double>(k) / static_cast<double>(k + other);
            std::vector<double>& row = ways[k];
            for (size_t v = k * other + 1; v-- > 0;) {
                row[v] = row[v] * (1 - last) + (v >= other ? ways[k - 1][v - other] * last : 0);
            }
        }
    }
    double sum = 0;
    for (size_t v = u; v <= most; ++v) sum += ways[n][v];
    return std::min(1.0, sum);
}

/// Table 2 of Scholz and Stephens gives the critical values 0.325, 1.226, 1.961, 2.718, 3.752, 4.592
/// and 6.546 for two samples at the levels 25, 10, 5, 2.5, 1, 0.5 and 0.1 %. Between them the logarithm of
/// the level is the parabola fitted to the seven points by least squares.
double andersonDarlingLevel(double statistic) {
    if (std::isnan(statistic)) return nan;
    if (statistic < 0.325) return 0.25;
    if (statistic > 6.546) return 0.001;
    return std::exp((0.01819809457411127 * statistic - 1.0082265644652508) * statistic - 1.0777702798204882);
}

} // namespace

CdfDistances cdfDistances(std::span<const double> a, std::span<const double> b) {
    int64_t highest = 0;
    double area = 0;
    walkGaps(a, b, [&](int64_t difference, double width) {
        const int64_t distance = std::abs(difference);
        area += static_cast<double>(distance) * width;
        highest = std::max(highest, width > 0 ? distance : int64_t{0});
    });
    return {static_cast<double>(highest) / product(a, b), area / product(a, b)};
}

double kolmogorovSmirnovPValue(double statistic, size_t n, size_t m, KsMethod method) {
    if (method == KsMethod::Auto) method = std::max(n, m) <= 10000 ? KsMethod::Exact : KsMethod::Asymptotic;
    const auto x = static_cast<int64_t>(n), y = static_cast<int64_t>(m);
    if (method == KsMethod::Exact) return kolmogorovTwoSampleSf(x, y, statistic);
    const double effective = static_cast<double>(n) * static_cast<double>(m) / static_cast<double>(n + m);
    return std::clamp(kolmogorovSf(std::max<int64_t>(1, std::llrint(effective)), statistic), 0.0, 1.0);
}

TestResult kolmogorovSmirnov(std::span<const double> a, std::span<const double> b, KsMethod method) {
    const double statistic = cdfDistances(a, b).kolmogorov;
    return {statistic, kolmogorovSmirnovPValue(statistic, a.size(), b.size(), method)};
}

double wasserstein(std::span<const double> a, std::span<const double> b) { return cdfDistances(a, b).wasserstein; }

double energyDistance(std::span<const double> a, std::span<const double> b) {
    const double scale = 1 / product(a, b);
    double area = 0;
    walkGaps(a, b, [&](int64_t difference, double width) {
        const double gap = static_cast<double>(difference) * scale;
        area += gap * gap * width;
    });
    return std::sqrt(2 * area);
}

TestResult mannWhitney(std::span<const double> a, std::span<const double> b, Alternative alternative) {
    const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size()), total = n + m;
    double rankSum = 0, tieTerm = 0;
    forEachValue(a, b, [&](double, size_t leftA, size_t rightA, size_t leftB, size_t rightB) {
        const auto ties = static_cast<double>(rightA - leftA + rightB - leftB);
        const double midrank = static_cast<double>(leftA + leftB) + (ties + 1) / 2;
        rankSum += midrank * static_cast<double>(rightA - leftA);
        tieTerm += ties * ties * ties - ties;
    });
    const double u = rankSum - n * (n + 1) / 2;
    const double tested = alternative == Alternative::Greater ? u
                          : alternative == Alternative::Less  ? n * m - u
                                                              : std::max(u, n * m - u);
    double tail = 0;
    if (std::min(a.size(), b.size()) <= 8 && tieTerm == 0 && n * m <= 1e6) {
        tail = mannWhitneyExactSf(a.size(), b.size(), static_cast<size_t>(tested));
    } else {
        const double deviation = std::sqrt(n * m / 12 * (total + 1 - tieTerm / (total * (total - 1))));
        tail = deviation > 0 ? normalSf((tested - n * m / 2 - 0.5) / deviation) : 1;
    }
    return {u, std::min(1.0, alternative == Alternative::TwoSided ? 2 * tail : tail)};
}

TestResult studentT(const Moments& a, const Moments& b) {
    const auto n = static_cast<double>(a.count), m = static_cast<double>(b.count);
    const double degrees = n + m - 2;
    const double pooled = (a.sumOfSquares + b.sumOfSquares) / degrees;
    const double t = (a.mean - b.mean) / std::sqrt(pooled * (1 / n + 1 / m));
    return {t, studentTwoSided(t, degrees)};
}

TestResult andersonDarling(std::span<const double> a, std::span<const double> b) {
    const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size()), total = n + m;
    double sumA = 0, sumB = 0;
    size_t distinct = 0;
    forEachValue(a, b, [&](double, size_t leftA, size_t rightA, size_t leftB, size_t rightB) {
        const auto ties = static_cast<double>(rightA - leftA + rightB - leftB);
        const double below = static_cast<double>(leftA + leftB) + ties / 2;
        const double weight = ties / total / (below * (total - below) - total * ties / 4);
        const double excessA = total * static_cast<double>(leftA + rightA) / 2 - below * n;
        const double excessB = total * static_cast<double>(leftB + rightB) / 2 - below * m;
        sumA += weight * excessA * excessA;
        sumB += weight * excessB * excessB;
        ++distinct;
    });
    if (distinct < 2) return {nan, nan};
    const double statistic = (sumA / n + sumB / m) * (total - 1) / total;

    // Variance of the statistic under the null hypothesis (eq. 4), for k = 2 samples.
    double harmonic = 0, nested = 0;
    const auto count = a.size() + b.size();
    for (size_t i = 1; i + 1 < count; ++i) { // harmonic runs over 1/(N−1), 1/(N−2), … 1/2
        harmonic += 1 / (total - static_cast<double>(i));
        nested += harmonic / (static_cast<double>(i) + 1);
    }
    constexpr double k = 2;
    const double bigH = 1 / n + 1 / m, h = harmonic + 1, g = nested;
    const double ca = (4 * g - 6) * (k - 1) + (10 - 6 * g) * bigH;
    const double cb = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * bigH - 8 * h + 4 * g - 6;
    const double cc = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * bigH + 4 * h;
    const double cd = (2 * h + 6) * k * k - 4 * h * k;
    const double variance = (((ca * total + cb) * total + cc) * total + cd) / ((total - 1) * (total - 2) * (total - 3));
    const double standardised = (statistic - (k - 1)) / std::sqrt(variance);

    return {standardised, andersonDarlingLevel(standardised)};
}

} // namespace lathe::stats
