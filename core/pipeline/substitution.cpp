// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/substitution.h"

#include "core/base/text.h"

namespace lathe {

namespace {

std::string written(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return exactNumber(value.get<double>());
    return value.is_null() ? std::string() : value.dump();
}

Result<Json> substitutedText(const std::string& text, const Lookup& lookup) {
    std::string result;
    size_t position = 0;
    for (;;) {
        const size_t start = text.find("${", position);
        if (start == std::string::npos) return Json(result + text.substr(position));
        if (start > position && text[start - 1] == '$') {
            result += text.substr(position, start - position) + "{";
            position = start + 2;
            continue;
        }
        const size_t end = text.find('}', start);
        if (end == std::string::npos) return fail(ErrorKind::InvalidInput, "'{}': a '${{' has no closing '}}'", text);
        LATHE_TRY(const Json value, lookup(std::string(trimmed(text.substr(start + 2, end - start - 2)))));
        if (start == 0 && end + 1 == text.size()) return value;
        result += text.substr(position, start - position) + written(value);
        position = end + 1;
    }
}

} // namespace

Result<Json> substituted(const Json& value, const Lookup& lookup) {
    if (value.is_string()) return substitutedText(value.get<std::string>(), lookup);
    if (!value.is_structured()) return value;
    Json result = value;
    for (auto& item : result) {
        LATHE_TRY(item, substituted(item, lookup));
    }
    return result;
}

Json plainValue(const std::string& text) {
    if (text == "true") return true;
    if (text == "false") return false;
    if (const auto integer = parseInteger(text)) return *integer;
    if (const auto number = parseNumber(text)) return *number;
    return text;
}

} // namespace lathe
