// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "core/data/images/augmentation_file.h"
#include "core/data/images/image_dataset.h"
#include "core/data/images/label_edits.h"
#include "core/data/images/label_suspects.h"
#include "core/data/images/out_of_fold.h"

using namespace lathe;
using namespace lathe::images;

namespace {

/// Three clouds in the plane with a category that hints at the class; the rows of \p wrong carry another label.
Table clouds(size_t rows, const std::vector<size_t>& wrong) {
    Random random(3);
    Table table;
    Column x;
    Column y;
    Column hint;
    Column label;
    x.schema = {"x", ColumnType::Real};
    y.schema = {"y", ColumnType::Real};
    hint.schema = {"hint", ColumnType::Category};
    hint.dictionary = {"low", "high"};
    label.schema = {"label", ColumnType::Category};
    label.dictionary = {"a", "b", "c"};
    for (size_t row = 0; row < rows; ++row) {
        const auto kind = static_cast<uint32_t>(row % 3);
        x.reals.push_back((kind == 1 ? 6 : 0) + random.bell());
        y.reals.push_back((kind == 2 ? 6 : 0) + random.bell());
        hint.codes.push_back(kind == 2 ? 1 : 0);
        const bool isWrong = std::find(wrong.begin(), wrong.end(), row) != wrong.end();
        label.codes.push_back(isWrong ? (kind + 1) % 3 : kind);
    }
    table.columns = {x, y, hint, label};
    return table;
}

class Labels : public testing::Test {
protected:
    ScopedFolder scratch = *ScopedFolder::create(std::filesystem::temp_directory_path(), "lathe-labels");
    std::unique_ptr<Project> project = *Project::create(scratch.path() / "p.lathe");
    Datasets datasets{*project};

    Column labelsOf(const VersionInfo& version) {
        const auto file = *datasets.open(version);
        return *file->read(*file->find("label"), 0, file->rows());
    }
};

} // namespace

TEST_F(Labels, EditsMakeAVersionAndLeaveTheParent) {
    const VersionInfo parent = *datasets.store("clouds", clouds(9, {}), "made");
    LabelEdits edits;
    edits[0] = {"new", false};
    edits[4] = {std::nullopt, false};
    edits[8] = {std::nullopt, true};
    const auto made = applyLabelEdits(*project, parent, "label", edits, {});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(made->number, 2);
    EXPECT_EQ(made->rows, 8u);
    EXPECT_EQ(made->parent, "clouds@1");
    EXPECT_EQ(made->note, "2 labels changed, 1 rows excluded");
    const Column labels = labelsOf(*made);
    EXPECT_EQ(labels.text(0), "new");
    EXPECT_EQ(labels.text(1), "b");
    EXPECT_TRUE(labels.isMissing(4));
    EXPECT_EQ(labelsOf(parent).text(0), "a");
    EXPECT_EQ(applyLabelEdits(*project, parent, "nothing", edits, {}).error().kind, ErrorKind::NotFound);
    edits[9] = {"far", false};
    EXPECT_EQ(applyLabelEdits(*project, parent, "label", edits, {}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(Labels, EditsReachBeyondOneChunk) {
    const VersionInfo parent = *datasets.store("clouds", clouds(140'000, {}), "made");
    LabelEdits edits;
    edits[100] = {std::nullopt, true};
    edits[70'000] = {"late", false};
    edits[139'999] = {"last", false};
    const auto made = applyLabelEdits(*project, parent, "label", edits, {});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(made->rows, 139'999u);
    const Column labels = labelsOf(*made);
    EXPECT_EQ(labels.text(69'999), "late");
    EXPECT_EQ(labels.text(139'998), "last");
    EXPECT_EQ(labels.text(99), "a");
    EXPECT_EQ(labels.text(100), "c");
}

TEST_F(Labels, PlantedErrorsAreSuspected) {
    const std::vector<size_t> wrong{7, 60, 123, 201, 280};
    const VersionInfo version = *datasets.store("clouds", clouds(300, wrong), "made");
    const auto suspects = findSuspects(*project, version, {}, {});
    ASSERT_TRUE(suspects) << suspects.error().describe();
    std::vector<size_t> rows;
    for (const LabelSuspect& suspect : suspects->found.suspects) {
        rows.push_back(suspect.row);
        EXPECT_EQ(static_cast<size_t>(suspect.suggested), suspect.row % 3);
    }
    std::sort(rows.begin(), rows.end());
    EXPECT_EQ(rows, wrong);
    SuspectOptions other;
    other.target = "lable";
    EXPECT_EQ(findSuspects(*project, version, other, {}).error().kind, ErrorKind::NotFound);
}

TEST_F(Labels, ProbabilitiesOfARunAreUsed) {
    const VersionInfo version = *datasets.store("clouds", clouds(6, {1}), "made"); // a c c a b c
    const Path file = scratch.path() / "p.csv";
    ASSERT_TRUE(writeFileAtomic(file, "c,a,b\n0.1,0.8,0.1\n0.1,0,0.9\n0.7,0.2,0.1\n0.1,0.9,0\n0,0.1,0.9\n0.9,0.1,0\n"));
    SuspectOptions options;
    options.probabilities = file;
    const auto suspects = findSuspects(*project, version, options, {});
    ASSERT_TRUE(suspects) << suspects.error().describe();
    ASSERT_EQ(suspects->found.suspects.size(), 1u);
    EXPECT_EQ(suspects->found.suspects[0].row, 1u);
    EXPECT_EQ(suspects->classes[static_cast<size_t>(suspects->found.suspects[0].suggested)], "b");
    ASSERT_TRUE(writeFileAtomic(file, "a,b\n1,0\n"));
    EXPECT_FALSE(findSuspects(*project, version, options, {}));
}

TEST_F(Labels, PredictionsSayWhichRowsTheyAreAbout) {
    const VersionInfo version = *datasets.store("clouds", clouds(6, {1}), "made"); // a c c a b c
    const Path file = scratch.path() / "p.csv";
    SuspectOptions options;
    options.probabilities = file;
    // Two rows are left out; the lines are in another order than the version.
    ASSERT_TRUE(writeFileAtomic(
        file, "row,truth,p(a),p(b),p(c)\n5,c,0.1,0,0.9\n1,c,0,0.9,0.1\n0,a,0.8,0.1,0.1\n4,b,0.1,0.9,0\n"));
    const auto suspects = findSuspects(*project, version, options, {});
    ASSERT_TRUE(suspects) << suspects.error().describe();
    EXPECT_EQ(suspects->judged, 4u);
    EXPECT_EQ(suspects->predicted, (std::vector<int>{0, 1, -1, -1, 1, 2}));
    EXPECT_EQ(suspects->confusion, (std::vector<uint64_t>{1, 0, 0, 0, 1, 0, 0, 1, 1}));
    ASSERT_EQ(suspects->found.suspects.size(), 1u);
    EXPECT_EQ(suspects->found.suspects[0].row, 1u);

    const auto refused = [&](const char* text) {
        EXPECT_TRUE(writeFileAtomic(file, text));
        const auto found = findSuspects(*project, version, options, {});
        return found ? std::string() : found.error().message;
    };
    EXPECT_NE(refused("row,a,b,c\n6,1,0,0\n").find("row 6"), std::string::npos);
    EXPECT_NE(refused("row,a,b,c\n0,1,0,0\n0,1,0,0\n").find("an earlier line"), std::string::npos);
    EXPECT_NE(refused("row,truth,a,b,c\n0,b,1,0,0\n").find("the version says 'a'"), std::string::npos);
    EXPECT_NE(refused("row,a,b\n0,1,0\n").find("class 'c'"), std::string::npos);
}

// Worked by hand: thresholds are (0.9 + 0.8 + 0.2) / 3 and (0.7 + 0.6 + 0.4) / 3.
TEST(ConfidentLearning, EqualsTheWorkedExample) {
    const std::vector<int> labels{0, 0, 0, 1, 1, 1, -1};
    const std::vector<double> p{0.9, 0.1, 0.8, 0.2, 0.2, 0.8, 0.3, 0.7, 0.4, 0.6, 0.6, 0.4, 0.5, 0.5};
    const ConfidentLearning found = findLabelErrors(labels, p, 2);
    EXPECT_NEAR(found.thresholds[0], 1.9 / 3, 1e-15);
    EXPECT_NEAR(found.thresholds[1], 1.7 / 3, 1e-15);
    EXPECT_EQ(found.joint, (std::vector<uint64_t>{2, 1, 0, 2})); // the sixth row reaches neither threshold
    ASSERT_EQ(found.suspects.size(), 1u);
    EXPECT_EQ(found.suspects[0].row, 2u);
    EXPECT_EQ(found.suspects[0].suggested, 1);
    EXPECT_NEAR(found.suspects[0].selfConfidence, 0.2, 1e-15);
    EXPECT_NEAR(found.suspects[0].margin, 0.6, 1e-15);
}

TEST(OutOfFold, NoRowTeachesItself) {
    // Labels by chance: a model that had seen its rows would be right more often than half the time.
    Random random(9);
    Features features{20, {}};
    std::vector<int> labels;
    for (int row = 0; row < 400; ++row) {
        for (int i = 0; i < 20; ++i) features.values.push_back(static_cast<float>(random.bell()));
        labels.push_back(static_cast<int>(random.below(2)));
    }
    const auto p = outOfFoldProbabilities(features, labels, 2, 5, 1, {});
    ASSERT_TRUE(p);
    int right = 0;
    for (size_t row = 0; row < labels.size(); ++row) {
        EXPECT_NEAR((*p)[2 * row] + (*p)[2 * row + 1], 1, 1e-12);
        right += ((*p)[2 * row + 1] > 0.5) == (labels[row] == 1) ? 1 : 0;
    }
    EXPECT_NEAR(right, 200, 40);
    EXPECT_EQ(*p, *outOfFoldProbabilities(features, labels, 2, 5, 1, {}));
    EXPECT_FALSE(outOfFoldProbabilities(features, labels, 1, 5, 1, {}));
}

TEST(AugmentationFile, IsReadAndWritten) {
    Augmentation augmentation;
    augmentation.noise = 12.5;
    EXPECT_EQ(*parseAugmentation(augmentationYaml(augmentation), "a.yaml"), augmentation);
    EXPECT_EQ(*parseAugmentation("augmentation: {}\n", "a.yaml"), noAugmentation());
    const auto unknown = parseAugmentation("augmentation:\n  rotat: 3\n", "a.yaml");
    EXPECT_NE(unknown.error().hint.find("rotate"), std::string::npos);
    const auto wide = parseAugmentation("augmentation:\n  hue: 999\n", "a.yaml");
    EXPECT_NE(wide.error().message.find("a.yaml:2"), std::string::npos);
    EXPECT_FALSE(parseAugmentation("augmentation: {crop_scale: 0}\n", "a.yaml"));
    EXPECT_FALSE(parseAugmentation("augmentation: {noise: .nan}\n", "a.yaml"));
}
