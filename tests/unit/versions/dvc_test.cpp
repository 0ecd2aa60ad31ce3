// SPDX-License-Identifier: GPL-3.0-or-later
// Pointers and caches as DVC 3.6 and 2.58 leave them; the digests are md5sum's.
#include "core/data/versions/dvc.h"

#include <gtest/gtest.h>

#include "core/base/hash.h"
#include "tests/unit/versions/testing.h"

using namespace lathe;

namespace {

const std::string twoRows = "id,x\n1,2\n3,4\n";        // md5sum: 10f46dc5…
const std::string crlfRows = "id,x\r\n1,2\r\n3,4\r\n"; // counted as twoRows by DVC 2

class DvcTest : public VersionsTest {
protected:
    Path m_repository = m_folder.path() / "repository";

    void SetUp() override { ASSERT_TRUE(createFolders(m_repository / ".dvc" / "cache")); }
    void put(const Path& path, const std::string& text) const {
        ASSERT_TRUE(createFolders((m_repository / path).parent_path()));
        ASSERT_TRUE(writeFileAtomic(m_repository / path, text));
    }
    std::string digest(const std::string& text) const {
        EXPECT_TRUE(writeFileAtomic(m_folder.path() / "digest", text));
        return md5File(m_folder.path() / "digest").value();
    }
    Result<Path> resolve(const std::string& pointer) const {
        return resolveDvcPointer(m_repository / pointer, m_folder.path() / "scratch", {});
    }
    static std::string pointerTo(const std::string& md5, const std::string& path, bool version3 = true) {
        return fmt::format("outs:\n- md5: {}\n  size: 13\n{}  path: {}\n", md5, version3 ? "  hash: md5\n" : "", path);
    }
};

} // namespace

TEST_F(DvcTest, Md5IsThatOfTheRfc) {
    EXPECT_EQ(digest(""), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(digest("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST_F(DvcTest, TheFileBesideThePointerIsTakenWhenItIsRight) {
    put("x.csv", twoRows);
    put("x.csv.dvc", pointerTo(digest(twoRows), "x.csv"));
    const auto found = resolve("x.csv.dvc");
    ASSERT_TRUE(found) << found.error().describe();
    EXPECT_EQ(*found, m_repository / "x.csv");
}

TEST_F(DvcTest, TheCacheOfEitherVersionIsFound) {
    const std::string md5 = digest(twoRows);
    for (const std::string& prefix : {std::string("files/md5/"), std::string()}) {
        std::filesystem::remove_all(m_repository / ".dvc" / "cache");
        std::filesystem::remove_all(m_folder.path() / "scratch");
        put(".dvc/cache/" + prefix + md5.substr(0, 2) + "/" + md5.substr(2), twoRows);
        put("sub/x.csv", "changed since");
        put("sub/x.csv.dvc", pointerTo(md5, "x.csv"));
        const auto found = resolve("sub/x.csv.dvc");
        ASSERT_TRUE(found) << found.error().describe();
        EXPECT_EQ(found->filename(), "x.csv");
        EXPECT_EQ(*readTextFile(*found), twoRows);
    }
}

TEST_F(DvcTest, OldTextCountsLineEndsAsOne) {
    put("x.csv", crlfRows);
    put("x.csv.dvc", pointerTo(digest(twoRows), "x.csv", false));
    EXPECT_TRUE(resolve("x.csv.dvc"));
    put("x.csv.dvc", pointerTo(digest(twoRows), "x.csv", true));
    EXPECT_EQ(resolve("x.csv.dvc").error().kind, ErrorKind::NotFound);
}

TEST_F(DvcTest, FoldersComeFromTheCache) {
    const std::string list =
        fmt::format(R"([{{"md5": "{}", "relpath": "a.txt"}}, {{"md5": "{}", "relpath": "sub/b.txt"}}])", digest("one"),
                    digest("two"));
    const std::string md5 = digest(list) + ".dir";
    put(".dvc/cache/files/md5/" + digest("one").substr(0, 2) + "/" + digest("one").substr(2), "one");
    put(".dvc/cache/files/md5/" + digest("two").substr(0, 2) + "/" + digest("two").substr(2), "two");
    const std::string place = ".dvc/cache/files/md5/" + md5.substr(0, 2) + "/" + md5.substr(2);
    put(place, list);
    put("texts.dvc", pointerTo(md5, "texts"));
    // The list's own digest is without ".dir".
    const auto found = resolve("texts.dvc");
    ASSERT_TRUE(found) << found.error().describe();
    EXPECT_EQ(*readTextFile(*found / "sub" / "b.txt"), "two");
    put("texts/a.txt", "one");
    put("texts/sub/b.txt", "two");
    EXPECT_EQ(*resolve("texts.dvc"), m_repository / "texts");
}

TEST_F(DvcTest, WhatIsWrongIsNamed) {
    put("x.csv.dvc", pointerTo(digest(twoRows), "x.csv"));
    const auto nowhere = resolve("x.csv.dvc");
    EXPECT_EQ(nowhere.error().kind, ErrorKind::NotFound);
    EXPECT_NE(nowhere.error().hint.find("dvc pull"), std::string::npos);
    put(".dvc/cache/files/md5/" + digest(twoRows).substr(0, 2) + "/" + digest(twoRows).substr(2), "damaged");
    EXPECT_EQ(resolve("x.csv.dvc").error().kind, ErrorKind::Corrupt);
    for (const char* text : {"outs: []", "outs: [{path: x}]", "outs: [{path: x, md5: zz}]", "a: 1", "outs: {}", "[",
                             "outs: [{md5: 10f46dc5d18a0f3e4c9f8a7b6c5d4e3f}]"})
        EXPECT_EQ(parseDvcPointer(text, "x.dvc").error().kind, ErrorKind::InvalidInput) << text;
    for (const char* text :
         {"", "{}", "[1]", R"([{"md5":"d41d8cd98f00b204e9800998ecf8427e","relpath":"../up"}])",
          R"([{"md5":"d41d8cd98f00b204e9800998ecf8427e","relpath":"/etc/x"}])", R"([{"md5":"x","relpath":"a"}])"})
        EXPECT_EQ(parseDvcFolder(text, "x").error().kind, ErrorKind::Corrupt) << text;
}

TEST_F(DvcTest, ExportedPointersAreDvcsOwn) {
    ASSERT_TRUE(createFolders(m_repository / ".git"));
    put("x.csv", twoRows);
    put(".gitignore", "/other");
    const auto pointer = writeDvcPointer(m_repository / "x.csv", {});
    ASSERT_TRUE(pointer) << pointer.error().describe();
    EXPECT_EQ(*readTextFile(*pointer),
              fmt::format("outs:\n- md5: {}\n  size: 13\n  hash: md5\n  path: x.csv\n", digest(twoRows)));
    EXPECT_EQ(*readTextFile(m_repository / ".gitignore"), "/other\n/x.csv\n");
    std::filesystem::remove(m_repository / "x.csv");
    EXPECT_TRUE(resolve("x.csv.dvc")) << "from the cache";
    put("5 ä: x.csv", twoRows);
    ASSERT_TRUE(writeDvcPointer(m_repository / "5 ä: x.csv", {}));
    EXPECT_EQ(parseDvcPointer(*readTextFile(m_repository / "5 ä: x.csv.dvc"), "p")->path, "5 ä: x.csv");
}

TEST_F(DvcTest, PointersAreImported) {
    put("x.csv", twoRows);
    put("x.csv.dvc", pointerTo(digest(twoRows), "x.csv"));
    const auto version = m_datasets.importFile(m_repository / "x.csv.dvc", "x", {}, {});
    ASSERT_TRUE(version) << version.error().describe();
    EXPECT_EQ(version->rows, 2u);
    put("x.csv", "id,x\n9,9\n");
    EXPECT_EQ(m_datasets.importFile(m_repository / "x.csv.dvc", "x", {}, {}).error().kind, ErrorKind::NotFound);
}

// `dvc add` of DVC 3.x over this folder leaves the same pointer and list; the digests are its own.
TEST_F(DvcTest, AFolderIsAddedAsDvcAddsIt) {
    put("pets/cat/1.txt", "one\n");
    put("pets/cat/K\xc3\xa4tzchen.txt", "two\n");
    put("pets/dog \"x\".txt", "three\n");
    const auto pointer = writeDvcPointer(m_repository / "pets/", {});
    ASSERT_TRUE(pointer) << pointer.error().describe();
    EXPECT_EQ(*pointer, m_repository / "pets.dvc");
    const auto read = parseDvcPointer(*readTextFile(*pointer), "pets.dvc");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->md5, "16b1f89a1b23eed1bf4abc1f91cd071d.dir");
    EXPECT_EQ(read->size, 14u);
    EXPECT_EQ(read->files, 3u);
    EXPECT_EQ(read->path, "pets");
    const Path list = m_repository / ".dvc/cache/files/md5" / read->md5.substr(0, 2) / read->md5.substr(2);
    EXPECT_TRUE(
        readTextFile(list)->starts_with(R"([{"md5": "5bbf5a52328e7439ae6e719dfe712200", "relpath": "cat/1.txt"}, )"));
    // The folder comes back from the cache alone.
    std::filesystem::remove_all(m_repository / "pets");
    const auto found = resolve("pets.dvc");
    ASSERT_TRUE(found) << found.error().describe();
    EXPECT_EQ(*readTextFile(*found / "dog \"x\".txt"), "three\n");
    ASSERT_TRUE(createFolders(m_repository / "empty"));
    EXPECT_EQ(writeDvcPointer(m_repository / "empty", {}).error().kind, ErrorKind::InvalidInput);
}
