// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/data/validation/data_schema.h"
#include "core/data/validation/expectation_catalog.h"
#include "core/data/validation/suite.h"

using namespace lathe;

namespace {

Error refused(const std::string& yaml) {
    auto suite = ExpectationSuite::parseText(yaml, "suite.yaml");
    if (suite) throw std::runtime_error("was read: " + yaml);
    return suite.error();
}

TEST(Suites, ownFormNamesTheExpectationByItsKey) {
    const auto suite = ExpectationSuite::parseText(R"(
name: orders
parameters: {top: 100}
expectations:
  - expect_column_values_to_be_between: {column: price, min_value: 0, max_value: {$PARAMETER: top * 1.5}, mostly: 0.99}
    severity: warning
    notes: no gifts
  - expect_table_row_count_to_equal: {value: 5}
)",
                                                   "suite.yaml");
    ASSERT_TRUE(suite) << suite.error().describe();
    ASSERT_EQ(suite->expectations.size(), 2U);
    EXPECT_EQ(suite->expectations[0].severity, CheckSeverity::Warning);
    EXPECT_EQ(suite->expectations[1].severity, CheckSeverity::Error);
    EXPECT_EQ(resolvedArguments(suite->expectations[0], suite->parameters).value()["max_value"], 150.0);
    EXPECT_EQ(suite->expectations[0].describe(),
              "price: values to be between (min_value 0, max_value {\"$PARAMETER\":\"top * 1.5\"}, mostly 0.99)");
    EXPECT_EQ(ExpectationSuite::parseText(suite->toYaml(), "again").value().toYaml(), suite->toYaml());
}

TEST(Suites, mistakesInOwnFormAreNamedWithTheirPlace) {
    const Error unknown = refused("expectations:\n  - expect_column_values_to_be_betwen: {column: a}\n");
    EXPECT_TRUE(unknown.message.starts_with("suite.yaml:2:")) << unknown.message;
    EXPECT_NE(unknown.hint.find("expect_column_values_to_be_between"), std::string::npos) << unknown.hint;
    const Error argument = refused("expectations:\n  - expect_column_values_to_be_between: {column: a, min_valu: 1}\n");
    EXPECT_NE(argument.hint.find("min_value"), std::string::npos) << argument.hint;
    EXPECT_NE(refused("expectations:\n  - expect_column_values_to_be_between: {min_value: 1}\n").message.find("column"),
              std::string::npos);
    refused("expectations:\n  - expect_column_values_to_not_be_null: {column: a, mostly: 1.5}\n");
    refused("expectations:\n  - expect_column_values_to_not_be_null: {column: a}\n    severity: fatal\n");
    refused("expectations:\n  - severity: error\n");
    refused("name: x\n");
    refused("[1, 2]");
}

TEST(Suites, whatAForeignSuiteHoldsBesideIsKeptAndRemarked) {
    const std::string json =
        R"({"expectation_suite_name": "s", "data_asset_type": null, "ge_cloud_id": null, "windows": 3,
        "expectations": [{"expectation_type": "expect_column_values_to_be_purple", "kwargs": {"column": "a"}, "meta": {"x": 1}, "rendered": [1]},
                         {"expectation_type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a", "hue": 1, "result_format": "BASIC"}, "meta": {}}]})";
    const auto suite = ExpectationSuite::parseText(json, "s.json").value();
    EXPECT_EQ(suite.name, "s");
    ASSERT_EQ(suite.remarks.size(), 1U);
    ASSERT_EQ(suite.expectations[0].remarks.size(), 1U);
    ASSERT_EQ(suite.expectations[1].remarks.size(), 1U);
    EXPECT_NE(suite.expectations[1].remarks[0].find("'hue'"), std::string::npos);
    const Json written = suite.toGreatExpectations();
    EXPECT_EQ(written["expectations"][0]["type"], "expect_column_values_to_be_purple");
    EXPECT_EQ(written["expectations"][0]["rendered"], Json::parse("[1]"));
    EXPECT_EQ(written["expectations"][1]["kwargs"]["hue"], 1);
    const auto own = ExpectationSuite::parseText(suite.toYaml(), "own");
    ASSERT_TRUE(own) << own.error().describe();
    EXPECT_EQ(own->expectations[0].type, "expect_column_values_to_be_purple");
}

TEST(Suites, charactersBeyondTheBasicPlaneSurvive) {
    const auto suite =
        ExpectationSuite::parseText(
            R"({"name": "s", "expectations": [{"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "a", "value_set": ["\ud83d\ude00"]}}]})",
            "s.json")
            .value();
    EXPECT_EQ(suite.expectations[0].kwargs["value_set"][0], "😀");
}

TEST(Suites, parametersAreArithmetic) {
    Expectation expectation;
    const auto resolved = [&](const char* parameter) {
        expectation.kwargs = {{"value", {{"$PARAMETER", parameter}}}};
        return resolvedArguments(expectation, Json{{"a", 6}, {"word", "x"}});
    };
    EXPECT_EQ(resolved("a").value()["value"], 6);
    EXPECT_EQ(resolved("word").value()["value"], "x");
    EXPECT_EQ(resolved("2 * (a - 1) / -5").value()["value"], -2.0);
    for (const char* wrong : {"b", "a +", "(a", "word * 2", "a b", ""}) EXPECT_FALSE(resolved(wrong)) << wrong;
    EXPECT_FALSE(resolved(std::string(200, '(').c_str()));
    expectation.kwargs = {{"value", {{"$PARAMETER", "gone"}, {"$PARAMETER.gone", 4}}}};
    EXPECT_EQ(resolvedArguments(expectation, Json::object()).value()["value"], 4);
}

TEST(Catalog, namesAreUniqueAndExplained) {
    std::set<std::string> names;
    for (const ExpectationSpec& spec : expectationCatalog()) {
        EXPECT_TRUE(names.insert(spec.type).second) << spec.type;
        EXPECT_TRUE(spec.help.ends_with(".")) << spec.type;
        EXPECT_EQ(findExpectation(spec.type), &spec);
    }
    EXPECT_GE(names.size(), 55U);
}

TEST(Catalog, everyExpectationAndArgumentIsInTheJsonSchema) {
    const Json schema = Json::parse(readTextFile(Path(LATHE_RESOURCES) / "schemas/suite.schema.json").value());
    const Json& known = schema["$defs"]["expectation"]["properties"];
    for (const ExpectationSpec& spec : expectationCatalog()) {
        ASSERT_TRUE(known.contains(spec.type)) << spec.type;
        for (const ArgumentSpec& argument : spec.arguments)
            EXPECT_TRUE(known[spec.type]["properties"].contains(argument.name)) << spec.type << " " << argument.name;
    }
    EXPECT_EQ(known.size(), expectationCatalog().size() + 3);
}

TEST(Documents, everySuiteAndSchemaReads) {
    const std::string text = readTextFile(Path(LATHE_RESOURCES).parent_path() / "docs/validation.md").value();
    const auto block = [&](const std::string& fence) {
        const size_t begin = text.find("```" + fence + "\n") + fence.size() + 4;
        return text.substr(begin, text.find("```", begin) - begin);
    };
    const auto suite = ExpectationSuite::parseText(block("suite"), "validation.md");
    ASSERT_TRUE(suite) << suite.error().describe();
    EXPECT_EQ(suite->expectations.size(), 4U);
    const auto schema = DataSchema::parse(ConfigNode::parse(block("schema"), "validation.md").value());
    ASSERT_TRUE(schema) << schema.error().describe();
    EXPECT_EQ(schema->features.size(), 3U);
}

} // namespace
