// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets.h"
#include "core/runs/launcher.h"
#include "testing.h"

#include <sys/stat.h>

#include <fstream>
#include <thread>

using namespace lathe;

namespace {

/// A script stands for the worker: it notes how it was called.
class LauncherTest : public RunsTest {
protected:
    void SetUp() override {
        RunsTest::SetUp();
        Table table;
        Column column;
        column.schema = {"x", ColumnType::Integer};
        column.integers = {1, 2, 3};
        table.columns.push_back(column);
        const auto stored = Datasets(project()).store("weather", table, "test");
        ASSERT_OK(stored);
        m_hash = stored->contentHash;
    }

    Path script(const std::string& body) {
        const Path path = folder() / "worker.sh";
        std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
        ::chmod(path.c_str(), 0755);
        return path;
    }

    std::string m_hash;
};

const std::string config = "name: e\ndata: weather@latest\ntarget: x\nmodel: {kind: linear}\n";

} // namespace

TEST_F(LauncherTest, StartsTheWorkerAndPinsTheData) {
    const RunLauncher launcher(project(), script("echo \"$@\""));
    const auto run = launcher.start(config, "run.yaml");
    ASSERT_OK(run);
    EXPECT_EQ(run->data, "weather@1");
    EXPECT_EQ(run->dataHash, m_hash);
    EXPECT_EQ(run->experiment, "e");
    const auto ended = launcher.waitFor(run->id, JobContext());
    ASSERT_OK(ended);
    EXPECT_EQ(ended->state, RunState::Failed) << "it ended before the run began";
    EXPECT_EQ(*store().logTail(run->id), "run --project " + root().string() + " --run " + run->id.str() + "\n");
}

TEST_F(LauncherTest, RefusesBeforeAnythingIsStored) {
    const RunLauncher launcher(project(), script("true"));
    EXPECT_EQ(launcher.start("data: wether\ntarget: x\nmodel: {kind: linear}\n", "run.yaml").error().kind,
              ErrorKind::NotFound);
    EXPECT_EQ(launcher.start("data: [", "run.yaml").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(launcher.start(config + "speed: 3\n", "run.yaml").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(RunLauncher(project(), folder() / "missing").start(config, "run.yaml").error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(store().list()->empty());
}

TEST_F(LauncherTest, AProgramThatCannotStartLeavesAFailedRun) {
    std::ofstream(folder() / "text") << "not a program";
    const auto run = RunLauncher(project(), folder() / "text").start(config, "run.yaml");
    ASSERT_FALSE(run);
    ASSERT_EQ(store().list()->size(), 1U);
    EXPECT_EQ(store().list()->front().state, RunState::Failed);
}

TEST_F(LauncherTest, ReproducesFinishedRunsOnly) {
    const RunLauncher launcher(project(), script("true"));
    const auto run = launcher.start(config, "run.yaml");
    ASSERT_OK(run);
    EXPECT_EQ(launcher.reproduce(run->id).error().kind, ErrorKind::Conflict);
    EXPECT_EQ(launcher.resume(run->id).error().kind, ErrorKind::Conflict);
    ASSERT_OK(project().database().execute("UPDATE run SET state = 'finished'"));
    const auto again = launcher.reproduce(run->id);
    ASSERT_OK(again);
    EXPECT_EQ(again->reproduces, run->id.str());
    EXPECT_EQ(again->dataHash, run->dataHash);
}

TEST_F(LauncherTest, ACancelledWaitAsksTheRunToStop) {
    const RunLauncher launcher(project(), script("sleep 0.3"));
    const auto run = launcher.start(config, "run.yaml");
    ASSERT_OK(run);
    std::stop_source stop;
    stop.request_stop();
    ASSERT_OK(launcher.waitFor(run->id, JobContext(stop.get_token(), nullptr)));
    EXPECT_TRUE(*store().stopRequested(run->id));
}
