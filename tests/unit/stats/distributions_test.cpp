// SPDX-License-Identifier: GPL-3.0-or-later
// Expected values: scipy 1.10.1 (stats.kstwo.sf, special.smirnov, special.kolmogorov, stats.ks_2samp's exact
// method, stats.chi2.sf, stats.t.sf, stats.norm.sf, stats.hypergeom.pmf).
#include "core/stats/distributions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lathe::stats {
namespace {

void expectClose(double value, double expected, double relative) {
    EXPECT_LE(std::abs(value - expected), relative * std::abs(expected) + 1e-300)
        << value << " instead of " << expected;
}

TEST(Distributions, Tails) {
    expectClose(chiSquaredSf(300, 10), 1.5546747543803087e-58, 1e-12);
    expectClose(chiSquaredSf(3.5, 2), 0.1737739434504451, 1e-13);
    expectClose(chiSquaredSf(0.1, 7), 0.9999976885812014, 1e-14);
    EXPECT_EQ(chiSquaredSf(0, 3), 1);
    EXPECT_EQ(chiSquaredSf(INFINITY, 3), 0);
    expectClose(studentTwoSided(2.5, 3), 0.08770664700806555, 1e-13);
    expectClose(studentTwoSided(-12, 40), 7.82417130425597e-15, 1e-11);
    expectClose(normalSf(6), 9.865876450376946e-10, 1e-13);
    expectClose(normalTwoSided(-6), 2 * 9.865876450376946e-10, 1e-13);
    expectClose(hypergeometricPmf(3, 7, 12, 20), 0.19865841073271417, 1e-12);
    EXPECT_EQ(hypergeometricPmf(8, 7, 12, 20), 0);
}

TEST(Distributions, NaNStaysNaN) {
    EXPECT_TRUE(std::isnan(chiSquaredSf(NAN, 2)));
    EXPECT_TRUE(std::isnan(studentTwoSided(NAN, 2)));
    EXPECT_TRUE(std::isnan(kolmogorovSf(10, NAN)));
    EXPECT_TRUE(std::isnan(kolmogorovLimitSf(NAN)));
    EXPECT_TRUE(std::isnan(kolmogorovTwoSampleSf(10, 12, NAN)));
    EXPECT_TRUE(std::isnan(cramerVonMisesLimitSf(NAN)));
}

TEST(Kolmogorov, LawOfOneSample) {
    struct Case {
        int64_t n;
        double d, p;
    };
    // Every region of the method: near the minimum, exact matrix power, both tails, the expansion.
    const Case cases[] = {{5, 0.05, 1.0},
                          {5, 0.15, 0.9988},
                          {5, 0.35, 0.46975},
                          {5, 0.7, 0.005560000000000004},
                          {5, 0.85, 0.0001518750000000001},
                          {50, 0.03, 0.9999999991521389},
                          {50, 0.08, 0.880839701941023},
                          {50, 0.2, 0.03143877776953241},
                          {50, 0.45, 9.261187857225947e-10},
                          {140, 0.06, 0.6719092248862628},
                          {140, 0.12, 0.03252638258561632},
                          {140, 0.3, 1.1370251710737309e-11},
                          {200, 0.02, 0.9999948480179858},
                          {200, 0.05, 0.6802625495871704},
                          {200, 0.1, 0.03411035080315383},
                          {200, 0.2, 1.7317874617308334e-07},
                          {1000, 0.001, 1.0},
                          {1000, 0.01, 0.9999496745370611},
                          {1000, 0.03, 0.3226902143914636},
                          {1000, 0.0469, 0.023788979220139228},
                          {1000, 0.047, 0.023344526390774382},
                          {1000, 0.1, 3.703687096817711e-09},
                          {50000, 0.002, 0.9880386605338913},
                          {50000, 0.004, 0.3994316646755731},
                          {50000, 0.01, 9.018048811843602e-05},
                          {500000, 0.0008, 0.9059442014486022},
                          {500000, 0.0015, 0.21034190155828947},
                          {500000, 0.003, 0.00024632301239186754},
                          {500000, 0.02, 3.6481966551764204e-174},
                          {500000, 0.03, 0.0}};
    for (const Case& one : cases) {
        SCOPED_TRACE(testing::Message() << "n " << one.n << " d " << one.d);
        expectClose(kolmogorovSf(one.n, one.d), one.p, 1e-9);
    }
}

TEST(Kolmogorov, OneSidedTailAndLimit) {
    expectClose(smirnovSf(1, .3), 0.7, 1e-13);
    expectClose(smirnovSf(10, .3), 0.1354635556, 1e-12);
    expectClose(smirnovSf(1000, .05), 0.006506037390545166, 1e-11);
    expectClose(smirnovSf(100000, .004), 0.04065347569406545, 1e-10);
    expectClose(smirnovSf(500000, .002), 0.018291201767145205, 1e-10);
    expectClose(smirnovSf(500000, .01), 3.6873178225417635e-44, 1e-9);
    const double limit[][2] = {{0.2, 0.999999999999495},     {0.5, 0.9639452436648751},  {0.8, 0.5441424115741981},
                               {0.83, 0.4961909953505036},   {1.2, 0.11224966667072497}, {2.0, 0.0006709252557796953},
                               {5.0, 3.8574996959278356e-22}};
    for (const auto& [x, p] : limit) expectClose(kolmogorovLimitSf(x), p, 1e-13);
}

TEST(Kolmogorov, ExactLawOfTwoSamples) {
    struct Case {
        int64_t n, m;
        double d, p;
    };
    const Case cases[] = {
        {5, 7, 18.0 / 35, 0.3282828282828283},     {100, 100, 0.2, 0.03638428787491733},
        {100, 150, 0.15, 0.12530009931399302},     {997, 1003, 0.05000045000405003, 0.1563448623935644},
        {10000, 10000, 0.02, 0.03662861114079258}, {10000, 9999, 0.02, 0.03589605170521495},
        {10000, 9999, 0.1, 5.692894561555429e-44}, {10000, 9999, 0.2, 2.0803459297027385e-175},
        {10000, 3, 0.6, 0.1441456007946418},       {10000, 10000, 0.2, 2.600432412128435e-175}};
    for (const Case& one : cases) {
        SCOPED_TRACE(testing::Message() << one.n << " " << one.m << " " << one.d);
        expectClose(kolmogorovTwoSampleSf(one.n, one.m, one.d), one.p, 1e-9);
        expectClose(kolmogorovTwoSampleSf(one.m, one.n, one.d), one.p, 1e-9);
    }
    EXPECT_EQ(kolmogorovTwoSampleSf(10, 20, 0), 1);
    EXPECT_EQ(kolmogorovTwoSampleSf(10000, 9999, 1), 0);
    expectClose(kolmogorovTwoSampleSf(1, 1, 1), 1, 1e-15);
    expectClose(kolmogorovTwoSampleSf(3, 2, 1), 0.2, 1e-15); // 2 of the 10 arrangements separate the samples
}

TEST(CramerVonMises, LimitLaw) {
    EXPECT_NEAR(cramerVonMisesLimitSf(0.05), 0.8762809310413509, 1e-7); // scipy stops its series at 1e-7
    EXPECT_NEAR(cramerVonMisesLimitSf(0.2), 0.267470430540777, 1e-7);
    EXPECT_NEAR(cramerVonMisesLimitSf(0.46136), 0.05000038313265287, 1e-7);
    EXPECT_NEAR(cramerVonMisesLimitSf(1.2), 0.0008426019154603726, 1e-7);
    EXPECT_EQ(cramerVonMisesLimitSf(0), 1);
}

} // namespace
} // namespace lathe::stats
