// SPDX-License-Identifier: GPL-3.0-or-later
// Suites written by Great Expectations load, run here, and give what Great Expectations gave. The fixtures under
// tests/fixtures/validation and how they came about are described in the README there.
#include <cmath>

#include <gtest/gtest.h>

#include "core/data/csv/csv.h"
#include "core/data/validation/expectation_catalog.h"
#include "testing.h"

using namespace lathe;

namespace {

const Path fixtures = Path(LATHE_FIXTURES) / "validation";

Json readJson(const std::string& name) { return Json::parse(readTextFile(fixtures / name).value()); }

class GreatExpectations : public ColumnFileTest {
protected:
    void SetUp() override {
        ColumnFileTest::SetUp();
        const auto imported = importCsvFile(fixtures / "orders.csv", folder() / "orders.h5", {}, JobContext());
        ASSERT_TRUE(imported) << imported.error().describe();
        m_file = ColumnFile::open(folder() / "orders.h5").value();
    }
    std::shared_ptr<const ColumnFile> m_file;
};

void expectSameNumber(const Json& ours, const Json& theirs, const std::string& what) {
    if (theirs.is_null()) {
        EXPECT_TRUE(ours.is_null()) << what << ": " << ours;
        return;
    }
    ASSERT_TRUE(ours.is_number()) << what << ": " << ours << " instead of " << theirs;
    const auto expected = theirs.get<double>();
    EXPECT_NEAR(ours.get<double>(), expected, 1e-9 * std::max(1.0, std::abs(expected))) << what;
}

/// Dates are shown with the day alone here and with midnight there; whole numbers with gaps are floating-point there.
void expectSameValue(const Json& ours, const Json& theirs, const std::string& what) {
    if (theirs.is_number() && ours.is_number()) return expectSameNumber(ours, theirs, what);
    if (theirs.is_array() && ours.is_array()) {
        ASSERT_EQ(ours.size(), theirs.size()) << what << ours << theirs;
        for (size_t i = 0; i < ours.size(); ++i) expectSameValue(ours[i], theirs[i], what);
        return;
    }
    if (theirs.is_object() && ours.is_object()) {
        for (const auto& [key, value] : theirs.items())
            expectSameValue(ours.value(key, Json()), value, what + "." + key);
        return;
    }
    if (theirs.is_string() && ours.is_string()) {
        EXPECT_TRUE(theirs.get<std::string>().starts_with(ours.get<std::string>())) << what << ours << theirs;
        return;
    }
    EXPECT_EQ(ours, theirs) << what;
}

/// What a type is called differs; the members of a set and ties come in no particular order there.
bool comparesObserved(const std::string& type) {
    return type.find("type") == std::string::npos && type.find("most_common") == std::string::npos &&
           type.find("distinct_values") == std::string::npos;
}

void expectSame(const ExpectationResult& ours, const Json& theirs) {
    const std::string what = ours.expectation.describe() + " " + ours.expectation.kwargs.dump();
    EXPECT_TRUE(ours.ran) << what << ": " << ours.problem;
    EXPECT_EQ(ours.success, theirs["success"].get<bool>()) << what << "\n" << ours.toJson().dump(1) << "\n" << theirs;
    const Json fields = ours.toJson()["result"];
    for (const char* count : {"element_count", "unexpected_count", "unexpected_percent", "missing_count",
                              "missing_percent", "unexpected_percent_total"})
        if (theirs.contains(count)) expectSameNumber(fields.value(count, Json()), theirs[count], what + " " + count);
    if (theirs.contains("unexpected_index_list")) {
        Json first = Json::array();
        for (const Json& row : theirs["unexpected_index_list"])
            if (first.size() < 20) first.push_back(row);
        EXPECT_EQ(fields.value("partial_unexpected_index_list", Json()), first) << what;
    }
    if (theirs.contains("observed_value") && !theirs["observed_value"].is_null() &&
        comparesObserved(ours.expectation.type))
        expectSameValue(fields.value("observed_value", Json()), theirs["observed_value"], what + " observed_value");
}

void expectSameResults(const ColumnFile& file, const std::string& suiteFile, const std::string& resultFile) {
    const auto suite = ExpectationSuite::readFile(fixtures / suiteFile);
    ASSERT_TRUE(suite) << suite.error().describe();
    const Json theirs = readJson(resultFile);
    ASSERT_EQ(suite->expectations.size(), theirs.size());
    const auto ours = validate(file, *suite, {}, JobContext());
    ASSERT_TRUE(ours) << ours.error().describe();
    // Great Expectations gives its results in an order of its own.
    std::vector<uint8_t> used(theirs.size());
    for (const ExpectationResult& result : ours->results) {
        const Json kwargs = resolvedArguments(result.expectation, suite->parameters).value();
        size_t match = theirs.size();
        for (size_t i = 0; i < theirs.size() && match == theirs.size(); ++i) {
            bool same = used[i] == 0 && theirs[i]["type"] == result.expectation.type;
            for (const auto& [key, value] : kwargs.items())
                same = same && theirs[i]["kwargs"].contains(key) && theirs[i]["kwargs"][key] == value;
            if (same) match = i;
        }
        ASSERT_LT(match, theirs.size()) << result.expectation.type << kwargs;
        used[match] = 1;
        ASSERT_FALSE(theirs[match]["raised"].get<bool>());
        expectSame(result, theirs[match]);
    }
}

TEST_F(GreatExpectations, suiteOfVersion1GivesTheSame) {
    expectSameResults(*m_file, "orders_suite.json", "orders_result.json");
}

TEST_F(GreatExpectations, suiteOfVersion0GivesTheSame) {
    expectSameResults(*m_file, "orders_suite_018.json", "orders_result_018.json");
}

TEST_F(GreatExpectations, fixturesCoverNearlyAllExpectations) {
    std::set<std::string> covered;
    for (const char* file : {"orders_result.json", "orders_result_018.json"})
        for (const Json& result : readJson(file)) covered.insert(result["type"]);
    std::vector<std::string> missing;
    for (const ExpectationSpec& spec : expectationCatalog())
        if (!covered.contains(spec.type)) missing.push_back(spec.type);
    // Great Expectations runs LIKE patterns on SQL only; the others exist in no released pandas engine or need a second
    // table.
    const std::vector<std::string> own{"expect_column_type_to_be",
                                       "expect_table_row_count_to_equal_other_table",
                                       "expect_column_values_to_match_like_pattern",
                                       "expect_column_values_to_not_match_like_pattern",
                                       "expect_column_values_to_match_like_pattern_list",
                                       "expect_column_values_to_not_match_like_pattern_list",
                                       "expect_multicolumn_values_to_be_unique"};
    EXPECT_EQ(std::set(missing.begin(), missing.end()), std::set(own.begin(), own.end()));
}

TEST_F(GreatExpectations, writtenSuiteReadsBackTheSame) {
    const auto suite = ExpectationSuite::readFile(fixtures / "orders_suite.json").value();
    const Json written = suite.toGreatExpectations();
    const auto again = ExpectationSuite::parseText(written.dump(1), "again");
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->toGreatExpectations(), written);
    EXPECT_EQ(written["expectations"].size(), readJson("orders_suite.json")["expectations"].size());
    const auto own = ExpectationSuite::parseText(suite.toYaml(), "suite.yaml");
    ASSERT_TRUE(own) << own.error().describe();
    EXPECT_EQ(own->toYaml(), suite.toYaml());
}

TEST_F(GreatExpectations, resultReadsBackTheSame) {
    const auto suite = ExpectationSuite::readFile(fixtures / "orders_suite.json").value();
    const auto result = validate(*m_file, suite, {}, JobContext()).value();
    const Json json = result.toJson();
    EXPECT_EQ(ValidationResult::fromJson(json).value().toJson(), json);
}

TEST_F(GreatExpectations, doesNotDependOnThreads) {
    const auto suite = ExpectationSuite::readFile(fixtures / "orders_suite.json").value();
    ValidationOptions one;
    one.threads = 1;
    ValidationOptions four;
    four.threads = 4;
    const auto left = validate(*m_file, suite, one, JobContext()).value().toJson();
    const auto right = validate(*m_file, suite, four, JobContext()).value().toJson();
    EXPECT_EQ(left["results"], right["results"]);
}

} // namespace
