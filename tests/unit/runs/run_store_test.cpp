// SPDX-License-Identifier: GPL-3.0-or-later
#include "testing.h"

#include <fstream>

using namespace lathe;

namespace {
class RunStoreTest : public RunsTest {};
} // namespace

TEST_F(RunStoreTest, ARunLivesFromQueuedToFinished) {
    const RunInfo run = newRun("day-kind");
    EXPECT_EQ(run.state, RunState::Queued);
    EXPECT_TRUE(std::filesystem::is_directory(store().folder(run.id)));
    ASSERT_OK(store().begin(run.id, R"({"seed":7})"));
    EXPECT_EQ(store().begin(run.id, "{}").error().kind, ErrorKind::Conflict);
    ASSERT_OK(store().setProgress(run.id, "training", 3, 10));
    EXPECT_EQ(store().find(run.name)->state, RunState::Running);
    EXPECT_EQ(store().find(run.name)->progressDone, 3);
    ASSERT_OK(store().end(run.id, RunState::Finished, "", "abc"));
    const auto ended = store().find(run.id.str());
    ASSERT_OK(ended);
    EXPECT_EQ(ended->state, RunState::Finished);
    EXPECT_EQ(ended->modelHash, "abc");
    EXPECT_TRUE(ended->startedAt && ended->endedAt);
    EXPECT_FALSE(ended->resumable);
    EXPECT_EQ(store().end(run.id, RunState::Failed).error().kind, ErrorKind::Conflict);
    EXPECT_EQ(*store().experiments(), std::vector<std::string>{"day-kind"});
    EXPECT_TRUE(project().check(JobContext())->empty());
}

TEST_F(RunStoreTest, FindsByIdPrefixAndNameAndSuggests) {
    const RunInfo run = newRun();
    EXPECT_EQ(store().find(run.id.str())->name, run.name);
    EXPECT_EQ(store().find(run.id.str().substr(0, 9))->name, run.name);
    EXPECT_EQ(store().find(run.id.str().substr(4, 5))->name, run.name);
    const auto missing = store().find(run.name + "x");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(missing.error().hint, "Did you mean '" + run.name + "'?");
    EXPECT_EQ(store().find("").error().kind, ErrorKind::NotFound);
    newRun();
    EXPECT_EQ(store().find("run-").error().kind, ErrorKind::InvalidInput) << "two runs begin so";
}

TEST_F(RunStoreTest, OnlyARunWithACheckpointResumes) {
    const RunInfo run = newRun();
    ASSERT_OK(store().begin(run.id, "{}"));
    ASSERT_OK(store().end(run.id, RunState::Stopped));
    EXPECT_EQ(store().requeue(run.id).error().kind, ErrorKind::Conflict);
    std::ofstream(store().folder(run.id) / "checkpoint.bin") << "weights";
    ASSERT_OK(store().addArtifact(run.id, "checkpoint.bin", "checkpoint"));
    EXPECT_TRUE(store().find(run.name)->resumable);
    ASSERT_OK(store().requeue(run.id));
    ASSERT_OK(store().begin(run.id, "{}", true));
    ASSERT_OK(store().end(run.id, RunState::Finished));
    EXPECT_FALSE(store().find(run.name)->resumable);
}

TEST_F(RunStoreTest, ArtifactsStayBelowTheRunsFolder) {
    const RunInfo run = newRun();
    for (const char* path : {"../x", "/etc/passwd", "", "a/../../x"})
        EXPECT_EQ(store().addArtifact(run.id, path, "table").error().kind, ErrorKind::InvalidInput) << path;
    EXPECT_EQ(store().addArtifact(run.id, "missing", "table").error().kind, ErrorKind::NotFound);
}

TEST_F(RunStoreTest, CheckNoticesAChangedArtifact) {
    const RunInfo run = newRun();
    ASSERT_OK(store().begin(run.id, "{}"));
    std::ofstream(store().folder(run.id) / "table.csv") << "a,b";
    ASSERT_OK(store().addArtifact(run.id, "table.csv", "table"));
    ASSERT_OK(store().end(run.id, RunState::Finished));
    EXPECT_TRUE(project().check(JobContext())->empty());
    std::ofstream(store().folder(run.id) / "table.csv") << "a,c";
    const auto problems = project().check(JobContext());
    ASSERT_OK(problems);
    ASSERT_EQ(problems->size(), 1U);
    EXPECT_EQ(problems->front().object, "runs/" + run.id.str() + "/table.csv");
}

TEST_F(RunStoreTest, LogTailBeginsWithAWholeLine) {
    const RunInfo run = newRun();
    EXPECT_EQ(*store().logTail(run.id), "");
    std::ofstream(store().folder(run.id) / "log.txt") << "first\nsecond\nthird\n";
    EXPECT_EQ(*store().logTail(run.id), "first\nsecond\nthird\n");
    EXPECT_EQ(*store().logTail(run.id, 9), "third\n");
}

TEST_F(RunStoreTest, AStopEndsARunThatNeverBegan) {
    const RunInfo run = newRun();
    ASSERT_OK(store().requestStop(run.id));
    EXPECT_EQ(store().find(run.name)->state, RunState::Stopped);
    EXPECT_EQ(store().begin(run.id, "{}").error().kind, ErrorKind::Conflict);
    EXPECT_EQ(store().begin(run.id, "{}", true).error().kind, ErrorKind::Conflict);
    EXPECT_EQ(store().requestStop(run.id).error().kind, ErrorKind::Conflict);
}

TEST_F(RunStoreTest, AStopEndsAResumedRunThatWaitsForItsWorker) {
    const RunInfo run = newRun();
    ASSERT_OK(store().begin(run.id, "{}"));
    ASSERT_OK(writeFileAtomic(store().folder(run.id) / "checkpoint", "half"));
    ASSERT_OK(store().addArtifact(run.id, "checkpoint", "checkpoint"));
    ASSERT_OK(store().end(run.id, RunState::Stopped));
    ASSERT_OK(store().requeue(run.id));
    ASSERT_OK(store().requestStop(run.id));
    EXPECT_EQ(store().find(run.name)->state, RunState::Stopped);
    EXPECT_EQ(store().begin(run.id, "{}", true).error().kind, ErrorKind::Conflict) << "its worker has loaded now";
    EXPECT_TRUE(store().find(run.name)->resumable);
    ASSERT_OK(store().requeue(run.id));
    ASSERT_OK(store().begin(run.id, "{}", true));
    EXPECT_FALSE(*store().stopRequested(run.id));
}

TEST_F(RunStoreTest, OnlyItsOwnProcessEndsARun) {
    const RunInfo run = newRun();
    ASSERT_OK(store().begin(run.id, "{}"));
    ASSERT_OK(project().database().execute("UPDATE run SET pid = 1"));
    EXPECT_EQ(store().end(run.id, RunState::Failed, "it runs already").error().kind, ErrorKind::Conflict);
}

TEST_F(RunStoreTest, ParametersAndStopFlag) {
    const RunInfo run = newRun();
    ASSERT_OK(store().setParameters(run.id, {{"depth", "6"}, {"rounds", "10"}}));
    ASSERT_OK(store().setParameters(run.id, {{"depth", "7"}}));
    EXPECT_EQ(store().parameters(run.id)->at("depth"), "7");
    ASSERT_OK(store().begin(run.id, "{}"));
    EXPECT_FALSE(*store().stopRequested(run.id));
    ASSERT_OK(store().requestStop(run.id));
    EXPECT_TRUE(*store().stopRequested(run.id));
    EXPECT_EQ(store().remove(run.id).error().kind, ErrorKind::Conflict);
    ASSERT_OK(store().end(run.id, RunState::Stopped));
    ASSERT_OK(store().remove(run.id));
    EXPECT_TRUE(store().list()->empty());
    ASSERT_OK(project().restore(project().trash()->front().id));
    EXPECT_EQ(store().list()->size(), 1U);
}
