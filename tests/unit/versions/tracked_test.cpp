// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/tracked_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/unit/versions/testing.h"

using namespace lathe;

namespace {

class TrackedTest : public VersionsTest {
protected:
    Path m_data = m_folder.path() / "pictures";
    TrackedFiles m_files{*m_project};

    void SetUp() override {
        ASSERT_TRUE(createFolders(m_data / "cats"));
        put("a.txt", "one");
        put("cats/1.png", "two");
        put("cats/2.png", "three");
    }
    void put(const std::string& path, const std::string& text) const {
        ASSERT_TRUE(writeFileAtomic(m_data / path, text));
    }
    TrackedPath track() const { return m_files.track(m_data, {}).value(); }
    TrackedStatus status() const { return m_files.status(m_files.list()->front(), {}).value(); }
    /// Beyond the doubt in which files lie that were hashed right after they were written.
    static void settle() { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }
};

using Strings = std::vector<std::string>;

} // namespace

TEST_F(TrackedTest, NothingChangedNothingRead) {
    settle();
    const TrackedPath tracked = track();
    EXPECT_EQ(tracked.path, "../pictures");
    EXPECT_EQ(tracked.files, 3u);
    EXPECT_EQ(tracked.bytes, 11u);
    const TrackedStatus now = status();
    EXPECT_TRUE(now.isClean());
    EXPECT_EQ(now.files, 3u);
    EXPECT_EQ(now.hashed, 0u);
}

TEST_F(TrackedTest, ChangedNewAndMissingFilesAreListed) {
    settle();
    track();
    put("a.txt", "ONE");
    put("cats/3.png", "new");
    std::filesystem::remove(m_data / "cats" / "1.png");
    const TrackedStatus now = status();
    EXPECT_EQ(now.changed, Strings{"a.txt"});
    EXPECT_EQ(now.added, Strings{"cats/3.png"});
    EXPECT_EQ(now.missing, Strings{"cats/1.png"});
    track();
    EXPECT_TRUE(status().isClean()) << "tracked anew";
}

TEST_F(TrackedTest, ATouchedFileIsReadOnce) {
    settle();
    track();
    put("a.txt", "one"); // the same content, another inode
    settle();
    EXPECT_TRUE(status().isClean());
    EXPECT_EQ(status().hashed, 0u);
}

TEST_F(TrackedTest, AFileWrittenWhenItWasHashedIsNotTrusted) {
    // Modified at the instant it was hashed, as far as the clock can tell; then changed within that same instant.
    const int file = ::open((m_data / "a.txt").c_str(), O_WRONLY);
    timespec instant{};
    ::clock_gettime(CLOCK_REALTIME, &instant);
    instant.tv_sec += 2;
    const timespec times[2] = {instant, instant};
    ASSERT_EQ(::futimens(file, times), 0);
    track();
    ASSERT_EQ(::pwrite(file, "ONE", 3, 0), 3);
    ASSERT_EQ(::futimens(file, times), 0);
    ::close(file);
    EXPECT_EQ(status().changed, Strings{"a.txt"});
}

TEST_F(TrackedTest, LinksAreNotFollowedAndAGoneFolderIsMissing) {
    std::filesystem::create_directory_symlink("/", m_data / "root");
    std::filesystem::create_symlink(m_data / "a.txt", m_data / "link");
    EXPECT_EQ(track().files, 3u);
    std::filesystem::remove_all(m_data);
    EXPECT_EQ(status().missing.size(), 3u);
}

TEST_F(TrackedTest, OneFileAndWrongPaths) {
    const auto one = m_files.track(m_data / "a.txt", {});
    ASSERT_TRUE(one) << one.error().describe();
    EXPECT_FALSE(one->isFolder);
    put("a.txt", "changed");
    EXPECT_EQ(status().changed, Strings{""});
    EXPECT_EQ(m_files.track(m_project->folder() / "data", {}).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(m_files.track(m_data / "none", {}).error().kind, ErrorKind::NotFound);
    const auto slip = m_files.untrack(m_data / "b.txt");
    EXPECT_EQ(slip.error().kind, ErrorKind::NotFound);
    ASSERT_TRUE(m_files.untrack(m_data / "a.txt"));
    EXPECT_TRUE(m_files.list()->empty());
    expectClean();
}

TEST_F(TrackedTest, ThousandsOfFilesInManyFolders) {
    for (int i = 0; i < 3000; ++i) {
        const Path file = m_data / std::to_string(i % 7) / (std::to_string(i) + ".txt");
        ASSERT_TRUE(createFolders(file.parent_path()));
        std::ofstream(file) << i;
    }
    settle();
    EXPECT_EQ(track().files, 3003u);
    const TrackedStatus now = status();
    EXPECT_TRUE(now.isClean());
    EXPECT_EQ(now.hashed, 0u);
}
