// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above the rows of a text table: names of columns, titles, remarks.
#include "tests/unit/data/csv_testing.h"

using namespace lathe;

TEST_F(CsvTest, HeadersAreToldFromRows) {
    EXPECT_TRUE(importText("name,age\nAnn,3\nBob,4\n")->dialect.header);
    EXPECT_FALSE(importText("Ann,3\nBob,4\n")->dialect.header);
    EXPECT_FALSE(importText("ham\tone\nham\ttwo\nspam\tthree\n")->dialect.header);
    EXPECT_TRUE(importText("kind\ttext\nham\ttwo\nspam\tthree\n")->dialect.header);
    ASSERT_TRUE(importText("Ann,3\nBob,4\n", {.header = true}).has_value());
    EXPECT_EQ(shown(), "Ann:category 3:integer | Bob 4 ");
    ASSERT_TRUE(importText("Ann,3\nBob,4\n", {.names = {"name"}}).has_value());
    EXPECT_EQ(shown(), "name:category column_2:integer | Ann 3 | Bob 4 ");
    EXPECT_EQ(importText("a,b\n1,2\n", {.names = {"x", "y", "z"}}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(CsvTest, ANameMayBeAValueOfItsColumn) {
    const auto header = [&](const std::string& text) { return importText(text)->dialect.header; };
    std::string fields = "name\tlabel\n"; // the fields of a table, one of which is called so as well
    for (int row = 0; row < 12; ++row)
        fields += fmt::format("{}\tthe {}\n", row == 7 ? "name" : std::string(3, char('a' + row)), char('a' + row));
    EXPECT_TRUE(header(fields));
    std::string places = "state\tkind\n";
    const char* const states[] = {"Ohio", "Utah", "Iowa"};
    for (int row = 0; row < 60; ++row)
        places += fmt::format("{}\t{}\n", row == 40 ? "state" : states[row % 3], row % 2 == 0 ? "town" : "city");
    EXPECT_TRUE(header(places));
    // A row like the others: its word is as frequent as they are, or most are seen twice.
    std::string messages = "ham\tone\n";
    std::string pairs = "Ann\tx0\n";
    for (int row = 0; row < 60; ++row) {
        messages += fmt::format("{}\tword {}\n", row % 5 == 0 ? "spam" : "ham", char('A' + row));
        pairs += fmt::format("{}\ty{}\n", row == 5 ? "Ann" : std::string(3, char('a' + row % 25)), row);
    }
    EXPECT_FALSE(header(messages));
    EXPECT_FALSE(header(pairs));
}

TEST_F(CsvTest, YearsDaysAndCountsNameColumnsOfWideTables) {
    const auto namesOf = [&](const std::string& text) {
        std::string names;
        const auto outcome = importText(text);
        if (!outcome) return outcome.error().describe();
        for (const auto& column : outcome->dialect.columns) names += column.name + " ";
        return names + fmt::format("{}", outcome->rows);
    };
    EXPECT_EQ(namesOf("continent,1952,1957\nAfrica,1252.5,1385.2\nAsia,5195.4,4003.1\n"), "continent 1952 1957 2");
    EXPECT_EQ(namesOf("Month,Day,1979,1978\nMay,1,,14\nMay,2,13,15\n"), "Month Day 1979 1978 2");
    EXPECT_EQ(namesOf("city,2020-01-22,2020-01-23\nRome,0,1\nOslo,2,3\n"), "city 2020-01-22 2020-01-23 2");
    EXPECT_EQ(namesOf("city,people,2020\nRome,5,1.5\nOslo,6,2.5\n"), "city people 2020 2");
    EXPECT_EQ(namesOf("year,inf\n1947,14.4\n1948,8.1\n"), "year inf 2"); // inflation
    EXPECT_EQ(namesOf("state,2022\nOhio,-12.4\nUtah,-26\nIowa,-9.7\n"), "state 2022 3");
    EXPECT_EQ(namesOf(",0,1,2\n0,5,6,7\n1,8,9,10\n"), "column_1 0 1 2 2");
    EXPECT_EQ(namesOf("0,1,2\n5.1,3.5,1.4\n4.9,3.0,1.4\n"), "0 1 2 2");
    EXPECT_EQ(namesOf("id,100022,100025\nid1,TRUE,FALSE\nid2,FALSE,TRUE\n"), "id 100022 100025 2");
    EXPECT_EQ(namesOf("id,1,2,3\nname,germany,france,spain\npopulation,83,66,47\n"), "id 1 2 3 2");
    // Rows like those below name nothing.
    EXPECT_EQ(namesOf("John,Doe,NJ,08075\nJack,Ginn,PA,09119\nMary,Hart,CO,00298\n"),
              "column_1 column_2 column_3 column_4 3");
    EXPECT_EQ(namesOf("John Smith|418-Y11-4111\nMary Hartford|319-Z19-4341\n"), "column_1 column_2 2");
    EXPECT_EQ(namesOf("1,2,3\n"), "column_1 column_2 column_3 1");
    EXPECT_EQ(namesOf("1990,1991\n1992,1993\n1994,1995\n"), "column_1 column_2 3");
    EXPECT_EQ(namesOf("Ann,2019\nBob,2020\nCid,2021\n"), "column_1 column_2 3");
    EXPECT_EQ(namesOf("0,1,2\n3,4,5\n6,7,8\n"), "column_1 column_2 column_3 3");
    EXPECT_EQ(namesOf("x,2012,3\ny,2013,4\n"), "column_1 column_2 column_3 2");
    EXPECT_EQ(namesOf("Ann,2019-01-01,2019-02-01\nBob,2019-01-02,2019-02-03\n"), "column_1 column_2 column_3 2");
}

TEST_F(CsvTest, NamesOfRowsHaveNoNameThemselves) {
    const auto outcome = importText("carat,cut\na,0.7,Fair\nb,0.8,Good\nc,0.9,Good\n");
    EXPECT_EQ(shown(), "column_1:category carat:real cut:category | a 0.7 Fair | b 0.8 Good | c 0.9 Good ");
    EXPECT_TRUE(mentions(outcome->dialect, "the rows' names"));
}

TEST_F(CsvTest, RemarksAboveTheHeaderArePassedOver) {
    const auto outcome = importText(
        "Source,Some Bank\n\nUpdated,2020-12-16\n\ncountry,code,1960,1961\nAruba,ABW,54211,55438\nAngola,AGO,5454933,5531472\n");
    ASSERT_TRUE(outcome.has_value()) << outcome.error().describe();
    EXPECT_EQ(
        shown(),
        "country:category code:category 1960:integer 1961:integer | Aruba ABW 54211 55438 | Angola AGO 5454933 5531472 ");
    EXPECT_EQ(outcome->rejectedRows, 0u);
    EXPECT_EQ(shownOf("a,b\n1,2,x,y\n3,4,z,w\n"),
              "a:integer b:integer column_3:category column_4:category | 1 2 x y | 3 4 z w ");
}

TEST_F(CsvTest, LongerRowsAboveTheHeaderArePassedOver) {
    // As NREL's solar radiation files and DATEV's exports begin.
    EXPECT_EQ(shownOf("Source,Place,Lat,Lon\nNSRDB,17,64.8,-147.7\nYear,GHI\n2023,0\n2023,5\n2023,7\n"),
              "Year:integer GHI:integer | 2023 0 | 2023 5 | 2023 7 ");
    EXPECT_EQ(shownOf("\"EXTF\";700;20;\"Konten\";2;\"x\"\nKonto;Name\n1000;Kasse\n1200;Bank\n1400;Forderungen\n"),
              "Konto:integer Name:category | 1000 Kasse | 1200 Bank | 1400 Forderungen ");
    // A longer header is one all the same.
    EXPECT_EQ(shownOf("a,b,c\nNA,x\n2,y\n3,z\n"), "a:integer b:category c:text |  x  | 2 y  | 3 z  ");
}

TEST_F(CsvTest, CommentsMayNameTheColumns) {
    EXPECT_EQ(shownOf("# time flux\n1.5 2\n2.5 3\n"), "time:real flux:integer | 1.5 2 | 2.5 3 "); // numpy.savetxt
    EXPECT_EQ(shownOf("# made by X\n# unit: W\n# t;GHI\n1;2\n3;4\n"), "t:integer GHI:integer | 1 2 | 3 4 ");
    EXPECT_EQ(shownOf("# %ECSV 1.0\n# ---\nz age\n1.5 2\n2.5 3\n"), "z:real age:integer | 1.5 2 | 2.5 3 ");
    EXPECT_EQ(shownOf("# a b c\n# three words here\n1 2 3\n4 5 6\n").substr(0, 8), "column_1"); // which of them?
    // Key and value as LabSpec writes them above a spectrum.
    EXPECT_EQ(shownOf("#Range=\tOff\n#Binning=\t1\n#Laser=\t532\n100.5\t7\n101.5\t9\n"),
              "column_1:real column_2:integer | 100.5 7 | 101.5 9 ");
    EXPECT_EQ(shownOf("#11,a\n#12,b\n#13,c\n"), "column_1:category column_2:category | #11 a | #12 b | #13 c ");
    EXPECT_EQ(shownOf("#id,name\n1,a\n2,b\n"), "#id:integer name:category | 1 a | 2 b ");
    EXPECT_EQ(shownOf("# no names\n1,a\n2,b\n"), "column_1:integer column_2:category | 1 a | 2 b ");
}

TEST_F(CsvTest, FiguresBelowATitleArePartedByBlanks) {
    std::string text = " Madison\n  43.07 -89.41 271 version 1\n";
    for (int row = 0; row < 30; ++row) text += fmt::format(" 2019  {:3} {:6.1f}\n", row, row * 0.5);
    const auto outcome = importText(text);
    EXPECT_EQ(outcome->rows, 30U);
    EXPECT_EQ(outcome->dialect.columns.size(), 3U);
}

TEST_F(CsvTest, SentencesAreOneColumn) {
    const auto outcome = importText(
        "It was late, and dark, and cold, so that whoever could went home before the lamps were lit.\nNobody came.\nThe \"box\", they say, was empty, or nearly so,\nor lost.\n");
    ASSERT_TRUE(outcome.has_value()) << outcome.error().describe();
    EXPECT_EQ(outcome->dialect.columns.size(), 1u);
    EXPECT_EQ(outcome->rejectedRows, 0u);
    EXPECT_FALSE(outcome->dialect.header);
}

TEST_F(CsvTest, ADelimiterInFewRowsOfOneColumnIsPartOfThem) {
    EXPECT_EQ(shownOf("name\nAnn\nSmith, John\nBob\nAnn\n"), "name:category | Ann | Smith, John | Bob | Ann ");
}

TEST_F(CsvTest, ListsOfAnyLengthAreOneColumn) {
    const auto outcome = importText(
        "tea,eggs,bread\neggs,bread\nchutney\ntea,milk\nwater,milk,bars,rice\nwater\nlemon\nsoup\na,b,c,d,e\ntea,eggs,bread\n");
    EXPECT_EQ(outcome->rows, 10U);
    EXPECT_EQ(outcome->rejectedRows, 0U);
    EXPECT_EQ(outcome->dialect.columns.size(), 1U);
}

TEST_F(CsvTest, LogsAreOneColumn) {
    std::string times; // as Python's logging and log4j write them
    std::string words = "03-17 16:13:38 D Window: opening token, drawn= false, moved= false\n";
    for (int row = 0; row < 50; ++row) {
        times +=
            fmt::format("2015-10-18 18:01:{:02},9{:02} INFO task {}{}\n", row, row, row, row % 9 == 0 ? ", lost" : "");
        words += fmt::format("03-17 16:13:{:02} D Power: lock{}\n", row, row % 3 == 0 ? ", flags=1, uid=3" : "");
    }
    for (const std::string& text : {times, words}) {
        const auto outcome = importText(text, {.header = false});
        EXPECT_EQ(outcome->dialect.columns.size(), 1U);
        EXPECT_EQ(outcome->rejectedRows, 0U);
    }
    EXPECT_EQ(shownOf("a,b,c\n1\n2\n"), "a:integer b:text c:text | 1   | 2   "); // columns without values
}

TEST_F(CsvTest, TitlesBlankLinesAndSkippedLines) {
    const auto title = importText("Sales of 2012,,\n,,\ncity,year,sum\nRome,2012,3\n");
    ASSERT_TRUE(title.has_value());
    EXPECT_EQ(shown(), "city:category year:integer sum:integer | Rome 2012 3 ");
    EXPECT_TRUE(mentions(title->dialect, "title"));
    EXPECT_EQ(shownOf("Anomalies,,\nin .01 C,,\n,,\nyear,Jan,Feb\n1880,-43,-27\n"), // as NASA's GISTEMP begins
              "year:integer Jan:integer Feb:integer | 1880 -43 -27 ");
    ASSERT_TRUE(importText("\n\n\na,b\n1,2\n").has_value());
    EXPECT_EQ(shown(), "a:integer b:integer | 1 2 ");
    ASSERT_TRUE(importText("# made by, a, machine\na,b\n1,2\n", {.skipRows = 1}).has_value());
    EXPECT_EQ(shown(), "a:integer b:integer | 1 2 ");
}

TEST_F(CsvTest, RepeatedAndMissingNames) {
    const auto outcome = importText("a,a,,a_2\n1,2,3,4\n");
    EXPECT_EQ(shown(), "a:integer a_2:integer column_3:integer a_2_2:integer | 1 2 3 4 ");
    EXPECT_TRUE(mentions(outcome->dialect, "becomes 'a_2'"));
}
