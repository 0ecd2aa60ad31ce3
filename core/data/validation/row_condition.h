// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// A row_condition of Great Expectations as an expression of Lathe (docs/expressions.md). Read are the simple
/// conditions of each parser: `age > 30 and city == "Paris"` and `col("age") >= 30`, with &, |, ~, ==, isin and
/// isnull, lists after `in`; and the structures that 1.x stores: comparison, nullity, and, or.
/// Errors: InvalidInput for anything else.
Result<std::string> rowConditionExpression(const Json& condition);

} // namespace lathe
