// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/lathe_program.h"

#include <chrono>

namespace lathe::test {

Outcome lathe(std::vector<std::string> arguments, const Path& folder) {
    auto child = ChildProcess::start({.program = Path(LATHE_BIN) / "lathe",
                                      .arguments = std::move(arguments),
                                      .environment = {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}},
                                      .workingFolder = folder,
                                      .captureOutput = true});
    Outcome outcome;
    if (!child) {
        ADD_FAILURE() << child.error().describe();
        return outcome;
    }
    while (auto line = child->readLine(std::chrono::minutes(5))) outcome.output += *line + "\n";
    outcome.status = child->wait();
    return outcome;
}

void ProjectTest::makeProject(const std::string& sample) {
    std::vector<std::string> arguments{"new", project.string()};
    if (!sample.empty()) arguments.insert(arguments.end(), {"--sample", sample});
    const Outcome outcome = lathe(arguments);
    ASSERT_EQ(outcome.status, 0) << outcome.output;
}

Json ProjectTest::run(std::vector<std::string> arguments, int expected) {
    std::vector<std::string> all{"--json", "--project", project.string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Outcome outcome = lathe(all);
    EXPECT_EQ(outcome.status, expected) << arguments[0] << ": " << outcome.output;
    const Json json = outcome.json();
    EXPECT_FALSE(json.is_discarded()) << outcome.output;
    return json;
}

void ProjectTest::expectClean() {
    const Json check = run({"project", "check"});
    EXPECT_TRUE(check.value("clean", false)) << check.dump(2);
}

} // namespace lathe::test
