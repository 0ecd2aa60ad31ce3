// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace lathe {

/// Whether a person's text can be read as a date or time, as generously as Python's dateutil: "3 March 2024",
/// "2024-03-03T10:30+01:00", "Mon 3/4/24 5pm", "20240303", "10:30". Names are English.
bool isLooseDate(std::string_view text);

} // namespace lathe
