// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distributions.h"
#include "core/stats/two_sample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace lathe::stats {

namespace {

constexpr size_t order = 4; // cosine and sine at two places
using Vector = std::array<double, order>;
using Matrix = std::array<Vector, order>;

struct CharacteristicMoments {
    Vector mean{};
    Matrix covariance{}; // divided by n
};

Vector waves(double value, const std::array<double, 2>& places) {
    return {std::cos(places[0] * value), std::cos(places[1] * value), std::sin(places[0] * value),
            std::sin(places[1] * value)};
}

CharacteristicMoments characteristic(std::span<const double> sample, const std::array<double, 2>& places) {
    CharacteristicMoments result;
    const auto n = static_cast<double>(sample.size());
    for (const double value : sample) {
        const Vector wave = waves(value, places);
        for (size_t i = 0; i < order; ++i) result.mean[i] += wave[i] / n;
    }
    for (const double value : sample) {
        const Vector wave = waves(value, places);
        for (size_t i = 0; i < order; ++i) {
            for (size_t j = 0; j < order; ++j) {
                result.covariance[i][j] += (wave[i] - result.mean[i]) * (wave[j] - result.mean[j]) / n;
            }
        }
    }
    return result;
}

/// One Jacobi rotation that makes matrix[p][q] zero; \p vectors collects the rotations in its columns.
void rotate(Matrix& matrix, Matrix& vectors, size_t p, size_t q) {
    if (matrix[p][q] == 0) return;
    const double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
    const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
    const double c = 1 / std::sqrt(t * t + 1), s = t * c;
    for (size_t k = 0; k < order; ++k) {
        const double kp = matrix[k][p], kq = matrix[k][q];
        matrix[k][p] = c * kp - s * kq;
        matrix[k][q] = s * kp + c * kq;
    }
    for (size_t k = 0; k < order; ++k) {
        const double pk = matrix[p][k], qk = matrix[q][k];
        matrix[p][k] = c * pk - s * qk;
        matrix[q][k] = s * pk + c * qk;
        const double vp = vectors[k][p], vq = vectors[k][q];
        vectors[k][p] = c * vp - s * vq;
        vectors[k][q] = s * vp + c * vq;
    }
}

struct QuadraticForm {
    double value = 0;
    size_t rank = 0;
};

/// xᵀ·A⁺·x with the pseudo-inverse of a symmetric matrix, and the rank of A, by Jacobi's eigenvalue method.
QuadraticForm pseudoInverseForm(Matrix matrix, const Vector& x) {
    Matrix vectors{};
    for (size_t i = 0; i < order; ++i) vectors[i][i] = 1;
    for (int sweep = 0; sweep < 50; ++sweep) {
        for (size_t p = 0; p < order; ++p) {
            for (size_t q = p + 1; q < order; ++q) rotate(matrix, vectors, p, q);
        }
    }
    double largest = 0;
    for (size_t i = 0; i < order; ++i) largest = std::max(largest, std::abs(matrix[i][i]));
    QuadraticForm form;
    for (size_t i = 0; i < order; ++i) {
        if (std::abs(matrix[i][i]) <= 1e-15 * largest) continue;
        double along = 0;
        for (size_t k = 0; k < order; ++k) along += vectors[k][i] * x[k];
        form.value += along * along / matrix[i][i];
        ++form.rank;
    }
    return form;
}

} // namespace

TestResult eppsSingleton(std::span<const double> a, std::span<const double> b) {
    std::vector<double> pooled(a.size() + b.size());
    std::merge(a.begin(), a.end(), b.begin(), b.end(), pooled.begin());
    const double halfRange = (quantile(pooled, 0.75) - quantile(pooled, 0.25)) / 2;
    if (!(halfRange > 0)) {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        return {nan, nan};
    }
    const std::array<double, 2> places{0.4 / halfRange, 0.8 / halfRange};
    const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size()), total = n + m;
    const CharacteristicMoments first = characteristic(a, places), second = characteristic(b, places);
    Matrix covariance{};
    Vector difference{};
    for (size_t i = 0; i < order; ++i) {
        difference[i] = first.mean[i] - second.mean[i];
        for (size_t j = 0; j < order; ++j) {
            covariance[i][j] = total / n * first.covariance[i][j] + total / m * second.covariance[i][j];
        }
    }
    const QuadraticForm form = pseudoInverseForm(covariance, difference);
    double statistic = total * form.value;
    if (std::max(a.size(), b.size()) < 25) { // small-sample correction of the authors
        statistic /= 1 + std::pow(total, -0.45) + 10.1 * (std::pow(n, -1.7) + std::pow(m, -1.7));
    }
    return {statistic, form.rank == 0 ? 1 : chiSquaredSf(statistic, static_cast<double>(form.rank))};
}

} // namespace lathe::stats
