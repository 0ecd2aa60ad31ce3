// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions written as expressions. What an `and` of them says of one column and a constant is tested as a range; of
// the rest the chunks' statistics may still say that no row passes.
#include <algorithm>
#include <cmath>

#include "core/data/expression/expression.h"
#include "core/data/expression/expression_node.h"
#include "core/data/query/filter_tests.h"

namespace lathe::query {

namespace {

using expression::Node;
using expression::Operator;

constexpr double exactIntegers = 4503599627370496.0; // 2⁵²: smaller ones and their neighbours are exact as reals

/// column op literal, the column on the left.
struct Comparison {
    const Node* column = nullptr;
    const Node* literal = nullptr;
    Operator op = Operator::Equal;
};

bool isComparison(Operator op) {
    return op >= Operator::Equal && op <= Operator::GreaterEqual && op != Operator::NotEqual;
}

Operator mirrored(Operator op) {
    switch (op) {
    case Operator::Less: return Operator::Greater;
    case Operator::LessEqual: return Operator::GreaterEqual;
    case Operator::Greater: return Operator::Less;
    case Operator::GreaterEqual: return Operator::LessEqual;
    default: return op;
    }
}

/// The column that a node stands for, also when whole numbers are compared as reals.
const Node* columnOf(const Node& node) {
    if (node.op == Operator::Column) return &node;
    const bool widened = node.op == Operator::Convert && node.type == ColumnType::Real && node.children.size() == 1;
    if (widened && node.children[0]->op == Operator::Column && node.children[0]->type == ColumnType::Integer)
        return node.children[0].get();
    return nullptr;
}

std::optional<Comparison> comparisonOf(const Node& node) {
    if (!isComparison(node.op) || node.children.size() != 2) return std::nullopt;
    Comparison comparison{columnOf(*node.children[0]), node.children[1].get(), node.op};
    if (!comparison.column) comparison = {columnOf(*node.children[1]), node.children[0].get(), mirrored(node.op)};
    const bool usable = comparison.column && comparison.literal->op == Operator::Literal &&
                        !isTextual(comparison.literal->type) && comparison.column->type != ColumnType::Boolean &&
                        comparison.literal->literal.rows() == 1 && !comparison.literal->literal.isMissing(0);
    if (!usable) return std::nullopt;
    if (comparison.literal->type != ColumnType::Real) return comparison;
    const double limit = comparison.literal->literal.reals[0];
    const bool exact =
        comparison.column->type == ColumnType::Real ? !std::isnan(limit) : std::fabs(limit) < exactIntegers;
    return exact ? std::optional(comparison) : std::nullopt;
}

/// The range that a comparison stands for; nothing where a strict limit has no neighbour.
std::optional<RangeCondition> rangeOf(const Comparison& comparison) {
    RangeCondition range;
    range.column = comparison.column->column;
    const lathe::Column& literal = comparison.literal->literal;
    const NumberLimit limit =
        comparison.literal->type == ColumnType::Real ? NumberLimit(literal.reals[0]) : NumberLimit(literal.integers[0]);
    switch (comparison.op) {
    case Operator::Less:
        range.to = limit;
        range.toOpen = true;
        return range;
    case Operator::LessEqual: range.to = limit; return range;
    case Operator::GreaterEqual: range.from = limit; return range;
    case Operator::Equal: range.from = range.to = limit; return range;
    default: break;
    }
    if (const auto* whole = std::get_if<int64_t>(&limit)) {
        if (*whole == INT64_MAX) return std::nullopt;
        range.from = *whole + 1;
    } else {
        const double above = std::nextafter(std::get<double>(limit), HUGE_VAL);
        if (above == std::get<double>(limit)) return std::nullopt; // infinity
        range.from = above;
    }
    return range;
}

double numberOf(const Node& literal) {
    return literal.type == ColumnType::Real ? literal.literal.reals[0]
                                            : static_cast<double>(literal.literal.integers[0]);
}

/// Whether a row of the chunk may pass, as far as statistics tell. They are rounded for large whole numbers, as the
/// literal then is: what is equal here may be on either side.
bool mayHold(const Node& node, const ColumnFile& file, uint64_t chunk) {
    const auto may = [&](const auto& child) { return mayHold(*child, file, chunk); };
    if (node.op == Operator::And) return std::all_of(node.children.begin(), node.children.end(), may);
    if (node.op == Operator::Or) return std::any_of(node.children.begin(), node.children.end(), may);
    const auto comparison = comparisonOf(node);
    if (!comparison) return true;
    const ChunkStatistics known = file.statistics(*file.find(comparison->column->column), chunk);
    if (known.missing == known.rows) return false;
    const double limit = numberOf(*comparison->literal);
    switch (comparison->op) {
    case Operator::Less:
    case Operator::LessEqual: return !(known.min > limit);
    case Operator::Greater:
    case Operator::GreaterEqual: return !(known.max < limit);
    default: return !(known.min > limit || known.max < limit);
    }
}

class ExpressionTest final : public RowTest {
public:
    ExpressionTest(const ColumnFile& file, Expression expression) : m_file(file), m_expression(std::move(expression)) {
        for (const std::string& name : m_expression.columnsUsed()) m_columns.push_back(*file.find(name));
        if (m_columns.empty()) m_columns.push_back(0); // a constant still needs the number of rows
    }
    [[nodiscard]] Outcome decide(uint64_t chunk) const override {
        return mayHold(m_expression.root(), m_file, chunk) ? Outcome::Some : Outcome::None;
    }
    Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const override {
        Table table;
        for (const size_t index : m_columns) {
            LATHE_TRY(const Column* column, columns.column(index));
            table.columns.push_back(*column);
            if (column->schema.type == ColumnType::Category) table.columns.back().dictionary = m_file.dictionary(index);
        }
        LATHE_TRY(const Column outcome, m_expression.evaluate(table, "outcome"));
        const int64_t* values = outcome.integers.data();
        if (outcome.missing.empty()) {
            keepRows(bits, outcome.rows(), [&](size_t row) { return values[row] != 0; });
        } else {
            keepRows(bits, outcome.rows(), [&](size_t row) { return outcome.missing[row] == 0 && values[row] != 0; });
        }
        return {};
    }

private:
    const ColumnFile& m_file;
    Expression m_expression;
    std::vector<size_t> m_columns;
};

/// The rows that pass every one of some tests.
class AllTests final : public RowTest {
public:
    explicit AllTests(std::vector<std::unique_ptr<RowTest>> tests) : m_tests(std::move(tests)) {}
    [[nodiscard]] Outcome decide(uint64_t chunk) const override {
        Outcome outcome = Outcome::All;
        for (const auto& test : m_tests) {
            const Outcome one = test->decide(chunk);
            if (one == Outcome::None) return one;
            if (one == Outcome::Some) outcome = one;
        }
        return outcome;
    }
    Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const override {
        for (const auto& test : m_tests) {
            if (test->decide(columns.chunk()) == Outcome::All) continue;
            if (std::all_of(bits.begin(), bits.end(), [](uint64_t word) { return word == 0; })) return {};
            LATHE_CHECK(test->narrow(columns, bits));
        }
        return {};
    }

private:
    std::vector<std::unique_ptr<RowTest>> m_tests;
};

/// Whether all that the node says is ranges, which are added to \p ranges.
bool addRanges(const Node& node, std::vector<RangeCondition>& ranges) {
    if (node.op == Operator::And) {
        bool all = true;
        for (const auto& child : node.children) all = addRanges(*child, ranges) && all;
        return all;
    }
    const auto comparison = comparisonOf(node);
    const auto range = comparison ? rangeOf(*comparison) : std::nullopt;
    if (range) ranges.push_back(*range);
    return range.has_value();
}

} // namespace

Result<Expression> parseCondition(const std::vector<ColumnSchema>& schema, const std::string& text) {
    LATHE_TRY(Expression expression, Expression::parse(text, schema));
    if (expression.type() == ColumnType::Boolean) return expression;
    return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not a condition", text),
                    "Compare with something, for example: age >= 18");
}

Result<std::unique_ptr<RowTest>> compileExpression(const ColumnFile& file, const std::string& text) {
    LATHE_TRY(Expression expression, parseCondition(file.schema(), text));
    std::vector<RangeCondition> ranges;
    const bool complete = addRanges(expression.root(), ranges);
    std::vector<std::unique_ptr<RowTest>> tests;
    for (const RangeCondition& range : ranges) {
        LATHE_TRY(auto test, compileCondition(file, range));
        tests.push_back(std::move(test));
    }
    if (!complete) tests.push_back(std::make_unique<ExpressionTest>(file, std::move(expression)));
    return std::make_unique<AllTests>(std::move(tests));
}

} // namespace lathe::query
