// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header of the expression language: what the parser hands to the evaluator.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/columns/table.h"

namespace re2 {
class RE2;
}

namespace lathe::recipe {
class DateForm;
}

namespace lathe::expression {

enum class Operator {
    Literal,
    Column,
    Convert,
    Negate,
    Not,
    And,
    Or,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    IsMissing,
    Function,
};

/// Those from Lower to Text work on texts, those from Date on on dates (evaluateCall).
enum class FunctionId {
    Abs,
    Round,
    Floor,
    Ceil,
    Sqrt,
    Log,
    Log10,
    Exp,
    Min,
    Max,
    Sign,
    Clip,
    If,
    Coalesce,
    NullIf,
    IsNan,
    Lower,
    Upper,
    Title,
    Trim,
    Collapse,
    StripAccents,
    Length,
    Contains,
    StartsWith,
    EndsWith,
    Position,
    Replace,
    Matches,
    ReplacePattern,
    Extract,
    SplitPart,
    Substring,
    Left,
    Right,
    PadLeft,
    Concat,
    IsNumber,
    ParseNumber,
    Number,
    Text,
    Date,
    ParseDate,
    FormatDate,
    MakeDate,
    AddMonths,
    StartOf,
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Weekday,
    DayOfYear,
    Hour,
    Minute,
    Second,
    DaysBetween,
};

/// What an argument must be: N number, T text, D date or timestamp, B condition, A anything, P a literal pattern.
/// A letter followed by '*' stands for one or more arguments. '?' marks the last argument as optional.
struct FunctionEntry {
    FunctionId id;
    const char* name;
    const char* usage;
    const char* help;
    const char* arguments;
};

std::span<const FunctionEntry> functionTable();

/// Texts are of type Category as long as they come from categories and literals only, else Text. Operands of one
/// operator have been converted to one type, so that the evaluator knows three kinds of values: int64, double, text.
struct Node {
    Operator op = Operator::Literal;
    ColumnType type = ColumnType::Boolean;
    bool untyped = false; ///< the literal `missing`, until its neighbours say what it is
    size_t position = 1;  ///< 1-based character
    int depth = 1;
    std::vector<std::shared_ptr<const Node>> children;
    lathe::Column literal; ///< one row for Literal, the values for In
    std::string column;
    FunctionId function = FunctionId::Abs;
    std::shared_ptr<const re2::RE2> pattern;
    std::shared_ptr<const recipe::DateForm> form;
};

using NodePtr = std::shared_ptr<const Node>;

/// The regular expression that a pattern of `like` stands for: % is any text, _ any one character.
std::string patternOfLike(std::string_view like);
/// Types the call of a function, converting arguments; \p call has op Function, function and children set.
Result<NodePtr> checkCall(Node call, const FunctionEntry& entry);
/// The node as a value of \p type where that is lossless: literal texts to dates, dates to timestamps, numbers to
/// reals, `missing` to anything. Errors: InvalidInput with the position.
Result<NodePtr> converted(const NodePtr& node, ColumnType type);
/// Both nodes as values of one type that can be compared or chosen between.
Result<void> unify(NodePtr& a, NodePtr& b);

[[nodiscard]] Failure errorAt(size_t position, std::string message, std::string hint = {});
[[nodiscard]] const char* typeWord(const Node& node); ///< "a number", "a text"…

/// Values of a node for every row; a constant has one row.
struct Operand {
    std::shared_ptr<const lathe::Column> column;
    bool constant = false;
    [[nodiscard]] size_t at(size_t row) const { return constant ? 0 : row; }
    [[nodiscard]] bool isMissing(size_t row) const { return column->isMissing(at(row)); }
    [[nodiscard]] std::string_view text(size_t row) const { return column->text(at(row)); }
};

/// Evaluates a call whose arguments were evaluated. \p rows is 1 when all are constant.
lathe::Column evaluateCall(const Node& call, const std::vector<Operand>& arguments, size_t rows);

/// A column of \p type with \p rows values to be filled in; missing where any operand is.
lathe::Column blank(ColumnType type, size_t rows, std::span<const Operand> operands);
void markMissing(lathe::Column& column, size_t row);
/// A Text column as a Category, its dictionary in order of first appearance.
lathe::Column encoded(lathe::Column text);

} // namespace lathe::expression
