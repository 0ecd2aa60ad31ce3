// SPDX-License-Identifier: GPL-3.0-or-later
// Versions through the binary: tags, rollback, differences, what is left over.
#include "tests/e2e/lathe_program.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class Versions : public ProjectTest {
protected:
    std::string write(const std::string& name, const std::string& text) const {
        EXPECT_TRUE(writeFileAtomic(scratch.path() / name, text));
        return (scratch.path() / name).string();
    }
};

} // namespace

TEST_F(Versions, TagsNotesAndRollback) {
    makeProject();
    run({"data", "import", write("a.csv", "id,x\n1,2\n3,4\n")});
    run({"data", "import", write("a.csv", "id,x\n1,2\n3,5\n9,9\n")});
    run({"data", "tag", "a@1", "gold"});
    run({"data", "note", "a@gold", "as delivered"});
    EXPECT_EQ(run({"data", "rollback", "a@gold"})["reference"], "a@3");
    const Json history = run({"data", "history", "a"});
    ASSERT_EQ(history.size(), 3u);
    EXPECT_EQ(history[0]["tags"][0], "gold");
    EXPECT_EQ(history[0]["note"], "as delivered");
    EXPECT_EQ(history[2]["file"], history[0]["file"]);
    EXPECT_EQ(history[2]["parent"], "a@1");
    run({"data", "tag", "a", "gold", "--remove"});
    run({"data", "show", "a@gold"}, 1);
    expectClean();
}

TEST_F(Versions, DifferencesByKeyAndTheExitStatus) {
    makeProject();
    run({"data", "import", write("a.csv", "id,x\n1,2\n3,4\n5,6\n")});
    run({"data", "import", write("a.csv", "id,x\n3,40\n1,2\n7,8\n")});
    const std::string csv = (scratch.path() / "d.csv").string();
    const Json diff = run({"data", "diff", "a@1", "a@2", "--key", "id", "--csv", csv, "--exit-code"}, 3);
    EXPECT_EQ(diff["added"], 1);
    EXPECT_EQ(diff["removed"], 1);
    EXPECT_EQ(diff["changed"], 1);
    EXPECT_EQ(diff["rows"][0]["cells"]["x"], (Json{"4", "40"}));
    const auto lines = readTextFile(csv);
    ASSERT_TRUE(lines);
    EXPECT_EQ(std::count(lines->begin(), lines->end(), '\n'), 4);
    EXPECT_TRUE(run({"data", "diff", "a@1", "a@1", "--exit-code"})["equal"]);
    EXPECT_EQ(run({"data", "diff", "a@1", "a@2", "--key", "idd"}, 1)["error"]["kind"], "not-found");
}

TEST_F(Versions, LeftoversAreListedAndCollected) {
    makeProject();
    run({"data", "import", write("a.csv", "id,x\n1,2\n3,4\n")});
    ASSERT_TRUE(createFolders(project / "data" / "dataset-lost"));
    ASSERT_TRUE(writeFileAtomic(project / "data" / "dataset-lost" / "1.h5", "half a life"));
    const Json check = run({"project", "check"});
    EXPECT_TRUE(check["clean"]);
    EXPECT_EQ(check["leftovers"][0]["path"], "data/dataset-lost/1.h5");
    EXPECT_EQ(run({"project", "gc"})["bytes"], 11);
    EXPECT_FALSE(run({"project", "check"})["leftovers"].empty());
    EXPECT_TRUE(run({"project", "gc", "--apply"})["applied"]);
    EXPECT_TRUE(run({"project", "check"})["leftovers"].empty());
    run({"data", "remove", "a"});
    EXPECT_TRUE(run({"project", "gc"})["items"].empty());
    EXPECT_EQ(run({"project", "gc", "--keep-trash", "0", "--apply"})["items"].size(), 2u);
    EXPECT_TRUE(run({"project", "trash"}).empty());
    expectClean();
}

TEST_F(Versions, DvcPointersGoOutAndComeIn) {
    makeProject();
    run({"data", "import", write("a.csv", "id,x\n1,2\n3,4\n")});
    const Path out = scratch.path() / "out.csv";
    const Json exported = run({"data", "export", "a", out.string(), "--dvc"});
    EXPECT_EQ(exported["dvc"], out.string() + ".dvc");
    EXPECT_EQ(run({"data", "import", out.string() + ".dvc", "--name", "b"})["content_hash"],
              run({"data", "list", "a"})[0]["content_hash"]);
    EXPECT_EQ(run({"data", "list", "b"})[0]["source"], "out.csv");
    write("out.csv", "changed\n");
    EXPECT_EQ(run({"data", "import", out.string() + ".dvc"}, 1)["error"]["kind"], "not-found");
}

TEST_F(Versions, TrackedFilesAndTheExitStatus) {
    makeProject();
    ASSERT_TRUE(createFolders(scratch.path() / "files"));
    write("files/a.txt", "a");
    EXPECT_EQ(run({"data", "track", (scratch.path() / "files").string()})["files"], 1);
    EXPECT_TRUE(run({"data", "status", "--fail-on-change"})[0]["clean"]);
    write("files/a.txt", "b");
    write("files/b.txt", "b");
    const Json status = run({"data", "status", "--fail-on-change"}, 3)[0];
    EXPECT_EQ(status["changed"][0], "a.txt");
    EXPECT_EQ(status["added"][0], "b.txt");
    run({"data", "track", (scratch.path() / "files").string(), "--remove"});
    EXPECT_TRUE(run({"data", "status"}).empty());
}

TEST_F(Versions, LineageAsTableJsonAndProv) {
    makeProject();
    run({"data", "import", write("a.csv", "id,x\n1,2\n3,4\n")});
    run({"data", "clean", "a", "--recipe", write("r.yaml", "steps:\n- drop: {columns: [x]}\n"), "--name", "b"});
    const Path prov = scratch.path() / "prov.json";
    const Json graph = run({"data", "lineage", "b", "--prov", prov.string()});
    ASSERT_EQ(graph["nodes"].size(), 4u);
    EXPECT_EQ(graph["nodes"][0]["kind"], "source");
    EXPECT_EQ(graph["nodes"][graph["focus"].get<size_t>()]["object"], "b@1");
    const Json written = Json::parse(*readTextFile(prov));
    EXPECT_TRUE(written["entity"].contains("lathe:dataset/b%401"));
    EXPECT_EQ(written["activity"].size(), 1u);
}
