// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/warnings.h"
#include "ui/shell/theme.h"

#include <QString>

namespace lathe::ui {

/// The finding as a sentence in the person's language: "'age' is missing in 20.1 % of the rows".
[[nodiscard]] QString warningText(const ProfileWarning& warning);
/// What one could do about it.
[[nodiscard]] QString warningRemedy(WarningKind kind);
[[nodiscard]] Tint severityTint(Severity severity);

} // namespace lathe::ui
