// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that change values: texts, numbers, dates, gaps, outliers, encodings.
#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

#include "core/data/recipe/recipe.h"
#include "tests/unit/recipe/shown.h"

using namespace lathe;

namespace {

const double nan = std::nan("");

Table oneText(const std::vector<std::optional<std::string>>& values) {
    Table table;
    table.columns = {textColumn("t", values)};
    return table;
}

TEST(RecipeTexts, trimsBlanksOfAllKinds) {
    const Table table = oneText({"  a  b ", "\xC2\xA0x\xE2\x80\x83", "", std::nullopt});
    std::vector<StepEffect> effects;
    EXPECT_EQ(after("- trim: {columns: [t]}", table, &effects), "t:text=a  b,x,,-\n");
    EXPECT_EQ(effects[0].changedCells, 2U);
    EXPECT_EQ(after("- trim: {columns: [t], inner: collapse}", table), "t:text=a b,x,,-\n");
    EXPECT_EQ(after("- trim: {columns: [t], inner: remove}", table), "t:text=ab,x,,-\n");
}

TEST(RecipeTexts, changesCaseBeyondAscii) {
    const Table table = oneText(
        {"don't STOP", "\xC3\xA9t\xC3\xA9 \xC3\x84rger", "\xCE\xA3\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x82"});
    EXPECT_EQ(
        after("- change_case: {columns: [t], to: title}", table),
        "t:text=Don't Stop,\xC3\x89t\xC3\xA9 \xC3\x84rger,\xCE\xA3\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x82\n");
    EXPECT_EQ(after("- change_case: {columns: [t], to: upper}", oneText({"stra\xC3\x9F"
                                                                         "e \xC3\xBC"})),
              "t:text=STRASSE \xC3\x9C\n");
    EXPECT_EQ(after("- change_case: {columns: [t], to: sentence}", oneText({"(HELLO World"})), "t:text=(Hello world\n");
}

TEST(RecipeTexts, normalisesUnicode) {
    const Table table = oneText({"e\xCC\x81", "\xEF\xAC\x81"
                                              "n \xC2\xBD"}); // e and accent; ligature fi, one half
    EXPECT_EQ(after("- normalise_text: {columns: [t]}", table), "t:text=\xC3\xA9,\xEF\xAC\x81n \xC2\xBD\n");
    EXPECT_EQ(after("- normalise_text: {columns: [t], form: NFKC}", table), "t:text=\xC3\xA9,fin 1\xE2\x81\x84"
                                                                            "2\n");
    EXPECT_EQ(after("- normalise_text: {columns: [t], strip_accents: true}", oneText({"Cr\xC3\xA8me Br\xC3\xBBl\xC3\xA9"
                                                                                      "e"})),
              "t:text=Creme Brulee\n");
}

TEST(RecipeTexts, replacesValuesPartsAndPatterns) {
    const Table table = oneText({"N/A", "n/a", "a.b.c", "x"});
    EXPECT_EQ(after("- replace: {columns: [t], map: {N/A: null, x: y}}", table), "t:text=-,n/a,a.b.c,y\n");
    EXPECT_EQ(after("- replace: {columns: [t], map: {N/A: null}, ignore_case: true}", table), "t:text=-,-,a.b.c,x\n");
    EXPECT_EQ(after("- replace: {columns: [t], map: {'.': '\\0', x: ''}, part: true}", table),
              "t:text=N/A,n/a,a\\0b\\0c,\n");
    EXPECT_EQ(after("- replace_pattern: {columns: [t], pattern: '(\\w)\\.(\\w)', with: '\\2-\\1'}", table),
              "t:text=N/A,n/a,b-a.c,x\n");
    EXPECT_NE(refusal("- replace_pattern: {columns: [t], pattern: '(a', with: ''}").find("not a regular expression"),
              std::string::npos);
    EXPECT_NE(refusal("- replace_pattern: {columns: [t], pattern: 'a', with: '\\1'}").find("does not fit"),
              std::string::npos);
    EXPECT_NE(after("- trim: {columns: [n]}",
                    [] {
                        Table t;
                        t.columns = {integerColumn("n", {1})};
                        return t;
                    }())
                  .find("not texts"),
              std::string::npos);
}

TEST(RecipeTexts, categoriesMergeWhenTheirTextsDo) {
    Table table;
    table.columns = {categoryColumn("k", {"Sun", "sun ", std::nullopt, "rain"})};
    std::vector<StepEffect> effects;
    EXPECT_EQ(after("- trim: {columns: [k]}\n- change_case: {columns: [k], to: lower}\n- one_hot: {columns: [k]}",
                    table, &effects),
              "k_rain:boolean=false,false,false,true\nk_sun:boolean=true,true,false,false\n");
    EXPECT_EQ(effects[0].changedCells, 1U);
    EXPECT_EQ(effects[1].changedCells, 1U);
}

TEST(RecipeTexts, takesTextsApartAndTogether) {
    const Table table = oneText({"12-34", "x", "1-2-3", std::nullopt});
    std::vector<StepEffect> effects;
    EXPECT_EQ(after("- extract: {column: t, pattern: '(\\d+)-(\\d+)', into: [a, b]}\n- drop: {columns: [t]}", table,
                    &effects),
              "a:text=12,-,1,-\nb:text=34,-,2,-\n");
    EXPECT_EQ(effects[0].failedCells, 1U);
    EXPECT_EQ(after("- split_column: {column: t, separator: '-', into: [a, b]}", table),
              "a:text=12,x,1,-\nb:text=34,-,2-3,-\n");
    EXPECT_EQ(
        after(
            "- split_column: {column: t, separator: '-', into: [a, b]}\n- join_columns: {columns: [b, a], separator: +, into: c}",
            table),
        "c:text=34+12,x,2-3+1,-\n");
    EXPECT_NE(
        after("- split_column: {column: t, separator: '-', into: [t2, t2x], keep: true}\n- rename: {columns: {t2: t}}",
              table)
            .find("two columns"),
        std::string::npos);
    EXPECT_EQ(after("- split_rows: {column: t, separator: '-'}", table), "t:text=12,34,x,1,2,3,-\n");
}

TEST(RecipeNumbers, areReadWithUnitsAndMarks) {
    const Table table = oneText({"12.0 oz", "5%", "$1,200", "1.234,5", "(3)",
                                 "\xE2\x88\x92"
                                 "7",
                                 "1 234", "0,5", "2e3", "3 M", "a", "1-2", "1,2,3", ".5 l",
                                 "1\xE2\x80\x99"
                                 "000.25"});
    std::vector<StepEffect> effects;
    EXPECT_EQ(after("- parse_number: {columns: [t]}", table, &effects),
              "t:real=12,5,1200,1234.5,-3,-7,1234,0.5,2000,3e+06,-,-,-,0.5,1000.25\n");
    EXPECT_EQ(effects[0].failedCells, 3U);
    EXPECT_EQ(after("- parse_number: {columns: [t], percent: fraction}", oneText({"5%", "5"})), "t:real=0.05,5\n");
    EXPECT_EQ(after("- parse_number: {columns: [t], decimal: comma}", oneText({"1.200", "1,2", "1.20"})),
              "t:real=1200,1.2,-\n");
    EXPECT_EQ(after("- parse_number: {columns: [t], decimal: point, type: integer}", oneText({"1,200", "1.5", "3 kg"})),
              "t:integer=1200,-,3\n");
}

TEST(RecipeDates, areFoundInManyForms) {
    const Table table =
        oneText({"2014-01-31", "31.1.2014", "31/01/14", "Jan 31, 2014", "31-Jan-2014", "31 janvier 2014", "20140131",
                 "Friday, January 31st, 2014", "2014/1/31", "31. M\xC3\xA4rz 2014", "soon", "30.2.2014"});
    std::vector<StepEffect> effects;
    EXPECT_EQ(
        after("- parse_date: {columns: [t]}", table, &effects),
        "t:date=2014-01-31,2014-01-31,2014-01-31,2014-01-31,2014-01-31,2014-01-31,2014-01-31,2014-01-31,2014-01-31,2014-03-31,-,-\n");
    EXPECT_EQ(effects[0].failedCells, 2U);
}

TEST(RecipeDates, dayAndMonthAreToldByTheData) {
    std::vector<StepEffect> effects;
    EXPECT_EQ(after("- parse_date: {columns: [t]}", oneText({"1/2/2014", "3/25/2014", "5/6/2014"}), &effects),
              "t:date=2014-01-02,2014-03-25,2014-05-06\n");
    EXPECT_NE(effects[0].note.find("month first, as 1 values say and 0 deny"), std::string::npos) << effects[0].note;
    EXPECT_EQ(
        after("- parse_date: {columns: [t]}", oneText({"1/2/2014", "25/3/2014", "26/3/2014", "3/27/2014"}), &effects),
        "t:date=2014-02-01,2014-03-25,2014-03-26,-\n");
    EXPECT_EQ(effects[0].failedCells, 1U);
    EXPECT_EQ(after("- parse_date: {columns: [t], order: month_first}", oneText({"1/2/2014"})), "t:date=2014-01-02\n");
}

TEST(RecipeDates, timesZonesAndGivenForms) {
    EXPECT_EQ(after("- parse_date: {columns: [t]}",
                    oneText({"2014-01-31 5:30 PM", "2014-01-31T12:00:00+02:00", "1.2.2014 08:15:30.25", "2014-01-31"})),
              "t:timestamp=2014-01-31T17:30:00,2014-01-31T10:00:00,2014-02-01T08:15:30.25,2014-01-31T00:00:00\n");
    EXPECT_EQ(after("- parse_date: {columns: [t], forms: ['%d|%m|%y', '%Y week %j']}",
                    oneText({"31|1|14", "2014 week 32", "x"})),
              "t:date=2014-01-31,2014-02-01,-\n");
    EXPECT_EQ(after("- parse_date: {columns: [t], forms: [excel], type: date}", oneText({"41670", "1"})),
              "t:date=2014-01-31,1899-12-31\n");
    EXPECT_EQ(after("- parse_date: {columns: [t], forms: [unix]}", oneText({"1391126400.5"})),
              "t:timestamp=2014-01-31T00:00:00.5\n");
    EXPECT_EQ(after("- parse_date: {columns: [t]}", oneText({"31 Jan 2014 12:00 EST", "31.1.2014 12:00 MEZ"})),
              "t:timestamp=2014-01-31T17:00:00,2014-01-31T11:00:00\n");
    EXPECT_EQ(after("- cast: {columns: {t: timestamp}}", oneText({"2014-01-31T00:00:00.1234567Z"})),
              "t:timestamp=2014-01-31T00:00:00.123456\n");
    EXPECT_NE(refusal("- parse_date: {columns: [t], forms: ['%Q']}").find("'%Q' means nothing"), std::string::npos);
}

TEST(RecipeDates, comeApart) {
    Table table;
    table.columns = {
        integerColumn("d", {16801, std::nullopt}, ColumnType::Date)}; // 2016-01-01, a Friday in week 53 of 2015
    EXPECT_EQ(after("- date_parts: {column: d, parts: [year, week, weekday]}\n- drop: {columns: [d]}", table),
              "d_year:integer=2016,-\nd_week:integer=53,-\nd_weekday:integer=5,-\n");
}

// ---- Gaps and outliers ----------------------------------------------------------------------------------------

Table gaps() {
    Table table;
    table.columns = {categoryColumn("g", {"a", "b", "a", "b", "a", "c"}), integerColumn("o", {3, 1, 1, 2, 2, 1}),
                     realColumn("x", {nan, 10, 1, nan, 3, nan}),
                     textColumn("t", {"p", std::nullopt, "q", "r", std::nullopt, std::nullopt})};
    return table;
}

TEST(RecipeGaps, fillFromTheGroup) {
    std::vector<StepEffect> effects;
    EXPECT_EQ(after("- fill_missing: {columns: [x], with: mean, by: [g]}\n- keep: {columns: [x]}", gaps(), &effects),
              "x:real=2,10,1,10,3,-\n");
    EXPECT_EQ(effects[0].changedCells, 2U);
    EXPECT_EQ(after("- fill_missing: {columns: [t], with: mode, by: [g]}\n- keep: {columns: [t]}", gaps()),
              "t:text=p,r,q,r,p,-\n");
    EXPECT_NE(after("- fill_missing: {columns: [t], with: mean, by: [g]}", gaps()).find("no mean"), std::string::npos);
}

TEST(RecipeGaps, fillFromTheRowBeforeAndAfter) {
    EXPECT_EQ(after("- fill_missing: {columns: [x, t], with: forward}\n- keep: {columns: [x, t]}", gaps()),
              "x:real=-,10,1,1,3,3\nt:text=p,p,q,r,r,r\n");
    EXPECT_EQ(after("- fill_missing: {columns: [x, t], with: backward}\n- keep: {columns: [x, t]}", gaps()),
              "x:real=10,10,1,3,3,-\nt:text=p,q,q,r,-,-\n");
    EXPECT_EQ(
        after("- fill_missing: {columns: [x], with: forward, by: [g], order: [o]}\n- keep: {columns: [x]}", gaps()),
        "x:real=3,10,1,10,3,-\n");
}

TEST(RecipeGaps, fillFromTheNearestRows) {
    Table table;
    table.columns = {realColumn("x", {1, 2, 10, 11, 1.5}), realColumn("y", {10, 20, 100, 110, nan})};
    EXPECT_EQ(after("- fill_missing: {columns: [y], with: knn, neighbours: 2}\n- keep: {columns: [y]}", table),
              "y:real=10,20,100,110,15\n");
}

TEST(RecipeGaps, dropsRows) {
    EXPECT_EQ(after("- drop_missing: {columns: [x, t]}\n- keep: {columns: [o]}", gaps()), "o:integer=1\n");
    EXPECT_EQ(after("- drop_missing: {columns: [x, t], when: all}\n- keep: {columns: [o]}", gaps()),
              "o:integer=3,1,1,2,2\n");
    EXPECT_EQ(after("- drop_missing: {}\n- keep: {columns: [o]}", gaps()), "o:integer=1\n");
}

TEST(RecipeOutliers, areFoundByEveryMethodAndTreatedInEveryWay) {
    Table table;
    table.columns = {integerColumn("x", {1, 2, 3, 4, 5, 100, std::nullopt})};
    std::vector<StepEffect> effects;
    // numpy: quartiles 2.25 and 4.75, so 1.5 IQR reaches from -1.5 to 8.5
    EXPECT_EQ(after("- outliers: {columns: [x], action: clip}", table, &effects), "x:integer=1,2,3,4,5,8,-\n");
    EXPECT_EQ(effects[0].changedCells, 1U);
    EXPECT_EQ(after("- outliers: {columns: [x]}", table),
              "x:integer=1,2,3,4,5,100,-\nx_outlier:boolean=false,false,false,false,false,true,false\n");
    EXPECT_EQ(after("- outliers: {columns: [x], action: drop}", table), "x:integer=1,2,3,4,5,-\n");
    EXPECT_EQ(after("- outliers: {columns: [x], action: missing, method: z, factor: 2}", table),
              "x:integer=1,2,3,4,5,-,-\n"); // z = 2.23
    EXPECT_EQ(after("- outliers: {columns: [x], action: missing, method: z}", table), "x:integer=1,2,3,4,5,100,-\n");
    EXPECT_EQ(after("- outliers: {columns: [x], action: missing, method: mad}", table),
              "x:integer=1,2,3,4,5,-,-\n"); // median 3.5, MAD 1.5
}

// ---- Encodings ------------------------------------------------------------------------------------------------

TEST(RecipeEncodings, binsByWidthQuantileAndEdges) {
    Table table;
    table.columns = {realColumn("x", {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, nan})};
    EXPECT_EQ(after("- bin: {column: x, bins: 2, into: b}\n- keep: {columns: [b]}", table),
              "b:category=[0, 5),[0, 5),[0, 5),[0, 5),[0, 5),[5, 10],[5, 10],[5, 10],[5, 10],[5, 10],-\n");
    EXPECT_EQ(
        after("- bin: {column: x, method: quantile, bins: 2, labels: [low, high]}\n- keep: {columns: [x_bin]}", table),
        "x_bin:category=low,low,low,low,low,high,high,high,high,high,-\n"); // the median is 4.5
    std::vector<StepEffect> effects;
    EXPECT_EQ(
        after("- bin: {column: x, edges: [0, 2, 5], labels: [a, b]}\n- keep: {columns: [x_bin]}", table, &effects),
        "x_bin:category=a,a,b,b,b,b,-,-,-,-,-\n");
    EXPECT_EQ(effects[0].failedCells, 4U);
}

TEST(RecipeEncodings, ordinalFollowsTheOrder) {
    Table table;
    table.columns = {categoryColumn("s", {"mid", "low", std::nullopt, "high", "huge"})};
    EXPECT_EQ(after("- ordinal: {column: s, order: [low, mid, high]}", table), "s:integer=1,0,-,2,-\n");
    EXPECT_EQ(after("- ordinal: {column: s}", table), "s:integer=3,2,-,0,1\n");
}

TEST(RecipeEncodings, targetEncodingNeverSeesItsOwnRow) {
    // One row per category: what is known of a row comes from its own target alone, so out of fold every row gets the
    // mean of the rows of other folds, and nothing of itself.
    Table table;
    Column k = column("k", ColumnType::Text);
    Column y = column("y", ColumnType::Integer);
    for (int row = 0; row < 200; ++row) {
        k.texts.push("c" + std::to_string(row));
        y.integers.push_back(row % 2);
    }
    table.columns = {k, y};
    const auto encoded = steps("- target_encode: {columns: [k], target: y, smoothing: 0}").apply(table);
    ASSERT_TRUE(encoded) << encoded.error().describe();
    double covariance = 0;
    for (size_t row = 0; row < 200; ++row)
        covariance += (encoded->columns[0].reals[row] - 0.5) * (static_cast<double>(row % 2) - 0.5);
    EXPECT_LT(covariance / 200, 0.0); // a fold rich in ones leaves fewer to the others
    EXPECT_NEAR(covariance, 0, 2);
}

TEST(RecipeEncodings, learnOnlyFromTheTrainingRows) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "recipe").value();
    Table table;
    table.columns = {realColumn("x", {1, 3, 100, 200}), realColumn("y", {nan, 4, 8, nan})};
    const auto input = writeAndOpen(table, folder.path() / "in.h5");
    RecipeContext context;
    context.trainRows = {0, 1};
    const Recipe recipe = steps("- scale: {columns: [x], method: min_max}\n- fill_missing: {columns: [y], with: mean}");
    ASSERT_TRUE(recipe.applyToFile(*input, folder.path() / "out.h5", {}, nullptr, context));
    const auto out = ColumnFile::open(folder.path() / "out.h5").value();
    EXPECT_EQ(shownTable(out->readTable(0, 4).value()), "x:real=0,1,49.5,99.5\ny:real=4,4,8,4\n");
    EXPECT_TRUE(Recipe::learnsFromRows(recipe.steps()[0]));
    EXPECT_FALSE(Recipe::learnsFromRows(steps("- fill_missing: {columns: [y], with: constant, value: 1}").steps()[0]));
}

// ---- Privacy --------------------------------------------------------------------------------------------------

TEST(RecipePrivacy, hashesWithAKey) {
    // python3: hmac.new(b"secret", b"anna", "sha256").hexdigest()[:16]
    EXPECT_EQ(after("- hash: {columns: [t], salt: secret}", oneText({"anna", std::nullopt})),
              "t:text=72f8b586f76c2f7c,-\n");
    ::setenv("LATHE_TEST_SALT", "secret", 1);
    EXPECT_EQ(after("- hash: {columns: [t], salt_from: LATHE_TEST_SALT}", oneText({"anna"})),
              "t:text=72f8b586f76c2f7c\n");
    EXPECT_NE(after("- hash: {columns: [t], salt_from: LATHE_NO_SUCH}", oneText({"anna"})).find("LATHE_NO_SUCH"),
              std::string::npos);
    EXPECT_NE(refusal("- hash: {columns: [t]}").find("salt"), std::string::npos);
}

TEST(RecipePrivacy, masksAndGeneralises) {
    EXPECT_EQ(after("- mask: {columns: [t], keep_first: 1, keep_last: 2}", oneText({"Z\xC3\xBCrich", "abc", ""})),
              "t:text=Z***ch,***,\n");
    Table table;
    table.columns = {integerColumn("n", {-1, 17}), integerColumn("d", {16101, std::nullopt}, ColumnType::Date),
                     textColumn("z", {"12345", "1"})};
    EXPECT_EQ(
        after(
            "- generalise: {columns: [n], width: 10}\n- generalise: {columns: [d], period: quarter}\n- generalise: {columns: [z], prefix: 3}",
            table),
        "n:category=[-10, 0),[10, 20)\nd:category=2014-Q1,-\nz:text=123**,1\n");
    EXPECT_NE(after("- generalise: {columns: [n], period: year}", table).find("width: for numbers"), std::string::npos);
}

} // namespace
