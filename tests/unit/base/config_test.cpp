// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/config.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace lathe;

namespace {

ConfigNode parsed(std::string_view text) {
    auto node = ConfigNode::parse(text, "run.yaml");
    EXPECT_TRUE(node.has_value()) << node.error().describe();
    return *node;
}

std::string refusal(std::string_view text) {
    const auto node = ConfigNode::parse(text, "run.yaml");
    return node ? "accepted" : node.error().message;
}

} // namespace

TEST(Config, AnUnknownKeyNamesPlaceAndNearestKey) {
    const auto node = parsed("model:\n  kind: mlp\n  epchs: 20\n");
    const auto checked = node.require("model")->allowKeys({"kind", "epochs"});
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message, "run.yaml:3:10: model.epchs: unknown key 'epchs'");
    EXPECT_EQ(checked.error().hint, "Did you mean 'epochs'?");
}

TEST(Config, AWrongTypeNamesThePlace) {
    const auto node = parsed("seed: soon\n");
    const auto seed = node.integerOr("seed", 0);
    ASSERT_FALSE(seed);
    EXPECT_EQ(seed.error().message, "run.yaml:1:7: seed: must be a whole number");
}

TEST(Config, ReadsJsonToo) {
    const auto node = parsed(R"({"a": [1, 2.5, "3", true, null], "b": {"c": "d"}})");
    EXPECT_EQ(node.toJson().dump(), R"({"a":[1,2.5,"3",true,null],"b":{"c":"d"}})");
}

TEST(Config, RefusesDuplicateKeysDeepNestingAndSyntaxErrorsWithThePlace) {
    EXPECT_EQ(refusal("a: 1\na: 2\n"), "run.yaml:2:1: the key 'a' stands twice");
    EXPECT_NE(refusal(std::string(200, '[') + std::string(200, ']')).find("nested deeper than 100"), std::string::npos);
    EXPECT_NE(refusal(std::string(200000, '[')).find("nested deeper"), std::string::npos);
    EXPECT_EQ(refusal("a: [1, 2\nb: 3\n").substr(0, 11), "run.yaml:2:");
    EXPECT_NE(refusal("--- a\n--- b\n").find("more than one document"), std::string::npos);
}

TEST(Config, RefusesZerosThatLookLikeOtherEncodings) {
    for (const std::string& text :
         {std::string("\1\0\0\0{\"a\":", 9), std::string("a\0:\0 \0\xc3\xb6", 8), std::string("a: b\0", 5)}) {
        const auto node = ConfigNode::parse(text, "zeros.yaml");
        ASSERT_FALSE(node);
        EXPECT_NE(node.error().message.find("NUL"), std::string::npos);
    }
}

TEST(Config, EveryEscapeGivesUtf8) {
    const auto node = ConfigNode::parse("\"ö\\_\": \"€\\Nö\\_\\L\\xe9\"\n", "escapes.yaml");
    ASSERT_TRUE(node) << node.error().describe();
    EXPECT_EQ(node->toJson().dump(), "{\"ö\u00a0\":\"€\u0085ö\u00a0\u2028é\"}");
    EXPECT_EQ(ConfigNode::parse(toYaml(node->toJson()), "again")->toJson(), node->toJson());
}

TEST(Config, ControlCharactersAreWrittenAsEscapes) {
    for (const char* text : {"\r", "a\rb", "a\r\n", "\tb", "\x1f"}) {
        const Json value{{"a", text}};
        EXPECT_EQ(ConfigNode::parse(toYaml(value), "again")->toJson(), value) << toYaml(value);
    }
}

/// Each key is looked up among those before it; that must not take the square of their number.
TEST(Config, ReadsTensOfThousandsOfKeys) {
    std::string text;
    for (int i = 0; i < 30000; ++i) text += fmt::format("a key of some length {}: 1\n", i);
    const auto node = ConfigNode::parse(text, "many.yaml");
    ASSERT_TRUE(node) << node.error().describe();
    EXPECT_EQ(node->entries()->size(), 30000U);
    EXPECT_FALSE(ConfigNode::parse(text + "a key of some length 7: 1\n", "twice.yaml"));
}

TEST(Config, BoundsAliasesThatExpand) {
    std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 9; ++i) {
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 10; ++j) bomb += (j ? "," : "") + std::string("*a") + std::to_string(i - 1);
        bomb += "]\n";
    }
    EXPECT_NE(refusal(bomb).find("more than 100000 values"), std::string::npos);
}

TEST(Config, SetsWhatADottedKeyNames) {
    Json config = Json::parse(R"({"model":{"kind":"mlp","depth":3},"seed":1})");
    ASSERT_TRUE(setDotted(config, "model.depth", 4));
    ASSERT_TRUE(setDotted(config, "split.test", 0.25));
    EXPECT_EQ(config, Json::parse(R"({"model":{"kind":"mlp","depth":4},"seed":1,"split":{"test":0.25}})"));
    for (const char* wrong : {"seed.x", "model.kind.x", "", "model..depth", ".", "model."}) {
        const auto done = setDotted(config, wrong, 1);
        ASSERT_FALSE(done) << wrong;
        EXPECT_EQ(done.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(Config, ZeroKeepsItsSign) {
    const Json value{{"a", -0.0}};
    const Json again = parsed(toYaml(value)).toJson();
    EXPECT_TRUE(std::signbit(again["a"].get<double>())) << toYaml(value);
    EXPECT_EQ(toYaml(again), toYaml(value));
}

TEST(Config, YamlWrittenIsReadBackToTheSameValue) {
    const Json value = Json::parse(
        R"({"name":"a: b # c","yes":"true","number":"12","list":[1,2.5,"x"],"steps":[{"drop":{"columns":["a b"]}},{"filter":{"where":"x > 'y'"}}],"none":null,"text":"two\nlines"})");
    EXPECT_EQ(parsed(toYaml(value)).toJson(), value) << toYaml(value);
}
