// SPDX-License-Identifier: GPL-3.0-or-later
// A project of every released schema opens in this Lathe with its content kept. tests/fixtures/schema-N.sql is what
// `sqlite3 project.sqlite .dump` printed of a project made by that release (host and user replaced, audit chained
// anew).
#include <gtest/gtest.h>

#include "core/data/datasets.h"
#include "core/project/audit.h"
#include "core/project/migrations.h"
#include "core/registry/registry.h"
#include "core/runs/run_store.h"

using namespace lathe;

namespace {

class SchemaTest : public testing::Test {
protected:
    ScopedFolder m_scratch = *ScopedFolder::create(std::filesystem::temp_directory_path(), "schema");
    Path m_folder = m_scratch.path() / "beans.lathe";

    void SetUp() override {
        ASSERT_TRUE(createFolders(m_folder / "data" / "dataset-fiso32d9vvo2"));
        std::filesystem::copy_file(Path(LATHE_FIXTURES) / "column-file-1.h5",
                                   m_folder / "data" / "dataset-fiso32d9vvo2" / "1.h5");
        const auto sql = readTextFile(Path(LATHE_FIXTURES) / "schema-1.sql");
        ASSERT_TRUE(sql);
        const auto database = Database::open(m_folder / "project.sqlite", Database::Mode::Create);
        ASSERT_TRUE(database);
        const auto filled = (*database)->execute(*sql);
        ASSERT_TRUE(filled) << filled.error().describe();
        ASSERT_TRUE(markSchemaVersion(**database, 1));
    }
};

} // namespace

TEST_F(SchemaTest, versionOneMigratesWithItsContent) {
    EXPECT_EQ(Project::open(m_folder, Project::Access::ReadOnly).error().kind, ErrorKind::Unsupported);
    const auto opened = Project::open(m_folder, Project::Access::ReadWrite);
    ASSERT_TRUE(opened) << opened.error().describe();
    const Project& project = **opened;
    EXPECT_EQ(*storedSchemaVersion(project.database()), Project::schemaVersion);
    EXPECT_TRUE(std::filesystem::exists(m_folder / "project.sqlite.v1.backup"));

    const Datasets datasets(project);
    const auto versions = datasets.versions("beans");
    ASSERT_TRUE(versions) << versions.error().describe();
    ASSERT_EQ(versions->size(), 2u);
    EXPECT_EQ(versions->back().parentHash, versions->front().contentHash);
    EXPECT_NE(versions->back().recipe.find("fill_missing"), std::string::npos);
    const auto runs = RunStore(project).list();
    ASSERT_EQ(runs->size(), 1u);
    EXPECT_EQ(runs->front().data, "beans@2");
    const auto model = Registry(project).resolve("bean-grade@champion");
    ASSERT_TRUE(model) << model.error().describe();
    EXPECT_EQ(model->run, runs->front().id);
    ASSERT_EQ(project.trash()->size(), 1u);
    EXPECT_EQ(project.trash()->front().name, "old-beans");
}

TEST_F(SchemaTest, theAuditChainGoesOn) {
    const auto project = Project::open(m_folder, Project::Access::ReadWrite);
    ASSERT_TRUE(project);
    const auto records = (*project)->audit(100);
    ASSERT_TRUE(records);
    EXPECT_EQ(records->front().entry.action, "project.migrate");
    EXPECT_EQ(records->back().entry.action, "project.create");
    EXPECT_TRUE(auditProblems((*project)->database(), {})->empty());
}

TEST_F(SchemaTest, columnFilesOfFormatOneAreRead) {
    const auto project = Project::open(m_folder, Project::Access::ReadWrite);
    ASSERT_TRUE(project);
    const Datasets datasets(**project);
    const auto version = datasets.resolve("beans@1");
    const auto file = datasets.open(*version);
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_EQ((*file)->contentHash(), version->contentHash);
    EXPECT_TRUE((*file)->verify({}));
}
