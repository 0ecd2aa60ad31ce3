// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/garbage.h"

#include "core/runs/run_store.h"
#include "tests/unit/versions/testing.h"

using namespace lathe;

namespace {

class GarbageTest : public VersionsTest {
protected:
    Garbage collect(bool apply, int days = 0) const {
        auto garbage = collectGarbage(*m_project, {days, apply}, {});
        EXPECT_TRUE(garbage) << garbage.error().describe();
        return garbage.value_or(Garbage());
    }
    bool exists(const std::string& path) const { return std::filesystem::exists(m_project->folder() / path); }
};

} // namespace

TEST_F(GarbageTest, ACleanProjectHasNone) {
    store("t", manyColumns(100));
    const auto entries = m_project->audit(100)->size();
    EXPECT_TRUE(collect(true).items.empty());
    EXPECT_EQ(m_project->audit(100)->size(), entries) << "nothing done, nothing written";
}

TEST_F(GarbageTest, LeftoversAreReportedAndRemoved) {
    const VersionInfo kept = store("t", manyColumns(100));
    const Path left = m_project->folder() / "data" / kept.dataset.str() / "2.h5";
    ASSERT_TRUE(writeFileAtomic(left, "killed between rename and commit"));
    ASSERT_TRUE(createFolders(m_project->folder() / "data" / "dataset-gone"));
    ASSERT_TRUE(writeFileAtomic(m_project->folder() / "data" / "dataset-gone" / "1.h5", "x"));
    const auto found = leftoverFiles(*m_project);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 2u);
    expectClean();

    const Garbage dry = collect(false);
    EXPECT_EQ(dry.items.size(), 2u);
    EXPECT_EQ(dry.bytes, 33u);
    EXPECT_TRUE(std::filesystem::exists(left)) << "a dry run changes nothing";
    collect(true);
    EXPECT_FALSE(std::filesystem::exists(left));
    EXPECT_FALSE(exists("data/dataset-gone"));
    EXPECT_TRUE(exists(kept.file));
    EXPECT_EQ(m_project->audit(1)->front().entry.action, "project.gc");
}

TEST_F(GarbageTest, ACancelledCollectionStopsAmongLeftovers) {
    const Path lost = m_project->folder() / "data" / "lost.h5";
    ASSERT_TRUE(writeFileAtomic(lost, "left by a process that was killed"));
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled = collectGarbage(*m_project, {0, true}, JobContext(stop.get_token(), nullptr));
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(std::filesystem::exists(lost));
}

TEST_F(GarbageTest, OldTrashGoesAndFreshTrashStays) {
    const VersionInfo version = store("t", manyColumns(100));
    ASSERT_TRUE(m_datasets.remove("t"));
    EXPECT_TRUE(collect(true, 30).items.empty());
    EXPECT_TRUE(exists(version.file));
    const Garbage dry = collect(false);
    ASSERT_EQ(dry.items.size(), 2u);
    EXPECT_EQ(dry.items[0].object, "dataset t");
    EXPECT_EQ(dry.items[1].object, version.file);
    EXPECT_EQ(dry.bytes, version.fileBytes);
    EXPECT_EQ(m_project->trash()->size(), 1u);
    collect(true);
    EXPECT_FALSE(exists(version.file));
    EXPECT_TRUE(m_project->trash()->empty());
    expectClean();
}

TEST_F(GarbageTest, AFileThatOthersReferToStays) {
    Table table = manyColumns(2 * chunkRows);
    const VersionInfo first = store("t", table);
    table.columns[0].integers[7] = -7;
    const Path elsewhere = m_folder.path() / "other.h5";
    // "u" shares with "t@1" as its child; then "t" goes.
    const auto cleaned = m_datasets.clean(first, "steps:\n- drop: {columns: [x0]}\n", "u", {});
    ASSERT_TRUE(cleaned) << cleaned.error().describe();
    EXPECT_LT(cleaned->fileBytes, first.fileBytes / 10);
    ASSERT_TRUE(m_datasets.remove("t"));
    const Garbage kept = collect(true);
    EXPECT_TRUE(kept.items.empty());
    ASSERT_EQ(kept.kept.size(), 1u);
    EXPECT_EQ(kept.kept.front().reason, "another dataset was made from it");

    // Both in the trash: first the rows go, then the files, the sharing one before the shared one.
    ASSERT_TRUE(m_datasets.remove("u"));
    const Garbage all = collect(true);
    EXPECT_EQ(all.items.size(), 4u);
    EXPECT_FALSE(exists(first.file));
    EXPECT_FALSE(exists(cleaned->file));
    expectClean();
}

TEST_F(GarbageTest, ASharedFileOutlivesItsDataset) {
    const Table table = manyColumns(1000);
    const VersionInfo first = store("t", table);
    const VersionInfo same = store("u", table);
    EXPECT_EQ(same.file, first.file);
    ASSERT_TRUE(m_datasets.remove("t"));
    EXPECT_EQ(collect(true).items.size(), 1u) << "the dataset, not the file";
    EXPECT_TRUE(exists(first.file));
    EXPECT_TRUE(m_datasets.open(*m_datasets.resolve("u")).value()->verify({}));
    expectClean();
}

TEST_F(GarbageTest, WhatARunWasTrainedOnStays) {
    const VersionInfo version = store("t", manyColumns(100));
    NewRun run;
    run.config = "{}";
    run.data = version.reference();
    run.dataHash = version.contentHash;
    ASSERT_TRUE(RunStore(*m_project).create(run));
    ASSERT_TRUE(m_datasets.remove("t"));
    const Garbage garbage = collect(true);
    EXPECT_TRUE(garbage.items.empty());
    EXPECT_EQ(garbage.kept.front().reason, "a run was trained on it");
    EXPECT_EQ(m_project->trash()->size(), 1u);
}

TEST_F(GarbageTest, PicturesStayWhileAVersionCouldNameThem) {
    Table pictures;
    pictures.columns.push_back(column("sha256", ColumnType::Text));
    pictures.columns[0].texts.push(std::string(64, 'a'));
    store("t", pictures);
    ASSERT_TRUE(createFolders(m_project->folder() / "data" / "images"));
    ASSERT_TRUE(writeFileAtomic(m_project->folder() / "data" / "images" / "images-1.h5", "pictures"));
    ASSERT_TRUE(m_project->change({"test", "", "", ""}, [&](AuditEntry&) {
        return m_project->recordFile("data/images/images-1.h5", "pictures of t");
    }));
    EXPECT_TRUE(collect(true).items.empty());
    EXPECT_TRUE(exists("data/images/images-1.h5"));
    ASSERT_TRUE(m_datasets.remove("t"));
    collect(true);
    EXPECT_FALSE(exists("data/images/images-1.h5"));
    expectClean();
}

TEST_F(GarbageTest, ReadOnlyProjectsAreLeftAlone) {
    const Path folder = m_project->folder();
    m_project.reset();
    const auto project = Project::open(folder, Project::Access::ReadOnly).value();
    EXPECT_EQ(collectGarbage(*project, {}, {}).error().kind, ErrorKind::Unsupported);
}
