// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_index.h"
#include "core/data/csv/csv_rows.h"
#include "core/data/csv/csv_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>

using namespace lathe;
using namespace lathe::csv;

TEST(CsvValues, IntegersThatWouldChangeAreRefused) {
    int64_t value = 0;
    EXPECT_TRUE(readInteger("-9223372036854775808", value));
    EXPECT_EQ(value, std::numeric_limits<int64_t>::min());
    EXPECT_TRUE(readInteger("9223372036854775807", value));
    EXPECT_TRUE(readInteger("+5", value));
    EXPECT_TRUE(readInteger("0", value));
    for (const char* text : {"9223372036854775808", "-9223372036854775809", "007", "00", "-0", "", "-", "+", "1.0",
                             "1e3", "1 ", " 1", "1_000", "0x10", "99999999999999999999"})
        EXPECT_FALSE(readInteger(text, value)) << text;
}

TEST(CsvValues, RealsAreTheNearestDouble) {
    double value = 0;
    for (const char* text :
         {"0.1", "1e22", "1.7976931348623157e308", "5e-324", "123456789.123456789", "0.30000000000000004",
          "9007199254740993.0", "1e-5", "5.", ".5", "-2.50", "3.14159265358979323846", "100000000000000000000",
          "0.000000000000000000000000000001", "17.976931348623157e307"}) {
        ASSERT_TRUE(readReal(text, value)) << text;
        const double wanted = std::strtod(text, nullptr); // glibc rounds correctly
        EXPECT_EQ(std::memcmp(&value, &wanted, sizeof value), 0) << text;
    }
    ASSERT_TRUE(readReal("-0", value));
    EXPECT_TRUE(std::signbit(value));
    ASSERT_TRUE(readReal("-inf", value));
    EXPECT_TRUE(std::isinf(value));
}

TEST(CsvValues, RealsThatWouldChangeAreRefused) {
    double value = 0;
    // An integer that no double holds, numbers out of range, leading zeros, and texts.
    for (const char* text : {"9007199254740993", "100000000000000000001", "1e999", "1e-999", "00.5", "01", "", ".", "-",
                             "1.2.3", "1,5", "nan", "e5", "1e", "0x1p3", "1 2"})
        EXPECT_FALSE(readReal(text, value)) << text;
}

TEST(CsvValues, RandomRealsAgreeWithStrtod) {
    std::mt19937_64 random(5);
    for (int i = 0; i < 20000; ++i) {
        char text[64];
        const double magnitude =
            std::ldexp(static_cast<double>(random() % 1000000007), static_cast<int>(random() % 80) - 40);
        std::snprintf(text, sizeof text, i % 2 == 0 ? "%.17g" : "%.9f", magnitude);
        double value = 0;
        const double wanted = std::strtod(text, nullptr);
        const bool isWideInteger = std::strpbrk(text, ".e") == nullptr && std::strlen(text) > 15;
        if (!readReal(text, value)) {
            EXPECT_TRUE(isWideInteger) << text;
            continue;
        }
        EXPECT_EQ(value, wanted) << text;
    }
}

TEST(CsvValues, DatesByOrder) {
    int64_t value = 0;
    EXPECT_TRUE(readDateOrTime("31/12/2012", DateDmy, value));
    EXPECT_EQ(isoDate(value), "2012-12-31");
    EXPECT_FALSE(readDateOrTime("31/12/2012", DateMdy, value));
    EXPECT_TRUE(readDateOrTime("2/10/1994", DateMdy, value));
    EXPECT_EQ(isoDate(value), "1994-02-10");
    EXPECT_TRUE(readDateOrTime("1.2.1994", DateDmy, value));
    EXPECT_TRUE(readDateOrTime("1994/2/1", DateYmd, value));
    EXPECT_TRUE(readDateOrTime("1994-2-1", DateYmd, value));
    EXPECT_EQ(isoDate(value), "1994-02-01");
    EXPECT_TRUE(readDateOrTime("10/12/2014 9:05", TimeMdy, value));
    EXPECT_EQ(isoTimestamp(value), "2014-10-12T09:05:00");
    for (const char* text : {"1/2/94", "1/2.1994", "30/2/2012", "1/2/1994x", "12/2014", "10-Feb-94"})
        EXPECT_FALSE(readDateOrTime(text, DateDmy, value)) << text;
}

TEST(CsvValues, MissingMarks) {
    const MissingMarks marks({"", "NA", "?", "-999"});
    EXPECT_TRUE(marks.contains(""));
    EXPECT_TRUE(marks.contains("?"));
    EXPECT_FALSE(marks.contains("N"));
    EXPECT_FALSE(marks.contains("NAN"));
    EXPECT_TRUE(marks.looksLikeValue());
    EXPECT_FALSE(MissingMarks({"NA"}).contains(""));
}

namespace {

std::vector<uint32_t> positionsOf(StructuralIndex& index) {
    const auto found = index.separators().positions();
    return {found.begin(), found.end()};
}

/// The separators of a text by the rules, one byte after the other.
std::vector<uint32_t> separatorsSlowly(const std::string& text) {
    std::vector<uint32_t> found;
    enum { Start, Plain, Quoted, After, AfterBlank } state = Start;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (state == Quoted) {
            if (c == '"') state = After;
        } else if (c == '\n' && i > 0 && text[i - 1] == '\r') {
            state = Start; // belongs to the CR
        } else if (c == ',' || c == '\n' || c == '\r') {
            found.push_back(static_cast<uint32_t>(i));
            state = Start;
        } else if (c == '"' && (state == Start || state == After)) {
            state = Quoted;
        } else if (c == ' ' && (state == After || state == AfterBlank)) {
            state = AfterBlank;
        } else {
            const size_t begin = found.empty() ? 0 : found.back() + 1;
            const size_t field = begin > 0 && text[begin - 1] == '\r' && text[begin] == '\n' ? begin + 1 : begin;
            const size_t lineEnd = text.find_first_of("\r\n", field);
            if ((state == After || state == AfterBlank) && lineEnd < i) i = lineEnd - 1; // a quote opened by mistake
            state = Plain;
        }
    }
    return found;
}

} // namespace

TEST(CsvIndex, AgreesWithTheRulesOnRandomTexts) {
    std::mt19937 random(11);
    constexpr char letters[] = "aab,,\"\"\n\r ";
    for (int round = 0; round < 4000; ++round) {
        std::string text;
        // Well-formed stretches, so that the quick way is taken, with noise between them.
        const size_t length = random() % 700;
        while (text.size() < length) {
            if (random() % 3 > 0) {
                text += round % 2 == 0 ? "abc,\"x, \"\"y\"\"\n\",\"\",12\r\n" : "abc,\"x\",\"y\n\"\n";
            } else {
                text += letters[random() % (sizeof letters - 1)];
            }
        }
        const std::vector<uint32_t> wanted = separatorsSlowly(text);
        std::string padded = text + std::string(scanPadding, '\0');
        StructuralIndex index({",", '"', false});
        for (size_t at = 0; at < text.size();) { // in pieces of any length
            const size_t to = std::min(text.size(), at + 1 + random() % 200);
            at = index.scan(padded.data(), at, to, SIZE_MAX);
        }
        ASSERT_EQ(positionsOf(index), wanted) << text;
    }
}

TEST(CsvIndex, StopsBehindTheRowAsked) {
    const std::string text = "a,b\r\n\"c\nd\",e\nf,g\n" + std::string(scanPadding, '\0');
    StructuralIndex index({",", '"', false});
    EXPECT_EQ(index.scan(text.data(), 0, 18, 1), 4u); // behind the CR; the LF comes next
    EXPECT_EQ(index.scan(text.data(), 4, 18, 2), 13u);
    EXPECT_EQ(index.lines(), 3u);
    EXPECT_EQ(positionsOf(index), (std::vector<uint32_t>{1, 3, 10, 12}));
}

TEST(CsvIndex, StopsBehindEveryRowOfAnyLength) {
    std::mt19937 random(17);
    std::string text;
    std::vector<size_t> ends;
    while (text.size() < 100000) {
        text += std::string(random() % 150, 'x') + (random() % 9 == 0 ? ",\"a\nb\"\n" : "\n");
        ends.push_back(text.size());
    }
    const std::string padded = text + std::string(scanPadding, '\0');
    for (const size_t step : {1, 2, 7, 64}) {
        StructuralIndex index({",", '"', false});
        size_t at = 0;
        for (size_t row = step; row <= ends.size(); row += step) {
            index.beginBatch();
            at = index.scan(padded.data(), at, text.size(), step);
            ASSERT_EQ(at, ends[row - 1]);
            ASSERT_EQ(index.rows(), step);
            ASSERT_EQ(index.separators().positions().back(), at - 1);
        }
    }
}

TEST(CsvRows, FieldContent) {
    std::string scratch;
    const Grammar grammar;
    EXPECT_EQ(fieldContent("plain", grammar, scratch), "plain");
    EXPECT_EQ(fieldContent("\"a \"\"b\"\"\"", grammar, scratch), "a \"b\"");
    EXPECT_EQ(fieldContent("\"\"", grammar, scratch), "");
    EXPECT_FALSE(fieldContent("\"", grammar, scratch).has_value());
    EXPECT_FALSE(fieldContent("\"a\"b", grammar, scratch).has_value());
    EXPECT_EQ(fieldContent(" \"a\" ", {",", '"', true}, scratch), "a");
    EXPECT_EQ(fieldContent("\"a\"", {",", '\0', false}, scratch), "\"a\"");
}
