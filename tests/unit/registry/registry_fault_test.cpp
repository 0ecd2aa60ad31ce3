// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes at once, and processes that die in the middle.
#include <csignal>
#include <random>
#include <set>

#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "tests/unit/registry/registry_fixture.h"

namespace lathe {
namespace {

/// In a child process: opens the project and registers the run `count` times; the exit status tells the first failure.
pid_t registerInChild(const Path& folder, const RunId& run, int count) {
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    const auto project = Project::open(folder, Project::Access::ReadWrite);
    if (!project) ::_exit(2);
    const Registry registry(**project);
    for (int i = 0; i < count; ++i)
        if (const auto version = registry.registerRun(run, "shared"); !version) {
            std::fprintf(stderr, "%s\n", version.error().describe().c_str());
            ::_exit(3);
        }
    ::_exit(0);
}

int exitOf(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void expectClean(const Project& project) {
    const auto problems = project.check({});
    ASSERT_TRUE(problems) << problems.error().describe();
    for (const auto& problem : *problems) ADD_FAILURE() << problem.object << ": " << problem.message;
}

TEST_F(RegistryTest, SeveralProcessesNumberTheirVersionsWithoutGaps) {
    const RunInfo run = finishedRun();
    m_project.reset();
    constexpr int processes = 4;
    constexpr int each = 10;
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) children.push_back(registerInChild(projectFolder(), run.id, each));
    for (const pid_t child : children) EXPECT_EQ(exitOf(child), 0);

    auto project = Project::open(projectFolder(), Project::Access::ReadWrite);
    ASSERT_TRUE(project) << project.error().describe();
    const Registry registry(**project);
    const auto versions = registry.versions("shared");
    ASSERT_TRUE(versions) << versions.error().describe();
    std::set<int> numbers;
    for (const auto& version : *versions) {
        numbers.insert(version.number);
        EXPECT_TRUE(registry.verify(version));
    }
    EXPECT_EQ(numbers.size(), static_cast<size_t>(processes * each));
    EXPECT_EQ(*numbers.rbegin(), processes * each);
    expectClean(**project);
}

TEST_F(RegistryTest, KilledAtRandomInstantsLeavesACleanProject) {
    const RunInfo run = finishedRun();
    m_project.reset();
    constexpr int kills = 60;
    std::mt19937 random(20120301);
    std::uniform_int_distribution<int> delay(0, 40000);
    for (int kill = 0; kill < kills; ++kill) {
        const pid_t child = registerInChild(projectFolder(), run.id, 1000000);
        ::usleep(static_cast<useconds_t>(delay(random)));
        ::kill(child, SIGKILL);
        EXPECT_EQ(exitOf(child), 128 + SIGKILL);

        auto project = Project::open(projectFolder(), Project::Access::ReadWrite);
        ASSERT_TRUE(project) << project.error().describe();
        expectClean(**project);
        const Registry registry(**project);
        const auto models = registry.list();
        ASSERT_TRUE(models);
        if (models->empty()) continue;
        const auto versions = registry.versions("shared");
        ASSERT_TRUE(versions);
        for (const auto& version : *versions) ASSERT_TRUE(registry.verify(version)) << version.reference();
        ASSERT_EQ(versions->front().number, static_cast<int>(versions->size())) << "no number is lost";
    }
    auto project = Project::open(projectFolder(), Project::Access::ReadWrite);
    ASSERT_TRUE(project);
    const Registry registry(**project);
    const auto last = registry.registerRun(run.id, "shared");
    ASSERT_TRUE(last) << last.error().describe();
    size_t folders = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator((*project)->folder() / "models" / "shared"))
        ++folders;
    EXPECT_EQ(folders, static_cast<size_t>(last->number)) << "the next registration removes what a dead one left";
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator((*project)->folder() / "tmp"))
        ADD_FAILURE() << "left behind: " << entry.path();
}

} // namespace
} // namespace lathe
