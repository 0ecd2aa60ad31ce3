// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lathe {

/// A name that people can say and remember: "amber-falcon-148". The words follow from \p id, the number makes
/// it unique.
std::string makeRunName(std::string_view id, int64_t number);

} // namespace lathe
