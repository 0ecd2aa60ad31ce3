// SPDX-License-Identifier: GPL-3.0-or-later
// Suites inferred from versions, and what a project keeps.
#include <map>

#include "core/data/csv/csv.h"
#include "core/data/validation/infer.h"
#include "core/data/validation/validations.h"
#include "testing.h"

using namespace lathe;

namespace {

class ProjectValidations : public ColumnFileTest {
protected:
    void SetUp() override {
        ColumnFileTest::SetUp();
        m_project = Project::create(folder() / "p.lathe", "p").value();
        Table table;
        std::vector<std::optional<std::string>> codes;
        std::vector<std::optional<std::string>> cities;
        std::vector<double> prices;
        for (int i = 0; i < 100; ++i) {
            codes.emplace_back("AB-" + std::to_string(100 + i));
            cities.emplace_back(i % 10 == 0 ? std::nullopt : std::optional<std::string>(i % 2 ? "Rome" : "Oslo"));
            prices.push_back(i * 0.5);
        }
        table.columns = {textColumn("code", codes), categoryColumn("city", cities), realColumn("price", prices)};
        m_version = Datasets(*m_project).store("orders", table, "test").value();
        m_file = Datasets(*m_project).open(m_version).value();
    }
    std::unique_ptr<Project> m_project;
    VersionInfo m_version;
    std::shared_ptr<const ColumnFile> m_file;
};

TEST_F(ProjectValidations, inferWhatAVersionTells) {
    const auto suite = inferSuite(*m_file, "orders", {}, JobContext()).value();
    std::map<std::string, Json> found;
    for (const Expectation& each : suite.expectations)
        found[each.type + " " + each.kwargs.value("column", "")] = each.kwargs;
    EXPECT_EQ(found["expect_column_values_to_match_regex code"]["regex"], "^[A-Z]{2}\\-[0-9]{3}$");
    EXPECT_TRUE(found.contains("expect_column_values_to_be_unique code"));
    EXPECT_EQ(found["expect_column_values_to_be_in_set city"]["value_set"], Json::parse(R"(["Oslo", "Rome"])"));
    EXPECT_EQ(found["expect_column_values_to_not_be_null city"]["mostly"], 0.85);
    EXPECT_EQ(found["expect_column_values_to_be_between price"]["min_value"], 0.0)
        << "what was never negative stays so";
    EXPECT_EQ(found["expect_column_values_to_be_between price"]["max_value"], 54.5) << "49.5 × 1.1, to three digits";
    EXPECT_EQ(found["expect_table_row_count_to_be_between "]["max_value"], 150);
    const auto result = validate(*m_file, suite, {}, JobContext()).value();
    EXPECT_EQ(result.met(), result.results.size());
}

TEST_F(ProjectValidations, keepSuitesAndResults) {
    const Validations validations(*m_project);
    EXPECT_EQ(validations.suite("orders").error().kind, ErrorKind::NotFound);
    auto suite = inferSuite(*m_file, "orders", {}, JobContext()).value();
    ASSERT_TRUE(validations.saveSuite(suite));
    suite.expectations.pop_back();
    ASSERT_TRUE(validations.saveSuite(suite)) << "replaces";
    ASSERT_EQ(validations.suites().value().size(), 1U);
    EXPECT_EQ(validations.suite("orders").value().toYaml(), suite.toYaml());

    const auto result = validations.run(m_version, suite, {}, JobContext()).value();
    EXPECT_EQ(result.reference, "orders@1");
    const auto kept = validations.save(m_version, result).value();
    const auto history = validations.history("orders").value();
    ASSERT_EQ(history.size(), 1U);
    EXPECT_EQ(history[0].met, suite.expectations.size());
    EXPECT_EQ(history[0].reference(), "orders@1");
    EXPECT_TRUE(validations.history("orders", "other").value().empty());
    EXPECT_EQ(validations.load(kept.id).value().toJson(), result.toJson());
    EXPECT_EQ(validations.load(ValidationId("none")).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(m_project->audit(1).value().front().entry.action, "dataset.validate");
    EXPECT_TRUE(m_project->check(JobContext()).value().empty());
}

TEST_F(ProjectValidations, removedSuitesComeBack) {
    const Validations validations(*m_project);
    ExpectationSuite suite;
    suite.name = "s";
    ASSERT_TRUE(validations.saveSuite(suite));
    ASSERT_TRUE(validations.removeSuite("s"));
    EXPECT_TRUE(validations.suites().value().empty());
    ASSERT_TRUE(m_project->restore(m_project->trash().value().front().id));
    EXPECT_TRUE(validations.suite("s"));
    suite.name = "a/b";
    EXPECT_FALSE(validations.saveSuite(suite));
    EXPECT_FALSE(validations.removeSuite("none"));
}

TEST(CommonForm, isFoundOrNot) {
    EXPECT_EQ(commonForm({"AB-1", "CD-22"}), "^[A-Z]{2}\\-[0-9]{1,2}$");
    EXPECT_EQ(commonForm({"anna@example.org", "b.c@x.io"}).substr(0, 3), "^[A");
    EXPECT_EQ(commonForm({"2024-01-02"}), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    EXPECT_EQ(commonForm({"12345", "54321"}), "^[0-9]{5}$");
    EXPECT_EQ(commonForm({"one", "two"}), "");
    EXPECT_EQ(commonForm({"A1", "1A"}), "");
    EXPECT_EQ(commonForm({}), "");
}

#ifdef LATHE_DATA
TEST_F(ProjectValidations, inferredSuitesFitTheirOwnTables) {
    size_t tables = 0;
    for (const char* name : {"titanic/titanic.csv", "penguins/penguins.csv", "diamonds/diamonds.csv", "taxis/taxis.csv",
                             "adult/adult.data", "seattle-weather/seattle-weather.csv", "small-tables/iris.csv",
                             "telco-churn/telco-churn.csv"}) {
        const Path csv = Path(LATHE_DATA) / name;
        if (!std::filesystem::exists(csv)) continue;
        const auto version = Datasets(*m_project).importCsv(csv, "t" + std::to_string(++tables), {}, JobContext());
        ASSERT_TRUE(version) << name << version.error().describe();
        const auto file = Datasets(*m_project).open(*version).value();
        const auto suite = inferSuite(*file, name, {}, JobContext()).value();
        EXPECT_GT(suite.expectations.size(), file->columns());
        const auto result = validate(*file, suite, {}, JobContext()).value();
        for (const ExpectationResult& each : result.results)
            EXPECT_TRUE(each.success) << name << " " << each.expectation.describe() << " " << each.summary();
    }
    EXPECT_GE(tables, 4U);
}
#endif

} // namespace
