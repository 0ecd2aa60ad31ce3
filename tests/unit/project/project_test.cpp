// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"

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

    static Result<void> addDataset(const Project& project, const std::string& id, const std::string& name) {
        return project.change({"dataset.create", "dataset " + name, "", ""}, [&](AuditEntry&) -> Result<void> {
            LATHE_TRY(auto insert, project.database().prepare("INSERT INTO dataset(id, name, created_at) VALUES(?, ?, 0)"));
            return insert.bind(id).bind(name).run();
        });
    }

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
