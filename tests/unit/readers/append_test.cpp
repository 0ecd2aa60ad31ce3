// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/append.h"

#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "core/base/hash.h"
#include "core/data/readers/watch.h"

using namespace lathe;
using namespace std::chrono_literals;

namespace {

class AppendTest : public testing::Test {
protected:
    AppendTest()
        : m_folder(ScopedFolder::create(std::filesystem::temp_directory_path(), "append").value()),
          m_project(Project::create(m_folder.path() / "p.lathe", "p").value()), m_datasets(*m_project) {}

    Path write(const std::string& name, const std::string& content) const {
        const Path path = m_folder.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    VersionInfo append(const std::string& name, const std::string& content) {
        auto version = appendFile(*m_project, write(name, content), "sales", {}, {});
        EXPECT_TRUE(version) << version.error().describe();
        return version.value_or(VersionInfo());
    }
    std::string problem(const std::string& name, const std::string& content) {
        const auto version = appendFile(*m_project, write(name, content), "sales", {}, {});
        return version ? "" : version.error().describe();
    }
    std::vector<std::string> texts(const VersionInfo& version, const std::string& column) {
        const auto file = m_datasets.open(version).value();
        const Column values = file->read(file->find(column).value(), 0, file->rows()).value();
        std::vector<std::string> out;
        for (size_t row = 0; row < values.rows(); ++row)
            out.push_back(values.isMissing(row) ? "–" : values.display(row));
        return out;
    }

    ScopedFolder m_folder;
    std::unique_ptr<Project> m_project;
    Datasets m_datasets;
};

using Texts = std::vector<std::string>;

const std::string january = "day,shop,price,code\n2014-01-01,a,1.5,007\n2014-01-02,b,,x\n";

TEST_F(AppendTest, newRowsStandBehindTheOldOnes) {
    EXPECT_EQ(append("january.csv", january).reference(), "sales@1");
    const std::string february = "price,code,day,shop\n2,12,2014-02-01,c\n3,13,2014-02-02,a\n";
    const VersionInfo version = append("february.csv", february);
    EXPECT_EQ(version.reference(), "sales@2");
    EXPECT_EQ(version.parent, "sales@1");
    EXPECT_EQ(version.source, "february.csv");
    EXPECT_EQ(version.sourceHash, sha256(february));
    EXPECT_EQ(version.schema, m_datasets.resolve("sales@1")->schema);
    EXPECT_EQ(texts(version, "price"), (Texts{"1.5", "–", "2", "3"})) << "integers come into a column of reals";
    EXPECT_EQ(texts(version, "code"), (Texts{"007", "x", "12", "13"}));
    EXPECT_EQ(texts(version, "shop"), (Texts{"a", "b", "c", "a"}));
    EXPECT_EQ(append("march.jsonl", "{\"day\":\"2014-03-01\",\"shop\":\"d\",\"price\":null,\"code\":\"y\"}\n").rows,
              5U);
    const auto problems = m_project->check({});
    ASSERT_TRUE(problems);
    EXPECT_TRUE(problems->empty());
}

TEST_F(AppendTest, whatDoesNotAgreeIsNamedInFull) {
    append("january.csv", january);
    EXPECT_NE(
        problem("bad.csv", "day,price,code,extra\nsoon,cheap,1,2\nlate,dear,2,3\n")
            .find(
                "'bad.csv' cannot be appended to sales@1: column 'day' is category, not date; column 'shop' is missing; column 'price' is category, "
                "not real; column 'extra' is new"),
        std::string::npos);
    EXPECT_EQ(m_datasets.versions("sales")->size(), 1U);
}

TEST_F(AppendTest, nothingNewMakesNoVersion) {
    append("january.csv", january);
    EXPECT_EQ(append("empty.csv", "day,shop,price,code\n").reference(), "sales@1");
}

TEST_F(AppendTest, aFolderIsAppendedFileByFileOnce) {
    write("in/1.csv", january);
    write("in/2.csv", "day,shop,price,code\n2014-02-01,c,2,z\n");
    write("in/3.csv", "other\n1\n");
    write("in/.hidden.csv", january);
    const WatchOptions once{10ms, true};
    std::vector<std::string> seen;
    const auto report = [&](const WatchedFile& file) {
        seen.push_back(file.file.filename().string() + (file.version ? " " + file.version->reference() : " refused"));
    };
    const auto watch = [&] { return watchSource(*m_project, m_folder.path() / "in", "sales", {}, once, {}, report); };
    ASSERT_TRUE(watch());
    EXPECT_EQ(seen, (Texts{"1.csv sales@1", "2.csv sales@2", "3.csv refused"}));
    seen.clear();
    write("in/2.csv", "day,shop,price,code\n2014-02-01,c,9,z\n");
    std::filesystem::remove(m_folder.path() / "in/3.csv");
    ASSERT_TRUE(watch());
    EXPECT_EQ(seen, Texts{"2.csv refused"}) << "its rows are there already";
}

TEST_F(AppendTest, aFileIsImportedWheneverItHasSettled) {
    const Path file = write("live.csv", "a\n1\n");
    std::stop_source stop;
    std::vector<std::string> references;
    std::jthread writer([&] {
        for (int piece = 0; piece < 20; ++piece) {
            std::ofstream(file, std::ios::app) << piece << '\n';
            std::this_thread::sleep_for(10ms);
        }
    });
    const auto watched = watchSource(*m_project, file, "live", {}, {150ms, false},
                                     JobContext(stop.get_token(), nullptr), [&](const WatchedFile& change) {
                                         references.push_back(change.version ? change.version->reference() + " " +
                                                                                   std::to_string(change.version->rows)
                                                                             : change.message);
                                         if (references.size() == 1) write("live.csv", "a\n5\n6\n");
                                         else stop.request_stop();
                                     });
    ASSERT_FALSE(watched);
    EXPECT_EQ(watched.error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(references, (Texts{"live@1 21", "live@2 2"})) << "not while it was being written";
}

} // namespace
