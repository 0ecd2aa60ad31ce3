// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: steps whose outcome for a row depends on other rows in some order, or on the rows of its group. They
// hold the columns they use in memory: 4 bytes a row for the group, and the values.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "core/data/columns/row_hash_numbers.h"
#include "core/data/recipe/recipe_operation.h"

namespace lathe::recipe {

/// A sum that keeps what rounding would lose (A. Neumaier, 1974).
class Sum {
public:
    void add(double value) {
        const double total = m_sum + value;
        m_lost += std::fabs(m_sum) >= std::fabs(value) ? (m_sum - total) + value : (value - total) + m_sum;
        m_sum = total;
    }
    void add(const Sum& other) {
        add(other.m_sum);
        m_lost += other.m_lost;
    }
    [[nodiscard]] double value() const { return m_sum + m_lost; }

private:
    double m_sum = 0;
    double m_lost = 0;
};

/// Looks for a stop after every so many units of work, so that nobody waits and the work does not suffer.
class StopCheck {
public:
    explicit StopCheck(const JobContext& job) : m_job(&job) {}
    [[nodiscard]] const JobContext& job() const { return *m_job; }
    Result<void> after(size_t units) {
        m_done += units;
        if (m_done < every) return {};
        m_done = 0;
        return m_job->checkStop();
    }

private:
    static constexpr size_t every = 1U << 15;
    const JobContext* m_job;
    size_t m_done = 0;
};

/// Row numbers, group after group.
struct RowGroups {
    std::vector<uint32_t> rows;
    std::vector<size_t> ends; ///< of each group in \c rows

    [[nodiscard]] size_t size() const { return ends.size(); }
    [[nodiscard]] std::span<const uint32_t> operator[](size_t group) const {
        const size_t begin = group == 0 ? 0 : ends[group - 1];
        return {rows.data() + begin, ends[group] - begin};
    }
};

/// The rows of each of \p groups groups, ascending; rows of the group \p none are left out. Errors: Cancelled.
Result<RowGroups> groupRows(std::span<const uint32_t> groupOfRow, size_t groups, uint32_t none, const JobContext& job);

/// All rows of some columns, and which group each row belongs to.
class GatheredRows {
public:
    /// Rows with equal values in \p by are one group (missing equals missing); no \p by: all rows are.
    void bind(std::vector<size_t> by, std::vector<size_t> columns);
    void clear();
    void observe(const Table& piece);

    /// The numbers of the groups by the hashes of their keys. Call last.
    [[nodiscard]] RowHashNumbers takeNumbers() { return std::move(m_numbers); }

    [[nodiscard]] size_t rows() const { return m_groupOfRow.size(); }
    [[nodiscard]] size_t groups() const { return m_numbers.size(); }
    /// What is held.
    [[nodiscard]] size_t bytes() const;
    /// Takes the columns out, and forgets the rows.
    [[nodiscard]] Table take();
    /// In the order given to bind().
    [[nodiscard]] const Column& column(size_t i) const { return m_columns[i]; }
    /// Row numbers of each group. Inside a group by the columns \p order (numbers of column()), missing last, and by
    /// the rows' own order where those are equal. Groups are in the order of their first rows. O(n log n). Errors:
    /// Cancelled.
    [[nodiscard]] Result<RowGroups> sequences(const std::vector<size_t>& order, const JobContext& job) const;

private:
    std::vector<size_t> m_by;
    std::vector<size_t> m_source;
    std::vector<Column> m_columns;
    RowHashNumbers m_numbers;
    std::vector<uint32_t> m_groupOfRow;
};

/// Negative, zero, positive as two values of one column stand; missing values come last.
int compareValues(const Column& column, size_t a, size_t b);

/// A function of the numbers or values of a group: "mean", "count"… (docs/recipes.md).
const std::vector<std::string>& aggregateNames();
/// Errors: InvalidInput when the column has no such thing.
Result<ColumnType> aggregateType(const std::string& function, const ColumnSchema& column);
/// Appends the outcome for the rows \p rows of \p column to \p result, which has the type aggregateType() says.
/// Errors: Cancelled.
Result<void> appendAggregate(const std::string& function, const Column& column, std::span<const uint32_t> rows,
                             Column& result, StopCheck& stop);
/// As appendAggregate() for numbers in hand; NaN when there is none.
double aggregateNumbers(const std::string& function, std::vector<double> values);

/// Appends one value of \p source to \p target of the same type (texts to texts).
void appendValue(Column& target, const Column& source, size_t row);

} // namespace lathe::recipe
