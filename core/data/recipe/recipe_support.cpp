// SPDX-License-Identifier: GPL-3.0-or-later
// What several kinds of steps share: finding columns, reading parameters, changing values.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <unordered_map>

#include "core/base/text.h"
#include "core/data/recipe/recipe_operation.h"

namespace lathe::recipe {

// ---- Columns --------------------------------------------------------------------------------------------------

std::vector<std::string> Columns::names() const {
    std::vector<std::string> result;
    for (const ColumnSchema& column : list)
        if (!isHidden(column.name)) result.push_back(column.name);
    return result;
}

bool Columns::has(const std::string& name) const {
    return std::any_of(list.begin(), list.end(), [&](const ColumnSchema& column) { return column.name == name; });
}

std::vector<size_t> Columns::visible() const {
    std::vector<size_t> found;
    for (size_t i = 0; i < list.size(); ++i)
        if (!isHidden(list[i].name)) found.push_back(i);
    return found;
}

Result<void> Columns::add(const std::string& name, ColumnType type) {
    if (has(name))
        return failHint(ErrorKind::InvalidInput, fmt::format("there is a column '{}' already", name),
                        "Choose another name, or drop or rename that column first.");
    list.push_back({name, type});
    return {};
}

Result<size_t> Columns::require(const std::string& name) {
    for (size_t i = 0; i < list.size(); ++i)
        if (list[i].name == name) return i;
    for (const std::string& prefix : open) {
        if (!name.starts_with(prefix)) continue;
        list.push_back({name, ColumnType::Boolean});
        return list.size() - 1;
    }
    return failHint(ErrorKind::InvalidInput, fmt::format("there is no column '{}'", name), suggestion(name, names()));
}

Result<std::vector<size_t>> requireAll(Columns& columns, const std::vector<std::string>& names) {
    std::vector<size_t> found;
    for (const std::string& name : names) {
        LATHE_TRY(const size_t column, columns.require(name));
        found.push_back(column);
    }
    return found;
}

Result<std::vector<size_t>> requireTexts(Columns& columns, const std::vector<std::string>& names) {
    LATHE_TRY(std::vector<size_t> found, requireAll(columns, names));
    for (const size_t column : found)
        if (!isTextual(columns.list[column].type))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' holds {} values, not texts", columns.list[column].name,
                                        toString(columns.list[column].type)),
                            "Leave the column out, or cast it to text in an earlier step.");
    return found;
}

Result<std::vector<size_t>> requireNumbers(Columns& columns, const std::vector<std::string>& names) {
    LATHE_TRY(std::vector<size_t> found, requireAll(columns, names));
    for (const size_t column : found)
        if (!isNumeric(columns.list[column].type))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' holds {} values, not numbers", columns.list[column].name,
                                        toString(columns.list[column].type)),
                            isTextual(columns.list[column].type)
                                ? "Read the numbers with parse_number or cast in an earlier step."
                                : "Leave the column out.");
    return found;
}

// ---- Parameters -----------------------------------------------------------------------------------------------

Result<std::vector<std::string>> readColumnList(const ConfigNode& node, const char* key) {
    LATHE_TRY(const ConfigNode value, node.require(key));
    LATHE_TRY(std::vector<std::string> names, value.textList());
    if (names.empty()) return failure(value.error("the list is empty", "Name at least one."));
    std::set<std::string> seen;
    for (const std::string& name : names)
        if (!seen.insert(name).second) return failure(value.error(fmt::format("'{}' is named twice", name)));
    return names;
}

Result<std::vector<std::string>> readOptionalColumns(const ConfigNode& node, const char* key) {
    LATHE_TRY(const auto value, node.find(key));
    if (!value) return std::vector<std::string>();
    return readColumnList(node, key);
}

Result<std::string> readWord(const ConfigNode& node, const char* key, const std::vector<std::string>& words,
                             const char* fallback) {
    LATHE_TRY(const auto value, node.find(key));
    if (!value) return std::string(fallback);
    return value->oneOf(words);
}

Result<std::string> readText(const ConfigNode& node, const char* key, const char* what) {
    LATHE_TRY(const ConfigNode value, node.require(key));
    LATHE_TRY(std::string text, value.text());
    if (trimmed(text).empty()) return failure(value.error(fmt::format("{} is empty", what)));
    return text;
}

Result<int64_t> readCount(const ConfigNode& node, const char* key, int64_t fallback, int64_t least, int64_t most) {
    LATHE_TRY(const auto value, node.find(key));
    if (!value) return fallback;
    LATHE_TRY(const int64_t number, value->integer());
    if (number < least || number > most)
        return failure(value->error(fmt::format("{} is not between {} and {}", number, least, most)));
    return number;
}

// ---- Values ---------------------------------------------------------------------------------------------------

void keepRows(Table& table, const std::vector<uint64_t>& rows) {
    if (rows.size() == table.rows()) return;
    for (Column& column : table.columns) column = gather(column, rows);
}

bool sameValue(const Column& a, const Column& b, size_t row) {
    if (a.isMissing(row) || b.isMissing(row)) return a.isMissing(row) == b.isMissing(row);
    if (isTextual(a.schema.type) && isTextual(b.schema.type)) return a.text(row) == b.text(row);
    if (isNumeric(a.schema.type) && isNumeric(b.schema.type)) return a.number(row) == b.number(row);
    if (a.schema.type == b.schema.type) return a.integers[row] == b.integers[row];
    return a.display(row) == b.display(row);
}

ColumnFlow changedInPlace(size_t columns, const std::vector<size_t>& changed, const std::vector<size_t>& others) {
    ColumnFlow flow{changed, std::vector<size_t>(columns)};
    flow.looksAt.insert(flow.looksAt.end(), others.begin(), others.end());
    std::iota(flow.origins.begin(), flow.origins.end(), size_t{0});
    for (const size_t column : changed) flow.origins[column] = ColumnFlow::made;
    return flow;
}

Column emptyColumn(const std::string& name, ColumnType type) {
    Column column;
    column.schema = {name, type};
    return column;
}

Column unreadColumn(const ColumnSchema& schema, size_t rows) {
    Column column;
    column.schema = schema;
    switch (schema.type) {
    case ColumnType::Real: column.reals.assign(rows, 0); break;
    case ColumnType::Category:
        column.dictionary.emplace_back();
        column.codes.assign(rows, 0);
        break;
    case ColumnType::Text: column.texts.ends.assign(rows, 0); break;
    default: column.integers.assign(rows, 0);
    }
    return column;
}

void clearValue(Column& column, size_t row) {
    if (column.missing.empty()) column.missing.assign(column.rows(), 0);
    column.missing[row] = 1;
    switch (column.schema.type) {
    case ColumnType::Real: column.reals[row] = std::nan(""); break;
    case ColumnType::Category: column.codes[row] = 0; break;
    case ColumnType::Text: break; // the text stays where it is and means nothing
    default: column.integers[row] = 0;
    }
}

void pushMissing(Column& column) {
    const size_t row = column.rows();
    column.missing.resize(row, 0);
    column.missing.push_back(1);
    switch (column.schema.type) {
    case ColumnType::Real: column.reals.push_back(std::nan("")); break;
    case ColumnType::Category: column.codes.push_back(0); break;
    case ColumnType::Text: column.texts.push({}); break;
    default: column.integers.push_back(0);
    }
}

void pushText(Column& column, std::string_view text) {
    column.texts.push(text);
    if (!column.missing.empty()) column.missing.push_back(0);
}

namespace {

uint64_t mapPlainTexts(Column& column, const TextMap& map) {
    Column changed = emptyColumn(column.schema.name, ColumnType::Text);
    changed.missing = column.missing;
    const size_t rows = column.rows();
    changed.texts.bytes.reserve(column.texts.bytes.size());
    changed.texts.ends.reserve(rows);
    uint64_t cells = 0;
    std::string result;
    for (size_t row = 0; row < rows; ++row) {
        if (column.isMissing(row)) {
            changed.texts.push({});
            continue;
        }
        result.clear();
        const std::string_view text = column.texts.at(row);
        if (map(text, result)) {
            if (result != text) ++cells;
            changed.texts.push(result);
            continue;
        }
        ++cells;
        changed.texts.push({});
        if (changed.missing.empty()) changed.missing.assign(rows, 0);
        changed.missing[row] = 1;
    }
    column = std::move(changed);
    return cells;
}

/// The entries after the change, equal ones brought together.
struct MappedDictionary {
    std::vector<std::string> entries;
    std::vector<uint32_t> codes;  ///< of each old entry
    std::vector<uint8_t> outcome; ///< same, changed, missing
    enum : uint8_t { Same, Changed, Missing };
};

MappedDictionary mapDictionary(const std::vector<std::string>& dictionary, const TextMap& map) {
    MappedDictionary mapped;
    std::unordered_map<std::string, uint32_t> known;
    std::string result;
    for (const std::string& entry : dictionary) {
        result.clear();
        if (!map(entry, result)) {
            mapped.codes.push_back(0);
            mapped.outcome.push_back(MappedDictionary::Missing);
            continue;
        }
        const auto [place, isNew] = known.try_emplace(result, static_cast<uint32_t>(mapped.entries.size()));
        if (isNew) mapped.entries.push_back(result);
        mapped.codes.push_back(place->second);
        mapped.outcome.push_back(result == entry ? MappedDictionary::Same : MappedDictionary::Changed);
    }
    return mapped;
}

} // namespace

uint64_t mapTexts(Column& column, const TextMap& map) {
    if (column.schema.type == ColumnType::Text) return mapPlainTexts(column, map);
    const MappedDictionary mapped = mapDictionary(column.dictionary, map);
    uint64_t cells = 0;
    for (size_t row = 0; row < column.codes.size(); ++row) {
        if (column.isMissing(row)) continue;
        const uint32_t code = column.codes[row];
        if (mapped.outcome[code] != MappedDictionary::Same) ++cells;
        column.codes[row] = mapped.codes[code];
        if (mapped.outcome[code] == MappedDictionary::Missing) clearValue(column, row);
    }
    column.dictionary = mapped.entries;
    return cells;
}

} // namespace lathe::recipe
