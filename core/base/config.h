// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// A value of a YAML or JSON file that people write, with the place it stands at: every error about it carries
/// "file:line:column" and the key's path, and unknown keys name the nearest known one.
///
/// Values stay valid as long as any ConfigNode of the same file exists. Reading is thread safe.
class ConfigNode {
public:
    /// Parses one YAML document (JSON is YAML). `name` stands in messages. Errors: InvalidInput with the place;
    /// input nested deeper than 100 levels, aliases that expand to more than 100 000 values and duplicate keys are
    /// refused.
    static Result<ConfigNode> parse(std::string_view text, std::string name);
    static Result<ConfigNode> readFile(const Path& path);
    /// A node over a value made by a program; errors name the key's path only.
    static ConfigNode fromJson(const Json& value, std::string name);

    [[nodiscard]] bool isMap() const;
    [[nodiscard]] bool isList() const;
    [[nodiscard]] bool isScalar() const;
    [[nodiscard]] bool isNull() const;

    /// The entries of a map in file order. Error when it is not a map.
    [[nodiscard]] Result<std::vector<std::pair<std::string, ConfigNode>>> entries() const;
    /// The items of a list. Error when it is not a list.
    [[nodiscard]] Result<std::vector<ConfigNode>> items() const;

    [[nodiscard]] Result<std::string> text() const;
    [[nodiscard]] Result<double> number() const;
    [[nodiscard]] Result<int64_t> integer() const;
    [[nodiscard]] Result<bool> boolean() const;
    /// A list of scalars, or one scalar as a list of one.
    [[nodiscard]] Result<std::vector<std::string>> textList() const;

    /// The value under `key`, or none. Errors only when this is not a map.
    [[nodiscard]] Result<std::optional<ConfigNode>> find(std::string_view key) const;
    /// The value under `key`; an error names the missing key.
    [[nodiscard]] Result<ConfigNode> require(std::string_view key) const;

    [[nodiscard]] Result<std::string> textOr(std::string_view key, std::string fallback) const;
    [[nodiscard]] Result<double> numberOr(std::string_view key, double fallback) const;
    [[nodiscard]] Result<int64_t> integerOr(std::string_view key, int64_t fallback) const;
    [[nodiscard]] Result<bool> booleanOr(std::string_view key, bool fallback) const;

    /// An error for the first key of this map that is not in `known`, with the nearest known key as the hint.
    [[nodiscard]] Result<void> allowKeys(std::span<const std::string> known) const;
    [[nodiscard]] Result<void> allowKeys(std::initializer_list<const char*> known) const;

    /// The text as one of `allowed`; an error with the nearest otherwise.
    [[nodiscard]] Result<std::string> oneOf(std::span<const std::string> allowed) const;

    /// The same content as JSON: plain scalars become null, booleans and numbers as in YAML 1.2's core schema, quoted
    /// ones text.
    [[nodiscard]] Json toJson() const;

    /// "pipeline.yaml:12:5"
    [[nodiscard]] std::string place() const;
    /// An InvalidInput error that begins with the place and the key path.
    [[nodiscard]] Error error(std::string message, std::string hint = {}) const;

private:
    struct File;
    struct Value;
    ConfigNode(std::shared_ptr<const File> file, const Value* value) : m_file(std::move(file)), m_value(value) {}

    std::shared_ptr<const File> m_file;
    const Value* m_value = nullptr;
};

/// Sets what a dotted key names: "model.depth" is `depth` of the map `model`. Maps on the way that are not there are
/// made. Errors: InvalidInput when a part is empty, or when the key leads through something that is not a map.
Result<void> setDotted(Json& map, std::string_view key, Json value);

/// Writes JSON as block-style YAML that ConfigNode reads back to the same value.
std::string toYaml(const Json& value);

} // namespace lathe
