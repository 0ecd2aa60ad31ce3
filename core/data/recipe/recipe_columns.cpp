// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that change columns or choose rows without learning anything first.
#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/data/columns/row_hash.h"
#include "core/data/expression/expression.h"
#include "core/data/recipe/recipe_operation.h"

namespace lathe::recipe {

namespace {

std::vector<std::string> typeNames() { return {"boolean", "integer", "real", "category", "text", "date", "timestamp"}; }

/// Columns that an expression names and that a one_hot step may yet make, put into \p columns as if they were there.
void believeOpenColumns(std::string_view text, Columns& columns) {
    for (const std::string& prefix : columns.open) {
        for (size_t at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1)) {
            const bool quoted = at > 0 && text[at - 1] == '`';
            size_t end = at;
            while (end < text.size() &&
                   (quoted ? text[end] != '`'
                           : std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_' ||
                                 static_cast<unsigned char>(text[end]) >= 0x80))
                ++end;
            const std::string name(text.substr(at, end - at));
            if (!columns.has(name)) columns.list.push_back({name, ColumnType::Boolean});
        }
    }
}

Result<Expression> parseExpression(const std::string& text, Columns& columns) {
    auto expression = Expression::parse(text, columns.list);
    if (expression || columns.open.empty()) return expression;
    Columns believed = columns;
    believeOpenColumns(text, believed);
    return Expression::parse(text, believed.list);
}

// ---- rename ---------------------------------------------------------------------------------------------------

class Rename final : public Operation {
public:
    explicit Rename(std::vector<std::pair<std::string, std::string>> names) : m_names(std::move(names)) {}

    std::string summary() const override {
        std::vector<std::string> parts;
        for (const auto& [from, to] : m_names) parts.push_back(fmt::format("{} to {}", from, to));
        return "rename " + joined(parts, ", ");
    }

    Result<void> bind(Columns& columns) override {
        m_renamed.clear();
        for (const auto& [from, to] : m_names) {
            LATHE_TRY(const size_t column, columns.require(from));
            m_renamed.emplace_back(column, to);
        }
        for (const auto& [column, to] : m_renamed) columns.list[column].name = to;
        std::set<std::string> seen;
        for (const ColumnSchema& column : columns.list)
            if (!seen.insert(column.name).second)
                return failHint(ErrorKind::InvalidInput, fmt::format("two columns would be named '{}'", column.name),
                                "Choose another name, or drop one of them first.");
        return {};
    }

    std::optional<ColumnFlow> flow(size_t columns) const override { return changedInPlace(columns, {}); }

    Result<void> apply(Table& piece, StepEffect&) override {
        for (const auto& [column, to] : m_renamed) piece.columns[column].schema.name = to;
        return {};
    }

private:
    std::vector<std::pair<std::string, std::string>> m_names;
    std::vector<std::pair<size_t, std::string>> m_renamed;
};

// ---- drop -----------------------------------------------------------------------------------------------------

class Drop final : public Operation {
public:
    explicit Drop(std::vector<std::string> names) : m_names(std::move(names)) {}

    std::string summary() const override { return "drop " + joined(m_names, ", "); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        std::sort(m_columns.rbegin(), m_columns.rend());
        if (m_columns.size() == columns.visible().size() && columns.open.empty())
            return failHint(ErrorKind::InvalidInput, "no column would be left", "Keep at least one.");
        for (const size_t column : m_columns)
            columns.list.erase(columns.list.begin() + static_cast<std::ptrdiff_t>(column));
        return {};
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        for (const size_t column : m_columns)
            piece.columns.erase(piece.columns.begin() + static_cast<std::ptrdiff_t>(column));
        return {};
    }

private:
    std::vector<std::string> m_names;
    std::vector<size_t> m_columns; // last first
};

// ---- cast -----------------------------------------------------------------------------------------------------

class Cast final : public Operation {
public:
    explicit Cast(std::vector<std::pair<std::string, ColumnType>> types) : m_types(std::move(types)) {}

    std::string summary() const override {
        std::vector<std::string> parts;
        for (const auto& [name, type] : m_types) parts.push_back(fmt::format("{} to {}", name, toString(type)));
        return "cast " + joined(parts, ", ");
    }

    Result<void> bind(Columns& columns) override {
        m_casts.clear();
        for (const auto& [name, type] : m_types) {
            LATHE_TRY(const size_t column, columns.require(name));
            const ColumnType from = columns.list[column].type;
            if (!canCast(from, type))
                return failHint(ErrorKind::InvalidInput,
                                fmt::format("column '{}' holds {} values, which cannot become {}", name, toString(from),
                                            toString(type)),
                                "Derive a number from a date with year(x), day_of_year(x) or days_between(a, b).");
            columns.list[column].type = type;
            m_casts.emplace_back(column, type);
        }
        return {};
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        for (const auto& [column, type] : m_casts) {
            uint64_t failures = 0;
            piece.columns[column] = castColumn(piece.columns[column], type, failures);
            effect.failedCells += failures;
            effect.changedCells += failures;
        }
        return {};
    }

private:
    std::vector<std::pair<std::string, ColumnType>> m_types;
    std::vector<std::pair<size_t, ColumnType>> m_casts;
};

// ---- filter ---------------------------------------------------------------------------------------------------

class Filter final : public Operation {
public:
    explicit Filter(std::string where) : m_where(std::move(where)) {}

    std::string summary() const override { return "filter " + m_where; }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(Expression expression, parseExpression(m_where, columns));
        if (expression.type() != ColumnType::Boolean)
            return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is no condition", m_where),
                            "Compare it with something, for example x > 0.");
        m_condition = std::make_unique<Expression>(std::move(expression));
        return {};
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        LATHE_TRY(const Column holds, m_condition->evaluate(piece, "condition"));
        std::vector<uint64_t> rows;
        for (size_t row = 0; row < holds.rows(); ++row)
            if (!holds.isMissing(row) && holds.integers[row] != 0) rows.push_back(row);
        keepRows(piece, rows);
        return {};
    }

private:
    std::string m_where;
    std::unique_ptr<Expression> m_condition;
};

// ---- derive ---------------------------------------------------------------------------------------------------

class Derive final : public Operation {
public:
    Derive(std::string column, std::string text) : m_column(std::move(column)), m_text(std::move(text)) {}

    std::string summary() const override { return fmt::format("derive {} as {}", m_column, m_text); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(Expression expression, parseExpression(m_text, columns));
        m_expression = std::make_unique<Expression>(std::move(expression));
        m_replaces.reset();
        for (size_t i = 0; i < columns.list.size(); ++i)
            if (columns.list[i].name == m_column) m_replaces = i;
        if (m_replaces) columns.list[*m_replaces].type = m_expression->type();
        else columns.list.push_back({m_column, m_expression->type()});
        return {};
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        LATHE_TRY(Column column, m_expression->evaluate(piece, m_column));
        if (!m_replaces) {
            piece.columns.push_back(std::move(column));
            return {};
        }
        Column& old = piece.columns[*m_replaces];
        for (size_t row = 0; row < column.rows(); ++row)
            if (!sameValue(old, column, row)) ++effect.changedCells;
        old = std::move(column);
        return {};
    }

private:
    std::string m_column;
    std::string m_text;
    std::unique_ptr<Expression> m_expression;
    std::optional<size_t> m_replaces;
};

// ---- drop_duplicates ------------------------------------------------------------------------------------------

class DropDuplicates final : public Operation {
public:
    explicit DropDuplicates(std::vector<std::string> names) : m_names(std::move(names)) {}

    std::string summary() const override {
        return m_names.empty() ? "drop_duplicates" : "drop_duplicates by " + joined(m_names, ", ");
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        if (m_columns.empty()) m_columns = columns.visible();
        return {};
    }

    bool ordered() const override { return true; }
    void restart() override { m_seen.clear(); }

    Result<void> apply(Table& piece, StepEffect&) override {
        const std::vector<RowHash> hashes = hashRows(piece, m_columns);
        std::vector<uint64_t> rows;
        for (size_t row = 0; row < hashes.size(); ++row)
            if (m_seen.insert(hashes[row])) rows.push_back(row);
        keepRows(piece, rows);
        return {};
    }

private:
    std::vector<std::string> m_names;
    std::vector<size_t> m_columns;
    RowHashSet m_seen;
};

Result<std::vector<std::pair<std::string, ConfigNode>>> readMapping(const ConfigNode& node, const char* example) {
    LATHE_TRY(const ConfigNode columns, node.require("columns"));
    LATHE_TRY(auto entries, columns.entries());
    if (entries.empty()) return failure(columns.error("no column is named", example));
    return entries;
}

} // namespace

Result<std::unique_ptr<Operation>> readRename(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns"}));
    LATHE_TRY(const auto entries, readMapping(node, "Write columns: {old: new}."));
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& [from, to] : entries) {
        LATHE_TRY(std::string name, to.text());
        if (name.empty()) return failure(to.error("a column must have a name"));
        names.emplace_back(from, std::move(name));
    }
    return std::make_unique<Rename>(std::move(names));
}

Result<std::unique_ptr<Operation>> readDrop(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    return std::make_unique<Drop>(std::move(columns));
}

Result<std::unique_ptr<Operation>> readCast(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns"}));
    LATHE_TRY(const auto entries, readMapping(node, "Write columns: {name: type}."));
    std::vector<std::pair<std::string, ColumnType>> types;
    for (const auto& [name, value] : entries) {
        LATHE_TRY(const std::string word, value.oneOf(typeNames()));
        types.emplace_back(name, *columnTypeFromText(word));
    }
    return std::make_unique<Cast>(std::move(types));
}

Result<std::unique_ptr<Operation>> readFilter(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"where"}));
    LATHE_TRY(std::string where, readText(node, "where", "the condition"));
    return std::make_unique<Filter>(std::move(where));
}

Result<std::unique_ptr<Operation>> readDerive(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "as"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(std::string text, readText(node, "as", "the expression"));
    return std::make_unique<Derive>(std::move(column), std::move(text));
}

Result<std::unique_ptr<Operation>> readDropDuplicates(const ConfigNode& node) {
    if (node.isNull()) return std::make_unique<DropDuplicates>(std::vector<std::string>());
    LATHE_CHECK(node.allowKeys({"columns"}));
    LATHE_TRY(const auto columns, node.find("columns"));
    std::vector<std::string> names;
    if (columns) {
        LATHE_TRY(names, readColumnList(node, "columns"));
    }
    return std::make_unique<DropDuplicates>(std::move(names));
}

} // namespace lathe::recipe
