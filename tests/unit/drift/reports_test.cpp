// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file.h"
#include "core/drift/reports.h"
#include "tables.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace lathe {
namespace {

using namespace test;

class ReportsTest : public testing::Test {
protected:
    void SetUp() override {
        auto folder = ScopedFolder::create(testing::TempDir(), "reports");
        ASSERT_TRUE(folder);
        m_folder.emplace(std::move(*folder));
        auto project = Project::create(m_folder->path() / "p");
        ASSERT_TRUE(project) << project.error().describe();
        m_project = std::move(*project);
    }

    static DriftResult someResult() {
        auto result = compare(Table{{realColumn("x", normals(1, 400))}}, Table{{realColumn("x", normals(2, 400, 1))}},
                              {}, JobContext());
        result->reference = "a@1";
        result->current = "a@2";
        return *result;
    }

    std::optional<ScopedFolder> m_folder;
    std::unique_ptr<Project> m_project;
};

TEST_F(ReportsTest, SavedReportsAreListedLoadedAndAudited) {
    const Reports reports(*m_project);
    const DriftResult result = someResult();
    const auto saved = reports.save(result);
    ASSERT_TRUE(saved) << saved.error().describe();
    EXPECT_TRUE(saved->drifted);
    EXPECT_TRUE(std::filesystem::exists(m_project->folder() / saved->html));
    const auto list = reports.list();
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 1u);
    EXPECT_EQ(list->front().title, "a@2 against a@1");
    EXPECT_EQ(list->front().share, 1);
    const auto loaded = reports.load(saved->id);
    ASSERT_TRUE(loaded) << loaded.error().describe();
    EXPECT_EQ(loaded->toJson(), result.toJson());
    const auto audit = m_project->audit(10);
    ASSERT_TRUE(audit);
    EXPECT_EQ(audit->front().entry.action, "report.create");
    const auto problems = m_project->check(JobContext());
    ASSERT_TRUE(problems);
    EXPECT_TRUE(problems->empty());
}

TEST_F(ReportsTest, WhatDoesNotExistIsNamed) {
    const auto loaded = Reports(*m_project).load(ReportId("report-none"));
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().kind, ErrorKind::NotFound);
}

TEST_F(ReportsTest, ColumnFilesCompareAsTablesDo) {
    const auto write = [&](const char* name, const Table& table) {
        auto writer = ColumnFileWriter::create(m_folder->path() / name, table.schema());
        EXPECT_TRUE(writer);
        EXPECT_TRUE((*writer)->append(table));
        EXPECT_TRUE((*writer)->finish());
        auto file = ColumnFile::open(m_folder->path() / name);
        EXPECT_TRUE(file);
        return *file;
    };
    const size_t rows = chunkRows + 1000; // more than one chunk
    const Table reference{
        {realColumn("x", normals(1, rows)), drawnCategories("c", 2, rows, {.5, .5}), drawnIntegers("i", 3, rows, 30)}};
    const Table current{{realColumn("x", normals(4, rows, .3)), drawnCategories("c", 5, rows, {.4, .4, .2}),
                         drawnIntegers("i", 6, rows, 40)}};
    const auto fromFiles = compare(*write("r.h5", reference), *write("c.h5", current), {}, JobContext());
    const auto fromTables = compare(reference, current, {}, JobContext());
    ASSERT_TRUE(fromFiles) << fromFiles.error().describe();
    Json a = fromFiles->toJson(), b = fromTables->toJson();
    a.erase("created_at");
    b.erase("created_at");
    EXPECT_EQ(a, b);
}

} // namespace
} // namespace lathe
