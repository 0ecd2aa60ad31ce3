// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/learn/engine.h"

namespace lathe {

struct LeastSquares {
    std::vector<double> weight;
    double bias = 0;
};

/// Minimises Σ (y − w·x − b)² + l2·‖w‖². Errors: Cancelled.
Result<LeastSquares> solveLeastSquares(const LabelledRows<double>& rows, double l2, int threads,
                                       const EngineHooks& hooks);

} // namespace lathe
