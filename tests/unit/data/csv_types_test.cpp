// SPDX-License-Identifier: GPL-3.0-or-later
// What columns of values written by people become.
#include "tests/unit/data/csv_testing.h"

#include "core/data/csv/csv_values.h"

using namespace lathe;
using namespace lathe::csv;

class CsvTypesTest : public CsvTest {
protected:
    /// The type and values of a single column, beside a column of numbers that makes it a table.
    std::string column(const std::vector<std::string>& values, const CsvOptions& options = {}) const {
        std::string text = "n;x\n";
        for (size_t i = 0; i < values.size(); ++i) text += fmt::format("{};{}\n", i, values[i]);
        const auto outcome = importText(text, options);
        if (!outcome) return outcome.error().describe();
        const Table all = table();
        std::string shown = toString(all.columns[1].schema.type);
        for (size_t row = 0; row < all.rows(); ++row) shown += " " + all.columns[1].display(row);
        return shown;
    }
};

TEST_F(CsvTypesTest, DecimalCommas) {
    EXPECT_EQ(column({"1,5", "2,75", "-3", ""}), "real 1.5 2.75 -3 ");
    EXPECT_EQ(column({"1,5e3", "2,0"}), "real 1500 2");
    EXPECT_EQ(column({"1.5", "2,5"}), "category 1.5 2,5"); // no number has both
}

TEST_F(CsvTypesTest, MarksBetweenThousands) {
    EXPECT_EQ(column({"1,234,567", "12", "-1,000"}), "integer 1234567 12 -1000");
    EXPECT_EQ(column({"1,234.50", "999.25"}), "real 1234.5 999.25");
    EXPECT_EQ(column({"1.234.567", "12"}), "integer 1234567 12");
    EXPECT_EQ(column({"1.234,50", "7,25"}), "real 1234.5 7.25");
    EXPECT_EQ(column({"1 234 567", "12",
                      "1\xC2\xA0"
                      "000"}),
              "integer 1234567 12 1000");
    EXPECT_EQ(column({"1'234.5", "17.25"}), "real 1234.5 17.25");
    EXPECT_EQ(column({"12,34", "1,2345"}), "real 12.34 1.2345");
    EXPECT_EQ(column({"1,23,456", "5", "12,34,56,789"}), "integer 123456 5 123456789"); // lakhs and crores
    EXPECT_EQ(column({"₹1,23,456.50", "₹999"}), "real 123456.5 999");
    EXPECT_EQ(column({"1,234,56", "5"}), "category 1,234,56 5");
    EXPECT_EQ(column({"030 123 456", "040 654 321"}).substr(0, 8), "category"); // telephone numbers
    EXPECT_EQ(column({"123 456", "654 321"}).substr(0, 8), "category");
}

TEST_F(CsvTypesTest, MinusSignsAndBlanksOfTypesetters) {
    const auto typeset = importText("n;x\n1;−5\n2;12\n");
    EXPECT_EQ(shown(), "n:integer x:integer | 1 -5 | 2 12 ");
    EXPECT_TRUE(mentions(typeset->dialect, "'x' is read as integer: typeset or trailing minus."));
    EXPECT_EQ(column({"−1.5", ".5", "−0.25"}), "real -1.5 0.5 -0.25");
    EXPECT_EQ(column({"−1,5", "2,75"}), "real -1.5 2.75");
    EXPECT_EQ(column({"−1,234,567", "12"}), "integer -1234567 12");
    EXPECT_EQ(column({"−5 %", "7.5 %"}), "real -0.05 0.075");
    EXPECT_EQ(column({"−5 €", "−€7"}), "real -5 -7");
    EXPECT_EQ(column({"1.234,50-", "7,00", "3,10-"}), "real -1234.5 7 -3.1"); // SAP
    EXPECT_EQ(column({"12-", "13"}), "integer -12 13");
    const std::string noBreak = "\xC2\xA0", thin = "\xE2\x80\x89", narrow = "\xE2\x80\xAF";
    EXPECT_EQ(column({"1" + noBreak + "234", "5" + noBreak + "678"}), "integer 1234 5678"); // no telephone numbers
    EXPECT_EQ(column({"1" + thin + "234", "−5" + thin + "678"}), "integer 1234 -5678");
    EXPECT_EQ(column({"1" + narrow + "234,5" + narrow + "€", "12,00" + noBreak + "€"}), "real 1234.5 12");
    EXPECT_EQ(column({"12" + noBreak, noBreak + "13"}), "integer 12 13");
    EXPECT_EQ(column({"−−5", "6"}).substr(0, 8), "category");
    EXPECT_EQ(column({"-5-", "6"}).substr(0, 8), "category");
    EXPECT_EQ(column({"−", "6"}).substr(0, 8), "category");
    EXPECT_EQ(column({"−007", "6"}).substr(0, 8), "category");
}

TEST_F(CsvTypesTest, EqualDaysAndMonthsNeedNoOrder) {
    EXPECT_EQ(column({"01-01-1860", "01-01-1861", ""}), "date 1860-01-01 1861-01-01 ");
    EXPECT_EQ(column({"2/2/1990 9:05", "3/3/1990 9:05"}), "timestamp 1990-02-02T09:05:00 1990-03-03T09:05:00");
    EXPECT_EQ(column({"01-01-1860", "01-02-1861"}).substr(0, 8), "category");
}

TEST_F(CsvTypesTest, AmbiguousMarksStayTextUnlessOtherColumnsTell) {
    const auto open = importText("n;x\n1;1,234\n2;5,678\n");
    EXPECT_EQ(shown(), "n:integer x:category | 1 1,234 | 2 5,678 ");
    EXPECT_TRUE(mentions(open->dialect, "may part thousands or decimals"));
    EXPECT_EQ(shownOf("n,x\n1,\"1,234\"\n2,\"5,678\"\n"), "n:integer x:integer | 1 1234 | 2 5678 ");
    EXPECT_EQ(shownOf("y;x\n1,5;1,234\n2,25;5,678\n"), "y:real x:real | 1.5 1.234 | 2.25 5.678 ");
    EXPECT_EQ(shownOf("y;x\n1.5;1,234\n2.25;5,678\n"), "y:real x:integer | 1.5 1234 | 2.25 5678 ");
    EXPECT_EQ(shownOf("y;x\n1,5;1.234\n2,25;5.678\n"), "y:real x:integer | 1.5 1234 | 2.25 5678 ");
    EXPECT_EQ(column({"1,234", "5,678"}, {.decimalMark = ','}), "real 1.234 5.678");
    EXPECT_EQ(column({"1,234", "5,678"}, {.decimalMark = '.'}), "integer 1234 5678");
    EXPECT_EQ(column({"1.234", "5.678"}), "real 1.234 5.678");
}

TEST_F(CsvTypesTest, PercentAndCurrencies) {
    EXPECT_EQ(column({"12.5%", "0.1 %", "-3%"}), "real 0.125 0.001 -0.03");
    EXPECT_EQ(column({"12,5 %", "7 %"}), "real 0.125 0.07");
    EXPECT_EQ(column({"5%", "6"}), "category 5% 6");
    EXPECT_EQ(column({"$1,234.50", "-$5", "$0.99"}), "real 1234.5 -5 0.99");
    EXPECT_EQ(column({"1.234,50 €", "7,00 €", "-5 €"}), "real 1234.5 7 -5");
    EXPECT_EQ(column({"EUR 12", "EUR 13"}), "real 12 13");
    EXPECT_EQ(column({"$5", "5 €"}), "category $5 5 €");          // two currencies are not one number
    EXPECT_EQ(column({"1 234,50 €", "7,00 €"}), "real 1234.5 7"); // France
    EXPECT_EQ(column({"1 234 €", "12 €"}), "real 1234 12");
    EXPECT_EQ(column({"CHF 1'234.50", "CHF 7.00"}), "real 1234.5 7");
    EXPECT_EQ(column({"1,459 €", "1,519 €"}).substr(0, 8), "category");
    const auto outcome = importText("n;p\n1;$5.00\n2;$6.00\n");
    EXPECT_TRUE(mentions(outcome->dialect, "amounts in $"));
}

TEST_F(CsvTypesTest, ALaterCurrencyIsNotLost) {
    std::string text = "p\n";
    for (int row = 0; row < 300000; ++row) text += "$5.00\n";
    ASSERT_TRUE(importText(text + "7.00 €\n", {.header = true}).has_value());
    const Table tail = *(*ColumnFile::open(target()))->readTable(299999, 2);
    EXPECT_EQ(tail.columns[0].display(0), "$5.00");
    EXPECT_EQ(tail.columns[0].display(1), "7.00 €");
}

TEST_F(CsvTypesTest, TruthWords) {
    EXPECT_EQ(column({"yes", "no", "Yes", ""}), "boolean true false true ");
    EXPECT_EQ(column({"ja", "nein"}), "boolean true false");
    EXPECT_EQ(column({"wahr", "FALSCH"}), "boolean true false");
    EXPECT_EQ(column({"t", "f"}), "boolean true false");
    EXPECT_EQ(column({"y", "n"}), "boolean true false");
    EXPECT_EQ(column({"no", "no"}), "category no no"); // perhaps Norway
    EXPECT_EQ(column({"yes", "no", "maybe"}), "category yes no maybe");
    EXPECT_EQ(importText("y,no\n1,a\n2,b\n")->dialect.columns[0].name, "y"); // words are names as well
}

TEST_F(CsvTypesTest, DatesOfPeople) {
    EXPECT_EQ(column({"10-Feb-94", "1-Mar-2001"}), "date 1994-02-10 2001-03-01");
    EXPECT_EQ(column({"Feb 10, 1994", "March 1, 2001"}), "date 1994-02-10 2001-03-01");
    EXPECT_EQ(column({"10. Februar 1994", "1. März 2001", "3. Dez. 2010"}), "date 1994-02-10 2001-03-01 2010-12-03");
    EXPECT_EQ(column({"2014-Jan-31", "2014-Feb-01"}), "date 2014-01-31 2014-02-01");
    EXPECT_EQ(column({"31.12.99", "01.02.05"}), "date 1999-12-31 2005-02-01");
    EXPECT_EQ(column({"12/31/99", "1/2/05"}), "date 1999-12-31 2005-01-02");
    EXPECT_EQ(column({"1.2.10", "10.0.3"}).substr(0, 8), "category");              // versions
    EXPECT_EQ(column({"03.04.2014", "05.06.2014"}), "date 2014-04-03 2014-06-05"); // points: the day is first
    EXPECT_EQ(column({"12/31/2014 9:05 PM", "1/2/2015 12:00 am"}), "timestamp 2014-12-31T21:05:00 2015-01-02T00:00:00");
    EXPECT_EQ(column({"7/26/2006 10:57:46 AM", "8/11/2023  12:00:00 PM"}),
              "timestamp 2006-07-26T10:57:46 2023-08-11T12:00:00");
    EXPECT_EQ(column({"31/12/2014 09:05:30.5 +02:00", "1/2/2015 12:00 UTC"}),
              "timestamp 2014-12-31T07:05:30.5 2015-02-01T12:00:00");
    EXPECT_EQ(column({"Mon, 02 Jan 2006 15:04:05 -0700", "Tue, 03 Jan 2006 15:04:05 -0700"}),
              "timestamp 2006-01-02T22:04:05 2006-01-03T22:04:05");
    EXPECT_EQ(column({"2014-01-31 9:05 pm", "2014-02-01 10:05 am"}),
              "timestamp 2014-01-31T21:05:00 2014-02-01T10:05:00");
    EXPECT_EQ(column({"30-Feb-94", "1-Mar-2001"}).substr(0, 8), "category");
    EXPECT_EQ(column({"31.12.2019 23:00", "31.12.2019 24:00"}), "timestamp 2019-12-31T23:00:00 2020-01-01T00:00:00");
    EXPECT_EQ(column({"31.12.2019 23:00", "31.12.2019 24:01"}).substr(0, 8), "category");
    EXPECT_EQ(column({"Tue Jan  1 10:00:00 2019", "Wed Oct 10 20:19:24 +0200 2018", "Thu Jan 03 10:00:00 UTC 2019"}),
              "timestamp 2019-01-01T10:00:00 2018-10-10T18:19:24 2019-01-03T10:00:00");
}

// DuckDB 2.0 cuts in the same way; .NET writes 7 digits, Java and pandas 9.
TEST_F(CsvTypesTest, DigitsBehindTheMicrosecondAreCutAndItIsSaid) {
    const auto fine = importText("t,n\n2024-05-01T12:00:00.1234567Z,1\n2024-05-01 14:00:00.5+02:00,2\n");
    EXPECT_EQ(shown(), "t:timestamp n:integer | 2024-05-01T12:00:00.123456 1 | 2024-05-01T12:00:00.5 2 ");
    EXPECT_TRUE(mentions(fine->dialect, "'t' is read as timestamp: digits behind the microsecond are cut"));
    EXPECT_EQ(column({"1969-12-31 23:59:59.999999999", "1969-12-31 23:59:59,123456789"}),
              "timestamp 1969-12-31T23:59:59.999999 1969-12-31T23:59:59.123456");
    EXPECT_FALSE(mentions(importText("t,n\n2024-05-01T12:00:00.1234560Z,1\n")->dialect, "microsecond"));
    EXPECT_EQ(column({"31.01.2014 12:30:00.1230000", "1.2.2014 12:30:00"}),
              "timestamp 2014-01-31T12:30:00.123 2014-02-01T12:30:00");
    EXPECT_EQ(column({"2024-05-01T12:00:00.1234567", "soon"}).substr(0, 8), "category");

    std::string text = "n,t\n";
    for (int row = 0; row < 60000; ++row) text += fmt::format("{},2024-05-01T12:00:00.{:06}\n", row, row);
    const auto late = importText(text + "60000,2024-05-01T12:00:00.123456789\n");
    EXPECT_EQ((*ColumnFile::open(target()))->read(1, 60000, 1)->display(0), "2024-05-01T12:00:00.123456");
    EXPECT_TRUE(mentions(late->dialect, "a later value makes it timestamp (digits behind the microsecond are cut)"));
    const auto given =
        importText(text + "60000,2024-05-01T12:00:00.123456789\n", {.types = {{"t", ColumnType::Timestamp}}});
    EXPECT_EQ(given->rejectedRows, 0U);
}

TEST_F(CsvTypesTest, OtherColumnsTellTheOrderOfDates) {
    const auto told = importText("a;b\n31/12/2014;01/02/2014\n30/11/2014;03/04/2014\n");
    EXPECT_EQ(shown(), "a:date b:date | 2014-12-31 2014-02-01 | 2014-11-30 2014-04-03 ");
    EXPECT_TRUE(mentions(told->dialect, "as in the other columns"));
    EXPECT_EQ(column({"01/02/2014", "03/04/2014"}).substr(0, 8), "category");
    CsvOptions options;
    options.columns["x"].dateForm = "mdy";
    EXPECT_EQ(column({"01/02/2014", "03/04/2014"}, options), "date 2014-01-02 2014-03-04");
}

TEST_F(CsvTypesTest, ADateBehindTheSampleTellsTheOrder) {
    std::string text = "n,d\n";
    for (int row = 0; row < 120000; ++row) text += fmt::format("{},0{}/0{}/2014\n", row, row % 9 + 1, row % 7 + 1);
    const auto outcome = importText(text + "1,25/12/2014\n");
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->dialect.columns[1].type, ColumnType::Date);
    EXPECT_EQ((*ColumnFile::open(target()))->read(1, 120000, 1)->display(0), "2014-12-25");
    EXPECT_EQ((*ColumnFile::open(target()))->read(1, 1, 1)->display(0), "2014-02-02");
    EXPECT_TRUE(isTextual(importText(text)->dialect.columns[1].type));
}

TEST(CsvPatterns, ReadWhatStrptimeReads) {
    // By Python's datetime.strptime.
    int64_t value = 0;
    ASSERT_TRUE(readPattern("20140131", "%Y%m%d", false, value));
    EXPECT_EQ(isoDate(value), "2014-01-31");
    ASSERT_TRUE(readPattern("31.01.2014 21:05", "%d.%m.%Y %H:%M", true, value));
    EXPECT_EQ(isoTimestamp(value), "2014-01-31T21:05:00");
    ASSERT_TRUE(readPattern("2014-060", "%Y-%j", false, value));
    EXPECT_EQ(isoDate(value), "2014-03-01");
    ASSERT_TRUE(readPattern("12:30 am", "%I:%M %p", true, value));
    EXPECT_EQ(isoTimestamp(value), "1970-01-01T00:30:00");
    ASSERT_TRUE(readPattern("3 Oct 99 +0130", "%d %b %y %z", true, value));
    EXPECT_EQ(isoTimestamp(value), "1999-10-02T22:30:00");
    for (const char* wrong : {"201401", "20141331", "20140131x"})
        EXPECT_FALSE(readPattern(wrong, "%Y%m%d", false, value));
    EXPECT_TRUE(isDatePattern("%d/%m"));
    for (const char* wrong : {"%", "%Q", "dmy", "%H:%M"}) EXPECT_FALSE(isDatePattern(wrong)) << wrong;
}

TEST_F(CsvTypesTest, WhatStaysTextSaysWhy) {
    const auto why = [&](const std::vector<std::string>& values) {
        std::string text = "n,x\n";
        for (size_t i = 0; i < values.size(); ++i) text += fmt::format("{},{}\n", i, values[i]);
        const auto outcome = importText(text);
        return outcome ? outcome->dialect.reasons.back() : outcome.error().describe();
    };
    EXPECT_EQ(why({"1", "2", "abc", "4"}), "'x' stays text: 3 of 4 values are of type integer, 'abc' is not.");
    EXPECT_EQ(why({"01234", "99999", "5"}),
              "'x' has numbers with leading zeros ('01234'); it stays text, which keeps them.");
    EXPECT_EQ(why({"12345678901234567890", "5"}),
              "'x' has whole numbers of more than 64 bits ('12345678901234567890'); it stays text.");
    EXPECT_EQ(
        why({"31/12/2023", "12/31/2023"}),
        "'x' has dates with the day first ('31/12/2023') and with the month first ('12/31/2023'); it stays text.");
    EXPECT_EQ(why({"red", "green", "7"}), "Row 1 names the columns.");
}

// RFC 822, section 5.1; the European ones by IANA's tz database.
TEST_F(CsvTypesTest, ZonesByTheirLetters) {
    EXPECT_EQ(column({"2024-05-01 12:00:00 EST", "2024-05-01 12:00:00 PDT", "2024-05-01 12:00:00 UT"}),
              "timestamp 2024-05-01T17:00:00 2024-05-01T19:00:00 2024-05-01T12:00:00");
    EXPECT_EQ(column({"31.12.2023 12:00 MEZ", "1.7.2024 12:00 MESZ", "1.7.2024 12:00 EEST"}),
              "timestamp 2023-12-31T11:00:00 2024-07-01T10:00:00 2024-07-01T09:00:00");
    EXPECT_EQ(column({"Thu, 02 Jan 2006 15:04:05 GMT+0100", "Tue, 03 Jan 2006 15:04:05 CET"}),
              "timestamp 2006-01-02T14:04:05 2006-01-03T14:04:05");
    EXPECT_EQ(column({"2024-05-01 12:00:00 BST", "2024-05-02 12:00:00 IST"}).substr(0, 8), "category");
}

// By Python's date.fromisocalendar.
TEST_F(CsvTypesTest, WeeksOfIso) {
    EXPECT_EQ(column({"2019-W05", "2019-W05-3"}), "date 2019-01-28 2019-01-30");
    EXPECT_EQ(column({"2020-W53-7", "2021-W01-1", "1969-W01"}), "date 2021-01-03 2021-01-04 1968-12-30");
    EXPECT_EQ(column({"2019-W53", "2019-W52"}).substr(0, 8), "category"); // 2019 had 52 weeks
    EXPECT_EQ(column({"2019-W05-8", "2019-W00"}).substr(0, 8), "category");
    EXPECT_EQ(column({"2019W05", "2019W06"}).substr(0, 8), "category"); // may be a code
    EXPECT_TRUE(mentions(importText("w,n\n2019-W05,1\n2019-W06,2\n")->dialect, "ISO week: its first day"));
    EXPECT_EQ(shownOf("geo,2020-W01,2020-W02\nDE,1,2\nFR,3,4\n"),
              "geo:category 2020-W01:integer 2020-W02:integer | DE 1 2 | FR 3 4 ");
}
