// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <limits>

#include <gtest/gtest.h>

#include "core/base/hash.h"

using namespace lathe;

TEST(Text, NearestNameFindsSlipsOfTheFingersOnly) {
    const std::vector<std::string> names{"rename", "drop", "derive", "filter"};
    EXPECT_EQ(nearestName("renmae", names), "rename");
    EXPECT_EQ(nearestName("Filter", names), "filter");
    EXPECT_EQ(nearestName("banana", names), std::nullopt);
    EXPECT_EQ(suggestion("banana", names), "Known: rename, drop, derive, filter.");
}

TEST(Text, ExactNumberReadsBackAsTheSameNumber) {
    for (const double value : {0.1, 1e300, -2.5e-17, 1.0 / 3, 12345678.9})
        EXPECT_EQ(parseNumber(exactNumber(value)), value);
    EXPECT_EQ(exactNumber(std::numeric_limits<double>::infinity()), "Infinity");
}

TEST(Text, ByteSizeUsesPowersOfAThousand) {
    EXPECT_EQ(byteSize(999), "999 B");
    EXPECT_EQ(byteSize(1500), "1.5 kB");
    EXPECT_EQ(byteSize(830e6), "830 MB");
}

TEST(Text, HtmlEscapesAttributeQuotesToo) {
    EXPECT_EQ(htmlEscaped("<a href=\"x\">'&'"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
}

// The ill-formed sequences are those of the Unicode Standard, table 3-7, and RFC 3629 section 3.
TEST(Text, Utf8ValidationRefusesWhatRfc3629Refuses) {
    EXPECT_TRUE(isValidUtf8("plain, é, 漢字, 😀 and more than eight bytes"));
    EXPECT_FALSE(isValidUtf8("\xC0\xAF"));
    EXPECT_FALSE(isValidUtf8("\xE0\x80\x80"));
    EXPECT_FALSE(isValidUtf8("\xED\xA0\x80"));
    EXPECT_FALSE(isValidUtf8("\xF4\x90\x80\x80"));
    EXPECT_FALSE(isValidUtf8("abc\xE2\x82"));
    EXPECT_FALSE(isValidUtf8("\xFF"));
}

// FIPS 180-4, appendix B.1 and the empty message.
TEST(Hash, Sha256MatchesThePublishedVectors) {
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Text, ShortNumbersKeepTheirWholePart) {
    EXPECT_EQ(shortNumber(20140131), "20140131");
    EXPECT_EQ(shortNumber(-1234567.5), "-1234568");
    EXPECT_EQ(shortNumber(1234567.5, 9), "1234567.5");
    EXPECT_EQ(shortNumber(0.000012345678), "1.2346e-05");
    EXPECT_EQ(shortNumber(12.5), "12.5");
    EXPECT_EQ(shortNumber(2.5e16), "2.5e+16");
    EXPECT_EQ(shortNumber(0), "0");
}
