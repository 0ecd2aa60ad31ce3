// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: the ways of fill_missing that look at other rows; readFillMissing() chooses among them.
#pragma once

#include "core/data/recipe/recipe_operation.h"

namespace lathe::recipe {

Result<std::unique_ptr<Operation>> readFillFromNeighbour(const ConfigNode& node, bool forward);
Result<std::unique_ptr<Operation>> readFillFromGroup(const ConfigNode& node);
Result<std::unique_ptr<Operation>> readFillFromNearest(const ConfigNode& node);

} // namespace lathe::recipe
