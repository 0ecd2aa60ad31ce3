// SPDX-License-Identifier: GPL-3.0-or-later
// A network on public pictures: the first 6000 of Fashion-MNIST, a fifth of them tests.
#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "tests/unit/images/pictures.h"
#include "tests/unit/learn/testing.h"

namespace lathe {
namespace {

using namespace lathe::testing;

TEST(PictureAccuracy, aSmallNetworkOnFashionMnist) {
    images::test::useBuiltModule();
    const TemporaryFolder folder;
    const auto project = Project::create(folder / "p.lathe");
    ASSERT_OK(project);
    const Path source = Path(LATHE_DATA) / "fashion-mnist";
    images::ImageImportOptions options;
    options.idxLabels = source / "train6000-labels-idx1-ubyte.gz";
    const auto version =
        images::importImages(**project, source / "train6000-images-idx3-ubyte.gz", "fashion", options, JobContext{});
    ASSERT_OK(version);
    EXPECT_EQ(version->rows, 6000U);
    TrainingJob job;
    job.config =
        configOf("target: label\nsplit: {method: stratified, test: 0.2}\nseed: 1\n"
                 "model: {kind: cnn, image_size: 28, color: grey, epochs: 6, batch_size: 64, learning_rate: 0.003}\n");
    job.data = *Datasets(**project).open(*version);
    job.pictures = *images::ImageStores::open(**project);
    job.folder = folder / "run";
    std::filesystem::create_directories(job.folder);
    MemorySink sink;
    ASSERT_OK(train(job, sink));
    std::printf("fashion-mnist, 4800 pictures, 6 epochs: test accuracy %.4f, macro F1 %.4f\n",
                sink.figures["test_accuracy"], sink.figures["test_f1_macro"]);
    EXPECT_GE(sink.figures["test_accuracy"], 0.77); // other processors round otherwise
}

} // namespace
} // namespace lathe
