// SPDX-License-Identifier: GPL-3.0-or-later
// Filling gaps from the rows of the same group and from the nearest rows.
#include "core/data/recipe/recipe_fill.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/data/recipe/recipe_whole.h"

namespace lathe::recipe {

namespace {

/// Puts value \p row of \p source (one source for the column) where \p column has a gap.
void putValue(Column& column, size_t gap, const Column& source, size_t row) {
    switch (column.schema.type) {
    case ColumnType::Real: column.reals[gap] = source.reals[row]; break;
    case ColumnType::Category: {
        const std::string_view text = source.text(row);
        const auto found = std::find(column.dictionary.begin(), column.dictionary.end(), text);
        column.codes[gap] = static_cast<uint32_t>(found - column.dictionary.begin());
        if (found == column.dictionary.end()) column.dictionary.emplace_back(text);
        break;
    }
    case ColumnType::Text: break; // rebuilt by the caller
    default: column.integers[gap] = source.integers[row];
    }
    column.missing[gap] = 0;
}

constexpr size_t nothing = SIZE_MAX;

/// Fills the gaps of \p column with the rows of \p source that \p chosen says, or nothing; returns how many.
template <typename Choose>
uint64_t fillGaps(Column& column, const Column& source, const Choose& chosen) {
    if (column.missing.empty()) return 0;
    uint64_t filled = 0;
    Column texts = emptyColumn(column.schema.name, ColumnType::Text);
    for (size_t row = 0; row < column.rows(); ++row) {
        const size_t from = column.isMissing(row) ? chosen(row) : nothing;
        if (column.schema.type == ColumnType::Text)
            texts.texts.push(from == nothing ? column.texts.at(row) : source.text(from));
        if (from == nothing) continue;
        ++filled;
        putValue(column, row, source, from);
    }
    if (column.schema.type == ColumnType::Text) column.texts = std::move(texts.texts);
    if (column.missingCount() == 0) column.missing.clear();
    return filled;
}

// ---- From the group -------------------------------------------------------------------------------------------

class FillFromGroup final : public Operation {
public:
    FillFromGroup(std::vector<std::string> names, std::string with, std::vector<std::string> by)
        : m_names(std::move(names)), m_with(std::move(with)), m_by(std::move(by)) {}

    std::string summary() const override {
        return fmt::format("fill_missing {} with {} by {}", joined(m_names, ", "), m_with, joined(m_by, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        LATHE_TRY(m_byColumns, requireAll(columns, m_by));
        for (const size_t column : m_columns)
            if (m_with != "mode") LATHE_CHECK(aggregateType(m_with, columns.list[column]).map([](ColumnType) {}));
        m_rows.bind(m_byColumns, m_columns);
        return {};
    }

    bool learns() const override { return true; }
    bool fits() const override { return true; }
    std::optional<std::vector<size_t>> observes() const override {
        std::vector<size_t> columns = m_columns;
        columns.insert(columns.end(), m_byColumns.begin(), m_byColumns.end());
        return columns;
    }
    std::optional<ColumnFlow> flow(size_t columns) const override {
        return changedInPlace(columns, m_columns, m_byColumns);
    }
    void beginPass() override { m_rows.clear(); }

    Result<void> observe(const Table& piece) override {
        m_rows.observe(piece);
        return {};
    }

    Result<bool> endPass() override {
        LATHE_TRY(const RowGroups groups, m_rows.sequences({}, job()));
        StopCheck stop(job());
        m_values.clear();
        for (size_t i = 0; i < m_columns.size() && groups.size() > 0; ++i) {
            const Column& column = m_rows.column(i);
            Column values = emptyColumn(column.schema.name, m_with == "mode" ? column.schema.type : ColumnType::Real);
            for (size_t group = 0; group < groups.size(); ++group)
                LATHE_CHECK(appendAggregate(m_with, column, groups[group], values, stop));
            m_values.push_back(asType(std::move(values), column.schema.type));
        }
        m_groups = m_rows.takeNumbers();
        m_rows.clear();
        return false;
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        const std::vector<RowHash> hashes = hashRows(piece, m_byColumns);
        for (size_t i = 0; i < m_values.size(); ++i)
            effect.changedCells += fillGaps(piece.columns[m_columns[i]], m_values[i], [&](size_t row) -> size_t {
                const auto group = m_groups.find(hashes[row]);
                return !group || m_values[i].isMissing(*group) ? nothing : *group;
            });
        return {};
    }

private:
    /// Means of whole numbers, rounded to the nearest.
    static Column asType(Column values, ColumnType type) {
        if (values.schema.type == type || isTextual(type)) return values;
        Column whole = emptyColumn(values.schema.name, type);
        whole.missing = values.missing;
        for (size_t row = 0; row < values.rows(); ++row)
            whole.integers.push_back(
                values.isMissing(row) || std::fabs(values.reals[row]) >= 0x1p62 ? 0 : std::llround(values.reals[row]));
        return whole;
    }

    std::vector<std::string> m_names;
    std::string m_with;
    std::vector<std::string> m_by;
    std::vector<size_t> m_columns;
    std::vector<size_t> m_byColumns;
    GatheredRows m_rows;
    RowHashNumbers m_groups;
    std::vector<Column> m_values; // one per column, one row per group
};

// ---- From the nearest rows ------------------------------------------------------------------------------------

constexpr size_t mostReferenceRows = 2000;

/// The mean of the k nearest rows that have the value, by the distance of Dixon (1979): the root of the mean square
/// over the columns both rows have, each brought to standard deviation 1.
class FillFromNearest final : public Operation {
public:
    FillFromNearest(std::vector<std::string> names, std::vector<std::string> using_, size_t neighbours)
        : m_names(std::move(names)), m_using(std::move(using_)), m_neighbours(neighbours) {}

    std::string summary() const override {
        return fmt::format("fill_missing {} from the {} nearest rows", joined(m_names, ", "), m_neighbours);
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireNumbers(columns, m_names));
        LATHE_TRY(m_usedColumns, requireNumbers(columns, m_using));
        if (m_using.empty())
            for (const size_t column : columns.visible())
                if (isNumeric(columns.list[column].type)) m_usedColumns.push_back(column);
        return {};
    }

    bool learns() const override { return true; }
    bool fits() const override { return true; }
    void beginPass() override {
        m_reference.clear();
        m_random = Random(1);
        m_seen = 0;
    }

    /// A reservoir of rows (J. Vitter, 1985, algorithm R): the same for the same rows.
    Result<void> observe(const Table& piece) override {
        for (size_t row = 0; row < piece.rows(); ++row) {
            ++m_seen;
            if (m_reference.size() < mostReferenceRows) {
                m_reference.push_back(rowOf(piece, row));
            } else if (const uint64_t place = m_random.below(m_seen); place < mostReferenceRows) {
                m_reference[static_cast<size_t>(place)] = rowOf(piece, row);
            }
        }
        return {};
    }

    Result<bool> endPass() override {
        m_scales.clear();
        for (size_t i = 0; i < m_usedColumns.size(); ++i) {
            std::vector<double> values;
            for (const ReferenceRow& row : m_reference)
                if (!std::isnan(row.used[i])) values.push_back(row.used[i]);
            const double deviation = aggregateNumbers("std", std::move(values));
            m_scales.push_back(deviation > 0 ? deviation : 1);
            for (ReferenceRow& row : m_reference) row.used[i] /= m_scales[i];
        }
        return false;
    }

    std::string note() const override {
        if (m_seen <= mostReferenceRows) return {};
        return fmt::format("neighbours are looked for among {} of {} rows", mostReferenceRows, m_seen);
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        std::vector<Column> originals;
        for (const size_t column : m_usedColumns) originals.push_back(piece.columns[column]);
        std::vector<double> distances(m_reference.size());
        std::vector<std::pair<double, size_t>> nearest;
        for (size_t row = 0; row < piece.rows(); ++row) {
            if (row % 64 == 0) LATHE_CHECK(job().checkStop());
            bool measured = false;
            for (size_t i = 0; i < m_columns.size(); ++i) {
                Column& column = piece.columns[m_columns[i]];
                if (!column.isMissing(row)) continue;
                if (!measured) measure(originals, row, distances);
                measured = true;
                const double value = meanOfNearest(distances, i, nearest);
                if (!std::isfinite(value)) continue;
                ++effect.changedCells;
                column.missing[row] = 0;
                if (column.schema.type == ColumnType::Real) column.reals[row] = value;
                else column.integers[row] = std::llround(value);
            }
        }
        for (const size_t column : m_columns)
            if (piece.columns[column].missingCount() == 0) piece.columns[column].missing.clear();
        return {};
    }

private:
    struct ReferenceRow {
        std::vector<double> used; ///< scaled, once all are there
        std::vector<double> wanted;
    };

    ReferenceRow rowOf(const Table& piece, size_t row) const {
        ReferenceRow result;
        for (const size_t column : m_usedColumns) result.used.push_back(piece.columns[column].number(row));
        for (const size_t column : m_columns) result.wanted.push_back(piece.columns[column].number(row));
        return result;
    }

    /// The distance of every reference row; NaN where the two share no column.
    void measure(const std::vector<Column>& originals, size_t row, std::vector<double>& distances) const {
        std::vector<double> own(originals.size());
        for (size_t i = 0; i < own.size(); ++i) own[i] = originals[i].number(row) / m_scales[i];
        for (size_t r = 0; r < m_reference.size(); ++r) {
            double squares = 0;
            int shared = 0;
            for (size_t i = 0; i < own.size(); ++i) {
                const double difference = own[i] - m_reference[r].used[i];
                if (std::isnan(difference)) continue;
                squares += difference * difference;
                ++shared;
            }
            distances[r] = squares / shared; // 0 / 0 is NaN
        }
    }

    [[nodiscard]] double meanOfNearest(const std::vector<double>& distances, size_t column,
                                       std::vector<std::pair<double, size_t>>& nearest) const {
        nearest.clear();
        for (size_t r = 0; r < distances.size(); ++r)
            if (!std::isnan(distances[r]) && !std::isnan(m_reference[r].wanted[column]))
                nearest.emplace_back(distances[r], r);
        if (nearest.size() > m_neighbours) {
            std::nth_element(nearest.begin(), nearest.begin() + static_cast<std::ptrdiff_t>(m_neighbours),
                             nearest.end());
            nearest.resize(m_neighbours);
        }
        std::sort(nearest.begin(), nearest.end()); // the order of the sum
        Sum sum;
        for (const auto& [distance, row] : nearest) sum.add(m_reference[row].wanted[column]);
        return nearest.empty() ? std::nan("") : sum.value() / static_cast<double>(nearest.size());
    }

    std::vector<std::string> m_names;
    std::vector<std::string> m_using;
    size_t m_neighbours;
    std::vector<size_t> m_columns;
    std::vector<size_t> m_usedColumns;
    std::vector<ReferenceRow> m_reference;
    std::vector<double> m_scales;
    Random m_random{1};
    uint64_t m_seen = 0;
};

} // namespace

Result<std::unique_ptr<Operation>> readFillFromGroup(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "with", "by"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(std::string with, node.textOr("with", "mean"));
    LATHE_TRY(std::vector<std::string> by, readColumnList(node, "by"));
    return std::make_unique<FillFromGroup>(std::move(columns), std::move(with), std::move(by));
}

Result<std::unique_ptr<Operation>> readFillFromNearest(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "with", "using", "neighbours"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(std::vector<std::string> used, readOptionalColumns(node, "using"));
    LATHE_TRY(const int64_t neighbours, readCount(node, "neighbours", 5, 1, 1000));
    return std::make_unique<FillFromNearest>(std::move(columns), std::move(used), static_cast<size_t>(neighbours));
}

} // namespace lathe::recipe
