// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "tests/unit/recipe/scratch_project.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

class DatasetsTest : public ScratchProject {
protected:
    Path write(const std::string& name, const std::string& content) const {
        const Path path = m_folder.path() / name;
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    VersionInfo import(const std::string& content, const std::string& name = "weather") const {
        auto version = m_datasets.importCsv(write("weather.csv", content), name, {}, {});
        EXPECT_TRUE(version) << version.error().describe();
        return version.value_or(VersionInfo());
    }
    void expectClean() const {
        const auto problems = m_project->check({});
        ASSERT_TRUE(problems) << problems.error().describe();
        for (const ProjectProblem& problem : *problems) ADD_FAILURE() << problem.object << ": " << problem.message;
    }
};

const std::string threeDays = "day,rain,kind\n2012-01-01,0.5,sun\n2012-01-02,,rain\n2012-01-03,2.25,sun\n";

TEST_F(DatasetsTest, anImportRemembersWhereItCameFrom) {
    const VersionInfo version = import(threeDays);
    EXPECT_EQ(version.reference(), "weather@1");
    EXPECT_EQ(version.rows, 3U);
    EXPECT_EQ(version.source, "weather.csv");
    EXPECT_EQ(version.sourceHash, sha256(threeDays));
    EXPECT_EQ(version.schema.size(), 3U);
    EXPECT_EQ(version.schema[0].type, ColumnType::Date);
    EXPECT_FALSE(version.importReport.empty());
    const auto file = m_datasets.open(version);
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_EQ((*file)->contentHash(), version.contentHash);
    EXPECT_EQ((*file)->read(1, 0, 3)->display(2), "2.25");

    const auto listed = m_datasets.list();
    ASSERT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->front().latestVersion, 1);
    const auto audit = m_project->audit(10);
    EXPECT_EQ(audit->front().entry.action, "dataset.import");
    EXPECT_EQ(audit->front().entry.object, "dataset weather@1");
    expectClean();
}

TEST_F(DatasetsTest, equalContentIsTheSameVersion) {
    const VersionInfo first = import(threeDays);
    const VersionInfo again = import("day;rain;kind\n2012-01-01;0.5;sun\n2012-01-02;;rain\n2012-01-03;2.25;sun\n");
    EXPECT_EQ(again.number, 1);
    const VersionInfo other = import(threeDays + "2012-01-04,1,fog\n");
    EXPECT_EQ(other.number, 2);
    EXPECT_EQ(import(threeDays).number, 3); // equal to an older version, not to the latest
    EXPECT_EQ(m_datasets.versions("weather")->size(), 3U);
    expectClean();
}

TEST_F(DatasetsTest, referencesResolve) {
    const VersionInfo first = import(threeDays);
    const VersionInfo second = import(threeDays + "2012-01-04,1,fog\n");
    EXPECT_EQ(m_datasets.resolve("weather")->number, 2);
    EXPECT_EQ(m_datasets.resolve("weather@latest")->number, 2);
    EXPECT_EQ(m_datasets.resolve("weather@1")->contentHash, first.contentHash);
    EXPECT_EQ(m_datasets.resolve("weather@sha256:" + first.contentHash.substr(0, 12))->number, 1);
    const auto error = [&](const std::string& reference) { return m_datasets.resolve(reference).error(); };
    EXPECT_EQ(error("wether").kind, ErrorKind::NotFound);
    EXPECT_NE(error("wether").hint.find("weather"), std::string::npos);
    EXPECT_EQ(error("weather@3").kind, ErrorKind::NotFound);
    EXPECT_EQ(error("weather@x").kind, ErrorKind::NotFound);
    EXPECT_EQ(error("weather@sha256:abc").kind, ErrorKind::InvalidInput);
    EXPECT_EQ(error("weather@sha256:00000000").kind, ErrorKind::NotFound);
}

TEST_F(DatasetsTest, namesAreChecked) {
    for (const char* name : {"", "a@b", "a/b", " a", "a\n", "\xff"})
        EXPECT_EQ(m_datasets.importCsv(write("w.csv", threeDays), name, {}, {}).error().kind, ErrorKind::InvalidInput)
            << name;
    EXPECT_TRUE(m_datasets.importCsv(write("w.csv", threeDays), "Wetter in Köln 2012.1", {}, {}));
}

TEST_F(DatasetsTest, rejectedRowsAreKeptWithTheReason) {
    const VersionInfo version = import(threeDays + "2012-01-04,1,fog,too,many,fields\n");
    EXPECT_EQ(version.rows, 3U);
    EXPECT_EQ(version.rejectedRows, 1U);
    const auto rejected = m_datasets.rejected(version, 10);
    ASSERT_TRUE(rejected) << rejected.error().describe();
    ASSERT_EQ(rejected->size(), 1U);
    EXPECT_EQ(rejected->front().line, 5U);
    EXPECT_FALSE(rejected->front().reason.empty());
    EXPECT_NE(rejected->front().text.find("too,many"), std::string::npos);
}

TEST_F(DatasetsTest, cleaningKeepsLineage) {
    const VersionInfo raw = import(threeDays);
    const std::string recipe = "steps:\n- fill_missing: {columns: [rain], with: constant, value: 0}\n";
    const auto clean = m_datasets.clean(raw, recipe, "clean", {});
    ASSERT_TRUE(clean) << clean.error().describe();
    EXPECT_EQ(clean->reference(), "clean@1");
    EXPECT_EQ(clean->parent, "weather@1");
    EXPECT_EQ(clean->parentHash, raw.contentHash);
    EXPECT_EQ(clean->recipe, recipe);
    EXPECT_EQ(m_datasets.clean(raw, recipe, "clean", {})->number, 1);
    EXPECT_EQ(m_datasets.resolve("clean")->recipe, recipe);
    const auto audit = m_project->audit(10);
    EXPECT_NE(audit->front().entry.after.find("fill_missing rain with 0"), std::string::npos);
    const auto refused = m_datasets.clean(raw, "steps: [{drop: {columns: [x]}}]", "clean", {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().describe().find("weather@1"), std::string::npos);
    expectClean();
}

TEST_F(DatasetsTest, rowsOfAProgramAreStored) {
    Table table;
    table.columns = {realColumn("x", {1, 2}), categoryColumn("k", {"a", "b"})};
    const auto version = m_datasets.store("made", table, "simulator");
    ASSERT_TRUE(version) << version.error().describe();
    EXPECT_EQ(version->source, "simulator");
    EXPECT_EQ(m_datasets.open(*version).value()->rows(), 2U);
    EXPECT_EQ(m_datasets.store("made", table, "simulator")->number, 1);
    expectClean();
}

TEST_F(DatasetsTest, removedDatasetsComeBack) {
    import(threeDays);
    const auto removed = m_datasets.remove("weather");
    ASSERT_TRUE(removed) << removed.error().describe();
    EXPECT_TRUE(m_datasets.list()->empty());
    EXPECT_FALSE(m_datasets.resolve("weather"));
    const auto trash = m_project->trash();
    ASSERT_EQ(trash->size(), 1U);
    ASSERT_TRUE(m_project->restore(trash->front().id));
    EXPECT_EQ(m_datasets.resolve("weather")->rows, 3U);
    ASSERT_TRUE(m_datasets.remove("weather"));
    EXPECT_EQ(import(threeDays).number, 1); // the name is free again
    EXPECT_FALSE(m_datasets.remove("nothing"));
    expectClean();
}

TEST_F(DatasetsTest, readOnlyProjectsStayAsTheyAre) {
    import(threeDays);
    const Path folder = m_project->folder();
    m_project.reset();
    const auto project = Project::open(folder, Project::Access::ReadOnly).value();
    const Datasets datasets(*project);
    EXPECT_EQ(datasets.resolve("weather")->rows, 3U);
    EXPECT_EQ(datasets.importCsv(write("w.csv", threeDays), "more", {}, {}).error().kind, ErrorKind::Unsupported);
}

TEST_F(DatasetsTest, aFailedOrStoppedImportLeavesNothing) {
    EXPECT_FALSE(m_datasets.importCsv(m_folder.path() / "none.csv", "weather", {}, {}));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(m_datasets.importCsv(write("w.csv", threeDays), "weather", {}, JobContext(stop.get_token(), nullptr))
                  .error()
                  .kind,
              ErrorKind::Cancelled);
    EXPECT_TRUE(m_datasets.list()->empty());
    EXPECT_TRUE(std::filesystem::is_empty(m_project->folder() / "tmp"));
    expectClean();
}

TEST_F(DatasetsTest, severalThreadsImportAtOnce) {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            const Path file =
                write("t" + std::to_string(t) + ".csv", threeDays + "2013-01-01," + std::to_string(t) + ",fog\n");
            const auto version = m_datasets.importCsv(file, "weather", {}, {});
            EXPECT_TRUE(version) << version.error().describe();
        });
    threads.clear();
    const auto versions = m_datasets.versions("weather");
    ASSERT_EQ(versions->size(), 4U);
    EXPECT_EQ(versions->back().number, 4);
    expectClean();
}

TEST_F(DatasetsTest, exportedRowsComeBackTheSame) {
    Table table;
    table.columns = {integerColumn("n", {1, std::nullopt, -9223372036854775807}),
                     realColumn("x, \"quoted\"", {0.1, 1e300, std::nan("")}),
                     textColumn("note", {"a,b", "line\nbreak \"so\"", "plain text that is free"}),
                     categoryColumn("kind", {"sun", std::nullopt, " rain "}),
                     integerColumn("day", {15340, std::nullopt, -1}, ColumnType::Date),
                     integerColumn("at", {1'325'376'000'500'000, 0, std::nullopt}, ColumnType::Timestamp),
                     integerColumn("flag", {1, 0, std::nullopt}, ColumnType::Boolean)};
    const auto file = writeAndOpen(table, m_folder.path() / "t.h5");
    const Path csv = m_folder.path() / "t.csv";
    const auto exported = exportCsv(*file, csv, {});
    ASSERT_TRUE(exported) << exported.error().describe();
    EXPECT_TRUE(readTextFile(csv)->starts_with("n,\"x, \"\"quoted\"\"\",note,kind,day,at,flag\r\n"));
    CsvOptions options;
    for (const ColumnSchema& column : table.schema()) options.types[column.name] = column.type;
    const auto back = m_datasets.importCsv(csv, "back", options, {});
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->schema, table.schema());
    const Table read = m_datasets.open(*back).value()->readTable(0, 10).value();
    ASSERT_EQ(read.rows(), 3U);
    for (size_t c = 0; c < table.columns.size(); ++c)
        for (size_t row = 0; row < 3; ++row) {
            EXPECT_EQ(read.columns[c].isMissing(row), table.columns[c].isMissing(row)) << c << " " << row;
            EXPECT_EQ(read.columns[c].display(row), table.columns[c].display(row)) << c << " " << row;
        }
    ASSERT_TRUE(exportCsv(*file, csv, {}, 1, 1));
    EXPECT_EQ(readTextFile(csv)->substr(readTextFile(csv)->find("\r\n") + 2),
              ",1e+300,\"line\nbreak \"\"so\"\"\",,,1970-01-01T00:00:00,false\r\n");
    EXPECT_FALSE(exportCsv(*file, m_folder.path() / "no" / "t.csv", {}));
}

// ---- Killed at any instant ------------------------------------------------------------------------------------

TEST_F(DatasetsTest, killedDuringImportNothingHalfDoneIsVisible) {
    std::string content = "n,x,kind,note\n";
    Random random(3);
    for (int row = 0; row < 60'000; ++row)
        content += fmt::format("{},{},{},note number {}\n", row, random.uniform(), random.below(2) == 0 ? "a" : "b",
                               random.next());
    const Path csv = write("big.csv", content);
    const auto started = std::chrono::steady_clock::now();
    ASSERT_TRUE(m_datasets.importCsv(csv, "whole", {}, {}));
    const auto whole =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    m_project.reset(); // the children must not share the connection
    const Path folder = m_folder.path() / "p.lathe";
    int killed = 0;
    for (int attempt = 0; attempt < 50; ++attempt) {
        const std::string name = "d" + std::to_string(attempt);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            const auto project = Project::open(folder, Project::Access::ReadWrite);
            _exit(project && Datasets(**project).importCsv(csv, name, {}, {}) ? 0 : 1);
        }
        std::this_thread::sleep_for(
            std::chrono::microseconds(random.below(static_cast<uint64_t>(whole.count()) * 12 / 10)));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        killed += WIFSIGNALED(status) ? 1 : 0;
        const auto project = Project::open(folder, Project::Access::ReadWrite);
        ASSERT_TRUE(project) << project.error().describe();
        const Datasets datasets(**project);
        const auto version = datasets.resolve(name);
        EXPECT_EQ(version ? version->rows : 60'000U, 60'000U);
        EXPECT_TRUE(std::filesystem::is_empty(folder / "tmp"));
        if (attempt % 10 != 9) continue;
        const auto problems = (*project)->check({});
        ASSERT_TRUE(problems) << problems.error().describe();
        for (const ProjectProblem& problem : *problems) ADD_FAILURE() << problem.object << ": " << problem.message;
    }
    EXPECT_GT(killed, 5);
    m_project = Project::open(folder, Project::Access::ReadWrite).value();
}

} // namespace
