// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/recipe_whole.h"

#include "core/base/stoppable_sort.h"

#include <algorithm>
#include <map>
#include <numeric>

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
        if (rows > 0) m_numbers.add(RowHash{});
        m_groupOfRow.resize(m_groupOfRow.size() + rows, 0);
        return;
    }
    for (const RowHash& hash : hashRows(piece, m_by)) m_groupOfRow.push_back(m_numbers.add(hash));
}

size_t GatheredRows::bytes() const {
    constexpr size_t groupBytes = 28;
    size_t bytes = m_groupOfRow.size() * sizeof(uint32_t) + m_numbers.size() * groupBytes;
    for (const Column& column : m_columns) bytes += column.rows() * (sizeof(uint64_t) + 1) + column.texts.bytes.size();
    return bytes;
}

Table GatheredRows::take() {
    Table rows{std::move(m_columns)};
    clear();
    return rows;
}

Result<RowGroups> groupRows(std::span<const uint32_t> groupOfRow, size_t groups, uint32_t none, const JobContext& job) {
    constexpr size_t lookEvery = 4096;
    StopCheck stop(job);
    RowGroups result;
    result.ends.resize(groups);
    size_t rows = 0;
    for (size_t row = 0; row < groupOfRow.size(); ++row) {
        if (row % lookEvery == 0) LATHE_CHECK(stop.after(lookEvery));
        if (groupOfRow[row] == none) continue;
        ++result.ends[groupOfRow[row]];
        ++rows;
    }
    std::exclusive_scan(result.ends.begin(), result.ends.end(), result.ends.begin(), size_t{0}); // where each begins
    result.rows.resize(rows);
    for (size_t row = 0; row < groupOfRow.size(); ++row) {
        if (row % lookEvery == 0) LATHE_CHECK(stop.after(lookEvery));
        if (groupOfRow[row] != none) result.rows[result.ends[groupOfRow[row]]++] = static_cast<uint32_t>(row);
    }
    return result;
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

Result<RowGroups> GatheredRows::sequences(const std::vector<size_t>& order, const JobContext& job) const {
    LATHE_TRY(RowGroups groups, groupRows(m_groupOfRow, m_numbers.size(), UINT32_MAX, job));
    if (order.empty()) return groups;
    const auto before = [&](uint32_t a, uint32_t b) {
        for (const size_t i : order)
            if (const int sign = compareValues(m_columns[i], a, b); sign != 0) return sign < 0;
        return false;
    };
    size_t begin = 0;
    for (const size_t end : groups.ends) {
        LATHE_CHECK(sortStably(std::span(groups.rows).subspan(begin, end - begin), before, job));
        begin = end;
    }
    return groups;
}

// ---- Aggregates -----------------------------------------------------------------------------------------------

namespace {

bool wantsNumbers(const std::string& function) {
    return function == "sum" || function == "mean" || function == "median" || function == "std";
}

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return *middle + (*std::min_element(middle + 1, values.end()) - *middle) * 0.5;
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

std::vector<uint32_t> presentRows(const Column& column, std::span<const uint32_t> rows) {
    std::vector<uint32_t> present;
    for (const uint32_t row : rows)
        if (!column.isMissing(row)) present.push_back(row);
    return present;
}

struct Frequencies {
    size_t distinct = 0;
    uint32_t mode = 0; ///< the first row of the most frequent value; of equally frequent the smallest
};

Result<Frequencies> frequencies(const Column& column, std::vector<uint32_t> rows, StopCheck& stop) {
    LATHE_CHECK(sortStably(
        std::span(rows), [&](uint32_t a, uint32_t b) { return compareValues(column, a, b) < 0; }, stop.job()));
    Frequencies result;
    size_t most = 0;
    for (size_t begin = 0; begin < rows.size();) {
        size_t end = begin;
        while (end < rows.size() && compareValues(column, rows[begin], rows[end]) == 0) ++end;
        LATHE_CHECK(stop.after(end - begin));
        if (end - begin > most) {
            most = end - begin;
            result.mode = rows[begin];
        }
        ++result.distinct;
        begin = end;
    }
    return result;
}

uint32_t chosenRow(const std::string& function, const Column& column, const std::vector<uint32_t>& rows) {
    if (function == "first") return rows.front();
    if (function == "last") return rows.back();
    const auto less = [&](uint32_t a, uint32_t b) { return compareValues(column, a, b) < 0; };
    return function == "min" ? *std::min_element(rows.begin(), rows.end(), less)
                             : *std::max_element(rows.begin(), rows.end(), less);
}

} // namespace

const std::vector<std::string>& aggregateNames() {
    static const std::vector<std::string> names = {"count", "distinct", "sum",   "mean", "median", "std",
                                                   "min",   "max",      "first", "last", "mode"};
    return names;
}

Result<ColumnType> aggregateType(const std::string& function, const ColumnSchema& column) {
    if (function == "count" || function == "distinct") return ColumnType::Integer;
    if (!wantsNumbers(function)) return column.type;
    if (!isNumeric(column.type))
        return failHint(
            ErrorKind::InvalidInput,
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
    if (function == "median") return medianOf(std::move(values));
    Sum sum;
    for (const double value : values) sum.add(value);
    return sum.value();
}

Result<void> appendAggregate(const std::string& function, const Column& column, std::span<const uint32_t> rows,
                             Column& result, StopCheck& stop) {
    LATHE_CHECK(stop.after(rows.size()));
    const std::vector<uint32_t> present = presentRows(column, rows);
    const auto pushInteger = [&result](int64_t value) -> Result<void> {
        result.integers.push_back(value);
        if (!result.missing.empty()) result.missing.push_back(0);
        return {};
    };
    const auto none = [&result]() -> Result<void> {
        pushMissing(result);
        return {};
    };
    if (function == "count") return pushInteger(static_cast<int64_t>(present.size()));
    if (function == "distinct") {
        LATHE_TRY(const Frequencies found, frequencies(column, present, stop));
        return pushInteger(static_cast<int64_t>(found.distinct));
    }
    if (function == "sum" && result.schema.type == ColumnType::Integer) {
        int64_t sum = 0;
        for (const uint32_t row : present)
            if (__builtin_add_overflow(sum, column.integers[row], &sum)) return none();
        return pushInteger(sum);
    }
    if (wantsNumbers(function)) {
        std::vector<double> values;
        for (const uint32_t row : present) values.push_back(column.number(row));
        const double value = aggregateNumbers(function, std::move(values));
        if (!std::isfinite(value)) return none();
        result.reals.push_back(value);
        if (!result.missing.empty()) result.missing.push_back(0);
        return {};
    }
    if (present.empty()) return none();
    if (function == "mode") {
        LATHE_TRY(const Frequencies found, frequencies(column, present, stop));
        appendValue(result, column, found.mode);
        return {};
    }
    appendValue(result, column, chosenRow(function, column, present));
    return {};
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
