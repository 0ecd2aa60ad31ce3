// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace lathe;

namespace {

Column categories(std::vector<std::string> dictionary, std::vector<uint32_t> codes, std::vector<uint8_t> missing = {}) {
    Column column;
    column.schema = {"c", ColumnType::Category};
    column.dictionary = std::move(dictionary);
    column.codes = std::move(codes);
    column.missing = std::move(missing);
    return column;
}

} // namespace

TEST(Table, TypesHaveStableWords) {
    for (const auto type : {ColumnType::Boolean, ColumnType::Integer, ColumnType::Real, ColumnType::Category,
                            ColumnType::Text, ColumnType::Date, ColumnType::Timestamp})
        EXPECT_EQ(columnTypeFromText(toString(type)), type);
    EXPECT_FALSE(columnTypeFromText("number").has_value());
}

TEST(Table, IsoDatesOfKnownDays) {
    EXPECT_EQ(isoDate(0), "1970-01-01");
    EXPECT_EQ(isoDate(-1), "1969-12-31");
    EXPECT_EQ(isoDate(11016), "2000-02-29");
    EXPECT_EQ(isoDate(-719528), "0000-01-01");
    EXPECT_EQ(isoDate(-719529), "-000001-12-31");
    EXPECT_EQ(isoDate(2932896), "9999-12-31");
    EXPECT_EQ(isoDate(2932897), "+010000-01-01");
}

TEST(Table, DatesReadBackOverFourCenturies) {
    for (int64_t day = -150000; day < 150000; day += 7) EXPECT_EQ(parseIsoDate(isoDate(day)), day);
    for (const int64_t day : {int64_t{-719529}, int64_t{2932897}, int64_t{-100000000}})
        EXPECT_EQ(parseIsoDate(isoDate(day)), day);
}

TEST(Table, ImpossibleDatesAreRefused) {
    for (const char* text : {"2001-02-29", "1900-02-29", "2000-13-01", "2000-00-10", "2000-01-32", "2000-1-1",
                             "20000101", "2000-01-01 ", "", "-", "+99-01-01", "2000-01-01T00:00"})
        EXPECT_FALSE(parseIsoDate(text).has_value()) << text;
    EXPECT_TRUE(parseIsoDate("2000-02-29").has_value());
}

TEST(Table, TimestampsKeepFractionAndZone) {
    EXPECT_EQ(isoTimestamp(1330605000500000), "2012-03-01T12:30:00.5");
    EXPECT_EQ(parseIsoTimestamp("2012-03-01T12:30:00.5"), 1330605000500000);
    EXPECT_EQ(parseIsoTimestamp("2012-03-01 12:30"), 1330605000000000);
    EXPECT_EQ(parseIsoTimestamp("2012-03-01T14:30:00+02:00"), 1330605000000000);
    EXPECT_EQ(parseIsoTimestamp("2012-03-01T12:30:00Z"), 1330605000000000);
    EXPECT_EQ(parseIsoTimestamp("2012-03-01T07:30:00-0500"), 1330605000000000);
    EXPECT_EQ(isoTimestamp(-1), "1969-12-31T23:59:59.999999");
    // Nanoseconds are read only where none are lost.
    EXPECT_EQ(parseIsoTimestamp("1970-01-01T00:00:00.000001000"), 1);
    EXPECT_FALSE(parseIsoTimestamp("1970-01-01T00:00:00.0000010001").has_value());
}

TEST(Table, ExtremeTimestampsNeitherOverflowNorLose) {
    for (const int64_t micros : {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()})
        EXPECT_EQ(parseIsoTimestamp(isoTimestamp(micros)), micros);
    EXPECT_FALSE(isoDate(std::numeric_limits<int64_t>::max()).empty());
    EXPECT_FALSE(isoDate(std::numeric_limits<int64_t>::min()).empty());
    EXPECT_FALSE(parseIsoTimestamp("+999999-01-01T00:00:00").has_value());
    EXPECT_TRUE(daysFromCivil(25'000'000'000'000'000, 12, 31).has_value());
    for (const int64_t year : {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()})
        EXPECT_FALSE(daysFromCivil(year, 1, 1).has_value());
}

TEST(Table, DisplayIsExact) {
    Column column;
    column.schema = {"x", ColumnType::Real};
    column.reals = {0.1, -0.0, 1e300, 5.0, std::nan("")};
    column.missing = {0, 0, 0, 0, 1};
    EXPECT_EQ(column.display(0), "0.1");
    EXPECT_EQ(column.display(1), "-0");
    EXPECT_EQ(column.display(2), "1e+300");
    EXPECT_EQ(column.display(3), "5");
    EXPECT_EQ(column.display(4), "");
    EXPECT_TRUE(std::isnan(column.number(4)));
}

TEST(Table, AppendMergesDictionariesAndMissing) {
    Column head = categories({"sun", "rain"}, {0, 1});
    append(head, categories({"snow", "sun"}, {0, 1, 0}, {0, 0, 1}));
    EXPECT_EQ(head.rows(), 5u);
    EXPECT_EQ(head.text(2), "snow");
    EXPECT_EQ(head.text(3), "sun");
    EXPECT_EQ(head.dictionary, (std::vector<std::string>{"sun", "rain", "snow"}));
    EXPECT_TRUE(head.isMissing(4));
    EXPECT_EQ(head.missingCount(), 1u);
    append(head, categories({}, {}));
    append(head, head);
    EXPECT_EQ(head.rows(), 10u);
    EXPECT_TRUE(head.isMissing(9));
}

TEST(Table, GatherKeepsOrderAndMissing) {
    Column texts;
    texts.schema = {"t", ColumnType::Text};
    for (const char* text : {"a", "", "ccc"}) texts.texts.push(text);
    texts.missing = {0, 1, 0};
    const Column some = gather(texts, {2, 1, 2});
    EXPECT_EQ(some.text(0), "ccc");
    EXPECT_TRUE(some.isMissing(1));
    EXPECT_EQ(some.text(2), "ccc");
    EXPECT_TRUE(gather(texts, {0}).missing.empty());
}
