// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/value_tests.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "core/base/text.h"
#include "core/data/text/unicode.h"
#include "core/data/validation/json_schema.h"
#include "core/data/validation/loose_dates.h"
#include "core/data/validation/pattern.h"
#include "core/data/validation/time_format.h"

namespace lathe::validation {

namespace {

constexpr double microsPerDay = 86'400'000'000.0;
constexpr double infinity = std::numeric_limits<double>::infinity();

bool flag(const Json& arguments, const char* name, bool fallback = false) {
    const auto found = arguments.find(name);
    return found != arguments.end() && found->is_boolean() ? found->get<bool>() : fallback;
}

const Json& argument(const Json& arguments, const char* name) {
    static const Json none;
    const auto found = arguments.find(name);
    return found == arguments.end() ? none : *found;
}

Failure wrongBound(const Json& bound, const ColumnFile& file, size_t column) {
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("{} cannot bound the column '{}', which holds {} values", bound.dump(),
                                file.schema()[column].name, toString(file.schema()[column].type)),
                    "Give a value of the column's type; dates as \"2024-01-31\".");
}

// ---- Between --------------------------------------------------------------------------------------------------

/// Whole numbers from the bounds on: the least and the greatest that are inside.
std::pair<int64_t, int64_t> wholeWindow(double low, double high, bool strictLow, bool strictHigh) {
    constexpr double limit = 9223372036854775808.0;
    int64_t least = INT64_MIN;
    int64_t greatest = INT64_MAX;
    if (low >= limit) return {1, 0};
    if (high < -limit) return {1, 0};
    if (low > -limit) {
        least = static_cast<int64_t>(std::ceil(low));
        if (strictLow && static_cast<double>(least) == low) {
            if (least == INT64_MAX) return {1, 0};
            ++least;
        }
    }
    if (high < limit) {
        greatest = static_cast<int64_t>(std::floor(high));
        if (strictHigh && static_cast<double>(greatest) == high) {
            if (greatest == INT64_MIN) return {1, 0};
            --greatest;
        }
    }
    return {least, greatest};
}

ValueTest wholeWindowTest(int64_t least, int64_t greatest) {
    ValueTest test;
    test.mark = [least, greatest](const Column& values, std::span<uint8_t> unexpected) {
        for (size_t row = 0; row < unexpected.size(); ++row)
            unexpected[row] = values.integers[row] < least || values.integers[row] > greatest ? 1 : 0;
    };
    return test;
}

void judgeByRange(ValueTest& test, double low, double high, bool strictLow, bool strictHigh) {
    test.judgeRange = [=](double least, double greatest) -> std::optional<int> {
        const bool above = strictLow ? least > low : least >= low;
        const bool below = strictHigh ? greatest < high : greatest <= high;
        if (above && below) return 0;
        const bool allBelow = strictLow ? greatest <= low : greatest < low;
        const bool allAbove = strictHigh ? least >= high : least > high;
        return allBelow || allAbove ? std::optional<int>(1) : std::nullopt;
    };
}

Result<ValueTest> betweenTest(const Json& arguments, const ColumnFile& file, size_t column) {
    const Json& least = argument(arguments, "min_value");
    const Json& greatest = argument(arguments, "max_value");
    const bool strictLow = flag(arguments, "strict_min");
    const bool strictHigh = flag(arguments, "strict_max");
    if (least.is_null() && greatest.is_null())
        return fail(ErrorKind::InvalidInput, "min_value and max_value are both missing");
    const ColumnType type = file.schema()[column].type;
    if (isTextual(type)) {
        for (const Json* bound : {&least, &greatest})
            if (!bound->is_null() && !bound->is_string()) return wrongBound(*bound, file, column);
        const std::string low = least.is_null() ? "" : least.get<std::string>();
        const std::string high = greatest.is_null() ? "" : greatest.get<std::string>();
        if (!least.is_null() && !greatest.is_null() && low > high)
            return fail(ErrorKind::InvalidInput, "min_value is greater than max_value");
        const bool hasLow = !least.is_null();
        const bool hasHigh = !greatest.is_null();
        return textTest(file, column, [=](std::string_view text) {
            return (!hasLow || (strictLow ? text > low : text >= low)) &&
                   (!hasHigh || (strictHigh ? text < high : text <= high));
        });
    }
    double low = -infinity;
    double high = infinity;
    if (!least.is_null()) {
        const auto number = asNumber(least, type);
        if (!number) return wrongBound(least, file, column);
        low = *number;
    }
    if (!greatest.is_null()) {
        const auto number = asNumber(greatest, type);
        if (!number) return wrongBound(greatest, file, column);
        high = *number;
    }
    if (low > high) return fail(ErrorKind::InvalidInput, "min_value is greater than max_value");
    // Beyond 2^53 a bound must not pass through a double.
    const auto exactLow = asInteger(least, type);
    const auto exactHigh = asInteger(greatest, type);
    ValueTest test = windowTest(type, low, high, strictLow && !least.is_null(), strictHigh && !greatest.is_null());
    if (type != ColumnType::Real && (least.is_null() || exactLow) && (greatest.is_null() || exactHigh)) {
        int64_t from = exactLow.value_or(INT64_MIN);
        int64_t to = exactHigh.value_or(INT64_MAX);
        const bool nothing =
            (exactLow && strictLow && from == INT64_MAX) || (exactHigh && strictHigh && to == INT64_MIN);
        if (exactLow && strictLow && !nothing) ++from;
        if (exactHigh && strictHigh && !nothing) --to;
        test.mark = nothing ? wholeWindowTest(1, 0).mark : wholeWindowTest(from, to).mark;
    }
    return test;
}

// ---- Sets -----------------------------------------------------------------------------------------------------

/// Set members that a hash set finds, or, of a few, a scan.
template <typename T>
class Members {
public:
    explicit Members(std::vector<T> values) : m_few(std::move(values)) {
        if (m_few.size() > 8) m_many.insert(m_few.begin(), m_few.end());
    }
    [[nodiscard]] bool contains(const T& value) const {
        return m_many.empty() ? std::find(m_few.begin(), m_few.end(), value) != m_few.end() : m_many.contains(value);
    }

private:
    std::vector<T> m_few;
    std::unordered_set<T> m_many;
};

Result<ValueTest> setTest(const Json& arguments, const ColumnFile& file, size_t column, bool inside) {
    const Json& values = argument(arguments, "value_set");
    ValueTest test;
    if (values.is_null()) {
        test.mark = [](const Column&, std::span<uint8_t> unexpected) {
            std::fill(unexpected.begin(), unexpected.end(), uint8_t{0});
        };
        return test;
    }
    if (!values.is_array()) return fail(ErrorKind::InvalidInput, "value_set must be a list");
    const ColumnType type = file.schema()[column].type;
    if (isTextual(type)) {
        std::unordered_set<std::string> members;
        for (const Json& value : values)
            if (value.is_string()) members.insert(value.get<std::string>());
        return textTest(file, column, [members = std::move(members), inside](std::string_view text) {
            return members.contains(std::string(text)) == inside;
        });
    }
    if (type == ColumnType::Real) {
        std::vector<double> members;
        for (const Json& value : values)
            if (const auto number = asNumber(value, type)) members.push_back(*number);
        test.mark = [set = Members<double>(std::move(members)), inside](const Column& rows,
                                                                        std::span<uint8_t> unexpected) {
            for (size_t row = 0; row < unexpected.size(); ++row)
                unexpected[row] = set.contains(rows.reals[row]) != inside;
        };
        return test;
    }
    std::vector<int64_t> members;
    for (const Json& value : values)
        if (const auto number = asInteger(value, type)) members.push_back(*number);
    test.mark = [set = Members<int64_t>(std::move(members)), inside](const Column& rows,
                                                                     std::span<uint8_t> unexpected) {
        for (size_t row = 0; row < unexpected.size(); ++row)
            unexpected[row] = set.contains(rows.integers[row]) != inside;
    };
    return test;
}

// ---- Patterns -------------------------------------------------------------------------------------------------

Result<std::vector<Pattern>> patterns(const Json& list, const Json& escape, bool like) {
    const std::string sign = escape.is_string() ? escape.get<std::string>() : "";
    if (sign.size() > 1) return fail(ErrorKind::InvalidInput, "escape must be one character, not '{}'", sign);
    std::vector<Pattern> compiled;
    for (const Json& item : list.is_array() ? list : Json::array({list})) {
        if (!item.is_string()) return fail(ErrorKind::InvalidInput, "{} is no pattern", item.dump());
        const auto text = item.get<std::string>();
        LATHE_TRY(Pattern pattern, Pattern::compile(like ? likeExpression(text, sign.empty() ? '\0' : sign[0]) : text));
        compiled.push_back(std::move(pattern));
    }
    if (compiled.empty()) return fail(ErrorKind::InvalidInput, "the list of patterns is empty");
    return compiled;
}

Result<ValueTest> patternTest(const Json& arguments, const ColumnFile& file, size_t column, const char* key, bool like,
                              bool wanted) {
    LATHE_TRY(const auto compiled, patterns(argument(arguments, key), argument(arguments, "escape"), like));
    const Json& matchOn = argument(arguments, "match_on");
    const bool all = matchOn.is_string() && matchOn.get<std::string>() == "all";
    return textTest(file, column, [compiled, all, wanted](std::string_view text) {
        const auto found = [&](const Pattern& pattern) { return pattern.search(text) == Pattern::Outcome::Found; };
        if (!wanted) return std::none_of(compiled.begin(), compiled.end(), found);
        return all ? std::all_of(compiled.begin(), compiled.end(), found)
                   : std::any_of(compiled.begin(), compiled.end(), found);
    });
}

Result<void> wantTexts(const std::string& type, const ColumnFile& file, size_t column) {
    if (isTextual(file.schema()[column].type)) return {};
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("{} needs texts; the column '{}' holds {} values", type, file.schema()[column].name,
                                toString(file.schema()[column].type)),
                    "A column that was read as dates or numbers has passed such a check already.");
}

// ---- Lengths --------------------------------------------------------------------------------------------------

Result<ValueTest> lengthTest(const Json& arguments, const ColumnFile& file, size_t column, bool equal) {
    double low = -infinity;
    double high = infinity;
    const auto bound = [&](const char* name, double& number) -> Result<void> {
        const Json& value = argument(arguments, name);
        if (value.is_null()) return {};
        if (!value.is_number()) return fail(ErrorKind::InvalidInput, "{} must be a number, not {}", name, value.dump());
        number = value.get<double>();
        return {};
    };
    if (equal) {
        LATHE_CHECK(bound("value", low));
        high = low;
    } else {
        LATHE_CHECK(bound("min_value", low));
        LATHE_CHECK(bound("max_value", high));
    }
    if (low == -infinity && high == infinity) return fail(ErrorKind::InvalidInput, "no length is given");
    const bool strictLow = flag(arguments, "strict_min");
    const bool strictHigh = flag(arguments, "strict_max");
    return textTest(file, column, [=](std::string_view text) {
        const auto length = static_cast<double>(utf8Length(text));
        return (strictLow ? length > low : length >= low) && (strictHigh ? length < high : length <= high);
    });
}

} // namespace

std::optional<double> asNumber(const Json& value, ColumnType type) {
    if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
    if (type == ColumnType::Date || type == ColumnType::Timestamp) {
        if (!value.is_string()) return std::nullopt;
        const auto text = value.get<std::string>();
        if (const auto day = parseIsoDate(text))
            return type == ColumnType::Date ? static_cast<double>(*day) : static_cast<double>(*day) * microsPerDay;
        const auto micros = parseIsoTimestamp(text);
        if (!micros) return std::nullopt;
        return type == ColumnType::Date ? static_cast<double>(*micros) / microsPerDay : static_cast<double>(*micros);
    }
    if (value.is_number()) return value.get<double>();
    if (!value.is_string()) return std::nullopt;
    const auto text = value.get<std::string>(); // Python writes these bare, YAML reads them as texts
    if (text == "Infinity" || text == "-Infinity") return text[0] == '-' ? -infinity : infinity;
    return std::nullopt;
}

std::optional<int64_t> asInteger(const Json& value, ColumnType type) {
    if (value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
    if (value.is_number_integer() && type != ColumnType::Date && type != ColumnType::Timestamp)
        return value.get<int64_t>();
    const auto number = asNumber(value, type);
    if (!number || *number != std::floor(*number) || std::abs(*number) > 9.2e18) return std::nullopt;
    return static_cast<int64_t>(*number);
}

std::string pythonText(const Column& column, size_t row) {
    switch (column.schema.type) {
    case ColumnType::Boolean: return column.integers[row] != 0 ? "True" : "False";
    case ColumnType::Integer: return std::to_string(column.integers[row]);
    case ColumnType::Real: {
        const double value = column.reals[row];
        if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
        std::string text = fmt::format("{}", value);
        if (text.find_first_of(".e") == std::string::npos) text += ".0";
        return text;
    }
    case ColumnType::Timestamp: {
        std::string text = column.display(row);
        std::replace(text.begin(), text.end(), 'T', ' ');
        return text;
    }
    default: return column.display(row);
    }
}

ValueTest textTest(const ColumnFile& file, size_t column, const std::function<bool(std::string_view)>& passes) {
    ValueTest test;
    switch (file.schema()[column].type) {
    case ColumnType::Category: {
        std::vector<uint8_t> failing;
        for (const std::string& entry : file.dictionary(column)) failing.push_back(passes(entry) ? 0 : 1);
        failing.push_back(0); // code 0 of an empty dictionary stands at missing rows
        test.mark = [failing = std::move(failing)](const Column& values, std::span<uint8_t> unexpected) {
            for (size_t row = 0; row < unexpected.size(); ++row) unexpected[row] = failing[values.codes[row]];
        };
        return test;
    }
    case ColumnType::Text:
        test.mark = [passes](const Column& values, std::span<uint8_t> unexpected) {
            for (size_t row = 0; row < unexpected.size(); ++row)
                unexpected[row] = !values.isMissing(row) && !passes(values.texts.at(row)) ? 1 : 0;
        };
        return test;
    default:
        test.mark = [passes](const Column& values, std::span<uint8_t> unexpected) {
            for (size_t row = 0; row < unexpected.size(); ++row)
                unexpected[row] = !values.isMissing(row) && !passes(pythonText(values, row)) ? 1 : 0;
        };
        return test;
    }
}

ValueTest windowTest(ColumnType type, double low, double high, bool strictLow, bool strictHigh) {
    ValueTest test;
    if (type == ColumnType::Real) {
        test.mark = [=](const Column& values, std::span<uint8_t> unexpected) {
            const double* reals = values.reals.data();
            for (size_t row = 0; row < unexpected.size(); ++row) {
                const bool above = strictLow ? reals[row] > low : reals[row] >= low;
                const bool below = strictHigh ? reals[row] < high : reals[row] <= high;
                unexpected[row] = above && below ? 0 : 1;
            }
        };
    } else {
        const auto [least, greatest] = wholeWindow(low, high, strictLow, strictHigh);
        test = wholeWindowTest(least, greatest);
    }
    judgeByRange(test, low, high, strictLow, strictHigh);
    return test;
}

bool isOfType(ColumnType type, bool anyMissing, std::string_view name) {
    std::string word = lowered(name);
    if (const size_t bracket = word.find_first_of("[("); bracket != std::string::npos) word.resize(bracket);
    const auto is = [&](std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    switch (type) {
    case ColumnType::Boolean: return is({"bool", "bool_", "boolean", "booleandtype", "booleantype"});
    case ColumnType::Integer:
        // pandas keeps whole numbers with gaps as floating-point numbers.
        if (anyMissing && is({"float", "float64", "float_", "double"})) return true;
        return is({"int", "int64", "int_", "long", "integer", "bigint", "int64dtype", "longtype", "integertype"});
    case ColumnType::Real:
        return is({"float", "float64", "float_", "double", "real", "double precision", "double_precision",
                   "float64dtype", "doubletype", "numeric", "decimal"});
    case ColumnType::Category:
        if (is({"category", "categoricaldtype", "categorical"})) return true;
        [[fallthrough]];
    case ColumnType::Text:
        return is({"str", "str_", "string", "string_types", "object", "object_", "o", "text", "varchar", "char",
                   "unicode", "stringdtype", "stringtype"});
    case ColumnType::Date: return is({"date", "datetype", "datetime", "datetime64", "timestamp"});
    case ColumnType::Timestamp:
        return is({"timestamp", "datetime", "datetime64", "timestamptype", "timestamptz", "datetimetzdtype"});
    }
    return false;
}

Result<std::optional<ValueTest>> valueTest(const std::string& type, const Json& arguments, const ColumnFile& file,
                                           size_t column) {
    const auto given = [](Result<ValueTest> test) -> Result<std::optional<ValueTest>> {
        if (!test) return failure(std::move(test.error()));
        return std::optional<ValueTest>(std::move(*test));
    };
    if (type == "expect_column_values_to_not_be_null" || type == "expect_column_values_to_be_null") {
        ValueTest test;
        test.onMissing = true;
        return std::optional<ValueTest>(std::move(test));
    }
    if (type == "expect_column_values_to_be_between") return given(betweenTest(arguments, file, column));
    if (type == "expect_column_values_to_be_in_set") return given(setTest(arguments, file, column, true));
    if (type == "expect_column_values_to_not_be_in_set") return given(setTest(arguments, file, column, false));
    if (type == "expect_column_value_lengths_to_be_between") return given(lengthTest(arguments, file, column, false));
    if (type == "expect_column_value_lengths_to_equal") return given(lengthTest(arguments, file, column, true));
    struct PatternKind {
        const char* type;
        const char* key;
        bool like;
        bool wanted;
    };
    static constexpr PatternKind kinds[] = {
        {"expect_column_values_to_match_regex", "regex", false, true},
        {"expect_column_values_to_not_match_regex", "regex", false, false},
        {"expect_column_values_to_match_regex_list", "regex_list", false, true},
        {"expect_column_values_to_not_match_regex_list", "regex_list", false, false},
        {"expect_column_values_to_match_like_pattern", "like_pattern", true, true},
        {"expect_column_values_to_not_match_like_pattern", "like_pattern", true, false},
        {"expect_column_values_to_match_like_pattern_list", "like_pattern_list", true, true},
        {"expect_column_values_to_not_match_like_pattern_list", "like_pattern_list", true, false},
    };
    for (const PatternKind& kind : kinds)
        if (type == kind.type) return given(patternTest(arguments, file, column, kind.key, kind.like, kind.wanted));
    if (type == "expect_column_values_to_match_strftime_format") {
        LATHE_CHECK(wantTexts(type, file, column));
        const Json& format = argument(arguments, "strftime_format");
        if (!format.is_string()) return fail(ErrorKind::InvalidInput, "strftime_format must be a text");
        LATHE_TRY(const TimeFormat form, TimeFormat::compile(format.get<std::string>()));
        return given(textTest(file, column, [form](std::string_view text) { return form.matches(text); }));
    }
    if (type == "expect_column_values_to_be_dateutil_parseable") {
        LATHE_CHECK(wantTexts(type, file, column));
        return given(textTest(file, column, isLooseDate));
    }
    if (type == "expect_column_values_to_be_json_parseable") {
        if (isTextual(file.schema()[column].type)) return given(textTest(file, column, isJsonText));
        ValueTest none; // Python's json reads texts only
        none.mark = [](const Column&, std::span<uint8_t> unexpected) {
            std::fill(unexpected.begin(), unexpected.end(), uint8_t{1});
        };
        return given(none);
    }
    if (type == "expect_column_values_to_match_json_schema") {
        LATHE_CHECK(wantTexts(type, file, column));
        LATHE_TRY(const JsonSchema schema, JsonSchema::compile(argument(arguments, "json_schema")));
        return given(textTest(file, column, [schema](std::string_view text) { return schema.acceptsText(text); }));
    }
    return std::optional<ValueTest>();
}

} // namespace lathe::validation
