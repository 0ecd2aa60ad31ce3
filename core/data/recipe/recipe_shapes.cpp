// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that choose, order, part and join columns, and split cells into rows.
#include <algorithm>

#include "core/base/text.h"
#include "core/data/recipe/recipe_operation.h"
#include "core/data/text/unicode.h"

namespace lathe::recipe {

namespace {

// ---- keep and reorder -----------------------------------------------------------------------------------------

/// The columns named, in that order; the others behind them, or dropped.
class Arrange final : public Operation {
public:
    Arrange(std::vector<std::string> names, bool dropOthers) : m_names(std::move(names)), m_dropOthers(dropOthers) {}

    std::string summary() const override { return (m_dropOthers ? "keep " : "reorder ") + joined(m_names, ", "); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_order, requireAll(columns, m_names));
        if (m_dropOthers) std::sort(m_order.begin(), m_order.end()); // keeping is no reordering
        for (size_t i = 0; i < columns.list.size(); ++i) {
            const bool named = std::find(m_order.begin(), m_order.end(), i) != m_order.end();
            if (!named && (!m_dropOthers || isHidden(columns.list[i].name))) m_order.push_back(i);
        }
        std::vector<ColumnSchema> list;
        for (const size_t column : m_order) list.push_back(columns.list[column]);
        columns.list = std::move(list);
        if (m_dropOthers) columns.open.clear();
        return {};
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        std::vector<Column> columns;
        for (const size_t column : m_order) columns.push_back(std::move(piece.columns[column]));
        piece.columns = std::move(columns);
        return {};
    }

private:
    std::vector<std::string> m_names;
    bool m_dropOthers;
    std::vector<size_t> m_order;
};

// ---- split_column ---------------------------------------------------------------------------------------------

class SplitColumn final : public Operation {
public:
    SplitColumn(std::string column, std::string separator, std::vector<std::string> into, bool keep)
        : m_column(std::move(column)), m_separator(std::move(separator)), m_into(std::move(into)), m_keep(keep) {}

    std::string summary() const override {
        return fmt::format("split_column {} at '{}' into {}", m_column, m_separator, joined(m_into, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(const auto found, requireTexts(columns, {m_column}));
        m_source = found.front();
        const ColumnType type = columns.list[m_source].type;
        if (!m_keep) columns.list.erase(columns.list.begin() + static_cast<std::ptrdiff_t>(m_source));
        for (const std::string& name : m_into) LATHE_CHECK(columns.add(name, type));
        return {};
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        const Column source = piece.columns[m_source];
        if (!m_keep) piece.columns.erase(piece.columns.begin() + static_cast<std::ptrdiff_t>(m_source));
        for (size_t i = 0; i < m_into.size(); ++i) {
            Column part = source;
            part.schema.name = m_into[i];
            mapTexts(part, [&](std::string_view text, std::string& result) { return partOf(text, i, result); });
            piece.columns.push_back(std::move(part));
        }
        return {};
    }

private:
    /// The last part holds all that is left.
    bool partOf(std::string_view text, size_t index, std::string& result) const {
        size_t begin = 0;
        for (size_t i = 0; i < index; ++i) {
            const size_t end = text.find(m_separator, begin);
            if (end == std::string_view::npos) return false;
            begin = end + m_separator.size();
        }
        const size_t end = index + 1 == m_into.size() ? std::string_view::npos : text.find(m_separator, begin);
        result = withoutOuterBlanks(text.substr(begin, end == std::string_view::npos ? end : end - begin));
        return true;
    }

    std::string m_column;
    std::string m_separator;
    std::vector<std::string> m_into;
    bool m_keep;
    size_t m_source = 0;
};

// ---- join_columns ---------------------------------------------------------------------------------------------

class JoinColumns final : public Operation {
public:
    JoinColumns(std::vector<std::string> names, std::string separator, std::string into, bool keep)
        : m_names(std::move(names)), m_separator(std::move(separator)), m_into(std::move(into)), m_keep(keep) {}

    std::string summary() const override {
        return fmt::format("join_columns {} into {}", joined(m_names, ", "), m_into);
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        m_dropped.clear();
        if (!m_keep) m_dropped = m_columns;
        std::sort(m_dropped.rbegin(), m_dropped.rend());
        for (const size_t column : m_dropped)
            columns.list.erase(columns.list.begin() + static_cast<std::ptrdiff_t>(column));
        return columns.add(m_into, ColumnType::Text);
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        Column whole = emptyColumn(m_into, ColumnType::Text);
        const size_t rows = piece.rows();
        std::string text;
        for (size_t row = 0; row < rows; ++row) {
            text.clear();
            bool any = false;
            for (const size_t index : m_columns) {
                const Column& part = piece.columns[index];
                if (part.isMissing(row)) continue; // a gap leaves no separator behind
                if (any) text += m_separator;
                any = true;
                if (isTextual(part.schema.type)) text += part.text(row);
                else text += part.display(row);
            }
            if (any) pushText(whole, text);
            else pushMissing(whole);
        }
        for (const size_t column : m_dropped)
            piece.columns.erase(piece.columns.begin() + static_cast<std::ptrdiff_t>(column));
        piece.columns.push_back(std::move(whole));
        return {};
    }

private:
    std::vector<std::string> m_names;
    std::string m_separator;
    std::string m_into;
    bool m_keep;
    std::vector<size_t> m_columns;
    std::vector<size_t> m_dropped; // last first
};

// ---- split_rows -----------------------------------------------------------------------------------------------

class SplitRows final : public Operation {
public:
    SplitRows(std::string column, std::string separator)
        : m_column(std::move(column)), m_separator(std::move(separator)) {}

    std::string summary() const override { return fmt::format("split_rows {} at '{}'", m_column, m_separator); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(const auto found, requireTexts(columns, {m_column}));
        m_source = found.front();
        return {};
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        const Column source = piece.columns[m_source];
        std::vector<uint64_t> rows;
        Column values = emptyColumn(m_column, ColumnType::Text);
        for (size_t row = 0; row < source.rows(); ++row) {
            if (source.isMissing(row)) {
                rows.push_back(row);
                pushMissing(values);
                continue;
            }
            const size_t before = rows.size();
            splitInto(source.text(row), row, rows, values);
            if (rows.size() - before > 1) effect.changedCells += rows.size() - before;
        }
        for (size_t c = 0; c < piece.columns.size(); ++c)
            if (c != m_source) piece.columns[c] = gather(piece.columns[c], rows);
        uint64_t failures = 0;
        piece.columns[m_source] = castColumn(values, source.schema.type, failures);
        return {};
    }

private:
    /// Values between separators, without blanks around; empty ones are passed over, but one row stays.
    void splitInto(std::string_view text, uint64_t row, std::vector<uint64_t>& rows, Column& values) const {
        bool any = false;
        for (size_t begin = 0; begin <= text.size();) {
            const size_t end = std::min(text.find(m_separator, begin), text.size());
            const std::string_view value = withoutOuterBlanks(text.substr(begin, end - begin));
            begin = end + m_separator.size();
            if (value.empty()) continue;
            rows.push_back(row);
            pushText(values, value);
            any = true;
        }
        if (any) return;
        rows.push_back(row);
        pushText(values, text);
    }

    std::string m_column;
    std::string m_separator;
    size_t m_source = 0;
};

// ---- drop_missing ---------------------------------------------------------------------------------------------

class DropMissing final : public Operation {
public:
    DropMissing(std::vector<std::string> names, bool all) : m_names(std::move(names)), m_all(all) {}

    std::string summary() const override {
        return fmt::format("drop rows where {} of {} is missing", m_all ? "all" : "any",
                           m_names.empty() ? "all columns" : joined(m_names, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        if (m_columns.empty()) m_columns = columns.visible();
        return {};
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        std::vector<uint64_t> rows;
        for (size_t row = 0; row < piece.rows(); ++row) {
            const auto gaps = static_cast<size_t>(std::count_if(
                m_columns.begin(), m_columns.end(), [&](size_t c) { return piece.columns[c].isMissing(row); }));
            if (m_all ? gaps < m_columns.size() : gaps == 0) rows.push_back(row);
        }
        keepRows(piece, rows);
        return {};
    }

private:
    std::vector<std::string> m_names;
    bool m_all;
    std::vector<size_t> m_columns;
};

Result<std::string> readSeparator(const ConfigNode& node, const char* fallback) {
    LATHE_TRY(const auto value, node.find("separator"));
    if (!value) {
        if (fallback == nullptr)
            return failure(node.error("the separator is missing", "Add separator: '|' or the like."));
        return std::string(fallback);
    }
    LATHE_TRY(std::string text, value->text());
    if (text.empty() && fallback == nullptr) return failure(value->error("the separator is empty"));
    return text;
}

} // namespace

Result<std::unique_ptr<Operation>> readKeep(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    return std::make_unique<Arrange>(std::move(columns), true);
}

Result<std::unique_ptr<Operation>> readReorder(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    return std::make_unique<Arrange>(std::move(columns), false);
}

Result<std::unique_ptr<Operation>> readSplitColumn(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "separator", "into", "keep"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(std::string separator, readSeparator(node, nullptr));
    LATHE_TRY(std::vector<std::string> into, readColumnList(node, "into"));
    LATHE_TRY(const bool keep, node.booleanOr("keep", false));
    return std::make_unique<SplitColumn>(std::move(column), std::move(separator), std::move(into), keep);
}

Result<std::unique_ptr<Operation>> readJoinColumns(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "separator", "into", "keep"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(std::string separator, readSeparator(node, " "));
    LATHE_TRY(std::string into, readText(node, "into", "the new column's name"));
    LATHE_TRY(const bool keep, node.booleanOr("keep", false));
    return std::make_unique<JoinColumns>(std::move(columns), std::move(separator), std::move(into), keep);
}

Result<std::unique_ptr<Operation>> readSplitRows(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "separator"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(std::string separator, readSeparator(node, nullptr));
    return std::make_unique<SplitRows>(std::move(column), std::move(separator));
}

Result<std::unique_ptr<Operation>> readDropMissing(const ConfigNode& node) {
    if (node.isNull()) return std::make_unique<DropMissing>(std::vector<std::string>(), false);
    LATHE_CHECK(node.allowKeys({"columns", "when"}));
    LATHE_TRY(std::vector<std::string> columns, readOptionalColumns(node, "columns"));
    LATHE_TRY(const std::string when, readWord(node, "when", {"any", "all"}, "any"));
    return std::make_unique<DropMissing>(std::move(columns), when == "all");
}

} // namespace lathe::recipe
