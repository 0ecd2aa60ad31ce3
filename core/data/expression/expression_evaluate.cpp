// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "core/base/text.h"
#include "core/data/expression/expression.h"
#include "core/data/expression/expression_node.h"

namespace lathe {

namespace expression {

namespace {

constexpr int64_t microsPerDay = 86'400'000'000;
constexpr int64_t farthestDay = 100'000'000; // beyond it a date does not fit into a timestamp

struct Evaluation {
    const Table& table;
    size_t rows;
};

Operand evaluateNode(const Node& node, const Evaluation& evaluation);

template <typename T>
struct Values {
    const T* data;
    size_t step; ///< 0 for a constant
    T operator[](size_t row) const { return data[row * step]; }
};

Values<int64_t> integersOf(const Operand& operand) {
    return {operand.column->integers.data(), operand.constant ? size_t{0} : size_t{1}};
}
Values<double> realsOf(const Operand& operand) {
    return {operand.column->reals.data(), operand.constant ? size_t{0} : size_t{1}};
}

size_t rowsOf(std::span<const Operand> operands, size_t rows) {
    return std::all_of(operands.begin(), operands.end(), [](const Operand& o) { return o.constant; }) ? 1 : rows;
}

/// Values that are no numbers (overflow, division by zero) are missing.
void dropNonFinite(lathe::Column& column) {
    for (size_t row = 0; row < column.reals.size(); ++row)
        if (!std::isfinite(column.reals[row])) {
            markMissing(column, row);
            column.reals[row] = std::numeric_limits<double>::quiet_NaN();
        }
}

// ---- Arithmetic -----------------------------------------------------------------------------------------------

template <typename Operation>
void fillReals(lathe::Column& result, const Operand& a, const Operand& b, Operation operation) {
    const auto left = realsOf(a);
    const auto right = realsOf(b);
    for (size_t row = 0; row < result.reals.size(); ++row) result.reals[row] = operation(left[row], right[row]);
    dropNonFinite(result);
}

template <typename Operation>
void fillIntegers(lathe::Column& result, const Operand& a, const Operand& b, Operation overflows) {
    const auto left = integersOf(a);
    const auto right = integersOf(b);
    for (size_t row = 0; row < result.integers.size(); ++row) {
        if (!overflows(left[row], right[row], &result.integers[row])) continue;
        markMissing(result, row);
        result.integers[row] = 0;
    }
}

/// The remainder with the divisor's sign, so that -1 % 7 is 6.
double flooredRemainder(double a, double b) {
    const double rest = std::fmod(a, b);
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
bool flooredRemainder(int64_t a, int64_t b, int64_t* result) {
    if (b == 0) return true;
    const int64_t rest = b == -1 ? 0 : a % b;
    *result = rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    return false;
}

lathe::Column arithmetic(const Node& node, const Operand& a, const Operand& b, size_t rows) {
    const Operand operands[] = {a, b};
    lathe::Column result = blank(node.type, rows, operands);
    if (node.type == ColumnType::Real) {
        switch (node.op) {
        case Operator::Add: fillReals(result, a, b, [](double x, double y) { return x + y; }); break;
        case Operator::Subtract: fillReals(result, a, b, [](double x, double y) { return x - y; }); break;
        case Operator::Multiply: fillReals(result, a, b, [](double x, double y) { return x * y; }); break;
        case Operator::Divide: fillReals(result, a, b, [](double x, double y) { return x / y; }); break;
        case Operator::Modulo:
            fillReals(result, a, b, [](double x, double y) { return flooredRemainder(x, y); });
            break;
        default: fillReals(result, a, b, [](double x, double y) { return std::pow(x, y); }); break;
        }
        return result;
    }
    if (node.type == ColumnType::Date) {
        const bool later = node.op == Operator::Add;
        fillIntegers(result, a, b, [later](int64_t x, int64_t y, int64_t* z) {
            return (later ? __builtin_add_overflow(x, y, z) : __builtin_sub_overflow(x, y, z)) || *z > farthestDay ||
                   *z < -farthestDay;
        });
        return result;
    }
    switch (node.op) {
    case Operator::Add:
        fillIntegers(result, a, b, [](int64_t x, int64_t y, int64_t* z) { return __builtin_add_overflow(x, y, z); });
        break;
    case Operator::Subtract:
        fillIntegers(result, a, b, [](int64_t x, int64_t y, int64_t* z) { return __builtin_sub_overflow(x, y, z); });
        break;
    case Operator::Multiply:
        fillIntegers(result, a, b, [](int64_t x, int64_t y, int64_t* z) { return __builtin_mul_overflow(x, y, z); });
        break;
    default:
        fillIntegers(result, a, b, [](int64_t x, int64_t y, int64_t* z) { return flooredRemainder(x, y, z); });
        break;
    }
    return result;
}

lathe::Column negated(const Node& node, const Operand& a, size_t rows) {
    lathe::Column result = blank(node.type, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        if (node.type == ColumnType::Real) result.reals[row] = -a.column->reals[a.at(row)];
        else if (__builtin_sub_overflow(int64_t{0}, a.column->integers[a.at(row)], &result.integers[row])) {
            markMissing(result, row);
            result.integers[row] = 0;
        }
    }
    return result;
}

lathe::Column convertedValues(const Node& node, const Operand& a, size_t rows) {
    lathe::Column result = blank(node.type, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        if (node.type == ColumnType::Real) {
            result.reals[row] = a.column->number(a.at(row));
        } else {
            const int64_t value = a.column->integers[a.at(row)];
            result.integers[row] = node.type == ColumnType::Timestamp ? value * microsPerDay : value;
        }
    }
    return result;
}

// ---- Comparisons ----------------------------------------------------------------------------------------------

template <typename T>
bool holds(Operator op, const T& a, const T& b) {
    switch (op) {
    case Operator::Equal: return a == b;
    case Operator::NotEqual: return a != b;
    case Operator::Less: return a < b;
    case Operator::LessEqual: return a <= b;
    case Operator::Greater: return a > b;
    default: return a >= b;
    }
}

template <typename T>
void compareValues(lathe::Column& result, Operator op, Values<T> a, Values<T> b) {
    const size_t rows = result.integers.size();
    const auto fill = [&](auto compare) {
        for (size_t row = 0; row < rows; ++row) result.integers[row] = compare(a[row], b[row]) ? 1 : 0;
    };
    switch (op) {
    case Operator::Equal: fill([](T x, T y) { return x == y; }); break;
    case Operator::NotEqual: fill([](T x, T y) { return x != y; }); break;
    case Operator::Less: fill([](T x, T y) { return x < y; }); break;
    case Operator::LessEqual: fill([](T x, T y) { return x <= y; }); break;
    case Operator::Greater: fill([](T x, T y) { return x > y; }); break;
    default: fill([](T x, T y) { return x >= y; }); break;
    }
}

/// Whether each text of \p a passes; of a category each dictionary entry is asked once.
template <typename Test>
void testTexts(lathe::Column& result, const Operand& a, const Test& test) {
    if (a.column->schema.type == ColumnType::Category && !a.constant) {
        std::vector<uint8_t> passes;
        for (const std::string& entry : a.column->dictionary) passes.push_back(test(entry) ? 1 : 0);
        for (size_t row = 0; row < result.integers.size(); ++row)
            if (!result.isMissing(row)) result.integers[row] = passes[a.column->codes[row]];
        return;
    }
    for (size_t row = 0; row < result.integers.size(); ++row) result.integers[row] = test(a.text(row)) ? 1 : 0;
}

lathe::Column compared(const Node& node, const Operand& a, const Operand& b, size_t rows) {
    const Operand operands[] = {a, b};
    lathe::Column result = blank(ColumnType::Boolean, rows, operands);
    const ColumnType type = node.children[0]->type;
    if (type == ColumnType::Real) {
        compareValues(result, node.op, realsOf(a), realsOf(b));
    } else if (!isTextual(type)) {
        compareValues(result, node.op, integersOf(a), integersOf(b));
    } else if (b.constant) {
        const std::string_view right = b.text(0);
        testTexts(result, a, [&](std::string_view left) { return holds(node.op, left, right); });
    } else if (a.constant) {
        const std::string_view left = a.text(0);
        testTexts(result, b, [&](std::string_view right) { return holds(node.op, left, right); });
    } else {
        for (size_t row = 0; row < rows; ++row) result.integers[row] = holds(node.op, a.text(row), b.text(row)) ? 1 : 0;
    }
    return result;
}

lathe::Column isMember(const Node& node, const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Boolean, rows, {&a, 1});
    const lathe::Column& list = node.literal;
    if (isTextual(node.children[0]->type)) {
        const std::unordered_set<std::string_view> members(list.dictionary.begin(), list.dictionary.end());
        testTexts(result, a, [&](std::string_view text) { return members.contains(text); });
    } else if (node.children[0]->type == ColumnType::Real) {
        const std::unordered_set<double> members(list.reals.begin(), list.reals.end());
        for (size_t row = 0; row < rows; ++row) result.integers[row] = members.contains(realsOf(a)[row]) ? 1 : 0;
    } else {
        const std::unordered_set<int64_t> members(list.integers.begin(), list.integers.end());
        for (size_t row = 0; row < rows; ++row) result.integers[row] = members.contains(integersOf(a)[row]) ? 1 : 0;
    }
    return result;
}

// ---- Logic of three values ------------------------------------------------------------------------------------

/// `and` is false as soon as one operand is, `or` true; otherwise a missing operand makes the outcome missing.
lathe::Column connected(const Node& node, const std::vector<Operand>& operands, size_t rows) {
    const int64_t decisive = node.op == Operator::Or ? 1 : 0;
    lathe::Column result = blank(ColumnType::Boolean, rows, {});
    for (size_t row = 0; row < rows; ++row) {
        bool decided = false;
        bool unknown = false;
        for (const Operand& operand : operands) {
            if (operand.isMissing(row)) unknown = true;
            else if (operand.column->integers[operand.at(row)] == decisive) decided = true;
        }
        result.integers[row] = decided ? decisive : 1 - decisive;
        if (decided || !unknown) continue;
        result.integers[row] = 0;
        markMissing(result, row);
    }
    return result;
}

lathe::Column inverted(const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Boolean, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row)
        result.integers[row] = result.isMissing(row) ? 0 : 1 - a.column->integers[a.at(row)];
    return result;
}

lathe::Column missingTest(const Operand& a, size_t rows) {
    lathe::Column result = blank(ColumnType::Boolean, rows, {});
    for (size_t row = 0; row < rows; ++row) result.integers[row] = a.isMissing(row) ? 1 : 0;
    return result;
}

// ---- The tree -------------------------------------------------------------------------------------------------

lathe::Column evaluateOperator(const Node& node, const std::vector<Operand>& operands, size_t rows) {
    switch (node.op) {
    case Operator::Convert: return convertedValues(node, operands[0], rows);
    case Operator::Negate: return negated(node, operands[0], rows);
    case Operator::Not: return inverted(operands[0], rows);
    case Operator::And:
    case Operator::Or: return connected(node, operands, rows);
    case Operator::In: return isMember(node, operands[0], rows);
    case Operator::IsMissing: return missingTest(operands[0], rows);
    case Operator::Function: return evaluateCall(node, operands, rows);
    case Operator::Add:
    case Operator::Subtract:
    case Operator::Multiply:
    case Operator::Divide:
    case Operator::Modulo:
    case Operator::Power: return arithmetic(node, operands[0], operands[1], rows);
    default: return compared(node, operands[0], operands[1], rows);
    }
}

Operand evaluateNode(const Node& node, const Evaluation& evaluation) {
    // Literals and columns are lent, not copied: what they point into outlives the evaluation.
    const auto lent = [](const lathe::Column& column) {
        return std::shared_ptr<const lathe::Column>(std::shared_ptr<const lathe::Column>(), &column);
    };
    if (node.op == Operator::Literal) return {lent(node.literal), true};
    if (node.op == Operator::Column)
        return {lent(evaluation.table.columns[*evaluation.table.find(node.column)]), false};
    std::vector<Operand> operands;
    for (const NodePtr& child : node.children) operands.push_back(evaluateNode(*child, evaluation));
    const size_t rows = rowsOf(operands, evaluation.rows);
    const bool constant = std::all_of(operands.begin(), operands.end(), [](const Operand& o) { return o.constant; });
    return {std::make_shared<const lathe::Column>(evaluateOperator(node, operands, constant ? 1 : rows)), constant};
}

Result<void> checkColumns(const Node& node, const Table& table) {
    if (node.op == Operator::Column) {
        const auto index = table.find(node.column);
        if (!index) return fail(ErrorKind::InvalidInput, "the rows have no column '{}'", node.column);
        const ColumnType type = table.columns[*index].schema.type;
        if (type != node.type)
            return fail(ErrorKind::InvalidInput, "column '{}' holds {} values where {} is expected", node.column,
                        toString(type), toString(node.type));
    }
    for (const NodePtr& child : node.children) LATHE_CHECK(checkColumns(*child, table));
    return {};
}

/// A category whose dictionary holds each text once and nothing that no row has.
lathe::Column compacted(const lathe::Column& column) {
    lathe::Column result = column;
    result.dictionary.clear();
    constexpr uint32_t unseen = UINT32_MAX;
    std::vector<uint32_t> codes(column.dictionary.size(), unseen);
    std::unordered_map<std::string_view, uint32_t> known;
    for (size_t row = 0; row < column.codes.size(); ++row) {
        if (column.isMissing(row)) {
            result.codes[row] = 0;
            continue;
        }
        uint32_t& code = codes[column.codes[row]];
        if (code == unseen) {
            const auto entry = known.try_emplace(column.dictionary[column.codes[row]],
                                                 static_cast<uint32_t>(result.dictionary.size()));
            if (entry.second) result.dictionary.push_back(column.dictionary[column.codes[row]]);
            code = entry.first->second;
        }
        result.codes[row] = code;
    }
    return result;
}

} // namespace

lathe::Column blank(ColumnType type, size_t rows, std::span<const Operand> operands) {
    lathe::Column result;
    result.schema.type = type;
    switch (type) {
    case ColumnType::Real: result.reals.assign(rows, 0); break;
    case ColumnType::Category: result.codes.assign(rows, 0); break;
    case ColumnType::Text: break; // grows by push
    default: result.integers.assign(rows, 0);
    }
    for (const Operand& operand : operands) {
        if (operand.column->missing.empty()) continue;
        result.missing.resize(rows, 0);
        for (size_t row = 0; row < rows; ++row) result.missing[row] |= operand.column->missing[operand.at(row)];
    }
    return result;
}

void markMissing(lathe::Column& column, size_t row) {
    if (column.missing.empty()) column.missing.assign(std::max<size_t>(column.rows(), row + 1), 0);
    column.missing[row] = 1;
}

lathe::Column encoded(lathe::Column text) {
    lathe::Column result;
    result.schema = {text.schema.name, ColumnType::Category};
    std::unordered_map<std::string_view, uint32_t> known;
    for (size_t row = 0; row < text.texts.size(); ++row) {
        if (text.isMissing(row)) {
            result.codes.push_back(0);
            continue;
        }
        const std::string_view value = text.texts.at(row);
        const auto entry = known.try_emplace(value, static_cast<uint32_t>(result.dictionary.size()));
        if (entry.second) result.dictionary.emplace_back(value);
        result.codes.push_back(entry.first->second);
    }
    result.missing = std::move(text.missing);
    return result;
}

} // namespace expression

Result<Column> Expression::evaluate(const Table& table, std::string name) const {
    LATHE_CHECK(expression::checkColumns(*m_root, table));
    const size_t rows = table.rows();
    const expression::Operand outcome = expression::evaluateNode(*m_root, {table, rows});
    Column result;
    if (outcome.constant) result = gather(*outcome.column, std::vector<uint64_t>(rows, 0));
    else result = *outcome.column;
    if (result.schema.type == ColumnType::Category) result = expression::compacted(result);
    if (std::find(result.missing.begin(), result.missing.end(), 1) == result.missing.end()) result.missing.clear();
    result.schema = {std::move(name), m_root->type};
    return result;
}

} // namespace lathe
