// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace lathe {

/// What a convolutional network consists of, for those who train, write and evaluate it:
///
///     per stage   relu(norm(conv(x))), then residualBlocks times x ← relu(x + norm(conv(relu(norm(conv(x)))))), then 2
///     × 2 max pooling at the end  the mean over the picture, dropout, a dense layer
///
/// conv: 3 × 3, padded by 1, no bias. norm: group normalisation (Wu and He 2018). Pixels 0…255 go in as (x − mean) /
/// scale of their channel. Tensors of the weights file, in single precision: "mean", "scale"; for each convolution N,
/// in the order in which it is used, "convolutions.N.weight" (outputs × inputs × 3 × 3), "convolutions.N.norm.weight"
/// and "convolutions.N.norm.bias"; "output.weight" (outputs × inputs) and "output.bias".
struct CnnLayout {
    static constexpr int64_t kernel = 3;
    static constexpr double epsilon = 1e-5; ///< of the normalisation

    /// Groups that \p channels are normalised in.
    static constexpr int64_t groups(int64_t channels) {
        int64_t groups = 8;
        while (channels % groups != 0) groups /= 2;
        return groups;
    }
    static constexpr size_t convolutionsOfStage(size_t residualBlocks) { return 1 + 2 * residualBlocks; }
};

} // namespace lathe
