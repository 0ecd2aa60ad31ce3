// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "tests/unit/registry/registry_fixture.h"

namespace lathe {
namespace {

TEST_F(RegistryTest, RegistersAFinishedRunWithItsPackage) {
    const RunInfo run = finishedRun();
    const Registry registry(*m_project);
    const auto version = registry.registerRun(run.id, "weather", "first try");
    ASSERT_TRUE(version) << version.error().describe();
    EXPECT_EQ(version->reference(), "weather@1");
    EXPECT_EQ(version->folder, "models/weather/1");
    EXPECT_EQ(version->metrics, R"({"test_rmse":1.5})");
    EXPECT_NE(version->signature.find("\"x\""), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(registry.packageFolder(*version) / "weights.bin"));
    EXPECT_TRUE(registry.verify(*version));

    const auto audit = m_project->audit(1);
    ASSERT_TRUE(audit);
    EXPECT_EQ(audit->front().entry.action, "model.register");
    EXPECT_EQ(audit->front().entry.object, "model weather@1");
    EXPECT_NE(audit->front().entry.after.find(version->packageHash), std::string::npos);
    const auto problems = m_project->check({});
    ASSERT_TRUE(problems);
    EXPECT_TRUE(problems->empty()) << problems->front().object << ": " << problems->front().message;
}

TEST_F(RegistryTest, RefusesRunsWithoutAWholeModel) {
    const RunStore runs(*m_project);
    const Registry registry(*m_project);
    const auto queued = runs.create({});
    ASSERT_TRUE(queued);
    const auto unfinished = registry.registerRun(queued->id, "weather");
    ASSERT_FALSE(unfinished);
    EXPECT_EQ(unfinished.error().kind, ErrorKind::InvalidInput);
    EXPECT_NE(unfinished.error().message.find("queued"), std::string::npos);

    const auto unknown = registry.registerRun(RunId("run-nowhere"), "weather");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, ErrorKind::NotFound);

    const RunInfo run = finishedRun();
    std::ofstream(runs.folder(run.id) / "model" / "weights.bin") << "changed";
    const auto damaged = registry.registerRun(run.id, "weather");
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().kind, ErrorKind::Corrupt);
    EXPECT_NE(damaged.error().message.find("weights.bin"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(m_project->folder() / "models" / "weather" / "1"));
    EXPECT_TRUE(registry.list()->empty());
}

TEST_F(RegistryTest, RefusesNamesThatAreNoFolderNames) {
    const RunInfo run = finishedRun();
    const Registry registry(*m_project);
    for (const std::string name : {"", "..", ".hidden", "a/b", "-x", "wetter heute", "größe"}) {
        const auto version = registry.registerRun(run.id, name);
        ASSERT_FALSE(version) << name;
        EXPECT_EQ(version.error().kind, ErrorKind::InvalidInput);
    }
    EXPECT_FALSE(registry.registerRun(run.id, std::string(101, 'a')));
    EXPECT_TRUE(registry.registerRun(run.id, std::string(100, 'a')));
}

TEST_F(RegistryTest, ResolvesNumbersAliasesAndLatest) {
    const Registry registry(*m_project);
    ASSERT_TRUE(registry.registerRun(finishedRun({}, "one").id, "weather"));
    ASSERT_TRUE(registry.registerRun(finishedRun({}, "two").id, "weather"));
    ASSERT_TRUE(registry.setAlias("weather", "champion", 1));
    EXPECT_EQ(registry.resolve("weather")->number, 2);
    EXPECT_EQ(registry.resolve("weather@latest")->number, 2);
    EXPECT_EQ(registry.resolve("weather@1")->number, 1);
    EXPECT_EQ(registry.resolve("weather@champion")->number, 1);
    EXPECT_EQ(registry.resolve("weather@champion")->aliases, std::vector<std::string>{"champion"});

    ASSERT_TRUE(registry.setAlias("weather", "champion", 2));
    EXPECT_EQ(registry.resolve("weather@champion")->number, 2);
    EXPECT_EQ(registry.list()->front().aliases.at("champion"), 2);
    EXPECT_EQ(m_project->audit(1)->front().entry.before, R"({"alias":"champion","version":1})");
    ASSERT_TRUE(registry.removeAlias("weather", "champion"));
    EXPECT_FALSE(registry.resolve("weather@champion"));
}

TEST_F(RegistryTest, ErrorsNameTheNearest) {
    const Registry registry(*m_project);
    ASSERT_TRUE(registry.registerRun(finishedRun().id, "weather"));
    ASSERT_TRUE(registry.setAlias("weather", "champion", 1));
    const auto hint = [](const auto& result) {
        EXPECT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::NotFound);
        return result.error().hint;
    };
    EXPECT_EQ(hint(registry.resolve("wether")), "Did you mean 'weather'?");
    EXPECT_EQ(hint(registry.resolve("weather@champoin")), "Did you mean 'champion'?");
    EXPECT_EQ(hint(registry.resolve("weather@7")), "Its versions go from 1 to 1.");
    EXPECT_EQ(hint(registry.removeAlias("weather", "champio")), "Did you mean 'champion'?");
    EXPECT_EQ(hint(registry.setAlias("weather", "staging", 9)), "Its versions go from 1 to 1.");
    for (const char* alias : {"latest", "3", "a b", ""}) {
        const auto set = registry.setAlias("weather", alias, 1);
        ASSERT_FALSE(set) << alias;
        EXPECT_EQ(set.error().kind, ErrorKind::InvalidInput);
    }
}

TEST_F(RegistryTest, ReusesTheRunForSeveralModels) {
    const RunInfo run = finishedRun();
    const Registry registry(*m_project);
    ASSERT_TRUE(registry.registerRun(run.id, "a"));
    ASSERT_TRUE(registry.registerRun(run.id, "b"));
    const auto models = registry.list();
    ASSERT_TRUE(models);
    ASSERT_EQ(models->size(), 2u);
    EXPECT_EQ((*models)[0].name, "a");
    EXPECT_EQ((*models)[1].latestVersion, 1);
}

TEST_F(RegistryTest, GoesToTheTrashAndComesBack) {
    const Registry registry(*m_project);
    const RunInfo run = finishedRun();
    ASSERT_TRUE(registry.registerRun(run.id, "weather"));
    ASSERT_TRUE(registry.remove("weather"));
    EXPECT_TRUE(registry.list()->empty());
    const auto gone = registry.resolve("weather");
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().hint, "It is in the trash: restore it first.");
    const auto again = registry.registerRun(run.id, "weather");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::Conflict);
    EXPECT_FALSE(registry.remove("weather"));

    const auto trash = m_project->trash();
    ASSERT_TRUE(trash);
    ASSERT_EQ(trash->size(), 1u);
    ASSERT_TRUE(m_project->restore(trash->front().id));
    const auto back = registry.resolve("weather");
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_TRUE(registry.verify(*back));
    EXPECT_EQ(registry.registerRun(run.id, "weather")->number, 2);
}

TEST_F(RegistryTest, VerifyNoticesAReplacedPackage) {
    const Registry registry(*m_project);
    const auto version = registry.registerRun(finishedRun().id, "weather");
    ASSERT_TRUE(version);
    writePackage(registry.packageFolder(*version), "other weights, sealed anew");
    const auto verified = registry.verify(*version);
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().kind, ErrorKind::Corrupt);
}

TEST_F(RegistryTest, LineageLeadsFromTheSourceToTheDeployment) {
    std::ofstream(m_folder->path() / "days.csv") << "x,y\n1,2\n2,4\n3,6\n,8\n";
    const Datasets datasets(*m_project);
    const auto raw = datasets.importCsv(m_folder->path() / "days.csv", "days", {}, {});
    ASSERT_TRUE(raw) << raw.error().describe();
    const auto clean = datasets.clean(*raw, "steps:\n  - rename: {columns: {x: t}}\n", "days-clean", {});
    ASSERT_TRUE(clean) << clean.error().describe();
    NewRun fresh;
    fresh.data = clean->reference();
    fresh.dataHash = clean->contentHash;
    fresh.modelKind = "linear";
    fresh.target = "y";
    const Registry registry(*m_project);
    const auto version = registry.registerRun(finishedRun(fresh).id, "line", "");
    ASSERT_TRUE(version) << version.error().describe();
    ASSERT_TRUE(
        m_project->database().execute("INSERT INTO deployment(id, name, model, model_version, state, started_at) "
                                      "VALUES('deployment-1', 'line', 'line', 1, 'stopped', 5)"));
    const auto kinds = [&] {
        const auto steps = registry.lineage(*version);
        EXPECT_TRUE(steps) << steps.error().describe();
        std::vector<std::string> list;
        for (const auto& step : *steps) list.push_back(step.kind + " " + step.name);
        return list;
    };
    const auto before = kinds();
    ASSERT_EQ(before.size(), 7u);
    EXPECT_EQ(before[0], "source days.csv");
    EXPECT_EQ(before[1], "dataset days@1");
    EXPECT_EQ(before[2], "recipe days@1 → days-clean@1");
    EXPECT_EQ(before[3], "dataset days-clean@1");
    EXPECT_TRUE(before[4].starts_with("run "));
    EXPECT_EQ(before[5], "model line@1");
    EXPECT_EQ(before[6], "deployment line");
    const auto steps = registry.lineage(*version);
    EXPECT_EQ((*steps)[0].hash, raw->sourceHash);
    EXPECT_EQ((*steps)[3].hash, clean->contentHash);
    EXPECT_EQ((*steps)[4].hash, "hash-of-weights");
    EXPECT_EQ((*steps)[5].hash, version->packageHash);

    ASSERT_TRUE(datasets.remove("days"));
    EXPECT_EQ(kinds(), before) << "lineage outlives what it names";
}

} // namespace
} // namespace lathe
