// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/config.h"
#include "core/data/images/pixels.h"

namespace lathe::images {

/// The file in which training finds how to vary pictures:
///
///     augmentation:
///       flip_horizontal: 0.5
///       crop_scale: 0.8
///
/// Values left out are those that change nothing. Errors: InvalidInput with line and column: unknown keys with the
/// nearest known one, values out of range.
Result<Augmentation> parseAugmentation(const std::string& yaml, const std::string& name);

/// The map below `augmentation:`, which is also what a run's `model: {kind: cnn, augmentation: {…}}` holds. Errors: as
/// above.
Result<Augmentation> readAugmentation(const ConfigNode& map);

/// All values, in the order of the struct; parseAugmentation() reads it back.
[[nodiscard]] std::string augmentationYaml(const Augmentation& augmentation);

/// Changes nothing.
[[nodiscard]] Augmentation noAugmentation();

} // namespace lathe::images
