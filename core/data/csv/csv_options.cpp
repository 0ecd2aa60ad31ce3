// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_options.h"

#include "core/base/text.h"

#include <algorithm>

namespace lathe {

namespace {

/// "tab" and "none" have words because the characters themselves are hard to write.
Result<std::optional<char>> oneCharacter(const ConfigNode& node, const char* key) {
    LATHE_TRY(const auto found, node.find(key));
    if (!found) return std::optional<char>();
    LATHE_TRY(const std::string text, found->text());
    if (text == "tab" || text == "\\t") return std::optional('\t');
    if (text == "none") return std::optional('\0');
    if (text.size() == 1) return std::optional(text[0]);
    return failure(
        found->error(fmt::format("'{}' is not one character", text), "Write one character, 'tab' or 'none'."));
}

Result<std::optional<char>> decimalMark(const ConfigNode& node) {
    LATHE_TRY(const auto mark, oneCharacter(node, "decimal_mark"));
    if (!mark || *mark == '.' || *mark == ',') return mark;
    return failure(node.error("decimal_mark must be '.' or ','"));
}

Result<ColumnType> typeFrom(const ConfigNode& node) {
    static const std::vector<std::string> words{"boolean", "integer", "real", "category", "text", "date", "timestamp"};
    LATHE_TRY(const std::string word, node.oneOf(words));
    return *columnTypeFromText(word);
}

Result<CsvColumnOptions> columnFrom(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"name", "type", "skip", "date_form", "decimal_mark", "missing"}));
    CsvColumnOptions column;
    LATHE_TRY(column.name, node.textOr("name", ""));
    LATHE_TRY(column.skip, node.booleanOr("skip", false));
    LATHE_TRY(column.dateForm, node.textOr("date_form", ""));
    LATHE_TRY(column.decimalMark, decimalMark(node));
    LATHE_TRY(const auto type, node.find("type"));
    if (type) {
        LATHE_TRY(column.type, typeFrom(*type));
    }
    LATHE_TRY(const auto missing, node.find("missing"));
    if (missing) {
        LATHE_TRY(column.missingMarks, missing->textList());
    }
    return column;
}

Result<size_t> countFrom(const ConfigNode& node, const char* key) {
    LATHE_TRY(const ConfigNode value, node.require(key));
    LATHE_TRY(const int64_t count, value.integer());
    if (count < 0) return failure(value.error(fmt::format("{} must not be negative", key)));
    return static_cast<size_t>(count);
}

/// `widths` sets fields one behind the other, `fields` names places.
Result<std::vector<FixedField>> fieldsFrom(const ConfigNode& node) {
    std::vector<FixedField> fields;
    LATHE_TRY(const auto widths, node.find("widths"));
    LATHE_TRY(const auto places, node.find("fields"));
    if (widths && places) return failure(places->error("give either widths or fields"));
    if (widths) {
        LATHE_TRY(const auto items, widths->items());
        size_t at = 0;
        for (const auto& item : items) {
            LATHE_TRY(const int64_t width, item.integer());
            if (width <= 0) return failure(item.error("a width must be 1 or more"));
            fields.push_back({"", at, static_cast<size_t>(width)});
            at += static_cast<size_t>(width);
        }
    }
    if (places) {
        LATHE_TRY(const auto items, places->items());
        for (const auto& item : items) {
            LATHE_CHECK(item.allowKeys({"name", "start", "length"}));
            FixedField field;
            LATHE_TRY(field.name, item.textOr("name", ""));
            LATHE_TRY(field.start, countFrom(item, "start"));
            LATHE_TRY(field.length, countFrom(item, "length"));
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

Result<void> readGrammar(const ConfigNode& node, CsvOptions& options) {
    LATHE_TRY(const std::string delimiter, node.textOr("delimiter", ""));
    if (!delimiter.empty()) options.delimiter = delimiter == "tab" || delimiter == "\\t" ? "\t" : delimiter;
    LATHE_TRY(options.quote, oneCharacter(node, "quote"));
    LATHE_TRY(options.escape, oneCharacter(node, "escape"));
    LATHE_TRY(options.comment, oneCharacter(node, "comment"));
    LATHE_TRY(options.decimalMark, decimalMark(node));
    LATHE_TRY(const auto header, node.find("header"));
    if (header) {
        LATHE_TRY(options.header, header->boolean());
    }
    LATHE_TRY(const auto fixedWidth, node.find("fixed_width"));
    if (fixedWidth) {
        LATHE_TRY(options.fixedWidth, fixedWidth->boolean());
    }
    LATHE_TRY(options.fields, fieldsFrom(node));
    LATHE_TRY(const auto ragged, node.find("ragged"));
    if (!ragged) return {};
    static const std::vector<std::string> policies{"reject", "pad"};
    LATHE_TRY(const std::string policy, ragged->oneOf(policies));
    options.ragged = policy == "pad" ? RaggedRows::PadShort : RaggedRows::Reject;
    return {};
}

Result<void> readColumns(const ConfigNode& node, CsvOptions& options) {
    LATHE_TRY(const auto names, node.find("names"));
    if (names) {
        LATHE_TRY(options.names, names->textList());
    }
    LATHE_TRY(const auto missing, node.find("missing"));
    if (missing) {
        LATHE_TRY(options.missingMarks, missing->textList());
    }
    LATHE_TRY(const auto types, node.find("types"));
    if (types) {
        LATHE_TRY(const auto entries, types->entries());
        for (const auto& [name, type] : entries) {
            LATHE_TRY(options.types[name], typeFrom(type));
        }
    }
    LATHE_TRY(const auto columns, node.find("columns"));
    if (!columns) return {};
    LATHE_TRY(const auto entries, columns->entries());
    for (const auto& [name, column] : entries) {
        LATHE_TRY(options.columns[name], columnFrom(column));
    }
    return {};
}

} // namespace

const std::vector<std::string>& csvOptionKeys() {
    static const std::vector<std::string> keys{
        "delimiter", "quote",   "escape",   "comment",      "header", "fixed_width", "widths",    "fields", "names",
        "types",     "columns", "encoding", "decimal_mark", "ragged", "missing",     "skip_rows", "member"};
    return keys;
}

Result<CsvOptions> csvOptionsFrom(const ConfigNode& node) {
    CsvOptions options;
    LATHE_CHECK(readGrammar(node, options));
    LATHE_CHECK(readColumns(node, options));
    LATHE_TRY(options.member, node.textOr("member", ""));
    LATHE_TRY(const std::string encoding, node.textOr("encoding", ""));
    if (!encoding.empty()) options.encoding = encoding;
    LATHE_TRY(const int64_t skipRows, node.integerOr("skip_rows", 0));
    if (skipRows < 0) return failure(node.error("skip_rows must not be negative"));
    options.skipRows = static_cast<uint64_t>(skipRows);
    return options;
}

Result<std::vector<FixedField>> readFixedFields(const Path& schema) {
    constexpr size_t mostFields = 100000;
    LATHE_TRY(const Table table, previewCsv(schema, {.header = true}, mostFields));
    const auto name = table.find("column");
    const auto start = table.find("start");
    const auto length = table.find("length");
    const auto isCount = [&](const std::optional<size_t>& column) {
        return column && table.columns[*column].schema.type == ColumnType::Integer;
    };
    if (!name || !isCount(start) || !isCount(length))
        return failHint(ErrorKind::InvalidInput, "'" + schema.string() + "' describes no fields of fixed width",
                        "It must have the columns column, start and length.");
    std::vector<FixedField> fields;
    for (size_t row = 0; row < table.rows(); ++row) {
        const int64_t from = table.columns[*start].integers[row];
        const int64_t count = table.columns[*length].integers[row];
        if (from < 0 || count < 0)
            return fail(ErrorKind::InvalidInput, "'{}' has a field that begins before its line", schema.string());
        fields.push_back({table.columns[*name].display(row), static_cast<size_t>(from), static_cast<size_t>(count)});
    }
    return fields;
}

} // namespace lathe
