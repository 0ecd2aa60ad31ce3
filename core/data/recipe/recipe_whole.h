// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: steps whose outcome for a row depends on other rows in some order, or on the rows of its group. They
// hold the columns they use in memory: 4 bytes a row for the group, and the values.
#pragma once

#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/data/recipe/recipe_operation.h"
#include "core/data/row_hash.h"

namespace lathe::recipe {

struct HashOfRow {
    size_t operator()(const RowHash& hash) const { return static_cast<size_t>(hash.low); }
};

/// A sum that keeps what rounding would lose (A. Neumaier, 1974).
class Sum {
public:
    void add(double value) {
        const double total = m_sum + value;
        m_lost += std::fabs(m_sum) >= std::fabs(value) ? (m_sum - total) + value : (value - total) + m_sum;
        m_sum = total;
    }
    [[nodiscard]] double value() const { return m_sum + m_lost; }

private:
    double m_sum = 0;
    double m_lost = 0;
};

/// All rows of some columns, and which group each row belongs to.
class GatheredRows {
public:
    /// Rows with equal values in \p by are one group (missing equals missing); no \p by: all rows are.
    void bind(std::vector<size_t> by, std::vector<size_t> columns);
    void clear();
    void observe(const Table& piece);

    [[nodiscard]] size_t rows() const { return m_groupOfRow.size(); }
    [[nodiscard]] size_t groups() const { return m_numbers.size(); }
    /// In the order given to bind().
    [[nodiscard]] const Column& column(size_t i) const { return m_columns[i]; }
    /// Row numbers of each group. Inside a group by the columns \p order (numbers of column()), missing last, and by
    /// the rows' own order where those are equal. Groups are in the order of their first rows. O(n log n).
    [[nodiscard]] std::vector<std::vector<uint32_t>> sequences(const std::vector<size_t>& order) const;

private:
    std::vector<size_t> m_by;
    std::vector<size_t> m_source;
    std::vector<Column> m_columns;
    std::unordered_map<RowHash, uint32_t, HashOfRow> m_numbers;
    std::vector<uint32_t> m_groupOfRow;
};

/// Negative, zero, positive as two values of one column stand; missing values come last.
int compareValues(const Column& column, size_t a, size_t b);

/// A function of the numbers or values of a group: "mean", "count"… (docs/recipes.md).
const std::vector<std::string>& aggregateNames();
/// Errors: InvalidInput when the column has no such thing.
Result<ColumnType> aggregateType(const std::string& function, const ColumnSchema& column);
/// Appends the outcome for the rows \p rows of \p column to \p result, which has the type aggregateType() says.
void appendAggregate(const std::string& function, const Column& column, const std::vector<uint32_t>& rows, Column& result);
/// As appendAggregate() for numbers in hand; NaN when there is none.
double aggregateNumbers(const std::string& function, std::vector<double> values);

/// Appends one value of \p source to \p target of the same type (texts to texts).
void appendValue(Column& target, const Column& source, size_t row);

} // namespace lathe::recipe
