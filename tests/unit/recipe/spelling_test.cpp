// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/spelling.h"

#include <gtest/gtest.h>

#include "core/data/recipe/keyed_hash.h"

using namespace lathe;
using namespace lathe::spelling;

namespace {

TEST(Spelling, fingerprints) {
    EXPECT_EQ(fingerprint("  Cruise, Tom "), "cruise tom");
    EXPECT_EQ(fingerprint("tom cruise"), fingerprint("Tom Cruise, Cruise"));
    EXPECT_EQ(fingerprint("Z\xC3\xBCrich"), "zurich");
    EXPECT_EQ(ngramFingerprint("Krzysztof", 1), ngramFingerprint("krzy sztof", 1));
    EXPECT_NE(ngramFingerprint("Paris", 2), ngramFingerprint("Prais", 2));
}

TEST(Spelling, metaphone) {
    // As given by the tables of Philips (1990).
    EXPECT_EQ(metaphone("Thompson"), metaphone("Thomson").substr(0, 2) + "PSN");
    EXPECT_EQ(metaphone("Knight"), "NT");
    EXPECT_EQ(metaphone("Night"), "NT");
    EXPECT_EQ(metaphone("Philip"), "FLP");
    EXPECT_EQ(metaphone("Xavier"), "SFR");
    EXPECT_EQ(metaphone("Wright"), "RT");
    EXPECT_EQ(metaphone("Shoe"), "X");
    EXPECT_EQ(metaphone("Smith"), metaphone("Smyth"));
}

TEST(Spelling, cologne) {
    // Wikipedia, "Kölner Phonetik": Müller-Lüdenscheidt 65752682 as one word, Wikipedia 3412, Breschnew 17863.
    EXPECT_EQ(colognePhonetic("M\xC3\xBCllerL\xC3\xBC"
                              "denscheidt"),
              "65752682");
    EXPECT_EQ(colognePhonetic("Wikipedia"), "3412");
    EXPECT_EQ(colognePhonetic("Breschnew"), "17863");
    EXPECT_EQ(colognePhonetic("Meyer"), colognePhonetic("Maier"));
}

TEST(Spelling, distances) {
    EXPECT_EQ(levenshtein("kitten", "sitting", 5), 3U);
    EXPECT_EQ(levenshtein("kitten", "sitting", 2), 3U);
    EXPECT_EQ(levenshtein("\xC3\xBC", "u", 3), 1U);
    EXPECT_EQ(levenshtein("", "abc", 3), 3U);
    // Winkler (1990): MARTHA MARHTA 0.961, DIXON DICKSONX 0.813, DWAYNE DUANE 0.840.
    EXPECT_NEAR(jaroWinkler("MARTHA", "MARHTA"), 0.9611, 1e-4);
    EXPECT_NEAR(jaroWinkler("DIXON", "DICKSONX"), 0.8133, 1e-4);
    EXPECT_NEAR(jaroWinkler("DWAYNE", "DUANE"), 0.84, 1e-4);
    EXPECT_EQ(jaroWinkler("a", "b"), 0);
}

std::string shownClusters(const std::vector<SpellingCluster>& clusters) {
    std::string text;
    for (const SpellingCluster& cluster : clusters) {
        text += cluster.chosen + ":";
        for (const SpellingCount& member : cluster.members) text += " " + member.text;
        text += "\n";
    }
    return text;
}

TEST(Spelling, rareSpellingsJoinTheNearestFrequentOne) {
    const std::vector<SpellingCount> values = {{"birmingham", 50}, {"birminghxm", 1}, {"xirminghxm", 1}, {"ami-1", 20},
                                               {"ami-2", 19},      {"ami-x", 1},      {"axi-2", 1}};
    SpellingOptions options;
    options.method = SpellingMethod::Levenshtein;
    options.ratio = 5;
    EXPECT_EQ(shownClusters(clusterSpellings(values, options, {}).value()),
              "birmingham: birmingham birminghxm xirminghxm\nami-2: ami-2 axi-2\n");
    options.method = SpellingMethod::JaroWinkler;
    options.similarity = 0.95;
    EXPECT_EQ(shownClusters(clusterSpellings(values, options, {}).value()), "birmingham: birmingham birminghxm\n");
}

TEST(Spelling, manyValuesFindTheirNeighboursByBlocks) {
    std::vector<SpellingCount> values;
    for (int i = 0; i < 8000; ++i) values.push_back({"company number " + std::to_string(i * 7919) + " limited", 10});
    values.push_back({"company number 7919 limitxd", 1});
    SpellingOptions options;
    options.method = SpellingMethod::Levenshtein;
    options.radius = 1;
    options.ratio = 2;
    EXPECT_EQ(shownClusters(clusterSpellings(values, options, {}).value()),
              "company number 7919 limited: company number 7919 limited company number 7919 limitxd\n");
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(clusterSpellings(values, options, JobContext(stop.get_token(), nullptr)).error().kind,
              ErrorKind::Cancelled);
}

TEST(KeyedHash, isThatOfTheStandard) {
    // RFC 4231, test cases 1, 2 and 6.
    EXPECT_EQ(recipe::hmacSha256(std::string(20, '\x0b'), "Hi There"),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(recipe::hmacSha256("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(recipe::hmacSha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

} // namespace
