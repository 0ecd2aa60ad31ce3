// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <fstream>

#include <gtest/gtest.h>

#include "core/base/files.h"

using namespace lathe;

namespace {

ScopedFolder scratch() { return *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-hash"); }

std::filesystem::path written(const ScopedFolder& folder, const std::string& content) {
    const auto path = folder.path() / "file";
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

/// Three pieces and the beginning of a fourth.
std::string fewPieces() {
    std::string content(3 * 1048576 + 5, '\0');
    for (size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 7 + i / 251);
    return content;
}

} // namespace

// The values are those of Python's hashlib: docs/project-format.md.
TEST(TreeHash, IsTheDigestOfThePiecesDigests) {
    const auto folder = scratch();
    EXPECT_EQ(*treeHashFile(written(folder, "abc")),
              "tree:4f8b42c22dd3729b519ba6f68d2da7cc5b2d606d05daed5ad5128cc03e6c6358");
    EXPECT_EQ(*treeHashFile(written(folder, fewPieces())),
              "tree:e106d3dd448231e8c167d1ee34774e4300c145f71112d1b8636953145fc47477");
    EXPECT_EQ(*treeHashFile(written(folder, "")),
              "tree:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(TreeHash, AMissingFileAndAStopAreErrors) {
    const auto folder = scratch();
    const auto missing = treeHashFile(folder.path() / "none");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = treeHashFile(written(folder, "abc"), stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

TEST(HasDigest, ChangedBytesAreNoticedInEitherForm) {
    const auto folder = scratch();
    std::string content = fewPieces();
    const auto path = written(folder, content);
    const std::string plain = *sha256File(path);
    const std::string tree = *treeHashFile(path);
    EXPECT_EQ(plain, sha256(content));
    EXPECT_TRUE(*hasDigest(path, plain));
    EXPECT_TRUE(*hasDigest(path, tree));
    for (const size_t place : {size_t{0}, size_t{1048576}, content.size() - 1}) {
        content[place] ^= 1;
        written(folder, content);
        content[place] ^= 1;
        EXPECT_FALSE(*hasDigest(path, plain)) << place;
        EXPECT_FALSE(*hasDigest(path, tree)) << place;
    }
}
