// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <bit>

#include "tests/unit/images/pictures.h"

using namespace lathe;
using namespace lathe::images;
using namespace lathe::images::test;

// Computed with numpy 1.24 (mirrored border, plain sums) and scipy.fft.dctn 1.10, not with OpenCV.
TEST(Pixels, FiguresEqualNumpys) {
    const Quality quality = measure(pattern(64, 48));
    EXPECT_NEAR(quality.sharpness, 85825.70023759206, 1e-6);
    EXPECT_NEAR(quality.brightness, 0.4859311172385621, 1e-12);
    EXPECT_NEAR(quality.contrast, 0.28308792976127106, 1e-12);
    EXPECT_NEAR(quality.dark, 0.024088541666666668, 1e-15);
    EXPECT_NEAR(quality.bright, 0.004557291666666667, 1e-15);
    EXPECT_EQ(measure(pattern(32, 32)).perceptualHash, 0x810001bf4bbf5f73U);
}

TEST(Pixels, WhiteIsNeverAboveOne) {
    for (int width = 1; width <= 40; ++width)
        for (int height = 1; height <= 40; ++height) {
            const double brightness = measure(flat(width, height, 255)).brightness;
            ASSERT_LE(brightness, 1) << width << " × " << height;
            ASSERT_GT(brightness, 1 - 1e-12);
        }
}

TEST(Pixels, FlatPicturesHaveKnownFigures) {
    const Quality quality = measure(flat(40, 30, 51));
    EXPECT_EQ(quality.sharpness, 0);
    EXPECT_NEAR(quality.brightness, 0.2, 1e-12);
    EXPECT_EQ(quality.contrast, 0);
}

TEST(Pixels, TheHashBearsScalingAndLight) {
    const Raster picture = resized(pattern(40, 40), 400, 300);
    Raster brighter = picture;
    for (uint8_t& sample : brighter.samples) sample = static_cast<uint8_t>(std::min(255, sample + 8));
    const uint64_t hash = measure(picture).perceptualHash;
    EXPECT_LE(std::popcount(hash ^ measure(resized(picture, 180, 130)).perceptualHash), 4);
    EXPECT_LE(std::popcount(hash ^ measure(brighter).perceptualHash), 4);
    EXPECT_GE(std::popcount(hash ^ measure(resized(pattern(90, 17), 400, 300)).perceptualHash), 12);
}

TEST(Pixels, VariantsFollowTheSeed) {
    const Raster picture = pattern(48, 32, 3);
    Augmentation all;
    all.flipVertical = all.noise = all.blur = 1;
    all.cutout = 0.3;
    all.hue = 20;
    const Raster variant = augmented(picture, all, 7);
    EXPECT_EQ(variant.width, 48);
    EXPECT_EQ(variant.height, 32);
    EXPECT_EQ(variant.samples, augmented(picture, all, 7).samples);
    EXPECT_NE(variant.samples, augmented(picture, all, 8).samples);
    const Augmentation none{0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    EXPECT_EQ(augmented(picture, none, 7).samples, picture.samples);
    const Augmentation mirror{1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    const Raster mirrored = augmented(picture, mirror, 7);
    for (int x = 0; x < 48; ++x) EXPECT_EQ(mirrored.row(5)[3 * x], picture.row(5)[3 * (47 - x)]);
}

TEST(Pixels, AlphaSurvivesVariantsAndCountsAsPaper) {
    Raster clear(20, 20, 4); // black, wholly transparent
    EXPECT_NEAR(measure(clear).brightness, 1, 1e-12);
    EXPECT_EQ(augmented(clear, {}, 3).channels, 4);
}
