// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <string>

#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// What a name between ${ and } stands for.
using Lookup = std::function<Result<Json>(const std::string& name)>;

/// Replaces ${name} in every text of \p value. A text that is nothing but one ${name} becomes the value itself, with
/// its type; inside a longer text the value is written out. $${ stands for a literal ${. Errors: those of \p lookup;
/// InvalidInput for a ${ without its }.
Result<Json> substituted(const Json& value, const Lookup& lookup);

/// A variable given as text, typed as a plain YAML value would be: 12 is a number, true a boolean.
Json plainValue(const std::string& text);

} // namespace lathe
