// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

namespace lathe {

/// JSON that keeps the order of its keys, so that what we print reads as it was built.
using Json = nlohmann::ordered_json;

} // namespace lathe
