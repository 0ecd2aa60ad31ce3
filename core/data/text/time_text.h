// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: parts of written times that all readers take in the same way.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lathe {

/// A time whose fraction of a second has more than six digits, without the digits behind the microsecond. Other texts
/// as they are.
[[nodiscard]] std::string cutToMicros(std::string_view text);

/// Minutes east of UTC of a zone written by its letters: UTC, GMT, Z, the names of RFC 822 (EST to PDT) and those of
/// Europe, also in German (CET, MESZ). None for others, also for those with several meanings (IST, BST).
[[nodiscard]] std::optional<int> minutesOfZone(std::string_view capitals);

} // namespace lathe
