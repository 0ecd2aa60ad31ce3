// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace lathe::stats {

namespace {

/// 2·Σ_{k≥1} (−1)^{k−1}·C(2n, n−kh)/C(2n, n), nested so that only factors below 1 are multiplied.
double sfOfEqualSizes(int64_t n, int64_t h) {
    double nested = 0;
    for (int64_t k = n / h; k >= 0; --k) {
        double factor = 1;
        for (int64_t j = 0; j < h; ++j) {
            factor *= static_cast<double>(n - k * h - j) / static_cast<double>(n + k * h + j + 1);
        }
        nested = factor * (1 - nested);
    }
    return std::min(1.0, 2 * nested);
}

int64_t floorDivide(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a % b < 0) != (b < 0)); }

/// A random lattice path goes from (0, 0) to (n, m); P(i, j) is the probability that a path to (i, j) has
/// left the band |i·m − j·n| < limit. Outside P = 1; inside P(i, j) = (i·P(i−1, j) + j·P(i, j−1)) / (i + j).
/// Diagonals i + j = s are computed at once because their cells do not depend on each other.
double sfByPaths(int64_t n, int64_t m, int64_t limit) {
    // Indices are shifted by one so that i = −1 exists; its weight is 0.
    std::vector<double> previous(static_cast<size_t>(n) + 3, 1), current = previous, index(previous.size());
    previous[1] = 0; // the path begins inside
    for (size_t i = 1; i < index.size(); ++i) index[i] = static_cast<double>(i - 1);
    for (int64_t s = 1; s <= n + m; ++s) {
        const int64_t low = std::max({int64_t{0}, s - m, floorDivide(s * n - limit, n + m) + 1});
        const int64_t high = std::min({n, s, -floorDivide(-(s * n + limit), n + m) - 1});
        const auto length = static_cast<double>(s);
        const double inverse = 1 / length;
        double* const to = current.data() + 1;
        const double* const from = previous.data() + 1;
        const double* const x = index.data() + 1;
        for (int64_t i = low; i <= high; ++i) to[i] = (from[i - 1] * x[i] + from[i] * (length - x[i])) * inverse;
        to[low - 1] = 1;
        to[high + 1] = 1;
        std::swap(previous, current);
    }
    return std::min(1.0, previous[static_cast<size_t>(n) + 1]);
}

} // namespace

double kolmogorovTwoSampleSf(int64_t n, int64_t m, double d) {
    if (std::isnan(d)) return d;
    const int64_t divisor = std::gcd(n, m);
    const auto steps = static_cast<double>(n / divisor) * static_cast<double>(m); // d is a multiple of 1/steps
    const auto h = static_cast<int64_t>(std::nearbyint(d * steps));
    if (h <= 0) return 1;
    const double effective = static_cast<double>(n) * static_cast<double>(m) / static_cast<double>(n + m);
    if (effective * d * d > 400) return 0; // below the smallest double (Dvoretzky-Kiefer-Wolfowitz, two samples)
    return n == m ? sfOfEqualSizes(n, h) : sfByPaths(n, m, h * divisor);
}

} // namespace lathe::stats
