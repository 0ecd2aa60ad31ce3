// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/audit.h"
#include "core/project/project.h"
#include "core/project/temporary.h"
#include "testing.h"

using namespace lathe;
using Access = Project::Access;

namespace {

class ProjectTest : public FolderTest {
protected:
    void SetUp() override {
        FolderTest::SetUp();
        auto created = Project::create(root(), "Wetter in Zürich");
        ASSERT_OK(created);
        m_project = std::move(*created);
    }
    [[nodiscard]] Path root() const { return folder() / "weather.lathe"; }
    Project& project() { return *m_project; }

    std::unique_ptr<Project> m_project;
};

} // namespace

TEST_F(ProjectTest, AFreshProjectIsClean) {
    EXPECT_EQ(project().name(), "Wetter in Zürich");
    for (const char* each : {"data", "runs", "models", "serving", "reports", "tmp"})
        EXPECT_TRUE(std::filesystem::is_directory(root() / each)) << each;
    const auto problems = project().check(JobContext());
    ASSERT_OK(problems);
    EXPECT_TRUE(problems->empty());
    const auto audit = project().audit(10);
    ASSERT_OK(audit);
    ASSERT_EQ(audit->size(), 1U);
    EXPECT_EQ(audit->front().entry.action, "project.create");
}

TEST_F(ProjectTest, OpensAfterCopyingAndMoving) {
    ASSERT_OK(addDataset(project(), "d1", "weather"));
    const Path copy = folder() / "copy";
    ASSERT_OK(copyFolder(root(), copy)); // with the log of the connection that is open
    m_project.reset();
    const Path moved = folder() / "moved";
    std::filesystem::rename(root(), moved);
    for (const Path& each : {copy, moved}) {
        const auto opened = Project::open(each, Access::ReadWrite);
        ASSERT_OK(opened);
        EXPECT_TRUE((*opened)->check(JobContext())->empty());
        EXPECT_EQ((*opened)->audit(10)->size(), 2U);
    }
}

TEST_F(ProjectTest, TrashGivesBack) {
    ASSERT_OK(addDataset(project(), "d1", "weather"));
    ASSERT_OK(project().moveToTrash("dataset", "d1", "weather"));
    EXPECT_EQ(project().moveToTrash("dataset", "d1", "weather").error().kind, ErrorKind::NotFound);
    ASSERT_OK(addDataset(project(), "d2", "weather"));
    const auto items = project().trash();
    ASSERT_OK(items);
    ASSERT_EQ(items->size(), 1U);
    const auto taken = project().restore(items->front().id);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::Conflict);
    EXPECT_EQ(taken.error().message, "another dataset is called 'weather' by now");
    ASSERT_OK(project().moveToTrash("dataset", "d2", "weather"));
    EXPECT_OK(project().restore(items->front().id));
    EXPECT_EQ(project().trash()->size(), 1U);
    EXPECT_EQ(project().restore(items->front().id).error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(project().check(JobContext())->empty());
}

TEST_F(ProjectTest, CreateRefusesAFolderInUse) {
    const auto again = Project::create(root());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::Conflict);
    EXPECT_EQ(again.error().hint, "There is a project in it: open it.");
    std::filesystem::create_directories(folder() / "used" / "data");
    ASSERT_OK(writeFileAtomic(folder() / "used" / "data" / "x", "x"));
    EXPECT_EQ(Project::create(folder() / "used").error().kind, ErrorKind::Conflict);
    EXPECT_EQ(Project::open(folder(), Access::ReadWrite).error().kind, ErrorKind::NotFound);
}

TEST_F(ProjectTest, IsFoundFromBelow) {
    const Path below = root() / "data" / "x";
    std::filesystem::create_directories(below);
    EXPECT_EQ(Project::find(below), root());
    EXPECT_EQ(Project::find(root()), root());
    EXPECT_EQ(Project::find(folder()), std::nullopt);
}

TEST_F(ProjectTest, AFailedChangeLeavesNeitherRowsNorAuditEntry) {
    const auto refused = project().change({"dataset.create", "x", "", ""}, [&](AuditEntry&) -> Result<void> {
        LATHE_CHECK(project().database().execute("INSERT INTO dataset(id, name, created_at) VALUES('d', 'x', 0)"));
        return fail(ErrorKind::InvalidInput, "no");
    });
    EXPECT_FALSE(refused);
    EXPECT_EQ(project().audit(10)->size(), 1U);
    EXPECT_EQ(ask(project().database(), "SELECT count(*) FROM dataset"), 0);
}

TEST_F(ProjectTest, AuditIsPagedAndFiltered) {
    for (int i = 0; i < 5; ++i) ASSERT_OK(addDataset(project(), "d" + std::to_string(i), "set" + std::to_string(i)));
    const auto newest = project().audit(2);
    ASSERT_OK(newest);
    ASSERT_EQ(newest->size(), 2U);
    EXPECT_EQ(newest->front().entry.object, "dataset set4");
    const auto older = project().audit(2, newest->back().sequence);
    EXPECT_EQ(older->front().entry.object, "dataset set2");
    EXPECT_EQ(project().audit(10, INT64_MAX, "set3")->size(), 1U);
    EXPECT_EQ(project().audit(10, INT64_MAX, "dataset.create")->size(), 5U);
    EXPECT_EQ(project().audit(10, INT64_MAX, "%")->size(), 0U);
}

TEST_F(ProjectTest, TheSessionLockNamesItsHolder) {
    EXPECT_EQ(Project::sessionHolder(root()), std::nullopt);
    auto first = Project::open(root(), Access::Session);
    ASSERT_OK(first);
    const auto second = Project::open(root(), Access::Session);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::Locked);
    const auto holder = Project::sessionHolder(root());
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->pid, ::getpid());
    EXPECT_NE(second.error().message.find(holder->describe()), std::string::npos);
    EXPECT_OK(Project::open(root(), Access::ReadOnly));
    EXPECT_OK(Project::open(root(), Access::ReadWrite)) << "commands and workers need no session lock";

    ASSERT_OK(copyFolder(root(), folder() / "copy"));
    EXPECT_OK(Project::open(folder() / "copy", Access::Session)) << "a copy never carries the lock";
    first->reset();
    EXPECT_EQ(Project::sessionHolder(root()), std::nullopt);
    EXPECT_OK(Project::open(root(), Access::Session));
}

TEST_F(ProjectTest, SweepsOnlyWorkWhoseProcessIsGone) {
    const auto mine = project().temporaryFolder("import weather/../x");
    ASSERT_OK(mine);
    EXPECT_EQ(mine->path().parent_path(), root() / "tmp");
    const std::string name = mine->path().filename().string();
    const std::string pid = "." + std::to_string(::getpid()) + ".";
    Path abandoned = root() / "tmp" / std::string(name).replace(name.find(pid), pid.size(), ".999999999.");
    std::filesystem::create_directories(abandoned / "below");
    std::filesystem::create_directories(root() / "tmp" / "somebody-elses");
    ASSERT_OK(Project::open(root(), Access::ReadWrite));
    EXPECT_TRUE(std::filesystem::exists(mine->path()));
    EXPECT_TRUE(std::filesystem::exists(root() / "tmp" / "somebody-elses"));
    EXPECT_FALSE(std::filesystem::exists(abandoned));
}

TEST_F(ProjectTest, ClearsAwayWhatKilledExportsLeftBesideTheirTargets) {
    const Path target = folder() / "out" / "rows.csv";
    EXPECT_EQ(temporaryFolderBeside(target).error().kind, ErrorKind::NotFound);
    std::filesystem::create_directories(target.parent_path());
    const auto mine = temporaryFolderBeside(target);
    ASSERT_OK(mine);
    EXPECT_EQ(mine->path().parent_path(), target.parent_path());
    const std::string name = mine->path().filename().string();
    EXPECT_EQ(name.front(), '.');
    const std::string pid = "." + std::to_string(::getpid()) + ".";
    const std::string gone = std::string(name).replace(name.find(pid), pid.size(), ".999999999.");
    const Path abandoned = target.parent_path() / gone;
    const Path users[] = {target.parent_path() / gone.substr(1), target.parent_path() / (gone + ".txt"),
                          target.parent_path() / ".export-000000000000"};
    std::filesystem::create_directories(abandoned / "below");
    std::filesystem::create_directories(users[0]);
    ASSERT_OK(writeFileAtomic(users[1], "a file"));
    std::filesystem::create_directories(users[2]);
    ASSERT_OK(temporaryFolderBeside(target));
    EXPECT_TRUE(std::filesystem::exists(mine->path())) << "its process lives";
    for (const Path& path : users) EXPECT_TRUE(std::filesystem::exists(path)) << path;
    EXPECT_FALSE(std::filesystem::exists(abandoned));
}

TEST(AuditHash, IsTheOneOfTheDocumentedBytes) {
    AuditRecord record{1, 1'700'000'000'000'000, "anna", "lab-3", "lathe", {}, auditStart(), {}};
    record.entry = {"dataset.import", "dataset wetter zürich@2", "", R"({"rows":3})"};
    // Computed with Python's hashlib by the function in docs/project-format.md.
    EXPECT_EQ(auditHash(record), "a4589c35813cf79b7e65924c825f84cde76d1027a5dc6f0aa5fa43ef12feccd8");
}
