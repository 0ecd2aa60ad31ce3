// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/registry/package_files.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "core/base/hash.h"

namespace lathe {
namespace {

class PackageTest : public testing::Test {
protected:
    void SetUp() override {
        auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-package");
        ASSERT_TRUE(folder) << folder.error().describe();
        m_folder.emplace(std::move(*folder));
        write("model.json", R"({"kind": "linear"})");
        write("weights/part-1.bin", std::string("\0\1\2", 3));
    }

    Path at(const std::string& name) const { return m_folder->path() / name; }

    void write(const std::string& name, const std::string& content) const {
        std::filesystem::create_directories(at(name).parent_path());
        std::ofstream(at(name), std::ios::binary) << content;
    }

    std::string verifyMessage() const {
        const auto verified = verifyPackage(m_folder->path());
        if (verified) return {};
        EXPECT_EQ(verified.error().kind, ErrorKind::Corrupt) << verified.error().describe();
        return verified.error().message;
    }

    std::optional<ScopedFolder> m_folder;
};

TEST_F(PackageTest, SealsAsSha256sumDoesAndVerifies) {
    const auto hash = sealPackage(m_folder->path());
    ASSERT_TRUE(hash) << hash.error().describe();
    const auto list = readTextFile(at("checksums.txt"));
    ASSERT_TRUE(list);
    EXPECT_EQ(*list, sha256(R"({"kind": "linear"})") + "  model.json\n" + sha256(std::string_view("\0\1\2", 3)) +
                         "  weights/part-1.bin\n");
    EXPECT_EQ(*hash, sha256(*list));
    const auto verified = verifyPackage(m_folder->path());
    ASSERT_TRUE(verified) << verified.error().describe();
    EXPECT_EQ(*verified, *hash);
    const auto again = sealPackage(m_folder->path());
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *hash) << "sealing twice gives the same hash";
}

TEST_F(PackageTest, NamesTheFileThatWasChangedMissingOrAdded) {
    ASSERT_TRUE(sealPackage(m_folder->path()));
    write("weights/part-1.bin", std::string("\0\1\3", 3));
    EXPECT_NE(verifyMessage().find("'weights/part-1.bin' was changed"), std::string::npos) << verifyMessage();
    std::filesystem::remove(at("weights/part-1.bin"));
    EXPECT_NE(verifyMessage().find("'weights/part-1.bin' is missing"), std::string::npos) << verifyMessage();
    write("weights/part-1.bin", std::string("\0\1\2", 3));
    write("extra.py", "import os");
    EXPECT_NE(verifyMessage().find("'extra.py' is not in checksums.txt"), std::string::npos) << verifyMessage();
}

TEST_F(PackageTest, RefusesPathsThatLeaveTheFolder) {
    ASSERT_TRUE(sealPackage(m_folder->path()));
    const auto list = readTextFile(at("checksums.txt"));
    ASSERT_TRUE(list);
    const std::string digest(64, 'a');
    for (const char* path :
         {"../secret", "/etc/passwd", "a/../../b", "a//b", "./model.json", "C:evil", "a\\b", "checksums.txt", ""}) {
        write("checksums.txt", *list + digest + "  " + path + "\n");
        EXPECT_NE(verifyMessage().find("checksums.txt:3"), std::string::npos) << path << ": " << verifyMessage();
    }
}

TEST_F(PackageTest, RefusesDamagedLists) {
    ASSERT_TRUE(sealPackage(m_folder->path()));
    const auto list = readTextFile(at("checksums.txt"));
    ASSERT_TRUE(list);
    write("checksums.txt", list->substr(0, list->size() - 1));
    EXPECT_NE(verifyMessage().find("cut off"), std::string::npos);
    write("checksums.txt", *list + *list);
    EXPECT_NE(verifyMessage().find("listed twice"), std::string::npos);
    write("checksums.txt", "not a list\n");
    EXPECT_NE(verifyMessage().find("not a checksum line"), std::string::npos);
    std::filesystem::remove(at("checksums.txt"));
    EXPECT_NE(verifyMessage().find("checksums.txt is missing"), std::string::npos);
}

TEST_F(PackageTest, RefusesLinks) {
    std::filesystem::create_symlink("/etc/hostname", at("card.md"));
    const auto sealed = sealPackage(m_folder->path());
    ASSERT_FALSE(sealed);
    EXPECT_NE(sealed.error().message.find("'card.md'"), std::string::npos) << sealed.error().message;
    std::filesystem::remove(at("card.md"));
    ASSERT_TRUE(sealPackage(m_folder->path()));
    std::filesystem::create_directory_symlink("/etc", at("more"));
    EXPECT_NE(verifyMessage().find("'more'"), std::string::npos);
}

TEST_F(PackageTest, SaysThatThereIsNoPackage) {
    const auto verified = verifyPackage(at("nowhere"));
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().kind, ErrorKind::NotFound);
}

TEST_F(PackageTest, ReadsTheManifest) {
    const auto manifest = readPackageManifest(m_folder->path());
    ASSERT_TRUE(manifest) << manifest.error().describe();
    EXPECT_EQ((*manifest)["kind"], "linear");
    write("model.json", "[1, 2]");
    EXPECT_FALSE(readPackageManifest(m_folder->path()));
    write("model.json", "{\"kind\": ");
    EXPECT_FALSE(readPackageManifest(m_folder->path()));
    write("model.json", std::string(100000, '['));
    EXPECT_FALSE(readPackageManifest(m_folder->path()));
}

} // namespace
} // namespace lathe
