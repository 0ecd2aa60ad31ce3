// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random instants: the project opens, is clean, and shows nothing half-done.
#include <csignal>
#include <random>
#include <thread>

#include "tests/e2e/faults.h"

using namespace lathe;
using namespace lathe::test;

namespace {

constexpr int kills = 50;

} // namespace

TEST_F(Faults, KilledRunsAreFailedAndRegistrationsAreWholeOrAbsent) {
    makeProject("weather");
    run({"data", "clean", "weather", "--recipe", (project / "sample" / "recipe.yaml").string(), "--name",
         "weather-tidy"});
    run({"data", "clean", "weather-tidy", "--recipe", (project / "sample" / "years-2012-2013.yaml").string(), "--name",
         "weather-2012-2013"});
    const Json trained = run({"run", "start", (project / "sample" / "boosted.yaml").string()});
    const auto longest = timed({"model", "register", trained["run"], "--name", "whole"});
    for (int i = 0; i < kills; ++i) killed({"model", "register", trained["run"], "--name", "killed"}, longest);
    for (const auto& version : run({"model", "list", "killed"})) run({"model", "verify", version["reference"]});
    expectClean();
}

TEST_F(Faults, KilledWorkersLeaveRunsThatAreResumedToTheSameBits) {
    makeProject("weather");
    run({"data", "clean", "weather", "--recipe", (project / "sample" / "recipe.yaml").string(), "--name",
         "weather-tidy"});
    const Path config = scratch.path() / "run.yaml";
    ASSERT_TRUE(writeFileAtomic(
        config, "data: weather-tidy\ntarget: weather\nseed: 3\nmodel: {kind: mlp, hidden: [16], epochs: 60}\n"));
    const auto start = std::chrono::steady_clock::now();
    const Json whole = run({"run", "start", config.string()});
    const auto longest =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
    std::uniform_int_distribution<int64_t> pick(0, longest.count());
    for (int i = 0; i < kills; ++i) {
        const Json started = run({"run", "start", config.string(), "--detach"});
        std::this_thread::sleep_for(std::chrono::microseconds(pick(m_random)));
        for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
            const auto command = readTextFile(entry.path() / "cmdline");
            if (command && command->find("lathe-worker") != std::string::npos &&
                command->find(started["run"].get<std::string>()) != std::string::npos)
                ::kill(std::stoi(entry.path().filename().string()), SIGKILL);
        }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    size_t resumed = 0;
    for (const auto& listed : run({"run", "list"})) {
        const Json seen = run({"run", "watch", listed["run"]}, listed["state"] == "finished" ? 0 : 1);
        EXPECT_TRUE(seen["state"] == "finished" || seen["state"] == "failed") << seen["state"];
        if (resumed == 3 || !seen["resumable"].get<bool>()) continue;
        ++resumed;
        EXPECT_EQ(run({"run", "resume", listed["run"]})["model_hash"], whole["model_hash"]);
    }
    EXPECT_GT(resumed, 0u);
    expectClean();
}
