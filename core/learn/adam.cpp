// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/adam.h"

#include <cmath>

namespace lathe {

AdamStep AdamStep::at(int64_t step, double learningRate, double weightDecay) {
    const auto t = static_cast<double>(step);
    return {learningRate / (1 - std::pow(beta1, t)), std::sqrt(1 - std::pow(beta2, t)), weightDecay};
}

void AdamStep::apply(float* parameters, const float* gradients, float* firstMoments, float* secondMoments,
                     size_t count) const {
    // Where LibTorch's vectorised kernels fuse a product into the following sum, so does this; elsewhere each operation
    // rounds.
    constexpr auto keepFirst = static_cast<float>(beta1);
    constexpr auto addFirst = static_cast<float>(1 - beta1);
    constexpr auto keepSecond = static_cast<float>(beta2);
    constexpr auto addSecond = static_cast<float>(1 - beta2);
    constexpr auto smallest = static_cast<float>(epsilon);
    const auto correction = static_cast<float>(secondCorrection);
    const auto stride = static_cast<float>(-size);
    const auto decay = static_cast<float>(weightDecay);
    const bool decays = weightDecay != 0;
    for (size_t i = 0; i < count; ++i) {
        const float gradient = decays ? __builtin_fmaf(parameters[i], decay, gradients[i]) : gradients[i];
        const float first = __builtin_fmaf(gradient, addFirst, firstMoments[i] * keepFirst);
        const float second = __builtin_fmaf(addSecond * gradient, gradient, secondMoments[i] * keepSecond);
        firstMoments[i] = first;
        secondMoments[i] = second;
        parameters[i] += stride * first / (__builtin_sqrtf(second) / correction + smallest);
    }
}

} // namespace lathe
