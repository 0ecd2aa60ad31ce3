// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/linear_solver.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

#include "core/base/parallel.h"
#include "core/learn/least_squares.h"
#include "core/learn/tensor_file.h"

namespace lathe {

namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

/// The mean loss over rows, and its gradient, as a function of the weights: outputs × (features + 1), the intercept
/// last.
class MeanLoss {
public:
    MeanLoss(const LabelledRows<double>& rows, const Problem& problem, int threads)
        : m_rows(rows), m_problem(problem), m_outputs(problem.classes > 2 ? problem.classes : 1), m_threads(threads) {}

    [[nodiscard]] size_t parameters() const { return m_outputs * (m_rows.features.width + 1); }
    [[nodiscard]] size_t outputs() const { return m_outputs; }
    [[nodiscard]] size_t rows() const { return m_rows.features.count; }
    [[nodiscard]] bool isIntercept(size_t parameter) const {
        return parameter % (m_rows.features.width + 1) == m_rows.features.width;
    }

    /// Rows are summed in blocks of fixed size, added up in order: the same bits for any number of threads.
    double evaluate(const Vector& weights, Vector* gradient) const {
        const size_t blocks = (rows() + blockRows - 1) / blockRows;
        std::vector<Part> parts(blocks);
        parallelFor(
            blocks,
            [&](size_t block) { parts[block] = evaluateBlock(weights, block * blockRows, gradient != nullptr); },
            blocks > 1 ? static_cast<size_t>(m_threads) : 1);
        double loss = 0;
        if (gradient != nullptr) gradient->assign(parameters(), 0);
        for (const Part& part : parts) {
            loss += part.loss;
            for (size_t i = 0; i < part.gradient.size(); ++i) (*gradient)[i] += part.gradient[i];
        }
        const auto n = static_cast<double>(rows());
        if (gradient != nullptr)
            for (double& value : *gradient) value /= n;
        return loss / n;
    }

private:
    static constexpr size_t blockRows = 4096;
    struct Part {
        double loss = 0;
        Vector gradient;
    };

    [[nodiscard]] Part evaluateBlock(const Vector& weights, size_t first, bool withGradient) const {
        const size_t width = m_rows.features.width;
        Part part;
        if (withGradient) part.gradient.resize(parameters());
        Vector logits(m_outputs);
        const size_t end = std::min(first + blockRows, rows());
        for (size_t row = first; row < end; ++row) {
            const double* x = m_rows.features.values + row * width;
            for (size_t k = 0; k < m_outputs; ++k) {
                const double* w = weights.data() + k * (width + 1);
                logits[k] = w[width] + product(w, x, width);
            }
            part.loss += lossAndSlope(logits, m_rows.target[row]);
            if (!withGradient) continue;
            for (size_t k = 0; k < m_outputs; ++k) {
                double* g = part.gradient.data() + k * (width + 1);
                const double slope = logits[k];
                for (size_t f = 0; f < width; ++f) g[f] += slope * x[f];
                g[width] += slope;
            }
        }
        return part;
    }

    static double product(const double* a, const double* b, size_t count) {
        double sums[4] = {};
        size_t i = 0;
        for (; i + 4 <= count; i += 4)
            for (size_t lane = 0; lane < 4; ++lane) sums[lane] += a[i + lane] * b[i + lane];
        for (; i < count; ++i) sums[0] += a[i] * b[i];
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }

    /// The loss of one row; replaces the logits by the loss's derivative with respect to them.
    [[nodiscard]] double lossAndSlope(Vector& logits, double target) const {
        if (m_problem.isRegression()) {
            const double error = logits[0] - target;
            logits[0] = error;
            return error * error / 2;
        }
        if (m_problem.isBinary()) {
            const double z = logits[0];
            const double loss = (z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z))) - target * z;
            logits[0] = (z > 0 ? 1 / (1 + std::exp(-z)) : std::exp(z) / (1 + std::exp(z))) - target;
            return loss;
        }
        const double largest = *std::max_element(logits.begin(), logits.end());
        const auto label = static_cast<size_t>(target);
        const double own = logits[label] - largest;
        double sum = 0;
        for (double& logit : logits) sum += logit = std::exp(logit - largest);
        for (double& logit : logits) logit /= sum;
        logits[label] -= 1;
        return std::log(sum) - own;
    }

    LabelledRows<double> m_rows;
    Problem m_problem;
    size_t m_outputs;
    int m_threads;
};

/// OWL-QN: L-BFGS whose steps stay in one orthant, so that weights can become exactly 0.
class QuasiNewton {
public:
    QuasiNewton(const MeanLoss& loss, const LinearParameters& parameters)
        : m_loss(loss), m_parameters(parameters), m_l1(parameters.l1), m_l2(parameters.l2) {}

    /// One iteration; false when the minimum is reached. \p weights starts at the point of the last call.
    bool step(Vector& weights) {
        if (m_gradient.empty()) m_value = objective(weights, m_gradient);
        const Vector steepest = pseudoGradient(weights);
        const double largest = std::abs(*std::max_element(
            steepest.begin(), steepest.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }));
        if (largest <= m_parameters.tolerance) return false;
        Vector direction = searchDirection(steepest);
        if (search(weights, steepest, direction)) return true;
        if (m_pairs.empty()) return false; // not even the steepest descent helps: rounding is all that is left
        m_pairs.clear();
        direction = searchDirection(steepest);
        return search(weights, steepest, direction);
    }

    [[nodiscard]] double meanLoss() const { return m_meanLoss; }

private:
    struct Pair {
        Vector move, change;
        double inverse;
    };

    double objective(const Vector& weights, Vector& gradient) {
        const double loss = m_loss.evaluate(weights, &gradient);
        double penalty = 0;
        for (size_t i = 0; i < weights.size(); ++i) {
            if (m_loss.isIntercept(i)) continue;
            gradient[i] += m_l2 * weights[i];
            penalty += m_l2 / 2 * weights[i] * weights[i] + m_l1 * std::abs(weights[i]);
        }
        m_candidateLoss = loss;
        return loss + penalty;
    }

    /// The gradient with the subgradient of the l1 term of least size.
    [[nodiscard]] Vector pseudoGradient(const Vector& weights) const {
        Vector result = m_gradient;
        if (m_l1 == 0) return result;
        for (size_t i = 0; i < weights.size(); ++i) {
            if (m_loss.isIntercept(i)) continue;
            if (weights[i] != 0) result[i] += weights[i] > 0 ? m_l1 : -m_l1;
            else if (std::abs(result[i]) <= m_l1) result[i] = 0;
            else result[i] += result[i] < 0 ? m_l1 : -m_l1;
        }
        return result;
    }

    [[nodiscard]] Vector searchDirection(const Vector& steepest) const {
        Vector direction = steepest;
        std::vector<double> factors(m_pairs.size());
        for (size_t i = m_pairs.size(); i-- > 0;) {
            factors[i] = m_pairs[i].inverse * dot(m_pairs[i].move, direction);
            for (size_t j = 0; j < direction.size(); ++j) direction[j] -= factors[i] * m_pairs[i].change[j];
        }
        double scale = 1 / std::max(1.0, std::sqrt(dot(steepest, steepest)));
        if (!m_pairs.empty()) scale = 1 / (m_pairs.back().inverse * dot(m_pairs.back().change, m_pairs.back().change));
        for (double& value : direction) value *= scale;
        for (size_t i = 0; i < m_pairs.size(); ++i) {
            const double factor = factors[i] - m_pairs[i].inverse * dot(m_pairs[i].change, direction);
            for (size_t j = 0; j < direction.size(); ++j) direction[j] += factor * m_pairs[i].move[j];
        }
        for (size_t j = 0; j < direction.size(); ++j)
            direction[j] = m_l1 > 0 && direction[j] * steepest[j] <= 0 ? 0 : -direction[j];
        return direction;
    }

    bool search(Vector& weights, const Vector& steepest, const Vector& direction) {
        constexpr double sufficient = 1e-4;
        constexpr int halvings = 40;
        const double descent = dot(steepest, direction);
        if (!(descent < 0)) return false;
        double length = 1;
        Vector candidate(weights.size());
        Vector gradient;
        for (int i = 0; i < halvings; ++i, length /= 2) {
            for (size_t j = 0; j < weights.size(); ++j)
                candidate[j] = moved(j, weights[j], steepest[j], length * direction[j]);
            const double value = objective(candidate, gradient);
            if (value <= m_value + sufficient * length * descent && value < m_value) {
                accept(weights, candidate, gradient, value);
                return true;
            }
        }
        return false;
    }

    /// The weight after a move that ends at 0 rather than crosses it, when l1 is in force.
    [[nodiscard]] double moved(size_t parameter, double weight, double steepest, double by) const {
        const double target = weight + by;
        if (m_l1 == 0 || m_loss.isIntercept(parameter)) return target;
        const double orthant = weight != 0 ? weight : -steepest;
        return target * orthant <= 0 ? 0 : target;
    }

    void accept(Vector& weights, Vector& candidate, Vector& gradient, double value) {
        constexpr size_t memory = 10;
        Pair pair{candidate, gradient, 0};
        for (size_t j = 0; j < weights.size(); ++j) {
            pair.move[j] -= weights[j];
            pair.change[j] -= m_gradient[j];
        }
        const double curvature = dot(pair.move, pair.change);
        if (curvature > 1e-16 * dot(pair.change, pair.change)) {
            pair.inverse = 1 / curvature;
            m_pairs.push_back(std::move(pair));
            if (m_pairs.size() > memory) m_pairs.pop_front();
        }
        weights.swap(candidate);
        m_gradient.swap(gradient);
        m_value = value;
        m_meanLoss = m_candidateLoss;
    }

    const MeanLoss& m_loss;
    const LinearParameters& m_parameters;
    double m_l1, m_l2;
    double m_value = 0;
    double m_meanLoss = 0;
    double m_candidateLoss = 0;
    Vector m_gradient;
    std::deque<Pair> m_pairs;
};

FittedWeights packed(const Vector& weights, size_t outputs, int64_t steps) {
    const size_t stride = weights.size() / outputs;
    Vector weight;
    Vector bias;
    for (size_t k = 0; k < outputs; ++k) {
        const auto row = weights.begin() + static_cast<std::ptrdiff_t>(k * stride);
        weight.insert(weight.end(), row, row + static_cast<std::ptrdiff_t>(stride - 1));
        bias.push_back(row[static_cast<std::ptrdiff_t>(stride - 1)]);
    }
    TensorFile file;
    file.add("weight", {static_cast<int64_t>(outputs), static_cast<int64_t>(stride - 1)},
             std::span<const double>(weight));
    file.add("bias", {static_cast<int64_t>(outputs)}, std::span<const double>(bias));
    FittedWeights fitted;
    fitted.weights = file.write();
    fitted.steps = steps;
    return fitted;
}

Result<FittedWeights> solveDirectly(const LabelledRows<double>& train, const LabelledRows<double>& validation,
                                    const Problem& problem, const LinearParameters& parameters,
                                    const EngineHooks& hooks) {
    LATHE_TRY(LeastSquares solution, solveLeastSquares(train, parameters.l2 * static_cast<double>(train.features.count),
                                                       parameters.threads, hooks));
    Vector weights = std::move(solution.weight);
    weights.push_back(solution.bias);
    // The series of a regression are mean squares, twice the solver's loss.
    hooks.metric("train_loss", 1, 2 * MeanLoss(train, problem, parameters.threads).evaluate(weights, nullptr));
    if (validation.features.count > 0)
        hooks.metric("val_loss", 1, 2 * MeanLoss(validation, problem, parameters.threads).evaluate(weights, nullptr));
    hooks.progress(1, 1);
    return packed(weights, 1, 1);
}

} // namespace

Result<FittedWeights> trainLinear(const LabelledRows<double>& train, const LabelledRows<double>& validation,
                                  const Problem& problem, const LinearParameters& parameters,
                                  const EngineHooks& hooks) {
    if (problem.isRegression() && parameters.l1 == 0)
        return solveDirectly(train, validation, problem, parameters, hooks);
    const double reported = problem.isRegression() ? 2 : 1;
    const MeanLoss loss(train, problem, parameters.threads);
    const MeanLoss validationLoss(validation, problem, parameters.threads);
    QuasiNewton search(loss, parameters);
    Vector weights(loss.parameters());
    int iteration = 0;
    while (iteration < parameters.maxIterations && search.step(weights)) {
        if (hooks.stopRequested()) return stoppedFailure();
        ++iteration;
        hooks.metric("train_loss", iteration, reported * search.meanLoss());
        if (validation.features.count > 0)
            hooks.metric("val_loss", iteration, reported * validationLoss.evaluate(weights, nullptr));
        hooks.progress(iteration, parameters.maxIterations);
    }
    if (iteration == parameters.maxIterations)
        hooks.log(fmt::format(
            "the search ended after {} iterations before the tolerance was reached; raise max_iterations or l2",
            iteration));
    return packed(weights, loss.outputs(), iteration);
}

} // namespace lathe
