// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C while a command works: how long the answer takes is printed.
#include <cmath>
#include <csignal>
#include <cstdio>

#include "tests/e2e/faults.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class Stops : public Faults {
protected:
    /// Large enough that reading and encoding take longer than loading the worker.
    void importRows() {
        std::string text = "a,b,c,d,e,f,g,h,label\n";
        for (int row = 0; row < 300'000; ++row) {
            for (int column = 0; column < 8; ++column) text += fmt::format("{:.4f},", std::sin(row * 0.37 + column));
            text += row % 3 == 0 ? "yes\n" : "no\n";
        }
        const Path file = scratch.path() / "rows.csv";
        ASSERT_TRUE(writeFileAtomic(file, text));
        run({"data", "import", file.string(), "--name", "rows"});
    }

    /// A command whose standard output is a pipe that nobody reads; its standard error goes to \p log.
    Result<ChildProcess> startUnread(std::vector<std::string> arguments, const Path& log) const {
        arguments.insert(arguments.begin(), {"--project", project.string()});
        return ChildProcess::start({.program = Path(LATHE_BIN) / "lathe",
                                    .arguments = std::move(arguments),
                                    .outputFile = log,
                                    .captureOutput = true});
    }

    static bool hasWorker(const std::string& id) {
        for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
            const auto command = readTextFile(entry.path() / "cmdline");
            if (command && command->find("lathe-worker") != std::string::npos && command->find(id) != std::string::npos)
                return true;
        }
        return false;
    }
};

} // namespace

TEST_F(Stops, ARunThatIsStartedIsStoppedByCtrlC) {
    makeProject();
    importRows();
    const Path config = scratch.path() / "run.yaml";
    ASSERT_TRUE(writeFileAtomic(config, "data: rows\ntarget: label\nseed: 3\nmodel: {kind: mlp, epochs: 100000}\n"));
    for (const int delay : {100, 200, 300, 450, 600, 800, 1200}) {
        auto child = ChildProcess::start({.program = Path(LATHE_BIN) / "lathe",
                                          .arguments = {"--project", project.string(), "run", "start", config.string()},
                                          .outputFile = scratch.path() / "output.txt"});
        ASSERT_TRUE(child);
        std::this_thread::sleep_for(std::chrono::milliseconds(delay));
        const auto asked = std::chrono::steady_clock::now();
        child->signal(SIGINT);
        EXPECT_EQ(child->wait(), 130) << delay << " " << *readTextFile(scratch.path() / "output.txt");
        const std::chrono::duration<double, std::milli> answer = std::chrono::steady_clock::now() - asked;
        std::printf("Ctrl+C after %d ms: answered after %.0f ms\n", delay, answer.count());
    }
    for (const auto& listed : run({"run", "list"})) {
        EXPECT_EQ(listed["state"], "stopped") << listed.dump();
        while (hasWorker(listed["run"])) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    expectClean();
}

TEST_F(Stops, ACommandThatCannotEndAtOnceSaysSo) {
    makeProject();
    importRows();
    const Path log = scratch.path() / "output.txt";
    auto child = startUnread({"data", "export", "rows", "-", "--format", "csv"}, log);
    ASSERT_TRUE(child);
    ASSERT_TRUE(child->readLine(std::chrono::seconds(60))) << "it writes";
    std::this_thread::sleep_for(std::chrono::milliseconds(200)); // until the pipe is full
    child->signal(SIGINT);
    while (readTextFile(log)->find("Stopping") == std::string::npos)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_FALSE(child->poll());
    child->signal(SIGINT);
    EXPECT_EQ(child->wait(), 130);
}
