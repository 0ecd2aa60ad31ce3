// SPDX-License-Identifier: GPL-3.0-or-later
#include "testing.h"

#include <grp.h>
#include <sys/stat.h>

using namespace lathe;
using Access = Project::Access;

namespace {

/// Looks at a project as somebody who may not write its folder. Root may always: the look is taken as
/// "nobody".
class ReadOnlyTest : public FolderTest {
protected:
    void SetUp() override {
        FolderTest::SetUp();
        auto created = Project::create(root(), "shared");
        ASSERT_OK(created);
        m_project = std::move(*created);
        ASSERT_OK(addDataset(*m_project, "d1", "weather"));
    }
    void TearDown() override { setMode(0755); }
    [[nodiscard]] Path root() const { return folder() / "p.lathe"; }

    void setMode(mode_t mode) const { ::chmod(root().c_str(), mode); }

    static int asNobody(const std::function<int()>& work) {
        return waitForProcess(startProcess([&] {
            constexpr uid_t nobody = 65534;
            if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0))
                return 99;
            return work();
        }));
    }

    int look() const {
        return asNobody([&] {
            const auto project = Project::open(root(), Access::ReadOnly);
            if (!project) {
                fputs((project.error().describe() + "\n").c_str(), stderr);
                return 1;
            }
            if (ask((*project)->database(), "SELECT count(*) FROM dataset") != 1) return 2;
            if ((*project)->name() != "shared" || !(*project)->readOnly()) return 3;
            if (problemsOf(**project) != "") return 4;
            return 0;
        });
    }

    std::unique_ptr<Project> m_project;
};

} // namespace

TEST_F(ReadOnlyTest, AProjectThatNobodyWrites) {
    m_project.reset();
    setMode(0555);
    EXPECT_FALSE(std::filesystem::exists(root() / "project.sqlite-wal"));
    EXPECT_EQ(look(), 0);
}

TEST_F(ReadOnlyTest, WhatStillStandsInTheLogIsSeen) {
    const Path copy = folder() / "copied";
    ASSERT_OK(copyFolder(root(), copy)); // as a backup taken while the project was in use
    m_project.reset();
    std::filesystem::remove_all(root());
    std::filesystem::rename(copy, root());
    ASSERT_GT(std::filesystem::file_size(root() / "project.sqlite-wal"), 0U);
    setMode(0555);
    EXPECT_EQ(look(), 0) << "with the log's index";
    setMode(0755);
    std::filesystem::remove(root() / "project.sqlite-shm");
    setMode(0555);
    EXPECT_EQ(look(), 0) << "without it";
}

TEST_F(ReadOnlyTest, AProjectThatAnotherProcessHasOpen) {
    setMode(0555);
    EXPECT_EQ(look(), 0);
}

TEST_F(ReadOnlyTest, NothingCanBeChanged) {
    m_project.reset();
    const auto project = Project::open(root(), Access::ReadOnly);
    ASSERT_OK(project);
    const auto change = addDataset(**project, "d2", "x");
    ASSERT_FALSE(change);
    EXPECT_EQ(change.error().kind, ErrorKind::Unsupported);
    EXPECT_EQ((*project)->temporaryFolder("x").error().kind, ErrorKind::Unsupported);
    EXPECT_FALSE((*project)->database().execute("DELETE FROM dataset"));
    EXPECT_FALSE(std::filesystem::exists(root() / "project.lock"));
}

TEST_F(ReadOnlyTest, OpeningForWritingIsRefusedWithAHint) {
    m_project.reset();
    setMode(0555);
    ::chmod((root() / "project.sqlite").c_str(), 0444);
    const int status = asNobody([&] {
        const auto project = Project::open(root(), Access::ReadWrite);
        if (project) return 1;
        return project.error().hint.find("read-only") == std::string::npos ? 2 : 0;
    });
    EXPECT_EQ(status, 0);
}
