// SPDX-License-Identifier: GPL-3.0-or-later
// Story S6's data part through the binary: import, check, label, export; and kill -9 while pictures are imported.
#include <fstream>

#include "tests/e2e/faults.h"

using namespace lathe;
using namespace lathe::test;

namespace {

constexpr int kills = 30;

/// Bitmaps of 24 bits, so that this test needs no library of pictures.
class Images : public Faults {
protected:
    Path folder = scratch.path() / "pets";

    void put(const std::string& path, int width, int height, int seed, int level = -1) {
        std::string text{"BM"};
        const auto number = [&](uint32_t value, int bytes) {
            for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i)));
        };
        for (const int value : {0, 0, 54, 40, width, height}) number(static_cast<uint32_t>(value), 4);
        number(1, 2);
        number(24, 2);
        for (int i = 0; i < 6; ++i) number(0, 4);
        std::mt19937 random(static_cast<unsigned>(seed));
        const int stride = (width * 3 + 3) / 4 * 4;
        for (int i = 0; i < stride * height; ++i)
            text.push_back(static_cast<char>(level >= 0 ? level : static_cast<int>(random() % 200 + 20)));
        putText(path, text);
    }
    void putText(const std::string& path, const std::string& text) {
        ASSERT_TRUE(createFolders((folder / path).parent_path()));
        ASSERT_TRUE(writeFileAtomic(folder / path, text));
    }
    void putFolder() {
        for (int i = 0; i < 20; ++i) put(fmt::format("{}/{}.bmp", i % 2 == 0 ? "cat" : "dog", i), 40, 30, i);
        put("dog/same.BMP", 40, 30, 0);
        put("cat/night.bmp", 40, 30, 1, 3);
        putText("dog/torn.jpg", "no picture at all");
        putText("dog/readme.md", "about dogs");
    }
};

} // namespace

TEST_F(Images, AreImportedCheckedLabelledAndExported) {
    makeProject();
    putFolder();
    const Json imported = run({"data", "import", folder.string()});
    EXPECT_EQ(imported["reference"], "pets@1");
    EXPECT_EQ(imported["rows"], 23);
    EXPECT_EQ(imported["rejected_rows"], 1);
    EXPECT_EQ(imported["import_report"]["new_pictures"], 22);
    EXPECT_EQ(run({"data", "rejects", "pets"})[0]["text"], "dog/readme.md");

    const Json checked = run({"data", "images", "check", "pets"});
    EXPECT_EQ(checked["issues"]["broken"]["examples"][0]["path"], "dog/torn.jpg");
    EXPECT_EQ(checked["issues"]["dark"]["examples"][0]["path"], "cat/night.bmp");
    EXPECT_EQ(checked["issues"]["label-conflict"]["pictures"], 2);
    EXPECT_EQ(checked["duplicates"][0]["exact"], true);
    run({"data", "images", "check", "pets", "--fail-on", "overexposed,leakage"}, 0);
    EXPECT_EQ(run({"data", "images", "check", "pets", "--fail-on", "broken,duplicate"}, 3)["failed"],
              (Json{"broken", "duplicate"}));
    EXPECT_EQ(run({"data", "images", "check", "pets", "--fail-on", "brokn"}, 1)["error"]["kind"], "invalid-input");

    ASSERT_TRUE(writeFileAtomic(scratch.path() / "new.csv", "path,label\ncat/0.bmp,tiger\ncat/2.bmp,\n"));
    const Json labelled = run({"data", "images", "label", "pets", "--from", (scratch.path() / "new.csv").string(),
                               "--rename", "dog=hound", "--exclude", "dog/torn.jpg", "--exclude", "dog/same.BMP"});
    EXPECT_EQ(labelled["reference"], "pets@2");
    EXPECT_EQ(labelled["rows"], 21);
    const Json after = run({"data", "images", "check", "pets@2"});
    EXPECT_EQ(after["issues"]["label-conflict"]["pictures"], 0);
    EXPECT_EQ(after["issues"]["unlabelled"]["pictures"], 1);
    const Path out = scratch.path() / "out";
    EXPECT_EQ(run({"data", "images", "export", "pets@2", out.string()})["pictures"], 21);
    EXPECT_EQ(*readTextFile(out / "tiger" / "0.bmp"), *readTextFile(folder / "cat" / "0.bmp"));
    EXPECT_TRUE(std::filesystem::exists(out / "hound" / "1.bmp"));
    EXPECT_TRUE(std::filesystem::exists(out / "unlabelled" / "2.bmp"));

    // The imported folder is tracked, and an export can be handed to DVC.
    EXPECT_EQ(run({"data", "status"})[0]["clean"], true);
    putText("cat/new.txt", "not there at the import");
    EXPECT_EQ(run({"data", "status"})[0]["added"], (Json{"cat/new.txt"}));
    const Path repository = scratch.path() / "repository";
    ASSERT_TRUE(createFolders(repository / ".dvc"));
    const Json handed = run({"data", "images", "export", "pets@2", (repository / "handed").string(), "--dvc"});
    const std::string pointer = handed["dvc"];
    EXPECT_TRUE(readTextFile(pointer)->find("nfiles: 21") != std::string::npos);
    // It comes back from the cache of the repository, by either command.
    std::filesystem::remove_all(repository / "handed");
    EXPECT_EQ(run({"data", "import", pointer})["reference"], "handed@1");
    EXPECT_EQ(run({"data", "images", "import", pointer, "--name", "again"})["rows"], 21);

    const Path variants = scratch.path() / "variants";
    run({"data", "images", "augment", "pets", variants.string(), "--count", "3", "--seed", "5"});
    EXPECT_TRUE(std::filesystem::exists(variants / "variant-3.png"));
    EXPECT_TRUE(std::filesystem::exists(variants / "augmentation.yaml"));
    EXPECT_TRUE(run({"data", "suspects", "pets@2", "--folds", "3"}).contains("joint"));
    // Predictions about some pictures, by their paths.
    ASSERT_TRUE(writeFileAtomic(
        scratch.path() / "judged.csv",
        "path,cat,hound,tiger\ncat/4.bmp,0.1,0.9,0\ncat/6.bmp,0.9,0.1,0\ndog/1.bmp,0.2,0.8,0\ncat/0.bmp,0,0,1\n"));
    const Json judged =
        run({"data", "suspects", "pets@2", "--probabilities", (scratch.path() / "judged.csv").string()});
    EXPECT_EQ(judged["judged"], 4);
    ASSERT_EQ(judged["rows"].size(), 1u);
    EXPECT_EQ(judged["rows"][0]["label"], "cat");
    EXPECT_EQ(judged["rows"][0]["suggested"], "hound");
    EXPECT_EQ(run({"data", "suspects", "pets@2", "--run", "amber-falcon-1"}, 1)["error"]["kind"], "not-found");
    expectClean();
}

#ifdef LATHE_LEARN
TEST_F(Images, AreLearnedFromAndPredicted) {
    makeProject();
    for (int i = 0; i < 24; ++i) {
        put(fmt::format("day/{:02}.bmp", i), 40, 30, i, 150 + 3 * i);
        put(fmt::format("night/{:02}.bmp", i), 40, 30, i, 10 + 3 * i);
    }
    run({"data", "import", folder.string()});
    const Path config = scratch.path() / "cnn.yaml";
    ASSERT_TRUE(writeFileAtomic(
        config,
        "name: light\ndata: pets\ntarget: label\nseed: 1\nsplit: {method: stratified, test: 0.25}\n"
        "model: {kind: cnn, image_size: 16, channels: [8], epochs: 15, batch_size: 8, learning_rate: 0.02, augmentation: {flip_horizontal: 0.5}}\n"));
    const Json trained = run({"run", "start", config.string()});
    EXPECT_EQ(trained["state"], "finished");
    EXPECT_EQ(trained["metrics"]["test_accuracy"], 1.0);
    EXPECT_TRUE(trained["metrics"].contains("test_f1_macro"));
    EXPECT_EQ(run({"run", "reproduce", trained["name"]})["model_hash"], trained["model_hash"]);
    EXPECT_EQ(run({"data", "suspects", "pets", "--run", trained["name"]})["judged"], 12);
    EXPECT_EQ(run({"run", "start", config.string(), "--set", "features=[width]"}, 1)["error"]["kind"], "invalid-input");

    run({"model", "register", trained["name"], "--name", "light"});
    EXPECT_EQ(run({"model", "show", "light"})["signature"]["inputs"][0]["type"], "picture");
    const auto predicted = [&](const std::string& what, const char* file) {
        const Path csv = scratch.path() / file;
        const Json outcome = run({"predict", "light", what, "-o", csv.string()});
        return std::pair(outcome, *readTextFile(csv));
    };
    // Of the dataset, of a folder with something broken in it, of one picture.
    const auto [all, text] = predicted("pets@1", "dataset.csv");
    EXPECT_EQ(all["rows"], 48);
    EXPECT_EQ(text.substr(0, text.find('\n')), "row,path,prediction,p(day),p(night),error");
    EXPECT_NE(text.find("0,day/00.bmp,day,0."), std::string::npos);
    putText("night/torn.bmp", "BM no picture");
    const auto [inFolder, lines] = predicted(folder.string(), "folder.csv");
    EXPECT_EQ(inFolder["rows"], 49);
    EXPECT_EQ(inFolder["without_prediction"], 1);
    EXPECT_NE(lines.find("night/torn.bmp,,,,"), std::string::npos);
    EXPECT_EQ(lines.substr(0, 200), text.substr(0, 200));
    EXPECT_NE(predicted((folder / "night" / "03.bmp").string(), "one.csv").second.find("0,03.bmp,night,"),
              std::string::npos);

    const Json refused = run({"serve", "start", "light"}, 1);
    EXPECT_NE(refused.dump().find("takes pictures"), std::string::npos) << refused;
    expectClean();
}
#endif

TEST_F(Images, KilledImportsLeaveWholeVersionsOrNone) {
    makeProject();
    for (int i = 0; i < 400; ++i) put(fmt::format("kind-{}/{}.bmp", i % 5, i), 60, 50, i);
    const auto longest = timed({"data", "import", folder.string(), "--name", "whole"});
    for (int i = 0; i < kills; ++i) {
        put(fmt::format("kind-0/later-{}.bmp", i), 60, 50, 1000 + i); // each import has something new to store
        killed({"data", "import", folder.string(), "--name", fmt::format("killed-{}", i)}, longest);
    }
    for (const auto& version : run({"data", "list"})) {
        EXPECT_GE(version["rows"], 400) << version["reference"];
        EXPECT_EQ(run({"data", "images", "check", version["reference"]})["issues"]["broken"]["pictures"], 0);
        const Path out = scratch.path() / version["dataset"].get<std::string>();
        EXPECT_EQ(run({"data", "images", "export", version["reference"], out.string()})["pictures"], version["rows"]);
    }
    run({"project", "gc", "--apply"});
    expectClean();
}

TEST_F(Images, KilledExportsLeaveTheWholeFolderOrNone) {
    makeProject();
    for (int i = 0; i < 200; ++i) put(fmt::format("kind-{}/{}.bmp", i % 5, i), 60, 50, i);
    run({"data", "import", folder.string()});
    const Path beside = scratch.path() / "exported";
    const Path out = beside / "pets";
    const std::vector<std::string> command{"data", "images", "export", "pets@1", out.string()};
    const auto longest = timed(command);
    const auto pictures = [&] {
        size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(out)) count += entry.is_regular_file();
        return count;
    };
    for (int i = 0; i < kills; ++i) {
        std::filesystem::remove_all(out);
        killed(command, longest);
        if (std::filesystem::exists(out)) {
            EXPECT_EQ(pictures(), 200u);
        }
    }
    std::filesystem::remove_all(out);
    run(command);
    EXPECT_EQ(pictures(), 200u);
    size_t left = 0;
    for (const auto& entry : std::filesystem::directory_iterator(beside)) left += entry.path() != out;
    EXPECT_EQ(left, 0u) << "what the killed ones left is cleared away";
    expectClean();
}
