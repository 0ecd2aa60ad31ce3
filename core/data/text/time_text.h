// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: parts of written times that all readers take in the same way.
#pragma once

#include <string>
#include <string_view>

namespace lathe {

/// A time whose fraction of a second has more than six digits, without the digits behind the microsecond. Other texts
/// as they are.
[[nodiscard]] std::string cutToMicros(std::string_view text);

} // namespace lathe
