// SPDX-License-Identifier: GPL-3.0-or-later
// The first byte chooses what reads the rest: a suite, a regular expression or date format with a text after a line
// break, a row condition, a JSON Schema with a text, or a date. Everything is refused with a message or read; a suite
// that is read is written back the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/text.h"
#include "core/data/validation/json_schema.h"
#include "core/data/validation/loose_dates.h"
#include "core/data/validation/pattern.h"
#include "core/data/validation/row_condition.h"
#include "core/data/validation/suite.h"
#include "core/data/validation/time_format.h"

using namespace lathe;

namespace {

template <typename T>
bool readable(const Result<T>& result) {
    if (!result && result.error().message.empty()) std::abort();
    return result.has_value();
}

void readSuite(std::string_view text) {
    const auto suite = ExpectationSuite::parseText(text, "fuzz");
    if (!readable(suite)) return;
    for (const Expectation& expectation : suite->expectations) {
        (void)readable(resolvedArguments(expectation, suite->parameters));
        (void)expectation.describe();
    }
    if (!isValidUtf8(text)) return;
    const std::string yaml = suite->toYaml();
    const auto again = ExpectationSuite::parseText(yaml, "again");
    if (!readable(again) || again->toYaml() != yaml) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string_view head = text.substr(0, text.find('\n'));
    const std::string_view rest = text.substr(std::min(text.size(), head.size() + 1));
    switch (data[0] % 6) {
    case 0: readSuite(text); break;
    case 1:
        if (const auto pattern = Pattern::compile(head); readable(pattern)) (void)pattern->search(rest);
        if (const auto like = Pattern::compile(likeExpression(head, '!')); readable(like)) (void)like->search(rest);
        break;
    case 2:
        if (const auto format = TimeFormat::compile(head); readable(format)) (void)format->matches(rest);
        break;
    case 3: (void)readable(rowConditionExpression(std::string(text))); break;
    case 4:
        if (const Json schema = Json::parse(head, nullptr, false); !schema.is_discarded())
            if (const auto compiled = JsonSchema::compile(schema); readable(compiled))
                (void)compiled->acceptsText(rest);
        break;
    default: (void)isLooseDate(text);
    }
    return 0;
}
