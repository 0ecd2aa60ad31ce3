// SPDX-License-Identifier: GPL-3.0-or-later
// Real lathe-server processes on a real project, with a package made by hand: y = 2·wind + 1.
#include "core/serve/deployments.h"

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/base/process.h"
#include "core/registry/package_files.h"
#include "core/registry/registry.h"

namespace lathe {
namespace {

/// The safetensors format: length of the header, header, values.
std::string linearWeights(double weight, double bias) {
    const std::string header =
        R"({"weight":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]},"bias":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}})";
    const uint64_t length = header.size();
    std::string bytes(reinterpret_cast<const char*>(&length), sizeof length);
    bytes += header;
    for (const double value : {weight, bias}) bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    return bytes;
}

constexpr const char* manifest = R"({"format": 1, "kind": "linear",
  "signature": {"task": "regression", "target": "y", "inputs": [{"name": "wind", "type": "real", "required": true, "min": 0, "max": 20}]},
  "preprocessing": {"features": 1, "columns": [{"name": "wind", "type": "real", "encoding": "number", "fill": [null]}]},
  "model": {"kind": "linear", "weights": "weights.safetensors", "link": "identity"}})";

const std::string rows = R"({"instances": [{"wind": 3}, {"wind": 4.5}]})";

class DeploymentsTest : public testing::Test {
protected:
    void SetUp() override {
        auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-deployments");
        ASSERT_TRUE(folder) << folder.error().describe();
        m_folder.emplace(std::move(*folder));
        auto project = Project::create(m_folder->path() / "test.lathe");
        ASSERT_TRUE(project) << project.error().describe();
        m_project = std::move(*project);
        registerModel();
        m_deployments.emplace(*m_project, Path(LATHE_BIN) / "lathe-server");
    }

    void TearDown() override {
        if (!m_deployments) return;
        const auto all = m_deployments->list();
        ASSERT_TRUE(all);
        for (const auto& info : *all)
            if (info.isRunning()) {
                EXPECT_TRUE(m_deployments->stop(info.id.str()));
            }
    }

    void registerModel() {
        const RunStore runs(*m_project);
        const auto run = runs.create({});
        ASSERT_TRUE(run) << run.error().describe();
        ASSERT_TRUE(runs.begin(run->id, "{}"));
        const Path package = runs.folder(run->id) / "model";
        std::filesystem::create_directories(package);
        std::ofstream(package / "model.json") << manifest;
        std::ofstream(package / "weights.safetensors", std::ios::binary) << linearWeights(2, 1);
        ASSERT_TRUE(sealPackage(package));
        ASSERT_TRUE(runs.end(run->id, RunState::Finished));
        const auto version = Registry(*m_project).registerRun(run->id, "line");
        ASSERT_TRUE(version) << version.error().describe();
    }

    DeploymentInfo startOrFail(const ServeOptions& options) {
        const auto info = m_deployments->start(options, {});
        EXPECT_TRUE(info) << info.error().describe();
        return info.value_or(DeploymentInfo{});
    }

    std::optional<ScopedFolder> m_folder;
    std::unique_ptr<Project> m_project;
    std::optional<Deployments> m_deployments;
};

TEST_F(DeploymentsTest, ServesAnswersLogsAndStops) {
    const DeploymentInfo info = startOrFail({.model = "line"});
    EXPECT_EQ(info.state, DeploymentState::Ready);
    EXPECT_EQ(info.name, "line");
    EXPECT_GT(info.port, 0);
    const auto reply = httpRequest(info.url() + "/v1/models/line:predict", "POST", rows);
    ASSERT_TRUE(reply) << reply.error().describe();
    EXPECT_EQ(reply->body, R"({"predictions":[7,10]})");
    EXPECT_EQ(httpRequest(info.url() + "/v1/models/line:predict", "POST", R"({"instances": [{"wind": 3}]})")->body,
              R"({"predictions":[7]})");
    const auto measured = figures(info);
    ASSERT_TRUE(measured) << measured.error().describe();
    EXPECT_EQ(measured->rows, 3u);
    EXPECT_EQ(measured->errors, 0u);

    const auto stopped = m_deployments->stop("line");
    ASSERT_TRUE(stopped) << stopped.error().describe();
    EXPECT_EQ(stopped->state, DeploymentState::Stopped);
    EXPECT_EQ(stopped->error, "");
    EXPECT_EQ(stopped->loggedRows, 3u);
    const auto log = m_deployments->requestLog(info.id);
    ASSERT_TRUE(log) << log.error().describe();
    EXPECT_EQ(log->columns[0].reals, (std::vector<double>{3, 4.5, 3}));
    EXPECT_EQ(log->columns[1].reals, (std::vector<double>{7, 10, 7}));
    EXPECT_FALSE(isProcessAlive(info.pid, processStartTicks(info.pid).value_or(-1)));
    const auto problems = m_project->check({});
    ASSERT_TRUE(problems);
    EXPECT_TRUE(problems->empty());
}

TEST_F(DeploymentsTest, PublishesTheLogWhileItServes) {
    const DeploymentInfo info = startOrFail({.model = "line@1", .name = "other"});
    ASSERT_TRUE(httpRequest(info.url() + "/v1/models/other:predict", "POST", rows));
    const double deadline = monotonicSeconds() + 30;
    while (m_deployments->find("other")->loggedRows == 0 && monotonicSeconds() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(m_deployments->find("other")->loggedRows, 2u);
}

TEST_F(DeploymentsTest, SaysWhyItCannotStart) {
    const auto errorOf = [&](const ServeOptions& options) {
        const auto info = m_deployments->start(options, {});
        EXPECT_FALSE(info);
        return info ? Error{} : info.error();
    };
    EXPECT_EQ(errorOf({.model = "lime"}).hint, "Did you mean 'line'?");
    EXPECT_EQ(errorOf({.model = "line", .address = "0.0.0.0"}).kind, ErrorKind::InvalidInput);
    EXPECT_EQ(errorOf({.model = "line", .name = "a/b"}).kind, ErrorKind::InvalidInput);
    const DeploymentInfo first = startOrFail({.model = "line"});
    EXPECT_EQ(errorOf({.model = "line"}).kind, ErrorKind::Conflict);
    const Error taken = errorOf({.model = "line", .name = "second", .port = first.port});
    EXPECT_NE(taken.message.find("in use"), std::string::npos) << taken.message;
    EXPECT_EQ(m_deployments->find("second")->state, DeploymentState::Failed);
    const auto unknownProgram =
        Deployments(*m_project, "/no/such/program").start({.model = "line", .name = "third"}, {});
    ASSERT_FALSE(unknownProgram);
    EXPECT_EQ(m_deployments->find("third")->state, DeploymentState::Failed);
}

TEST_F(DeploymentsTest, RefusesAPackageThatWasChanged) {
    std::ofstream(m_project->folder() / "models/line/1/weights.safetensors", std::ios::app) << "x";
    const auto info = m_deployments->start({.model = "line"}, {});
    ASSERT_FALSE(info);
    EXPECT_NE(info.error().message.find("weights.safetensors"), std::string::npos) << info.error().message;
}

TEST_F(DeploymentsTest, KeepsItsTokenToItself) {
    const DeploymentInfo info = startOrFail({.model = "line", .token = "s3cret-token"});
    EXPECT_EQ(httpRequest(info.url() + "/metrics", "GET", "")->status, 401);
    EXPECT_EQ(httpRequest(info.url() + "/metrics", "GET", "", "s3cret-token")->status, 200);
    EXPECT_TRUE(figures(info, "s3cret-token"));
    std::ifstream commandLine("/proc/" + std::to_string(info.pid) + "/cmdline");
    const std::string text((std::istreambuf_iterator<char>(commandLine)), {});
    EXPECT_NE(text.find("lathe-server"), std::string::npos);
    EXPECT_EQ(text.find("s3cret"), std::string::npos);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(m_project->folder())) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(file)), {});
        EXPECT_EQ(content.find("s3cret"), std::string::npos) << entry.path();
    }
}

TEST_F(DeploymentsTest, AKilledServerIsFailedAndItsNameFree) {
    const DeploymentInfo info = startOrFail({.model = "line"});
    ASSERT_EQ(::kill(info.pid, SIGKILL), 0);
    const double deadline = monotonicSeconds() + 20;
    while (m_deployments->find(info.id.str())->isRunning() && monotonicSeconds() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(m_deployments->find(info.id.str())->state, DeploymentState::Failed);
    const DeploymentInfo again = startOrFail({.model = "line"});
    EXPECT_NE(again.id, info.id);
    EXPECT_EQ(m_deployments->find("line")->id, again.id);
    EXPECT_FALSE(Registry(*m_project).remove("line")) << "a model that is served stays";
}

TEST_F(DeploymentsTest, ACancelledStartLeavesNothingRunning) {
    std::stop_source stop;
    stop.request_stop();
    const auto info = m_deployments->start({.model = "line"}, JobContext(stop.get_token(), nullptr));
    if (info) return; // it was ready before the wait looked
    EXPECT_EQ(info.error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(m_deployments->find("line")->state, DeploymentState::Stopped);
}

} // namespace
} // namespace lathe
