// SPDX-License-Identifier: GPL-3.0-or-later
// Cleaning, spellings and anonymity through the program.
#include "tests/e2e/lathe_program.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class RecipeCommands : public ProjectTest {
protected:
    std::string write(const std::string& name, const std::string& content) {
        EXPECT_TRUE(writeFileAtomic(scratch.path() / name, content));
        return (scratch.path() / name).string();
    }
};

const std::string people =
    "town,age,illness\nBonn,31,flu\nbonn ,34,flu\nBONN,38,cold\nUlm,35,flu\nUlm,36,flu\nKiel,70,gout\n";

} // namespace

TEST_F(RecipeCommands, SpellingsAreFoundMergedAndReplayed) {
    makeProject();
    run({"data", "import", write("people.csv", people)});
    const Json clusters = run({"data", "clusters", "people", "town"});
    ASSERT_EQ(clusters.size(), 1U);
    EXPECT_EQ(clusters[0]["members"].size(), 3U);
    EXPECT_EQ(run({"data", "clusters", "people", "twn"}, 1)["error"]["hint"], "Did you mean 'town'?");

    const Json version = run({"data", "clean", "people", "--recipe",
                              write("r.yaml", "steps: [{cluster: {column: town}}]"), "--name", "tidy"});
    EXPECT_NE(version["recipe"].get<std::string>().find("map:"), std::string::npos);
    EXPECT_TRUE(version["leaking_steps"].empty());
    ASSERT_EQ(version["effects"].size(), 1U);
    EXPECT_EQ(version["effects"][0]["changed_cells"], 2); // two of the three spellings of Bonn
    EXPECT_EQ(version["effects"][0]["rows_after"], 6);
    // The recipe that the version keeps does the same to another file, learning nothing.
    run({"data", "import", write("next.csv", "town,age,illness\nbonn ,1,flu\nBONN,2,flu\n")});
    const Json replayed =
        run({"data", "clean", "next", "--recipe", write("kept.yaml", version["recipe"].get<std::string>())});
    EXPECT_EQ(replayed["rows"], 2);
    EXPECT_EQ(run({"data", "clusters", "next", "town"}).size(), 0U);
    // As a script for people without Lathe.
    const std::string script = (scratch.path() / "tidy.py").string();
    EXPECT_TRUE(run({"data", "recipe-export", "tidy", script})["unsupported"].empty());
    EXPECT_NE(readTextFile(script)->find("replace_values(df[\"town\"]"), std::string::npos);
    EXPECT_EQ(run({"data", "recipe-export", "people", script, "--recipe",
                   (scratch.path() / "r.yaml").string()})["unsupported"]
                  .size(),
              1U);
    // A column that is gone, or changed its type, is named.
    run({"data", "import", write("other.csv", "place,age\nBonn,1\n")});
    const Json missing = run({"data", "clean", "other", "--recipe", (scratch.path() / "kept.yaml").string()}, 1);
    EXPECT_NE(missing["error"]["message"].get<std::string>().find("step 1, cluster: there is no column 'town'"),
              std::string::npos)
        << missing.dump();
    expectClean();
}

TEST_F(RecipeCommands, StepsThatLearnAreKeptToTheTrainingRows) {
    makeProject();
    run({"data", "import", write("x.csv", "x,y\n1,a\n3,b\n100,a\n200,b\n")});
    const std::string recipe = write("r.yaml", "steps: [{scale: {columns: [x], method: min_max}}]");
    const Json leaking = run({"data", "clean", "x", "--recipe", recipe, "--name", "all"});
    EXPECT_EQ(leaking["leaking_steps"], Json::parse(R"([{"step":1,"kind":"scale"}])"));
    const Json kept = run(
        {"data", "clean", "x", "--recipe", recipe, "--name", "train", "--split", "method: time, by: x, before: 50"});
    EXPECT_TRUE(kept["leaking_steps"].empty());
    EXPECT_NE(kept["recipe"].get<std::string>().find("fit_on"), std::string::npos);
    const Json rows = run({"data", "show", "train"});
    EXPECT_NE(rows.dump().find("99.5"), std::string::npos) << rows.dump(); // (200 - 1) / (3 - 1)
    EXPECT_EQ(test::lathe({"data", "clean", "x", "--recipe", recipe, "--target", "y"}).status, 2);
}

TEST_F(RecipeCommands, RunsAreRefusedWhoseDataLearnedFromTestedRows) {
    makeProject();
    std::string rows = "day,x,y\n";
    for (int i = 0; i < 60; ++i)
        rows += fmt::format("{},{},{}\n", i, i % 7 == 6 ? "" : std::to_string(i * 3 % 11), i * 2 + i % 3);
    run({"data", "import", write("days.csv", rows)});
    const std::string recipe = write(
        "r.yaml", "steps: [{drop: {columns: [day]}, enabled: false}, {fill_missing: {columns: [x], with: mean}}]");
    const std::string config =
        write("run.yaml", "data: tidy\ntarget: y\nmodel: {kind: linear}\nsplit: {method: time, by: day, test: 0.25}\n");
    run({"data", "clean", "days", "--recipe", recipe, "--name", "tidy"});
    const Json refused = run({"run", "start", config}, 1)["error"];
    EXPECT_EQ(refused["kind"], "conflict");
    EXPECT_NE(refused["message"].get<std::string>().find("step 2 of tidy@1 (fill_missing x with mean) from 15 of 15"),
              std::string::npos)
        << refused.dump();
    EXPECT_TRUE(run({"run", "list"}).empty());
    // Known and wanted: the configuration says so, and is kept with the run.
    const Json allowed = run({"run", "start", config, "--set", "allow_leakage=true"});
    EXPECT_EQ(allowed["state"], "finished");
    EXPECT_NE(allowed["config"].get<std::string>().find("allow_leakage: true"), std::string::npos);
    // Learned by the split of the run: nothing to say.
    run({"data", "clean", "days", "--recipe", recipe, "--name", "tidy", "--split", "method: time, by: day, test: 0.25",
         "--target", "y"});
    EXPECT_EQ(run({"run", "start", config})["state"], "finished");
    EXPECT_EQ(run({"run", "start", config, "--set", "split.test=0.5"}, 1)["error"]["kind"], "conflict");
    expectClean();
}

TEST_F(RecipeCommands, AnonymityIsCheckedAndRowsAreSuppressed) {
    makeProject();
    run({"data", "import", write("people.csv", people)});
    const Json refused =
        run({"data", "anonymity", "people", "--quasi", "town", "--sensitive", "illness", "--k", "2", "--l", "2"}, 3);
    EXPECT_EQ(refused["k"], 1);
    EXPECT_EQ(refused["l"], 1);
    EXPECT_EQ(refused["groups"], 5);
    EXPECT_FALSE(refused["holds"]);
    ASSERT_EQ(refused["riskiest"].size(), 5U); // the smallest first; Ulm has two rows of one illness
    EXPECT_EQ(refused["riskiest"][0]["values"], Json::array({"Bonn"}));
    EXPECT_EQ(refused["riskiest"][4],
              Json({{"values", Json::array({"Ulm"})}, {"rows", 2}, {"diversity", 1}, {"first_row", 3}}));
    const Json stored = run({"data", "anonymity", "people", "--quasi", "town", "--k", "2", "--suppress", "safe"});
    EXPECT_EQ(stored["suppressed"]["rows"], 2);
    EXPECT_TRUE(run({"data", "anonymity", "safe", "--quasi", "town", "--k", "2"})["holds"]);
    EXPECT_EQ(run({"data", "anonymity", "people", "--quasi", "twn"}, 1)["error"]["kind"], "invalid-input");
    expectClean();
}
