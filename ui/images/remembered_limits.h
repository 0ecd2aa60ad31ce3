// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/images/image_checks.h"

namespace lathe::ui {

/// The limits of the checks that were last set for a dataset of a project, on this machine.
images::CheckLimits rememberedLimits(const Path& project, const std::string& dataset);
/// The usual limits are forgotten, so that later defaults apply.
void rememberLimits(const Path& project, const std::string& dataset, const images::CheckLimits& limits);

} // namespace lathe::ui
