// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/least_squares.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/parallel.h"

namespace lathe {

namespace {

constexpr size_t blockRows = 2048;

struct Means {
    std::vector<double> features;
    double target = 0;
};

Means meansOf(const LabelledRows<double>& rows) {
    const auto& [values, count, width] = rows.features;
    Means means{std::vector<double>(width), 0};
    for (size_t row = 0; row < count; ++row)
        for (size_t f = 0; f < width; ++f) means.features[f] += values[row * width + f];
    for (double& mean : means.features) mean /= static_cast<double>(count);
    means.target = std::accumulate(rows.target.begin(), rows.target.end(), 0.0) / static_cast<double>(count);
    return means;
}

/// Lower triangle of XᵀX and Xᵀy of centred columns, block by block so that the sums do not depend on the threads.
struct Gram {
    std::vector<double> matrix, vector;
};

Gram gramOfBlock(const LabelledRows<double>& rows, const Means& means, size_t first, size_t count) {
    const size_t width = rows.features.width;
    Gram gram{std::vector<double>(width * width), std::vector<double>(width)};
    std::vector<double> centred(width);
    for (size_t row = first; row < first + count; ++row) {
        for (size_t f = 0; f < width; ++f) centred[f] = rows.features.values[row * width + f] - means.features[f];
        const double target = rows.target[row] - means.target;
        for (size_t i = 0; i < width; ++i) {
            const double value = centred[i];
            double* line = gram.matrix.data() + i * width;
            for (size_t j = 0; j <= i; ++j) line[j] += value * centred[j];
            gram.vector[i] += value * target;
        }
    }
    return gram;
}

Result<Gram> gramOf(const LabelledRows<double>& rows, const Means& means, int threads, const EngineHooks& hooks) {
    const size_t count = rows.features.count;
    const size_t width = rows.features.width;
    const size_t blocks = (count + blockRows - 1) / blockRows;
    const auto group = static_cast<size_t>(std::max(1, threads));
    Gram total{std::vector<double>(width * width), std::vector<double>(width)};
    for (size_t start = 0; start < blocks; start += group) {
        if (hooks.stopRequested()) return stoppedFailure();
        std::vector<Gram> parts(std::min(group, blocks - start));
        parallelFor(
            parts.size(),
            [&](size_t i) {
                const size_t first = (start + i) * blockRows;
                parts[i] = gramOfBlock(rows, means, first, std::min(blockRows, count - first));
            },
            group);
        for (const Gram& part : parts) {
            for (size_t i = 0; i < total.matrix.size(); ++i) total.matrix[i] += part.matrix[i];
            for (size_t i = 0; i < width; ++i) total.vector[i] += part.vector[i];
        }
    }
    return total;
}

/// Solves A x = b for a symmetric positive definite A given by its lower triangle; A and b are overwritten.
bool solveCholesky(std::vector<double>& a, std::vector<double>& b) {
    const size_t n = b.size();
    for (size_t j = 0; j < n; ++j) {
        for (size_t k = 0; k < j; ++k) a[j * n + j] -= a[j * n + k] * a[j * n + k];
        if (!(a[j * n + j] > 0)) return false;
        a[j * n + j] = std::sqrt(a[j * n + j]);
        for (size_t i = j + 1; i < n; ++i) {
            for (size_t k = 0; k < j; ++k) a[i * n + j] -= a[i * n + k] * a[j * n + k];
            a[i * n + j] /= a[j * n + j];
        }
    }
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < i; ++k) b[i] -= a[i * n + k] * b[k];
        b[i] /= a[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; ++k) b[i] -= a[k * n + i] * b[k];
        b[i] /= a[i * n + i];
    }
    return true;
}

/// Householder QR with column pivoting; the columns lie one after the other.
class PivotedQr {
public:
    PivotedQr(std::vector<double> columns, std::vector<double> target, size_t rows, size_t width)
        : m_columns(std::move(columns)), m_target(std::move(target)), m_rows(rows), m_width(width), m_order(width) {
        std::iota(m_order.begin(), m_order.end(), size_t{0});
    }

    Result<std::vector<double>> solve(const EngineHooks& hooks) {
        constexpr double negligible = 1e-11; // of the first pivot: the column depends on those before it
        std::vector<double> diagonal;
        const size_t steps = std::min(m_rows, m_width);
        for (size_t step = 0; step < steps; ++step) {
            if (hooks.stopRequested()) return stoppedFailure();
            bringLongestForward(step);
            const double pivot = reflect(step);
            if (pivot == 0 || (step > 0 && std::abs(pivot) < negligible * std::abs(diagonal.front()))) break;
            diagonal.push_back(pivot);
        }
        return backSubstitute(diagonal);
    }

private:
    [[nodiscard]] double* column(size_t step) { return m_columns.data() + m_order[step] * m_rows; }

    void bringLongestForward(size_t step) {
        size_t longest = step;
        double largest = -1;
        for (size_t j = step; j < m_width; ++j) {
            const double* values = column(j);
            double squares = 0;
            for (size_t i = step; i < m_rows; ++i) squares += values[i] * values[i];
            if (squares > largest * (1 + 1e-12)) {
                largest = squares;
                longest = j;
            }
        }
        std::swap(m_order[step], m_order[longest]);
    }

    /// Applies the reflection that zeroes column \p step below the diagonal to all later columns and the target.
    double reflect(size_t step) {
        double* pivotColumn = column(step);
        double squares = 0;
        for (size_t i = step; i < m_rows; ++i) squares += pivotColumn[i] * pivotColumn[i];
        const double length = std::sqrt(squares);
        if (length == 0) return 0;
        const double diagonal = pivotColumn[step] > 0 ? -length : length;
        pivotColumn[step] -= diagonal;
        const double scale = 1 / (squares - diagonal * (pivotColumn[step] + diagonal));
        const auto apply = [&](double* values) {
            double product = 0;
            for (size_t i = step; i < m_rows; ++i) product += pivotColumn[i] * values[i];
            for (size_t i = step; i < m_rows; ++i) values[i] -= product * scale * pivotColumn[i];
        };
        for (size_t j = step + 1; j < m_width; ++j) apply(column(j));
        apply(m_target.data());
        return diagonal;
    }

    std::vector<double> backSubstitute(const std::vector<double>& diagonal) {
        std::vector<double> solution(m_width);
        for (size_t i = diagonal.size(); i-- > 0;) {
            double value = m_target[i];
            for (size_t j = i + 1; j < diagonal.size(); ++j) value -= column(j)[i] * solution[m_order[j]];
            solution[m_order[i]] = value / diagonal[i];
        }
        return solution;
    }

    std::vector<double> m_columns, m_target;
    size_t m_rows, m_width;
    std::vector<size_t> m_order;
};

Result<std::vector<double>> solveByQr(const LabelledRows<double>& rows, const Means& means, double l2,
                                      const EngineHooks& hooks) {
    const auto& [values, count, width] = rows.features;
    const size_t height = count + (l2 > 0 ? width : 0); // the penalty is one more row √l2·eⱼ per weight
    std::vector<double> columns(height * width);
    for (size_t f = 0; f < width; ++f) {
        for (size_t row = 0; row < count; ++row)
            columns[f * height + row] = values[row * width + f] - means.features[f];
        if (l2 > 0) columns[f * height + count + f] = std::sqrt(l2);
    }
    std::vector<double> target(height);
    for (size_t row = 0; row < count; ++row) target[row] = rows.target[row] - means.target;
    return PivotedQr(std::move(columns), std::move(target), height, width).solve(hooks);
}

} // namespace

Result<LeastSquares> solveLeastSquares(const LabelledRows<double>& rows, double l2, int threads,
                                       const EngineHooks& hooks) {
    const Means means = meansOf(rows);
    LeastSquares solution;
    bool solved = false;
    if (l2 > 0) {
        LATHE_TRY(Gram gram, gramOf(rows, means, threads, hooks));
        for (size_t f = 0; f < rows.features.width; ++f) gram.matrix[f * rows.features.width + f] += l2;
        solved = solveCholesky(gram.matrix, gram.vector);
        solution.weight = std::move(gram.vector);
    }
    if (!solved) {
        LATHE_TRY(solution.weight, solveByQr(rows, means, l2, hooks));
    }
    solution.bias =
        means.target - std::inner_product(means.features.begin(), means.features.end(), solution.weight.begin(), 0.0);
    return solution;
}

} // namespace lathe
