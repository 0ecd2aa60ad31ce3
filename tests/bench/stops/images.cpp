// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdlib>

#include "core/base/random.h"
#include "core/data/images/decode.h"
#include "core/data/images/image_checks.h"
#include "core/data/images/label_suspects.h"
#include "core/data/images/out_of_fold.h"
#include "core/data/images/similar_hashes.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

namespace lathe::bench {

namespace {

void writePicture(const Path& file, uint64_t number, int width, int height) {
    Random random(number);
    images::Raster raster(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                raster.row(y)[3 * x + c] = static_cast<uint8_t>(120 + 90 * std::sin(0.01 * x + 0.02 * y + c) +
                                                                static_cast<double>(random.below(20)));
    const auto png = images::encodePng(raster);
    must(createFolders(file.parent_path()));
    must(writeFileAtomic(file, {reinterpret_cast<const char*>(png.data()), png.size()}));
}

void measurePictures(Stops& stops) {
    if (!stops.wants("images: pictures")) return;
    const Path small = stops.folder() / "small";
    for (uint64_t i = 0; i < 2000; ++i)
        writePicture(small / fmt::format("class-{}", i % 10) / fmt::format("{}.png", i), i, 160, 120);
    const Path large = stops.folder() / "large";
    for (uint64_t i = 0; i < 6; ++i) writePicture(large / "all" / fmt::format("{}.png", i), i, 6000, 4000);
    for (const Path& folder : {small, large})
        stops.measure("images: pictures, import of " + folder.filename().string(),
                      [&](const JobContext& job, const Path& scratch) -> Result<void> {
                          LATHE_TRY(const auto project, Project::create(scratch / "p.lathe"));
                          LATHE_CHECK(images::importImages(*project, folder, "pictures", {}, job));
                          return {};
                      });
    const auto project = must(Project::create(stops.folder() / "pictures.lathe"));
    const VersionInfo version = must(images::importImages(*project, small, "pictures", {}, JobContext()));
    const auto file = must(Datasets(*project).open(version));
    stops.measure("images: pictures, export", [&](const JobContext& job, const Path& scratch) -> Result<void> {
        LATHE_CHECK(images::exportImages(*project, *file, scratch / "out", job));
        return {};
    });
    stops.measure("images: pictures, suspects", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(images::findSuspects(*project, version, {}, job));
        return {};
    });
}

images::ImageTable manyImages(size_t count) {
    images::ImageTable table;
    table.labels = {"a", "b", "c"};
    Random random(1);
    for (size_t i = 0; i < count; ++i) {
        images::ImageRow row;
        row.row = i;
        row.path = fmt::format("{}.png", i);
        row.label = static_cast<int>(i % 3);
        row.sha256 = fmt::format("{:064x}", random.below(count));
        row.header.width = 100 + static_cast<int>(i % 7);
        row.header.height = 80 + static_cast<int>(i % 5);
        row.header.channels = 3;
        row.quality.sharpness = random.uniform() * 1000;
        row.quality.brightness = random.uniform();
        row.quality.contrast = random.uniform();
        row.quality.perceptualHash = random.next();
        table.rows.push_back(std::move(row));
    }
    return table;
}

void measureNumbers(Stops& stops) {
    if (stops.wants("images: checks")) {
        const images::ImageTable table = manyImages(1'000'000);
        stops.measure("images: checks", [&](const JobContext& job, const Path&) -> Result<void> {
            LATHE_CHECK(images::checkImages(table, {}, job));
            return {};
        });
    }
    for (const int distance : {6, 12}) {
        Random random(1);
        std::vector<uint64_t> hashes(distance == 6 ? 1'000'000 : 50'000);
        for (uint64_t& hash : hashes) hash = random.next();
        stops.measure(fmt::format("images: similar hashes, distance {}", distance),
                      [&](const JobContext& job, const Path&) -> Result<void> {
                          LATHE_CHECK(images::groupSimilar(hashes, distance, job));
                          return {};
                      });
    }
    images::Features features;
    features.width = 200;
    features.values.resize(size_t{200'000} * features.width);
    Random random(1);
    for (float& value : features.values) value = static_cast<float>(random.bell());
    std::vector<int> labels(200'000);
    for (int& label : labels) label = static_cast<int>(random.below(20));
    stops.measure("images: probabilities out of fold", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(images::outOfFoldProbabilities(features, labels, 20, 5, 1, job));
        return {};
    });
}

} // namespace

void measureImages(Stops& stops) {
    ::setenv("LATHE_PIXELS", LATHE_BIN "/liblathe_pixels.so", 0);
    if (!stops.wants("images: ")) return;
    measurePictures(stops);
    measureNumbers(stops);
}

} // namespace lathe::bench
