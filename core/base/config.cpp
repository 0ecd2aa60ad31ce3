// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/config.h"

#include <cmath>
#include <deque>
#include <map>
#include <unordered_set>

#include <nlohmann/json.hpp>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "core/base/text.h"

namespace lathe {

struct ConfigNode::Value {
    enum class Kind { Null, Scalar, List, Map };
    Kind kind = Kind::Null;
    bool quoted = false;
    std::string scalar;
    std::vector<const Value*> items;
    std::vector<std::pair<std::string, const Value*>> entries;
    std::string path; // "steps[2].fill"
    int line = 0;     // 1-based; 0 when the value was made by a program
    int column = 0;
};

struct ConfigNode::File {
    std::string name;
    std::deque<Value> values;
    Value* root = nullptr;

    Value* add(Value value) {
        values.push_back(std::move(value));
        return &values.back();
    }
};

namespace {

constexpr size_t maxValues = 100'000;
constexpr int maxDepth = 100;

struct Refused {
    std::string message;
    YAML::Mark mark;
};

std::string placeText(const std::string& name, int line, int column) {
    return line > 0 ? fmt::format("{}:{}:{}", name, line, column) : name;
}

/// A scalar as UTF-8. yaml-cpp 0.7 writes the escapes \N (U+0085) and \_ (U+00A0) as one byte each; everything else
/// comes from text that is UTF-8, so a byte that continues nothing is one of those.
std::string scalarText(const std::string& scalar) {
    if (isValidUtf8(scalar)) return scalar;
    std::string text;
    for (size_t at = 0; at < scalar.size();) {
        const auto lead = static_cast<unsigned char>(scalar[at]);
        const bool alone = lead >= 0x80 && lead < 0xC0;
        if (alone) text += '\xC2';
        const size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        text.append(scalar, at, length);
        at += length;
    }
    return text;
}

/// Converts yaml-cpp's tree into ours, which knows places and paths and bounds depth and size.
template <typename File, typename Value>
class Converter {
public:
    explicit Converter(File& file) : m_file(file) {}

    Value* convert(const YAML::Node& node, const std::string& path, int depth) {
        const YAML::Mark mark = node.Mark();
        if (depth > maxDepth) throw Refused{fmt::format("nested deeper than {} levels", maxDepth), mark};
        if (m_file.values.size() >= maxValues) throw Refused{fmt::format("more than {} values", maxValues), mark};
        Value value;
        value.path = path;
        value.line = mark.line + 1;
        value.column = mark.column + 1;
        Value* stored = m_file.add(std::move(value));
        if (node.IsScalar()) {
            stored->kind = Value::Kind::Scalar;
            stored->scalar = scalarText(node.Scalar());
            stored->quoted = node.Tag() == "!";
        } else if (node.IsSequence()) {
            stored->kind = Value::Kind::List;
            size_t index = 0;
            for (const auto& item : node)
                stored->items.push_back(convert(item, fmt::format("{}[{}]", path, index++), depth + 1));
        } else if (node.IsMap()) {
            stored->kind = Value::Kind::Map;
            std::unordered_set<std::string> keys;
            for (const auto& entry : node) {
                if (!entry.first.IsScalar()) throw Refused{"a key must be plain text", entry.first.Mark()};
                const std::string key = scalarText(entry.first.Scalar());
                if (!keys.insert(key).second)
                    throw Refused{fmt::format("the key '{}' stands twice", key), entry.first.Mark()};
                stored->entries.emplace_back(key,
                                             convert(entry.second, path.empty() ? key : path + "." + key, depth + 1));
            }
        }
        return stored;
    }

private:
    File& m_file;
};

/// Bounds nesting before yaml-cpp builds its tree, whose construction and destruction recurse.
class DepthGuard : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {
        enter(mark);
    }
    void OnSequenceEnd() override { --m_depth; }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        enter(mark);
    }
    void OnMapEnd() override { --m_depth; }

private:
    void enter(const YAML::Mark& mark) {
        if (++m_depth > maxDepth) throw Refused{fmt::format("nested deeper than {} levels", maxDepth), mark};
    }
    int m_depth = 0;
};

std::optional<bool> plainBoolean(const std::string& text) {
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    return std::nullopt;
}

bool isPlainNull(const std::string& text) {
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::string floatText(double number) {
    if (std::isnan(number)) return ".nan";
    if (std::isinf(number)) return number > 0 ? ".inf" : "-.inf";
    if (number == 0 && std::signbit(number)) return "-0.0"; // -0 is an integer, which has no sign at zero
    return exactNumber(number);
}

std::optional<double> plainNumber(const std::string& text) {
    if (text == ".inf" || text == ".Inf") return INFINITY;
    if (text == "-.inf" || text == "-.Inf") return -INFINITY;
    if (text == ".nan" || text == ".NaN") return NAN;
    const bool looksNumeric =
        !text.empty() && (std::isdigit(static_cast<unsigned char>(text.back())) || text.back() == '.');
    return looksNumeric ? parseNumber(text) : std::nullopt;
}

} // namespace

Result<ConfigNode> ConfigNode::parse(std::string_view text, std::string name) {
    auto file = std::make_shared<File>();
    file->name = std::move(name);
    const auto refuse = [&](const std::string& message, const YAML::Mark& mark) {
        return fail(ErrorKind::InvalidInput, "{}: {}", placeText(file->name, mark.line + 1, mark.column + 1), message);
    };
    if (!isValidUtf8(text)) return fail(ErrorKind::InvalidInput, "{}: not UTF-8 text", file->name);
    // yaml-cpp takes zeros among the first bytes for UTF-16 or UTF-32, and makes texts of them that are not UTF-8.
    if (text.find('\0') != std::string_view::npos)
        return fail(ErrorKind::InvalidInput, "{}: holds a NUL character, which YAML does not allow", file->name);
    // yaml-cpp 0.7 recurses while scanning brackets; refuse absurd nesting before it can use up the stack.
    constexpr int maxBrackets = 1000;
    int brackets = 0;
    for (const char c : text) {
        if (c == '[' || c == '{') ++brackets;
        if (c == ']' || c == '}') --brackets;
        if (brackets > maxBrackets)
            return fail(ErrorKind::InvalidInput, "{}: nested deeper than {} levels", file->name, maxDepth);
    }
    try {
        std::istringstream guarded{std::string(text)};
        YAML::Parser parser(guarded);
        DepthGuard guard;
        if (parser.HandleNextDocument(guard) && parser.HandleNextDocument(guard))
            return fail(ErrorKind::InvalidInput, "{}: holds more than one document", file->name);
        const YAML::Node root = YAML::Load(std::string(text));
        file->root = Converter<File, Value>(*file).convert(root, "", 0);
    } catch (const Refused& refused) {
        return refuse(refused.message, refused.mark);
    } catch (const YAML::Exception& exception) {
        return refuse(exception.msg, exception.mark);
    }
    const Value* root = file->root;
    return ConfigNode(std::move(file), root);
}

Result<ConfigNode> ConfigNode::readFile(const Path& path) {
    LATHE_TRY(const std::string text, readTextFile(path, size_t{16} << 20));
    return parse(text, path.string());
}

ConfigNode ConfigNode::fromJson(const Json& value, std::string name) {
    auto file = std::make_shared<File>();
    file->name = std::move(name);
    const auto convert = [&file](const auto& self, const Json& json, const std::string& path) -> const Value* {
        Value* stored = file->add({});
        stored->path = path;
        if (json.is_object()) {
            stored->kind = Value::Kind::Map;
            for (const auto& [key, item] : json.items())
                stored->entries.emplace_back(key, self(self, item, path.empty() ? key : path + "." + key));
        } else if (json.is_array()) {
            stored->kind = Value::Kind::List;
            for (size_t i = 0; i < json.size(); ++i)
                stored->items.push_back(self(self, json[i], fmt::format("{}[{}]", path, i)));
        } else if (!json.is_null()) {
            stored->kind = Value::Kind::Scalar;
            stored->quoted = json.is_string();
            stored->scalar = json.is_string()         ? json.get<std::string>()
                             : json.is_number_float() ? exactNumber(json.get<double>())
                                                      : json.dump();
        }
        return stored;
    };
    const Value* root = convert(convert, value, "");
    return ConfigNode(std::move(file), root);
}

bool ConfigNode::isMap() const { return m_value->kind == Value::Kind::Map; }
bool ConfigNode::isList() const { return m_value->kind == Value::Kind::List; }
bool ConfigNode::isScalar() const { return m_value->kind == Value::Kind::Scalar; }
bool ConfigNode::isNull() const {
    return m_value->kind == Value::Kind::Null || (isScalar() && !m_value->quoted && isPlainNull(m_value->scalar));
}

std::string ConfigNode::place() const { return placeText(m_file->name, m_value->line, m_value->column); }

Error ConfigNode::error(std::string message, std::string hint) const {
    std::string text = place();
    if (!m_value->path.empty()) text += ": " + m_value->path;
    return Error{ErrorKind::InvalidInput, text + ": " + std::move(message), std::move(hint), {}};
}

Result<std::vector<std::pair<std::string, ConfigNode>>> ConfigNode::entries() const {
    std::vector<std::pair<std::string, ConfigNode>> result;
    if (isNull()) return result;
    if (!isMap()) return failure(error("must be a map of keys and values"));
    for (const auto& [key, value] : m_value->entries) result.emplace_back(key, ConfigNode(m_file, value));
    return result;
}

Result<std::vector<ConfigNode>> ConfigNode::items() const {
    std::vector<ConfigNode> result;
    if (isNull()) return result;
    if (!isList()) return failure(error("must be a list"));
    for (const Value* value : m_value->items) result.push_back(ConfigNode(m_file, value));
    return result;
}

Result<std::string> ConfigNode::text() const {
    if (!isScalar()) return failure(error("must be a text"));
    return m_value->scalar;
}

Result<double> ConfigNode::number() const {
    const auto value = isScalar() ? plainNumber(m_value->scalar) : std::nullopt;
    if (!value) return failure(error("must be a number"));
    return *value;
}

Result<int64_t> ConfigNode::integer() const {
    const auto value = isScalar() ? parseInteger(m_value->scalar) : std::nullopt;
    if (!value) return failure(error("must be a whole number"));
    return *value;
}

Result<bool> ConfigNode::boolean() const {
    const auto value = isScalar() ? plainBoolean(m_value->scalar) : std::nullopt;
    if (!value) return failure(error("must be true or false"));
    return *value;
}

Result<std::vector<std::string>> ConfigNode::textList() const {
    std::vector<std::string> result;
    if (isScalar()) {
        result.push_back(m_value->scalar);
        return result;
    }
    LATHE_TRY(const auto list, items());
    for (const auto& item : list) {
        LATHE_TRY(std::string value, item.text());
        result.push_back(std::move(value));
    }
    return result;
}

Result<std::optional<ConfigNode>> ConfigNode::find(std::string_view key) const {
    if (isNull()) return std::nullopt;
    if (!isMap()) return failure(error("must be a map of keys and values"));
    for (const auto& [name, value] : m_value->entries)
        if (name == key) return ConfigNode(m_file, value);
    return std::nullopt;
}

Result<ConfigNode> ConfigNode::require(std::string_view key) const {
    LATHE_TRY(const auto node, find(key));
    if (!node) return failure(error(fmt::format("the key '{}' is missing", key)));
    return *node;
}

namespace {

template <typename T, typename Read>
Result<T> valueOr(const ConfigNode& map, std::string_view key, T fallback, Read read) {
    LATHE_TRY(const auto node, map.find(key));
    if (!node || node->isNull()) return fallback;
    return read(*node);
}

} // namespace

Result<std::string> ConfigNode::textOr(std::string_view key, std::string fallback) const {
    return valueOr<std::string>(*this, key, std::move(fallback), [](const ConfigNode& n) { return n.text(); });
}
Result<double> ConfigNode::numberOr(std::string_view key, double fallback) const {
    return valueOr<double>(*this, key, fallback, [](const ConfigNode& n) { return n.number(); });
}
Result<int64_t> ConfigNode::integerOr(std::string_view key, int64_t fallback) const {
    return valueOr<int64_t>(*this, key, fallback, [](const ConfigNode& n) { return n.integer(); });
}
Result<bool> ConfigNode::booleanOr(std::string_view key, bool fallback) const {
    return valueOr<bool>(*this, key, fallback, [](const ConfigNode& n) { return n.boolean(); });
}

Result<void> ConfigNode::allowKeys(std::span<const std::string> known) const {
    LATHE_TRY(const auto all, entries());
    for (const auto& [key, node] : all)
        if (std::find(known.begin(), known.end(), key) == known.end())
            return failure(node.error(fmt::format("unknown key '{}'", key), suggestion(key, known)));
    return {};
}

Result<void> ConfigNode::allowKeys(std::initializer_list<const char*> known) const {
    return allowKeys(std::vector<std::string>(known.begin(), known.end()));
}

Result<std::string> ConfigNode::oneOf(std::span<const std::string> allowed) const {
    LATHE_TRY(std::string value, text());
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        return failure(error(fmt::format("'{}' is not known here", value), suggestion(value, allowed)));
    return value;
}

Json ConfigNode::toJson() const {
    if (isNull()) return nullptr;
    if (isMap()) {
        Json object = Json::object();
        for (const auto& [key, value] : m_value->entries) object[key] = ConfigNode(m_file, value).toJson();
        return object;
    }
    if (isList()) {
        Json list = Json::array();
        for (const Value* value : m_value->items) list.push_back(ConfigNode(m_file, value).toJson());
        return list;
    }
    const std::string& scalar = m_value->scalar;
    if (m_value->quoted) return scalar;
    if (const auto boolean = plainBoolean(scalar)) return *boolean;
    if (const auto integer = parseInteger(scalar)) return *integer;
    if (const auto number = plainNumber(scalar)) return *number;
    return scalar;
}

Result<void> setDotted(Json& map, std::string_view key, Json value) {
    Json* place = &map;
    for (const auto& part : splitText(key, '.')) {
        if (part.empty()) return fail(ErrorKind::InvalidInput, "'{}' is not a key: a part of it is empty", key);
        if (!place->is_object() && !place->is_null())
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("'{}' cannot be set: what stands before '{}' is a value, not a map", key, part),
                            "Name a key of a map, as in model.depth=4.");
        place = &(*place)[part];
    }
    *place = std::move(value);
    return {};
}

namespace {

void emit(YAML::Emitter& out, const Json& value) {
    if (value.is_object()) {
        out << YAML::BeginMap;
        for (const auto& [key, item] : value.items()) {
            out << YAML::Key << key << YAML::Value;
            emit(out, item);
        }
        out << YAML::EndMap;
    } else if (value.is_array()) {
        const bool nested =
            std::any_of(value.begin(), value.end(), [](const Json& item) { return item.is_structured(); });
        if (!nested) out << YAML::Flow;
        out << YAML::BeginSeq;
        for (const auto& item : value) emit(out, item);
        out << YAML::EndSeq;
    } else if (value.is_string()) {
        const auto text = value.get<std::string>();
        // yaml-cpp writes a carriage return as it is, and reads it as the end of a line.
        const bool control =
            std::any_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' ' && c != '\n'; });
        const bool ambiguous =
            control || isPlainNull(text) || plainBoolean(text) || parseNumber(text) || plainNumber(text);
        if (ambiguous) out << YAML::DoubleQuoted;
        out << text;
    } else if (value.is_number_float()) {
        out << floatText(value.get<double>());
    } else if (value.is_null()) {
        out << YAML::Null;
    } else {
        out << value.dump();
    }
}

} // namespace

std::string toYaml(const Json& value) {
    YAML::Emitter out;
    emit(out, value);
    return std::string(out.c_str()) + "\n";
}

} // namespace lathe
