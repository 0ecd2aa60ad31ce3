// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "testing.h"

#include <fstream>
#include <random>

using namespace lathe;
using Access = Project::Access;

namespace {

class DamageTest : public FolderTest {
protected:
    void SetUp() override {
        FolderTest::SetUp();
        auto created = Project::create(root());
        ASSERT_OK(created);
        m_project = std::move(*created);
        for (int i = 0; i < 20; ++i)
            ASSERT_OK(addDataset(*m_project, "d" + std::to_string(i), "set" + std::to_string(i)));
    }
    [[nodiscard]] Path root() const { return folder() / "p.lathe"; }
    [[nodiscard]] Path file() const { return root() / "project.sqlite"; }
    Project& project() { return *m_project; }

    static void write(const Path& path, const std::string& content) {
        createFolders(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
    }

    void publish(const std::string& path, const std::string& content) {
        write(root() / path, content);
        ASSERT_OK(project().change({"test.publish", path, "", ""},
                                   [&](AuditEntry&) { return project().recordFile(path, "dataset weather@1"); }));
    }

    std::unique_ptr<Project> m_project;
};

} // namespace

TEST_F(DamageTest, ADamagedDatabaseIsAnErrorNeverACrash) {
    m_project.reset();
    const std::string whole = *readTextFile(file());
    std::mt19937 random(3);
    const auto openDamaged = [&](const std::string& content) {
        write(file(), content);
        const auto opened = Project::open(root(), Access::ReadWrite);
        if (opened) return problemsOf(**opened);
        EXPECT_TRUE(opened.error().kind == ErrorKind::Corrupt || opened.error().kind == ErrorKind::Unsupported)
            << opened.error().describe();
        EXPECT_FALSE(opened.error().hint.empty()) << opened.error().describe();
        return opened.error().message;
    };
    EXPECT_EQ(openDamaged(""), "project.sqlite is not the database of a Lathe project");
    EXPECT_NE(openDamaged("this is no database at all, only a text that is long enough").find("not a database"),
              std::string::npos);
    for (const size_t kept :
         {size_t{50}, size_t{100}, size_t{4096}, whole.size() / 2, whole.size() - 4096, whole.size() - 1})
        EXPECT_NE(openDamaged(whole.substr(0, kept)), "") << "cut to " << kept;
    for (int i = 0; i < 200; ++i) {
        std::string damaged = whole;
        for (int j = 0; j < 20; ++j) damaged[random() % damaged.size()] = static_cast<char>(random());
        openDamaged(damaged);
    }
    EXPECT_EQ(openDamaged(whole), "");
}

TEST_F(DamageTest, AnotherProgramsDatabaseIsNotTouched) {
    m_project.reset();
    std::filesystem::remove(file());
    { ASSERT_OK((*Database::open(file(), Database::Mode::Create))->execute("CREATE TABLE theirs(x)")); }
    const auto opened = Project::open(root(), Access::ReadWrite);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::Corrupt);
}

TEST_F(DamageTest, EveryChangeOfTheAuditTrailIsFound) {
    const auto damaged = [&](const char* sql) {
        const Path copy = folder() / newIdText("copy");
        EXPECT_OK(copyFolder(root(), copy));
        const auto opened = Project::open(copy, Access::ReadWrite);
        EXPECT_OK(opened);
        EXPECT_OK((*opened)->database().execute(sql));
        return problemsOf(**opened);
    };
    EXPECT_EQ(damaged("SELECT 1"), "");
    EXPECT_EQ(damaged("UPDATE audit SET who = 'somebody' WHERE sequence = 7"),
              "audit entry 7: it was changed after it was written\n");
    EXPECT_EQ(damaged("UPDATE audit SET object = before, before = object WHERE sequence = 7"),
              "audit entry 7: it was changed after it was written\n");
    EXPECT_EQ(damaged("DELETE FROM audit WHERE sequence IN (7, 8)"),
              "audit entry 9: the entries between 6 and 9 are missing\n");
    EXPECT_EQ(damaged("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)"),
              "audit entry 20: entries after it were removed\n");
    EXPECT_NE(damaged("UPDATE audit SET previous_hash = hash WHERE sequence = 3")
                  .find("it does not continue the entry before it"),
              std::string::npos);
}

TEST_F(DamageTest, FilesThatChangedOrVanishedAreNamed) {
    publish("data/a/1.h5", "first");
    publish("data/a/2.h5", "second");
    publish("data/a/3.h5", "third");
    EXPECT_EQ(problemsOf(project()), "");
    EXPECT_EQ(project().recordFile("data/a/1.h5", "again").error().kind, ErrorKind::Conflict);
    write(root() / "data/a/1.h5", "fi");
    write(root() / "data/a/2.h5", "sEcond");
    std::filesystem::remove(root() / "data/a/3.h5");
    EXPECT_EQ(problemsOf(project()),
              "data/a/1.h5: the file has 2 bytes instead of 5\n"
              "data/a/2.h5: the content was changed after it was published (its SHA-256 differs)\n"
              "data/a/3.h5: the file is missing\n");
}

TEST_F(DamageTest, ABrokenReferenceIsNamed) {
    ASSERT_OK(project().database().execute("PRAGMA foreign_keys=OFF; INSERT INTO run_param VALUES('none', 'k', 'v')"));
    EXPECT_EQ(problemsOf(project()),
              "project.sqlite: a row of table run_param refers to a row of table run that is not there\n");
}

TEST_F(DamageTest, TheCheckCanBeStopped) {
    publish("data/a/1.h5", "first");
    std::stop_source stop;
    stop.request_stop();
    const auto checked = project().check(JobContext(stop.get_token(), nullptr));
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, ErrorKind::Cancelled);
}

TEST_F(DamageTest, PackagesAreTheOnesThatWereRegistered) {
    const Path package = root() / "models/m/1";
    const std::string list = sha256("{}") + "  model.json\n";
    publish("models/m/1/model.json", "{}");
    publish("models/m/1/checksums.txt", list);
    ASSERT_OK(project().database().execute("INSERT INTO run(id, name, experiment, state, config, data, "
                                           "data_hash, model_kind, target, created_at)"
                                           " VALUES('r', 'r', '', 'finished', '', '', '', '', '', 0);"
                                           "INSERT INTO model(name, created_at) VALUES('m', 0);"
                                           "INSERT INTO model_version(model, number, run, folder, "
                                           "package_hash, metrics, signature, lineage, created_at)"
                                           " VALUES('m', 1, 'r', 'models/m/1', '" +
                                           sha256(list) + "', '{}', '{}', '{}', 0)"));
    EXPECT_EQ(problemsOf(project()), "");
    write(package / "more", "");
    EXPECT_EQ(problemsOf(project()), "models/m/1: the file 'models/m/1/more' does not belong to it\n");
    std::filesystem::remove(package / "more");
    write(package / "model.json", "[]");
    EXPECT_EQ(problemsOf(project()),
              "models/m/1/model.json: the content was changed after it was published (its SHA-256 differs)\n");
    write(package / "checksums.txt", sha256("[]") + "  model.json\n");
    EXPECT_NE(problemsOf(project()).find("models/m/1: its list of checksums is not the one that was registered"),
              std::string::npos);
    std::filesystem::remove_all(package);
    EXPECT_NE(problemsOf(project()).find("models/m/1: the folder is missing"), std::string::npos);
}
