// SPDX-License-Identifier: GPL-3.0-or-later
// Expected values: scikit-learn 1.2.1 (sklearn.metrics) on the same rows, made by the formulas below.
#include "core/stats/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lathe::metrics {
namespace {

constexpr double tolerance = 1e-12;

struct Sample {
    static constexpr size_t rows = 40, classes = 3;
    std::vector<uint32_t> truth, predicted;
    std::vector<double> probabilities;
    std::vector<uint8_t> positive;   // class 1 against the rest
    std::vector<double> score, tied; // probability of class 1; the same rounded to tenths

    Sample() {
        for (size_t i = 0; i < rows; ++i) {
            truth.push_back(static_cast<uint32_t>((i * 7 + i / 5) % 3));
            double raw[classes], sum = 0;
            for (size_t c = 0; c < classes; ++c) {
                raw[c] = static_cast<double>((i * 37 + 11 * c) % 23 + 1 + (truth[i] == c ? 8 : 0));
                sum += raw[c];
            }
            uint32_t best = 0;
            for (uint32_t c = 0; c < classes; ++c) {
                probabilities.push_back(raw[c] / sum);
                if (raw[c] > raw[best]) best = c;
            }
            predicted.push_back(best);
            positive.push_back(truth[i] == 1);
            score.push_back(raw[1] / sum);
            tied.push_back(std::nearbyint(score.back() * 10) / 10);
        }
    }
};

TEST(ClassificationMetrics, ConfusionMatrixAndWhatFollowsFromIt) {
    const Sample s;
    const ConfusionMatrix matrix = confusionMatrix(s.truth, s.predicted, s.classes);
    EXPECT_EQ(matrix.counts, (std::vector<uint64_t>{4, 10, 2, 14, 2, 0, 0, 7, 1}));
    EXPECT_EQ(matrix.truthTotal(2), 8u);
    EXPECT_EQ(matrix.predictedTotal(2), 3u);
    EXPECT_NEAR(accuracy(s.truth, s.predicted), 0.175, tolerance);
    EXPECT_NEAR(accuracy(matrix), 0.175, tolerance);
    EXPECT_NEAR(balancedAccuracy(matrix), 0.16666666666666666, tolerance);
    const ClassQuality macro = macroQuality(matrix);
    EXPECT_NEAR(macro.precision, 0.22027290448343076, tolerance);
    EXPECT_NEAR(macro.recall, 0.16666666666666666, tolerance);
    EXPECT_NEAR(macro.f1, 0.17713267125031829, tolerance);
    EXPECT_EQ(macro.support, 40u);
    const ClassQuality one = classQuality(matrix, 1);
    EXPECT_NEAR(one.precision, 0.10526316, 1e-8);
    EXPECT_NEAR(one.recall, 0.125, tolerance);
    EXPECT_NEAR(one.f1, 0.11428571, 1e-8);
    EXPECT_EQ(one.support, 16u);
}

TEST(ClassificationMetrics, ClassesThatNeverOccurDoNotCount) {
    const std::vector<uint32_t> truth{0, 1, 1}, predicted{0, 1, 0};
    const ConfusionMatrix two = confusionMatrix(truth, predicted, 2), five = confusionMatrix(truth, predicted, 5);
    EXPECT_DOUBLE_EQ(macroQuality(two).f1, macroQuality(five).f1);
    EXPECT_DOUBLE_EQ(balancedAccuracy(five), 0.75);
    EXPECT_EQ(classQuality(five, 4).precision, 0);
}

TEST(ClassificationMetrics, LogLossAndBrier) {
    const Sample s;
    EXPECT_NEAR(logLoss(s.truth, s.probabilities, s.classes), 1.0432600868527777, tolerance);
    EXPECT_NEAR(binaryLogLoss(s.positive, s.score), 0.7812846087709512, tolerance);
    EXPECT_NEAR(brierScore(s.positive, s.score), 0.29297274978625937, tolerance);

    auto certainAndWrong = s.probabilities;
    for (size_t c = 0; c < s.classes; ++c) certainAndWrong[3 * s.classes + c] = c == (s.truth[3] + 1) % 3 ? 1 : 0;
    EXPECT_NEAR(logLoss(s.truth, certainAndWrong, s.classes), 1.9274732047042746, tolerance);
}

TEST(RankingMetrics, AreaUnderTheRocCurve) {
    const Sample s;
    EXPECT_NEAR(rocAuc(s.positive, s.score), 0.36979166666666663, tolerance);
    EXPECT_NEAR(rocAuc(s.positive, s.tied), 0.34375, tolerance);
    EXPECT_NEAR(rocAucMacro(s.truth, s.probabilities, s.classes), 0.7332899305555555, tolerance);
    EXPECT_EQ(rocAuc(std::vector<uint8_t>{0, 1}, std::vector<double>{0.5, 0.5}), 0.5);
}

TEST(RankingMetrics, AveragePrecision) {
    const Sample s;
    EXPECT_NEAR(averagePrecision(s.positive, s.score), 0.4274056602991442, tolerance);
    EXPECT_NEAR(averagePrecision(s.positive, s.tied), 0.5249999999999999, tolerance);
    EXPECT_NEAR(averagePrecisionMacro(s.truth, s.probabilities, s.classes), 0.6858089514609461, tolerance);
}

TEST(RankingMetrics, Curves) {
    const Sample s;
    const auto roc = rocCurve(s.positive, s.tied);
    const std::vector<RocPoint> expectedRoc{{INFINITY, 0, 0},
                                            {0.6, 0, 0.125},
                                            {0.5, 0.5416666666666666, 0.125},
                                            {0.4, 0.7083333333333334, 0.125},
                                            {0.3, 0.7916666666666666, 1},
                                            {0.2, 0.9166666666666666, 1},
                                            {0.1, 0.9583333333333334, 1},
                                            {0, 1, 1}};
    ASSERT_EQ(roc.size(), expectedRoc.size());
    for (size_t i = 0; i < roc.size(); ++i) {
        EXPECT_EQ(roc[i].threshold, expectedRoc[i].threshold);
        EXPECT_NEAR(roc[i].falsePositiveRate, expectedRoc[i].falsePositiveRate, tolerance);
        EXPECT_NEAR(roc[i].truePositiveRate, expectedRoc[i].truePositiveRate, tolerance);
    }
    // scikit-learn lists the same points lowest threshold first and ends at recall 0, precision 1.
    const auto pr = precisionRecallCurve(s.positive, s.tied);
    ASSERT_EQ(pr.size(), 8u);
    EXPECT_EQ(pr[0].recall, 0);
    EXPECT_EQ(pr[0].precision, 1);
    EXPECT_NEAR(pr[2].precision, 0.13333333333333333, tolerance);
    EXPECT_NEAR(pr[4].precision, 0.45714285714285713, tolerance);
    EXPECT_NEAR(pr[7].precision, 0.4, tolerance);
    EXPECT_EQ(pr[7].recall, 1);

    const auto thin = rocCurve(s.positive, s.score, 5);
    ASSERT_EQ(thin.size(), 5u);
    EXPECT_EQ(thin.front().truePositiveRate, 0);
    EXPECT_EQ(thin.back().truePositiveRate, 1);
}

TEST(RegressionMetrics, AgreeWithScikitLearn) {
    std::vector<double> y, z, yUp, zUp;
    for (int i = 0; i < 40; ++i) {
        y.push_back((i * 13 % 29) / 4.0 - 2);
        z.push_back(y.back() + (i * 7 % 11 - 5) / 6.0);
        yUp.push_back(y.back() + 3);
        zUp.push_back(z.back() + 3);
    }
    EXPECT_NEAR(rmse(y, z), 0.5361902647381804, tolerance);
    EXPECT_NEAR(meanAbsoluteError(y, z), 0.4666666666666666, tolerance);
    EXPECT_NEAR(medianAbsoluteError(y, z), 0.5, tolerance);
    EXPECT_NEAR(meanAbsolutePercentageError(yUp, zUp), 0.1457616567102209, tolerance);
    EXPECT_NEAR(r2(y, z), 0.9347974379645461, tolerance);
    EXPECT_EQ(r2(std::vector<double>{2, 2}, std::vector<double>{2, 2}), 1);
    EXPECT_EQ(r2(std::vector<double>{2, 2}, std::vector<double>{2, 3}), 0);
}

TEST(Metrics, WhatIsNotDefinedIsNaN) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<uint8_t> onlyPositives{1, 1}, onlyNegatives{0, 0}, both{0, 1};
    const std::vector<double> scores{0.1, 0.9}, broken{0.1, nan};
    EXPECT_TRUE(std::isnan(rocAuc(onlyPositives, scores)));
    EXPECT_TRUE(std::isnan(rocAuc(both, broken)));
    EXPECT_TRUE(std::isnan(averagePrecision(onlyNegatives, scores)));
    EXPECT_EQ(averagePrecision(onlyPositives, scores), 1);
    EXPECT_TRUE(rocCurve(onlyPositives, scores).empty());
    EXPECT_TRUE(precisionRecallCurve(both, broken).empty());
    EXPECT_TRUE(std::isnan(rocAucMacro(std::vector<uint32_t>{1, 1}, std::vector<double>{.5, .5, .5, .5}, 2)));
    EXPECT_TRUE(std::isnan(accuracy(std::vector<uint32_t>{}, std::vector<uint32_t>{})));
    EXPECT_TRUE(std::isnan(macroQuality(confusionMatrix({}, {}, 2)).f1));
    EXPECT_TRUE(std::isnan(logLoss({}, {}, 2)));
    EXPECT_TRUE(std::isnan(rmse({}, {})));
    EXPECT_TRUE(std::isnan(medianAbsoluteError(scores, broken)));
    EXPECT_TRUE(std::isnan(r2(std::vector<double>{1}, std::vector<double>{1})));
}

} // namespace
} // namespace lathe::metrics
