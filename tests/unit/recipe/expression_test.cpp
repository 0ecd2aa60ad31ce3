// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/expression/expression.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

const double nan = std::nan("");

Table rows() {
    Table table;
    table.columns = {
        integerColumn("n", {1, 2, std::nullopt, -4}),
        realColumn("x", {0.5, nan, 2.5, 4.0}),
        categoryColumn("kind", {"sun", "rain", std::nullopt, "Sun"}),
        textColumn("note", {"Größe", "a b", "", std::nullopt}),
        integerColumn(
            "day",
            {*parseIsoDate("2012-01-01"), *parseIsoDate("2012-12-31"), std::nullopt, *parseIsoDate("1969-03-01")},
            ColumnType::Date),
        integerColumn("at",
                      {*parseIsoTimestamp("2014-01-31T12:30:00"), *parseIsoTimestamp("1969-12-31T23:59:00"),
                       std::nullopt, *parseIsoTimestamp("2000-02-29T00:00:00")},
                      ColumnType::Timestamp),
        integerColumn("flag", {1, 0, std::nullopt, 1}, ColumnType::Boolean),
        realColumn("wind speed", {1, 2, 3, 4}),
    };
    return table;
}

/// The four values as people read them, missing ones as "-"; or the error.
std::string evaluated(const std::string& text) {
    const Table table = rows();
    const auto expression = Expression::parse(text, table.schema());
    if (!expression) return expression.error().describe();
    const auto column = expression->evaluate(table, "result");
    if (!column) return column.error().describe();
    EXPECT_EQ(column->schema.type, expression->type()) << text;
    EXPECT_EQ(column->rows(), 4U) << text;
    std::string shown;
    for (size_t row = 0; row < column->rows(); ++row) {
        if (row > 0) shown += " | ";
        shown += column->isMissing(row) ? "-" : column->display(row);
    }
    return shown;
}

TEST(Expression, arithmeticFollowsTheUsualPrecedence) {
    EXPECT_EQ(evaluated("n + 2 * 3"), "7 | 8 | - | 2");
    EXPECT_EQ(evaluated("(n + 2) * 3"), "9 | 12 | - | -6");
    EXPECT_EQ(evaluated("-n ^ 2"), "-1 | -4 | - | -16");
    EXPECT_EQ(evaluated("2 ^ 3 ^ 2"), "512 | 512 | 512 | 512");
    EXPECT_EQ(evaluated("n / 2"), "0.5 | 1 | - | -2");
    EXPECT_EQ(evaluated("n % 3"), "1 | 2 | - | 2");
    EXPECT_EQ(evaluated("x % 2"), "0.5 | - | 0.5 | 0");
    EXPECT_EQ(evaluated("n - x"), "0.5 | - | - | -8");
    EXPECT_EQ(evaluated("`wind speed` * 2"), "2 | 4 | 6 | 8");
    EXPECT_EQ(evaluated("flag + 1"), "2 | 1 | - | 2");
    EXPECT_EQ(evaluated("1e3 + .5"), "1000.5 | 1000.5 | 1000.5 | 1000.5");
}

TEST(Expression, whatIsNoNumberIsMissing) {
    EXPECT_EQ(evaluated("x / 0"), "- | - | - | -");
    EXPECT_EQ(evaluated("n % 0"), "- | - | - | -");
    EXPECT_EQ(evaluated("log(x - 0.5)"), "- | - | 0.6931471805599453 | 1.252762968495368");
    EXPECT_EQ(evaluated("n * 9223372036854775807"), "9223372036854775807 | - | - | -");
    EXPECT_EQ(evaluated("floor(x * 1e300)"), "- | - | - | -");
}

TEST(Expression, comparisonsAndThreeValuedLogic) {
    EXPECT_EQ(evaluated("n > 1"), "false | true | - | false");
    EXPECT_EQ(evaluated("n = 1.0"), "true | false | - | false");
    EXPECT_EQ(evaluated("kind = 'sun'"), "true | false | - | false");
    EXPECT_EQ(evaluated("'sun' != kind"), "false | true | - | true");
    EXPECT_EQ(evaluated("kind < 'b'"), "false | false | - | true");
    EXPECT_EQ(evaluated("n > 1 and x > 1"), "false | - | - | false");
    EXPECT_EQ(evaluated("n > 1 or x > 1"), "false | true | true | true");
    EXPECT_EQ(evaluated("not flag"), "false | true | - | false");
    EXPECT_EQ(evaluated("flag or missing"), "true | - | - | true");
    EXPECT_EQ(evaluated("n is missing"), "false | false | true | false");
    EXPECT_EQ(evaluated("x is not missing and kind is not missing"), "true | false | false | true");
    EXPECT_EQ(evaluated("n in [1, -4]"), "true | false | - | true");
    EXPECT_EQ(evaluated("n not in [1, 2.5]"), "false | true | - | true");
    EXPECT_EQ(evaluated("kind in ['sun', 'Sun']"), "true | false | - | true");
    EXPECT_EQ(evaluated("note in ['a b']"), "false | true | false | -");
    EXPECT_EQ(evaluated("n > 1 AND NOT kind = \"sun\""), "false | true | - | false");
}

TEST(Expression, datesCompareWithTextsAndAddUpWithDays) {
    EXPECT_EQ(evaluated("day < '2012-06-01'"), "true | false | - | true");
    EXPECT_EQ(evaluated("day in ['2012-12-31']"), "false | true | - | false");
    EXPECT_EQ(evaluated("at >= '2000-01-01'"), "true | false | - | true");
    EXPECT_EQ(evaluated("at > '2014-01-31 12:00'"), "true | false | - | false");
    EXPECT_EQ(evaluated("day < at"), "true | false | - | true");
    EXPECT_EQ(evaluated("day + 31"), "2012-02-01 | 2013-01-31 | - | 1969-04-01");
    EXPECT_EQ(evaluated("day - day"), "0 | 0 | - | 0");
    EXPECT_EQ(evaluated("days_between('2012-01-01', day)"), "0 | 365 | - | -15646");
    EXPECT_EQ(evaluated("days_between(day, at)").substr(0, 8), "761.5208");
    EXPECT_EQ(evaluated("year(day)"), "2012 | 2012 | - | 1969");
    EXPECT_EQ(evaluated("month(at)"), "1 | 12 | - | 2");
    EXPECT_EQ(evaluated("day(at)"), "31 | 31 | - | 29");
    EXPECT_EQ(evaluated("quarter(day)"), "1 | 4 | - | 1");
    EXPECT_EQ(evaluated("weekday(day)"), "7 | 1 | - | 6"); // Python: date.isoweekday()
    EXPECT_EQ(evaluated("day_of_year(day)"), "1 | 366 | - | 60");
    EXPECT_EQ(evaluated("hour(at) * 100 + minute(at)"), "1230 | 2359 | - | 0");
    EXPECT_EQ(evaluated("date(at)"), "2014-01-31 | 1969-12-31 | - | 2000-02-29");
    EXPECT_EQ(evaluated("date('2012-02-30')"), "- | - | - | -");
}

TEST(Expression, functionsOfNumbers) {
    EXPECT_EQ(evaluated("abs(n)"), "1 | 2 | - | 4");
    EXPECT_EQ(evaluated("round(x)"), "1 | - | 3 | 4");
    EXPECT_EQ(evaluated("round(x / 3, 2)"), "0.17 | - | 0.83 | 1.33");
    EXPECT_EQ(evaluated("floor(-x)"), "-1 | - | -3 | -4");
    EXPECT_EQ(evaluated("ceil(x)"), "1 | - | 3 | 4");
    EXPECT_EQ(evaluated("sqrt(n)"), "1 | 1.4142135623730951 | - | -");
    EXPECT_EQ(evaluated("log10(100)"), "2 | 2 | 2 | 2");
    EXPECT_EQ(evaluated("exp(0)"), "1 | 1 | 1 | 1");
    EXPECT_EQ(evaluated("max(n, x, 1)"), "1 | - | - | 4");
    EXPECT_EQ(evaluated("min(n, 0)"), "0 | 0 | - | -4");
    EXPECT_EQ(evaluated("sign(n)"), "1 | 1 | - | -1");
    EXPECT_EQ(evaluated("is_nan(x)"), "false | true | false | false");
    EXPECT_EQ(evaluated("if(n > 1, 'much', 'little')"), "little | much | - | little");
    EXPECT_EQ(evaluated("if(n > 1, missing, x)"), "0.5 | - | - | 4");
    EXPECT_EQ(evaluated("coalesce(n, x, 7)"), "1 | 2 | 2.5 | -4");
    EXPECT_EQ(evaluated("coalesce(missing, 1, 2, 2.5)"), "1 | 1 | 1 | 1");
    EXPECT_EQ(evaluated("coalesce(kind, note, 'none')"), "sun | rain |  | Sun");
}

TEST(Expression, functionsOfTexts) {
    EXPECT_EQ(evaluated("lower(kind)"), "sun | rain | - | sun");
    // As Python 3.11's str.upper() and str.title() (Unicode 14).
    EXPECT_EQ(evaluated("upper(note)"), "GRÖSSE | A B |  | -");
    EXPECT_EQ(evaluated("upper('ﬁx ŉ ǆ ᾳ')"), "FIX ʼN Ǆ ΑΙ | FIX ʼN Ǆ ΑΙ | FIX ʼN Ǆ ΑΙ | FIX ʼN Ǆ ΑΙ");
    EXPECT_EQ(evaluated("title('ßa ǆo ﬁx')"), "Ssa ǅo Fix | Ssa ǅo Fix | Ssa ǅo Fix | Ssa ǅo Fix");
    EXPECT_EQ(evaluated("length(note)"), "5 | 3 | 0 | -");
    EXPECT_EQ(evaluated("contains(kind, 'ai')"), "false | true | - | false");
    EXPECT_EQ(evaluated("starts_with(note, 'Gr')"), "true | false | false | -");
    EXPECT_EQ(evaluated("ends_with(kind, 'un')"), "true | false | - | true");
    EXPECT_EQ(evaluated("replace(note, ' ', '__')"), "Größe | a__b |  | -");
    EXPECT_EQ(evaluated("matches(kind, '^[sS]u')"), "true | false | - | true");
    EXPECT_EQ(evaluated("substring(note, 3, 2)"), "öß | b |  | -");
    EXPECT_EQ(evaluated("concat(kind, ' / ', note)"), "sun / Größe | rain / a b | - | -");
    EXPECT_EQ(evaluated("trim(concat('  ', kind, ' '))"), "sun | rain | - | Sun");
    EXPECT_EQ(evaluated("number(concat(text(n), '5'))"), "15 | 25 | - | -45");
    EXPECT_EQ(evaluated("kind = note"), "false | false | - | -");
    EXPECT_EQ(evaluated("'it''s'"), "it's | it's | it's | it's");
}

TEST(Expression, patternsPartsAndForms) {
    EXPECT_EQ(evaluated("kind like 's%'"), "true | false | - | false");
    EXPECT_EQ(evaluated("kind not like '_un'"), "false | true | - | false");
    EXPECT_EQ(evaluated("note like 'Gr__e'"), "true | false | false | -");
    EXPECT_EQ(evaluated("n between -4 and 1"), "true | false | - | true");
    EXPECT_EQ(evaluated("day not between '2012-01-01' and '2012-06-30' or flag"), "true | true | - | true");
    EXPECT_EQ(evaluated("extract(kind, '^(.)(.)', 2)"), "u | a | - | u");
    EXPECT_EQ(evaluated("extract(note, ' .')"), "- |  b | - | -");
    EXPECT_EQ(evaluated("replace_pattern(kind, '([a-z])n', '<\\1>')"), "s<u> | ra<i> | - | S<u>");
    EXPECT_EQ(evaluated("split_part(note, ' ', -1)"), "Größe | b |  | -");
    EXPECT_EQ(evaluated("split_part(note, ' ', 2)"), "- | b | - | -");
    EXPECT_EQ(evaluated("concat(left(note, 2), '+', right(note, 2))"), "Gr+ße | a + b | + | -");
    EXPECT_EQ(evaluated("pad_left(text(n), 3, '0')"), "001 | 002 | - | 0-4");
    EXPECT_EQ(evaluated("position(note, 'ß')"), "4 | 0 | 0 | -");
    EXPECT_EQ(evaluated("title(concat(lower(kind), ' x'))"), "Sun X | Rain X | - | Sun X");
    EXPECT_EQ(evaluated("strip_accents(note)"), "Große | a b |  | -");
    EXPECT_EQ(evaluated("collapse(concat(' ', note, '  '))"), "Größe | a b |  | -");
    EXPECT_EQ(evaluated("parse_number(concat(text(n), ' oz'))"), "1 | 2 | - | -4");
    EXPECT_EQ(evaluated("is_number(text(x))"), "true | - | true | true");
    EXPECT_EQ(evaluated("clip(n, 0, 1)"), "1 | 1 | - | 0");
    EXPECT_EQ(evaluated("null_if(kind, 'sun')"), "- | rain | - | Sun");
    EXPECT_NE(evaluated("extract(kind, '(')").find("at character 15"), std::string::npos);
    EXPECT_NE(evaluated("n between 1 or 2").find("'and' is expected"), std::string::npos);
    EXPECT_NE(evaluated("kind like note").find("in quotes"), std::string::npos);
}

TEST(Expression, datesAreReadWrittenAndMoved) {
    EXPECT_EQ(evaluated("format_date(day, '%d.%m.%y %a')"), "01.01.12 Sun | 31.12.12 Mon | - | 01.03.69 Sat");
    EXPECT_EQ(evaluated("parse_date(format_date(day, '%d/%b/%Y'), '%d/%b/%Y')"),
              "2012-01-01 | 2012-12-31 | - | 1969-03-01");
    EXPECT_EQ(evaluated("parse_date('3. März 2014')"), "2014-03-03 | 2014-03-03 | 2014-03-03 | 2014-03-03");
    EXPECT_EQ(evaluated("add_months(day, 2)"), "2012-03-01 | 2013-02-28 | - | 1969-05-01");
    EXPECT_EQ(evaluated("start_of(day, 'week')"), "2011-12-26 | 2012-12-31 | - | 1969-02-24");
    EXPECT_EQ(evaluated("start_of(at, 'quarter')"), "2014-01-01 | 1969-10-01 | - | 2000-01-01");
    EXPECT_EQ(evaluated("make_date(2000 + n, 2, 29)"), "- | - | - | 1996-02-29");
    EXPECT_EQ(evaluated("week(day)"), "52 | 1 | - | 9"); // date -d 2012-01-01 +%V and so on
    EXPECT_EQ(evaluated("second(at)"), "0 | 0 | - | 0");
    EXPECT_NE(evaluated("format_date(day, '%Q')").find("at character 18"), std::string::npos);
    EXPECT_NE(evaluated("start_of(day, 'mnth')").find("month"), std::string::npos);
}

TEST(Expression, textsOfCategoriesStayCategoriesWithoutDoublesInTheDictionary) {
    const Table table = rows();
    const auto lower = Expression::parse("lower(kind)", table.schema());
    ASSERT_TRUE(lower);
    EXPECT_EQ(lower->type(), ColumnType::Category);
    EXPECT_EQ(lower->evaluate(table, "k")->dictionary, (std::vector<std::string>{"sun", "rain"}));
    EXPECT_EQ(Expression::parse("if(n > 0, 'a', kind)", table.schema())->type(), ColumnType::Category);
    EXPECT_EQ(Expression::parse("if(n > 0, note, kind)", table.schema())->type(), ColumnType::Text);
    EXPECT_EQ(lower->columnsUsed(), (std::vector<std::string>{"kind"}));
}

TEST(Expression, anEmptyTableGivesAnEmptyColumn) {
    Table table = rows();
    for (Column& column : table.columns) column = gather(column, {});
    for (const char* text : {"n + 1", "lower(kind)", "concat(note, 'x')", "1", "coalesce(kind, 'a')"}) {
        const auto column = Expression::parse(text, table.schema())->evaluate(table, "e");
        ASSERT_TRUE(column) << text;
        EXPECT_EQ(column->rows(), 0U) << text;
    }
}

TEST(Expression, errorsNameTheCharacterAndSayWhatToDo) {
    const auto expectError = [](const std::string& text, const std::string& part, const std::string& other = "") {
        const std::string message = evaluated(text);
        EXPECT_NE(message.find(part), std::string::npos) << text << ": " << message;
        EXPECT_NE(message.find(other), std::string::npos) << text << ": " << message;
    };
    expectError("", "at character 1: the expression is empty");
    expectError("n + ", "at character 5", "ends where a value is expected");
    expectError("n + knd", "at character 5: there is no column 'knd'", "kind");
    expectError("lowr(kind)", "at character 1: there is no function 'lowr'", "lower");
    expectError("'Grö' = knd", "at character 9: there is no column");
    expectError("kind > 3", "at character 8: a number cannot go together with a text");
    expectError("kind + 1", "'+' needs numbers", "concat");
    expectError("day = 'soon'", "at character 7: 'soon' is not a date");
    expectError("1 < n < 3", "at character 7: comparisons cannot be chained");
    expectError("n and flag", "'and' needs a condition");
    expectError("abs(n, 2)", "abs() cannot take 2 arguments", "abs(x)");
    expectError("matches(kind, '(')", "at character 15: the pattern is not a regular expression");
    expectError("matches(kind, note)", "written out");
    expectError("n = missing", "nothing equals 'missing'", "is missing");
    expectError("'open", "at character 1: the text that begins here has no end");
    expectError("n & flag", "Write and");
    expectError("n 3", "at character 3: '3' is not expected here");
    expectError("(n", "')' is missing at the end");
    expectError("n in [x]", "numbers and texts only");
    expectError("3n", "runs on after a number");
    expectError("missing", "no type");
}

TEST(Expression, deepAndLongInputIsRefusedNotFollowed) {
    const std::string deep = std::string(100'000 / 2, '(') + "n" + std::string(100'000 / 2 - 1, ')');
    EXPECT_NE(evaluated(deep.substr(0, 60'000)).find("nested deeper"), std::string::npos);
    EXPECT_NE(evaluated(std::string(60'000, '-') + "1").find("nested deeper"), std::string::npos);
    EXPECT_NE(evaluated(deep).find("longer than"), std::string::npos);
    std::string chain = "n";
    for (int i = 0; i < 5000; ++i) chain += "+1";
    EXPECT_NE(evaluated(chain).find("follow from one another"), std::string::npos);
    std::string alternatives = "n = 0";
    for (int i = 1; i < 3000; ++i) alternatives += " or n = " + std::to_string(i);
    EXPECT_EQ(evaluated(alternatives), "true | true | - | false");
}

TEST(Expression, rowsThatDoNotFitAreAnError) {
    Table table = rows();
    const auto expression = Expression::parse("n + 1", table.schema());
    table.columns.erase(table.columns.begin());
    EXPECT_FALSE(expression->evaluate(table, "e"));
    table.columns.push_back(textColumn("n", {"1", "2", "3", "4"}));
    EXPECT_FALSE(expression->evaluate(table, "e"));
}

TEST(Expression, everyFunctionIsListedWithItsUsage) {
    for (const Expression::Function& function : Expression::functions()) {
        EXPECT_TRUE(function.usage.starts_with(function.name + "(")) << function.name;
        EXPECT_FALSE(function.help.empty());
    }
    EXPECT_GE(Expression::functions().size(), 35U);
}

} // namespace
