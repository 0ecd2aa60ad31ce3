// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/process.h"
#include "testing.h"

#include <csignal>
#include <random>
#include <thread>

using namespace lathe;

namespace {

/// What happens between processes: nothing is open in this one while others run.
class RunProcessesTest : public RunsTest {
protected:
    void close() {
        m_store.reset();
        m_project.reset();
    }
    void open() {
        auto opened = Project::open(root(), Project::Access::ReadWrite);
        ASSERT_OK(opened);
        m_project = std::move(*opened);
        m_store.emplace(*m_project);
    }

    /// A worker that never ends by itself: two metrics in step, a checkpoint now and then.
    static int trainForEver(const Path& root, const RunId& run) {
        const auto project = Project::open(root, Project::Access::ReadWrite);
        if (!project) return 1;
        const RunStore store(**project);
        if (!store.begin(run, "{}", true)) return 2;
        MetricWriter writer(**project, run);
        for (int64_t step = 0;; ++step) {
            writer.add("train_loss", step, static_cast<double>(step));
            writer.add("val_loss", step, -static_cast<double>(step));
            if (step % 1000 != 999) continue;
            if (!writer.flush() || !store.setProgress(run, "training", static_cast<double>(step), 0)) return 3;
            if (!writeFileAtomic(store.folder(run) / "checkpoint", std::to_string(step))) return 4;
            if (!store.addArtifact(run, "checkpoint", "checkpoint")) return 5;
        }
    }

    /// The summaries and series of the two metrics agree and hold every step from 0 on.
    void expectWholeMetrics(const RunId& run) {
        const auto summaries = store().metrics(run);
        ASSERT_OK(summaries);
        if (summaries->empty()) return;
        for (const auto& summary : *summaries) {
            const auto points = store().series(run, summary.key);
            ASSERT_OK(points);
            ASSERT_EQ(points->size(), summary.points);
            ASSERT_EQ(points->back().step, summary.lastStep);
            ASSERT_EQ(points->back().step, static_cast<int64_t>(points->size()) - 1) << "a step is missing";
            ASSERT_EQ(std::fabs(summary.last), static_cast<double>(summary.lastStep));
        }
    }
};

} // namespace

TEST_F(RunProcessesTest, AWorkerKilledAtAnyInstantLeavesWholeMetricsAndCanGoOn) {
    RunInfo run = newRun();
    std::mt19937 random(5);
    int resumed = 0;
    close();
    for (int round = 0; round < 50; ++round) {
        const pid_t worker = startProcess([&] { return trainForEver(root(), run.id); });
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
        ::kill(worker, SIGKILL);
        ASSERT_EQ(waitForProcess(worker), 128 + SIGKILL);
        open();
        const auto shown = store().find(run.name);
        ASSERT_OK(shown);
        ASSERT_NE(shown->state, RunState::Running) << "its process is gone";
        ASSERT_OK(store().reconcile());
        expectWholeMetrics(run.id);
        ASSERT_EQ(problemsOf(project()), "");
        if (store().find(run.name)->resumable) {
            ASSERT_OK(store().requeue(run.id));
            ++resumed;
        } else {
            run = newRun(); // killed before its first checkpoint
        }
        close();
    }
    EXPECT_GT(resumed, 5);
}

TEST_F(RunProcessesTest, ALostRunIsShownAndStoredAsFailed) {
    const RunInfo run = newRun();
    close();
    EXPECT_EQ(waitForProcess(startProcess([&] {
                  const auto project = Project::open(root(), Project::Access::ReadWrite);
                  return project && RunStore(**project).begin(run.id, "{}") ? 0 : 1;
              })),
              0);
    open();
    EXPECT_EQ(store().find(run.name)->state, RunState::Failed);
    EXPECT_EQ(ask(project().database(), "SELECT count(*) FROM run WHERE state = 'running'"), 1);
    EXPECT_EQ(*store().reconcile(), 1);
    EXPECT_EQ(*store().reconcile(), 0);
    EXPECT_EQ(ask(project().database(), "SELECT count(*) FROM run WHERE state = 'failed'"), 1);
    EXPECT_NE(store().find(run.name)->error.find("killed"), std::string::npos);
    EXPECT_FALSE(store().find(run.name)->resumable);
}

TEST_F(RunProcessesTest, ARunWhoseProcessAStopEndedIsStopped) {
    const RunInfo run = newRun();
    close();
    EXPECT_EQ(waitForProcess(startProcess([&] {
                  const auto project = Project::open(root(), Project::Access::ReadWrite);
                  return project && RunStore(**project).begin(run.id, "{}") && RunStore(**project).requestStop(run.id)
                             ? 0
                             : 1;
              })),
              0);
    open();
    EXPECT_EQ(store().find(run.name)->state, RunState::Stopped);
    EXPECT_EQ(*store().reconcile(), 1);
    EXPECT_EQ(ask(project().database(), "SELECT count(*) FROM run WHERE state = 'stopped'"), 1);
    EXPECT_EQ(store().find(run.name)->error, "");
}

TEST_F(RunProcessesTest, SeveralWorkersAndAReaderAtOnce) {
    constexpr int workers = 4;
    constexpr int64_t steps = 20'000;
    std::vector<RunId> runs;
    for (int i = 0; i < workers; ++i) runs.push_back(newRun().id);
    close();
    std::vector<pid_t> processes;
    for (const RunId& run : runs)
        processes.push_back(startProcess([&] {
            const auto project = Project::open(root(), Project::Access::ReadWrite);
            if (!project || !RunStore(**project).begin(run, "{}", false)) return 1;
            {
                MetricWriter writer(**project, run);
                for (int64_t step = 0; step < steps; ++step) {
                    writer.add("m", step, 1);
                    if (step % 200 == 0 && !writer.flush()) return 2;
                }
            }
            return RunStore(**project).end(run, RunState::Finished) ? 0 : 3;
        }));
    processes.push_back(startProcess([&] {
        const auto project = Project::open(root(), Project::Access::ReadOnly);
        if (!project) return 1;
        const RunStore store(**project);
        for (int i = 0; i < 200; ++i)
            for (const RunId& run : runs) {
                const auto points = store.series(run, "m");
                // Also while a run is being packed every point is there exactly once.
                if (!points || (!points->empty() && points->back().step != static_cast<int64_t>(points->size()) - 1))
                    return 2;
            }
        return 0;
    }));
    for (const pid_t process : processes) EXPECT_EQ(waitForProcess(process), 0);
    open();
    for (const RunId& run : runs) EXPECT_EQ(store().metrics(run)->at(0).points, static_cast<uint64_t>(steps));
    EXPECT_EQ(ask(project().database(), "SELECT count(*) FROM metric_point"), 0) << "packed at the end";
    EXPECT_EQ(problemsOf(project()), "");
}
