// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/filter_tests.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "core/base/text.h"

namespace lathe::query {

namespace {

using Outcome = RowTest::Outcome;

Outcome inverted(Outcome outcome) {
    if (outcome == Outcome::Some) return outcome;
    return outcome == Outcome::None ? Outcome::All : Outcome::None;
}

/// Values of \p column as keepRows() wants them tested; missing ones count as \p missing.
template <typename Test>
void keepValues(const Column& column, std::span<uint64_t> bits, bool missing, const Test& test) {
    if (column.missing.empty()) keepRows(bits, column.rows(), test);
    else
        keepRows(bits, column.rows(),
                 [&, flags = column.missing.data()](size_t row) { return flags[row] != 0 ? missing : test(row); });
}

// ---- Range ----------------------------------------------------------------------------------------------------

/// Closed limits; \p T is int64_t or double.
template <typename T>
struct Limits {
    T low = std::numeric_limits<T>::lowest();
    T high = std::numeric_limits<T>::max();
};

/// The double next to \p value on the side that lies within [value, …) or (…, value].
double nearestReal(int64_t value, bool upwards) {
    const auto real = static_cast<double>(value);
    const auto exact = static_cast<long double>(value);
    if (upwards && static_cast<long double>(real) < exact) return std::nextafter(real, HUGE_VAL);
    if (!upwards && static_cast<long double>(real) > exact) return std::nextafter(real, -HUGE_VAL);
    return real;
}

Limits<double> realLimits(const RangeCondition& range) {
    Limits<double> limits{-HUGE_VAL, HUGE_VAL};
    const auto real = [](const NumberLimit& limit, bool upwards) {
        return std::holds_alternative<double>(limit) ? std::get<double>(limit)
                                                     : nearestReal(std::get<int64_t>(limit), upwards);
    };
    if (range.from) limits.low = real(*range.from, true);
    if (range.to) limits.high = real(*range.to, false);
    if (!range.to || !range.toOpen) return limits;
    const bool exact = std::holds_alternative<double>(*range.to) ||
                       static_cast<long double>(limits.high) == static_cast<long double>(std::get<int64_t>(*range.to));
    if (exact) limits.high = std::nextafter(limits.high, -HUGE_VAL);
    return limits;
}

/// None when no integer can be within.
std::optional<Limits<int64_t>> integerLimits(const RangeCondition& range) {
    constexpr double beyond = 9223372036854775808.0; // 2⁶³
    Limits<int64_t> limits;
    if (range.from) {
        if (const auto* low = std::get_if<int64_t>(&*range.from)) limits.low = *low;
        else if (const double real = std::ceil(std::get<double>(*range.from)); real >= beyond) return std::nullopt;
        else if (real >= -beyond) limits.low = static_cast<int64_t>(real);
    }
    if (!range.to) return limits;
    bool open = range.toOpen;
    if (const auto* high = std::get_if<int64_t>(&*range.to)) {
        limits.high = *high;
    } else {
        const double limit = std::get<double>(*range.to);
        const double real = std::floor(limit);
        if (real < -beyond) return std::nullopt;
        if (real >= beyond) return limits;
        limits.high = static_cast<int64_t>(real);
        open = open && real == limit;
    }
    if (!open) return limits;
    if (limits.high == std::numeric_limits<int64_t>::min()) return std::nullopt;
    --limits.high;
    return limits;
}

class RangeTest final : public RowTest {
public:
    RangeTest(const ColumnFile& file, size_t column, const RangeCondition& range)
        : m_file(file), m_column(column), m_real(file.schema()[column].type == ColumnType::Real) {
        if (m_real) {
            m_reals = realLimits(range);
        } else if (const auto limits = integerLimits(range)) {
            m_integers = *limits;
            m_reals = {static_cast<double>(limits->low), static_cast<double>(limits->high)};
        } else {
            m_empty = true;
        }
    }
    [[nodiscard]] Outcome decide(uint64_t chunk) const override {
        const ChunkStatistics known = m_file.statistics(m_column, chunk);
        if (m_empty || known.missing == known.rows) return Outcome::None;
        // Statistics of integers are rounded to doubles, so only strict comparisons prove something.
        if (known.max < m_reals.low || known.min > m_reals.high) return Outcome::None;
        const bool all = known.min > m_reals.low && known.max < m_reals.high && known.missing == 0;
        return all ? Outcome::All : Outcome::Some;
    }
    Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const override {
        LATHE_TRY(const Column* column, columns.column(m_column));
        if (m_real) {
            const double* values = column->reals.data(); // a missing one is NaN and fails both
            keepRows(bits, column->rows(), [values, low = m_reals.low, high = m_reals.high](size_t row) {
                return (values[row] >= low) & (values[row] <= high);
            });
        } else {
            const int64_t* values = column->integers.data();
            keepValues(*column, bits, false, [values, low = m_integers.low, high = m_integers.high](size_t row) {
                return (values[row] >= low) & (values[row] <= high);
            });
        }
        return {};
    }

private:
    const ColumnFile& m_file;
    size_t m_column;
    bool m_real;
    bool m_empty = false;
    Limits<int64_t> m_integers;
    Limits<double> m_reals;
};

// ---- Values ---------------------------------------------------------------------------------------------------

std::optional<int64_t> integerFrom(ColumnType type, const std::string& text) {
    switch (type) {
    case ColumnType::Boolean:
        if (text == "true") return 1;
        return text == "false" ? std::optional<int64_t>(0) : std::nullopt;
    case ColumnType::Date: return parseIsoDate(text);
    case ColumnType::Timestamp: return parseIsoTimestamp(text);
    default: return parseInteger(text);
    }
}

/// A list of values sorted for search, of columns that hold numbers.
template <typename T>
class NumberSet {
public:
    explicit NumberSet(std::vector<T> values) : m_values(std::move(values)) {
        std::sort(m_values.begin(), m_values.end());
    }
    [[nodiscard]] bool contains(T value) const { return std::binary_search(m_values.begin(), m_values.end(), value); }
    [[nodiscard]] bool overlaps(double min, double max) const {
        return std::any_of(m_values.begin(), m_values.end(), [&](T value) {
            return static_cast<double>(value) >= min && static_cast<double>(value) <= max;
        });
    }

private:
    std::vector<T> m_values;
};

class ValuesTest final : public RowTest {
public:
    static Result<std::unique_ptr<RowTest>> compile(const ColumnFile& file, size_t column,
                                                    const ValuesCondition& condition);

    [[nodiscard]] Outcome decide(uint64_t chunk) const override {
        const ChunkStatistics known = m_file.statistics(m_column, chunk);
        if (known.missing == known.rows) return (m_missing != m_exclude) ? Outcome::All : Outcome::None;
        if (isTextual(m_type) || (known.missing > 0 && m_missing)) return Outcome::Some;
        const bool possible = m_type == ColumnType::Real ? m_reals.overlaps(known.min, known.max)
                                                         : m_integers.overlaps(known.min, known.max);
        return possible ? Outcome::Some : m_exclude ? inverted(Outcome::None) : Outcome::None;
    }
    Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const override {
        LATHE_TRY(const Column* column, columns.column(m_column));
        const auto keep = [&](const auto& contains) {
            keepValues(*column, bits, m_missing != m_exclude, [&](size_t row) { return contains(row) != m_exclude; });
        };
        switch (m_type) {
        case ColumnType::Category: keep([&](size_t row) { return m_codes[column->codes[row]] != 0; }); break;
        case ColumnType::Text: keep([&](size_t row) { return m_texts.contains(column->texts.at(row)); }); break;
        case ColumnType::Real: keep([&](size_t row) { return m_reals.contains(column->reals[row]); }); break;
        default: keep([&](size_t row) { return m_integers.contains(column->integers[row]); });
        }
        return {};
    }

private:
    ValuesTest(const ColumnFile& file, size_t column, const ValuesCondition& condition)
        : m_file(file), m_column(column), m_type(file.schema()[column].type), m_missing(condition.missing),
          m_exclude(condition.exclude), m_values(condition.values) {
        m_texts.insert(m_values.begin(), m_values.end());
        for (const std::string& text : file.dictionary(column)) m_codes.push_back(m_texts.contains(text) ? 1 : 0);
    }

    const ColumnFile& m_file;
    size_t m_column;
    ColumnType m_type;
    bool m_missing;
    bool m_exclude;
    std::vector<std::string> m_values;
    std::unordered_set<std::string_view> m_texts; ///< views into m_values
    std::vector<uint8_t> m_codes;
    NumberSet<int64_t> m_integers{{}};
    NumberSet<double> m_reals{{}};
};

struct ParsedValues {
    std::vector<int64_t> integers;
    std::vector<double> reals;
};

Result<ParsedValues> parseValues(const ColumnSchema& schema, const std::vector<std::string>& texts) {
    ParsedValues parsed;
    if (isTextual(schema.type)) return parsed;
    for (const std::string& text : texts) {
        const auto integer = schema.type == ColumnType::Real ? std::nullopt : integerFrom(schema.type, text);
        const auto real = schema.type == ColumnType::Real ? parseNumber(text) : std::nullopt;
        if (!integer && (!real || std::isnan(*real)))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("'{}' cannot be a value of column '{}'", text, schema.name),
                            fmt::format("The column holds {} values.", toString(schema.type)));
        if (integer) parsed.integers.push_back(*integer);
        else parsed.reals.push_back(*real);
    }
    return parsed;
}

Result<std::unique_ptr<RowTest>> ValuesTest::compile(const ColumnFile& file, size_t column,
                                                     const ValuesCondition& condition) {
    LATHE_TRY(ParsedValues parsed, parseValues(file.schema()[column], condition.values));
    std::unique_ptr<ValuesTest> test(new ValuesTest(file, column, condition));
    test->m_integers = NumberSet<int64_t>(std::move(parsed.integers));
    test->m_reals = NumberSet<double>(std::move(parsed.reals));
    return std::unique_ptr<RowTest>(std::move(test));
}

// ---- Missing --------------------------------------------------------------------------------------------------

class MissingTest final : public RowTest {
public:
    /// \p columns: one, or all.
    MissingTest(const ColumnFile& file, std::vector<size_t> columns, bool present)
        : m_file(file), m_columns(std::move(columns)), m_present(present) {}

    [[nodiscard]] Outcome decide(uint64_t chunk) const override {
        Outcome anyMissing = Outcome::None;
        for (const size_t column : m_columns) {
            const ChunkStatistics known = m_file.statistics(column, chunk);
            if (known.missing == known.rows) return m_present ? Outcome::None : Outcome::All;
            if (known.missing > 0) anyMissing = Outcome::Some;
        }
        return m_present ? inverted(anyMissing) : anyMissing;
    }
    Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const override {
        std::vector<uint8_t> missing(columns.rows());
        for (const size_t index : m_columns) {
            if (m_file.statistics(index, columns.chunk()).missing == 0) continue;
            LATHE_TRY(const Column* column, columns.column(index));
            for (size_t row = 0; row < missing.size(); ++row) missing[row] |= column->isMissing(row) ? 1 : 0;
        }
        keepRows(bits, missing.size(), [&](size_t row) { return (missing[row] != 0) != m_present; });
        return {};
    }

private:
    const ColumnFile& m_file;
    std::vector<size_t> m_columns;
    bool m_present;
};

// ---- Text -----------------------------------------------------------------------------------------------------

class TextTest final : public RowTest {
public:
    TextTest(const ColumnFile& file, const std::vector<size_t>& columns, TextMatcher matcher, bool exclude)
        : m_matcher(std::move(matcher)), m_exclude(exclude) {
        for (const size_t column : columns) {
            CellMatcher cells(m_matcher, file.schema()[column], file.dictionary(column));
            if (cells.possible()) m_columns.emplace_back(column, std::move(cells));
        }
    }
    [[nodiscard]] Outcome decide(uint64_t) const override {
        if (!m_columns.empty()) return Outcome::Some;
        return m_exclude ? Outcome::All : Outcome::None;
    }
    Result<void> narrow(ChunkColumns& columns, std::span<uint64_t> bits) const override {
        std::vector<uint64_t> open(bits.begin(), bits.end()); // rows without a match so far
        for (const auto& [index, cells] : m_columns) {
            LATHE_TRY(const Column* column, columns.column(index));
            keepRows(open, column->rows(),
                     [&cells = cells, column](size_t row) { return !cells.matches(*column, row); });
        }
        for (size_t word = 0; word < bits.size(); ++word) bits[word] &= m_exclude ? open[word] : ~open[word];
        return {};
    }

private:
    TextMatcher m_matcher;
    bool m_exclude;
    std::vector<std::pair<size_t, CellMatcher>> m_columns;
};

Result<std::vector<size_t>> oneOrAll(const std::vector<ColumnSchema>& schema, const std::string& name) {
    std::vector<size_t> columns;
    if (name.empty()) {
        for (size_t i = 0; i < schema.size(); ++i) columns.push_back(i);
    } else {
        LATHE_TRY(const size_t index, columnNamed(schema, name));
        columns.push_back(index);
    }
    return columns;
}

bool isNoNumber(const std::optional<NumberLimit>& limit) {
    return limit && std::holds_alternative<double>(*limit) && std::isnan(std::get<double>(*limit));
}

struct Check {
    const std::vector<ColumnSchema>& schema;

    Result<void> operator()(const ValuesCondition& condition) const {
        LATHE_TRY(const size_t column, columnNamed(schema, condition.column));
        LATHE_CHECK(parseValues(schema[column], condition.values));
        return {};
    }
    Result<void> operator()(const RangeCondition& condition) const {
        LATHE_TRY(const size_t column, columnNamed(schema, condition.column));
        if (isTextual(schema[column].type))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' holds texts, which have no range", condition.column),
                            "Choose values, or search for a text.");
        if (isNoNumber(condition.from) || isNoNumber(condition.to))
            return fail(ErrorKind::InvalidInput, "a limit of the range of column '{}' is no number", condition.column);
        return {};
    }
    Result<void> operator()(const ExpressionCondition& condition) const {
        LATHE_CHECK(parseCondition(schema, condition.text));
        return {};
    }
    Result<void> operator()(const MissingCondition& condition) const {
        LATHE_CHECK(oneOrAll(schema, condition.column));
        return {};
    }
    Result<void> operator()(const DuplicatesCondition& condition) const {
        for (const std::string& name : condition.columns) LATHE_CHECK(columnNamed(schema, name));
        return {};
    }
    Result<void> operator()(const TextCondition& condition) const {
        LATHE_CHECK(oneOrAll(schema, condition.column));
        return checkPattern(condition.pattern);
    }
};

struct Compile {
    const ColumnFile& file;
    using Test = Result<std::unique_ptr<RowTest>>;

    Test operator()(const ValuesCondition& condition) const {
        LATHE_TRY(const size_t column, columnNamed(file.schema(), condition.column));
        return ValuesTest::compile(file, column, condition);
    }
    Test operator()(const RangeCondition& condition) const {
        LATHE_TRY(const size_t column, columnNamed(file.schema(), condition.column));
        return std::make_unique<RangeTest>(file, column, condition);
    }
    Test operator()(const ExpressionCondition& condition) const { return compileExpression(file, condition.text); }
    Test operator()(const MissingCondition& condition) const {
        LATHE_TRY(auto columns, oneOrAll(file.schema(), condition.column));
        return std::make_unique<MissingTest>(file, std::move(columns), condition.present);
    }
    Test operator()(const DuplicatesCondition&) const {
        return fail(ErrorKind::Internal, "duplicates are not found chunk by chunk");
    }
    Test operator()(const TextCondition& condition) const {
        LATHE_TRY(const auto columns, oneOrAll(file.schema(), condition.column));
        LATHE_TRY(TextMatcher matcher, TextMatcher::compile(condition.pattern));
        return std::make_unique<TextTest>(file, columns, std::move(matcher), condition.exclude);
    }
};

} // namespace

std::unique_ptr<RowTest> matchTest(const ColumnFile& file, const std::vector<size_t>& columns, TextMatcher matcher) {
    return std::make_unique<TextTest>(file, columns, std::move(matcher), false);
}

Result<void> checkCondition(const std::vector<ColumnSchema>& schema, const FilterCondition& condition) {
    return std::visit(Check{schema}, condition);
}

Result<std::unique_ptr<RowTest>> compileCondition(const ColumnFile& file, const FilterCondition& condition) {
    return std::visit(Compile{file}, condition);
}

} // namespace lathe::query
