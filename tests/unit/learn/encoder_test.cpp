// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/encoder_fit.h"

#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

const double gap = std::nan("");

std::vector<double> encode(const FeatureEncoder& encoder, const Table& table, size_t row) {
    const auto binding = encoder.bind(table, {});
    EXPECT_TRUE(binding.has_value()) << binding.error().describe();
    std::vector<double> features(encoder.width());
    encoder.encodeRows(*binding, row, 1, features.data());
    return features;
}

TEST(Encoder, fillsWithTheMedianAndMarksGaps) {
    const Table table{{realColumn("x", {1, 2, gap, 9, 4})}};
    const auto fitted = fitEncoder(table, {.complete = true});
    ASSERT_OK(fitted);
    EXPECT_EQ(encode(fitted->encoder, table, 2), (std::vector<double>{3, 1}));
    EXPECT_EQ(encode(fitted->encoder, table, 3), (std::vector<double>{9, 0}));
    EXPECT_FALSE(fitted->inputs[0].required);
    EXPECT_EQ(fitted->inputs[0].min, 1);
    EXPECT_EQ(fitted->inputs[0].max, 9);
}

TEST(Encoder, standardisesToMeanZeroAndDeviationOne) {
    const Table table{{integerColumn("x", {2, 4, 6})}};
    const auto fitted = fitEncoder(table, {.complete = true, .standardised = true});
    ASSERT_OK(fitted);
    const double deviation = std::sqrt(8.0 / 3);
    EXPECT_DOUBLE_EQ(encode(fitted->encoder, table, 0)[0], -2 / deviation);
    EXPECT_DOUBLE_EQ(encode(fitted->encoder, table, 1)[0], 0);
}

TEST(Encoder, treesKeepGaps) {
    const Table table{{realColumn("x", {1, gap, 3})}};
    const auto fitted = fitEncoder(table, {});
    ASSERT_OK(fitted);
    EXPECT_TRUE(std::isnan(encode(fitted->encoder, table, 1)[0]));
}

TEST(Encoder, categoriesBecomeOneFeatureEach) {
    const Table table{{categoryColumn("c", {"b", "a", "", "b"})}};
    const auto fitted = fitEncoder(table, {});
    ASSERT_OK(fitted);
    EXPECT_EQ(fitted->encoder.featureNames(), (std::vector<std::string>{"c=a", "c=b", "c is missing"}));
    EXPECT_EQ(encode(fitted->encoder, table, 0), (std::vector<double>{0, 1, 0}));
    EXPECT_EQ(encode(fitted->encoder, table, 2), (std::vector<double>{0, 0, 1}));
    // A category that training did not see, under other codes, and as free text.
    const Table later{{categoryColumn("c", {"new", "a"})}};
    EXPECT_EQ(encode(fitted->encoder, later, 0), (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(encode(fitted->encoder, later, 1), (std::vector<double>{1, 0, 0}));
    EXPECT_EQ(encode(fitted->encoder, Table{{textColumn("c", {"a"})}}, 0), (std::vector<double>{1, 0, 0}));
}

TEST(Encoder, datesAreTakenApart) {
    const Table table{{integerColumn("d", {0, 19782}, ColumnType::Date),
                       integerColumn("t", {0, 1709214300000000}, ColumnType::Timestamp)}};
    const auto fitted = fitEncoder(table, {});
    ASSERT_OK(fitted);
    // 2024-02-29 was a Thursday; 1709214300 s is 2024-02-29 13:45 UTC.
    EXPECT_EQ(encode(fitted->encoder, table, 1), (std::vector<double>{2024, 2, 29, 3, 2024, 2, 29, 3, 13}));
}

TEST(Encoder, leavesOutWhatHoldsNoInformation) {
    std::vector<std::string> names;
    std::vector<double> values;
    for (int i = 0; i < 40; ++i) {
        names.push_back("customer-" + std::to_string(i));
        values.push_back(i);
    }
    const Table table{{textColumn("id", names), realColumn("same", std::vector<double>(40, 7)),
                       realColumn("empty", std::vector<double>(40, gap)), realColumn("x", values)}};
    const auto fitted = fitEncoder(table, {});
    ASSERT_OK(fitted);
    ASSERT_EQ(fitted->inputs.size(), 1U);
    EXPECT_EQ(fitted->inputs[0].name, "x");
    EXPECT_EQ(fitted->notes.size(), 3U);
    EXPECT_FALSE(fitEncoder(Table{{realColumn("same", {1, 1})}}, {}).has_value());
}

TEST(Encoder, proseBecomesHashedWords) {
    std::vector<std::string> texts;
    for (int i = 0; i < 30; ++i) texts.push_back("Win a FREE prize number " + std::to_string(i));
    const Table table{{textColumn("sms", texts)}};
    const auto fitted = fitEncoder(table, {});
    ASSERT_OK(fitted);
    EXPECT_EQ(fitted->encoder.width(), 512U);
    const Table twice{{textColumn("sms", {"free, FREE"})}};
    const auto features = encode(fitted->encoder, twice, 0);
    EXPECT_EQ(std::count_if(features.begin(), features.end(), [](double value) { return value != 0; }), 1);
    EXPECT_DOUBLE_EQ(*std::max_element(features.begin(), features.end()), std::log(3.0));
}

TEST(Encoder, comesBackFromJson) {
    const Table table = mixedTable(200);
    const auto fitted = fitEncoder(table, {.complete = true, .standardised = true});
    ASSERT_OK(fitted);
    const auto again = FeatureEncoder::fromJson(Json::parse(fitted->encoder.toJson().dump()));
    ASSERT_OK(again);
    for (size_t row = 0; row < 200; ++row) EXPECT_EQ(encode(*again, table, row), encode(fitted->encoder, table, row));
    EXPECT_FALSE(FeatureEncoder::fromJson(Json{{"columns", {{{"name", "x"}}}}}).has_value());
}

TEST(Encoder, namesTheColumnThatDoesNotFit) {
    const Table table{{realColumn("x", {1, 2}), categoryColumn("c", {"a", "b"})}};
    const auto fitted = fitEncoder(table, {});
    ASSERT_OK(fitted);
    const auto absent = fitted->encoder.bind(Table{{realColumn("x", {1})}}, fitted->inputs);
    ASSERT_FALSE(absent.has_value());
    EXPECT_NE(absent.error().message.find("'c'"), std::string::npos);
    const auto illTyped =
        fitted->encoder.bind(Table{{categoryColumn("x", {"one"}), categoryColumn("c", {"a"})}}, fitted->inputs);
    ASSERT_FALSE(illTyped.has_value());
    EXPECT_NE(illTyped.error().message.find("'x'"), std::string::npos);
    EXPECT_TRUE(
        fitted->encoder.bind(Table{{integerColumn("x", {1}), categoryColumn("c", {"a"})}}, fitted->inputs).has_value());
}

} // namespace
} // namespace lathe
