// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/data/images/image_store.h"
#include "tests/unit/images/pictures.h"

using namespace lathe;
using namespace lathe::images;
using namespace lathe::images::test;

namespace {

std::vector<uint8_t> noise(size_t size, uint64_t seed) {
    Random random(seed);
    std::vector<uint8_t> bytes(size);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random.next());
    return bytes;
}

class Store : public testing::Test {
protected:
    ScopedFolder folder = *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-store");
    Path path = folder.path() / "images.h5";
    std::vector<std::string> hashes;
    std::vector<std::vector<uint8_t>> pictures;

    /// Pictures of all sizes about the chunk's, some several chunks long, each twice.
    void write() {
        const auto writer = ImageStoreWriter::create(path);
        ASSERT_TRUE(writer) << writer.error().describe();
        for (const size_t size : {0UL, 1UL, 100UL, 1048575UL, 1048576UL, 1048577UL, 3500000UL, 17UL}) {
            pictures.push_back(noise(size, size + 1));
            hashes.push_back(sha256(textOf(pictures.back())));
            ASSERT_TRUE((*writer)->add(pictures.back(), hashes.back()));
            ASSERT_TRUE((*writer)->add(pictures.back(), hashes.back()));
        }
        EXPECT_EQ((*writer)->count(), pictures.size());
        ASSERT_TRUE((*writer)->finish());
    }
};

} // namespace

TEST_F(Store, GivesEveryPictureBack) {
    write();
    const auto store = ImageStore::open(path);
    ASSERT_TRUE(store) << store.error().describe();
    EXPECT_EQ((*store)->count(), pictures.size());
    for (size_t i = 0; i < pictures.size(); ++i) {
        const auto bytes = (*store)->read(hashes[i]);
        ASSERT_TRUE(bytes) << bytes.error().describe();
        EXPECT_EQ(*bytes, pictures[i]) << i;
    }
    EXPECT_EQ((*store)->read(std::string(64, '0')).error().kind, ErrorKind::NotFound);
    EXPECT_EQ((*store)->read("../etc").error().kind, ErrorKind::NotFound);
}

TEST_F(Store, AnEmptyStoreOpens) {
    ASSERT_TRUE((*ImageStoreWriter::create(path))->finish());
    EXPECT_EQ((*ImageStore::open(path))->count(), 0u);
    EXPECT_EQ(ImageStoreWriter::create(path).error().kind, ErrorKind::Conflict);
}

TEST_F(Store, AnUnfinishedStoreIsRefused) {
    { const auto writer = *ImageStoreWriter::create(path); }
    EXPECT_EQ(ImageStore::open(path).error().kind, ErrorKind::Corrupt);
}

TEST_F(Store, DamageIsNoticed) {
    write();
    std::string whole = *readTextFile(path);
    for (const size_t at : {0UL, 10UL, 20UL, 30UL, 47UL, whole.size() - 5, whole.size() - 100}) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x40);
        ASSERT_TRUE(writeFileAtomic(path, changed));
        EXPECT_FALSE(ImageStore::open(path)) << at;
    }
    ASSERT_TRUE(writeFileAtomic(path, whole.substr(0, whole.size() - 1)));
    EXPECT_EQ(ImageStore::open(path).error().kind, ErrorKind::Corrupt);
    const size_t inside = whole.find(textOf(pictures[2]));
    ASSERT_NE(inside, std::string::npos);
    whole[inside + 3] = static_cast<char>(whole[inside + 3] ^ 1);
    ASSERT_TRUE(writeFileAtomic(path, whole));
    const auto store = ImageStore::open(path);
    ASSERT_TRUE(store);
    EXPECT_EQ((*store)->read(hashes[2]).error().kind, ErrorKind::Corrupt);
    EXPECT_TRUE((*store)->read(hashes[1]));
}
