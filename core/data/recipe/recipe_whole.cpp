// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/recipe_whole.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace lathe::recipe {

// ---- Rows in memory -------------------------------------------------------------------------------------------

void GatheredRows::bind(std::vector<size_t> by, std::vector<size_t> columns) {
    m_by = std::move(by);
    m_source = std::move(columns);
}

void GatheredRows::clear() {
    m_columns.clear();
    m_numbers.clear();
    m_groupOfRow.clear();
}

void GatheredRows::observe(const Table& piece) {
    if (m_columns.empty())
        for (const size_t source : m_source)
            m_columns.push_back(emptyColumn(piece.columns[source].schema.name, piece.columns[source].schema.type));
    for (size_t i = 0; i < m_source.size(); ++i) append(m_columns[i], piece.columns[m_source[i]]);
    const size_t rows = piece.rows();
    if (m_by.empty()) {
        if (rows > 0) m_numbers.try_emplace(RowHash{}, 0U);
        m_groupOfRow.resize(m_groupOfRow.size() + rows, 0);
        return;
    }
    for (const RowHash& hash : hashRows(piece, m_by))
        m_groupOfRow.push_back(m_numbers.try_emplace(hash, static_cast<uint32_t>(m_numbers.size())).first->second);
}

int compareValues(const Column& column, size_t a, size_t b) {
    const bool missingA = column.isMissing(a);
    const bool missingB = column.isMissing(b);
    if (missingA || missingB) return static_cast<int>(missingA) - static_cast<int>(missingB);
    const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
    if (isTextual(column.schema.type)) return sign(column.text(a), column.text(b));
    if (column.schema.type == ColumnType::Real) return sign(column.reals[a], column.reals[b]);
    return sign(column.integers[a], column.integers[b]);
}

std::vector<std::vector<uint32_t>> GatheredRows::sequences(const std::vector<size_t>& order) const {
    std::vector<std::vector<uint32_t>> result(m_numbers.size());
    for (size_t row = 0; row < m_groupOfRow.size(); ++row) result[m_groupOfRow[row]].push_back(static_cast<uint32_t>(row));
    if (order.empty()) return result;
    for (std::vector<uint32_t>& rows : result)
        std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
            for (const size_t i : order)
                if (const int sign = compareValues(m_columns[i], a, b); sign != 0) return sign < 0;
            return false;
        });
    return result;
}

// ---- Aggregates -----------------------------------------------------------------------------------------------

namespace {

bool wantsNumbers(const std::string& function) {
    return function == "sum" || function == "mean" || function == "median" || function == "std";
}

double quantileOfSorted(const std::vector<double>& sorted, double p) {
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<size_t>(place);
    const double part = place - static_cast<double>(below);
    return part == 0 ? sorted[below] : sorted[below] + (sorted[below + 1] - sorted[below]) * part;
}

double meanOf(const std::vector<double>& values) {
    Sum sum;
    for (const double value : values) sum.add(value);
    return sum.value() / static_cast<double>(values.size());
}

/// Of the sample: divided by n - 1, as pandas and SQL do.
double deviationOf(const std::vector<double>& values) {
    if (values.size() < 2) return std::nan("");
    const double mean = meanOf(values);
    Sum squares;
    for (const double value : values) squares.add((value - mean) * (value - mean));
    return std::sqrt(squares.value() / static_cast<double>(values.size() - 1));
}

std::string shown(const Column& column, size_t row) {
    return isTextual(column.schema.type) ? std::string(column.text(row)) : column.display(row);
}

std::vector<uint32_t> presentRows(const Column& column, const std::vector<uint32_t>& rows) {
    std::vector<uint32_t> present;
    for (const uint32_t row : rows)
        if (!column.isMissing(row)) present.push_back(row);
    return present;
}

/// The first row of the most frequent value; of equally frequent the smallest.
uint32_t modeRow(const Column& column, std::vector<uint32_t> rows) {
    std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) { return compareValues(column, a, b) < 0; });
    uint32_t best = rows.front();
    size_t most = 0;
    for (size_t begin = 0; begin < rows.size();) {
        size_t end = begin;
        while (end < rows.size() && compareValues(column, rows[begin], rows[end]) == 0) ++end;
        if (end - begin > most) {
            most = end - begin;
            best = rows[begin];
        }
        begin = end;
    }
    return best;
}

uint32_t chosenRow(const std::string& function, const Column& column, const std::vector<uint32_t>& rows) {
    if (function == "first") return rows.front();
    if (function == "last") return rows.back();
    if (function == "mode") return modeRow(column, rows);
    const auto less = [&](uint32_t a, uint32_t b) { return compareValues(column, a, b) < 0; };
    return function == "min" ? *std::min_element(rows.begin(), rows.end(), less) : *std::max_element(rows.begin(), rows.end(), less);
}

} // namespace

const std::vector<std::string>& aggregateNames() {
    static const std::vector<std::string> names = {"count", "distinct", "sum", "mean", "median", "std", "min", "max", "first", "last", "mode"};
    return names;
}

Result<ColumnType> aggregateType(const std::string& function, const ColumnSchema& column) {
    if (function == "count" || function == "distinct") return ColumnType::Integer;
    if (!wantsNumbers(function)) return column.type;
    if (!isNumeric(column.type))
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("column '{}' holds {} values, which have no {}", column.name, toString(column.type), function),
                        "Use count, distinct, min, max, first, last or mode.");
    return function == "sum" && column.type != ColumnType::Real ? ColumnType::Integer : ColumnType::Real;
}

double aggregateNumbers(const std::string& function, std::vector<double> values) {
    if (function == "count") return static_cast<double>(values.size());
    if (values.empty()) return function == "sum" ? 0 : std::nan("");
    if (function == "mean") return meanOf(values);
    if (function == "std") return deviationOf(values);
    if (function == "min") return *std::min_element(values.begin(), values.end());
    if (function == "max") return *std::max_element(values.begin(), values.end());
    if (function == "median") {
        std::sort(values.begin(), values.end());
        return quantileOfSorted(values, 0.5);
    }
    Sum sum;
    for (const double value : values) sum.add(value);
    return sum.value();
}

void appendAggregate(const std::string& function, const Column& column, const std::vector<uint32_t>& rows, Column& result) {
    const std::vector<uint32_t> present = presentRows(column, rows);
    const auto pushInteger = [&result](int64_t value) {
        result.integers.push_back(value);
        if (!result.missing.empty()) result.missing.push_back(0);
    };
    if (function == "count") return pushInteger(static_cast<int64_t>(present.size()));
    if (function == "distinct") {
        std::set<std::string> seen;
        for (const uint32_t row : present) seen.insert(shown(column, row));
        return pushInteger(static_cast<int64_t>(seen.size()));
    }
    if (function == "sum" && result.schema.type == ColumnType::Integer) {
        int64_t sum = 0;
        for (const uint32_t row : present)
            if (__builtin_add_overflow(sum, column.integers[row], &sum)) return pushMissing(result);
        return pushInteger(sum);
    }
    if (wantsNumbers(function)) {
        std::vector<double> values;
        for (const uint32_t row : present) values.push_back(column.number(row));
        const double value = aggregateNumbers(function, std::move(values));
        if (!std::isfinite(value)) return pushMissing(result);
        result.reals.push_back(value);
        if (!result.missing.empty()) result.missing.push_back(0);
        return;
    }
    if (present.empty()) return pushMissing(result);
    appendValue(result, column, chosenRow(function, column, present));
}

void appendValue(Column& target, const Column& source, size_t row) {
    if (source.isMissing(row)) return pushMissing(target);
    switch (target.schema.type) {
    case ColumnType::Real: target.reals.push_back(source.reals[row]); break;
    case ColumnType::Text: target.texts.push(source.text(row)); break;
    case ColumnType::Category:
        if (target.dictionary.empty()) target.dictionary = source.dictionary;
        target.codes.push_back(source.codes[row]); // one source for the whole of a column
        break;
    default: target.integers.push_back(source.integers[row]);
    }
    if (!target.missing.empty()) target.missing.push_back(0);
}

} // namespace lathe::recipe
