// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at 100 random instants of import, append, clean and gc, and disks that take no more: what was committed is
// whole, the rest is nowhere.
#include <sys/resource.h>

#include <csignal>
#include <functional>

#include "tests/e2e/faults.h"

using namespace lathe;
using namespace lathe::test;

namespace {

constexpr int killsEach = 25;
constexpr size_t rows = 150'000;

class DataFaults : public Faults {
protected:
    /// A CSV file of \p count rows whose first rows are always the same.
    std::string writeTable(size_t count) {
        std::string text = "id,x,word\n";
        for (size_t i = 0; i < count; ++i)
            text += fmt::format("{},{:.6f},w{}\n", i, static_cast<double>(i) * 0.37, i % 97);
        const Path file = scratch.path() / fmt::format("table-{}.csv", count);
        EXPECT_TRUE(writeFileAtomic(file, text));
        return file.string();
    }
    /// Every version there is has all of its rows, and its file holds what it was written with.
    void expectWhole(const std::function<bool(const Json&)>& isRight) {
        for (const auto& version : run({"data", "list"}))
            EXPECT_TRUE(isRight(version)) << version["reference"] << " " << version["rows"];
        expectClean();
    }
    /// Leftovers may be there, do no harm, and go.
    void expectCollectable() {
        run({"project", "gc", "--apply"});
        EXPECT_TRUE(run({"project", "check"})["leftovers"].empty());
        EXPECT_TRUE(run({"project", "gc"})["items"].empty());
        expectClean();
    }
};

/// As long as it lives no file of a program started here may grow beyond \p bytes: its writes fail as on a full disk.
class SmallFiles {
public:
    explicit SmallFiles(rlim_t bytes) : m_signal(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFiles() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

private:
    void (*m_signal)(int);
    rlimit m_before{};
};

} // namespace

TEST_F(DataFaults, AFullDiskRefusesAndLosesNothing) {
    makeProject();
    const std::string file = writeTable(rows);
    const std::string longer = writeTable(rows + 70'000);
    run({"data", "import", file, "--name", "t"});
    ASSERT_TRUE(writeFileAtomic(scratch.path() / "r.yaml", "steps:\n  - drop: {columns: [word]}\n"));
    const std::string recipe = (scratch.path() / "r.yaml").string();
    const auto refused = [&](const std::vector<std::string>& arguments) {
        const Json answer = run(arguments, 1);
        EXPECT_EQ(answer["error"]["kind"], "io") << answer.dump();
        EXPECT_FALSE(answer["error"]["hint"].get<std::string>().empty()) << answer.dump();
    };
    for (const rlim_t room : {rlim_t{70'000}, rlim_t{90'000}, rlim_t{110'000}}) {
        const SmallFiles full(room);
        refused({"data", "import", file, "--name", "again"});
        refused({"data", "import", longer, "--name", "t"});
        refused({"data", "clean", "t", "--recipe", recipe, "--name", "cleaned"});
        for (const char* ending : {"csv", "json", "sqlite", "h5", "npz"})
            refused({"data", "export", "t", (scratch.path() / "out.").string() + ending});
    }
    EXPECT_EQ(run({"data", "list"}).size(), 1U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.path()), {}), 4)
        << "the project, two tables and the recipe";
    expectCollectable();
}

TEST_F(DataFaults, KilledImportsLeaveWholeVersionsOrNone) {
    makeProject();
    const std::string file = writeTable(rows);
    const auto longest = timed({"data", "import", file, "--name", "whole"});
    for (int i = 0; i < killsEach; ++i) {
        // Other content each time, so that nothing is found to be stored already.
        const std::string other = writeTable(rows + 1 + static_cast<size_t>(i));
        killed({"data", "import", other, "--name", fmt::format("killed-{}", i)}, longest);
        std::filesystem::remove(other);
    }
    expectWhole([](const Json& version) { return version["rows"] >= rows; });
    expectCollectable();
}

TEST_F(DataFaults, KilledAppendsLeaveThePreviousVersionWhole) {
    makeProject();
    run({"data", "import", writeTable(rows), "--name", "t"});
    const auto longest = timed({"data", "import", writeTable(rows + 70'000), "--name", "t"});
    for (int i = 0; i < killsEach; ++i) {
        const std::string longer = writeTable(rows + 70'001 + static_cast<size_t>(i));
        killed({"data", "import", longer, "--name", "t"}, longest);
        std::filesystem::remove(longer);
    }
    expectWhole([](const Json& version) {
        return version["rows"] == (version["version"] == 1 ? rows : rows + 70'000) || version["version"] > 2;
    });
    EXPECT_EQ(run({"data", "diff", "t@1", "t@2"})["unchanged"], rows);
    expectCollectable();
}

TEST_F(DataFaults, KilledCleaningSharesNothingItCannotKeep) {
    makeProject();
    run({"data", "import", writeTable(rows), "--name", "t"});
    const auto recipe = [&](int i) {
        const Path path = scratch.path() / "recipe.yaml";
        EXPECT_TRUE(writeFileAtomic(path, fmt::format("steps:\n- derive: {{column: y, as: \"x + {}\"}}\n", i)));
        return path.string();
    };
    const auto longest = timed({"data", "clean", "t@1", "--recipe", recipe(0), "--name", "u"});
    for (int i = 1; i <= killsEach; ++i)
        killed({"data", "clean", "t@1", "--recipe", recipe(i), "--name", "u"}, longest);
    expectWhole([](const Json& version) { return version["rows"] == rows; });
    expectCollectable();
    EXPECT_EQ(run({"data", "diff", "t@1", "u@1"})["unchanged"], rows);
}

TEST_F(DataFaults, KilledCollectionsLoseNothing) {
    makeProject();
    run({"data", "import", writeTable(rows), "--name", "keep"});
    const std::string small = writeTable(2'000);
    const auto longest = timed({"project", "gc", "--apply", "--keep-trash", "0"});
    for (int i = 0; i < killsEach; ++i) {
        const std::string name = fmt::format("gone-{}", i);
        run({"data", "import", small, "--name", name});
        run({"data", "remove", name});
        killed({"project", "gc", "--apply", "--keep-trash", "0"}, longest);
    }
    expectWhole([](const Json& version) { return version["rows"] == rows; });
    EXPECT_EQ(run({"data", "list"}).size(), 1u);
    run({"project", "gc", "--apply", "--keep-trash", "0"});
    EXPECT_TRUE(run({"project", "trash"}).empty());
    expectCollectable();
}

TEST_F(DataFaults, KilledExportsLeaveTheWholeFileOrNone) {
    makeProject();
    run({"data", "import", writeTable(rows), "--name", "t"});
    const Path folder = scratch.path() / "out";
    const Path target = folder / "t.csv";
    std::filesystem::create_directories(folder);
    const std::vector<std::string> command{"data", "export", "t@1", target.string()};
    const auto longest = timed(command);
    const auto bytes = std::filesystem::file_size(target);
    for (int i = 0; i < killsEach; ++i) {
        std::filesystem::remove(target);
        killed(command, longest);
        if (std::filesystem::exists(target)) {
            EXPECT_EQ(std::filesystem::file_size(target), bytes);
        }
    }
    run(command);
    std::vector<Path> left;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) left.push_back(entry.path());
    EXPECT_EQ(left, std::vector<Path>{target}) << "what the killed ones left is cleared away";
    expectClean();
}
