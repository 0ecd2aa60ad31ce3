// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace lathe {

/// One step of Adam (Kingma and Ba 2015) over all parameters at once, with the bits of torch.optim.Adam: the same
/// operations in the same order and rounding, in one pass over memory instead of nine.
struct AdamStep {
    static constexpr double beta1 = 0.9;
    static constexpr double beta2 = 0.999;
    static constexpr double epsilon = 1e-8;

    double size = 0;             ///< learning rate / (1 − β₁ᵗ)
    double secondCorrection = 1; ///< √(1 − β₂ᵗ)
    double weightDecay = 0;

    /// \p step counts from 1.
    static AdamStep at(int64_t step, double learningRate, double weightDecay);
    void apply(float* parameters, const float* gradients, float* firstMoments, float* secondMoments,
               size_t count) const;
};

} // namespace lathe
