// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/json_schema.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/text.h"
#include "core/data/text/unicode.h"
#include "core/data/validation/pattern.h"

namespace lathe {

namespace {

constexpr int deepest = 200;

const std::set<std::string> understood{
    "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "items", "prefixItems", "additionalItems", "contains", "minItems", "maxItems",
    "uniqueItems", "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
    "minProperties", "maxProperties", "dependentRequired", "if", "then", "else", "allOf", "anyOf", "oneOf", "not",
    "$ref",
    // Words that say something and change nothing:
    "$schema", "$id", "id", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "format",
    "readOnly", "writeOnly", "deprecated", "contentMediaType", "contentEncoding", "$anchor"};

bool isType(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "number") return value.is_number();
    if (type == "integer")
        return value.is_number_integer() ||
               (value.is_number_float() && value.get<double>() == std::floor(value.get<double>()));
    return false;
}

bool isEqual(const Json& left, const Json& right) {
    if (left.is_number() && right.is_number()) return left.get<double>() == right.get<double>();
    if (left.is_object() && right.is_object())
        return left.size() == right.size() &&
               std::all_of(left.items().begin(), left.items().end(), [&](const auto& item) {
                   return right.contains(item.key()) && isEqual(item.value(), right[item.key()]);
               });
    if (left.is_array() && right.is_array())
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), isEqual);
    return left == right;
}

} // namespace

struct JsonSchema::Compiled {
    Json root;
    std::map<std::string, Pattern> patterns;

    Result<void> prepare(const Json& schema, int depth);
    [[nodiscard]] const Json* referred(const std::string& reference) const;
    [[nodiscard]] bool accepts(const Json& schema, const Json& value, int depth) const;

private:
    Result<void> addPattern(const std::string& text);
    [[nodiscard]] bool found(const std::string& pattern, const std::string& text) const {
        return patterns.at(pattern).search(text) == Pattern::Outcome::Found;
    }
    [[nodiscard]] bool acceptsNumber(const Json& schema, const Json& value) const;
    [[nodiscard]] bool acceptsText(const Json& schema, const std::string& value) const;
    [[nodiscard]] bool acceptsArray(const Json& schema, const Json& value, int depth) const;
    [[nodiscard]] bool acceptsObject(const Json& schema, const Json& value, int depth) const;
    [[nodiscard]] bool acceptsMember(const Json& schema, const std::string& key, const Json& value, int depth) const;
    [[nodiscard]] bool acceptsCombination(const Json& schema, const Json& value, int depth) const;
};

Result<void> JsonSchema::Compiled::addPattern(const std::string& text) {
    if (patterns.contains(text)) return {};
    LATHE_TRY(Pattern pattern, Pattern::compile(text));
    patterns.emplace(text, std::move(pattern));
    return {};
}

Result<void> JsonSchema::Compiled::prepare(const Json& schema, int depth) {
    if (schema.is_boolean()) return {};
    if (!schema.is_object() || depth > deepest) return fail(ErrorKind::InvalidInput, "json_schema must be an object");
    for (const auto& [key, value] : schema.items()) {
        if (!understood.contains(key))
            return fail(ErrorKind::InvalidInput, "json_schema: the keyword '{}' is not understood here", key);
        if (key == "$ref" && (!value.is_string() || !referred(value.get<std::string>())))
            return fail(ErrorKind::InvalidInput, "json_schema: {} leads nowhere in the document", value.dump());
        if (key == "pattern" && value.is_string()) LATHE_CHECK(addPattern(value.get<std::string>()));
        if (key == "patternProperties" && value.is_object())
            for (const auto& [pattern, inner] : value.items()) LATHE_CHECK(addPattern(pattern));
        const bool one = key == "not" || key == "if" || key == "then" || key == "else" || key == "contains" ||
                         key == "propertyNames" || key == "additionalProperties" || key == "additionalItems" ||
                         (key == "items" && !value.is_array());
        const bool several = key == "allOf" || key == "anyOf" || key == "oneOf" || key == "prefixItems" ||
                             key == "properties" || key == "patternProperties" || key == "$defs" ||
                             key == "definitions" || (key == "items" && value.is_array());
        if (one) LATHE_CHECK(prepare(value, depth + 1));
        if (several) {
            if (!value.is_structured())
                return fail(ErrorKind::InvalidInput, "json_schema: '{}' must hold schemas", key);
            for (const Json& inner : value) LATHE_CHECK(prepare(inner, depth + 1));
        }
    }
    return {};
}

const Json* JsonSchema::Compiled::referred(const std::string& reference) const {
    if (reference == "#") return &root;
    if (!reference.starts_with("#/")) return nullptr;
    const Json* at = &root;
    for (std::string step : splitText(std::string_view(reference).substr(2), '/')) {
        for (size_t i = step.find("~1"); i != std::string::npos; i = step.find("~1")) step.replace(i, 2, "/");
        for (size_t i = step.find("~0"); i != std::string::npos; i = step.find("~0")) step.replace(i, 2, "~");
        if (!at->is_object() || !at->contains(step)) return nullptr;
        at = &(*at)[step];
    }
    return at->is_object() || at->is_boolean() ? at : nullptr;
}

bool JsonSchema::Compiled::acceptsNumber(const Json& schema, const Json& value) const {
    const double number = value.get<double>();
    const auto bound = [&](const char* key, auto holds) {
        const auto found = schema.find(key);
        return found == schema.end() || !found->is_number() || holds(found->get<double>());
    };
    // Draft 4 wrote exclusiveMinimum as a truth value beside minimum.
    const bool strictLow = schema.value("exclusiveMinimum", Json()) == Json(true);
    const bool strictHigh = schema.value("exclusiveMaximum", Json()) == Json(true);
    return bound("minimum", [&](double b) { return strictLow ? number > b : number >= b; }) &&
           bound("maximum", [&](double b) { return strictHigh ? number < b : number <= b; }) &&
           bound("exclusiveMinimum", [&](double b) { return number > b; }) &&
           bound("exclusiveMaximum", [&](double b) { return number < b; }) &&
           bound("multipleOf", [&](double b) { return b > 0 && std::floor(number / b) == number / b; });
}

bool JsonSchema::Compiled::acceptsText(const Json& schema, const std::string& value) const {
    const auto length = static_cast<double>(utf8Length(value));
    const auto number = [&](const char* key, double fallback) {
        const auto found = schema.find(key);
        return found != schema.end() && found->is_number() ? found->get<double>() : fallback;
    };
    if (length < number("minLength", 0) || length > number("maxLength", length)) return false;
    const auto pattern = schema.find("pattern");
    return pattern == schema.end() || !pattern->is_string() || found(pattern->get<std::string>(), value);
}

bool JsonSchema::Compiled::acceptsArray(const Json& schema, const Json& value, int depth) const {
    const auto size = static_cast<double>(value.size());
    const auto number = [&](const char* key, double fallback) {
        const auto found = schema.find(key);
        return found != schema.end() && found->is_number() ? found->get<double>() : fallback;
    };
    if (size < number("minItems", 0) || size > number("maxItems", size)) return false;
    if (schema.value("uniqueItems", Json()) == Json(true))
        for (size_t i = 0; i < value.size(); ++i)
            for (size_t j = 0; j < i; ++j)
                if (isEqual(value[i], value[j])) return false;
    const auto items = schema.find("items");
    const auto tuple = schema.contains("prefixItems")               ? schema.find("prefixItems")
                       : items != schema.end() && items->is_array() ? items
                                                                    : schema.end();
    const size_t fixed = tuple == schema.end() ? 0 : tuple->size();
    for (size_t i = 0; i < std::min(fixed, value.size()); ++i)
        if (!accepts((*tuple)[i], value[i], depth + 1)) return false;
    const auto rest = tuple == items && items != schema.end() ? schema.find("additionalItems") : items;
    if (rest != schema.end())
        for (size_t i = fixed; i < value.size(); ++i)
            if (!accepts(*rest, value[i], depth + 1)) return false;
    const auto contains = schema.find("contains");
    return contains == schema.end() || std::any_of(value.begin(), value.end(), [&](const Json& item) {
               return accepts(*contains, item, depth + 1);
           });
}

bool JsonSchema::Compiled::acceptsMember(const Json& schema, const std::string& key, const Json& value,
                                         int depth) const {
    bool known = false;
    if (const auto own = schema.find("properties"); own != schema.end() && own->contains(key)) {
        known = true;
        if (!accepts((*own)[key], value, depth + 1)) return false;
    }
    if (const auto shaped = schema.find("patternProperties"); shaped != schema.end())
        for (const auto& [pattern, inner] : shaped->items())
            if (found(pattern, key)) {
                known = true;
                if (!accepts(inner, value, depth + 1)) return false;
            }
    const auto others = schema.find("additionalProperties");
    return known || others == schema.end() || accepts(*others, value, depth + 1);
}

bool JsonSchema::Compiled::acceptsObject(const Json& schema, const Json& value, int depth) const {
    const auto size = static_cast<double>(value.size());
    if (const auto least = schema.find("minProperties");
        least != schema.end() && least->is_number() && size < least->get<double>())
        return false;
    if (const auto most = schema.find("maxProperties");
        most != schema.end() && most->is_number() && size > most->get<double>())
        return false;
    const auto hasAll = [&](const Json& names) {
        return std::all_of(names.begin(), names.end(), [&](const Json& name) {
            return !name.is_string() || value.contains(name.get<std::string>());
        });
    };
    if (const auto wanted = schema.find("required"); wanted != schema.end() && wanted->is_array() && !hasAll(*wanted))
        return false;
    if (const auto dependent = schema.find("dependentRequired"); dependent != schema.end() && dependent->is_object())
        for (const auto& [key, names] : dependent->items())
            if (value.contains(key) && names.is_array() && !hasAll(names)) return false;
    const auto names = schema.find("propertyNames");
    for (const auto& [key, member] : value.items()) {
        if (names != schema.end() && !accepts(*names, Json(key), depth + 1)) return false;
        if (!acceptsMember(schema, key, member, depth)) return false;
    }
    return true;
}

bool JsonSchema::Compiled::acceptsCombination(const Json& schema, const Json& value, int depth) const {
    const auto count = [&](const Json& list) {
        return std::count_if(list.begin(), list.end(),
                             [&](const Json& each) { return accepts(each, value, depth + 1); });
    };
    if (const auto all = schema.find("allOf");
        all != schema.end() && count(*all) != static_cast<std::ptrdiff_t>(all->size()))
        return false;
    if (const auto any = schema.find("anyOf"); any != schema.end() && count(*any) == 0) return false;
    if (const auto one = schema.find("oneOf"); one != schema.end() && count(*one) != 1) return false;
    if (const auto never = schema.find("not"); never != schema.end() && accepts(*never, value, depth + 1)) return false;
    if (const auto condition = schema.find("if"); condition != schema.end()) {
        const auto branch = schema.find(accepts(*condition, value, depth + 1) ? "then" : "else");
        if (branch != schema.end() && !accepts(*branch, value, depth + 1)) return false;
    }
    return true;
}

bool JsonSchema::Compiled::accepts(const Json& schema, const Json& value, int depth) const {
    if (schema.is_boolean()) return schema.get<bool>();
    if (depth > deepest) return false;
    if (const auto reference = schema.find("$ref"); reference != schema.end())
        if (const Json* target = referred(reference->get<std::string>());
            !target || !accepts(*target, value, depth + 1))
            return false;
    if (const auto type = schema.find("type"); type != schema.end()) {
        const bool fits = type->is_array()
                              ? std::any_of(type->begin(), type->end(),
                                            [&](const Json& t) { return t.is_string() && isType(value, t); })
                              : type->is_string() && isType(value, type->get<std::string>());
        if (!fits) return false;
    }
    if (const auto list = schema.find("enum");
        list != schema.end() && list->is_array() &&
        std::none_of(list->begin(), list->end(), [&](const Json& each) { return isEqual(each, value); }))
        return false;
    if (const auto only = schema.find("const"); only != schema.end() && !isEqual(*only, value)) return false;
    if (value.is_number() && !acceptsNumber(schema, value)) return false;
    if (value.is_string() && !acceptsText(schema, value.get<std::string>())) return false;
    if (value.is_array() && !acceptsArray(schema, value, depth)) return false;
    if (value.is_object() && !acceptsObject(schema, value, depth)) return false;
    return acceptsCombination(schema, value, depth);
}

bool isJsonText(std::string_view text) {
    const std::string_view word = trimmed(text);
    if (word == "NaN" || word == "Infinity" || word == "-Infinity") return true;
    return Json::accept(text);
}

Result<JsonSchema> JsonSchema::compile(const Json& schema) {
    auto compiled = std::make_shared<Compiled>();
    compiled->root = schema;
    LATHE_CHECK(compiled->prepare(schema, 0));
    return JsonSchema(std::move(compiled));
}

bool JsonSchema::acceptsText(std::string_view text) const {
    const Json value = Json::parse(text, nullptr, false);
    return !value.is_discarded() && m_compiled->accepts(m_compiled->root, value, 0);
}

} // namespace lathe
