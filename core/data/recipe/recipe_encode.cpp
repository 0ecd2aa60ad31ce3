// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that turn values into others for a model: outliers, bin, ordinal.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/text.h"
#include "core/data/recipe/recipe_whole.h"
#include "core/stats/order_statistics.h"

namespace lathe::recipe {

namespace {

// ---- outliers -------------------------------------------------------------------------------------------------

/// Learns for each column the numbers that are not outliers.
class Outliers final : public Operation {
public:
    enum class Action { Drop, Clip, Flag, Missing };
    Outliers(std::vector<std::string> names, std::string method, double factor, Action action)
        : m_names(std::move(names)), m_method(std::move(method)), m_factor(factor), m_action(action) {}

    std::string summary() const override {
        return fmt::format("outliers of {} by {} × {}", joined(m_names, ", "), exactNumber(m_factor), m_method);
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireNumbers(columns, m_names));
        if (m_action == Action::Flag)
            for (const std::string& name : m_names) LATHE_CHECK(columns.add(name + "_outlier", ColumnType::Boolean));
        return {};
    }

    bool learns() const override { return true; }
    std::optional<std::vector<size_t>> observes() const override { return m_columns; }
    bool fits() const override { return true; }

    void beginPass() override {
        if (m_limits.empty()) m_limits.assign(m_columns.size(), Limits(m_method));
        for (Limits& limits : m_limits) limits.quantiles.beginPass();
    }

    Result<void> observe(const Table& piece) override {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const Column& column = piece.columns[m_columns[i]];
            for (size_t row = 0; row < column.rows(); ++row)
                if (!column.isMissing(row)) m_limits[i].observe(column.number(row));
        }
        return {};
    }

    Result<bool> endPass() override {
        bool again = false;
        for (Limits& limits : m_limits) again = limits.endPass(m_factor) || again;
        return again;
    }

    std::string note() const override {
        std::vector<std::string> notes;
        for (size_t i = 0; i < m_limits.size(); ++i)
            if (m_limits[i].low <= m_limits[i].high && std::isfinite(m_limits[i].low))
                notes.push_back(fmt::format("{}: {} to {}", m_names[i], shortNumber(m_limits[i].low),
                                            shortNumber(m_limits[i].high)));
        return joined(notes, "; ");
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        std::vector<uint8_t> drop(piece.rows(), 0);
        for (size_t i = 0; i < m_columns.size(); ++i) {
            Column& column = piece.columns[m_columns[i]];
            Column flags = emptyColumn(m_names[i] + "_outlier", ColumnType::Boolean);
            for (size_t row = 0; row < column.rows(); ++row) {
                const double value = column.number(row);
                const bool out = value < m_limits[i].low || value > m_limits[i].high; // false when missing
                if (m_action == Action::Flag) flags.integers.push_back(out ? 1 : 0);
                if (!out) continue;
                if (m_action == Action::Drop) drop[row] = 1;
                if (m_action == Action::Missing) clearValue(column, row);
                if (m_action == Action::Clip) clip(column, row, m_limits[i]);
                if (m_action == Action::Missing || m_action == Action::Clip) ++effect.changedCells;
            }
            if (m_action == Action::Flag) piece.columns.push_back(std::move(flags));
        }
        if (m_action != Action::Drop) return {};
        std::vector<uint64_t> rows;
        for (size_t row = 0; row < drop.size(); ++row)
            if (drop[row] == 0) rows.push_back(row);
        keepRows(piece, rows);
        return {};
    }

private:
    struct Limits {
        explicit Limits(const std::string& method)
            : kind(method), quantiles(method == "iqr" ? std::vector<double>{0.25, 0.75} : std::vector<double>{0.5}) {}

        std::string kind;
        StreamingQuantiles quantiles;
        Sum sum;
        Sum squares;
        uint64_t count = 0;
        double center = 0;
        bool centered = false; ///< the deviations from center are seen now
        double low = -HUGE_VAL;
        double high = HUGE_VAL;

        void observe(double value) {
            if (kind == "iqr") return quantiles.observe(value);
            if (kind == "mad") return quantiles.observe(centered ? std::fabs(value - center) : value);
            if (centered) return squares.add((value - center) * (value - center));
            sum.add(value);
            ++count;
        }

        bool endPass(double factor) {
            if (kind == "z") {
                if (count == 0) return false;
                if (!centered) {
                    center = sum.value() / static_cast<double>(count);
                    return centered = true;
                }
                return setLimits(std::sqrt(squares.value() / static_cast<double>(count)) * factor);
            }
            if (quantiles.endPass()) return true;
            if (quantiles.count() == 0) return false;
            const std::vector<double> values = quantiles.values();
            if (kind == "iqr") {
                low = values[0] - factor * (values[1] - values[0]);
                high = values[1] + factor * (values[1] - values[0]);
                return false;
            }
            if (!centered) {
                center = values[0];
                quantiles = StreamingQuantiles({0.5});
                return centered = true;
            }
            return setLimits(values[0] * 1.4826 * factor); // 1.4826: the deviation of a normal distribution
        }

        bool setLimits(double distance) {
            if (distance > 0) { // a column of one value has no outliers
                low = center - distance;
                high = center + distance;
            }
            return false;
        }
    };

    static void clip(Column& column, size_t row, const Limits& limits) {
        const double value = std::clamp(column.number(row), limits.low, limits.high);
        if (column.schema.type == ColumnType::Real) column.reals[row] = value;
        else column.integers[row] = static_cast<int64_t>(value < 0 ? std::ceil(value) : std::floor(value));
    }

    std::vector<std::string> m_names;
    std::string m_method;
    double m_factor;
    Action m_action;
    std::vector<size_t> m_columns;
    std::vector<Limits> m_limits;
};

// ---- bin ------------------------------------------------------------------------------------------------------

class Bin final : public Operation {
public:
    struct Options {
        std::string method; ///< width, quantile, edges
        size_t bins = 0;
        std::vector<double> edges;
        std::vector<std::string> labels;
        std::string into;
    };
    Bin(std::string column, Options options)
        : m_column(std::move(column)), m_options(std::move(options)), m_edges(m_options.edges) {}

    std::string summary() const override { return fmt::format("bin {} by {}", m_column, m_options.method); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(const auto found, requireNumbers(columns, {m_column}));
        m_source = found.front();
        return columns.add(m_options.into, ColumnType::Category);
    }

    bool learns() const override { return m_options.method != "edges"; }
    bool fits() const override { return learns(); }

    void beginPass() override {
        if (!m_quantiles) {
            std::vector<double> probabilities;
            for (size_t i = 0; i <= m_options.bins; ++i)
                if (m_options.method == "quantile" || i == 0 || i == m_options.bins)
                    probabilities.push_back(static_cast<double>(i) / static_cast<double>(m_options.bins));
            m_quantiles.emplace(std::move(probabilities));
        }
        m_quantiles->beginPass();
    }

    Result<void> observe(const Table& piece) override {
        const Column& column = piece.columns[m_source];
        for (size_t row = 0; row < column.rows(); ++row)
            if (!column.isMissing(row)) m_quantiles->observe(column.number(row));
        return {};
    }

    Result<bool> endPass() override {
        if (m_quantiles->endPass()) return true;
        m_edges.clear();
        if (m_quantiles->count() == 0) return false;
        m_edges = m_quantiles->values();
        if (m_options.method == "width") {
            const double low = m_edges.front();
            const double high = m_edges.back();
            const auto bins = static_cast<double>(m_options.bins);
            const double width = high / bins - low / bins; // the difference of the ends may be beyond all numbers
            m_edges.clear();
            for (size_t i = 0; i < m_options.bins; ++i) m_edges.push_back(low + width * static_cast<double>(i));
            m_edges.push_back(high);
        }
        m_edges.erase(std::unique(m_edges.begin(), m_edges.end()), m_edges.end()); // equal quantiles are one edge
        if (!m_options.labels.empty() && m_options.labels.size() + 1 != m_edges.size())
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' gives {} bins for {} labels", m_column, m_edges.size() - 1,
                                        m_options.labels.size()),
                            "Leave the labels out, or give the edges.");
        return false;
    }

    std::string note() const override {
        std::vector<std::string> edges;
        for (const double edge : m_edges) edges.push_back(shortNumber(edge));
        return learns() ? "edges: " + joined(edges, ", ") : std::string();
    }

    /// Bins hold their lower edge; the last holds the upper one too.
    Result<void> apply(Table& piece, StepEffect& effect) override {
        const Column& column = piece.columns[m_source];
        Column bins = emptyColumn(m_options.into, ColumnType::Category);
        for (size_t i = 0; i + 1 < m_edges.size(); ++i) bins.dictionary.push_back(label(i));
        for (size_t row = 0; row < column.rows(); ++row) {
            const auto bin = column.isMissing(row) ? std::nullopt : binOf(column.number(row));
            if (!bin) {
                if (!column.isMissing(row)) ++effect.failedCells;
                pushMissing(bins);
                continue;
            }
            bins.codes.push_back(static_cast<uint32_t>(*bin));
            if (!bins.missing.empty()) bins.missing.push_back(0);
        }
        piece.columns.push_back(std::move(bins));
        return {};
    }

private:
    [[nodiscard]] std::optional<size_t> binOf(double value) const {
        if (m_edges.size() == 1 && value == m_edges.front()) return std::nullopt;
        if (m_edges.size() < 2 || value < m_edges.front() || value > m_edges.back()) return std::nullopt;
        const auto above =
            static_cast<size_t>(std::upper_bound(m_edges.begin(), m_edges.end(), value) - m_edges.begin());
        if (above == 0) return std::nullopt;
        return std::min(above, m_edges.size() - 1) - 1;
    }

    [[nodiscard]] std::string label(size_t bin) const {
        if (!m_options.labels.empty()) return m_options.labels[bin];
        const bool last = bin + 2 == m_edges.size();
        return fmt::format("[{}, {}{}", shortNumber(m_edges[bin], 6), shortNumber(m_edges[bin + 1], 6),
                           last ? "]" : ")");
    }

    std::string m_column;
    Options m_options;
    std::vector<double> m_edges;
    size_t m_source = 0;
    std::optional<StreamingQuantiles> m_quantiles;
};

// ---- ordinal --------------------------------------------------------------------------------------------------

class Ordinal final : public Operation {
public:
    Ordinal(std::string column, std::vector<std::string> order)
        : m_column(std::move(column)), m_given(std::move(order)) {
        number(m_given);
    }

    std::string summary() const override { return "ordinal " + m_column; }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(const auto found, requireTexts(columns, {m_column}));
        m_source = found.front();
        columns.list[m_source].type = ColumnType::Integer;
        return {};
    }

    bool learns() const override { return m_given.empty(); }
    bool fits() const override { return learns(); }
    void beginPass() override { m_seen.clear(); }

    Result<void> observe(const Table& piece) override {
        const Column& column = piece.columns[m_source];
        for (size_t row = 0; row < column.rows(); ++row)
            if (!column.isMissing(row) && !m_seen.contains(column.text(row))) m_seen.emplace(column.text(row));
        return {};
    }
    Result<bool> endPass() override {
        number({m_seen.begin(), m_seen.end()});
        return false;
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        const Column column = std::move(piece.columns[m_source]);
        Column numbers = emptyColumn(column.schema.name, ColumnType::Integer);
        numbers.integers.assign(column.rows(), 0);
        numbers.missing = column.missing;
        for (size_t row = 0; row < column.rows(); ++row) {
            if (column.isMissing(row)) continue;
            ++effect.changedCells;
            if (const auto found = m_numbers.find(column.text(row)); found != m_numbers.end()) {
                numbers.integers[row] = found->second;
                continue;
            }
            ++effect.failedCells;
            clearValue(numbers, row);
        }
        piece.columns[m_source] = std::move(numbers);
        return {};
    }

private:
    void number(const std::vector<std::string>& order) {
        m_numbers.clear();
        for (const std::string& text : order) m_numbers.emplace(text, static_cast<int64_t>(m_numbers.size()));
    }

    std::string m_column;
    std::vector<std::string> m_given;
    size_t m_source = 0;
    std::set<std::string, std::less<>> m_seen;
    std::map<std::string, int64_t, std::less<>> m_numbers;
};

} // namespace

Result<std::unique_ptr<Operation>> readOutliers(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "method", "factor", "action"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(std::string method, readWord(node, "method", {"iqr", "z", "mad"}, "iqr"));
    LATHE_TRY(const double factor, node.numberOr("factor", method == "iqr" ? 1.5 : method == "z" ? 3 : 3.5));
    if (!(factor > 0) || !std::isfinite(factor)) return failure(node.error("the factor is not above 0"));
    static const std::vector<std::string> actions = {"drop", "clip", "flag", "missing"};
    LATHE_TRY(const std::string action, readWord(node, "action", actions, "flag"));
    const auto number = std::find(actions.begin(), actions.end(), action) - actions.begin();
    return std::make_unique<Outliers>(std::move(columns), std::move(method), factor,
                                      static_cast<Outliers::Action>(number));
}

Result<std::unique_ptr<Operation>> readBin(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "method", "bins", "edges", "labels", "into"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    Bin::Options options;
    LATHE_TRY(const auto edges, node.find("edges"));
    LATHE_TRY(options.method, readWord(node, "method", {"width", "quantile", "edges"}, edges ? "edges" : "width"));
    if ((options.method == "edges") != edges.has_value())
        return failure(node.error("edges and method: edges belong together", "Write edges: [0, 10, 20], or bins: 5."));
    if (edges) {
        LATHE_TRY(const auto items, edges->items());
        for (const ConfigNode& item : items) {
            LATHE_TRY(const double edge, item.number());
            if (!std::isfinite(edge) || (!options.edges.empty() && edge <= options.edges.back()))
                return failure(item.error("the edges do not rise"));
            options.edges.push_back(edge);
        }
        if (options.edges.size() < 2) return failure(edges->error("there are fewer than two edges"));
    }
    LATHE_TRY(const int64_t bins, readCount(node, "bins", 5, 1, 1000));
    options.bins = static_cast<size_t>(bins);
    LATHE_TRY(options.labels, readOptionalColumns(node, "labels"));
    if (edges && !options.labels.empty() && options.labels.size() + 1 != options.edges.size())
        return failure(node.error(fmt::format("{} edges make {} bins, but there are {} labels", options.edges.size(),
                                              options.edges.size() - 1, options.labels.size())));
    LATHE_TRY(options.into, node.textOr("into", column + "_bin"));
    return std::make_unique<Bin>(std::move(column), std::move(options));
}

Result<std::unique_ptr<Operation>> readOrdinal(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "order"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(std::vector<std::string> order, readOptionalColumns(node, "order"));
    return std::make_unique<Ordinal>(std::move(column), std::move(order));
}

} // namespace lathe::recipe
