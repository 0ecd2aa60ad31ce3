// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/readers/sources.h"

using namespace lathe;
using namespace lathe::readers;
using namespace std::string_literals;

namespace {

class FormatsTest : public SourcesTest {
protected:
    std::string detect(const std::string& name, const std::string& content) {
        const auto guess = detectFormat(write(name, content));
        return guess ? toString(guess->format) : guess.error().describe();
    }
};

TEST_F(FormatsTest, everyWordNamesItsFormat) {
    for (const auto& word : sourceFormatWords()) EXPECT_STREQ(toString(*sourceFormatFromText(word)), word.c_str());
    EXPECT_FALSE(sourceFormatFromText("xlsx"));
}

TEST_F(FormatsTest, contentDecidesBeforeTheName) {
    EXPECT_EQ(detect("a.csv", "SQLite format 3\0rest"s), "sqlite");
    EXPECT_EQ(detect("a.csv", "\x89HDF\r\n\x1a\nrest"s), "hdf5");
    EXPECT_EQ(detect("a.nc", "\x89HDF\r\n\x1a\nrest"s), "netcdf");
    EXPECT_EQ(detect("a.h5", std::string(1024, '\0') + "\x89HDF\r\n\x1a\nrest"s), "hdf5");
    EXPECT_EQ(detect("a.dat", "CDF\x02rest"s), "netcdf");
    EXPECT_EQ(detect("a.dat", "\x93NUMPY\x01\0"s), "npy");
    EXPECT_EQ(detect("a.dat", "PAR1rest"s), "parquet");
    EXPECT_EQ(detect("labels", "\0\0\x08\x01\0\0\0\x02\x05\x06"s), "idx");
    EXPECT_EQ(detect("a.txt", "% a comment\n\n@RELATION x\n@data\n"), "arff");
    EXPECT_EQ(detect("a.npz", "PK\x03\x04"s + std::string(26, '\0') + "x.npy"), "npz");
}

TEST_F(FormatsTest, textsThatOpenWithABracketAreJsonOnlyWhenTheyCanBe) {
    EXPECT_EQ(detect("a.txt", "[{\"a\": 1}]"), "json");
    EXPECT_EQ(detect("a.txt", "{\n  \"a\": 1\n}\n"), "json");
    EXPECT_EQ(detect("a.txt", "{\"a\": 1}\n{\"a\": 2}\n"), "jsonl");
    EXPECT_EQ(detect("a.ndjson", "{\"a\": 1}"), "jsonl");
    EXPECT_EQ(detect("a.jsonl", "{\"a\": 1\n{\"a\": 2}\n"), "jsonl"); // a broken record
    EXPECT_EQ(detect("a.jsonl", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n"), "json");
    EXPECT_EQ(detect("a.jsonl", "{\"a\": 1}{\"a\": 2}\n"), "json");
    EXPECT_EQ(detect("a.txt", "[\"a\",\"b\"]\n[1,2]\n"), "jsonl");
    EXPECT_EQ(detect("a.log", "[Sat] started,1\n[Sun] stopped,2\n"), "csv");
    EXPECT_EQ(detect("a.log", "[10.30 16:49:06] a.exe, opened\n[10.30 16:49:07] b.exe, closed\n"), "csv");
    EXPECT_EQ(detect("a.txt", "[2014-01-31] started, then, [waited]\n"), "csv");
    EXPECT_EQ(detect("a.txt", "[-1.5, 2]\n[null, 3]\n"), "jsonl");
    EXPECT_EQ(detect("a.csv", "a,b\n1,2\n"), "csv");
}

TEST_F(FormatsTest, aFolderIsTexts) {
    write("texts/good/1.txt", "fine");
    write("texts/bad/1.txt", "poor");
    EXPECT_STREQ(toString(detectFormat(m_folder.path() / "texts")->format), "text-folder");
    write("pictures/cat/1.PNG", "x");
    EXPECT_STREQ(toString(detectFormat(m_folder.path() / "pictures")->format), "image-folder");
    std::filesystem::create_directories(m_folder.path() / "empty");
    EXPECT_EQ(detectFormat(m_folder.path() / "empty").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(detectFormat(m_folder.path() / "none").error().kind, ErrorKind::NotFound);
}

TEST_F(FormatsTest, csvIsReadThroughTheSameDoor) {
    const Path file = write("days.csv", "day,rain\n2012-01-01,0.5\n2012-01-02,1.5\n");
    const auto imported = import(file);
    EXPECT_EQ(imported.schema(), "day:date rain:real");
    EXPECT_EQ(imported.outcome.rows, 2U);
    ASSERT_TRUE(imported.outcome.description.csv);
    EXPECT_EQ(imported.outcome.description.csv->delimiter, ",");
    SourceDescription description;
    const auto rows = previewSource(file, {}, 1, &description);
    ASSERT_TRUE(rows) << rows.error().describe();
    EXPECT_EQ(rows->rows(), 1U);
    EXPECT_EQ(description.columns.size(), 2U);
}

TEST_F(FormatsTest, anOptionOfAnotherFormatIsRefused) {
    ImportOptions options;
    options.table = "Track";
    EXPECT_NE(problem(write("a.csv", "a,b\n1,2\n"), options).find("for which no table can be given"),
              std::string::npos);
}

} // namespace
