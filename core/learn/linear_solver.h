// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/learn/engine.h"

namespace lathe {

/// Linear regression and binary or multinomial logistic regression in double precision.
struct LinearParameters {
    /// Minimises mean loss + l2/2·‖w‖² + l1·‖w‖₁; a regression's loss is (y − ŷ)²/2, a classification's −ln p. The
    /// intercept is not penalised. In scikit-learn's terms: C = 1/(n·l2), Ridge's alpha = n·l2, ElasticNet's with the
    /// same mean.
    double l2 = 1e-4;
    double l1 = 0;
    int maxIterations = 500;
    double tolerance = 1e-6; ///< largest component of the mean loss's gradient at which the search ends
    int threads = 1;
};

/// The weights are a tensor file with "weight" (outputs × features) and "bias"; one row of weights for two classes.
///
/// A regression without l1 is solved directly: by Cholesky's method with l2 > 0, else by QR with column pivoting, which
/// sets the weights of columns that depend on others to 0. Everything else by OWL-QN (Andrew and Gao 2007; L-BFGS when
/// l1 = 0), which reports "train_loss" and "val_loss" (mean loss without penalty) per iteration. The same bits for any
/// number of threads.
Result<FittedWeights> trainLinear(const LabelledRows<double>& train, const LabelledRows<double>& validation,
                                  const Problem& problem, const LinearParameters& parameters, const EngineHooks& hooks);

} // namespace lathe
