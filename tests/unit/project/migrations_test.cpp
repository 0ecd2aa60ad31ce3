// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/audit.h"
#include "core/project/migrations.h"
#include "core/project/schema.h"
#include "testing.h"

using namespace lathe;

namespace {

/// A made-up schema 0 that knew datasets by name only, and the steps that would lead from there to 2.
class MigrationsTest : public FolderTest {
protected:
    void SetUp() override {
        FolderTest::SetUp();
        auto old = Database::open(file(), Database::Mode::Create);
        ASSERT_OK(old);
        m_database = std::move(*old);
        ASSERT_OK(
            m_database->execute("CREATE TABLE old_dataset(name TEXT); INSERT INTO old_dataset VALUES('weather')"));
        ASSERT_OK(markSchemaVersion(*m_database, 0));
    }
    [[nodiscard]] Path file() const { return folder() / "project.sqlite"; }
    [[nodiscard]] Path backup() const { return folder() / "project.sqlite.v0.backup"; }

    static Result<void> zeroToOne(Database& database) {
        LATHE_CHECK(database.execute(schemaVersion1));
        return database.execute("INSERT INTO dataset(id, name, created_at) SELECT name, name, 0 FROM "
                                "old_dataset; DROP TABLE old_dataset");
    }

    std::unique_ptr<Database> m_database;
};

} // namespace

TEST_F(MigrationsTest, RunsAllStepsAfterABackup) {
    const std::vector<Migration> steps{
        {0, &zeroToOne},
        {1, [](Database& database) { return database.execute("ALTER TABLE dataset ADD COLUMN colour TEXT"); }}};
    ASSERT_OK(migrate(*m_database, file(), steps, 2));
    EXPECT_EQ(*storedSchemaVersion(*m_database), 2);
    EXPECT_EQ(ask(*m_database, "SELECT count(colour IS NULL) FROM dataset"), 1);
    EXPECT_EQ(readAudit(*m_database, 1, INT64_MAX, "")->front().entry.action, "project.migrate");
    ASSERT_OK(migrate(*m_database, file(), steps, 2)) << "a second time does nothing";

    auto old = Database::open(backup(), Database::Mode::ReadOnly);
    ASSERT_OK(old);
    EXPECT_EQ(*storedSchemaVersion(**old), 0);
    EXPECT_EQ(ask(**old, "SELECT count(*) FROM old_dataset"), 1);
}

TEST_F(MigrationsTest, AStepThatFailsChangesNothing) {
    const std::vector<Migration> steps{
        {0, &zeroToOne}, {1, [](Database& database) { return database.execute("INSERT INTO missing VALUES(1)"); }}};
    const auto migrated = migrate(*m_database, file(), steps, 2);
    ASSERT_FALSE(migrated);
    EXPECT_EQ(migrated.error().context.front(), "while migrating schema version 1 to 2");
    EXPECT_EQ(*storedSchemaVersion(*m_database), 0);
    EXPECT_EQ(ask(*m_database, "SELECT count(*) FROM old_dataset"), 1);
    EXPECT_EQ(ask(*m_database, "SELECT count(*) FROM dataset"), -1);
}

TEST_F(MigrationsTest, ANewerSchemaIsRefused) {
    m_database.reset();
    ASSERT_OK(Project::create(folder() / "p"));
    {
        auto newer = Database::open(folder() / "p" / "project.sqlite", Database::Mode::ReadWrite);
        ASSERT_OK(markSchemaVersion(**newer, Project::schemaVersion + 1));
    }
    for (const auto access : {Project::Access::ReadWrite, Project::Access::ReadOnly}) {
        const auto opened = Project::open(folder() / "p", access);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().kind, ErrorKind::Unsupported);
        EXPECT_NE(opened.error().message.find(fmt::format("has schema version {}, this Lathe knows versions up to {}",
                                                          Project::schemaVersion + 1, Project::schemaVersion)),
                  std::string::npos);
    }
}

TEST_F(MigrationsTest, AnOlderSchemaWithoutAStepIsRefused) {
    EXPECT_EQ(migrate(*m_database, file(), projectMigrations(), 1).error().kind, ErrorKind::Unsupported);
    EXPECT_EQ(*storedSchemaVersion(*m_database), 0);
}

TEST_F(MigrationsTest, OfSeveralProcessesOneMigrates) {
    m_database.reset();
    std::vector<pid_t> processes;
    for (int i = 0; i < 4; ++i)
        processes.push_back(startProcess([&] {
            auto database = Database::open(file(), Database::Mode::ReadWrite);
            const std::vector<Migration> steps{{0, &zeroToOne}};
            return database && migrate(**database, file(), steps, 1) ? 0 : 1;
        }));
    for (const pid_t process : processes) EXPECT_EQ(waitForProcess(process), 0);
    auto database = Database::open(file(), Database::Mode::ReadWrite);
    ASSERT_OK(database);
    EXPECT_EQ(ask(**database, "SELECT count(*) FROM audit"), 1);
}
