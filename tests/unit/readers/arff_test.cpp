// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_values.h"
#include "core/data/readers/arff_text.h"

#include <numeric>

#include "tests/unit/readers/sources.h"

using namespace lathe;
using namespace lathe::readers;

namespace {

using Texts = std::vector<std::string>;

class ArffTest : public SourcesTest {
protected:
    Imported importArff(const std::string& content) { return importText("x.arff", content); }
};

TEST_F(ArffTest, attributesGiveTheTypes) {
    const auto imported = importArff(
        "% remark\n@relation 'a b'\n@ATTRIBUTE 'the number' Numeric % and why\n@attribute kind {red, 'dark green',\"it's\"}\n"
        "@attribute note string\n@attribute \"day\" date yyyy-MM-dd\n@attribute at DATE\n@data\n"
        "% nothing here\n1, red, 'a, \\'b\\'', 2014-01-31, '2014-01-31T12:30:00'\n\n"
        "?,'dark green',?,?,?\n2.5,'it\\'s', '?', '2014-02-01', 2014-02-01T00:00:01, {3}\n");
    EXPECT_EQ(imported.schema(), "the number:real kind:category note:category day:date at:timestamp");
    EXPECT_EQ(imported.texts("the number"), (Texts{"1", "–", "2.5"}));
    EXPECT_EQ(imported.texts("kind"), (Texts{"red", "dark green", "it's"}));
    EXPECT_EQ(imported.texts("note"), (Texts{"a, 'b'", "–", "?"})) << "a quoted ? is a text";
    EXPECT_EQ(imported.texts("day"), (Texts{"2014-01-31", "–", "2014-02-01"}));
    EXPECT_EQ(imported.texts("at"), (Texts{"2014-01-31T12:30:00", "–", "2014-02-01T00:00:01"}));
    EXPECT_EQ(imported.outcome.rejectedRows, 0U);
}

TEST_F(ArffTest, sparseRowsLeaveOutZerosAndFirstValues) {
    const auto imported = importArff(
        "@relation s\n@attribute a numeric\n@attribute k {x,y}\n@attribute b numeric\n@data\n{0 5, 2 7}\n{1 y}\n{}\n{1 ?}\n{3 1}\n");
    EXPECT_EQ(imported.texts("a"), (Texts{"5", "0", "0", "0"}));
    EXPECT_EQ(imported.texts("k"), (Texts{"x", "y", "x", "–"}));
    EXPECT_EQ(imported.texts("b"), (Texts{"7", "0", "0", "0"}));
    ASSERT_EQ(imported.outcome.rejected.size(), 1U);
    EXPECT_EQ(imported.outcome.rejected[0].line, 10U);
    EXPECT_EQ(imported.outcome.rejected[0].reason, "'3' is no number of an attribute (0 to 2)");
}

TEST_F(ArffTest, badRowsAreKeptApartWithTheirLine) {
    const auto imported =
        importArff("@relation s\n@attribute a numeric\n@attribute k {x}\n@data\n1,x\nten,x\n2,z\n3\n4,'x\n5,x\n");
    EXPECT_EQ(imported.texts("a"), (Texts{"1", "5"}));
    Texts reasons;
    for (const auto& row : imported.outcome.rejected) reasons.push_back(std::to_string(row.line) + ": " + row.reason);
    EXPECT_EQ(
        reasons,
        (Texts{"6: 'ten' of attribute 'a' is no number", "7: 'z' is not among the declared values of attribute 'k'",
               "8: the row has 1 values for 2 attributes", "9: a quote (') is opened and never closed"}));
}

TEST_F(ArffTest, badHeadersAreRefusedWithTheirLine) {
    const auto refused = [&](const std::string& content) { return problem(write("bad.arff", content)); };
    EXPECT_NE(refused("@relation s\n@attribute a crap\n@data\n1\n").find("bad.arff:2: attribute 'a' has type 'crap'"),
              std::string::npos);
    EXPECT_NE(refused("@relation s\n@attribute a numeric\n").find("the file ends before @data"), std::string::npos);
    EXPECT_NE(refused("@relation s\n@data\n1\n").find("bad.arff:2: @data stands before any"), std::string::npos);
    EXPECT_NE(refused("@relation s\nattribute a numeric\n").find("bad.arff:2: 'attribute a numeric' is none of"),
              std::string::npos);
    EXPECT_NE(refused("@relation s\n@attribute a relational\n@end a\n@data\n").find("unsupported"), std::string::npos);
    EXPECT_NE(refused("@relation s\n@attribute a {x,y\n@data\nx\n").find("do not end with }"), std::string::npos);
}

std::optional<int64_t> readJava(std::string_view text, std::string_view java) {
    const auto pattern = datePatternOfJava(java);
    int64_t value = 0;
    if (!pattern || !csv::readPattern(text, *pattern, true, value)) return std::nullopt;
    return value;
}

TEST(ArffDates, patternsOfJava) {
    EXPECT_FALSE(readJava("999999999-1", "yyyyyyyyyM"));
    EXPECT_FALSE(readJava("99999999999999999999-1", "yyyyyyyyyyyyyyyyyyyyM"));
    EXPECT_FALSE(readJava("9999999991", "yyyyyyyyyM"));
    const int64_t day = 1000000LL * 86400 * *daysFromCivil(2014, 3, 9);
    EXPECT_EQ(readJava("09.03.2014", "dd.MM.yyyy"), day);
    EXPECT_EQ(readJava("9 Mar 14", "d MMM yy"), day);
    EXPECT_EQ(readJava("20140309", "yyyyMMdd"), day);
    EXPECT_EQ(readJava("2014-03-09 01:02 PM", "yyyy-MM-dd hh:mm a"), day + (13 * 60 + 2) * 60000000LL);
    EXPECT_EQ(readJava("2014-03-09T01:00:00.250+0100", "yyyy-MM-dd'T'HH:mm:ss.SSSZ"), day + 250000);
    EXPECT_EQ(readJava("9 o'clock, 9.3.2014 (100%)", "h 'o''clock,' d.M.yyyy (100%)"), day + 9 * 3600000000LL);
    EXPECT_FALSE(readJava("2014-02-30", "yyyy-MM-dd"));
    EXPECT_FALSE(readJava("2014-03-09x", "yyyy-MM-dd"));
    EXPECT_EQ(datePatternOfJava("EEE, d MMM").error().kind, ErrorKind::Unsupported);
}

#ifdef LATHE_DATA

double sum(const Column& column) {
    double total = 0;
    for (size_t row = 0; row < column.rows(); ++row)
        if (!column.isMissing(row)) total += column.number(row);
    return total;
}

/// Shapes and sums by scipy.io.arff, which cannot read test2, test3 and soybean.
TEST_F(ArffTest, publishedFiles) {
    const Path folder = Path(LATHE_DATA) / "arff";
    const std::vector<std::tuple<std::string, size_t, size_t>> shapes{
        {"scipy/iris.arff", 150, 5},          {"scipy/missing.arff", 3, 2},        {"scipy/nodata.arff", 0, 5},
        {"scipy/quoted_nominal.arff", 6, 2},  {"scipy/test1.arff", 1, 5},          {"scipy/test4.arff", 3, 5},
        {"scipy/test5.arff", 3, 5},           {"scipy/test6.arff", 3, 5},          {"weka/airline.arff", 144, 2},
        {"weka/breast-cancer.arff", 286, 10}, {"weka/contact-lenses.arff", 24, 5}, {"weka/iris.arff", 150, 5},
        {"weka/labor.arff", 57, 17},          {"weka/soybean.arff", 683, 36},      {"weka/vote.arff", 435, 17},
        {"weka/weather.nominal.arff", 14, 5}, {"weka/weather.numeric.arff", 14, 5}};
    for (const auto& [name, rows, columns] : shapes) {
        const auto imported = import(folder / name);
        EXPECT_EQ(imported.table.rows(), rows) << name;
        EXPECT_EQ(imported.table.columns.size(), columns) << name;
        EXPECT_EQ(imported.outcome.rejectedRows, 0U) << name;
    }
    EXPECT_NEAR(sum(import(folder / "weka/iris.arff").column("sepallength")), 876.5, 1e-9);
    EXPECT_EQ(sum(import(folder / "weka/airline.arff").column("passenger_numbers")), 40363);
    EXPECT_EQ(import(folder / "weka/airline.arff").texts("Date")[0], "1949-01-01");
    const auto labor = import(folder / "weka/labor.arff");
    EXPECT_NEAR(sum(labor.column("wage-increase-second-year")), 182.7, 1e-9);
    EXPECT_EQ(labor.column("wage-increase-second-year").missingCount(), 11U);
    EXPECT_EQ(import(folder / "scipy/quoted_nominal.arff").texts("smoker")[0], "no");
    EXPECT_NE(problem(folder / "scipy/test3.arff").find("test3.arff:3: attribute 'attr0' has type 'crap'"),
              std::string::npos);
    EXPECT_NE(problem(folder / "scipy/test2.arff").find("test2.arff:15: the row has 5 values for 10 attributes"),
              std::string::npos);
}

#endif

} // namespace
