// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of an import whose reader crashes, says nothing, or never ends. Scripts stand for such readers; the real
// one is tested through the program.
#include "core/data/readers/reader_process.h"

#include "core/base/clock.h"
#include "tests/unit/readers/sources.h"

#include <thread>

using namespace lathe;
using namespace lathe::readers;

namespace {

class ReaderProcessTest : public SourcesTest {
protected:
    ~ReaderProcessTest() override { setReaderProgram({}); }

    void readerDoes(const std::string& commands) const {
        const Path script = write("reader", "#!/bin/sh\n" + commands + "\n");
        std::filesystem::permissions(script, std::filesystem::perms::owner_all);
        setReaderProgram(script);
    }
    Path source() const { return write("some.h5", "\x89HDF\r\n\x1a\n and nothing of sense"); }
};

TEST_F(ReaderProcessTest, aCrashIsAnErrorThatSaysSo) {
    readerDoes("kill -SEGV $$");
    const std::string said = problem(source());
    EXPECT_TRUE(said.starts_with("corrupt")) << said;
    EXPECT_NE(said.find("signal 11"), std::string::npos) << said;
    EXPECT_NE(said.find("some.h5"), std::string::npos) << said;
    EXPECT_FALSE(previewSource(source(), {}, 10));
    EXPECT_FALSE(describeSource(source(), {}));
}

TEST_F(ReaderProcessTest, anAnswerWithoutSenseIsAnError) {
    readerDoes(
        R"(eval folder=\$$(($# - 1)); echo '{"stage": 5, "done": "x"}'; echo '{"value": {"rows": "many"}}' > "$folder/answer.json")");
    EXPECT_NE(problem(source()).find("gave no sense"), std::string::npos) << problem(source());
    readerDoes(R"(eval folder=\$$(($# - 1)); echo '{"value": [1]}' > "$folder/answer.json")");
    EXPECT_FALSE(previewSource(source(), {}, 10));
}

TEST_F(ReaderProcessTest, noAnswerIsAnError) {
    readerDoes("exit 0");
    EXPECT_NE(problem(source()).find("ended without an answer (status 0)"), std::string::npos);
}

TEST_F(ReaderProcessTest, aReaderWithoutEndIsStopped) {
    readerDoes("exec sleep 60");
    std::stop_source stop;
    double asked = 0;
    std::jthread person([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        asked = monotonicSeconds();
        stop.request_stop();
    });
    const auto outcome = importSource(source(), m_folder.path() / "out.h5", {}, JobContext(stop.get_token(), nullptr));
    const double answered = monotonicSeconds();
    person.join();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::Cancelled);
    EXPECT_LT(answered - asked, 5) << "it would have slept for a minute";
}

TEST_F(ReaderProcessTest, otherFormatsAreReadHere) {
    readerDoes("exit 1");
    EXPECT_EQ(importText("a.csv", "n\n1\n").outcome.rows, 1U);
}

} // namespace
