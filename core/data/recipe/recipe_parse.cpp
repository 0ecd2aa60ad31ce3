// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that read texts as numbers and dates, and take dates apart.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/data/expression/expression.h"
#include "core/data/recipe/recipe_operation.h"
#include "core/data/text/date_text.h"
#include "core/data/text/number_text.h"

namespace lathe::recipe {

namespace {

constexpr int64_t microsPerDay = 86'400'000'000;

// ---- parse_number ---------------------------------------------------------------------------------------------

class ParseNumber final : public Operation {
public:
    ParseNumber(std::vector<std::string> names, DecimalMark mark, bool fraction, bool whole)
        : m_names(std::move(names)), m_mark(mark), m_fraction(fraction), m_whole(whole) {}

    std::string summary() const override { return "parse_number " + joined(m_names, ", "); }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireTexts(columns, m_names));
        for (const size_t column : m_columns) columns.list[column].type = type();
        return {};
    }

    std::optional<ColumnFlow> flow(size_t columns) const override { return changedInPlace(columns, m_columns); }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        for (const size_t index : m_columns) {
            Column& column = piece.columns[index];
            Column numbers = emptyColumn(column.schema.name, type());
            numbers.missing = column.missing;
            for (size_t row = 0; row < column.rows(); ++row) {
                const auto value = column.isMissing(row) ? std::nullopt : valueOf(column.text(row));
                push(numbers, value);
                if (column.isMissing(row)) continue;
                if (value) {
                    if (numbers.display(row) != column.text(row)) ++effect.changedCells;
                    continue;
                }
                ++effect.changedCells;
                ++effect.failedCells;
                clearAt(numbers, row, column.rows());
            }
            column = std::move(numbers);
        }
        return {};
    }

private:
    [[nodiscard]] ColumnType type() const { return m_whole ? ColumnType::Integer : ColumnType::Real; }

    [[nodiscard]] std::optional<double> valueOf(std::string_view text) const {
        const auto number = parseWrittenNumber(text, m_mark);
        if (!number) return std::nullopt;
        const double value = number->percent && m_fraction ? number->value / 100 : number->value;
        if (m_whole && (value != std::floor(value) || std::fabs(value) >= 0x1p62)) return std::nullopt;
        return value;
    }

    void push(Column& column, std::optional<double> value) const {
        if (m_whole) column.integers.push_back(value ? static_cast<int64_t>(*value) : 0);
        else column.reals.push_back(value.value_or(std::nan("")));
    }

    static void clearAt(Column& column, size_t row, size_t rows) {
        if (column.missing.empty()) column.missing.assign(rows, 0);
        column.missing[row] = 1;
    }

    std::vector<std::string> m_names;
    DecimalMark m_mark;
    bool m_fraction;
    bool m_whole;
    std::vector<size_t> m_columns;
};

// ---- parse_date -----------------------------------------------------------------------------------------------

/// What the values of one column say about the order of day and month.
struct OrderEvidence {
    uint64_t dayFirst = 0; ///< values that are dates only with the day first
    uint64_t monthFirst = 0;
    uint64_t open = 0;  ///< both ways possible
    uint64_t timed = 0; ///< with a time of day

    [[nodiscard]] DateOrder order() const {
        return monthFirst > dayFirst ? DateOrder::MonthFirst : DateOrder::DayFirst;
    }
};

class ParseDate final : public Operation {
public:
    struct Options {
        std::vector<DateForm> forms;
        std::string order; ///< auto, day_first, month_first
        std::string type;  ///< auto, date, timestamp
    };
    ParseDate(std::vector<std::string> names, Options options)
        : m_names(std::move(names)), m_options(std::move(options)) {}

    std::string summary() const override {
        std::vector<std::string> forms;
        for (const DateForm& form : m_options.forms) forms.push_back(form.pattern());
        return fmt::format("parse_date {}{}{}", joined(m_names, ", "), forms.empty() ? "" : " as ",
                           joined(forms, " or "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(m_columns, requireTexts(columns, m_names));
        if (m_evidence.empty()) m_evidence.resize(m_columns.size());
        for (size_t i = 0; i < m_columns.size(); ++i) columns.list[m_columns[i]].type = typeOf(i);
        return {};
    }

    // With forms and a type given there is nothing to find out.
    bool learns() const override {
        return m_options.type == "auto" || (m_options.forms.empty() && m_options.order == "auto");
    }
    void beginPass() override { m_evidence.assign(m_columns.size(), {}); }

    Result<void> observe(const Table& piece) override {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const Column& column = piece.columns[m_columns[i]];
            if (column.schema.type == ColumnType::Category) {
                std::vector<uint64_t> counts(column.dictionary.size());
                for (size_t row = 0; row < column.rows(); ++row)
                    if (!column.isMissing(row)) ++counts[column.codes[row]];
                for (size_t code = 0; code < counts.size(); ++code)
                    if (counts[code] > 0) weigh(m_evidence[i], column.dictionary[code], counts[code]);
            } else {
                for (size_t row = 0; row < column.rows(); ++row)
                    if (!column.isMissing(row)) weigh(m_evidence[i], column.text(row), 1);
            }
        }
        return {};
    }

    std::string note() const override {
        if (!m_options.forms.empty() || m_options.order != "auto") return {};
        std::vector<std::string> notes;
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const OrderEvidence& e = m_evidence[i];
            if (e.dayFirst + e.monthFirst + e.open == 0) continue;
            const bool day = e.order() == DateOrder::DayFirst;
            if (e.dayFirst == 0 && e.monthFirst == 0)
                notes.push_back(fmt::format("{}: no value tells day from month; read with the day first", m_names[i]));
            else
                notes.push_back(fmt::format("{}: read with the {} first, as {} values say and {} deny", m_names[i],
                                            day ? "day" : "month", day ? e.dayFirst : e.monthFirst,
                                            day ? e.monthFirst : e.dayFirst));
        }
        return joined(notes, "; ");
    }

    std::optional<ColumnFlow> flow(size_t columns) const override { return changedInPlace(columns, m_columns); }

    Result<void> apply(Table& piece, StepEffect& effect) override {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            Column& column = piece.columns[m_columns[i]];
            const size_t rows = column.rows();
            Column dates = emptyColumn(column.schema.name, typeOf(i));
            dates.missing = column.missing;
            dates.integers.assign(rows, 0);
            for (size_t row = 0; row < rows; ++row) {
                if (column.isMissing(row)) continue;
                const auto date = read(column.text(row), i);
                if (date) {
                    dates.integers[row] = dates.schema.type == ColumnType::Date ? dayOf(date->micros) : date->micros;
                    if (dates.display(row) != column.text(row)) ++effect.changedCells;
                    continue;
                }
                ++effect.changedCells;
                ++effect.failedCells;
                clearValue(dates, row);
            }
            column = std::move(dates);
        }
        return {};
    }

private:
    static int64_t dayOf(int64_t micros) { return micros / microsPerDay - (micros % microsPerDay < 0 ? 1 : 0); }

    [[nodiscard]] ColumnType typeOf(size_t i) const {
        if (m_options.type == "date") return ColumnType::Date;
        if (m_options.type == "timestamp") return ColumnType::Timestamp;
        return m_evidence[i].timed > 0 ? ColumnType::Timestamp : ColumnType::Date;
    }

    [[nodiscard]] DateOrder orderOf(size_t i) const {
        if (m_options.order == "day_first") return DateOrder::DayFirst;
        if (m_options.order == "month_first") return DateOrder::MonthFirst;
        return m_evidence[i].order();
    }

    [[nodiscard]] std::optional<WrittenDate> read(std::string_view text, size_t i) const {
        if (m_options.forms.empty()) return parseWrittenDate(text, orderOf(i));
        for (const DateForm& form : m_options.forms)
            if (const auto date = form.read(text)) return date;
        return std::nullopt;
    }

    void weigh(OrderEvidence& evidence, std::string_view text, uint64_t count) const {
        if (!m_options.forms.empty()) {
            const auto date = read(text, 0);
            if (date && date->hasTime && date->micros % microsPerDay != 0) evidence.timed += count;
            return;
        }
        const auto day = parseWrittenDate(text, DateOrder::DayFirst);
        const auto month = parseWrittenDate(text, DateOrder::MonthFirst);
        if (!day && !month) return;
        if (day && day->ambiguous) evidence.open += count;
        if (day && !month) evidence.dayFirst += count;
        if (month && !day) evidence.monthFirst += count;
        if ((day ? day : month)->hasTime) evidence.timed += count;
    }

    std::vector<std::string> m_names;
    Options m_options;
    std::vector<size_t> m_columns;
    std::vector<OrderEvidence> m_evidence;
};

// ---- date_parts -----------------------------------------------------------------------------------------------

const std::vector<std::string> partNames = {"year",    "quarter",     "month", "week",  "day",
                                            "weekday", "day_of_year", "hour",  "minute"};

/// One column for each part, computed by the expression functions of the same names.
class DateParts final : public Operation {
public:
    DateParts(std::string column, std::vector<std::string> parts)
        : m_column(std::move(column)), m_parts(std::move(parts)) {}

    std::string summary() const override {
        return fmt::format("date_parts of {}: {}", m_column, joined(m_parts, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(const size_t source, columns.require(m_column));
        const ColumnSchema schema = columns.list[source];
        if (schema.type != ColumnType::Date && schema.type != ColumnType::Timestamp)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' holds {} values, not dates", m_column, toString(schema.type)),
                            "Read the dates with parse_date or cast in an earlier step.");
        m_expressions.clear();
        for (const std::string& part : m_parts) {
            LATHE_TRY(Expression expression, Expression::parse(part + "(x)", {{"x", schema.type}}));
            m_expressions.push_back(std::move(expression));
            LATHE_CHECK(columns.add(m_column + "_" + part, ColumnType::Integer));
        }
        return {};
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        Table dates;
        dates.columns = {piece.columns[*piece.find(m_column)]};
        dates.columns.front().schema.name = "x";
        for (size_t i = 0; i < m_parts.size(); ++i) {
            LATHE_TRY(Column part, m_expressions[i].evaluate(dates, m_column + "_" + m_parts[i]));
            piece.columns.push_back(std::move(part));
        }
        return {};
    }

private:
    std::string m_column;
    std::vector<std::string> m_parts;
    std::vector<Expression> m_expressions;
};

} // namespace

Result<std::unique_ptr<Operation>> readParseNumber(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "decimal", "percent", "type"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    LATHE_TRY(const std::string decimal, readWord(node, "decimal", {"either", "point", "comma"}, "either"));
    LATHE_TRY(const std::string percent, readWord(node, "percent", {"keep", "fraction"}, "keep"));
    LATHE_TRY(const std::string type, readWord(node, "type", {"real", "integer"}, "real"));
    const DecimalMark mark = decimal == "point"   ? DecimalMark::Point
                             : decimal == "comma" ? DecimalMark::Comma
                                                  : DecimalMark::Either;
    return std::make_unique<ParseNumber>(std::move(columns), mark, percent == "fraction", type == "integer");
}

Result<std::unique_ptr<Operation>> readParseDate(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"columns", "forms", "order", "type"}));
    LATHE_TRY(std::vector<std::string> columns, readColumnList(node, "columns"));
    ParseDate::Options options;
    LATHE_TRY(const auto forms, node.find("forms"));
    if (forms) {
        LATHE_TRY(const std::vector<std::string> patterns, forms->textList());
        for (const std::string& pattern : patterns) {
            auto form = DateForm::parse(pattern);
            if (!form) return failure(forms->error(form.error().message, form.error().hint));
            options.forms.push_back(std::move(*form));
        }
    }
    LATHE_TRY(options.order, readWord(node, "order", {"auto", "day_first", "month_first"}, "auto"));
    LATHE_TRY(options.type, readWord(node, "type", {"auto", "date", "timestamp"}, "auto"));
    return std::make_unique<ParseDate>(std::move(columns), std::move(options));
}

Result<std::unique_ptr<Operation>> readDateParts(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"column", "parts"}));
    LATHE_TRY(std::string column, readText(node, "column", "the column's name"));
    LATHE_TRY(const ConfigNode list, node.require("parts"));
    LATHE_TRY(std::vector<std::string> parts, readColumnList(node, "parts"));
    for (const std::string& part : parts)
        if (std::find(partNames.begin(), partNames.end(), part) == partNames.end())
            return failure(list.error(fmt::format("a date has no part '{}'", part), suggestion(part, partNames)));
    return std::make_unique<DateParts>(std::move(column), std::move(parts));
}

} // namespace lathe::recipe
