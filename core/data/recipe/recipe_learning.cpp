// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that learn from all rows before they change the first. What they learn depends on the rows alone, not on the
// pieces they come in: sums run in row order, counts and order statistics are exact.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/text.h"
#include "core/data/recipe/recipe_fill.h"
#include "core/data/recipe/recipe_whole.h"
#include "core/stats/order_statistics.h"

namespace lathe::recipe {

namespace {

constexpr size_t mostCategories = 1000;

/// Values of a column that are not missing, one after another.
template <typename Use>
void forEachNumber(const Column& column, const Use& use) {
    for (size_t row = 0; row < column.rows(); ++row)
        if (!column.isMissing(row)) use(column.number(row));
}

// ---- fill_missing ---------------------------------------------------------------------------------------------

/// How often each value occurs; ties go to the smallest value.
class Mode {
public:
    void observe(const Column& column) {
        if (isTextual(column.schema.type)) {
            if (column.schema.type == ColumnType::Category) {
                std::vector<uint64_t> counts(column.dictionary.size());
                for (size_t row = 0; row < column.rows(); ++row)
                    if (!column.isMissing(row)) ++counts[column.codes[row]];
                for (size_t code = 0; code < counts.size(); ++code)
                    if (counts[code] > 0) m_texts[column.dictionary[code]] += counts[code];
            } else {
                for (size_t row = 0; row < column.rows(); ++row)
                    if (!column.isMissing(row)) ++m_texts[std::string(column.text(row))];
            }
            return;
        }
        for (size_t row = 0; row < column.rows(); ++row) {
            if (column.isMissing(row)) continue;
            if (column.schema.type == ColumnType::Real) ++m_reals[column.reals[row]];
            else ++m_integers[column.integers[row]];
        }
    }

    /// The value as text, as a constant would be written; none when all are missing.
    [[nodiscard]] std::optional<std::string> text() const { return mostFrequent(m_texts); }
    [[nodiscard]] std::optional<double> real() const { return mostFrequent(m_reals); }
    [[nodiscard]] std::optional<int64_t> integer() const { return mostFrequent(m_integers); }

private:
    template <typename T>
    static std::optional<T> mostFrequent(const std::map<T, uint64_t>& counts) {
        const auto most = std::max_element(counts.begin(), counts.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        if (most == counts.end()) return std::nullopt;
        return most->first;
    }
    std::map<std::string, uint64_t> m_texts;
    std::map<double, uint64_t> m_reals;
    std::map<int64_t, uint64_t> m_integers;
};

/// What stands in for a missing value of one column.
struct Filler {
    std::optional<std::string> text;
    std::optional<double> real;
    std::optional<int64_t> integer;
};

uint32_t codeOf(Column& column, const std::string& text) {
    const auto found = std::find(column.dictionary.begin(), column.dictionary.end(), text);
    const auto code = static_cast<uint32_t>(found - column.dictionary.begin());
    if (found == column.dictionary.end()) column.dictionary.push_back(text);
    return code;
}

void fillTexts(Column& column, const std::string& text) {
    TextValues filled;
    for (size_t row = 0; row < column.rows(); ++row)
        filled.push(column.isMissing(row) ? std::string_view(text) : column.texts.at(row));
    column.texts = std::move(filled);
}

uint64_t fill(Column& column, const Filler& filler) {
    const uint64_t gaps = column.missingCount();
    if (gaps == 0 || (!filler.text && !filler.real && !filler.integer)) return 0;
    if (column.schema.type == ColumnType::Text) {
        fillTexts(column, *filler.text);
    } else {
        const uint32_t code = column.schema.type == ColumnType::Category ? codeOf(column, *filler.text) : 0;
        for (size_t row = 0; row < column.rows(); ++row) {
            if (!column.isMissing(row)) continue;
            if (column.schema.type == ColumnType::Category) column.codes[row] = code;
            else if (column.schema.type == ColumnType::Real) column.reals[row] = *filler.real;
            else column.integers[row] = *filler.integer;
        }
    }
    column.missing.clear();
    return gaps;
}

class FillMissing final : public Operation {
public:
    FillMissing(std::vector<std::string> names, std::string with, std::string value)
        : m_names(std::move(names)), m_with(std::move(with)), m_value(std::move(value)) {}

    std::string summary() const override {
        return fmt::format("fill_missing {} with {}", joined(m_names, ", "), m_with == "constant" ? m_value : m_with);
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        if (m_fillers.empty()) m_fillers.resize(m_columns.size());
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const ColumnSchema& column = columns.list[m_columns[i]];
            const bool average = m_with == "mean" || m_with == "median";
            if (average && (isTextual(column.type) || column.type == ColumnType::Boolean))
                return failHint(ErrorKind::InvalidInput,
                                fmt::format("column '{}' holds {} values, which have no {}", column.name,
                                            toString(column.type), m_with),
                                "Use with: mode, or with: constant and a value.");
            if (m_with == "constant") LATHE_CHECK(setConstant(column, m_fillers[i]));
        }
        return {};
    }

    bool learns() const override { return m_with != "constant"; }
    std::optional<std::vector<size_t>> observes() const override { return m_columns; }
    std::optional<ColumnFlow> flow(size_t columns) const override { return changedInPlace(columns, m_columns); }
    bool fits() const override { return learns(); }

    void beginPass() override {
        if (m_modes.empty()) {
            m_modes.resize(m_columns.size());
            m_sums.resize(m_columns.size());
            m_counts.resize(m_columns.size());
            m_medians.assign(m_columns.size(), StreamingQuantiles({0.5}));
        }
        for (StreamingQuantiles& median : m_medians) median.beginPass();
    }

    Result<void> observe(const Table& piece) override {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const Column& column = piece.columns[m_columns[i]];
            if (m_with == "mode") {
                m_modes[i].observe(column);
            } else if (m_with == "median") {
                forEachNumber(column, [&](double value) { m_medians[i].observe(value); });
            } else {
                forEachNumber(column, [&](double value) {
                    m_sums[i].add(value);
                    ++m_counts[i];
                });
            }
        }
        return {};
    }

    Result<bool> endPass() override {
        if (m_with == "median") {
            bool again = false;
            for (StreamingQuantiles& median : m_medians) again = median.endPass() || again;
            if (again) return true;
        }
        for (size_t i = 0; i < m_columns.size(); ++i) {
            if (m_with == "mode") m_fillers[i] = {m_modes[i].text(), m_modes[i].real(), m_modes[i].integer()};
            else if (m_with == "median") setNumber(m_fillers[i], m_medians[i].count(), m_medians[i].values()[0]);
            else setNumber(m_fillers[i], m_counts[i], m_sums[i].value() / static_cast<double>(m_counts[i]));
        }
        m_modes.clear();
        return false;
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        for (size_t i = 0; i < m_columns.size(); ++i)
            effect.changedCells += fill(piece.columns[m_columns[i]], m_fillers[i]);
        return {};
    }

private:
    /// Whole-numbered columns get the nearest whole number.
    static void setNumber(Filler& filler, uint64_t count, double value) {
        if (count == 0) return;
        filler.real = value;
        if (value >= -0x1p62 && value <= 0x1p62) filler.integer = std::llround(value);
    }

    Result<void> setConstant(const ColumnSchema& column, Filler& filler) const {
        Column text;
        text.schema = {column.name, ColumnType::Text};
        text.texts.push(m_value);
        uint64_t failures = 0;
        const Column value = castColumn(text, column.type, failures);
        if (failures > 0)
            return failHint(
                ErrorKind::InvalidInput,
                fmt::format("'{}' is not a {} value for column '{}'", m_value, toString(column.type), column.name),
                "Give a value of the column's type.");
        if (isTextual(column.type)) filler.text = m_value;
        else if (column.type == ColumnType::Real) filler.real = value.reals[0];
        else filler.integer = value.integers[0];
        return {};
    }

    std::vector<std::string> m_names;
    std::string m_with;
    std::string m_value;
    std::vector<size_t> m_columns;
    std::vector<Filler> m_fillers;
    std::vector<Mode> m_modes;
    std::vector<Sum> m_sums;
    std::vector<uint64_t> m_counts;
    std::vector<StreamingQuantiles> m_medians;
};

// ---- scale ----------------------------------------------------------------------------------------------------

class Scale final : public Operation {
public:
    Scale(std::vector<std::string> names, std::string method)
        : m_names(std::move(names)), m_method(std::move(method)) {}

    std::string summary() const override { return fmt::format("scale {} by {}", joined(m_names, ", "), m_method); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        for (const size_t index : m_columns) {
            ColumnSchema& column = columns.list[index];
            if (!isNumeric(column.type))
                return failHint(
                    ErrorKind::InvalidInput,
                    fmt::format("column '{}' holds {} values and cannot be scaled", column.name, toString(column.type)),
                    "Scale numbers only.");
            column.type = ColumnType::Real;
        }
        return {};
    }

    bool learns() const override { return true; }
    std::optional<std::vector<size_t>> observes() const override { return m_columns; }
    std::optional<ColumnFlow> flow(size_t columns) const override { return changedInPlace(columns, m_columns); }
    bool fits() const override { return true; }

    void beginPass() override {
        if (m_learned.empty()) m_learned.assign(m_columns.size(), Learned());
        for (Learned& learned : m_learned) learned.quartiles.beginPass();
    }

    Result<void> observe(const Table& piece) override {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            Learned& learned = m_learned[i];
            const Column& column = piece.columns[m_columns[i]];
            if (m_method == "robust") {
                forEachNumber(column, [&](double value) { learned.quartiles.observe(value); });
            } else if (m_pass == 0) {
                forEachNumber(column, [&](double value) {
                    learned.sum.add(value);
                    ++learned.count;
                    learned.least = std::min(learned.least, value);
                    learned.greatest = std::max(learned.greatest, value);
                });
            } else {
                forEachNumber(column, [&](double value) {
                    const double distance = value - learned.center;
                    learned.squares.add(distance * distance);
                });
            }
        }
        return {};
    }

    Result<bool> endPass() override {
        bool again = false;
        for (Learned& learned : m_learned) {
            if (m_method == "robust") again = learned.quartiles.endPass() || again;
            else if (m_method == "min_max") learned.setRange();
            else if (m_pass == 0) learned.center = learned.count > 0 ? learned.mean() : 0;
            else learned.setDeviation();
        }
        if (m_method == "robust" && !again)
            for (Learned& learned : m_learned) learned.setQuartiles();
        if (m_method == "standard" && m_pass == 0) again = true;
        ++m_pass;
        return again;
    }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const Column& old = piece.columns[m_columns[i]];
            Column scaled;
            scaled.schema = {old.schema.name, ColumnType::Real};
            scaled.missing = old.missing;
            const size_t rows = old.rows();
            scaled.reals.reserve(rows);
            for (size_t row = 0; row < rows; ++row) {
                const double value = (old.number(row) - m_learned[i].center) / m_learned[i].width;
                scaled.reals.push_back(value);
                if (!old.isMissing(row)) ++effect.changedCells;
            }
            piece.columns[m_columns[i]] = std::move(scaled);
        }
        return {};
    }

private:
    struct Learned {
        Sum sum;
        Sum squares;
        uint64_t count = 0;
        double least = HUGE_VAL;
        double greatest = -HUGE_VAL;
        StreamingQuantiles quartiles{{0.25, 0.5, 0.75}};
        double center = 0;
        double width = 1; ///< 1 instead of 0: a constant column becomes 0

        [[nodiscard]] double mean() const { return sum.value() / static_cast<double>(count); }
        void setWidth(double value) { width = value > 0 && std::isfinite(value) ? value : 1; }
        void setRange() {
            if (count == 0) return;
            center = least;
            setWidth(greatest - least);
        }
        void setDeviation() {
            if (count > 0) setWidth(std::sqrt(squares.value() / static_cast<double>(count)));
        }
        void setQuartiles() {
            if (quartiles.count() == 0) return;
            const std::vector<double> values = quartiles.values();
            center = values[1];
            setWidth(values[2] - values[0]);
        }
    };

    std::vector<std::string> m_names;
    std::string m_method;
    std::vector<size_t> m_columns;
    std::vector<Learned> m_learned;
    int m_pass = 0;
};

// ---- one_hot --------------------------------------------------------------------------------------------------

class OneHot final : public Operation {
public:
    OneHot(std::vector<std::string> names, std::vector<std::string> categories)
        : m_names(std::move(names)), m_given(std::move(categories)) {}

    std::string summary() const override { return "one_hot " + joined(m_names, ", "); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireAll(columns, m_names));
        for (const size_t column : m_columns)
            if (columns.list[column].type == ColumnType::Real)
                return failHint(
                    ErrorKind::InvalidInput,
                    fmt::format("column '{}' holds real numbers, not categories", columns.list[column].name),
                    "Cast it to category first.");
        if (!m_given.empty()) m_categories.assign(m_columns.size(), m_given);
        Columns after;
        after.open = columns.open;
        for (size_t i = 0; i < columns.list.size(); ++i) {
            const auto place = std::find(m_columns.begin(), m_columns.end(), i);
            if (place == m_columns.end()) {
                after.list.push_back(columns.list[i]);
                continue;
            }
            const std::string prefix = columns.list[i].name + "_";
            if (m_categories.empty()) {
                after.open.push_back(prefix);
                continue;
            }
            for (const std::string& category : m_categories[static_cast<size_t>(place - m_columns.begin())])
                after.list.push_back({prefix + category, ColumnType::Boolean});
        }
        std::set<std::string> seen;
        for (const ColumnSchema& column : after.list)
            if (!seen.insert(column.name).second)
                return failHint(ErrorKind::InvalidInput, fmt::format("two columns would be named '{}'", column.name),
                                "Rename one of them first.");
        columns = std::move(after);
        return {};
    }

    bool learns() const override { return m_given.empty(); }
    std::optional<std::vector<size_t>> observes() const override { return m_columns; }
    bool fits() const override { return learns(); }
    void beginPass() override { m_seen.assign(m_columns.size(), {}); }

    Result<void> observe(const Table& piece) override {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const Column& column = piece.columns[m_columns[i]];
            for (const std::string& text : presentTexts(column)) m_seen[i].insert(text);
            if (m_seen[i].size() > mostCategories)
                return failHint(
                    ErrorKind::InvalidInput,
                    fmt::format("column '{}' has more than {} categories", column.schema.name, mostCategories),
                    "List the categories that matter with categories:, or drop the column.");
        }
        return {};
    }

    Result<bool> endPass() override {
        m_categories.clear();
        for (const auto& seen : m_seen) m_categories.emplace_back(seen.begin(), seen.end());
        return false;
    }

    std::optional<ColumnFlow> flow(size_t columns) const override {
        ColumnFlow flow{m_columns, {}};
        for (size_t i = 0; i < columns; ++i) {
            const auto place = std::find(m_columns.begin(), m_columns.end(), i);
            if (place == m_columns.end()) flow.origins.push_back(i);
            else
                flow.origins.insert(flow.origins.end(),
                                    m_categories[static_cast<size_t>(place - m_columns.begin())].size(),
                                    ColumnFlow::made);
        }
        return flow;
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        Table after;
        for (size_t i = 0; i < piece.columns.size(); ++i) {
            const auto place = std::find(m_columns.begin(), m_columns.end(), i);
            if (place == m_columns.end()) after.columns.push_back(std::move(piece.columns[i]));
            else
                appendIndicators(after, piece.columns[i], m_categories[static_cast<size_t>(place - m_columns.begin())]);
        }
        piece = std::move(after);
        return {};
    }

private:
    static std::set<std::string> presentTexts(const Column& column) {
        std::set<std::string> texts;
        if (column.schema.type == ColumnType::Category) {
            std::vector<bool> present(column.dictionary.size());
            for (size_t row = 0; row < column.rows(); ++row)
                if (!column.isMissing(row)) present[column.codes[row]] = true;
            for (size_t code = 0; code < present.size(); ++code)
                if (present[code]) texts.insert(column.dictionary[code]);
            return texts;
        }
        for (size_t row = 0; row < column.rows() && texts.size() <= mostCategories; ++row)
            if (!column.isMissing(row)) texts.insert(column.display(row));
        return texts;
    }

    static void appendIndicators(Table& table, const Column& column, const std::vector<std::string>& categories) {
        const size_t rows = column.rows();
        const size_t first = table.columns.size();
        std::map<std::string, size_t, std::less<>> places;
        for (const std::string& category : categories) {
            places[category] = table.columns.size();
            Column indicator;
            indicator.schema = {column.schema.name + "_" + category, ColumnType::Boolean};
            indicator.integers.assign(rows, 0);
            table.columns.push_back(std::move(indicator));
        }
        std::vector<size_t> placeOfCode;
        for (const std::string& entry : column.dictionary) {
            const auto found = places.find(entry);
            placeOfCode.push_back(found == places.end() ? SIZE_MAX : found->second);
        }
        for (size_t row = 0; row < rows; ++row) {
            if (column.isMissing(row)) continue;
            size_t place = SIZE_MAX;
            if (column.schema.type == ColumnType::Category) {
                place = placeOfCode[column.codes[row]];
            } else if (const auto found = places.find(column.display(row)); found != places.end()) {
                place = found->second;
            }
            if (place != SIZE_MAX && place >= first) table.columns[place].integers[row] = 1;
        }
    }

    std::vector<std::string> m_names;
    std::vector<std::string> m_given;
    std::vector<size_t> m_columns;
    std::vector<std::vector<std::string>> m_categories; // one list per column, once known
    std::vector<std::set<std::string>> m_seen;
};

const std::vector<std::string> fillMethods = {"mean", "median", "mode", "constant", "forward", "backward", "knn"};
const std::vector<std::string> scaleMethods = {"standard", "min_max", "robust"};

} // namespace

Result<std::unique_ptr<Operation>> readFillMissing(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "with", "value", "by", "order", "using", "neighbours"}));
    LATHE_TRY(const ConfigNode with, node.require("with"));
    LATHE_TRY(std::string method, with.oneOf(fillMethods));
    LATHE_TRY(const auto by, node.find("by"));
    if (method == "forward" || method == "backward") return readFillFromNeighbour(node, method == "forward");
    if (method == "knn") return readFillFromNearest(node);
    if (by && method != "constant") return readFillFromGroup(node);
    LATHE_CHECK(node.allowKeys({"columns", "with", "value"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const auto value, node.find("value"));
    if (method == "constant" && !value) return failure(node.error("a constant needs its value", "Add value: …"));
    if (method != "constant" && value)
        return failure(value->error(fmt::format("a value has no meaning with {}", method), "Write with: constant."));
    std::string text;
    if (value) {
        LATHE_TRY(text, value->text());
    }
    return std::make_unique<FillMissing>(std::move(columns), std::move(method), std::move(text));
}

Result<std::unique_ptr<Operation>> readScale(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "method"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const auto method, node.find("method"));
    std::string name = "standard";
    if (method) {
        LATHE_TRY(name, method->oneOf(scaleMethods));
    }
    return std::make_unique<Scale>(std::move(columns), std::move(name));
}

Result<std::unique_ptr<Operation>> readOneHot(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "categories"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const auto given, node.find("categories"));
    std::vector<std::string> categories;
    if (given) {
        if (columns.size() > 1)
            return failure(given->error("categories belong to one column", "Use a one_hot step for each column."));
        LATHE_TRY(categories, readColumnList(node, "categories"));
    }
    return std::make_unique<OneHot>(std::move(columns), std::move(categories));
}

} // namespace lathe::recipe
