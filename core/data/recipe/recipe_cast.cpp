// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <unordered_map>

#include "core/base/text.h"
#include "core/data/recipe/recipe_operation.h"
#include "core/data/text/time_text.h"

namespace lathe::recipe {

namespace {

constexpr int64_t microsPerDay = 86'400'000'000;

std::optional<int64_t> wholeNumber(double value) {
    if (!(value >= -0x1p63 && value < 0x1p63) || value != std::floor(value)) return std::nullopt;
    return static_cast<int64_t>(value);
}

std::optional<int64_t> integerFromText(std::string_view text) {
    if (const auto integer = parseInteger(text)) return *integer;
    const auto number = parseNumber(text);
    return number ? wholeNumber(*number) : std::nullopt;
}

std::optional<int64_t> booleanFromText(std::string_view text) {
    static const std::unordered_map<std::string, int64_t> words = {{"true", 1}, {"t", 1}, {"yes", 1},   {"y", 1},
                                                                   {"on", 1},   {"1", 1}, {"false", 0}, {"f", 0},
                                                                   {"no", 0},   {"n", 0}, {"off", 0},   {"0", 0}};
    const auto found = words.find(lowered(text));
    if (found == words.end()) return std::nullopt;
    return found->second;
}

int64_t dayOf(int64_t micros) {
    const int64_t days = micros / microsPerDay;
    return micros % microsPerDay < 0 ? days - 1 : days;
}

std::optional<int64_t> startOfDay(int64_t days) {
    int64_t micros = 0;
    return __builtin_mul_overflow(days, microsPerDay, &micros) ? std::nullopt : std::optional(micros);
}

std::optional<int64_t> dateFromText(std::string_view text) {
    if (const auto days = parseIsoDate(text)) return days;
    if (const auto micros = parseIsoTimestamp(cutToMicros(text))) return dayOf(*micros);
    return std::nullopt;
}

std::optional<int64_t> timestampFromText(std::string_view text) {
    if (const auto micros = parseIsoTimestamp(cutToMicros(text))) return micros;
    if (const auto days = parseIsoDate(text)) return startOfDay(*days);
    return std::nullopt;
}

std::optional<int64_t> integerValue(const Column& column, size_t row, ColumnType type) {
    if (isTextual(column.schema.type)) {
        const std::string_view text = trimmed(column.text(row));
        switch (type) {
        case ColumnType::Boolean: return booleanFromText(text);
        case ColumnType::Date: return dateFromText(text);
        case ColumnType::Timestamp: return timestampFromText(text);
        default: return integerFromText(text);
        }
    }
    if (column.schema.type == ColumnType::Real) {
        const auto whole = wholeNumber(column.reals[row]);
        if (type == ColumnType::Boolean && whole && *whole != 0 && *whole != 1) return std::nullopt;
        return whole;
    }
    const int64_t value = column.integers[row];
    if (type == ColumnType::Boolean) return value == 0 || value == 1 ? std::optional(value) : std::nullopt;
    if (type == ColumnType::Date && column.schema.type == ColumnType::Timestamp) return dayOf(value);
    if (type == ColumnType::Timestamp && column.schema.type == ColumnType::Date) return startOfDay(value);
    return value;
}

std::optional<double> realValue(const Column& column, size_t row) {
    if (!isTextual(column.schema.type)) return column.number(row);
    const auto number = parseNumber(trimmed(column.text(row)));
    return number && std::isfinite(*number) ? number : std::nullopt;
}

Column asText(const Column& column) {
    Column result;
    result.schema = {column.schema.name, ColumnType::Text};
    result.missing = column.missing;
    for (size_t row = 0; row < column.rows(); ++row)
        result.texts.push(isTextual(column.schema.type) ? std::string(column.text(row)) : column.display(row));
    return result;
}

Column asCategory(const Column& column) {
    const Column text = column.schema.type == ColumnType::Text ? column : asText(column);
    Column result;
    result.schema = {column.schema.name, ColumnType::Category};
    result.missing = text.missing;
    std::unordered_map<std::string_view, uint32_t> codes;
    for (size_t row = 0; row < text.rows(); ++row) {
        if (text.isMissing(row)) {
            result.codes.push_back(0);
            continue;
        }
        const auto entry = codes.try_emplace(text.texts.at(row), static_cast<uint32_t>(result.dictionary.size()));
        if (entry.second) result.dictionary.emplace_back(text.texts.at(row));
        result.codes.push_back(entry.first->second);
    }
    return result;
}

} // namespace

bool canCast(ColumnType from, ColumnType to) {
    if (from == to || isTextual(from) || isTextual(to)) return true;
    const auto isTime = [](ColumnType type) { return type == ColumnType::Date || type == ColumnType::Timestamp; };
    return isTime(from) == isTime(to);
}

Column castColumn(const Column& column, ColumnType type, uint64_t& failures) {
    if (column.schema.type == type) return column;
    if (type == ColumnType::Text) return asText(column);
    if (type == ColumnType::Category) return asCategory(column);
    Column result;
    result.schema = {column.schema.name, type};
    result.missing = column.missing;
    const size_t rows = column.rows();
    for (size_t row = 0; row < rows; ++row) {
        const bool known = !column.isMissing(row);
        bool failed = false;
        if (type == ColumnType::Real) {
            const auto value = known ? realValue(column, row) : std::nullopt;
            result.reals.push_back(value.value_or(std::nan("")));
            failed = known && !value;
        } else {
            const auto value = known ? integerValue(column, row, type) : std::nullopt;
            result.integers.push_back(value.value_or(0));
            failed = known && !value;
        }
        if (!failed) continue;
        ++failures;
        if (result.missing.empty()) result.missing.assign(rows, 0);
        result.missing[row] = 1;
    }
    return result;
}

} // namespace lathe::recipe
