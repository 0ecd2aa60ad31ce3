// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distributions.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace lathe::stats {

namespace {

constexpr double pi = std::numbers::pi;
const double sqrtTwoPi = std::sqrt(2 * pi);
constexpr int scaleExponent = 128;
const double scaleLimit = std::ldexp(1.0, scaleExponent);

using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// P(Bin(n, p) = j).
double binomialPmf(double j, double n, double p) {
    return boost::math::ibeta_derivative(j + 1, n - j + 1, p, Policy()) / (n + 1);
}

/// Square matrix with a power-of-two exponent kept apart, so that high powers neither overflow nor underflow.
struct ScaledMatrix {
    size_t size;
    std::vector<double> values;
    int exponent = 0;

    explicit ScaledMatrix(size_t order) : size(order), values(order * order) {}
    double& at(size_t row, size_t column) { return values[row * size + column]; }
    [[nodiscard]] double at(size_t row, size_t column) const { return values[row * size + column]; }

    [[nodiscard]] ScaledMatrix times(const ScaledMatrix& right) const {
        ScaledMatrix product(size);
        for (size_t i = 0; i < size; ++i) {
            for (size_t k = 0; k < size; ++k) {
                const double factor = at(i, k);
                if (factor == 0) continue;
                for (size_t j = 0; j < size; ++j) product.at(i, j) += factor * right.at(k, j);
            }
        }
        product.exponent = exponent + right.exponent;
        if (product.at(size / 2, size / 2) > scaleLimit) {
            for (double& value : product.values) value /= scaleLimit;
            product.exponent += scaleExponent;
        }
        return product;
    }
};

/// P(Dₙ < d) by the matrix power of Marsaglia, Tsang and Wang (2003): exact, O(k³ log n) with k = ⌈n·d⌉.
double cdfByMatrixPower(int64_t n, double d) {
    const double nd = static_cast<double>(n) * d;
    const auto k = static_cast<size_t>(std::ceil(nd));
    const size_t m = 2 * k - 1;
    const double h = static_cast<double>(k) - nd;
    ScaledMatrix base(m);
    std::vector<double> inverseFactorial(m + 2, 1);
    for (size_t i = 1; i < inverseFactorial.size(); ++i)
        inverseFactorial[i] = inverseFactorial[i - 1] / static_cast<double>(i);
    for (size_t i = 0; i < m; ++i) {
        for (size_t j = 0; j < m; ++j) {
            if (j <= i + 1) base.at(i, j) = inverseFactorial[i + 1 - j];
        }
    }
    for (size_t i = 0; i < m; ++i) {
        const double corner = (1 - std::pow(h, static_cast<double>(i + 1))) * inverseFactorial[i + 1];
        base.at(i, 0) = corner;
        base.at(m - 1, m - 1 - i) = corner;
    }
    const double last =
        std::pow(std::max(2 * h - 1, 0.0), static_cast<double>(m)) - 2 * std::pow(h, static_cast<double>(m));
    base.at(m - 1, 0) = (1 + last) * inverseFactorial[m];

    ScaledMatrix power(m);
    for (size_t i = 0; i < m; ++i) power.at(i, i) = 1;
    for (int64_t rest = n; rest > 0; rest /= 2) {
        if (rest % 2 != 0) power = power.times(base);
        if (rest > 1) base = base.times(base);
    }
    double probability = power.at(k - 1, k - 1);
    int exponent = power.exponent;
    for (int64_t i = 1; i <= n; ++i) { // times n!/nⁿ
        probability *= static_cast<double>(i) / static_cast<double>(n);
        if (probability < 1 / scaleLimit) {
            probability *= scaleLimit;
            exponent -= scaleExponent;
        }
    }
    return std::clamp(std::ldexp(probability, exponent), 0.0, 1.0);
}

/// P(Dₙ ≥ d) by the expansion of Pelz and Good (1976): the limit law and three corrections, in powers of
/// 1/√n.
double sfByPelzGood(int64_t n, double d) {
    const double z = std::sqrt(static_cast<double>(n)) * d;
    const double z2 = z * z, z4 = z2 * z2, z6 = z4 * z2, z8 = z4 * z4;
    const double pi2 = pi * pi, pi4 = pi2 * pi2, pi6 = pi4 * pi2;
    const double qLog = -pi2 / 8 / z2;
    if (qLog < -708) return 1;
    std::array<double, 4> k{};
    const int terms = static_cast<int>(std::ceil(16 * z / pi));
    for (int i = terms; i > 0; --i) {
        const double m2 = (2.0 * i - 1) * (2.0 * i - 1), m4 = m2 * m2, m6 = m4 * m2;
        const double q = std::exp(qLog * m2);
        k[0] += q;
        k[1] += q * (-z2 + pi2 / 4 * m2);
        k[2] += q * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * pi2 / 4 * m2 + pi4 * (1 - 2 * z2) / 16 * m4);
        k[3] += q * (-30 * z6 - 90 * z8 + pi2 * (135 * z4 - 96 * z6) / 4 * m2 + pi4 * (-60 * z2 + 212 * z4) / 16 * m4 +
                     pi6 * (5 - 30 * z2) / 64 * m6);
    }
    k[0] *= sqrtTwoPi / z;
    k[1] *= sqrtTwoPi / (6 * z4);
    k[2] *= sqrtTwoPi / (72 * z6 * z);
    k[3] *= sqrtTwoPi / (6480 * z6 * z4);
    for (int i = terms; i > 0; --i) {
        const double i2 = static_cast<double>(i) * i;
        const double q = std::exp(-pi2 / 2 / z2 * i2);
        k[2] -= pi2 * sqrtTwoPi / (36 * z2 * z) * i2 * q;
        k[3] += pi2 * sqrtTwoPi / (216 * z6) * (3 * z2 - pi2 * i2) * i2 * q;
    }
    const double root = std::sqrt(static_cast<double>(n));
    return std::clamp(1 - k[0] - k[1] / root - k[2] / (root * root) - k[3] / (root * root * root), 0.0, 1.0);
}

/// P(Dₙ ≥ d) for 1/2 < n·d ≤ 1: 1 − n!·(2d − 1/n)ⁿ (Ruben and Gambino 1982).
double sfNearMinimum(int64_t n, double nd) {
    const auto count = static_cast<double>(n);
    return 1 - std::exp(std::lgamma(count + 1) - count * std::log(count) + count * std::log(2 * nd - 1));
}

} // namespace

double kolmogorovLimitSf(double x) {
    if (std::isnan(x)) return x;
    if (x <= 0) return 1;
    if (x < 0.82) { // the series for the cumulative probability converges faster here
        double sum = 0;
        for (int k = 1; k < 20; k += 2) sum += std::exp(-k * k * pi * pi / (8 * x * x));
        return 1 - sqrtTwoPi / x * sum;
    }
    double sum = 0;
    for (int k = 1; k < 20; ++k) sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
    return sum;
}

double smirnovSf(int64_t n, double d) {
    if (std::isnan(d)) return d;
    if (d <= 0) return 1;
    if (d >= 1) return 0;
    const auto count = static_cast<double>(n);
    const auto last = static_cast<int64_t>(std::floor(count * (1 - d)));
    // Each term is the probability that the empirical distribution first crosses the line at its j-th value.
    // For large n the terms are samples of a smooth bell that vanishes at both ends; summing every step-th
    // then equals the whole sum to rounding (the trapezoidal rule on an analytic function).
    const bool endsVanish = count * d * (1 - 2 * d) > 45;
    const int64_t step = endsVanish ? std::max<int64_t>(1, last / 4096) : 1;
    double sum = 0;
    for (int64_t j = 0; j <= last; j += step) {
        const auto index = static_cast<double>(j);
        const double p = d + index / count;
        if (p < 1) sum += d / p * binomialPmf(index, count, p);
    }
    return std::min(1.0, sum * static_cast<double>(step));
}

double kolmogorovSf(int64_t n, double d) {
    if (std::isnan(d)) return d;
    const auto count = static_cast<double>(n);
    const double nd = count * d, ndd = nd * d;
    if (nd <= 0.5) return 1;
    if (d >= 1) return 0;
    if (nd <= 1) return sfNearMinimum(n, nd);
    if (nd >= count - 1) return 2 * std::pow(1 - d, count);
    if (d >= 0.5) return 2 * smirnovSf(n, d);
    if (n <= 140) return ndd <= 4 ? 1 - cdfByMatrixPower(n, d) : 2 * smirnovSf(n, d);
    if (ndd >= 370) return 0; // below the smallest double
    if (ndd >= 2.2) return 2 * smirnovSf(n, d);
    if (n <= 100000 && count * std::pow(d, 1.5) <= 1.4) return 1 - cdfByMatrixPower(n, d);
    return sfByPelzGood(n, d);
}

} // namespace lathe::stats
