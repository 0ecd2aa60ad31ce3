// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace lathe::ui {

/// "values to be between" for "expect_column_values_to_be_between", in the language of the window.
[[nodiscard]] QString expectationName(const std::string& type);
/// One sentence on what it asks; empty for an expectation that Lathe does not know.
[[nodiscard]] QString expectationHelp(const std::string& type);

} // namespace lathe::ui
