// SPDX-License-Identifier: GPL-3.0-or-later
#include "testing.h"

#include <csignal>
#include <random>
#include <thread>

#include <sys/resource.h>

using namespace lathe;
using Access = Project::Access;

namespace {

class ProcessesTest : public FolderTest {
protected:
    void SetUp() override {
        FolderTest::SetUp();
        ASSERT_OK(Project::create(root()));
    }
    [[nodiscard]] Path root() const { return folder() / "p.lathe"; }
};

/// Adds pairs of rows for ever, and leaves work in tmp/.
int changeForEver(const Path& root) {
    const auto project = Project::open(root, Access::ReadWrite);
    if (!project) return 1;
    for (int i = 0;; ++i) {
        const auto work = (*project)->temporaryFolder("import");
        if (!work || !writeFileAtomic(work->path() / "part", "content")) return 2;
        const std::string id = newIdText("d");
        const auto done =
            (*project)->change({"dataset.create", "dataset " + id, "", ""}, [&](AuditEntry&) -> Result<void> {
                LATHE_TRY(auto insert,
                          (*project)->database().prepare("INSERT INTO dataset(id, name, created_at) VALUES(?, ?, 0)"));
                LATHE_CHECK(insert.bind(id).bind(id).run());
                LATHE_TRY(auto model,
                          (*project)->database().prepare("INSERT INTO model(name, created_at) VALUES(?, 0)"));
                return model.bind(id).run();
            });
        if (!done) return 3;
    }
}

} // namespace

TEST_F(ProcessesTest, SeveralWriteAtOnceWithoutALostRow) {
    constexpr int processes = 4, changes = 50;
    std::vector<pid_t> writers;
    for (int p = 0; p < processes; ++p)
        writers.push_back(startProcess([&] {
            const auto project = Project::open(root(), Access::ReadWrite);
            if (!project) return 1;
            for (int i = 0; i < changes; ++i) {
                const std::string name = std::to_string(p) + "-" + std::to_string(i);
                if (!addDataset(**project, name, name)) return 2;
                if (ask((*project)->database(), "SELECT count(*) FROM dataset") < i + 1) return 3;
            }
            return 0;
        }));
    for (const pid_t writer : writers) EXPECT_EQ(waitForProcess(writer), 0);
    const auto project = Project::open(root(), Access::ReadWrite);
    ASSERT_OK(project);
    EXPECT_EQ(ask((*project)->database(), "SELECT count(*) FROM dataset"), processes * changes);
    EXPECT_EQ(ask((*project)->database(), "SELECT count(*) FROM audit"), processes * changes + 1);
    EXPECT_EQ(problemsOf(**project), "");
}

TEST_F(ProcessesTest, AnybodyMayOpenAndCloseWhileOthersWrite) {
    std::vector<pid_t> processes;
    for (int p = 0; p < 3; ++p)
        processes.push_back(startProcess([&] {
            for (int i = 0; i < 30; ++i) {
                const auto project = Project::open(root(), p == 0 ? Access::ReadOnly : Access::ReadWrite);
                if (!project) return 1;
                const std::string name = std::to_string(p) + "-" + std::to_string(i);
                if (p > 0 && !addDataset(**project, name, name)) return 2;
                if (ask((*project)->database(), "SELECT count(*) FROM dataset") < 0) return 3;
            }
            return 0;
        }));
    for (const pid_t process : processes) EXPECT_EQ(waitForProcess(process), 0);
    const auto project = Project::open(root(), Access::ReadOnly);
    ASSERT_OK(project);
    EXPECT_EQ(ask((*project)->database(), "SELECT count(*) FROM dataset"), 60);
}

TEST_F(ProcessesTest, KilledAtAnyInstantNothingIsHalfDone) {
    std::mt19937 random(11);
    constexpr int kills = 50;
    int64_t before = 0;
    for (int round = 0; round < kills; ++round) {
        const pid_t process = startProcess([&] { return changeForEver(root()); });
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
        ::kill(process, SIGKILL);
        ASSERT_EQ(waitForProcess(process), 128 + SIGKILL);

        const auto project = Project::open(root(), Access::Session);
        ASSERT_OK(project);
        Database& database = (*project)->database();
        const int64_t datasets = ask(database, "SELECT count(*) FROM dataset");
        ASSERT_GE(datasets, before) << "committed work was lost";
        ASSERT_EQ(ask(database, "SELECT count(*) FROM model"), datasets);
        ASSERT_EQ(ask(database, "SELECT count(*) FROM audit"), datasets + 1);
        ASSERT_EQ(problemsOf(**project), "");
        ASSERT_TRUE(std::filesystem::is_empty(root() / "tmp"));
        before = datasets;
    }
    EXPECT_GT(before, 0);
}

TEST_F(ProcessesTest, KilledWhileCreatingItCanBeCreatedAgain) {
    std::mt19937 random(12);
    for (int round = 0; round < 50; ++round) {
        const Path fresh = folder() / ("new" + std::to_string(round));
        const pid_t process = startProcess([&] { return Project::create(fresh) ? 0 : 1; });
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 15'000));
        ::kill(process, SIGKILL);
        waitForProcess(process);
        if (!std::filesystem::exists(fresh / "project.sqlite")) {
            ASSERT_OK(Project::create(fresh));
        }
        const auto project = Project::open(fresh, Access::ReadWrite);
        ASSERT_OK(project);
        ASSERT_EQ(problemsOf(**project), "");
    }
}

TEST_F(ProcessesTest, TheSessionLockGoesWithItsProcess) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t holder = startProcess([&] {
        const auto project = Project::open(root(), Access::Session);
        [[maybe_unused]] const auto written = ::write(ready[1], "x", 1);
        ::pause();
        return project ? 0 : 1;
    });
    char signal = 0;
    ASSERT_EQ(::read(ready[0], &signal, 1), 1);
    const auto refused = Project::open(root(), Access::Session);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Locked);
    EXPECT_EQ(Project::sessionHolder(root())->pid, holder);
    ::kill(holder, SIGKILL);
    waitForProcess(holder);
    EXPECT_EQ(Project::sessionHolder(root()), std::nullopt);
    EXPECT_OK(Project::open(root(), Access::Session));
}

TEST_F(ProcessesTest, AWriterWaitsForALongTransaction) {
    int begun[2];
    ASSERT_EQ(::pipe(begun), 0);
    const pid_t slow = startProcess([&] {
        const auto project = Project::open(root(), Access::ReadWrite);
        const auto done = (*project)->database().transact([&]() -> Result<void> {
            [[maybe_unused]] const auto written = ::write(begun[1], "x", 1);
            std::this_thread::sleep_for(std::chrono::milliseconds(600));
            return (*project)->database().execute("INSERT INTO dataset(id, name, created_at) VALUES('s', 's', 0)");
        });
        return done ? 0 : 1;
    });
    char signal = 0;
    ASSERT_EQ(::read(begun[0], &signal, 1), 1);
    const auto project = Project::open(root(), Access::ReadWrite);
    ASSERT_OK(project);
    EXPECT_EQ(ask((*project)->database(), "SELECT count(*) FROM dataset"), 0) << "a reader does not wait";
    EXPECT_OK(addDataset(**project, "d", "d"));
    EXPECT_EQ(ask((*project)->database(), "SELECT count(*) FROM dataset"), 2);
    EXPECT_EQ(waitForProcess(slow), 0);
}

TEST_F(ProcessesTest, AFullDiskIsAnErrorAndLosesNothing) {
    const int status = waitForProcess(startProcess([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        constexpr rlim_t room = 300'000; // bytes that any file may have: the log fills up as on a full disk
        const rlimit limit{room, room};
        const auto project = Project::open(root(), Access::ReadWrite);
        if (!project || ::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
        for (int i = 0; i < 1000; ++i) {
            const std::string name = std::to_string(i);
            const auto done = addDataset(**project, name, name);
            if (done) continue;
            return done.error().kind == ErrorKind::Io && !done.error().hint.empty() ? 0 : 2;
        }
        return 3;
    }));
    EXPECT_EQ(status, 0);
    const auto project = Project::open(root(), Access::ReadWrite);
    ASSERT_OK(project);
    const int64_t datasets = ask((*project)->database(), "SELECT count(*) FROM dataset");
    EXPECT_GT(datasets, 0);
    EXPECT_EQ(ask((*project)->database(), "SELECT count(*) FROM audit"), datasets + 1);
    EXPECT_EQ(problemsOf(**project), "");
}
