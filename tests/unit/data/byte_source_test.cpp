// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/data/sources/byte_source.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace lathe;

namespace {

/// "a,b\n1,2\n", by gzip and by zstd.
const std::string gzipText = std::string(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\xd4\x49\xe2\x32\xd4\x31\xe2\x02\x00\x7b\x07\x97\x0a\x08\x00\x00\x00",
    28);
const std::string zstdText = std::string("\x28\xb5\x2f\xfd\x04\x58\x41\x00\x00", 9) + "a,b\n1,2\n\x35\xe7\xca\xce";

class ByteSourceTest : public testing::Test {
protected:
    Path write(const std::string& bytes, const std::string& name) const {
        const Path path = m_folder.path() / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    /// Packs a text with a program of the system, as others do.
    Path pack(const std::string& command, const std::string& name) const {
        const Path path = m_folder.path() / name;
        const std::string line = "cd '" + m_folder.path().string() + "' && " + command;
        EXPECT_EQ(std::system(line.c_str()), 0) << line; // NOLINT: a test's own fixed commands
        return path;
    }
    static Result<std::string> contentOf(const Path& path, const std::string& member = {}) {
        auto source = ByteSource::open(path, member);
        if (!source) return failure(source.error());
        return readBeginning(**source, size_t{1} << 26);
    }
    ScopedFolder m_folder = *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-bytes");
};

/// So long that every decoder takes several steps.
std::string longText() {
    std::string text;
    for (int i = 0; i < 200000; ++i) text += std::to_string(i * 7919) + "\n";
    return text;
}

} // namespace

TEST_F(ByteSourceTest, ReadsWhatPythonPacked) {
    const std::string text = longText();
    write(text, "t");
    pack("python3 -c \"import gzip,bz2,zipfile; t=open('t','rb').read();"
         "open('g','wb').write(gzip.compress(t)+gzip.compress(t));"
         "open('b','wb').write(bz2.compress(t)+bz2.compress(t));"
         "z=zipfile.ZipFile('z','w',zipfile.ZIP_DEFLATED);z.writestr('d/t.csv',t);z.close();"
         "z=zipfile.ZipFile('m','w');z.writestr('one.csv','1');z.writestr('two.csv','2');z.close();"
         "z=zipfile.ZipFile('x','w');z.writestr('[Content_Types].xml','');z.writestr('two.xml','2');z.close()\"",
         "g");
    for (const char* packed : {"g", "b"}) {
        const Path path = m_folder.path() / packed;
        EXPECT_EQ(contentOf(path).value_or("damaged"), text + text) << packed;
        std::filesystem::resize_file(path, std::filesystem::file_size(path) - 5);
        EXPECT_EQ(contentOf(path).error().kind, ErrorKind::InvalidInput) << packed;
    }
    EXPECT_EQ(contentOf(m_folder.path() / "z").value_or("damaged"), text);
    EXPECT_EQ(contentOf(m_folder.path() / "m", "two.csv").value_or("damaged"), "2");
    EXPECT_EQ(zipMembers(m_folder.path() / "m").value(), (std::vector<std::string>{"one.csv", "two.csv"}));
    EXPECT_NE(contentOf(m_folder.path() / "m").error().describe().find("two.csv"), std::string::npos);
    EXPECT_EQ(contentOf(m_folder.path() / "m", "three.csv").error().kind, ErrorKind::NotFound);
    EXPECT_NE(contentOf(m_folder.path() / "x").error().message.find("spreadsheet"), std::string::npos);
    std::filesystem::resize_file(m_folder.path() / "z", 1000);
    EXPECT_EQ(contentOf(m_folder.path() / "z").error().kind, ErrorKind::InvalidInput);
}

TEST_F(ByteSourceTest, ZstdFrameThatHoldsLessThanItSaysIsDamaged) {
    // 256 bytes announced, none there.
    const std::string frame("\x28\xb5\x2f\xfd\x70\x00\x00\x05\x00\x00", 10);
    for (const size_t room : {size_t{61}, size_t{65536}}) {
        const auto source = ByteSource::overBytes(frame, "short.zst", "").value();
        std::string piece(room, '\0');
        EXPECT_FALSE(source->read(piece.data(), room).has_value()) << room;
    }
}

TEST_F(ByteSourceTest, ZstdFramesAndPlainBytes) {
    EXPECT_EQ(contentOf(write(zstdText + zstdText, "a.zst")).value_or("damaged"), "a,b\n1,2\na,b\n1,2\n");
    EXPECT_EQ(contentOf(write(zstdText.substr(0, 12), "b.zst")).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(contentOf(write("plain", "c.gz")).value_or("damaged"), "plain"); // the name decides nothing
    EXPECT_EQ(contentOf(write("", "d")).value_or("damaged"), "");
    EXPECT_EQ(contentOf(m_folder.path() / "none").error().kind, ErrorKind::NotFound);
    EXPECT_EQ(contentOf(m_folder.path()).error().kind, ErrorKind::InvalidInput);
    std::string flipped = gzipText;
    flipped[20] = static_cast<char>(flipped[20] ^ 1); // its checksum
    EXPECT_EQ(contentOf(write(gzipText, "e.gz")).value_or("damaged"), "a,b\n1,2\n");
    EXPECT_EQ(contentOf(write(flipped, "f.gz")).error().kind, ErrorKind::InvalidInput);
}

TEST_F(ByteSourceTest, PipesAndDevicesAreRefusedAtOnce) {
    const Path pipe = m_folder.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const Path& path : {pipe, Path("/dev/zero")}) {
        const auto source = ByteSource::open(path);
        ASSERT_FALSE(source);
        EXPECT_NE(source.error().message.find("pipe or a device"), std::string::npos);
    }
}

TEST_F(ByteSourceTest, HashBesideTheReading) {
    const Path path = write(longText(), "t");
    SourceHash hash(path);
    EXPECT_EQ(hash.wait().value(), sha256(longText()));
    SourceHash changed(path);
    std::ofstream(path, std::ios::app) << "more";
    EXPECT_EQ(changed.wait().error().kind, ErrorKind::Conflict);
    const SourceHash left(path); // nobody waits
}
