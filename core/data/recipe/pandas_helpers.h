// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: the Python functions that stand in front of an exported script.
#pragma once

namespace lathe::recipe {

/// Functions over pandas columns of nullable types that do what the steps and expressions do.
extern const char* const pandasHelpers;

} // namespace lathe::recipe
