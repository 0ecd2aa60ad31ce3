// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/data/expression/expression_calls.h"

namespace lathe::expression {

namespace {

// ---- Numbers --------------------------------------------------------------------------------------------------

template <typename Map>
lathe::Column mapReals(const Operand& a, size_t rows, Map map) {
    lathe::Column result = blank(ColumnType::Real, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        result.reals[row] = map(a.column->reals[a.at(row)]);
        if (std::isfinite(result.reals[row])) continue;
        result.reals[row] = std::nan("");
        setMissing(result, rows, row);
    }
    return result;
}

/// A whole number from a real one; missing when it does not fit into 64 bits.
template <typename Map>
lathe::Column mapToInteger(const Operand& a, size_t rows, Map map) {
    lathe::Column result = blank(ColumnType::Integer, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        const double value = map(a.column->reals[a.at(row)]);
        if (value >= -0x1p63 && value < 0x1p63) result.integers[row] = static_cast<int64_t>(value);
        else setMissing(result, rows, row);
    }
    return result;
}

double roundedTo(double value, double digits) {
    if (!(std::fabs(digits) <= 300)) return value;
    const double scale = std::pow(10.0, std::trunc(digits));
    const double scaled = value * scale;
    return std::isfinite(scaled) && scale != 0 ? std::round(scaled) / scale : value;
}

lathe::Column rounded(const std::vector<Operand>& arguments, size_t rows) {
    if (arguments.size() == 1) return mapToInteger(arguments[0], rows, [](double x) { return std::round(x); });
    lathe::Column result = blank(ColumnType::Real, rows, arguments);
    for (size_t row = 0; row < rows; ++row)
        result.reals[row] = result.isMissing(row) ? std::nan("")
                                                  : roundedTo(arguments[0].column->reals[arguments[0].at(row)],
                                                              arguments[1].column->reals[arguments[1].at(row)]);
    return result;
}

lathe::Column absolute(const Node& call, const Operand& a, size_t rows) {
    if (call.type == ColumnType::Real) return mapReals(a, rows, [](double x) { return std::fabs(x); });
    lathe::Column result = blank(ColumnType::Integer, rows, {&a, 1});
    for (size_t row = 0; row < rows; ++row) {
        const int64_t value = a.column->integers[a.at(row)];
        if (value == INT64_MIN) setMissing(result, rows, row);
        else result.integers[row] = value < 0 ? -value : value;
    }
    return result;
}

lathe::Column extreme(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const bool greatest = call.function == FunctionId::Max;
    lathe::Column result = blank(call.type, rows, arguments);
    const auto fold = [&](auto& target, const auto& valuesOf) {
        for (size_t row = 0; row < rows; ++row) {
            auto best = valuesOf(arguments[0])[arguments[0].at(row)];
            for (const Operand& argument : arguments) {
                const auto value = valuesOf(argument)[argument.at(row)];
                if (greatest ? value > best : value < best) best = value;
            }
            target[row] = result.isMissing(row) ? decltype(best)() : best;
        }
    };
    if (call.type == ColumnType::Real) {
        fold(result.reals, [](const Operand& o) -> const std::vector<double>& { return o.column->reals; });
        for (size_t row = 0; row < rows; ++row)
            if (result.isMissing(row)) result.reals[row] = std::nan("");
    } else {
        fold(result.integers, [](const Operand& o) -> const std::vector<int64_t>& { return o.column->integers; });
    }
    return result;
}

/// x, but not below the second argument nor above the third.
lathe::Column clipped(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    Node bound = call;
    bound.function = FunctionId::Min;
    const auto upper = std::make_shared<const lathe::Column>(extreme(bound, {arguments[0], arguments[2]}, rows));
    bound.function = FunctionId::Max;
    return extreme(bound, {{upper, false}, arguments[1]}, rows);
}

// ---- Choices --------------------------------------------------------------------------------------------------

/// For each row the value of the operand that \p pick names; missing where it names none.
template <typename Pick>
lathe::Column selected(ColumnType type, const std::vector<Operand>& operands, size_t rows, const Pick& pick) {
    lathe::Column result = blank(type, type == ColumnType::Text ? 0 : rows, {});
    std::vector<std::vector<uint32_t>> codes(operands.size());
    if (type == ColumnType::Category) {
        std::unordered_map<std::string_view, uint32_t> known;
        for (size_t o = 0; o < operands.size(); ++o)
            for (const std::string& entry : operands[o].column->dictionary) {
                const auto found = known.try_emplace(entry, static_cast<uint32_t>(result.dictionary.size()));
                if (found.second) result.dictionary.push_back(entry);
                codes[o].push_back(found.first->second);
            }
    }
    for (size_t row = 0; row < rows; ++row) {
        const size_t choice = pick(row);
        const bool none = choice >= operands.size() || operands[choice].isMissing(row);
        if (none) setMissing(result, rows, row);
        switch (type) {
        case ColumnType::Real:
            result.reals[row] = none ? std::nan("") : operands[choice].column->reals[operands[choice].at(row)];
            break;
        case ColumnType::Category:
            if (!none) result.codes[row] = codes[choice][operands[choice].column->codes[operands[choice].at(row)]];
            break;
        case ColumnType::Text: result.texts.push(none ? std::string_view() : operands[choice].text(row)); break;
        default:
            if (!none) result.integers[row] = operands[choice].column->integers[operands[choice].at(row)];
        }
    }
    return result;
}

lathe::Column chosen(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const Operand& condition = arguments[0];
    const std::vector<Operand> branches = {arguments[1], arguments[2]};
    return selected(call.type, branches, rows, [&](size_t row) -> size_t {
        if (condition.isMissing(row)) return branches.size();
        return condition.column->integers[condition.at(row)] != 0 ? 0 : 1;
    });
}

lathe::Column coalesced(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    return selected(call.type, arguments, rows, [&](size_t row) {
        size_t choice = 0;
        while (choice < arguments.size() && arguments[choice].isMissing(row)) ++choice;
        return choice;
    });
}

/// The first argument, missing where it equals the second.
lathe::Column nullIf(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    return selected(call.type, {arguments[0]}, rows, [&](size_t row) -> size_t {
        const Operand& a = arguments[0];
        const Operand& b = arguments[1];
        if (a.isMissing(row) || b.isMissing(row)) return 0;
        if (isTextual(call.type)) return a.text(row) == b.text(row) ? 1 : 0;
        return a.column->number(a.at(row)) == b.column->number(b.at(row)) ? 1 : 0;
    });
}

lathe::Column evaluateNumbers(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const Operand& first = arguments.front();
    switch (call.function) {
    case FunctionId::Abs: return absolute(call, first, rows);
    case FunctionId::Round: return rounded(arguments, rows);
    case FunctionId::Floor: return mapToInteger(first, rows, [](double x) { return std::floor(x); });
    case FunctionId::Ceil: return mapToInteger(first, rows, [](double x) { return std::ceil(x); });
    case FunctionId::Sign:
        return mapToInteger(first, rows, [](double x) { return std::isnan(x) ? x : x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; });
    case FunctionId::Sqrt: return mapReals(first, rows, [](double x) { return std::sqrt(x); });
    case FunctionId::Log: return mapReals(first, rows, [](double x) { return std::log(x); });
    case FunctionId::Log10: return mapReals(first, rows, [](double x) { return std::log10(x); });
    case FunctionId::Exp: return mapReals(first, rows, [](double x) { return std::exp(x); });
    case FunctionId::Clip: return clipped(call, arguments, rows);
    default: return extreme(call, arguments, rows);
    }
}

} // namespace

lathe::Column evaluateCall(const Node& call, const std::vector<Operand>& arguments, size_t rows) {
    const Operand& first = arguments.front();
    if (call.function >= FunctionId::Lower && call.function <= FunctionId::Text)
        return evaluateTexts(call, arguments, rows);
    if (call.function >= FunctionId::Date) return evaluateDates(call, arguments, rows);
    switch (call.function) {
    case FunctionId::If: return chosen(call, arguments, rows);
    case FunctionId::Coalesce: return coalesced(call, arguments, rows);
    case FunctionId::NullIf: return nullIf(call, arguments, rows);
    case FunctionId::IsNan: {
        lathe::Column result = blank(ColumnType::Boolean, rows, {});
        for (size_t row = 0; row < rows; ++row) result.integers[row] = first.isMissing(row) ? 1 : 0;
        return result;
    }
    default: return evaluateNumbers(call, arguments, rows);
    }
}

} // namespace lathe::expression
