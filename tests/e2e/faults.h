// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "tests/e2e/lathe_program.h"

namespace lathe::test {

/// Commands that are killed at random instants.
class Faults : public ProjectTest {
protected:
    std::mt19937 m_random{20120101};

    /// Starts a command and kills it, and with it nothing else, after a random time of at most \p longest.
    void killed(std::vector<std::string> arguments, std::chrono::microseconds longest) {
        arguments.insert(arguments.begin(), {"--quiet", "--project", project.string()});
        auto child = ChildProcess::start({.program = Path(LATHE_BIN) / "lathe",
                                          .arguments = arguments,
                                          .outputFile = scratch.path() / "output.txt"});
        ASSERT_TRUE(child);
        std::uniform_int_distribution<int64_t> pick(0, longest.count());
        std::this_thread::sleep_for(std::chrono::microseconds(pick(m_random)));
        child->signal(SIGKILL);
        child->wait();
    }

    /// How long a command takes when nobody kills it.
    std::chrono::microseconds timed(const std::vector<std::string>& arguments) {
        const auto start = std::chrono::steady_clock::now();
        run(arguments);
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
    }
};

} // namespace lathe::test
