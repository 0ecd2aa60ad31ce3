// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/columns/table.h"

namespace lathe {

namespace expression {
struct Node;
}

/// The expression language of filters and derived columns (docs/expressions.md): numbers, 'texts', column names
/// (in backquotes when they hold blanks), + - * / % ^, = != < <= > >=, and or not, in [..], is missing,
/// is not missing, if(c, a, b), and functions such as abs, round, log, lower, length, contains, year, month…
/// A missing operand gives a missing result; a filter keeps rows where the outcome is true.
class Expression {
public:
    /// Errors: InvalidInput with the 1-based character position in the message ("at character 12").
    /// Text nested deeper than 100 levels or longer than 64 KiB is refused.
    static Result<Expression> parse(std::string_view text, const std::vector<ColumnSchema>& columns);

    [[nodiscard]] ColumnType type() const;
    /// Evaluates for every row of \p table, which has the columns given to parse() (in any order).
    /// Thread safe. The result is named \p name.
    /// Errors: InvalidInput when a column is not there or has another type than parse() was told.
    Result<Column> evaluate(const Table& table, std::string name) const;
    /// Names of the columns that are read, sorted.
    [[nodiscard]] std::vector<std::string> columnsUsed() const;

    /// The checked expression as a tree, for translators (expression_node.h).
    [[nodiscard]] const expression::Node& root() const { return *m_root; }

    struct Function {
        std::string name;
        std::string usage; ///< "round(x, digits)"
        std::string help;
    };
    static std::vector<Function> functions();

private:
    explicit Expression(std::shared_ptr<const expression::Node> root) : m_root(std::move(root)) {}
    std::shared_ptr<const expression::Node> m_root;
};

} // namespace lathe
