// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <fstream>

#include <unistd.h>

#include <gtest/gtest.h>

#include "core/base/process.h"
#include "core/base/remove_folder.h"

using namespace lathe;

namespace {

ScopedFolder scratch() { return *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-files"); }

} // namespace

TEST(Files, AtomicWriteReplacesTheContentAndLeavesNothingBeside) {
    const auto folder = scratch();
    ASSERT_TRUE(writeFileAtomic(folder.path() / "a.txt", "one"));
    ASSERT_TRUE(writeFileAtomic(folder.path() / "a.txt", "two"));
    EXPECT_EQ(*readTextFile(folder.path() / "a.txt"), "two");
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++count;
    EXPECT_EQ(count, 1u);
}

TEST(Files, AMissingFileIsNotFoundAndNamed) {
    const auto text = readTextFile("/no/such/file");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::NotFound);
    EXPECT_NE(text.error().message.find("/no/such/file"), std::string::npos);
}

TEST(Files, PublishRefusesAnExistingTarget) {
    const auto folder = scratch();
    ASSERT_TRUE(createFolders(folder.path() / "new"));
    ASSERT_TRUE(createFolders(folder.path() / "old"));
    const auto published = publishFolder(folder.path() / "new", folder.path() / "old");
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().kind, ErrorKind::Conflict);
}

TEST(Files, AFolderOfManyFilesIsRemovedAndNothingThatItsLinksPointTo) {
    const auto folder = scratch();
    const Path kept = folder.path() / "kept";
    const Path many = folder.path() / "many";
    ASSERT_TRUE(createFolders(kept));
    ASSERT_TRUE(writeFileAtomic(kept / "file", "content"));
    for (int i = 0; i < 1500; ++i) {
        const Path below = many / std::to_string(i % 3) / std::to_string(i % 7);
        ASSERT_TRUE(createFolders(below));
        std::ofstream(below / std::to_string(i)) << i;
    }
    std::filesystem::create_directory_symlink(kept, many / "link");
    std::filesystem::create_symlink(kept / "file", many / "file");
    EXPECT_FALSE(removeFolder(many));
    EXPECT_FALSE(std::filesystem::exists(many));
    EXPECT_EQ(*readTextFile(kept / "file"), "content");
    EXPECT_FALSE(removeFolder(many)) << "there is nothing to remove";
}

TEST(Process, CapturesLinesAndStatus) {
    auto child = ChildProcess::start({.program = "/bin/sh",
                                      .arguments = {"-c", "echo one; echo $LATHE_WORD; exit 3"},
                                      .environment = {{"LATHE_WORD", "two"}},
                                      .workingFolder = {},
                                      .outputFile = {},
                                      .captureOutput = true});
    ASSERT_TRUE(child);
    EXPECT_EQ(child->readLine(std::chrono::seconds(5)), "one");
    EXPECT_EQ(child->readLine(std::chrono::seconds(5)), "two");
    EXPECT_EQ(child->wait(), 3);
}

TEST(Process, AMissingProgramIsAnError) {
    const auto child = ChildProcess::start({.program = "/no/such/program"});
    ASSERT_FALSE(child);
    EXPECT_EQ(child.error().kind, ErrorKind::NotFound);
}

TEST(Process, AliveMeansTheSameProcess) {
    const auto ticks = processStartTicks(getpid());
    ASSERT_TRUE(ticks);
    EXPECT_TRUE(isProcessAlive(getpid(), *ticks));
    EXPECT_FALSE(isProcessAlive(getpid(), *ticks + 1));
}
