// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/version.h"
#include "tests/e2e/lathe_program.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class CommandLine : public ProjectTest {};

} // namespace

TEST(CommandLineAlone, SaysItsVersion) {
    const Outcome outcome = test::lathe({"--version"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.output, std::string("lathe ") + versionText + "\n");
}

TEST(CommandLineAlone, WrongUsageIsStatusTwoAndNamesTheNearest) {
    EXPECT_EQ(test::lathe({"data", "improt", "x.csv"}).status, 2);
    const Outcome slip = test::lathe({"--json", "dta"});
    EXPECT_EQ(slip.status, 2);
    EXPECT_NE(slip.json()["error"]["hint"].get<std::string>().find("'data'"), std::string::npos);
    const Outcome slipBelow = test::lathe({"--json", "data", "schema", "infr"});
    EXPECT_EQ(slipBelow.status, 2);
    EXPECT_EQ(slipBelow.json()["error"]["message"], "'infr' is no command of 'lathe data schema'");
    EXPECT_NE(slipBelow.json()["error"]["hint"].get<std::string>().find("'infer'"), std::string::npos);
    const Outcome slipAbove = test::lathe({"--json", "dta", "list"});
    EXPECT_NE(slipAbove.json()["error"]["hint"].get<std::string>().find("'data'"), std::string::npos);
    EXPECT_EQ(test::lathe({"run", "start"}).status, 2);
    EXPECT_EQ(test::lathe({"--log-level", "loud", "project", "info"}).status, 2);
}

TEST_F(CommandLine, ErrorsAreJsonWithKindMessageAndHint) {
    const Json missing = run({"data", "list"}, 1);
    EXPECT_EQ(missing["error"]["kind"], "not-found");
    makeProject();
    const Json unknown = run({"data", "show", "nothing"}, 1);
    EXPECT_EQ(unknown["error"]["kind"], "not-found");
    const Json file = run({"data", "import", "/no/such/file.csv"}, 1);
    EXPECT_NE(file["error"]["message"].get<std::string>().find("/no/such/file.csv"), std::string::npos);
}

TEST_F(CommandLine, WhatCannotBeWrittenOutIsAnError) {
    makeProject("weather");
    auto child =
        ChildProcess::start({.program = Path(LATHE_BIN) / "lathe",
                             .arguments = {"--project", project.string(), "data", "show", "weather", "-n", "1000"},
                             .outputFile = "/dev/full"});
    ASSERT_TRUE(child);
    EXPECT_EQ(child->wait(), 1);
}

TEST_F(CommandLine, AnExistingProjectIsNotOverwritten) {
    makeProject();
    const Outcome again = test::lathe({"--json", "new", project.string()});
    EXPECT_EQ(again.status, 1);
    EXPECT_EQ(again.json()["error"]["kind"], "conflict");
    EXPECT_EQ(test::lathe({"new", (scratch.path() / "x").string(), "--sample", "wether"}).status, 1);
    EXPECT_FALSE(std::filesystem::exists(scratch.path() / "x"));
}

TEST_F(CommandLine, DeletedThingsComeBack) {
    makeProject();
    ASSERT_TRUE(writeFileAtomic(scratch.path() / "a.csv", "x,y\n1,2\n3,4\n"));
    run({"data", "import", (scratch.path() / "a.csv").string()});
    run({"data", "remove", "a"});
    EXPECT_TRUE(run({"data", "list"}).empty());
    EXPECT_EQ(run({"project", "trash"})[0]["name"], "a");
    run({"project", "restore", "a"});
    EXPECT_EQ(run({"data", "list"})[0]["reference"], "a@1");
    const Json audit = run({"project", "audit"});
    EXPECT_GE(audit.size(), 4u);
    expectClean();
}

TEST_F(CommandLine, ACudaRunWithoutCudaSaysSo) {
    makeProject();
    std::string rows = "x,y\n";
    for (int i = 0; i < 50; ++i) rows += std::to_string(i) + "," + std::to_string(i * 2 + i % 3) + "\n";
    ASSERT_TRUE(writeFileAtomic(scratch.path() / "a.csv", rows));
    run({"data", "import", (scratch.path() / "a.csv").string()});
    ASSERT_TRUE(
        writeFileAtomic(scratch.path() / "r.yaml",
                        "data: a\ntarget: y\ntask: regression\nmodel: {kind: mlp, epochs: 2}\ndevice: cuda:7\n"));
    const Json failed = run({"run", "start", (scratch.path() / "r.yaml").string()}, 1);
    EXPECT_EQ(failed["state"], "failed");
    EXPECT_NE(failed["error"].get<std::string>().find("cuda"), std::string::npos) << failed["error"];
}
