// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/versions/testing.h"

using namespace lathe;

namespace {

class ChangesTest : public VersionsTest {
protected:
    VersionInfo m_first = store("t", manyColumns(100));
    VersionInfo m_second = store("t", manyColumns(101));
};

} // namespace

TEST_F(ChangesTest, TagsNameVersionsAndMove) {
    ASSERT_TRUE(m_datasets.tag(m_first, "gold"));
    EXPECT_EQ(m_datasets.resolve("t@gold")->number, 1);
    ASSERT_TRUE(m_datasets.tag(m_first, "a.first"));
    EXPECT_EQ(m_datasets.resolve("t@1")->tags, (std::vector<std::string>{"a.first", "gold"}));
    ASSERT_TRUE(m_datasets.tag(m_second, "gold"));
    EXPECT_EQ(m_datasets.resolve("t@gold")->number, 2);
    EXPECT_EQ(m_datasets.resolve("t@1")->tags, std::vector<std::string>{"a.first"});
    EXPECT_NE(m_project->audit(1)->front().entry.before.find("\"version\":1"), std::string::npos);
    const auto slip = m_datasets.resolve("t@golt");
    EXPECT_EQ(slip.error().kind, ErrorKind::NotFound);
    EXPECT_NE(slip.error().hint.find("gold"), std::string::npos);
    ASSERT_TRUE(m_datasets.removeTag("t", "gold"));
    EXPECT_FALSE(m_datasets.resolve("t@gold"));
    EXPECT_EQ(m_datasets.removeTag("t", "gold").error().kind, ErrorKind::NotFound);
    expectClean();
}

TEST_F(ChangesTest, TagsAreChecked) {
    for (const char* tag : {"", "latest", "17", "a b", "a@b", "sha256:00", "ä", "a/b"})
        EXPECT_EQ(m_datasets.tag(m_first, tag).error().kind, ErrorKind::InvalidInput) << tag;
}

TEST_F(ChangesTest, NotesAreKept) {
    ASSERT_TRUE(m_datasets.setNote(m_first, "before the sensor was moved\n– see the log"));
    EXPECT_EQ(m_datasets.resolve("t@1")->note, "before the sensor was moved\n– see the log");
    ASSERT_TRUE(m_datasets.setNote(m_first, ""));
    EXPECT_TRUE(m_datasets.resolve("t@1")->note.empty());
    EXPECT_EQ(m_datasets.setNote(m_first, "\xff").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(m_datasets.setNote(m_first, std::string(10'001, 'x')).error().kind, ErrorKind::InvalidInput);
}

TEST_F(ChangesTest, RollingBackKeepsHistoryAndCopiesNothing) {
    const auto again = m_datasets.rollBack(m_first);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->number, 3);
    EXPECT_EQ(again->contentHash, m_first.contentHash);
    EXPECT_EQ(again->file, m_first.file);
    EXPECT_EQ(again->parent, "t@1");
    EXPECT_TRUE(again->source.empty());
    EXPECT_EQ(m_datasets.resolve("t")->rows, 100u);
    EXPECT_EQ(m_datasets.versions("t")->size(), 3u);
    EXPECT_EQ(m_datasets.rollBack(*again).error().kind, ErrorKind::Conflict);
    EXPECT_EQ(m_project->audit(1)->front().entry.object, "dataset t@3");
    EXPECT_EQ(store("t", manyColumns(102)).number, 4);
    expectClean();
}
