// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that look at neighbours in an order: lag, rolling, and filling gaps from the row before or after.
#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <set>

#include "core/base/text.h"
#include "core/data/columns/gather_rows.h"
#include "core/data/recipe/recipe_fill.h"
#include "core/data/recipe/recipe_whole.h"

namespace lathe::recipe {

namespace {

constexpr uint32_t nowhere = UINT32_MAX;
constexpr uint64_t mostRows = nowhere; ///< row numbers are held in 32 bits

/// Computes columns for all rows at once and hands them out piece by piece.
class Neighbours : public Operation {
public:
    Neighbours(std::vector<std::string> names, std::vector<std::string> by, std::vector<std::string> order)
        : m_names(std::move(names)), m_by(std::move(by)), m_order(std::move(order)) {}

    bool learns() const override { return true; }
    std::optional<std::vector<size_t>> observes() const override { return m_observed; }
    bool ordered() const override { return true; }
    void restart() override { m_next = 0; }
    void beginPass() override {
        m_rows.clear();
        m_results.clear();
    }

    Result<void> observe(const Table& piece) override {
        m_rows.observe(piece);
        if (m_rows.rows() >= mostRows)
            return fail(ErrorKind::Unsupported, "more than {} rows cannot be put in order", mostRows);
        return {};
    }

    Result<bool> endPass() override {
        std::vector<size_t> order(m_order.size());
        std::iota(order.begin(), order.end(), m_names.size());
        LATHE_TRY(const RowGroups groups, m_rows.sequences(order, job()));
        StopCheck stop(job());
        for (size_t i = 0; i < m_names.size(); ++i) {
            Column result;
            if (m_rows.rows() > 0) {
                LATHE_TRY(result, compute(m_rows.column(i), groups, stop));
            }
            m_results.push_back(std::move(result));
        }
        m_rows.clear();
        return false;
    }

protected:
    Result<void> bindRows(Columns& columns) {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        LATHE_TRY(std::vector<size_t> by, requireAll(columns, m_by));
        LATHE_TRY(const std::vector<size_t> order, requireAll(columns, m_order));
        std::vector<size_t> used = m_columns;
        used.insert(used.end(), order.begin(), order.end());
        m_observed = used;
        m_observed.insert(m_observed.end(), by.begin(), by.end());
        m_rows.bind(std::move(by), std::move(used));
        return {};
    }

    /// The new values of \p column, one for each row; \p groups hold the row numbers of each group in order. Errors:
    /// Cancelled.
    virtual Result<Column> compute(const Column& column, const RowGroups& groups, StopCheck& stop) = 0;

    /// The next \p rows values of each computed column.
    std::vector<Column> take(size_t rows) {
        std::vector<uint64_t> indices(rows);
        std::iota(indices.begin(), indices.end(), m_next);
        m_next += rows;
        std::vector<Column> taken;
        for (const Column& result : m_results)
            taken.push_back(rows == 0 ? emptyColumn(result.schema.name, result.schema.type) : gather(result, indices));
        return taken;
    }

    /// Of steps that add a column for each they look at.
    [[nodiscard]] ColumnFlow added(size_t columns) const {
        ColumnFlow flow = changedInPlace(columns, {});
        flow.origins.insert(flow.origins.end(), m_columns.size(), ColumnFlow::made);
        return flow;
    }

    [[nodiscard]] std::string scope() const {
        std::string text;
        if (!m_by.empty()) text += " by " + joined(m_by, ", ");
        if (!m_order.empty()) text += " in order of " + joined(m_order, ", ");
        return text;
    }

    std::vector<std::string> m_names;
    std::vector<size_t> m_columns;

private:
    std::vector<std::string> m_by;
    std::vector<std::string> m_order;
    std::vector<size_t> m_observed;
    GatheredRows m_rows;
    std::vector<Column> m_results;
    uint64_t m_next = 0;
};

/// The values of the rows \p sources; nowhere gives a missing value.
Result<Column> taken(const Column& column, const std::vector<uint32_t>& sources, StopCheck& stop) {
    std::vector<uint64_t> rows(sources.size());
    for (size_t row = 0; row < rows.size(); ++row) rows[row] = sources[row] == nowhere ? 0 : sources[row];
    LATHE_TRY(Column result, gatherRows(column, rows, stop.job()));
    for (size_t row = 0; row < rows.size(); ++row) {
        LATHE_CHECK(stop.after(1));
        if (sources[row] == nowhere) clearValue(result, row);
    }
    return result;
}

// ---- fill_missing forward and backward ------------------------------------------------------------------------

class FillFromNeighbour final : public Neighbours {
public:
    FillFromNeighbour(std::vector<std::string> names, std::vector<std::string> by, std::vector<std::string> order,
                      bool forward)
        : Neighbours(std::move(names), std::move(by), std::move(order)), m_forward(forward) {}

    std::string summary() const override {
        return fmt::format("fill_missing {} from the row {}{}", joined(m_names, ", "), m_forward ? "before" : "after",
                           scope());
    }
    Result<void> bind(Columns& columns) override { return bindRows(columns); }

    std::optional<ColumnFlow> flow(size_t columns) const override { return changedInPlace(columns, m_columns); }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        std::vector<Column> filled = take(piece.rows());
        for (size_t i = 0; i < filled.size(); ++i) {
            Column& column = piece.columns[m_columns[i]];
            effect.changedCells += column.missingCount() - filled[i].missingCount();
            column = std::move(filled[i]);
        }
        return {};
    }

protected:
    Result<Column> compute(const Column& column, const RowGroups& groups, StopCheck& stop) override {
        std::vector<uint32_t> sources(column.rows(), nowhere);
        for (size_t group = 0; group < groups.size(); ++group) {
            const std::span<const uint32_t> rows = groups[group];
            LATHE_CHECK(stop.after(rows.size()));
            uint32_t last = nowhere;
            for (size_t i = 0; i < rows.size(); ++i) {
                const uint32_t row = rows[m_forward ? i : rows.size() - 1 - i];
                if (!column.isMissing(row)) last = row;
                sources[row] = last;
            }
        }
        return taken(column, sources, stop);
    }

private:
    bool m_forward;
};

// ---- lag ------------------------------------------------------------------------------------------------------

class Lag final : public Neighbours {
public:
    Lag(std::vector<std::string> names, std::vector<std::string> by, std::vector<std::string> order, int64_t offset)
        : Neighbours(std::move(names), std::move(by), std::move(order)), m_offset(offset) {}

    std::string summary() const override {
        return fmt::format("lag {} by {} rows{}", joined(m_names, ", "), m_offset, scope());
    }

    Result<void> bind(Columns& columns) override {
        LATHE_CHECK(bindRows(columns));
        for (const size_t column : m_columns)
            LATHE_CHECK(columns.add(nameOf(columns.list[column].name), columns.list[column].type));
        return {};
    }

    std::optional<ColumnFlow> flow(size_t columns) const override { return added(columns); }

    Result<void> apply(Table& piece, StepEffect&) override {
        std::vector<Column> lagged = take(piece.rows());
        for (size_t i = 0; i < lagged.size(); ++i) {
            lagged[i].schema = {nameOf(m_names[i]), piece.columns[m_columns[i]].schema.type};
            piece.columns.push_back(std::move(lagged[i]));
        }
        return {};
    }

protected:
    Result<Column> compute(const Column& column, const RowGroups& groups, StopCheck& stop) override {
        std::vector<uint32_t> sources(column.rows(), nowhere);
        for (size_t group = 0; group < groups.size(); ++group) {
            const std::span<const uint32_t> rows = groups[group];
            LATHE_CHECK(stop.after(rows.size()));
            for (size_t i = 0; i < rows.size(); ++i) {
                const int64_t source = static_cast<int64_t>(i) - m_offset;
                if (source >= 0 && source < static_cast<int64_t>(rows.size()))
                    sources[rows[i]] = rows[static_cast<size_t>(source)];
            }
        }
        return taken(column, sources, stop);
    }

private:
    [[nodiscard]] std::string nameOf(const std::string& column) const {
        return fmt::format("{}_{}_{}", column, m_offset < 0 ? "lead" : "lag", std::abs(m_offset));
    }
    int64_t m_offset;
};

// ---- rolling --------------------------------------------------------------------------------------------------

/// Numbers in order, the lower half apart from the upper, so that each change and the median cost O(log n).
class SortedHalves {
public:
    void insert(double value) {
        (m_low.empty() || value <= *m_low.rbegin() ? m_low : m_high).insert(value);
        balance();
    }
    void erase(double value) {
        std::multiset<double>& half = value <= *m_low.rbegin() ? m_low : m_high;
        half.erase(half.find(value));
        balance();
    }
    [[nodiscard]] bool empty() const { return m_low.empty(); }
    [[nodiscard]] double least() const { return *m_low.begin(); }
    [[nodiscard]] double greatest() const { return m_high.empty() ? *m_low.rbegin() : *m_high.rbegin(); }
    [[nodiscard]] double median() const {
        const double below = *m_low.rbegin();
        return m_low.size() > m_high.size() ? below : below + (*m_high.begin() - below) * 0.5;
    }

private:
    /// The lower half is as large as the upper, or by one larger.
    void balance() {
        if (m_low.size() > m_high.size() + 1) m_high.insert(m_low.extract(std::prev(m_low.end())));
        if (m_high.size() > m_low.size()) m_low.insert(m_high.extract(m_high.begin()));
    }

    std::multiset<double> m_low;
    std::multiset<double> m_high;
};

/// Count, sum and spread of some numbers, which can be put together (T. F. Chan et al., 1979).
struct Moments {
    double count = 0;
    Sum sum;
    double mean = 0;
    double squares = 0; ///< of the distances from the mean

    static Moments of(double value) {
        Moments one;
        if (std::isnan(value)) return one;
        one.count = 1;
        one.sum.add(value);
        one.mean = value;
        return one;
    }
    [[nodiscard]] Moments with(const Moments& other) const {
        if (count == 0) return other;
        if (other.count == 0) return *this;
        Moments both;
        both.count = count + other.count;
        both.sum = sum;
        both.sum.add(other.sum);
        const double distance = other.mean - mean;
        both.mean = mean + distance * other.count / both.count;
        both.squares = squares + other.squares + distance * distance * count * other.count / both.count;
        return both;
    }
};

/// The moments of a queue of numbers by two stacks that know the moments of all below: O(1) for each change on average,
/// and nothing is ever taken away from a sum, so that a large number leaves no error behind.
class MomentsQueue {
public:
    void push(double value) {
        m_back.push_back({value, m_back.empty() ? Moments::of(value) : m_back.back().all.with(Moments::of(value))});
    }
    void pop() {
        if (m_front.empty()) {
            for (; !m_back.empty(); m_back.pop_back()) {
                const Moments own = Moments::of(m_back.back().value);
                m_front.push_back({m_back.back().value, m_front.empty() ? own : own.with(m_front.back().all)});
            }
        }
        m_front.pop_back();
    }
    [[nodiscard]] Moments all() const {
        const Moments front = m_front.empty() ? Moments() : m_front.back().all;
        return m_back.empty() ? front : front.with(m_back.back().all);
    }

private:
    struct Entry {
        double value;
        Moments all; ///< of this one and those below
    };
    std::vector<Entry> m_front; ///< the oldest on top
    std::vector<Entry> m_back;  ///< the newest on top
};

/// The numbers of a window and what a function says of them.
class Window {
public:
    explicit Window(const std::string& function)
        : m_function(function), m_sorts(function == "min" || function == "max" || function == "median") {}

    void add(double value) {
        m_values.push_back(value);
        if (!m_sorts) m_moments.push(value);
        if (std::isnan(value)) return;
        ++m_known;
        if (m_sorts) m_sorted.insert(value);
    }
    void dropOldest() {
        const double oldest = m_values.front();
        m_values.pop_front();
        if (!m_sorts) m_moments.pop();
        if (std::isnan(oldest)) return;
        --m_known;
        if (m_sorts) m_sorted.erase(oldest);
    }
    [[nodiscard]] size_t size() const { return m_values.size(); }
    [[nodiscard]] size_t known() const { return m_known; }
    [[nodiscard]] double outcome() const {
        if (m_function == "count") return static_cast<double>(m_known);
        if (m_known == 0) return m_function == "sum" ? 0 : std::nan("");
        if (m_function == "min") return m_sorted.least();
        if (m_function == "max") return m_sorted.greatest();
        if (m_function == "median") return m_sorted.median();
        const Moments moments = m_moments.all();
        if (m_function == "sum") return moments.sum.value();
        if (m_function == "mean") return moments.sum.value() / moments.count;
        return m_known < 2 ? std::nan("") : std::sqrt(moments.squares / (moments.count - 1));
    }

private:
    const std::string& m_function;
    bool m_sorts;
    std::deque<double> m_values;
    SortedHalves m_sorted;  ///< min, max, median
    MomentsQueue m_moments; ///< the others
    size_t m_known = 0;
};

constexpr size_t unitsPerRow = 32; ///< a row of a window costs about so many of a plain loop

class Rolling final : public Neighbours {
public:
    Rolling(std::vector<std::string> names, std::vector<std::string> by, std::vector<std::string> order,
            std::string function, int64_t window, int64_t minRows)
        : Neighbours(std::move(names), std::move(by), std::move(order)), m_function(std::move(function)),
          m_window(static_cast<size_t>(window)), m_minRows(static_cast<size_t>(minRows)) {}

    std::string summary() const override {
        return fmt::format("rolling {} of {} over {} rows{}", m_function, joined(m_names, ", "), m_window, scope());
    }

    Result<void> bind(Columns& columns) override {
        LATHE_CHECK(requireNumbers(columns, m_names).map([](const auto&) {}));
        LATHE_CHECK(bindRows(columns));
        for (const std::string& name : m_names) LATHE_CHECK(columns.add(nameOf(name), ColumnType::Real));
        return {};
    }

    std::optional<ColumnFlow> flow(size_t columns) const override { return added(columns); }

    Result<void> apply(Table& piece, StepEffect&) override {
        std::vector<Column> rolled = take(piece.rows());
        for (size_t i = 0; i < rolled.size(); ++i) {
            rolled[i].schema = {nameOf(m_names[i]), ColumnType::Real};
            piece.columns.push_back(std::move(rolled[i]));
        }
        return {};
    }

protected:
    Result<Column> compute(const Column& column, const RowGroups& groups, StopCheck& stop) override {
        Column result = emptyColumn(column.schema.name, ColumnType::Real);
        result.reals.assign(column.rows(), std::nan(""));
        result.missing.assign(column.rows(), 1);
        for (size_t group = 0; group < groups.size(); ++group) {
            Window window(m_function);
            for (const uint32_t row : groups[group]) {
                LATHE_CHECK(stop.after(unitsPerRow));
                window.add(column.number(row));
                if (window.size() > m_window) window.dropOldest();
                if (window.known() < m_minRows) continue;
                const double value = window.outcome();
                if (!std::isfinite(value)) continue;
                result.reals[row] = value;
                result.missing[row] = 0;
            }
        }
        return result;
    }

private:
    [[nodiscard]] std::string nameOf(const std::string& column) const {
        return fmt::format("{}_{}_{}", column, m_function, m_window);
    }
    std::string m_function;
    size_t m_window;
    size_t m_minRows;
};

} // namespace

Result<std::unique_ptr<Operation>> readFillFromNeighbour(const ConfigNode& node, bool forward) {
    LATHE_CHECK(node.allowKeys({"columns", "with", "by", "order"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(std::vector<std::string> by, readOptionalColumns(node, "by"));
    LATHE_TRY(std::vector<std::string> order, readOptionalColumns(node, "order"));
    return std::make_unique<FillFromNeighbour>(std::move(columns), std::move(by), std::move(order), forward);
}

Result<std::unique_ptr<Operation>> readLag(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "rows", "by", "order"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const int64_t offset, readCount(node, "rows", 1, -1'000'000, 1'000'000));
    if (offset == 0)
        return failure(node.error("a lag of 0 rows is the column itself", "Give rows: 1, or -1 for the row after."));
    LATHE_TRY(std::vector<std::string> by, readOptionalColumns(node, "by"));
    LATHE_TRY(std::vector<std::string> order, readOptionalColumns(node, "order"));
    return std::make_unique<Lag>(std::move(columns), std::move(by), std::move(order), offset);
}

Result<std::unique_ptr<Operation>> readRolling(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "function", "window", "min_rows", "by", "order"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(std::string function,
              readWord(node, "function", {"mean", "sum", "min", "max", "median", "std", "count"}, "mean"));
    LATHE_TRY(const ConfigNode size, node.require("window"));
    LATHE_TRY(const int64_t window, readCount(node, "window", 1, 1, 100'000));
    LATHE_TRY(const int64_t minRows, readCount(node, "min_rows", window, 0, window));
    LATHE_TRY(std::vector<std::string> by, readOptionalColumns(node, "by"));
    LATHE_TRY(std::vector<std::string> order, readOptionalColumns(node, "order"));
    return std::make_unique<Rolling>(std::move(columns), std::move(by), std::move(order), std::move(function), window,
                                     minRows);
}

} // namespace lathe::recipe
