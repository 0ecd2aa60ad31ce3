// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/data/expression/expression_node.h"

namespace lathe::recipe {

/// A Python text literal.
std::string pythonText(std::string_view text);
/// The expression over a pandas frame `df` with nullable types; none for what pandas has no like of.
std::optional<std::string> pandasExpression(const expression::Node& node);

} // namespace lathe::recipe
