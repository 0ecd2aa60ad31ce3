// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// True when \p text is one JSON value (RFC 8259; NaN and Infinity alone, as Python reads them).
bool isJsonText(std::string_view text);

/// A JSON Schema, the common part of drafts 4 to 2020-12: type, enum, const, bounds, lengths, pattern, items,
/// prefixItems, contains, uniqueItems, properties, patternProperties, additionalProperties, propertyNames, required,
/// dependentRequired, if/then/else, allOf, anyOf, oneOf, not, and $ref inside the document. Thread safe.
class JsonSchema {
public:
    /// Errors: InvalidInput for a keyword whose value cannot be, a $ref that leads nowhere or outside, and
    /// keywords that change what is accepted and are not in the list.
    static Result<JsonSchema> compile(const Json& schema);
    /// Whether \p text is JSON and satisfies the schema. Schemas that refer to themselves end at 200 levels: refused.
    [[nodiscard]] bool acceptsText(std::string_view text) const;

private:
    struct Compiled;
    explicit JsonSchema(std::shared_ptr<const Compiled> compiled) : m_compiled(std::move(compiled)) {}
    std::shared_ptr<const Compiled> m_compiled;
};

} // namespace lathe
