// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/substitution.h"

#include <gtest/gtest.h>

using namespace lathe;

namespace {

Result<Json> lookup(const std::string& name) {
    if (name == "rounds") return Json(200);
    if (name == "name") return Json("weather");
    if (name == "share") return Json(0.1);
    return fail(ErrorKind::InvalidInput, "no variable '{}'", name);
}

} // namespace

TEST(Substitution, AWholeTextKeepsTheValuesType) {
    EXPECT_EQ(substituted(Json("${rounds}"), lookup)->dump(), "200");
    EXPECT_EQ(substituted(Json("${ name }"), lookup)->dump(), "\"weather\"");
}

TEST(Substitution, InsideATextTheValueIsWrittenOut) {
    EXPECT_EQ(*substituted(Json("${name}-${rounds}-${share}.csv"), lookup), "weather-200-0.1.csv");
}

TEST(Substitution, ReachesNestedValuesAndLeavesTheRest) {
    const Json value = Json::parse(R"({"a": ["${rounds}", 1, null], "b": {"c": "plain"}})");
    EXPECT_EQ(substituted(value, lookup)->dump(), R"({"a":[200,1,null],"b":{"c":"plain"}})");
}

TEST(Substitution, TwoDollarsStandForOne) { EXPECT_EQ(*substituted(Json("cost $${x}"), lookup), "cost ${x}"); }

TEST(Substitution, UnknownNamesAndUnclosedBracesAreErrors) {
    EXPECT_EQ(substituted(Json("${nothing}"), lookup).error().message, "no variable 'nothing'");
    EXPECT_NE(substituted(Json("${name"), lookup).error().message.find("no closing"), std::string::npos);
}

TEST(Substitution, PlainTextsAreTypedAsInYaml) {
    EXPECT_TRUE(plainValue("12").is_number_integer());
    EXPECT_TRUE(plainValue("1.5").is_number_float());
    EXPECT_TRUE(plainValue("true").is_boolean());
    EXPECT_TRUE(plainValue("2012-03-01").is_string());
}
