// SPDX-License-Identifier: GPL-3.0-or-later
// Texts: regular expressions as Python's re, LIKE, dates as Python's strptime and dateutil, JSON Schema. What Python
// says of each case was asked of Python 3.11 and python-dateutil 2.9.
#include <gtest/gtest.h>

#include "core/data/validation/json_schema.h"
#include "core/data/validation/loose_dates.h"
#include "core/data/validation/pattern.h"
#include "core/data/validation/row_condition.h"
#include "core/data/validation/time_format.h"

using namespace lathe;

namespace {

bool found(const std::string& expression, std::string_view text) {
    return Pattern::compile(expression).value().search(text) == Pattern::Outcome::Found;
}

TEST(Patterns, meanWhatPythonMeans) {
    EXPECT_TRUE(found("b+", "abbc"));
    EXPECT_FALSE(found("^b", "ab"));
    EXPECT_TRUE(found("a$", "a\n")) << "$ stands before a last line break";
    EXPECT_FALSE(found("a\\Z", "a\n"));
    EXPECT_TRUE(found("(?<=code-)0", "code-0"));
    EXPECT_TRUE(found(R"((?P<x>a)(?P=x))", "aa"));
    EXPECT_TRUE(found(R"(^\w+$)", "Größe")) << "classes are Unicode's";
    EXPECT_TRUE(found(R"(^\d$)", "٣"));
    EXPECT_TRUE(found("", ""));
    EXPECT_TRUE(found(R"(^[^\W\d_]+$)", "Ωmega"));
}

TEST(Patterns, aWrongOneSaysWhere) {
    const auto wrong = Pattern::compile("a(b");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("at character 4"), std::string::npos) << wrong.error().message;
    EXPECT_FALSE(Pattern::compile(std::string(70'000, 'a')));
}

TEST(Patterns, whatTakesTooLongEnds) {
    const auto evil = Pattern::compile("^(a+)+$").value();
    EXPECT_NE(evil.search(std::string(5000, 'a') + "b"), Pattern::Outcome::Found);
    EXPECT_EQ(Pattern::compile("a").value().search("\xff"), Pattern::Outcome::TooHard) << "not UTF-8";
}

TEST(Patterns, likeKnowsWildcardsAndEscapes) {
    EXPECT_TRUE(found(likeExpression("a%z"), "abcz"));
    EXPECT_FALSE(found(likeExpression("a%z"), "abczy"));
    EXPECT_TRUE(found(likeExpression("_.b"), "x.b"));
    EXPECT_FALSE(found(likeExpression("_.b"), "xab"));
    EXPECT_TRUE(found(likeExpression("100!%", '!'), "100%"));
    EXPECT_FALSE(found(likeExpression("100!%", '!'), "100x"));
    EXPECT_TRUE(found(likeExpression("a%b"), "a\nb"));
}

TEST(TimeFormats, acceptWhatStrptimeAccepts) {
    struct Case {
        const char* text;
        const char* format;
        bool fits;
    };
    const Case cases[] = {{"2020-366", "%Y-%j", true},
                          {"24:00", "%H:%M", false},
                          {"12:00:60", "%H:%M:%S", false},
                          {"  2020", "%Y", false},
                          {"13 pm", "%I %p", false},
                          {"2020-02-30", "%Y-%m-%d", false},
                          {"29 Feb", "%d %b", false},
                          {"0000", "%Y", false},
                          {"29/02/00", "%d/%m/%y", true},
                          {"+0100", "%z", true},
                          {"z", "%z", false},
                          {"Z", "%z", true},
                          {"UTC", "%Z", true},
                          {"CET", "%Z", false},
                          {"+01:00:30", "%z", true},
                          {"+01:0030", "%z", false},
                          {"2020 5 1", "%Y %U %w", true},
                          {"1/2/2020", "%d/%m/%Y", true},
                          {"JANUARY 5", "%B %d", true},
                          {"5%", "%d%%", true},
                          {"2020-01-01 ", "%Y-%m-%d", false},
                          {"2020  01", "%Y %m", true},
                          {"1.5", "%d.%m", true},
                          {"12:30:15.123456", "%H:%M:%S.%f", true}};
    for (const Case& each : cases)
        EXPECT_EQ(TimeFormat::compile(each.format).value().matches(each.text), each.fits)
            << each.text << " " << each.format;
    EXPECT_FALSE(TimeFormat::compile("%Q"));
    EXPECT_FALSE(TimeFormat::compile("%Y %Y"));
    EXPECT_FALSE(TimeFormat::compile("%"));
}

TEST(LooseDates, areReadAsDateutilReadsThem) {
    const std::pair<const char*, bool> cases[] = {
        {"2024-03-03", true},
        {"2024/3/3", true},
        {"3.3.2024", true},
        {"03/04/24", true},
        {"3 March 2024", true},
        {"March 3, 2024", true},
        {"Mar 3", true},
        {"3 Mar", true},
        {"Mon 3/4/24 5pm", true},
        {"Monday", true},
        {"20240303", true},
        {"20240303T1030", true},
        {"2024-03-03T10:30:15Z", true},
        {"2024-03-03T10:30+01:00", true},
        {"2024-03-03 10:30:15.123456", true},
        {"10:30", true},
        {"10:30:61", false},
        {"25:00", false},
        {"10:61", false},
        {"5 pm", true},
        {"17 pm", true},
        {"hello", false},
        {"code-001", false},
        {"Berlin", false},
        {"12", true},
        {"99", true},
        {"2024", true},
        {"13/13/2024", false},
        {"31/12/2024", true},
        {"12/31/2024", true},
        {"2024-02-30", false},
        {"30 Feb 2024", false},
        {"", false},
        {"2024-13-01", false},
        {"1.5.2024", true},
        {"2024.5.1", true},
        {"10h", true},
        {"10h36m", true},
        {"Sep 25 2003", true},
        {"Thu Sep 25 10:36:28 2003", true},
        {"25-Sep-2003", true},
        {"Sep-25-2003", true},
        {"2003-Sep-25", true},
        {"20030925T104941", true},
        {"199709020908", true},
        {"July 4th, 1976", true},
        {"4th of July 1976", true},
        {"12:00 am", true},
        {"0:01", true},
        {"1e5", false},
        {"abc 2024", false},
        {"2024-1", true},
        {"1-2024", true},
        {"true", false},
        {"--", false},
        {"3rd of May 2001", true},
        {"5:50 A.M. on June 13, 1990", true},
        {"2024-03-03T25:00", false},
        {"20241301", false},
        {"Wed, July 10, '96", true},
    };
    for (const auto& [text, fits] : cases) EXPECT_EQ(isLooseDate(text), fits) << "'" << text << "'";
}

TEST(JsonSchemas, acceptAndRefuse) {
    const Json schema = Json::parse(R"({"type": "object", "required": ["n"], "additionalProperties": false,
        "properties": {"n": {"type": "integer", "minimum": 1, "maximum": 3}, "tag": {"enum": ["a", "b", null]},
                       "list": {"type": "array", "items": {"$ref": "#/$defs/word"}, "maxItems": 2, "uniqueItems": true}},
        "$defs": {"word": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2}}})");
    const auto compiled = JsonSchema::compile(schema).value();
    for (const char* good : {R"({"n": 1})", R"({"n": 3.0, "tag": null})", R"({"n": 2, "list": ["ab", "cd"]})"})
        EXPECT_TRUE(compiled.acceptsText(good)) << good;
    for (const char* bad :
         {R"({"n": 4})", R"({})", R"([1])", R"({"n": 1, "x": 1})", R"({"n": 1.5})", R"({"n": 2, "list": ["ab", "ab"]})",
          R"({"n": 2, "list": ["a"]})", R"({"n": 2, "list": ["ab", "cd", "ef"]})", "{", R"({"n": 1, "tag": "c"})"})
        EXPECT_FALSE(compiled.acceptsText(bad)) << bad;
    EXPECT_TRUE(JsonSchema::compile(Json::parse(R"({"anyOf": [{"type": "null"}, {"not": {"type": "string"}}]})"))
                    .value()
                    .acceptsText("1"));
    EXPECT_FALSE(
        JsonSchema::compile(Json::parse(R"({"oneOf": [{"minimum": 1}, {"minimum": 2}]})")).value().acceptsText("3"));
    EXPECT_FALSE(JsonSchema::compile(Json::parse(R"({"$ref": "#/nowhere"})")));
    EXPECT_FALSE(JsonSchema::compile(Json::parse(R"({"unevaluatedItems": false})")))
        << "not understood, so not passed over";
    EXPECT_FALSE(JsonSchema::compile(Json::parse(R"({"$ref": "#"})")).value().acceptsText("1")) << "refers to itself";
}

TEST(RowConditions, becomeExpressions) {
    const auto text = [](const char* json) { return rowConditionExpression(Json::parse(json)); };
    EXPECT_EQ(text(R"("age > 30 and city == \"Par'is\"")").value(), "`age` > 30  and  `city`  =  'Par''is'");
    EXPECT_EQ(text(R"("col(\"a b\") >= 1.5")").value(), "`a b` >= 1.5");
    EXPECT_EQ(
        text(
            R"({"type": "and", "conditions": [{"type": "comparison", "column": {"name": "a"}, "operator": "IN", "parameter": [1, 2]},
                       {"type": "nullity", "column": {"name": "b"}, "is_null": false}]})")
            .value(),
        "(`a` in [1, 2]) and (`b` is not missing)");
    EXPECT_FALSE(text(R"("a > @b")"));
    EXPECT_FALSE(text(R"("a == 'x")"));
    EXPECT_FALSE(text(R"({"type": "magic"})"));
}

} // namespace
