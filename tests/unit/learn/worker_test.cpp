// SPDX-License-Identifier: GPL-3.0-or-later
// lathe-worker as a process: what it leaves in the project when it finishes, is stopped, is killed, and goes on.
#include <csignal>
#include <thread>

#include "core/base/hash.h"
#include "core/data/datasets.h"
#include "core/registry/package_files.h"
#include "core/runs/launcher.h"
#include "core/runs/run_store.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

class Worker : public ::testing::Test {
protected:
    void SetUp() override {
        auto created = Project::create(m_folder / "p.lathe", "p");
        ASSERT_OK(created);
        m_project = std::move(*created);
        ASSERT_OK(Datasets(*m_project).store("table", mixedTable(3000), "made up"));
    }

    /// Queues a run and starts a worker on it as a child of the test.
    RunInfo queue(const std::string& model) const {
        NewRun run;
        run.config =
            "data: table@1\ntarget: label\nfeatures: [income, age, city, day]\nseed: 5\nsplit: {validation: 0.1, test: 0.2}\nmodel: " +
            model + "\n";
        run.data = "table@1";
        run.dataHash = Datasets(*m_project).resolve("table@1")->contentHash;
        run.target = "label";
        auto info = RunStore(*m_project).create(run);
        EXPECT_TRUE(info.has_value()) << info.error().describe();
        return *info;
    }

    Result<ChildProcess> start(const RunInfo& run, bool resume = false) const {
        ProcessOptions options;
        options.program = Path(LATHE_BIN) / "lathe-worker";
        options.arguments = {"run", "--project", m_project->folder().string(), "--run", run.id.str()};
        if (resume) options.arguments.emplace_back("--resume");
        options.outputFile = RunStore(*m_project).folder(run.id) / "log.txt";
        return ChildProcess::start(options);
    }

    RunInfo runToEnd(const RunInfo& run, bool resume = false) const {
        auto worker = start(run, resume);
        EXPECT_TRUE(worker.has_value());
        worker->wait();
        return *RunStore(*m_project).find(run.id.str());
    }

    /// Waits until a series of the run has reached a step.
    void waitForStep(const RunInfo& run, int64_t step) const {
        for (int i = 0; i < 3000; ++i) {
            if (const auto points = RunStore(*m_project).series(run.id, "train_loss", step - 1);
                points && !points->empty())
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        ADD_FAILURE() << "the worker did not come to step " << step;
    }

    void expectCleanProject() const {
        const auto problems = m_project->check(JobContext{});
        ASSERT_OK(problems);
        for (const ProjectProblem& problem : *problems) ADD_FAILURE() << problem.object << ": " << problem.message;
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Project> m_project;
};

TEST_F(Worker, aFinishedRunHasAllThatBelongsToIt) {
    const RunInfo run = runToEnd(queue("{kind: gradient_boosting, rounds: 60}"));
    const RunStore store(*m_project);
    ASSERT_EQ(run.state, RunState::Finished) << run.error << *store.logTail(run.id);
    EXPECT_EQ(run.modelHash.size(), 64U);
    std::map<std::string, double> figures;
    const auto summaries = store.metrics(run.id);
    ASSERT_OK(summaries);
    for (const MetricSummary& summary : *summaries) figures[summary.key] = summary.last;
    EXPECT_GT(figures.at("test_auc"), 0.9);
    EXPECT_EQ(store.series(run.id, "val_loss")->size(), 60U);
    const Json environment = Json::parse(run.environment);
    for (const char* key : {"lathe", "libtorch", "xgboost", "blas", "cpu", "threads", "seed", "host", "os"})
        EXPECT_TRUE(environment.contains(key)) << key;
    EXPECT_EQ(store.parameters(run.id)->at("rounds"), "60");
    EXPECT_NE(store.logTail(run.id)->find("finished"), std::string::npos);
    ASSERT_OK(verifyPackage(store.folder(run.id) / "model"));
    const Json manifest = *readPackageManifest(store.folder(run.id) / "model");
    EXPECT_EQ(manifest["model_hash"], run.modelHash);
    EXPECT_FALSE(manifest["lineage"]["steps"].empty());
    expectCleanProject();

    const RunInfo again = runToEnd(queue("{kind: gradient_boosting, rounds: 60}"));
    EXPECT_EQ(again.modelHash, run.modelHash);
}

TEST_F(Worker, killedAtAnyInstantItGoesOnToTheSameModel) {
    struct Case {
        const char* model;
        int64_t step;
    };
    for (const Case& c : {Case{"{kind: mlp, epochs: 60, dropout: 0.1}", 17},
                          Case{"{kind: gradient_boosting, rounds: 400, subsample: 0.8}", 120}}) {
        SCOPED_TRACE(c.model);
        const RunStore store(*m_project);
        const RunInfo whole = runToEnd(queue(c.model));
        ASSERT_EQ(whole.state, RunState::Finished) << whole.error;

        const RunInfo run = queue(c.model);
        auto worker = start(run);
        ASSERT_OK(worker);
        waitForStep(run, c.step);
        worker->signal(SIGKILL);
        worker->wait();
        ASSERT_OK(store.reconcile());
        const RunInfo killed = *store.find(run.id.str());
        ASSERT_EQ(killed.state, RunState::Failed);
        ASSERT_TRUE(killed.resumable);
        EXPECT_FALSE(std::filesystem::exists(store.folder(run.id) / "model"));
        expectCleanProject();

        ASSERT_OK(store.requeue(run.id));
        const RunInfo resumed = runToEnd(run, true);
        ASSERT_EQ(resumed.state, RunState::Finished) << resumed.error;
        EXPECT_EQ(resumed.modelHash, whole.modelHash);
        const auto expected = store.series(whole.id, "train_loss");
        const auto series = store.series(run.id, "train_loss");
        ASSERT_EQ(series->size(), expected->size());
        for (size_t i = 0; i < series->size(); ++i) EXPECT_EQ((*series)[i].value, (*expected)[i].value);
        expectCleanProject();
    }
}

TEST_F(Worker, aStopLeavesAResumableRun) {
    const RunStore store(*m_project);
    const RunInfo run = queue("{kind: mlp, epochs: 100000}");
    auto worker = start(run);
    ASSERT_OK(worker);
    waitForStep(run, 3);
    ASSERT_OK(store.requestStop(run.id));
    EXPECT_EQ(worker->wait(), 130);
    const RunInfo stopped = *store.find(run.id.str());
    EXPECT_EQ(stopped.state, RunState::Stopped);
    EXPECT_TRUE(stopped.resumable);
}

/// All trees of a forest are one round.
TEST_F(Worker, aStopDoesNotWaitForALongRound) {
    const RunStore store(*m_project);
    for (const int delay : {0, 100, 400}) {
        const RunInfo run = queue("{kind: random_forest, trees: 20000}");
        auto worker = start(run);
        ASSERT_OK(worker);
        while (store.find(run.id.str())->progressStage != "preparing features")
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::this_thread::sleep_for(std::chrono::milliseconds(delay));
        const auto asked = std::chrono::steady_clock::now();
        ASSERT_OK(store.requestStop(run.id));
        EXPECT_EQ(worker->wait(), 128 + SIGTERM);
        const std::chrono::duration<double, std::milli> answer = std::chrono::steady_clock::now() - asked;
        std::printf("stopped %d ms after it was encoded: answered after %.0f ms\n", delay, answer.count());
        ASSERT_OK(store.reconcile());
        const RunInfo stopped = *store.find(run.id.str());
        EXPECT_EQ(stopped.state, RunState::Stopped);
        EXPECT_TRUE(stopped.resumable);
    }
    expectCleanProject();
}

TEST_F(Worker, aMistakeEndsTheRunWithItsReason) {
    const RunInfo run = runToEnd(queue("{kind: linear}\ndevice: cuda:7"));
    EXPECT_EQ(run.state, RunState::Failed);
    EXPECT_NE(run.error.find("cuda"), std::string::npos) << run.error;
}

TEST_F(Worker, predictsAndEvaluatesFiles) {
    const RunInfo run = runToEnd(queue("{kind: linear}"));
    ASSERT_EQ(run.state, RunState::Finished) << run.error;
    const Path package = RunStore(*m_project).folder(run.id) / "model";
    std::ofstream(m_folder / "rows.csv") << "day,city,income,age\n2020-05-01,Oslo,990,60\n2020-05-01,\"Lima\",5,\n";
    const auto call = [](std::vector<std::string> arguments) {
        ProcessOptions options;
        options.program = Path(LATHE_BIN) / "lathe-worker";
        options.arguments = std::move(arguments);
        options.captureOutput = true;
        auto child = ChildProcess::start(options);
        std::string output;
        while (auto line = child->readLine(std::chrono::seconds(60))) output += *line;
        EXPECT_EQ(child->wait(), 0) << output;
        return Json::parse(output, nullptr, false);
    };
    const Json outcome = call({"predict", "--package", package.string(), "--input", (m_folder / "rows.csv").string(),
                               "--output", (m_folder / "out.csv").string()});
    EXPECT_EQ(outcome["rows"], 2);
    const std::string csv = *readTextFile(m_folder / "out.csv");
    EXPECT_TRUE(csv.starts_with("row,prediction,p(cheap),p(dear)\n0,dear,")) << csv;
    EXPECT_NE(csv.find("\n1,cheap,"), std::string::npos) << csv;
    const Path data = m_project->folder() / Datasets(*m_project).resolve("table@1")->file;
    const Json figures = call({"evaluate", "--package", package.string(), "--data", data.string()});
    EXPECT_GT(figures["auc"].get<double>(), 0.9);
    EXPECT_FALSE(call({"devices"})["devices"].empty());
}

} // namespace
} // namespace lathe
