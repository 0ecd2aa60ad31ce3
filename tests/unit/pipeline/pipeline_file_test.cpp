// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/pipeline/pipeline.h"

using namespace lathe;

namespace {

class PipelineFile : public testing::Test {
protected:
    ScopedFolder folder = *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-pipeline");

    Result<Pipeline> read(const std::string& yaml, const std::map<std::string, std::string>& set = {}) {
        EXPECT_TRUE(writeFileAtomic(folder.path() / "p.yaml", yaml));
        return Pipeline::read(folder.path() / "p.yaml", set);
    }

    /// The message without the folder, which differs from run to run.
    std::string refusal(const std::string& yaml, const std::map<std::string, std::string>& set = {}) {
        const auto pipeline = read(yaml, set);
        if (pipeline) return "accepted";
        std::string text = pipeline.error().message;
        if (text.starts_with(folder.path().string())) text.erase(0, folder.path().string().size() + 1);
        return text;
    }
};

} // namespace

TEST_F(PipelineFile, StepsComeInAnOrderThatRespectsNeedsAndReferences) {
    const auto pipeline = read(R"(
steps:
  - name: tidy
    clean: {data: "${steps.raw.version}", recipe: r.yaml, dataset: tidy}
  - name: report
    needs: tidy
    export: {data: weather, file: out.csv}
  - name: raw
    import: {file: w.csv, dataset: weather}
)");
    ASSERT_TRUE(pipeline) << pipeline.error().describe();
    std::vector<std::string> names;
    for (const auto& step : pipeline->steps) names.push_back(step.name);
    EXPECT_EQ(names, (std::vector<std::string>{"raw", "tidy", "report"}));
    EXPECT_EQ(pipeline->steps[1].needs, std::vector<std::string>{"raw"});
}

TEST_F(PipelineFile, VariablesAreReplacedAndOverridden) {
    const std::string yaml =
        "variables: {file: a.csv, floor: 0.5}\nsteps:\n  - gate: {value: 1, at_least: \"${floor}\"}\n"
        "  - import: {file: \"${file}\", dataset: x}\n";
    EXPECT_EQ(read(yaml)->steps[0].parameters["at_least"], 0.5);
    const auto changed = read(yaml, {{"floor", "0.75"}, {"file", "b.csv"}});
    EXPECT_EQ(changed->steps[0].parameters["at_least"], 0.75);
    EXPECT_EQ(changed->steps[1].parameters["file"], "b.csv");
}

TEST_F(PipelineFile, EveryMistakeIsNamedWithItsPlace) {
    EXPECT_EQ(refusal("steps:\n  - imprt: {file: a, dataset: b}\n"),
              "p.yaml:2:12: steps[0].imprt: unknown key 'imprt'");
    EXPECT_EQ(refusal("steps:\n  - import: {fle: a, dataset: b}\n"),
              "p.yaml:2:19: steps[0].import.fle: unknown key 'fle'");
    EXPECT_EQ(refusal("steps:\n  - import: {file: a}\n"), "p.yaml:2:13: steps[0].import: the key 'dataset' is missing");
    EXPECT_EQ(refusal("steps:\n  - name: a\n"), "p.yaml:2:5: steps[0]: the step does nothing");
    EXPECT_EQ(refusal("steps: []\n"), "p.yaml:1:8: steps: the pipeline has no steps");
    EXPECT_EQ(refusal("steps:\n  - gate: {value: \"${x}\", equals: 1}\n"),
              "p.yaml:2:11: steps[0].gate: the variable 'x' is not defined");
    EXPECT_EQ(refusal("steps:\n  - name: a\n    needs: [b]\n    stop: {deployment: d}\n"),
              "p.yaml:2:5: step 'a' needs 'b', which is not there");
    EXPECT_EQ(refusal("steps:\n  - stop: {deployment: d}\n", {{"nothing", "1"}}),
              "--set nothing: the pipeline has no such variable");
}

TEST_F(PipelineFile, StepsThatWaitForEachOtherAreRefused) {
    EXPECT_EQ(
        refusal(
            "steps:\n  - name: a\n    needs: [b]\n    stop: {deployment: d}\n  - name: b\n    needs: [a]\n    stop: {deployment: d}\n"),
        "p.yaml:2:5: these steps wait for each other: a, b");
}

TEST(PipelineSchema, NamesTheKindsAndKeysThatTheReaderAccepts) {
    const auto text = readTextFile(Path(LATHE_RESOURCES) / "schemas" / "pipeline.schema.json");
    ASSERT_TRUE(text);
    const Json schema = Json::parse(*text);
    const Json& properties = schema.at("$defs").at("step").at("properties");
    for (const auto& kind : stepKinds()) {
        ASSERT_TRUE(properties.contains(kind.name)) << kind.name;
        const Json& step = properties.at(kind.name);
        std::set<std::string> keys;
        for (const auto& [key, value] : step.at("properties").items()) keys.insert(key);
        EXPECT_EQ(keys, std::set<std::string>(kind.keys.begin(), kind.keys.end())) << kind.name;
        EXPECT_EQ(step.at("required").get<std::vector<std::string>>(), kind.required) << kind.name;
    }
    EXPECT_EQ(properties.size(), stepKinds().size() + 2);
}
