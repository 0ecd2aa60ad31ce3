// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header of the expression language: the functions by what they work on. Each gets the call, its evaluated
// arguments and the rows wanted (1 when all arguments are constant).
#pragma once

#include <vector>

#include "core/data/expression/expression_node.h"

namespace lathe::expression {

lathe::Column evaluateTexts(const Node& call, const std::vector<Operand>& arguments, size_t rows);
lathe::Column evaluateDates(const Node& call, const std::vector<Operand>& arguments, size_t rows);

/// Marks a row of a result of \p rows rows, which may not have all its values yet.
inline void setMissing(lathe::Column& result, size_t rows, size_t row) {
    if (result.missing.empty()) result.missing.assign(rows, 0);
    result.missing[row] = 1;
}

} // namespace lathe::expression
