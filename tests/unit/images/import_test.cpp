// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <filesystem>

#include "core/data/images/image_checks.h"
#include "core/data/images/image_store.h"
#include "core/project/garbage.h"
#include "tests/unit/images/pictures.h"

using namespace lathe;
using namespace lathe::images;
using namespace lathe::images::test;
namespace fs = std::filesystem;

namespace {

class ImageImport : public testing::Test {
protected:
    ScopedFolder scratch = *ScopedFolder::create(fs::temp_directory_path(), "lathe-images");
    Path folder = scratch.path() / "pets";
    std::unique_ptr<Project> project = *Project::create(scratch.path() / "p.lathe");

    void SetUp() override { useBuiltModule(); }

    void put(const std::string& path, const std::vector<uint8_t>& bytes) { writePicture(folder / path, bytes); }
    void put(const std::string& path, const std::string& text) {
        put(path, std::vector<uint8_t>(text.begin(), text.end()));
    }
    void putClasses() {
        for (int i = 0; i < 6; ++i)
            put(fmt::format("{}/{}.png", i % 2 == 0 ? "cat" : "dog", i), encodePng(pattern(20 + i, 30, 3)));
    }
    VersionInfo import(const ImageImportOptions& options = {}) {
        auto version = importImages(*project, folder, "pets", options, {});
        EXPECT_TRUE(version) << (version ? "" : version.error().describe());
        return version ? *version : VersionInfo{};
    }
    ImageTable table(const VersionInfo& version) { return *readImages(**Datasets(*project).open(version), {}); }
    void expectClean() { EXPECT_TRUE(project->check({})->empty()); }
    /// Turns a bit over of a picture in the only store.
    void damageStored(const std::string& picture) {
        const Path store = fs::directory_iterator(project->folder() / "data" / "images")->path();
        std::string bytes = *readTextFile(store);
        const size_t at = bytes.find(*readTextFile(folder / picture));
        ASSERT_NE(at, std::string::npos);
        bytes[at + 50] ^= 1;
        ASSERT_TRUE(writeFileAtomic(store, bytes));
    }
    size_t stores() {
        size_t count = 0;
        std::error_code code;
        for (fs::directory_iterator it(project->folder() / "data" / "images", code), end; !code && it != end;
             it.increment(code))
            ++count;
        return count;
    }
};

} // namespace

TEST_F(ImageImport, ClassFoldersBecomeLabels) {
    putClasses();
    const VersionInfo version = import();
    const ImageTable images = table(version);
    ASSERT_EQ(images.rows.size(), 6u);
    EXPECT_EQ(images.rows[0].path, "cat/0.png");
    EXPECT_EQ(images.labelOf(images.rows[0]), "cat");
    EXPECT_EQ(images.labelOf(images.rows[5]), "dog");
    EXPECT_EQ(images.rows[1].header.width, 22);
    EXPECT_EQ(images.rows[1].header.channels, 3);
    const auto stores = *ImageStores::open(*project);
    EXPECT_EQ(*stores->read(images.rows[1].sha256), encodePng(pattern(22, 30, 3)));
    expectClean();
}

TEST_F(ImageImport, BrokenFilesAreKeptAndOtherFilesListed) {
    putClasses();
    put("cat/broken.JPG", std::string("this is no picture"));
    put("dog/notes.txt", std::string("bring milk"));
    put("dog/.DS_Store", std::string("x"));
    std::vector<uint8_t> cut = encodePng(pattern(60, 60, 3));
    cut.resize(cut.size() / 2);
    put("dog/cut.PNG", cut);
    put("dog/named-wrongly.dat", encodePng(pattern(9, 9)));
    const VersionInfo version = import();
    EXPECT_EQ(version.rows, 9u);
    EXPECT_EQ(version.rejectedRows, 1u);
    const auto rejected = *Datasets(*project).rejected(version, 10);
    EXPECT_EQ(rejected.at(0).text, "dog/notes.txt");
    const ImageTable images = table(version);
    const ImageReport report = *checkImages(images, {}, {});
    ASSERT_EQ(report.of(Issue::Broken).size(), 1u);
    EXPECT_EQ(images.rows[report.of(Issue::Broken)[0]].path, "cat/broken.JPG");
    EXPECT_FALSE(images.rows[report.of(Issue::Broken)[0]].reason.empty());
    ASSERT_EQ(report.of(Issue::Truncated).size(), 1u);
    EXPECT_EQ(images.rows[report.of(Issue::Truncated)[0]].path, "dog/cut.PNG");
    const auto stores = *ImageStores::open(*project);
    EXPECT_EQ(textOf(*stores->read(images.rows[report.of(Issue::Broken)[0]].sha256)), "this is no picture");
}

TEST_F(ImageImport, ALabelFileNamesClassesAndSplits) {
    for (int i = 0; i < 4; ++i) put(fmt::format("{}.png", i), encodePng(pattern(20 + i, 30)));
    put("labels.csv",
        std::string("filename,species,split\n0.png,cat,train\n./1.png,dog,test\n2,7,train\nlost.png,cat,train\n"));
    ImageImportOptions options;
    options.folder.labelColumn = "species";
    const VersionInfo version = import(options);
    const ImageTable images = table(version);
    ASSERT_EQ(images.rows.size(), 4u);
    EXPECT_EQ(images.labelOf(images.rows[0]), "cat");
    EXPECT_EQ(images.labelOf(images.rows[1]), "dog");
    EXPECT_EQ(images.labelOf(images.rows[2]), "7");
    EXPECT_EQ(images.rows[3].label, -1);
    EXPECT_EQ(images.splits[static_cast<size_t>(images.rows[1].split)], "test");
    EXPECT_EQ(Datasets(*project).rejected(version, 10)->at(0).text, "lost.png");
    options.folder.labelColumn = "speces";
    EXPECT_NE(importImages(*project, folder, "pets", options, {}).error().hint.find("species"), std::string::npos);
}

TEST_F(ImageImport, SplitFoldersAreSplits) {
    put("train/cat/1.png", encodePng(pattern(10, 10)));
    put("val/dog/2.png", encodePng(pattern(11, 10)));
    const ImageTable images = table(import());
    EXPECT_EQ(images.labels, (std::vector<std::string>{"cat", "dog"}));
    EXPECT_EQ(images.splits, (std::vector<std::string>{"train", "validation"}));
}

TEST_F(ImageImport, AFlatFolderHasNoLabelsYet) {
    put("a.png", encodePng(pattern(10, 10)));
    EXPECT_EQ(table(import()).rows.at(0).label, -1);
}

TEST_F(ImageImport, EqualPicturesAreStoredOnceForTheWholeProject) {
    putClasses();
    put("dog/copy.png", encodePng(pattern(20, 30, 3)));
    const VersionInfo first = import();
    EXPECT_EQ(Json::parse(first.importReport)["new_pictures"], 6);
    EXPECT_EQ(stores(), 1u);
    EXPECT_EQ(import().number, 1) << "nothing new";
    put("dog/later.png", encodePng(pattern(50, 30, 3)));
    const VersionInfo second = import();
    EXPECT_EQ(second.number, 2);
    EXPECT_EQ(Json::parse(second.importReport)["new_pictures"], 1);
    EXPECT_EQ(stores(), 2u);
    const auto all = *ImageStores::open(*project);
    for (const ImageRow& row : table(second).rows) EXPECT_TRUE(all->contains(row.sha256));
    expectClean();
}

TEST_F(ImageImport, TheVersionDependsNeitherOnThreadsNorOnTime) {
    putClasses();
    for (int i = 0; i < 600; ++i) put(fmt::format("cat/more-{}.png", i), encodePng(pattern(12 + i % 5, 9 + i % 7)));
    ImageImportOptions one;
    one.threads = 1;
    const std::string hash = import(one).contentHash;
    ImageImportOptions many;
    many.threads = 7;
    EXPECT_EQ(importImages(*project, folder, "again", many, {})->contentHash, hash);
}

TEST_F(ImageImport, TheTableIsAnOrdinaryDataset) {
    putClasses();
    const VersionInfo version = import();
    const auto cleaned =
        Datasets(*project).clean(version, "steps:\n  - filter: {where: 'label == \"cat\"'}\n", "cats", {});
    ASSERT_TRUE(cleaned) << cleaned.error().describe();
    const ImageTable cats = table(*cleaned);
    EXPECT_EQ(cats.rows.size(), 3u);
    EXPECT_TRUE((*ImageStores::open(*project))->contains(cats.rows[0].sha256));
}

TEST_F(ImageImport, ExportGivesTheFilesBack) {
    putClasses();
    put("dog/0.png", encodePng(pattern(77, 30)));
    const VersionInfo version = import();
    const Path target = scratch.path() / "out";
    const auto file = *Datasets(*project).open(version);
    ASSERT_EQ(*exportImages(*project, *file, target, {}), 7u);
    for (const ImageRow& row : table(version).rows)
        EXPECT_EQ(*readTextFile(target / row.path), *readTextFile(folder / row.path)) << row.path;
    EXPECT_EQ(exportImages(*project, *file, target, {}).error().kind, ErrorKind::Conflict);
}

TEST_F(ImageImport, ExportsThatFailOrAreCancelledLeaveNothing) {
    putClasses();
    const auto file = *Datasets(*project).open(import());
    const Path beside = scratch.path() / "exported";
    ASSERT_TRUE(createFolders(beside));
    for (const std::string stage : {"writing pictures", "making durable"}) {
        std::stop_source stop;
        const JobContext job(stop.get_token(), [&](const JobProgress& progress) {
            if (progress.stage == stage) stop.request_stop();
        });
        const auto cancelled = exportImages(*project, *file, beside / "out", job);
        ASSERT_FALSE(cancelled) << stage;
        EXPECT_EQ(cancelled.error().kind, ErrorKind::Cancelled);
        EXPECT_TRUE(fs::is_empty(beside)) << stage;
    }
    damageStored("dog/5.png");
    EXPECT_EQ(exportImages(*project, *file, beside / "out", {}).error().kind, ErrorKind::Corrupt);
    EXPECT_TRUE(fs::is_empty(beside));
}

TEST_F(ImageImport, ExportsFillAnEmptyFolder) {
    putClasses();
    const auto file = *Datasets(*project).open(import());
    const Path target = scratch.path() / "out";
    ASSERT_TRUE(createFolders(target));
    ASSERT_EQ(*exportImages(*project, *file, target / "", {}), 6u) << "named with a slash at its end";
    EXPECT_TRUE(fs::exists(target / "cat" / "0.png"));
    ASSERT_EQ(*exportImages(*project, *file, target / "new" / "deep", {}), 6u) << "into folders that are not there";
    EXPECT_TRUE(fs::exists(target / "new" / "deep" / "dog" / "5.png"));
}

TEST_F(ImageImport, PicturesGoWithTheLastVersionThatMayNameThem) {
    putClasses();
    import();
    const GarbageOptions all{.retentionDays = 0, .apply = true};
    ASSERT_TRUE(collectGarbage(*project, all, {}));
    EXPECT_EQ(stores(), 1u);
    ASSERT_TRUE(Datasets(*project).remove("pets"));
    ASSERT_TRUE(collectGarbage(*project, all, {}));
    EXPECT_EQ(stores(), 0u);
    expectClean();
}

/// Files that other programs stumble over; brightness by Pillow 9.4 and NumPy (pixels over white by their alpha).
TEST_F(ImageImport, OddFilesAreReadOrNamed) {
    folder = Path(LATHE_FIXTURES) / "images" / "odd";
    const ImageTable images = table(import());
    std::map<std::string, ImageRow> rows;
    for (const ImageRow& row : images.rows) rows[row.path] = row;
    ASSERT_EQ(rows.size(), 8u);
    const std::pair<const char*, double> readable[] = {
        {"cmyk.jpg", 0.44477843},     {"grey16.png", 0.40817883},       {"turned.jpg", 0.44450632},
        {"animated.gif", 0.15686275}, {"palette-alpha.png", 0.6848577}, {"png-inside.jpg", 0.44477843}};
    for (const auto& [path, brightness] : readable) {
        EXPECT_EQ(rows[path].status, Status::Ok) << path << rows[path].reason;
        EXPECT_NEAR(rows[path].quality.brightness, brightness, 0.001) << path;
    }
    EXPECT_EQ(rows["cmyk.jpg"].header.channels, 4);
    EXPECT_EQ(rows["grey16.png"].header.bitDepth, 16);
    EXPECT_EQ(rows["palette-alpha.png"].header.channels, 4);
    EXPECT_EQ(rows["turned.jpg"].header.width, 16) << "as seen, after a quarter turn";
    EXPECT_EQ(rows["turned.jpg"].header.height, 24);
    EXPECT_EQ(rows["png-inside.jpg"].header.format, Format::Png) << "the bytes count, not the name";
    EXPECT_EQ(rows["empty.jpg"].reason, "the file is empty");
    EXPECT_EQ(rows["words.png"].reason, "the file is no picture of a known format");
}

TEST_F(ImageImport, CancelledImportsLeaveNothing) {
    putClasses();
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(importImages(*project, folder, "pets", {}, JobContext(stop.get_token(), nullptr)).error().kind,
              ErrorKind::Cancelled);
    EXPECT_TRUE(Datasets(*project).list()->empty());
    EXPECT_EQ(stores(), 0u);
    expectClean();
}

TEST_F(ImageImport, EmptyAndMissingFoldersAreNamed) {
    EXPECT_EQ(importImages(*project, folder, "pets", {}, {}).error().kind, ErrorKind::NotFound);
    ASSERT_TRUE(createFolders(folder));
    EXPECT_EQ(importImages(*project, folder, "pets", {}, {}).error().kind, ErrorKind::InvalidInput);
}

TEST(ImagePlaces, NamesAreUtf8AndPlacesSafe) {
    EXPECT_EQ(utf8Name("K\xc3\xa4tzchen.png"), "K\xc3\xa4tzchen.png");
    EXPECT_EQ(utf8Name("K\xe4tzchen.png"), "K%E4tzchen.png");
    EXPECT_EQ(placed("a.png", false).label, std::nullopt);
    EXPECT_EQ(placed("cat/young/a.png", false).label, "cat");
    EXPECT_EQ(placed("Dev/a.png", true).split, "validation");
    EXPECT_EQ(placed("Dev/a.png", true).label, std::nullopt);
}

/// Ten megabytes of zeros are ten kilobytes of gzip: what a file unpacks to must not decide how much memory names take.
TEST_F(ImageImport, AnIdxFileOfTooManyPicturesIsRefused) {
    const uint32_t count = 10'000'001;
    std::string bytes("\0\0\x08\x03", 4);
    for (const uint32_t size : {count, 1U, 1U})
        for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(size >> shift);
    bytes.append(count, '\0');
    const Path file = scratch.path() / "many.idx";
    ASSERT_TRUE(writeFileAtomic(file, bytes));
    const auto refused = importImages(*project, file, "many", {}, {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("more than 10000000"), std::string::npos) << refused.error().describe();
    expectClean();
}

#ifdef LATHE_DATA
TEST_F(ImageImport, RealFoldersAndIdxFiles) {
    const Path data(LATHE_DATA);
    const auto digits = importImages(*project, data / "images-sign-digits", "digits", {}, {});
    ASSERT_TRUE(digits) << digits.error().describe();
    const ImageTable images = table(*digits);
    EXPECT_EQ(images.rows.size(), 300u);
    EXPECT_EQ(images.labels.size(), 10u);
    // OpenCV 4.6 in Python: imread, cvtColor, Laplacian(CV_64F).var(), mean()/255.
    EXPECT_EQ(images.rows[0].path, "0/IMG_1209.JPG");
    EXPECT_NEAR(images.rows[0].quality.sharpness, 432.54008358999994, 1e-9);
    EXPECT_NEAR(images.rows[0].quality.brightness, 0.6064243137254902, 1e-12);
    ImageImportOptions options;
    options.idxLabels = data / "fashion-mnist" / "train6000-labels-idx1-ubyte.gz";
    const auto fashion =
        importImages(*project, data / "fashion-mnist" / "train6000-images-idx3-ubyte.gz", "fashion", options, {});
    ASSERT_TRUE(fashion) << fashion.error().describe();
    EXPECT_EQ(fashion->rows, 6000u);
    EXPECT_EQ(table(*fashion).labelOf(table(*fashion).rows[0]), "9") << "the first picture is an ankle boot";
}
#endif
