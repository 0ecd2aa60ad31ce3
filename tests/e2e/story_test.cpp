// SPDX-License-Identifier: GPL-3.0-or-later
// Story S2: the whole lifecycle of the weather sample through the binary, without a screen.
#include "core/serve/deployments.h"
#include "tests/e2e/lathe_program.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class Story : public ProjectTest {
protected:
    Json batch(int expected = 0, std::vector<std::string> settings = {}) {
        std::vector<std::string> arguments{"--batch", (project / "sample" / "pipeline.yaml").string()};
        for (const auto& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
        return run(arguments, expected);
    }

    void clean(const std::string& from, const std::string& recipe, const std::string& into) {
        run({"data", "clean", from, "--recipe", (project / "sample" / recipe).string(), "--name", into});
    }

    static const Json& step(const Json& outcome, const std::string& name) {
        for (const auto& item : outcome.at("steps"))
            if (item.at("name") == name) return item;
        throw std::runtime_error("no step " + name);
    }

    static size_t countState(const Json& outcome, const std::string& state) {
        size_t count = 0;
        for (const auto& item : outcome.at("steps")) count += item.at("state") == state;
        return count;
    }
};

} // namespace

TEST_F(Story, ThePipelineLearnsServesAndReportsTheRealDrift) {
    makeProject("weather");
    const Json outcome = batch();
    EXPECT_TRUE(outcome["succeeded"]) << outcome.dump(2);
    const Json drift = step(outcome, "drift")["outputs"];
    EXPECT_TRUE(drift["label_drifted"]);
    EXPECT_LT(drift["current_accuracy"].get<double>(), drift["reference_accuracy"].get<double>() - 0.05);
    const auto html = readTextFile(project / drift["html"].get<std::string>());
    ASSERT_TRUE(html);
    EXPECT_NE(html->find("weather"), std::string::npos);
    EXPECT_EQ(html->find("<script"), std::string::npos);
    EXPECT_LT(html->size(), 2'000'000u);
    EXPECT_EQ(run({"serve", "status"})[0]["state"], "stopped");
    EXPECT_GT(run({"serve", "status"})[0]["logged_rows"], 0);
    expectClean();

    const Json again = batch();
    EXPECT_TRUE(again["succeeded"]);
    EXPECT_GE(countState(again, "cached"), 5u) << "imports, recipes, runs and the registration are not done twice";
    EXPECT_EQ(run({"run", "list"}).size(), 2u);
}

TEST_F(Story, AFailingGateEndsWithStatusThreeAndIsNamed) {
    makeProject("weather");
    const Json outcome = batch(3, {"floor=0.999"});
    EXPECT_TRUE(outcome["gate_closed"]);
    EXPECT_NE(outcome["message"].get<std::string>().find("good-enough"), std::string::npos);
    EXPECT_EQ(step(outcome, "model")["state"], "skipped");
    EXPECT_TRUE(run({"model", "list"}).empty());
}

TEST_F(Story, TheSameByHandAndFromAnotherPlace) {
    makeProject("weather");
    clean("weather", "recipe.yaml", "weather-tidy");
    clean("weather-tidy", "years-2012-2013.yaml", "weather-2012-2013");
    const Json trained = run({"run", "start", (project / "sample" / "boosted.yaml").string()});
    EXPECT_EQ(trained["state"], "finished");
    EXPECT_TRUE(trained["metrics"].contains("test_accuracy"));
    EXPECT_TRUE(run({"run", "reproduce", trained["name"]})["identical"]);
    run({"model", "register", trained["run"], "--name", "day-kind", "--alias", "champion"});
    const Json shown = run({"model", "show", "day-kind@champion"});
    std::vector<std::string> kinds;
    for (const auto& item : shown["lineage"]) kinds.push_back(item["kind"]);
    EXPECT_EQ(kinds, (std::vector<std::string>{"source", "dataset", "recipe", "dataset", "recipe", "dataset", "run",
                                               "model"}));

    const Path elsewhere = scratch.path() / "moved here, with blanks";
    std::filesystem::rename(project, elsewhere);
    project = elsewhere;
    expectClean();
    const Path predictions = scratch.path() / "predictions.csv";
    const Json predicted = run({"predict", "day-kind@champion", "weather-tidy", "--output", predictions.string()});
    EXPECT_EQ(predicted["rows"], 1461);
    const auto text = readTextFile(predictions);
    ASSERT_TRUE(text);
    EXPECT_EQ(std::count(text->begin(), text->end(), '\n'), 1462);

    const Json served = run({"serve", "start", "day-kind@champion"});
    const std::string url = served["url"].get<std::string>() + "/v1/models/day-kind:predict";
    const auto reply = httpRequest(
        url, "POST",
        R"({"instances": [{"precipitation": 9.5, "temp_max": 8.1, "temp_min": 3.0, "wind": 4.1, "month": 12}]})");
    ASSERT_TRUE(reply) << reply.error().describe();
    EXPECT_EQ(reply->status, 200) << reply->body;
    const auto refused = httpRequest(url, "POST", R"({"instances": [{"precipitation": "wet"}]})");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 400);
    EXPECT_NE(refused->body.find("precipitation"), std::string::npos) << refused->body;
    EXPECT_EQ(run({"serve", "stop", "day-kind"})["logged_rows"], 1);
    expectClean();
}

TEST_F(Story, DriftIsAnExitStatusWhenAskedFor) {
    makeProject("weather");
    batch();
    run({"drift", "report", "weather-2012-2013", "weather-2014-2015", "--target", "weather"}, 0);
    run({"drift", "report", "weather-2012-2013", "weather-2014-2015", "--target", "weather", "--fail-on-drift"}, 3);
    run({"drift", "report", "weather-2012-2013", "weather-2012-2013", "--target", "weather", "--fail-on-drift"}, 0);
    const Json evidently =
        run({"drift", "report", "weather-2012-2013", "weather-2014-2015", "--defaults", "evidently", "--no-save"});
    EXPECT_FALSE(evidently["columns"].empty());
}
