// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/filter.h"

#include <map>

#include <gtest/gtest.h>

#include "core/data/expression/expression.h"
#include "query_data.h"

using namespace lathe;
using test::queryData;

namespace {

RowSelection select(const Filter& filter, size_t threads = 0) {
    const auto selected = selectRows(queryData().file(), filter, JobContext(), threads);
    EXPECT_TRUE(selected.has_value()) << selected.error().describe();
    return *selected;
}

void expectRows(const FilterCondition& condition, const std::function<bool(size_t)>& keep) {
    const RowSelection expected = queryData().bruteForce(keep);
    EXPECT_GT(expected.count(), 0U);
    EXPECT_LT(expected.count(), expected.rows());
    EXPECT_EQ(select({{condition}}), expected);
    EXPECT_EQ(select({{condition}}, 1), expected);
}

TEST(RowSelection, FindsRowsByPositionAndPositionsByRow) {
    const RowSelection selection = queryData().bruteForce([](size_t row) { return row % 7 == 3 || row > 140'000; });
    std::vector<uint64_t> rows;
    for (uint64_t row = 0; row < selection.rows(); ++row)
        if (selection.contains(row)) rows.push_back(row);
    ASSERT_EQ(selection.count(), rows.size());
    for (size_t position = 0; position < rows.size(); position += 97) {
        EXPECT_EQ(selection.row(position), rows[position]);
        EXPECT_EQ(selection.rank(rows[position]), position);
    }
    EXPECT_EQ(selection.row(rows.size() - 1), rows.back());
    EXPECT_EQ(selection.rank(selection.rows()), rows.size());
    EXPECT_EQ(RowSelection::all(100).count(), 100U);
    EXPECT_EQ(RowSelection::none(100).count(), 0U);
    EXPECT_EQ(RowSelection::all(0).count(), 0U);
}

TEST(Filter, WithoutConditionsKeepsEveryRow) { EXPECT_EQ(select({}), RowSelection::all(150'000)); }

TEST(Filter, KeepsRangesOfReals) {
    const Column& real = queryData().column("real");
    expectRows(RangeCondition{"real", -500.0, 250.5, false},
               [&](size_t row) { return real.reals[row] >= -500 && real.reals[row] <= 250.5; });
    expectRows(RangeCondition{"real", std::nullopt, 0.0, true}, [&](size_t row) { return real.reals[row] < 0; });
    expectRows(RangeCondition{"real", 0.0, std::nullopt, false}, [&](size_t row) { return real.reals[row] >= 0; });
    expectRows(RangeCondition{"real", int64_t{3}, std::nullopt, false},
               [&](size_t row) { return real.reals[row] >= 3; });
}

TEST(Filter, KeepsRangesOfIntegersExactly) {
    const Column& number = queryData().column("number");
    const auto value = [&](size_t row) { return number.integers[row]; };
    const auto there = [&](size_t row) { return !number.isMissing(row); };
    expectRows(RangeCondition{"number", int64_t{-10}, int64_t{10}, false},
               [&](size_t row) { return there(row) && value(row) >= -10 && value(row) <= 10; });
    expectRows(RangeCondition{"number", -9.5, 10.0, true},
               [&](size_t row) { return there(row) && value(row) >= -9 && value(row) < 10; });
    expectRows(RangeCondition{"number", INT64_MAX, std::nullopt, false},
               [&](size_t row) { return there(row) && value(row) == INT64_MAX; });
    expectRows(RangeCondition{"number", std::nullopt, INT64_MAX, true},
               [&](size_t row) { return there(row) && value(row) < INT64_MAX; });
    expectRows(RangeCondition{"number", int64_t{INT64_MIN + 1}, std::nullopt, false},
               [&](size_t row) { return there(row) && value(row) > INT64_MIN; });
    EXPECT_EQ(select({{RangeCondition{"number", 1e19, std::nullopt, false}}}).count(), 0U);
    EXPECT_EQ(select({{RangeCondition{"number", std::nullopt, INT64_MIN, true}}}).count(), 0U);
    expectRows(RangeCondition{"rising", int64_t{20'000}, int64_t{30'000}, false},
               [](size_t row) { return row / 3 >= 20'000 && row / 3 <= 30'000; });
}

TEST(Filter, KeepsListedValuesOfEveryType) {
    const auto& data = queryData();
    const std::map<std::string, std::vector<std::string>> wanted{
        {"flag", {"true"}},          {"number", {"17", "-3", "9223372036854775807"}},
        {"small", {"0", "23"}},      {"real", {"0", "Infinity"}},
        {"colour", {"red", "grün"}}, {"note", {"Item 17x", "https://example.org/items/4998xx", "Item 100"}},
        {"day", {"2003-01-01"}},     {"moment", {data.column("moment").display(2)}}};
    for (const auto& [name, values] : wanted) {
        const Column& column = data.column(name);
        const auto listed = [&, values = values](size_t row) {
            const std::string text = column.display(row) == "-0" ? "0" : column.display(row);
            return !column.isMissing(row) && std::find(values.begin(), values.end(), text) != values.end();
        };
        SCOPED_TRACE(name);
        expectRows(ValuesCondition{name, values, false, false}, listed);
        expectRows(ValuesCondition{name, values, true, false},
                   [&](size_t row) { return listed(row) || column.isMissing(row); });
        expectRows(ValuesCondition{name, values, false, true}, [&](size_t row) { return !listed(row); });
        expectRows(ValuesCondition{name, values, true, true},
                   [&](size_t row) { return !listed(row) && !column.isMissing(row); });
    }
}

/// What ranges and statistics make of an expression must be what its evaluation says.
TEST(Filter, TakesExpressionsApartWithoutChangingThem) {
    const auto& data = queryData();
    for (const char* text : {"rising < 7000",
                             "rising >= 30000 and rising <= 30010",
                             "10 > rising or rising > 49990",
                             "real > 0",
                             "real >= -1e300 and number < 100",
                             "0.5 < small and small <= 3.5",
                             "small = 5",
                             "small = 5.5",
                             "number > 9223372036854775806",
                             "number >= 9223372036854775807",
                             "number < -9223372036854775807",
                             "real > 1e308",
                             "not (rising < 49000)",
                             "rising < 100 and colour = 'red'",
                             "rising < 10 or real is missing",
                             "day > '2005-01-01'",
                             "moment <= '1971-06-01 12:00:00' and small != 3",
                             "rising + 1 < 20",
                             "flag and rising < 50",
                             "real < 0 and real > 0"}) {
        const auto expression = Expression::parse(text, data.file().schema());
        ASSERT_TRUE(expression) << text << ": " << expression.error().describe();
        const auto outcome = expression->evaluate(data.rows(), "outcome");
        ASSERT_TRUE(outcome) << text;
        const RowSelection wanted =
            data.bruteForce([&](size_t row) { return !outcome->isMissing(row) && outcome->integers[row] != 0; });
        EXPECT_EQ(select({{ExpressionCondition{text}}}), wanted) << text;
    }
}

TEST(Filter, FindsMissingValues) {
    const auto& data = queryData();
    const auto anyMissing = [&](size_t row) {
        return std::any_of(data.rows().columns.begin(), data.rows().columns.end(),
                           [&](const Column& c) { return c.isMissing(row); });
    };
    expectRows(MissingCondition{"real", false}, [&](size_t row) { return data.column("real").isMissing(row); });
    expectRows(MissingCondition{"note", true}, [&](size_t row) { return !data.column("note").isMissing(row); });
    expectRows(MissingCondition{"", false}, anyMissing);
    expectRows(MissingCondition{"", true}, [&](size_t row) { return !anyMissing(row); });
    EXPECT_EQ(select({{MissingCondition{"rising", false}}}).count(), 0U);
}

TEST(Filter, MatchesTexts) {
    const auto& data = queryData();
    const Column& note = data.column("note");
    const auto has = [&](const char* part) {
        return [&note, part](size_t row) { return note.text(row).find(part) != std::string_view::npos; };
    };
    expectRows(TextCondition{"note", {"Item 1", false, true, false}, false}, has("Item 1"));
    expectRows(TextCondition{"note", {"iTEM 1", false, false, false}, false}, has("Item 1"));
    expectRows(TextCondition{"note", {"Item 1", false, true, false}, true},
               [&](size_t row) { return !has("Item 1")(row); });
    expectRows(TextCondition{"note", {"^item 4\\d$", true, false, false}, false}, [&](size_t row) {
        const auto text = note.text(row);
        return text.size() == 7 && text.starts_with("Item 4") && std::isdigit(static_cast<unsigned char>(text[6])) != 0;
    });
    expectRows(TextCondition{"note", {"item 44", false, false, true}, false},
               [&](size_t row) { return note.text(row) == "Item 44"; });
    expectRows(TextCondition{"colour", {"GRÜN", false, false, false}, false},
               [&](size_t row) { return data.column("colour").text(row) == "grün"; });
    expectRows(TextCondition{"", {"4998", false, true, false}, false}, [&](size_t row) {
        return std::any_of(data.rows().columns.begin(), data.rows().columns.end(),
                           [&](const Column& column) { return column.display(row).find("4998") != std::string::npos; });
    });
}

TEST(Filter, FindsDuplicates) {
    const auto& data = queryData();
    std::map<std::string, std::vector<size_t>> groups;
    const auto key = [&](size_t row) {
        return data.column("number").display(row) + "|" + data.column("colour").display(row) + "|" +
               (data.column("number").isMissing(row) ? "m" : "");
    };
    for (size_t row = 0; row < data.rows().rows(); ++row) groups[key(row)].push_back(row);
    const std::vector<std::string> columns{"number", "colour"};
    using Keep = DuplicatesCondition::Keep;
    expectRows(DuplicatesCondition{columns, Keep::All}, [&](size_t row) { return groups[key(row)].size() > 1; });
    expectRows(DuplicatesCondition{columns, Keep::Later}, [&](size_t row) { return groups[key(row)].front() != row; });
    expectRows(DuplicatesCondition{columns, Keep::Unique}, [&](size_t row) { return groups[key(row)].size() == 1; });
    EXPECT_EQ(select({{DuplicatesCondition{{}, Keep::All}}}).count(), 0U);
}

TEST(Filter, StacksConditionsAndLeavesOneOut) {
    const auto& data = queryData();
    const Column& real = data.column("real");
    const Column& colour = data.column("colour");
    const Filter filter{{RangeCondition{"real", 0.0, std::nullopt, false}, ExpressionCondition{"small < 12 and flag"},
                         ValuesCondition{"colour", {"red"}, false, false}}};
    const auto others = [&](size_t row) {
        return real.reals[row] >= 0 && !data.column("small").isMissing(row) &&
               data.column("small").integers[row] < 12 && !data.column("flag").isMissing(row) &&
               data.column("flag").integers[row] == 1;
    };
    EXPECT_EQ(select(filter), data.bruteForce([&](size_t row) {
        return others(row) && !colour.isMissing(row) && colour.text(row) == "red";
    }));
    EXPECT_EQ(select(filter.withoutColumn("colour")), data.bruteForce(others));
    EXPECT_EQ(filter.withoutColumn("colour"), filter.without(2));
}

TEST(Filter, RefusesWhatCannotBe) {
    const auto& schema = queryData().file().schema();
    const auto message = [&](const FilterCondition& condition) {
        const auto checked = checkFilter(schema, {{condition}});
        EXPECT_FALSE(checked.has_value());
        return checked ? std::string() : checked.error().describe();
    };
    EXPECT_NE(message(RangeCondition{"nmber", {}, {}, false}).find("'number'"), std::string::npos);
    EXPECT_NE(message(RangeCondition{"note", {}, {}, false}).find("'note'"), std::string::npos);
    EXPECT_NE(message(ValuesCondition{"small", {"x"}, false, false}).find("'x'"), std::string::npos);
    EXPECT_NE(message(TextCondition{"note", {"(", true, false, false}, false}).find("regular expression"),
              std::string::npos);
    EXPECT_NE(message(ExpressionCondition{"small +"}).find("character"), std::string::npos);
    EXPECT_NE(message(ExpressionCondition{"small + 1"}).find("condition"), std::string::npos);
}

TEST(Filter, StopsWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();
    const auto selected =
        selectRows(queryData().file(), {{MissingCondition{"real", false}}}, JobContext(stop.get_token(), {}));
    ASSERT_FALSE(selected.has_value());
    EXPECT_EQ(selected.error().kind, ErrorKind::Cancelled);
}

} // namespace
