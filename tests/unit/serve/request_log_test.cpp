// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/request_log.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/serve/deployment_records.h"
#include "core/serve/deployments.h"
#include "core/serve/request_decoder.h"
#include "tests/unit/serve/fake_predictor.h"

namespace lathe {
namespace {

class RequestLogTest : public testing::Test {
protected:
    void SetUp() override {
        auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-serve");
        ASSERT_TRUE(folder) << folder.error().describe();
        m_folder.emplace(std::move(*folder));
        auto project = Project::create(projectFolder());
        ASSERT_TRUE(project) << project.error().describe();
        m_project = std::move(*project);
    }
    Path projectFolder() const { return m_folder->path() / "test.lathe"; }

    DeploymentId reserve(const std::string& name) const {
        auto id = DeploymentRecords(*m_project).reserve(name, "weather", 3);
        EXPECT_TRUE(id) << id.error().describe();
        return *id;
    }
    void send(RequestLog& log, std::string body) {
        ASSERT_TRUE(m_decoder.decodeRows(body));
        log.add(m_decoder.rows(), *m_predictor.predict(m_decoder.rows()));
    }
    void expectClean() const {
        const auto problems = m_project->check({});
        ASSERT_TRUE(problems) << problems.error().describe();
        for (const auto& problem : *problems) ADD_FAILURE() << problem.object << ": " << problem.message;
    }

    std::optional<ScopedFolder> m_folder;
    std::unique_ptr<Project> m_project;
    FakePredictor m_predictor{Task::Classification};
    RequestDecoder m_decoder{m_predictor.signature(), 100000};
};

TEST_F(RequestLogTest, PublishesWhatWasAskedAndAnswered) {
    const DeploymentId id = reserve("weather");
    const int64_t before = nowMicros();
    {
        RequestLog log(*m_project, id, m_predictor.signature());
        send(log,
             R"({"instances": [{"wind": 3.5, "sky": "grey", "note": "n"}, {"wind": 9, "sky": "green", "days": 2}]})");
        send(log, R"({"instances": [{"wind": 4, "sky": "pink"}, {"wind": 4.5, "sky": "green"}, {"wind": 1}]})");
        log.finish();
        EXPECT_EQ(log.figures().writtenRows, 5u);
        EXPECT_EQ(log.figures().droppedRows, 0u);
    }
    const Deployments deployments(*m_project);
    const auto rows = deployments.requestLog(id);
    ASSERT_TRUE(rows) << rows.error().describe();
    ASSERT_EQ(rows->rows(), 5u);
    EXPECT_EQ(rows->columns[0].reals, (std::vector<double>{3.5, 9, 4, 4.5, 1}));
    const Column& sky = rows->columns[*rows->find("sky")];
    EXPECT_EQ(sky.text(0), "grey");
    EXPECT_EQ(sky.text(1), "green");
    EXPECT_EQ(sky.text(2), "pink");
    EXPECT_EQ(sky.text(3), "green");
    EXPECT_TRUE(sky.isMissing(4));
    const Column& prediction = rows->columns[*rows->find("prediction")];
    EXPECT_EQ(prediction.text(0), "sun");
    EXPECT_EQ(prediction.text(1), "rain \"heavy\"");
    const Column& time = rows->columns[*rows->find("time")];
    EXPECT_GE(time.integers[0], before);
    EXPECT_LE(time.integers[4], nowMicros());
    EXPECT_EQ(deployments.requestLog(id, 2)->columns[0].reals, (std::vector<double>{4.5, 1}));
    EXPECT_EQ(deployments.find("weather")->loggedRows, 5u);
    expectClean();
}

TEST_F(RequestLogTest, PublishesInPiecesThatReadAsOne) {
    const DeploymentId id = reserve("weather");
    RequestLog log(*m_project, id, m_predictor.signature(), {.segmentRows = 10, .seconds = 60});
    for (int i = 0; i < 40; ++i) {
        send(log, fmt::format(R"({{"instances": [{{"wind": {}, "sky": "sky {}"}}]}})", 100 + i, i % 7));
        const double deadline = monotonicSeconds() + 20;
        while (i % 10 == 9 && log.figures().writtenRows != static_cast<uint64_t>(i + 1) &&
               monotonicSeconds() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(log.figures().writtenRows, 40u);
    const Deployments deployments(*m_project);
    const auto rows = deployments.requestLog(id);
    ASSERT_TRUE(rows) << rows.error().describe();
    ASSERT_EQ(rows->rows(), 40u);
    for (size_t i = 0; i < 40; ++i) {
        EXPECT_EQ(rows->columns[0].reals[i], 100 + static_cast<double>(i));
        EXPECT_EQ(rows->columns[2].text(i), fmt::format("sky {}", i % 7));
    }
    EXPECT_EQ(deployments.requestLog(id, 15)->columns[0].reals.front(), 125);
    EXPECT_TRUE(std::filesystem::exists(deployments.folder(id) / "4.h5"));
}

TEST_F(RequestLogTest, DropsAndCountsWhatItCannotHold) {
    const DeploymentId id = reserve("weather");
    RequestLog log(*m_project, id, m_predictor.signature(),
                   {.segmentRows = 1000, .waitingRows = 3, .waitingBytes = 100, .seconds = 60});
    send(log, R"({"instances": [{"wind": 1}, {"wind": 2}]})");
    send(log, R"({"instances": [{"wind": 3}, {"wind": 4}]})");
    send(log, R"({"instances": [{"wind": 5, "note": ")" + std::string(200, 'x') + R"("}]})");
    send(log, R"({"instances": [{"wind": 6}]})");
    log.finish();
    EXPECT_EQ(log.figures().writtenRows, 3u);
    EXPECT_EQ(log.figures().droppedRows, 3u);
}

TEST_F(RequestLogTest, CountsRowsAsDroppedWhenTheDiskRefuses) {
    const DeploymentId id = reserve("weather");
    RequestLog log(*m_project, id, m_predictor.signature(), {.seconds = 60});
    std::filesystem::create_directories(m_project->folder() / "serving");
    std::ofstream(Deployments(*m_project).folder(id)) << "a file where the folder should be";
    send(log, R"({"instances": [{"wind": 1}]})");
    log.finish();
    EXPECT_EQ(log.figures().droppedRows, 1u);
    expectClean();
}

TEST_F(RequestLogTest, RenamesItsOwnColumnsWhenInputsHaveTheirNames) {
    Signature signature = m_predictor.signature();
    signature.inputs[1].name = "time";
    signature.inputs[2].name = "prediction";
    const DeploymentId id = reserve("weather");
    RequestDecoder decoder(signature, 10);
    RequestLog log(*m_project, id, signature);
    std::string body = R"({"instances": [{"wind": 1, "time": 3, "prediction": "clear"}]})";
    ASSERT_TRUE(decoder.decodeRows(body));
    log.add(decoder.rows(), *m_predictor.predict(decoder.rows()));
    log.finish();
    const auto rows = Deployments(*m_project).requestLog(id);
    ASSERT_TRUE(rows) << rows.error().describe();
    EXPECT_EQ(rows->columns[*rows->find("time")].integers[0], 3);
    EXPECT_EQ(rows->columns[*rows->find("lathe_prediction")].text(0), "sun");
}

TEST(RequestLogDelay, GrowsWithTheNumberOfSegments) {
    EXPECT_EQ(RequestLog::publishDelay(1, 2), 2);
    EXPECT_EQ(RequestLog::publishDelay(500, 2), 10);
    EXPECT_EQ(RequestLog::publishDelay(5000, 2), 60);
}

TEST_F(RequestLogTest, RecordsLiveThroughTheirStates) {
    const DeploymentRecords records(*m_project);
    const DeploymentId id = reserve("weather");
    EXPECT_EQ(records.get(id)->state, DeploymentState::Starting);
    ASSERT_TRUE(records.adopt(id));
    ASSERT_TRUE(records.setReady(id, "127.0.0.1", 8080));
    EXPECT_EQ(records.get(id)->url(), "http://127.0.0.1:8080");
    const auto taken = records.reserve("weather", "weather", 4);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::Conflict);
    ASSERT_TRUE(records.end(id, DeploymentState::Stopped));
    ASSERT_TRUE(records.end(id, DeploymentState::Failed, "too late"));
    EXPECT_EQ(records.get(id)->state, DeploymentState::Stopped);
    EXPECT_TRUE(records.get(id)->stoppedAt);
    EXPECT_FALSE(records.adopt(id));
    const DeploymentId again = reserve("weather");
    EXPECT_EQ(Deployments(*m_project).find("weather")->id, again);
    EXPECT_EQ(Deployments(*m_project).find(id.str())->id, id);
    const auto audit = m_project->audit(10);
    ASSERT_TRUE(audit);
    EXPECT_EQ((*audit)[1].entry.action, "deployment.stop");
    EXPECT_EQ((*audit)[2].entry.action, "deployment.ready");
    for (const char* name : {"", "a b", "a/b", "ä"}) EXPECT_FALSE(records.reserve(name, "weather", 1)) << name;
}

TEST_F(RequestLogTest, ADeadServerIsFoundOut) {
    const Path folder = projectFolder();
    m_project.reset();
    const pid_t child = ::fork();
    if (child == 0) {
        const auto project = Project::open(folder, Project::Access::ReadWrite);
        const DeploymentRecords records(**project);
        const auto id = records.reserve("weather", "weather", 1);
        ::_exit(id && records.adopt(*id) && records.setReady(*id, "127.0.0.1", 1) ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(WEXITSTATUS(status), 0);
    {
        const auto project = Project::open(folder, Project::Access::ReadOnly);
        ASSERT_TRUE(project);
        EXPECT_EQ(Deployments(**project).find("weather")->state, DeploymentState::Failed) << "shown, though not stored";
    }
    auto project = Project::open(folder, Project::Access::ReadWrite);
    ASSERT_TRUE(project);
    m_project = std::move(*project);
    const Deployments deployments(*m_project);
    EXPECT_EQ(deployments.find("weather")->error, "the server process ended unexpectedly");
    EXPECT_TRUE(deployments.find("weather")->stoppedAt) << "stored";
    const auto stopped = deployments.stop("weather");
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(m_project->audit(1)->front().entry.action, "deployment.fail");
    const auto unknown = deployments.find("wether");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().hint, "Did you mean 'weather'?");
}

} // namespace
} // namespace lathe
