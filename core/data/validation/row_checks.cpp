// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/row_checks.h"

#include <algorithm>
#include <bit>

namespace lathe::validation {

namespace {

/// Counts and notes the rows that are marked and count.
void collect(std::span<const uint8_t> unexpected, std::span<const uint8_t> ignored,
             const std::vector<uint8_t>* included, uint64_t firstRow, size_t limit, ChunkOutcome& outcome) {
    for (size_t row = 0; row < unexpected.size(); ++row) {
        if (included && (*included)[row] == 0) continue;
        ++outcome.elements;
        if (ignored[row] != 0) {
            ++outcome.ignored;
        } else if (unexpected[row] != 0) {
            ++outcome.unexpected;
            if (outcome.rows.size() < limit) outcome.rows.push_back(firstRow + row);
        }
    }
}

class ValueCheck : public RowCheck {
public:
    ValueCheck(size_t column, ValueTest test, bool wantMissing, ConditionPointer condition)
        : RowCheck(std::move(condition)), m_column(column), m_test(std::move(test)), m_wantMissing(wantMissing) {}

    [[nodiscard]] std::optional<ChunkOutcome> fromStatistics(const ColumnFile& file, uint64_t chunk) const override {
        if (conditional()) return std::nullopt;
        const ChunkStatistics statistics = file.statistics(m_column, chunk);
        ChunkOutcome outcome;
        outcome.elements = statistics.rows;
        if (m_test.onMissing) {
            const uint64_t wrong = m_wantMissing ? statistics.rows - statistics.missing : statistics.missing;
            if (wrong > 0) return std::nullopt; // the sample needs the rows
            return outcome;
        }
        outcome.ignored = statistics.missing;
        if (statistics.missing == statistics.rows) return outcome;
        if (!m_test.judgeRange || !(statistics.min <= statistics.max)) return std::nullopt;
        const auto judged = m_test.judgeRange(statistics.min, statistics.max);
        return judged == 0 ? std::optional(outcome) : std::nullopt;
    }
    [[nodiscard]] std::vector<size_t> shownColumns() const override { return {m_column}; }

protected:
    Result<void> judge(ChunkRows& rows, std::span<uint8_t> unexpected, std::span<uint8_t> ignored,
                       const std::vector<uint8_t>*, ChunkOutcome&) const override {
        LATHE_TRY(const Column* column, rows.column(m_column));
        if (m_test.onMissing) {
            for (size_t row = 0; row < unexpected.size(); ++row)
                unexpected[row] = column->isMissing(row) != m_wantMissing;
            return {};
        }
        if (!column->missing.empty()) std::copy(column->missing.begin(), column->missing.end(), ignored.begin());
        m_test.mark(*column, unexpected);
        return {};
    }

private:
    size_t m_column;
    ValueTest m_test;
    bool m_wantMissing;
};

class OrderCheck : public RowCheck {
public:
    OrderCheck(size_t column, bool increasing, bool strictly, ConditionPointer condition)
        : RowCheck(std::move(condition)), m_column(column), m_increasing(increasing), m_strictly(strictly) {}

    void join(std::vector<ChunkOutcome>& outcomes, size_t limit) const override {
        const ChunkEdge* before = nullptr;
        for (ChunkOutcome& outcome : outcomes) {
            if (!outcome.edge.any) continue;
            if (before && wrong(before->last, outcome.edge.first)) {
                ++outcome.unexpected;
                outcome.rows.insert(outcome.rows.begin(), outcome.edge.firstRow);
                if (outcome.rows.size() > limit) outcome.rows.pop_back();
            }
            before = &outcome.edge;
        }
    }
    [[nodiscard]] std::vector<size_t> shownColumns() const override { return {m_column}; }

protected:
    Result<void> judge(ChunkRows& rows, std::span<uint8_t> unexpected, std::span<uint8_t> ignored,
                       const std::vector<uint8_t>* included, ChunkOutcome& outcome) const override {
        LATHE_TRY(const Column* column, rows.column(m_column));
        if (!column->missing.empty()) std::copy(column->missing.begin(), column->missing.end(), ignored.begin());
        for (size_t row = 0; row < unexpected.size(); ++row) {
            if (ignored[row] != 0 || (included && (*included)[row] == 0)) continue;
            const int64_t value = sortKey(*column, row);
            if (outcome.edge.any) {
                unexpected[row] = wrong(outcome.edge.last, value) ? 1 : 0;
            } else {
                outcome.edge.any = true;
                outcome.edge.first = value;
                outcome.edge.firstRow = rows.firstRow() + row;
            }
            outcome.edge.last = value;
        }
        return {};
    }

private:
    [[nodiscard]] bool wrong(int64_t before, int64_t value) const {
        if (before == value) return m_strictly;
        return m_increasing ? value < before : value > before;
    }
    size_t m_column;
    bool m_increasing;
    bool m_strictly;
};

class RepeatedNumberCheck : public RowCheck {
public:
    RepeatedNumberCheck(size_t column, std::vector<int64_t> keys, ConditionPointer condition)
        : RowCheck(std::move(condition)), m_column(column), m_keys(std::move(keys)) {}
    [[nodiscard]] std::vector<size_t> shownColumns() const override { return {m_column}; }

protected:
    Result<void> judge(ChunkRows& rows, std::span<uint8_t> unexpected, std::span<uint8_t> ignored,
                       const std::vector<uint8_t>*, ChunkOutcome&) const override {
        LATHE_TRY(const Column* column, rows.column(m_column));
        for (size_t row = 0; row < unexpected.size(); ++row) {
            ignored[row] = column->isMissing(row) ? 1 : 0;
            if (ignored[row] == 0)
                unexpected[row] = std::binary_search(m_keys.begin(), m_keys.end(), sortKey(*column, row)) ? 1 : 0;
        }
        return {};
    }

private:
    size_t m_column;
    std::vector<int64_t> m_keys;
};

class RepeatedHashCheck : public RowCheck {
public:
    RepeatedHashCheck(std::vector<size_t> columns, std::string ignoreRowIf, std::vector<RowHash> keys,
                      ConditionPointer condition)
        : RowCheck(std::move(condition)), m_columns(std::move(columns)), m_ignoreRowIf(std::move(ignoreRowIf)),
          m_keys(std::move(keys)) {}
    [[nodiscard]] std::vector<size_t> shownColumns() const override { return m_columns; }

protected:
    Result<void> judge(ChunkRows& rows, std::span<uint8_t> unexpected, std::span<uint8_t> ignored,
                       const std::vector<uint8_t>*, ChunkOutcome&) const override {
        LATHE_CHECK(markIgnored(rows, m_columns, m_ignoreRowIf, ignored));
        LATHE_TRY(const Table table, rows.file().readTable(rows.firstRow(), rows.rows(), m_columns));
        const std::vector<RowHash> hashes = hashRows(table);
        const auto less = [](const RowHash& a, const RowHash& b) {
            return a.high != b.high ? a.high < b.high : a.low < b.low;
        };
        for (size_t row = 0; row < unexpected.size(); ++row)
            unexpected[row] =
                ignored[row] == 0 && std::binary_search(m_keys.begin(), m_keys.end(), hashes[row], less) ? 1 : 0;
        return {};
    }

private:
    std::vector<size_t> m_columns;
    std::string m_ignoreRowIf;
    std::vector<RowHash> m_keys;
};

} // namespace

Result<ChunkOutcome> RowCheck::run(ChunkRows& rows, size_t limit) const {
    ChunkOutcome outcome;
    LATHE_TRY(const std::vector<uint8_t>* included, rows.included(m_condition.get()));
    std::vector<uint8_t> unexpected(rows.rows());
    std::vector<uint8_t> ignored(rows.rows());
    LATHE_CHECK(judge(rows, unexpected, ignored, included, outcome));
    collect(unexpected, ignored, included, rows.firstRow(), limit, outcome);
    return outcome;
}

RowCheckPointer valueCheck(size_t column, ValueTest test, bool wantMissing, ConditionPointer condition) {
    return std::make_unique<const ValueCheck>(column, std::move(test), wantMissing, std::move(condition));
}

RowCheckPointer orderCheck(size_t column, bool increasing, bool strictly, ConditionPointer condition) {
    return std::make_unique<const OrderCheck>(column, increasing, strictly, std::move(condition));
}

RowCheckPointer repeatedNumberCheck(size_t column, std::vector<int64_t> keys, ConditionPointer condition) {
    return std::make_unique<const RepeatedNumberCheck>(column, std::move(keys), std::move(condition));
}

RowCheckPointer repeatedHashCheck(std::vector<size_t> columns, std::string ignoreRowIf, std::vector<RowHash> keys,
                                  ConditionPointer condition) {
    return std::make_unique<const RepeatedHashCheck>(std::move(columns), std::move(ignoreRowIf), std::move(keys),
                                                     std::move(condition));
}

Result<void> markIgnored(ChunkRows& rows, const std::vector<size_t>& columns, const std::string& ignoreRowIf,
                         std::span<uint8_t> ignored) {
    if (ignoreRowIf == "never" || ignoreRowIf == "neither") return {};
    const bool any = ignoreRowIf == "any_value_is_missing" || ignoreRowIf == "either_value_is_missing";
    std::fill(ignored.begin(), ignored.end(), any ? uint8_t{0} : uint8_t{1});
    for (const size_t index : columns) {
        LATHE_TRY(const Column* column, rows.column(index));
        for (size_t row = 0; row < ignored.size(); ++row) {
            const uint8_t missing = column->isMissing(row) ? 1 : 0;
            ignored[row] = any ? ignored[row] | missing : ignored[row] & missing;
        }
    }
    return {};
}

int64_t realKey(double value) {
    const auto bits = std::bit_cast<int64_t>(value + 0.0); // -0 is 0
    return bits >= 0 ? bits : bits ^ INT64_MAX;
}

double keyReal(int64_t key) { return std::bit_cast<double>(key >= 0 ? key : key ^ INT64_MAX); }

int64_t sortKey(const Column& column, size_t row) {
    if (column.schema.type == ColumnType::Real) return realKey(column.reals[row]);
    if (column.schema.type == ColumnType::Category) return column.codes[row];
    return column.integers[row];
}

} // namespace lathe::validation
