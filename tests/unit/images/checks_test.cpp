// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "core/data/images/image_checks.h"
#include "core/data/images/similar_hashes.h"

using namespace lathe;
using namespace lathe::images;

namespace {

/// Pictures without fault, each with a hash far from the others'.
class Checks : public testing::Test {
protected:
    ImageTable images;

    ImageRow& add(int label = 0, int split = -1) {
        ImageRow row;
        row.row = images.rows.size();
        row.path = fmt::format("{}.png", row.row);
        row.label = label;
        row.split = split;
        row.sha256 = fmt::format("{:064x}", row.row);
        row.header = {Format::Png, 100, 80, 3, 8, 1};
        row.quality = {500, 0.5, 0.2, 0, 0, row.row * 0x9E3779B97F4A7C15U};
        images.rows.push_back(row);
        return images.rows.back();
    }
    void SetUp() override {
        images.labels = {"cat", "dog"};
        images.splits = {"train", "test"};
        for (int i = 0; i < 30; ++i) add(i % 3 == 0 ? 1 : 0);
    }
    ImageReport check(const CheckLimits& limits = {}) { return *checkImages(images, limits, {}); }
    using Rows = std::vector<size_t>;
};

} // namespace

TEST_F(Checks, FaultlessPicturesHaveNoIssue) {
    const ImageReport report = check();
    for (size_t i = 0; i < issueCount; ++i) EXPECT_TRUE(report.found[i].empty()) << issueWords()[i];
    ASSERT_EQ(report.classes.size(), 2u);
    EXPECT_EQ(report.classes[0].label, "cat");
    EXPECT_EQ(report.classes[0].pictures, 20u);
    EXPECT_EQ(report.imbalance, 2);
    EXPECT_EQ(report.sizes.front(), (std::pair<std::string, uint64_t>("100 × 80", 30)));
}

TEST_F(Checks, EachFaultIsFoundWhereItIs) {
    images.rows[1].status = Status::Broken;
    images.rows[2].status = Status::Truncated;
    images.rows[3].quality.sharpness = 99.9;
    images.rows[4].quality.brightness = 0.149;
    images.rows[5].quality.brightness = 0.901;
    images.rows[6].quality.contrast = 0.049;
    images.rows[7].label = -1;
    images.rows[8].header.channels = 1;
    images.rows[9].header.width = 900;
    images.rows[10].header = {Format::Png, 80, 100, 3, 8, 1};
    const ImageReport report = check();
    EXPECT_EQ(report.of(Issue::Broken), Rows{1});
    EXPECT_EQ(report.of(Issue::Truncated), Rows{2});
    EXPECT_EQ(report.of(Issue::Blurred), Rows{3});
    EXPECT_EQ(report.of(Issue::Dark), Rows{4});
    EXPECT_EQ(report.of(Issue::Overexposed), Rows{5});
    EXPECT_EQ(report.of(Issue::LowContrast), Rows{6});
    EXPECT_EQ(report.of(Issue::Unlabelled), Rows{7});
    EXPECT_EQ(report.of(Issue::OddChannels), Rows{8});
    EXPECT_EQ(report.of(Issue::OddSize), Rows{9});
    EXPECT_EQ(report.of(Issue::OddAspect), (Rows{9, 10}));
    EXPECT_EQ(report.classes.back().label, "");
}

TEST_F(Checks, LimitsAreTheCallers) {
    images.rows[3].quality.sharpness = 90;
    CheckLimits limits;
    limits.sharpness = 80;
    EXPECT_TRUE(check(limits).of(Issue::Blurred).empty());
    limits.sharpness = 501;
    EXPECT_EQ(check(limits).of(Issue::Blurred).size(), 30u);
}

TEST_F(Checks, DuplicatesConflictsAndLeakageAreTold) {
    images.rows[4].sha256 = images.rows[1].sha256;                                            // cat and cat
    images.rows[6].sha256 = images.rows[2].sha256;                                            // cat and dog
    images.rows[20].quality.perceptualHash = images.rows[10].quality.perceptualHash ^ 0b1011; // three bits, two splits
    images.rows[10].split = 0;
    images.rows[20].split = 1;
    const ImageReport report = check();
    EXPECT_EQ(report.of(Issue::Duplicate), (Rows{4, 6}));
    EXPECT_EQ(report.of(Issue::NearDuplicate), Rows{20});
    EXPECT_EQ(report.of(Issue::LabelConflict), (Rows{2, 6}));
    EXPECT_EQ(report.of(Issue::Leakage), (Rows{10, 20}));
    ASSERT_EQ(report.groups.size(), 3u);
    EXPECT_TRUE(report.groups[0].exact);
    EXPECT_FALSE(report.groups[0].labelConflict);
    EXPECT_TRUE(report.groups[1].labelConflict);
    EXPECT_EQ(report.groups[2].largestDistance, 3);
    EXPECT_TRUE(report.groups[2].leakage);
    CheckLimits strict;
    strict.nearDistance = 2;
    EXPECT_TRUE(check(strict).of(Issue::NearDuplicate).empty());
}

TEST_F(Checks, FlatPicturesAreNoNearDuplicates) {
    for (const size_t i : {3U, 9U}) {
        images.rows[i].quality.contrast = 0.001;
        images.rows[i].quality.perceptualHash = 0;
    }
    images.rows[0].quality.perceptualHash = 0x123456789ABCDEFU;
    EXPECT_TRUE(check().of(Issue::NearDuplicate).empty());
}

TEST_F(Checks, NoPicturesAreNoProblem) {
    images.rows.clear();
    const ImageReport report = check();
    EXPECT_EQ(report.pictures, 0u);
    EXPECT_TRUE(report.classes.empty());
    EXPECT_EQ(report.toJson(images, 5)["issues"]["broken"]["pictures"], 0);
}
