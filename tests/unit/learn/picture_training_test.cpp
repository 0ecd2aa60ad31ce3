// SPDX-License-Identifier: GPL-3.0-or-later
// Training on the pictures of a project, from the import to predictions.
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "core/data/images/label_suspects.h"
#include "core/learn/predictor.h"
#include "tests/gui/shapes.h"
#include "tests/unit/images/pictures.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

const char* const kinds[] = {"disc", "square", "stripes"};
constexpr int perKind = 60;

class PictureTraining : public ::testing::Test {
protected:
    static void SetUpTestSuite() { images::test::useBuiltModule(); }

    PictureTraining() {
        const images::Pixels* pixels = *images::pixels();
        for (int kind = 0; kind < 3; ++kind)
            for (int number = 0; number < perKind; ++number)
                images::test::writePicture(pictures() / kinds[kind] / fmt::format("{:02}.png", number),
                                           pixels->encodePng(ui::test::shape(kind, number)));
        images::test::writePicture(pictures() / "disc" / "broken.png", {'n', 'o', 'n', 'e'});
    }

    [[nodiscard]] Path pictures() const { return m_folder / "shapes"; }

    void import() { m_version = *images::importImages(*m_project, pictures(), "shapes", {}, JobContext{}); }

    TrainingJob jobFor(const std::string& yaml, const std::string& folder) {
        TrainingJob job;
        job.name = "test-run";
        job.config = configOf("target: label\nseed: 3\n" + yaml);
        job.data = *Datasets(*m_project).open(m_version);
        job.pictures = *images::ImageStores::open(*m_project);
        job.folder = m_folder / folder;
        job.lineage = {{"steps", Json::array()}};
        std::filesystem::create_directories(job.folder);
        return job;
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Project> m_project = *Project::create(m_folder / "p.lathe");
    VersionInfo m_version;
};

const std::string quick =
    "model: {kind: cnn, image_size: 32, channels: [8, 16, 32], epochs: 20, batch_size: 8, learning_rate: 0.005";
const std::string stratified = "split: {method: stratified, test: 0.2, validation: 0.1, seed: 1}\n";

TEST_F(PictureTraining, tellsShapesApart) {
    import();
    for (const char* more :
         {"}\n", ", color: grey, residual_blocks: 1, augmentation: {flip_horizontal: 0.5, rotate: 5}}\n"}) {
        SCOPED_TRACE(more);
        const TrainingJob job = jobFor(stratified + quick + more, "run" + std::to_string(std::strlen(more)));
        MemorySink sink;
        ASSERT_OK(train(job, sink));
        std::printf("shapes: test accuracy %.3f, macro F1 %.3f\n", sink.figures.at("test_accuracy"),
                    sink.figures.at("test_f1_macro"));
        EXPECT_GE(sink.figures.at("test_accuracy"), 0.85);
        EXPECT_EQ(sink.series["train_loss"].size(), 20U);
        EXPECT_EQ(sink.series["val_loss"].size(), 20U);
        EXPECT_NE(std::find_if(sink.logged.begin(), sink.logged.end(),
                               [](const std::string& line) { return line.find("is left out") != std::string::npos; }),
                  sink.logged.end());

        // The package predicts from the bytes of a picture what the run wrote about its test rows.
        const auto predictor = Predictor::load(job.folder / "model");
        ASSERT_OK(predictor);
        ASSERT_EQ((*predictor)->signature().inputs.size(), 1U);
        EXPECT_TRUE((*predictor)->signature().inputs.front().picture);
        EXPECT_EQ((*predictor)->signature().toJson()["inputs"][0]["type"], "picture");
        const auto predictions = ColumnFile::open(job.folder / "predictions.h5");
        ASSERT_OK(predictions);
        const Table told = *(*predictions)->readTable(0, (*predictions)->rows());
        const auto rows = images::readImages(*job.data, JobContext{});
        Column column{{"picture", ColumnType::Text}};
        for (size_t i = 0; i < told.rows(); ++i) {
            const auto bytes = *job.pictures->read(rows->rows[static_cast<size_t>(told.columns[0].integers[i])].sha256);
            column.texts.push(std::string(bytes.begin(), bytes.end()));
        }
        const auto again = (*predictor)->predict({{column}});
        ASSERT_OK(again);
        for (size_t i = 0; i < told.rows(); ++i) {
            EXPECT_EQ((*predictor)->signature().classes[again->classes[i]], told.columns[2].display(i));
            for (size_t k = 0; k < 3; ++k)
                EXPECT_EQ(again->probabilities[i * 3 + k], static_cast<float>(told.columns[3 + k].reals[i]));
        }
        column.texts.push("no picture");
        const auto refused = (*predictor)->predict({{column}});
        ASSERT_FALSE(refused.has_value());
        EXPECT_NE(refused.error().describe().find(fmt::format("row {}", told.rows())), std::string::npos);
    }
}

TEST_F(PictureTraining, sameBitsAgainAndResumed) {
    import();
    const std::string yaml =
        stratified + quick + ", dropout: 0.2, augmentation: {flip_horizontal: 0.5, crop_scale: 0.8, noise: 4}}\n";
    MemorySink whole;
    const auto expected = train(jobFor(yaml, "whole"), whole);
    ASSERT_OK(expected);
    MemorySink second;
    EXPECT_EQ(train(jobFor(yaml, "again"), second)->modelHash, expected->modelHash);
    EXPECT_EQ(second.series, whole.series);

    expectSameWhenResumed(jobFor(yaml, "stopped"), 5, *expected, whole);
}

TEST_F(PictureTraining, foldsFindWrongLabels) {
    std::filesystem::rename(pictures() / "disc" / "07.png", pictures() / "stripes" / "wrong.png");
    import();
    const TrainingJob job = jobFor("split: {method: kfold, folds: 3, stratify: label}\n" + quick + "}\n", "folds");
    MemorySink sink;
    ASSERT_OK(train(job, sink));
    EXPECT_EQ(sink.series["fold_accuracy"].size(), 3U);
    images::SuspectOptions options;
    options.probabilities = job.folder / "predictions.h5";
    const auto suspects = images::findSuspects(*m_project, m_version, options, JobContext{});
    ASSERT_OK(suspects);
    EXPECT_EQ(suspects->judged, 3U * perKind);
    const auto table = images::readImages(*job.data, JobContext{});
    const auto wrong =
        std::find_if(suspects->found.suspects.begin(), suspects->found.suspects.end(),
                     [&](const LabelSuspect& suspect) { return table->rows[suspect.row].path == "stripes/wrong.png"; });
    EXPECT_NE(wrong, suspects->found.suspects.end());
}

TEST_F(PictureTraining, mistakesAreNamed) {
    import();
    const auto messageOf = [&](TrainingJob job) {
        MemorySink sink;
        const auto outcome = train(job, sink);
        EXPECT_FALSE(outcome.has_value());
        return outcome ? std::string{} : outcome.error().describe();
    };
    EXPECT_NE(messageOf(jobFor("model: {kind: cnn, image_size: 8, channels: [4, 4, 4, 4]}\n", "small"))
                  .find("halved 4 times"),
              std::string::npos);
    EXPECT_NE(messageOf(jobFor("model: {kind: cnn, channels: []}\n", "empty")).find("at least one stage"),
              std::string::npos);
    TrainingJob table = jobFor("model: {kind: cnn}\n", "table");
    table.config.target = "label";
    table.data = store(mixedTable(50), m_folder / "table.h5");
    EXPECT_NE(messageOf(table).find("no image dataset"), std::string::npos);
}

} // namespace
} // namespace lathe
